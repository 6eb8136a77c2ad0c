"""Use cases of violations: opened and closed by difference after every change and by the nightly sweep."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from piccolo.custom_types import Combinable

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.kernel.actor import SYSTEM, Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.ids import new_id
from daicho.oversight.violations import analyses, finding, model, tables
from daicho.oversight.violations.analyses import Ways
from daicho.oversight.violations.analysis import RULES as FLOOR_RULES
from daicho.oversight.violations.analysis import Analysis
from daicho.oversight.violations.finding import Reviewed
from daicho.oversight.violations.model import Concern, Violation
from daicho.oversight.violations.rules.media import RULES as MEDIA_RULES
from daicho.places.floors import service as floors
from daicho.places.floors.versions import FloorVersion
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset
from daicho.things.custody.model import TakeOut
from daicho.things.placements import service as placements

VIOLATIONS = Register("violations", tables.Violation, Violation, "violation")

_PAGE = 500


# After every change -------------------------------------------------------------------------------------------------


async def on_change(c: Change) -> None:
    """Reaction: the floors and assets that this change touched are looked at again, nothing else is."""
    changed = {r.row.code: r.row for r in c.recorded if isinstance(r.row, Asset)}
    taken = {r.row.asset for r in c.recorded if isinstance(r.row, TakeOut)}
    await _review_floors(c, await _touched_floors(c, changed))
    if changed or taken:
        await _review_assets(c, changed.keys() | taken)


async def _touched_floors(c: Change, changed: dict[str, Asset]) -> list[FloorVersion]:
    """Versions that hold now and were published in this change, or have a changed terminal on their plan."""
    published = {r.row.floor for r in c.recorded if isinstance(r.row, FloorVersion)}
    terminals = [asset.code for asset in changed.values() if asset.kind == "terminal"]
    touched = published | await placements.floors_with(terminals)
    holding = [await floors.in_force(floor, today(c.now)) for floor in sorted(touched)]
    return [version for version in holding if version is not None]


async def _review_floors(c: Change, holding: Iterable[FloorVersion]) -> None:
    for version in holding:
        reviewed = await finding.on_floor(version)
        known = await _open_ones(tables.Violation.floor == version.floor)
        await _write(c, reviewed.concerns, [v for v in known if v.rule in FLOOR_RULES])


async def _review_assets(c: Change, codes: Iterable[str]) -> None:
    concerned = sorted(codes)
    for start in range(0, len(concerned), _PAGE):
        page = concerned[start : start + _PAGE]
        reviewed = await finding.of_assets(page, today(c.now))
        known = await _open_ones(tables.Violation.asset.is_in(page))
        await _write(c, reviewed.concerns, [v for v in known if v.rule in MEDIA_RULES])


async def _write(c: Change, concerns: list[Concern], known: list[Violation]) -> model.Difference:
    """Open, reassess and close by difference."""
    fresh = {concern.found.key for concern in concerns} - {v.key for v in known}
    episodes = await _episodes(fresh)
    difference = model.compare(concerns, known, episodes, now=c.now, new_id=new_id)
    for violation in difference.opened:
        await c.add(VIOLATIONS, violation, act="Opened")
    for violation in difference.reassessed:
        await c.amend(VIOLATIONS, violation, act="Reassessed")
    for violation in difference.closed:
        await c.amend(VIOLATIONS, violation, act="Closed")
    return difference


async def _open_ones(*where: Combinable) -> list[Violation]:
    return await rows(VIOLATIONS, tables.Violation.closed_at.is_null(), *where)


async def _episodes(keys: Iterable[str]) -> dict[str, int]:
    """Key -> how many episodes there were."""
    wanted, counted = sorted(keys), Counter[str]()
    table = tables.Violation
    for start in range(0, len(wanted), _PAGE):
        chunk = table.key.is_in(wanted[start : start + _PAGE])
        counted.update([row["key"] for row in await table.select(table.key).where(chunk)])
    return dict(counted)


# By night -----------------------------------------------------------------------------------------------------------


class Swept(msgspec.Struct, frozen=True):
    """Per rule how many subjects were looked at and found wrong; how many violations opened and closed by it."""

    checked: dict[str, int]
    found: dict[str, int]
    opened: int
    closed: int


async def sweep(now: datetime, as_of: date | None = None, actor: Actor = SYSTEM) -> Swept:
    """Everything evaluated again, as if today were `as_of`; a second run finds nothing more to write.

    Versions that took effect since the last run settle their placements first, and only those that hold today.
    """
    day = as_of or today(now)
    await _analyse_ahead(day)
    async with change(actor, now) as c:
        if day == today(now):
            await placements.settle_all(c, day)
        reviewed = await _reviewed_whole(day)
        built = {*FLOOR_RULES, *MEDIA_RULES}
        known = [v for v in await _open_ones() if v.rule in built]
        difference = await _write(c, reviewed.concerns, known)
    return Swept(
        checked=reviewed.checked,
        found=dict(Counter(concern.found.rule for concern in reviewed.concerns)),
        opened=len(difference.opened),
        closed=len(difference.closed),
    )


async def _analyse_ahead(day: date) -> None:
    """The heavy part before the lock; what changes until then is analysed inside."""
    async with db.read():
        holding = await floors.all_in_force(day)
        everything = [await finding.drawn(version) for version in holding.values()]
    for drawn in everything:
        await drawn.analysis()


async def _reviewed_whole(day: date) -> Reviewed:
    concerns: list[Concern] = []
    checked = Counter(dict.fromkeys((*FLOOR_RULES, *MEDIA_RULES), 0))
    for version in (await floors.all_in_force(day)).values():
        on_floor = await finding.on_floor(version)
        concerns += on_floor.concerns
        checked.update(on_floor.checked)
    after = ""
    while page := await assets.every(after, limit=_PAGE):
        of_assets = await finding.of_assets([asset.code for asset in page], day)
        concerns += of_assets.concerns
        checked.update(of_assets.checked)
        after = page[-1].code
    return Reviewed(concerns, dict(checked))


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
    await analyses.of(draft.etag, drawn)
    return await floors.publish(floor_id, valid_from, actor, now, key, etag=etag)


async def check_floor(body: bytes, ways: Ways) -> Analysis:
    """What the rules would say of a drawing; `floor-invalid` when it is none. Nothing is stored."""
    return await analyses.tried(body, ways)


# Reading ------------------------------------------------------------------------------------------------------------


class Filter(msgspec.Struct, frozen=True):
    """What a list asks for; `after` is the id that the last page ended with."""

    status: str = "open"
    section: str | None = None
    floor: str | None = None
    after: str | None = None


async def listed(actor: Actor, wanted: Filter, *, limit: int) -> list[Violation]:
    """Violations within the person's reach, the newest first: `limit` and one more when there are more."""
    table = tables.Violation
    reach = actor.reach() if wanted.section is None else actor.reach() & {wanted.section}
    where = [table.section.is_in(sorted(reach) or [""])]
    if wanted.status != "all":
        is_open = wanted.status == "open"
        where.append(table.closed_at.is_null() if is_open else table.closed_at.is_not_null())
    if wanted.floor is not None:
        where.append(table.floor == wanted.floor)
    if wanted.after is not None:
        where.append(table.id < wanted.after)
    async with db.read():
        return await rows(VIOLATIONS, *where, order=table.id, ascending=False, limit=limit + 1)


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
    spot = violation.subject.rpartition(":")[2]
    return f"{plans.get(violation.floor or '', '')} {spot}".strip()


async def open_by_floor() -> dict[str, int]:
    """Floor id -> how many violations are open on it."""
    async with db.read():
        found = await db.fetch(
            "SELECT floor, count(*) AS open FROM violation"
            " WHERE closed_at IS NULL AND floor IS NOT NULL GROUP BY floor"
        )
    return {row["floor"]: row["open"] for row in found}
