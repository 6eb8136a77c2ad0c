"""Reading the history: entries in order, filtered lists with before and after."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.history.model import SEALED, Entry, read_entry
from daicho.foundation.history.tables import LogCheckpoint, LogEntry

_PAGE = 1000
_NEAR = 60
"""More entries than any change of one thing has."""


class Filter(msgspec.Struct, frozen=True):
    """What a reader asks of the history; `sections` None means every section, `unsectioned` those of no section too."""

    register: str | None = None
    subject: str | None = None
    act: str | None = None
    actor: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    as_of: datetime | None = None
    sections: frozenset[str] | None = None
    unsectioned: bool = False


class Told(msgspec.Struct, frozen=True):
    """An entry with the state of its subject before it."""

    entry: Entry
    before: dict[str, Any] | None


async def bodies(after: int = -1, *, upto: int | None = None) -> AsyncIterator[tuple[int, bytes]]:
    """(seq, hashed bytes) of every entry in order, page by page, to the given size of the tree."""
    while True:
        query = LogEntry.select(LogEntry.seq, LogEntry.body).where(LogEntry.seq > after)
        page = await query.order_by(LogEntry.seq).limit(_PAGE)
        for row in page:
            if upto is not None and row["seq"] >= upto:
                return
            yield row["seq"], bytes(row["body"])
        if len(page) < _PAGE:
            return
        after = page[-1]["seq"]


async def listed(wanted: Filter, *, limit: int, before: int | None = None) -> list[Told]:
    """The newest entries that fit, each with what its subject was before; `before` continues a list."""
    query = LogEntry.select(LogEntry.seq, LogEntry.body)
    for condition in _conditions(wanted):
        query = query.where(condition)
    if before is not None:
        query = query.where(LogEntry.seq < before)
    found = await query.order_by(LogEntry.seq, ascending=False).limit(limit)
    entries = [read_entry(bytes(row["body"])) for row in found]
    earlier = await _previous([entry.seq for entry in entries])
    return [Told(entry, earlier.get(entry.seq)) for entry in entries]


def _conditions(wanted: Filter) -> Iterable[Any]:
    exact = {
        LogEntry.register: wanted.register,
        LogEntry.subject: wanted.subject,
        LogEntry.act: wanted.act,
        LogEntry.actor: wanted.actor,
    }
    yield from (column == value for column, value in exact.items() if value is not None)
    if wanted.since is not None:
        yield LogEntry.occurred_at >= wanted.since
    if wanted.until is not None:
        yield LogEntry.occurred_at <= wanted.until
    if wanted.as_of is not None:
        yield LogEntry.recorded_at <= wanted.as_of
    if wanted.sections is not None:
        within: Any = LogEntry.section.is_in(sorted(wanted.sections) or [""])
        yield within | LogEntry.section.is_null() if wanted.unsectioned else within


async def _previous(seqs: list[int]) -> dict[int, dict[str, Any]]:
    """The after-image that stood before each of these entries, by seq."""
    if not seqs:
        return {}
    places = ", ".join(f"${i + 1}" for i in range(len(seqs)))
    found = await db.fetch(  # numbered places only, no text of anybody's
        "SELECT e.seq AS seq, p.body AS body FROM entry e JOIN entry p ON p.seq ="  # noqa: S608
        " (SELECT max(q.seq) FROM entry q WHERE q.subject = e.subject AND q.seq < e.seq)"
        f" WHERE e.seq IN ({places})",
        *seqs,
    )
    return {row["seq"]: read_entry(bytes(row["body"])).after for row in found}


async def newest(subject: str) -> Told | None:
    """The last entry of a subject."""
    found = await listed(Filter(subject=subject), limit=1)
    return found[0] if found else None


async def of_change(entry: Entry) -> list[Told]:
    """Everything that one change did: its entries stand side by side in the log."""
    near = LogEntry.seq.is_in(list(range(entry.seq - _NEAR, entry.seq + _NEAR)))
    query = LogEntry.select(LogEntry.seq, LogEntry.body).where(near)
    found = await query.where(LogEntry.change == entry.change).order_by(LogEntry.seq)
    entries = [read_entry(bytes(row["body"])) for row in found]
    earlier = await _previous([each.seq for each in entries])
    return [Told(each, earlier.get(each.seq)) for each in entries]


async def latest_checkpoint(*, below: int | None = None) -> str | None:
    """The newest signed tree head that was kept, of any size or smaller than `below`."""
    query = LogCheckpoint.select()
    if below is not None:
        query = query.where(LogCheckpoint.size < below)
    row = await query.order_by(LogCheckpoint.size, ascending=False).first()
    return row["note"] if row else None


async def counts(upto: int) -> dict[str, tuple[int, int, int]]:
    """Register -> (entries, first seq, last seq) among the first `upto` entries."""
    found = await db.fetch(
        "SELECT register, count(*) AS entries, min(seq) AS first_seq, max(seq) AS last_seq"
        " FROM entry WHERE seq < $1 GROUP BY register",
        upto,
    )
    return {r["register"]: (r["entries"], r["first_seq"], r["last_seq"]) for r in found}


def commitments_in(value: Any) -> set[str]:
    """Every sealed text that a state refers to."""
    if isinstance(value, str):
        return {value} if value.startswith(SEALED) else set()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {found for item in inner for found in commitments_in(item)}
