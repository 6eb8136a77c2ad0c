"""Use cases of areas in force: what is due for review, reviewing one; and which areas hold a point."""

from collections.abc import Iterable
from datetime import date, datetime

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, rows
from daicho.foundation.history.service import Done, change
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Invalid, Missing
from daicho.foundation.kernel.ids import new_id
from daicho.places.floors import current, review_model, tables
from daicho.places.floors.model import Area, FloorDocument, Point
from daicho.places.floors.review_model import AreaReview, AreaState, Result
from daicho.places.floors.versions import FloorVersion

AREA_REVIEWS = Register("area-reviews", tables.AreaReview, AreaReview, "area-review")

REVIEWS: tuple[Role, ...] = ("facility_admin", "section_head", "security_manager")
"""Who reviews an area."""


async def states(version: FloorVersion, on: date) -> list[AreaState]:
    """The areas of the version in force on a day, with what was known of them by then."""
    async with db.read():
        begun = [v for v in await current.versions_of(version.floor) if v.valid_from <= on]
        reviews = await _last_reviews(version.floor, on)
        newest_first = sorted(begun, key=lambda v: (v.valid_from, v.version), reverse=True)
        earlier = [
            (v.valid_from, (await current.document_of(v.document)).areas)
            for v in newest_first
            if (v.valid_from, v.version) < (version.valid_from, version.version)
        ]
        document = await current.document_of(version.document)
    return [_state(area, version, earlier, reviews.get(area.id)) for area in document.areas]


def _state(
    area: Area,
    version: FloorVersion,
    earlier: list[tuple[date, tuple[Area, ...]]],
    review: AreaReview | None,
) -> AreaState:
    return AreaState(
        floor=version.floor,
        id=area.id,
        name=area.name,
        kind=area.kind,
        level=area.level,
        drawn_on=review_model.drawn_since(area, earlier, version.valid_from),
        reviewed_on=today(review.reviewed_at) if review else None,
        reviewed_by=review.reviewed_by if review else None,
    )


async def _last_reviews(floor_id: str, on: date) -> dict[str, AreaReview]:
    table = tables.AreaReview
    found = await rows(AREA_REVIEWS, table.floor == floor_id, order=table.reviewed_at)
    return {review.area: review for review in found if today(review.reviewed_at) <= on}


async def listed(floor_id: str, on: date, actor: Actor) -> list[AreaState]:
    """The areas of a floor within reach."""
    async with db.read():
        await current.require_floor(floor_id, actor.reach())
        return await states(await current.require_in_force(floor_id, on), on)


async def review(
    floor_id: str, area_id: str, actor: Actor, now: datetime, key: Key | None = None, *,
    result: Result, note: str | None = None,
) -> Done:  # fmt: skip
    """Somebody compared an area of the floor in force with what is there."""
    async with change(actor, now, key) as c:
        floor = await current.require_floor(floor_id, actor.reach(REVIEWS))
        version = await current.require_in_force(floor_id, today(now))
        document = await current.document_of(version.document)
        if all(area.id != area_id for area in document.areas):
            raise Missing("unknown-area", floor=floor_id, area=area_id)
        reviewed = AreaReview(
            id=new_id(),
            floor=floor_id,
            section=floor.section,
            area=area_id,
            version=version.id,
            result=result,
            note=c.seal(note, place="note") if note else None,
            reviewed_by=actor.person,
            reviewed_at=now,
        )
        await c.add(AREA_REVIEWS, reviewed, act="Reviewed")
        done = c.done(id=reviewed.id, state=result, status=201)
    return done


async def require_spot(
    floor_id: str | None, area_id: str | None, reach: Iterable[str], on: date
) -> None:
    """A floor within reach and an area in force on it, as far as they are named."""
    if floor_id is None:
        if area_id is not None:
            raise Invalid("area-without-floor", area=area_id)
        return
    await current.require_floor(floor_id, reach)
    if area_id is None:
        return
    version = await current.require_in_force(floor_id, on)
    document = await current.document_of(version.document)
    if all(area.id != area_id for area in document.areas):
        raise Invalid("unknown-area", floor=floor_id, area=area_id)


def areas_at(document: FloorDocument, point: Point) -> frozenset[str]:
    """The ids of every area that a point lies in, edges included."""
    import shapely  # geometry loads with the first floor

    at = shapely.Point(point)
    return frozenset(
        area.id
        for area in document.areas
        if shapely.covers(shapely.Polygon(area.polygon, area.holes), at)
    )
