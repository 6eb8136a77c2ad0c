"""Use cases of violations: opened and closed by difference after every change and by the nightly sweep."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.db import Question
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import SYSTEM, Actor, Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Forbidden, Refused
from daicho.oversight.violations import (
    analyses,
    cases,
    episodes,
    finding,
    limits,
    model,
    remedies,
    tables,
    thresholds,
)
from daicho.oversight.violations.analyses import Ways
from daicho.oversight.violations.analysis import Analysis
from daicho.oversight.violations.episodes import VIOLATIONS, open_about, open_ones
from daicho.oversight.violations.finding import OF_ASSETS, OF_FLOORS, Reviewed
from daicho.oversight.violations.labelled import touched
from daicho.oversight.violations.model import Concern, Violation
from daicho.oversight.violations.thresholds import Limits, Setting
from daicho.places.floors import service as floors
from daicho.places.floors.review_model import AreaReview
from daicho.places.floors.versions import FloorVersion
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset
from daicho.things.custody.model import OPEN, Held, TakeOut
from daicho.things.labels import codebook
from daicho.things.placements import service as placements
from daicho.things.placements.model import Placement, Sighting

__all__ = ["VIOLATIONS", "Filter", "Swept", "listed", "on_change", "publish_floor", "sweep"]

RULES = (*OF_FLOORS, *OF_ASSETS, *cases.OF_CASES)
"""Every rule that is judged."""

SETS: tuple[Role, ...] = ("security_manager",)
"""Who sets thresholds, over the whole municipality."""

Status = Literal["open", "excepted", "closed", "all"]

_PAGE = 500


# After every change -------------------------------------------------------------------------------------------------


async def on_change(c: Change) -> None:
    """Reaction: the floors and assets that this change touched are looked at again, nothing else is."""
    if any(isinstance(r.row, Setting) for r in c.recorded):
        await _review_everything(c, today(c.now))
        return
    changed = {r.row.code: r.row for r in c.recorded if isinstance(r.row, Asset)}
    taken = {r.row.asset: r.row for r in c.recorded if isinstance(r.row, TakeOut)}
    await _review_floors(c, await _touched_floors(c, changed))
    touched = await _touched_assets(c, changed)
    await _review_assets(c, touched, _fresh(touched, changed, taken))
    await _review_cases(c)


def asking(code: str) -> list[Question]:
    """What is asked when a change is about this asset."""
    return [limits.asking(), episodes.asking(code), *codebook.questions(code)]


async def _touched_floors(c: Change, changed: dict[str, Asset]) -> list[FloorVersion]:
    """Versions that hold now and were published in this change, whose areas were reviewed, or that have, or had, a
    changed terminal on their plan."""
    floor_rows = (FloorVersion, AreaReview, Placement)
    named = {r.row.floor for r in c.recorded if isinstance(r.row, floor_rows)}
    terminals = [asset.code for asset in changed.values() if asset.kind == "terminal"]
    touched = named | await placements.floors_with(terminals)
    holding = [await floors.in_force(floor, today(c.now)) for floor in sorted(touched)]
    return [version for version in holding if version is not None]


async def _touched_assets(c: Change, changed: dict[str, Asset]) -> set[str]:
    """Assets that changed, went out or came back, were placed or seen, or whose floor was drawn anew."""
    named = {r.row.asset for r in c.recorded if isinstance(r.row, TakeOut | Placement | Sighting)}
    redrawn = {r.row.floor for r in c.recorded if isinstance(r.row, FloorVersion)}
    standing = await placements.standing_on(redrawn) if redrawn else set[str]()
    return changed.keys() | named | standing | touched(c)


async def _review_floors(c: Change, holding: Iterable[FloorVersion]) -> None:
    for version in holding:
        reviewed = await finding.on_floor(version, today(c.now))
        known = await open_ones(tables.Violation.floor == version.floor)
        await _write(c, reviewed.concerns, [v for v in known if v.rule in OF_FLOORS])


async def _review_assets(c: Change, touched: set[str], fresh: Held | None) -> None:
    concerned = sorted(touched)
    for start in range(0, len(concerned), _PAGE):
        page = concerned[start : start + _PAGE]
        reviewed = await finding.of_assets(page, today(c.now), fresh)
        known = await open_about(page)
        await _write(c, reviewed.concerns, [v for v in known if v.rule in OF_ASSETS])


async def _review_cases(c: Change) -> None:
    for family in cases.touched(c):
        reviewed = await family.review(today(c.now), await limits.current())
        known = await open_ones(tables.Violation.rule.is_in(list(family.rules)))
        await _write(c, reviewed.concerns, known)


def _fresh(touched: set[str], changed: dict[str, Asset], taken: dict[str, TakeOut]) -> Held | None:
    """The one asset touched, and its open take-out: both just written, they need not be read again."""
    if len(touched) != 1 or not touched == changed.keys() == taken.keys():
        return None
    (code,) = touched
    return Held(changed[code], taken[code]) if taken[code].state in OPEN else None


async def _review_everything(c: Change, day: date) -> tuple[Reviewed, model.Difference]:
    reviewed = await _reviewed_whole(day)
    known = [v for v in await open_ones() if v.rule in RULES]
    return reviewed, await _write(c, reviewed.concerns, known)


async def _write(c: Change, concerns: list[Concern], known: list[Violation]) -> model.Difference:
    """Open, reassess and close by difference; what is closed needs no remedy any more."""
    difference = await episodes.write(c, concerns, known)
    await remedies.end_with(c, difference.closed)
    return difference


# By night -----------------------------------------------------------------------------------------------------------


class Swept(msgspec.Struct, frozen=True):
    """Per rule how many subjects were looked at, found wrong, and are excepted among those found; how many
    violations opened and closed by it."""

    checked: dict[str, int]
    found: dict[str, int]
    excepted: dict[str, int]
    opened: int
    closed: int

    @property
    def is_open(self) -> bool:
        """Whether something is wrong that no remedy excepts."""
        return self.found != self.excepted


async def sweep(now: datetime, as_of: date | None = None, actor: Actor = SYSTEM) -> Swept:
    """Everything evaluated again, as if today were `as_of`; a second run finds nothing more to write.

    Versions that took effect since the last run settle their placements first, and only those that hold today.
    """
    day = as_of or today(now)
    await _analyse_ahead(day)
    async with change(actor, now, alone=True) as c:
        if day == today(now):
            await placements.settle_all(c, day)
        reviewed, difference = await _review_everything(c, day)
        excepted = await _excepted(day)
    return Swept(
        checked=reviewed.checked,
        found=dict(Counter(concern.found.rule for concern in reviewed.concerns)),
        excepted=excepted,
        opened=len(difference.opened),
        closed=len(difference.closed),
    )


async def _excepted(day: date) -> dict[str, int]:
    """Rule -> how many open violations a remedy excepts on a day."""
    return dict(Counter(v.rule for v in await open_ones(remedies.excepted_now(day))))


async def _analyse_ahead(day: date, holding: Limits | None = None) -> None:
    """The heavy part before the lock; what changes until then is analysed inside."""
    async with db.read():
        in_force = await floors.all_in_force(day)
        everything = [await finding.drawn(v, holding=holding) for v in in_force.values()]
    for drawn in everything:
        await drawn.analysis()


async def _reviewed_whole(day: date) -> Reviewed:
    concerns: list[Concern] = []
    checked = Counter(dict.fromkeys(RULES, 0))
    for version in (await floors.all_in_force(day)).values():
        on_floor = await finding.on_floor(version, day)
        concerns += on_floor.concerns
        checked.update(on_floor.checked)
    after = ""
    while page := await assets.every(after, limit=_PAGE):
        of_assets = await finding.of_assets([asset.code for asset in page], day)
        concerns += of_assets.concerns
        checked.update(of_assets.checked)
        after = page[-1].code
    for family in cases.FAMILIES:
        of_cases = await family.review(day, await limits.current())
        concerns += of_cases.concerns
        checked.update(of_cases.checked)
    return Reviewed(concerns, dict(checked))


# Settings -----------------------------------------------------------------------------------------------------------


async def set_threshold(
    name: str, value: float, why: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """Another limit for the whole municipality; everything is judged by it in the same change.

    Raises `unknown-threshold`, `threshold-out-of-bounds`, `threshold-unchanged`, `threshold-needs-whole`.
    """
    wanted = thresholds.setting(name, value)
    async with db.read():
        holding = thresholds.limits_of(await limits.settings() | {name: wanted.value})
    await _analyse_ahead(today(now), holding)
    async with change(actor, now, key) as c:
        if not await identity.reaches_all(actor, SETS):
            raise Forbidden("threshold-needs-whole")
        known = await limits.settings()
        if thresholds.value_in(thresholds.limits_of(known), name) == wanted.value:
            raise Refused("threshold-unchanged", threshold=name)
        if name in known:
            await c.amend(limits.THRESHOLDS, wanted, act="Set", why=why)
        else:
            await c.add(limits.THRESHOLDS, wanted, act="Set", why=why)
        done = c.done(id=name, state="set")
    return done


# Publishing a floor, analysed before the lock is taken --------------------------------------------------------------


async def publish_floor(
    floor_id: str, valid_from: date, actor: Actor, now: datetime, key: Key | None = None, *,
    etag: str | None = None,
) -> Done:  # fmt: skip
    """`floors.publish`, with the draft's analysis done while others can still write."""
    async with db.read():
        await floors.require_floor(floor_id, actor.reach(("facility_admin",)))
        draft = await floors.draft_of(floor_id, actor)
        drawn, _ = await placements.joined(await floors.parsed(draft.etag, draft.body))
        holding = await limits.current()
    await analyses.of(draft.etag, drawn, holding.floor)
    return await floors.publish(floor_id, valid_from, actor, now, key, etag=etag)


async def check_floor(body: bytes, ways: Ways) -> Analysis:
    """What the rules would say of a drawing; `floor-invalid` when it is none. Nothing is stored."""
    holding = await limits.current()
    return await analyses.tried(body, ways, holding.floor)


# Reading ------------------------------------------------------------------------------------------------------------


class Filter(msgspec.Struct, frozen=True):
    """What a list asks for on a day; `open` leaves out the excepted. `after` is the id that the last page ended
    with."""

    day: date
    status: Status = "open"
    section: str | None = None
    floor: str | None = None
    after: str | None = None


async def listed(actor: Actor, wanted: Filter, *, limit: int) -> list[Violation]:
    """Violations within the person's reach, the newest first: `limit` and one more when there are more."""
    table = tables.Violation
    reach = actor.reach() if wanted.section is None else actor.reach() & {wanted.section}
    where = [table.section.is_in(sorted(reach) or [""])]
    where += _with_status(wanted.status, wanted.day)
    if wanted.floor is not None:
        where.append(table.floor == wanted.floor)
    if wanted.after is not None:
        where.append(table.id < wanted.after)
    async with db.read():
        return await rows(VIOLATIONS, *where, order=table.id, ascending=False, limit=limit + 1)


async def by_id(wanted: Iterable[str]) -> dict[str, Violation]:
    """Violations by their ids."""
    known = sorted(set(wanted)) or [""]
    async with db.read():
        return {v.id: v for v in await rows(VIOLATIONS, tables.Violation.id.is_in(known))}


def _with_status(status: Status, day: date) -> list[Any]:
    lasting = tables.Violation.closed_at.is_null()
    match status:
        case "open":
            return [lasting, remedies.not_excepted(day)]
        case "excepted":
            return [lasting, remedies.excepted_now(day)]
        case "closed":
            return [tables.Violation.closed_at.is_not_null()]
        case "all":
            return []


async def subject_names(found: Iterable[Violation]) -> dict[str, str]:
    """Violation id -> what it is about, in the words of the register: the asset, or the place on the plan."""
    listed = list(found)
    async with db.read():
        things = await assets.by_code(v.asset for v in listed)
        plans = {floor.id: floor.name for floor in await floors.all_floors()}
    return {v.id: _subject_name(v, things, plans) for v in listed}


def _subject_name(violation: Violation, things: dict[str, Asset], plans: dict[str, str]) -> str:
    if violation.asset in things:
        return things[violation.asset].name
    kind, _, spot = violation.subject.rpartition(":")
    if kind == "label":
        return codes.printed(spot)
    return f"{plans.get(violation.floor or '', '')} {spot}".strip()


async def open_by_floor(day: date) -> dict[str, int]:
    """Floor id -> how many violations are open on it, the excepted left out."""
    async with db.read():
        found = await db.fetch(
            "SELECT v.floor AS floor, count(*) AS open FROM violation v"
            " WHERE v.closed_at IS NULL AND v.floor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM remedy r"
            " WHERE r.violation = v.id AND r.state = 'approved' AND r.until >= $1) GROUP BY v.floor",
            day,
        )
    return {row["floor"]: row["open"] for row in found}
