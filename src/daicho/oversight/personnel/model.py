"""What a personnel change is: the posts of each person from a day on, what ends and begins by it, who may decide."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from daicho.foundation.identity.model import Post
from daicho.foundation.kernel.actor import Role
from daicho.foundation.kernel.errors import Forbidden, Refused

State = Literal["proposed", "approved", "rejected", "withdrawn"]

PROPOSES: tuple[Role, ...] = ("system_admin",)
DECIDES: tuple[Role, ...] = ("system_admin", "security_manager", "section_head")

ONE_DAY = timedelta(days=1)


class PostWanted(msgspec.Struct, frozen=True):
    """One post of somebody from a day on."""

    section: str
    role: Role
    title: str
    valid_from: date
    valid_to: date | None = None


class Move(msgspec.Struct, frozen=True):
    """Every post that a person has from `first_day` on, none for who leaves; names are given for who joins."""

    staff_id: str
    first_day: date
    posts: tuple[PostWanted, ...] = ()
    name: str | None = None
    kana: str | None = None


class PersonnelChange(msgspec.Struct, frozen=True):
    """A proposed list; the file's name and the names of who joins are commitments. `sections` lose or get somebody."""

    id: str
    state: State
    file: str
    sha256: str
    effective: date
    lines: tuple[Move, ...]
    sections: tuple[str, ...]
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    remark: str | None = None


class Ending(msgspec.Struct, frozen=True):
    """A post and its last day."""

    post: Post
    last_day: date


class Effect(msgspec.Struct, frozen=True):
    """What a move does to the posts that somebody has."""

    move: Move
    joins: bool
    begins: tuple[PostWanted, ...]
    ends: tuple[Ending, ...]
    stays: tuple[Post, ...]

    @property
    def leaves(self) -> date | None:
        """The last day of who goes for good."""
        return None if self.move.posts else self.move.first_day - ONE_DAY

    @property
    def nothing(self) -> bool:
        """Whether everything is so already."""
        return not (self.joins or self.begins or self.ends)

    def sections(self) -> frozenset[str]:
        """Every section with a post that begins or ends."""
        return frozenset(
            {post.section for post in self.begins} | {ending.post.section for ending in self.ends}
        )


def effect(move: Move, posts: Iterable[Post], *, joins: bool) -> Effect:
    """From the first day of the move the person has its posts and no others."""
    present = [p for p in posts if p.valid_to is None or p.valid_to >= move.first_day]
    begins = list(move.posts)
    ends: list[Ending] = []
    stays: list[Post] = []
    for post in present:
        same = next((wanted for wanted in begins if _same(wanted, post)), None)
        if same is not None:
            begins.remove(same)
            stays.append(post)
        elif post.valid_from >= move.first_day:
            raise Refused(
                "post-begins-later", section=post.section, valid_from=str(post.valid_from)
            )
        else:
            ends.append(Ending(post, move.first_day - ONE_DAY))
    return Effect(move, joins, tuple(begins), tuple(ends), tuple(stays))


def _same(wanted: PostWanted, post: Post) -> bool:
    told = (wanted.section, wanted.role, wanted.title, wanted.valid_to)
    begun = post.valid_from <= wanted.valid_from
    return told == (post.section, post.role, post.title, post.valid_to) and begun


def require_open(change: PersonnelChange) -> None:
    """Only what waits is decided."""
    if change.state != "proposed":
        raise Refused("personnel-not-open", state=change.state)


def refuse_own(
    change: PersonnelChange, person: str, sections: Collection[str], reach: Collection[str]
) -> None:
    """Four eyes by person: not who proposed it, nobody whose own posts change, and only over one's own sections."""
    if person == change.proposed_by:
        raise Forbidden("own-personnel-change", person=person)
    if any(person == move.staff_id for move in change.lines):
        raise Forbidden("own-post", person=person)
    if not set(sections) <= set(reach):
        raise Forbidden("personnel-reach")


def past(move: Move, posts: Iterable[Post]) -> Effect:
    """What a carried out move did, read from the posts afterwards."""
    listed = list(posts)
    ends = tuple(Ending(p, p.valid_to) for p in listed if p.valid_to == move.first_day - ONE_DAY)
    return Effect(move, move.name is not None, move.posts, ends, ())
