"""People and rights as plain values: sections, posts in force, deputies, and who may decide."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

import msgspec

from daicho.foundation.kernel.actor import Duty, Role
from daicho.foundation.kernel.errors import Invalid

Level = Literal["password", "badge"]
"""How somebody signed in."""

CONFIRMED_FOR = timedelta(minutes=2)
"""How long the person's own secret opens what decides."""

SHORTEST_PIN, LONGEST_PIN = 6, 12


class Municipality(msgspec.Struct, frozen=True):
    """Whose register this is; `clock_offset` in seconds is 0 except in a demo."""

    id: str
    name: str
    origin: str
    demo: bool = False
    clock_offset: int = 0


def log_origin(name: str) -> str:
    """The name under which a municipality's log signs: a signed note's holds neither blanks nor `+`."""
    return re.sub(r"[\s+]+", "-", name.strip())[:90] + ".daicho"


class Section(msgspec.Struct, frozen=True):
    """所属; `parent` None is the municipality itself."""

    id: str
    name: str
    kind: str
    parent: str | None = None


class Person(msgspec.Struct, frozen=True):
    """Staff; `name` and `kana` are commitments."""

    id: str
    code: str
    name: str
    kana: str
    left_on: date | None = None


class Post(msgspec.Struct, frozen=True):
    """A role in a section from one day to another, both included."""

    id: str
    person: str
    section: str
    role: Role
    title: str
    valid_from: date
    valid_to: date | None = None

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Deputy(msgspec.Struct, frozen=True):
    """代決者 of a section's head; rank 1 comes first."""

    id: str
    section: str
    principal: str
    person: str
    rank: int
    valid_from: date
    valid_to: date

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to


class ProxyDecision(msgspec.Struct, frozen=True):
    """代決: somebody decided for the principal, who has still to read it (後閲) while `reviewed_at` is None."""

    id: str
    section: str
    principal: str
    person: str
    subject: str
    act: str
    decided_at: datetime
    reviewed_at: datetime | None = None


class Account(msgspec.Struct, frozen=True):
    """A name to sign in with."""

    id: str
    person: str
    disabled_at: datetime | None = None


class MailAddress(msgspec.Struct, frozen=True):
    """Where somebody gets mail; `address` is a commitment, None for who wants no mail."""

    person: str
    address: str | None


class Device(msgspec.Struct, frozen=True):
    """A shared scanner of a section: enrolled, then claimed with its code, one day revoked."""

    id: str
    name: str
    section: str
    state: Literal["enrolled", "active", "revoked"]
    enrolled_by: str
    enrolled_at: datetime
    claimed_at: datetime | None = None
    revoked_at: datetime | None = None


def refuse_weak_pin(pin: str) -> None:
    """Digits enough, and not those that everybody tries first: one digit, a run, a group again and again."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise Invalid("pin-out-of-shape", least=SHORTEST_PIN, most=LONGEST_PIN)
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    repeated = any(pin == (pin[:n] * len(pin))[: len(pin)] for n in (1, 2, 3))
    if repeated or steps in ({1}, {9}) or pin == pin[::-1]:
        raise Invalid("pin-too-simple")


class Decider(msgspec.Struct, frozen=True):
    """Somebody who may decide, for themselves or on behalf of a principal."""

    person: str
    on_behalf_of: str | None = None


def subtree(sections: Iterable[Section], top: str) -> frozenset[str]:
    """A section and everything below it."""
    children: dict[str | None, list[str]] = {}
    for section in sections:
        children.setdefault(section.parent, []).append(section.id)
    found, waiting = {top}, [top]
    while waiting:
        fresh = [c for c in children.get(waiting.pop(), ()) if c not in found]
        found.update(fresh)
        waiting += fresh
    return frozenset(found)


def lineage(sections: Mapping[str, Section], start: str) -> list[str]:
    """A section, its parent, and so on to the top."""
    line: list[str] = []
    here: str | None = start
    while here is not None and here not in line:
        line.append(here)
        here = sections[here].parent
    return line


def duties(posts: Iterable[Post], sections: Iterable[Section], day: date) -> tuple[Duty, ...]:
    """What the posts in force on a day allow: staff reach their own section, everybody else the subtree below."""
    known = list(sections)
    return tuple(
        Duty(
            section=post.section,
            role=post.role,
            title=post.title,
            reach=frozenset({post.section})
            if post.role == "staff"
            else subtree(known, post.section),
        )
        for post in posts
        if post.in_force(day)
    )


def deciders(
    line: Iterable[str], heads: Iterable[Post], deputies: Iterable[Deputy], *,
    excluded: frozenset[str], day: date,
) -> list[Decider]:  # fmt: skip
    """Who may decide: the section's heads, else its deputy next in order, else the same one section up.

    `line` is the section and its parents, nearest first; `excluded` are the persons who take part in the matter. An
    office of three, whose head applies, so borrows its approver from the parent section.
    """
    heads, deputies = list(heads), list(deputies)
    for section in line:
        in_post = sorted({h.person for h in heads if h.section == section and h.in_force(day)})
        free = [Decider(person) for person in in_post if person not in excluded]
        standing_in = _first_deputy(section, in_post, deputies, excluded=excluded, day=day)
        if free or standing_in:
            return free + standing_in
    return []


def deputises_a_head(deputy: Deputy, heads: Iterable[Post]) -> bool:
    """Whether the principal heads the section at some time of the period."""
    return any(
        post.person == deputy.principal
        and post.valid_from <= deputy.valid_to
        and (post.valid_to is None or deputy.valid_from <= post.valid_to)
        for post in heads
    )


def _first_deputy(
    section: str, heads: list[str], deputies: list[Deputy], *, excluded: frozenset[str], day: date
) -> list[Decider]:
    """The first deputy in order who may act; a deputy decides for a head who is in post and not involved.

    Deciding on behalf of somebody who takes part in the matter would be that person's own decision.
    """
    able = sorted(
        (d.rank, d.person, d.principal)
        for d in deputies
        if d.section == section
        and d.in_force(day)
        and d.principal in heads
        and d.principal not in excluded
        and d.person not in excluded
        and d.person not in heads
    )
    return [Decider(person, on_behalf_of=principal) for _, person, principal in able[:1]]
