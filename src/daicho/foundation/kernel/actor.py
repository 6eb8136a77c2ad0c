"""Who acts: a person through an account, with the posts in force at that moment."""

from collections.abc import Iterable
from typing import Literal

import msgspec

Role = Literal[
    "staff",
    "section_head",
    "custodian",
    "facility_admin",
    "security_manager",
    "auditor",
    "system_admin",
]


class Duty(msgspec.Struct, frozen=True):
    """One post in force: a role in a section, and the sections it reaches (its own, or the subtree below)."""

    section: str
    role: Role
    title: str
    reach: frozenset[str]


class Actor(msgspec.Struct, frozen=True):
    """A person, never merely an account: four eyes count `person`.

    `own_secret` is false for who signed in with a badge and a PIN only: a badge is photographed, a PIN is seen.
    """

    person: str
    account: str
    duties: tuple[Duty, ...] = ()
    device: str | None = None
    own_secret: bool = True

    @property
    def roles(self) -> frozenset[Role]:
        """Every role of every post in force."""
        return frozenset(duty.role for duty in self.duties)

    def reach(self, roles: Iterable[Role] | None = None) -> frozenset[str]:
        """The sections this person reaches, through any post or only through posts of these roles."""
        wanted = None if roles is None else frozenset(roles)
        return frozenset(
            section
            for duty in self.duties
            if wanted is None or duty.role in wanted
            for section in duty.reach
        )

    def holds(self, role: Role, section: str) -> bool:
        """Whether some post gives this role over this section."""
        return any(duty.role == role and section in duty.reach for duty in self.duties)

    @property
    def home(self) -> str | None:
        """The section of the first post: what a page opens on."""
        return self.duties[0].section if self.duties else None


SYSTEM = Actor(person="system", account="system")
"""Acts that no person did: the nightly sweep, the first entries of an empty register."""
