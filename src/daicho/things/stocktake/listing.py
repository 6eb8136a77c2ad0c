"""Stock-takes as lists and pages show them: names beside ids, counts by outcome, and what the reader may do."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.registers import rows
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST, today
from daicho.foundation.kernel.paging import page_of
from daicho.places.floors.storage import place_names
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset
from daicho.things.assets.model import State as AssetState
from daicho.things.stocktake import counting, line_model, model, service, tables
from daicho.things.stocktake.line_model import Correction, Outcome, Settling, StockLine
from daicho.things.stocktake.model import State, StockTake

Status = Literal["open", "planned", "counting", "reconciling", "completed", "cancelled"]

_TABLE = tables.StockTake
_LINE = tables.StockLine
_PAGE = 500


class Somebody(msgspec.Struct, frozen=True):
    """A person as shown; the name is empty when it was erased."""

    staff_id: str
    name: str


class PlaceShown(msgspec.Struct, frozen=True):
    """A storage place: printed code and name."""

    code: str
    name: str


class Shown(msgspec.Struct, frozen=True):
    """A session for lists; no places mean everything that the section keeps."""

    id: str
    number: str
    state: State
    section: str
    section_name: str
    places: list[PlaceShown]
    due: date
    overdue: bool
    expected: int | None
    planned_by: Somebody | None
    planned_at: datetime
    started_by: Somebody | None
    started_at: datetime | None
    closed_by: Somebody | None
    closed_at: datetime | None
    completed_by: Somebody | None
    completed_on_behalf_of: Somebody | None
    completed_at: datetime | None
    counts: dict[str, int]
    unsettled: int
    actions: list[str]


class LineShown(msgspec.Struct, frozen=True):
    """A line: what it is, where the register has it, where it was seen, what became of it."""

    id: str
    code: str
    expected: bool
    outcome: Outcome
    settling: Settling
    name: str | None
    control_no: str | None
    belongs_to: str | None
    asset_state: AssetState | None
    asset_place: PlaceShown | None
    seen_place: PlaceShown | None
    seen_by: Somebody | None
    seen_at: datetime | None
    damaged: bool
    correction: Correction | None
    note: str | None
    proposed_by: Somebody | None
    settled_by: Somebody | None
    settled_at: datetime | None
    actions: list[str]


class QueueShown(msgspec.Struct, frozen=True):
    """Scans that wait on a device."""

    id: str
    scanner: Somebody | None
    device: str
    unsynced: int
    told_at: datetime


class Filter(msgspec.Struct, frozen=True):
    """What a list asks for."""

    status: Status | None = None
    section: str | None = None


# Sessions -----------------------------------------------------------------------------------------


async def listed(
    actor: Actor, wanted: Filter, *, limit: int, after: str | None = None
) -> list[StockTake]:
    """The sessions that fit, newest first: `limit` and one more when there are more."""
    reach = actor.reach() if wanted.section is None else actor.reach() & {wanted.section}
    where: list[Any] = [_TABLE.section.is_in(sorted(reach) or [""])]
    if wanted.status == "open":
        where.append(_TABLE.state.is_in(sorted(model.OPEN)))
    elif wanted.status is not None:
        where.append(_TABLE.state == wanted.status)
    if after is not None:
        where.append(_TABLE.id < after)
    async with db.read():
        return await rows(
            service.STOCK_TAKES, *where, order=_TABLE.id, ascending=False, limit=limit + 1
        )


async def shown(stock_takes: Sequence[StockTake], actor: Actor, now: datetime) -> list[Shown]:
    """Sessions with names, counts and this reader's actions."""
    async with db.read():
        words = _Words(
            people=await identity.names(p for s in stock_takes for p in _persons(s)),
            sections=await identity.section_names(),
            places=await place_names(p for s in stock_takes for p in s.places),
        )
        counted = await _counts([s.id for s in stock_takes])
        return [await _shown(s, words, counted.get(s.id, []), actor=actor, now=now) for s in stock_takes]  # fmt: skip


def _persons(s: StockTake) -> tuple[str | None, ...]:
    return s.planned_by, s.started_by, s.closed_by, s.completed_by, s.completed_for


class _Words(msgspec.Struct, frozen=True):
    """What the ids of a page stand for."""

    people: dict[str, str]
    sections: dict[str, str]
    places: dict[str, str]
    texts: dict[str, str] = {}
    assets: dict[str, Asset] = {}

    def person(self, staff_id: str | None) -> Somebody | None:
        return Somebody(staff_id, self.people.get(staff_id, "")) if staff_id else None

    def place(self, code: str | None) -> PlaceShown | None:
        return PlaceShown(codes.printed(code), self.places.get(code, "")) if code else None


async def _counts(wanted: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Session -> how many lines there are by outcome and settling."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in wanted:
        found[one] = await db.fetch(
            "SELECT outcome, settling, count(*) AS lines FROM stock_line WHERE stock_take = $1"
            " GROUP BY outcome, settling",
            one,
        )
    return found


async def _shown(
    s: StockTake, words: _Words, counted: list[dict[str, Any]], *, actor: Actor, now: datetime
) -> Shown:
    counts: dict[str, int] = {}
    for row in counted:
        counts[row["outcome"]] = counts.get(row["outcome"], 0) + row["lines"]
    unsettled = sum(r["lines"] for r in counted if r["settling"] in line_model.UNSETTLED)
    by = actor.towards(s.section)
    decides = await service.may_complete(s, actor, now)
    steps = msgspec.structs.replace(by, decides=decides)
    facts = msgspec.structs.asdict(s)
    local = {n: v.astimezone(JST) for n, v in facts.items() if isinstance(v, datetime)}
    return msgspec.convert(
        facts | local | {
            "number": s.number,
            "section_name": words.sections.get(s.section, ""),
            "places": [words.place(code) for code in s.places],
            "overdue": s.state in model.OPEN and today(now) > s.due,
            "planned_by": words.person(s.planned_by),
            "started_by": words.person(s.started_by),
            "closed_by": words.person(s.closed_by),
            "completed_by": words.person(s.completed_by),
            "completed_on_behalf_of": words.person(s.completed_for),
            "counts": counts,
            "unsettled": unsettled,
            "actions": model.actions(s, steps, unsettled=unsettled),
        },
        Shown,
    )  # fmt: skip


# Lines --------------------------------------------------------------------------------------------


class LineFilter(msgspec.Struct, frozen=True):
    """Which lines; `unsettled` are those that still want something, `after` is a code."""

    outcome: Outcome | None = None
    unsettled: bool = False
    after: str | None = None


async def lines(stock_take: StockTake, wanted: LineFilter, *, limit: int) -> list[StockLine]:
    """The lines that fit by code: `limit` and one more when there are more."""
    where: list[Any] = [_LINE.stock_take == stock_take.id]
    if wanted.outcome is not None:
        where.append(_LINE.outcome == wanted.outcome)
    if wanted.unsettled:
        where.append(_LINE.settling.is_in(sorted(line_model.UNSETTLED)))
    if wanted.after is not None:
        where.append(_LINE.code > wanted.after)
    async with db.read():
        return await rows(service.LINES, *where, order=_LINE.code, limit=limit + 1)


async def every_line(stock_take: StockTake, actor: Actor) -> list[LineShown]:
    """All of them, for paper."""
    async with db.read():
        found = await rows(service.LINES, _LINE.stock_take == stock_take.id, order=_LINE.code)
        shown = []
        for start in range(0, len(found), _PAGE):
            shown += await lines_shown(stock_take, found[start : start + _PAGE], actor)
    return shown


async def last_seen(stock_take: StockTake, *, limit: int) -> list[StockLine]:
    """The lines scanned last, the newest first."""
    where = (_LINE.stock_take == stock_take.id, _LINE.seen_at.is_not_null())
    async with db.read():
        return await rows(service.LINES, *where, order=_LINE.seen_at, ascending=False, limit=limit)


async def lines_shown(
    stock_take: StockTake, found: Sequence[StockLine], actor: Actor
) -> list[LineShown]:
    """Lines with names and this reader's actions; of another section's thing only what the reader reaches."""
    async with db.read():
        words = _Words(
            people=await identity.names(
                p for x in found for p in (x.seen_by, x.proposed_by, x.settled_by)
            ),
            sections=await identity.section_names(),
            places=await place_names(p for x in found for p in (x.asset_place, x.seen_place)),
            texts=await sealed.reveal(x.note for x in found),
            assets=await assets.by_code(x.asset for x in found),
        )
    by = actor.towards(stock_take.section)
    return [_line(x, words, line_model.actions(x, stock_take, by), actor.reach()) for x in found]


def _line(x: StockLine, words: _Words, actions: list[str], reach: frozenset[str]) -> LineShown:
    asset = words.assets.get(x.asset or "")
    within = asset is not None and x.belongs in reach
    return LineShown(
        id=x.id,
        code=codes.printed(x.code),
        expected=x.expected,
        outcome=x.outcome,
        settling=x.settling,
        name=asset.name if asset and within else None,
        control_no=asset.control_no if asset and within else None,
        belongs_to=words.sections.get(x.belongs or "") if within else None,
        asset_state=x.asset_state if within else None,
        asset_place=words.place(x.asset_place) if within else None,
        seen_place=words.place(x.seen_place),
        seen_by=words.person(x.seen_by),
        seen_at=x.seen_at.astimezone(JST) if x.seen_at else None,
        damaged=x.damaged,
        correction=x.correction,
        note=words.texts.get(x.note or ""),
        proposed_by=words.person(x.proposed_by),
        settled_by=words.person(x.settled_by),
        settled_at=x.settled_at.astimezone(JST) if x.settled_at else None,
        actions=actions,
    )


# One session --------------------------------------------------------------------------------------


class Whole(msgspec.Struct, frozen=True):
    """A session with a page of its lines, what was scanned last, and where the reader stands in it."""

    stock_take: Shown
    lines: list[LineShown]
    next: str | None
    recent: list[LineShown]
    standing_at: PlaceShown | None
    queues: list[QueueShown]


async def whole(
    stock_take: StockTake, wanted: LineFilter, actor: Actor, now: datetime, *, limit: int
) -> Whole:
    async with db.read():
        found = await lines(stock_take, wanted, limit=limit)
        page, following = page_of(found, limit, by="code")
        stop = await counting.place_of(stock_take, actor, now)
        words = _Words({}, {}, await place_names([stop]))
        waiting = [q for q in await service.queues_of(stock_take.id) if q.unsynced]
        people = await identity.names(q.scanner for q in waiting)
        recent = await last_seen(stock_take, limit=8)
        return Whole(
            stock_take=(await shown([stock_take], actor, now))[0],
            lines=await lines_shown(stock_take, page, actor),
            next=following,
            recent=await lines_shown(stock_take, recent, actor),
            standing_at=words.place(stop),
            queues=[
                QueueShown(
                    q.id, Somebody(q.scanner, people.get(q.scanner, "")), q.device, q.unsynced,
                    q.told_at.astimezone(JST),
                )
                for q in waiting
            ],
        )  # fmt: skip
