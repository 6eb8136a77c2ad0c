"""Who acts: a person through an account, with the posts in force at that moment."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from daicho.foundation.kernel.errors import Forbidden

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


class Standing(msgspec.Struct, frozen=True):
    """A person towards one thing: the roles over its section, and whether the decision is theirs."""

    person: str
    roles: frozenset[Role]
    decides: bool = False

    def needs(self, wanted: frozenset[Role]) -> None:
        """Refuse a person who has none of these roles there."""
        if not self.roles & wanted:
            raise Forbidden("role-required", roles=sorted(wanted))


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

    def roles_over(self, section: str) -> frozenset[Role]:
        """The roles of those posts that reach the section."""
        return frozenset(duty.role for duty in self.duties if section in duty.reach)

    def towards(self, section: str, *, decides: bool = False) -> Standing:
        """What this person is towards a thing of the section."""
        return Standing(self.person, self.roles_over(section), decides)

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
