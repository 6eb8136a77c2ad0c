"""Versions of a floor: which one is in force on a day, and what may be published by whom."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused

LONGEST_NOTICE = timedelta(days=1100)
"""A plan for a day further away than about three years is a slip of the year."""


class Floor(msgspec.Struct, frozen=True):
    """A storey and the section that answers for it."""

    id: str
    name: str
    section: str


class FloorVersion(msgspec.Struct, frozen=True):
    """A published document; `document` is the SHA-256 of its canonical bytes, `drafters` everybody who drew in it."""

    id: str
    floor: str
    section: str
    version: int
    document: str
    valid_from: date
    drafted_by: str
    drafters: tuple[str, ...]
    published_by: str


class Draft(msgspec.Struct, frozen=True):
    """The floor as somebody is drawing it; `etag` is the SHA-256 of `body`."""

    floor: str
    etag: str
    body: bytes
    drafted_by: str
    drafters: tuple[str, ...]
    saved_at: datetime


def in_force(versions: Iterable[FloorVersion], on: date) -> FloorVersion | None:
    """The version that holds on a day: the latest start up to it, of several the one published last."""
    begun = (v for v in versions if v.valid_from <= on)
    return max(begun, key=lambda v: (v.valid_from, v.version), default=None)


def latest(versions: Iterable[FloorVersion]) -> FloorVersion | None:
    """The version published last, whether it holds already or not: what the next draft starts from."""
    return max(versions, key=lambda v: v.version, default=None)


def is_open(draft: Draft | None, versions: Iterable[FloorVersion]) -> bool:
    """Whether a draft differs from what was published last."""
    last = latest(versions)
    return draft is not None and (last is None or draft.etag != last.document)


def saved(
    previous: Draft | None, *, floor: str, etag: str, body: bytes, person: str, now: datetime,
    going_on: bool,
) -> Draft:  # fmt: skip
    """The draft after one more save; `going_on` says that the previous one was not published yet."""
    earlier = previous.drafters if previous is not None and going_on else ()
    drafters = tuple(sorted({*earlier, person}))
    return Draft(floor, etag, body, person, drafters, now)


def publish(
    draft: Draft | None, versions: list[FloorVersion], *, version_id: str, section: str,
    person: str, valid_from: date, today: date,
) -> FloorVersion:  # fmt: skip
    """The next version of a floor.

    Raises `floor-not-drafted`, `own-draft` (whoever drew in it cannot publish it), `valid-from-past`,
    `valid-from-too-far`, `floor-unchanged`.
    """
    if draft is not None and person in draft.drafters:
        raise Forbidden("own-draft", person=person)
    draft = may_start(draft, versions, valid_from, today)
    last = latest(versions)
    return FloorVersion(
        id=version_id,
        floor=draft.floor,
        section=section,
        version=1 if last is None else last.version + 1,
        document=draft.etag,
        valid_from=valid_from,
        drafted_by=draft.drafted_by,
        drafters=draft.drafters,
        published_by=person,
    )


def may_start(
    draft: Draft | None, versions: list[FloorVersion], valid_from: date, today: date
) -> Draft:
    """The draft, if it may hold from that day on.

    Raises `floor-not-drafted`, `valid-from-past`, `valid-from-too-far`, `floor-unchanged`.
    """
    if draft is None:
        raise Refused("floor-not-drafted")
    if valid_from < today and in_force(versions, today) is not None:
        raise Invalid("valid-from-past", valid_from=valid_from.isoformat(), today=today.isoformat())
    if valid_from - today > LONGEST_NOTICE:
        raise Invalid("valid-from-too-far", valid_from=valid_from.isoformat())
    holding = in_force(versions, valid_from)
    if holding is not None and holding.document == draft.etag:
        raise Refused("floor-unchanged", version=holding.version)
    return draft
