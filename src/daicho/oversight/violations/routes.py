"""HTTP of violations, and of floors where analysis is wanted: lists, checks, analyses, publication."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, Request, get, post
from litestar.params import JSONBody, QueryParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.parameters import Day, Flag, Height, Id, Limit, OptionalId
from daicho.oversight.violations import comparing, remedies, seeing, service
from daicho.oversight.violations.analyses import Ways
from daicho.oversight.violations.analysis import Analysis
from daicho.oversight.violations.comparing import Compared
from daicho.oversight.violations.model import Violation
from daicho.oversight.violations.remedies import Somebody
from daicho.oversight.violations.remedy_model import Remedy
from daicho.oversight.violations.rules.found import Grade
from daicho.oversight.violations.seeing import LOOKS, FloorAnalysis
from daicho.places.floors import service as floors
from daicho.places.floors.service import Listed

Status = Annotated[Literal["open", "excepted", "closed", "all"], QueryParameter()]

State = Literal["open", "excepted", "closed"]


class FloorShown(msgspec.Struct):
    """A floor in the list; `version` and `valid_from` are null until one is in force."""

    id: str
    name: str
    section: str
    section_name: str
    version: int | None
    valid_from: date | None
    draft: bool
    open_violations: int


class Floors(msgspec.Struct):
    items: list[FloorShown]
    next: str | None = None


class Publication(msgspec.Struct, forbid_unknown_fields=True):
    """From which day, and (when the publisher's page names it) the tag of the draft that was looked at."""

    valid_from: date
    etag: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")] | None = None


class RemedyTold(msgspec.Struct):
    """What excepts a violation today."""

    id: str
    measure: str | None
    until: date
    approved_by: Somebody | None


class ViolationShown(msgspec.Struct):
    """A violation in the list; where sight is concerned, facts are for those who may see the plan's blind areas.

    `excepted` while a remedy holds, which is another thing than `closed`.
    """

    id: str
    rule: str
    subject: str
    subject_name: str
    grade: Grade
    facts: dict[str, Any]
    section: str
    section_name: str
    floor: str | None
    episode: int
    opened_at: datetime
    closed_at: datetime | None
    state: State
    remedy: RemedyTold | None


class Violations(msgspec.Struct):
    items: list[ViolationShown]
    next: str | None = None


class FloorOversightRoutes(Controller):
    """Floors with what the rules say of them."""

    path = "/floors"
    tags = ("floors",)

    @get(operation_id="listFloors", opt=SIGNED_IN)
    async def listed(self, actor: Asker, now: Now) -> Floors:
        found = await floors.listed(actor, today(now))
        open_ones, sections = (
            await service.open_by_floor(today(now)),
            await identity.section_names(),
        )
        return Floors([_floor(one, sections, open_ones.get(one.floor.id, 0)) for one in found])

    @post("/check", operation_id="checkFloor", opt=roles(*LOOKS), status_code=200)
    async def check(
        self, request: Request[Any, Any, Any], target_height: Height = 1200.0,
        full_height: Flag = False, polygons: Flag = True,
    ) -> Analysis:  # fmt: skip
        return await service.check_floor(
            await request.body(), Ways(target_height, full_height, polygons)
        )

    @get("/{floor_id:str}/analysis", operation_id="getFloorAnalysis", opt=SIGNED_IN)
    async def analysis(self, floor_id: Id, actor: Asker, now: Now, on: Day = None) -> FloorAnalysis:
        return await seeing.analysis_for(floor_id, on or today(now), actor, now)

    @get("/{floor_id:str}/comparison", operation_id="compareFloor", opt=roles(*LOOKS))
    async def compare(self, floor_id: Id, actor: Asker, now: Now, on: Day = None) -> Compared:
        return await comparing.compare(floor_id, on or today(now), actor)

    @post(
        "/{floor_id:str}/publication",
        operation_id="publishFloor",
        opt=roles("facility_admin"),
        status_code=200,
    )
    async def publish(
        self, floor_id: Id, data: JSONBody[Publication], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.publish_floor(
            floor_id, data.valid_from, actor, now, key, etag=data.etag
        )


def _floor(one: Listed, sections: dict[str, str], open_ones: int) -> FloorShown:
    return FloorShown(
        id=one.floor.id,
        name=one.floor.name,
        section=one.floor.section,
        section_name=sections.get(one.floor.section, ""),
        version=one.holding.version if one.holding else None,
        valid_from=one.holding.valid_from if one.holding else None,
        draft=one.draft,
        open_violations=open_ones,
    )


class ViolationRoutes(Controller):
    """What is wrong now, and what was."""

    path = "/violations"
    tags = ("violations",)

    @get(operation_id="listViolations", opt=SIGNED_IN)
    async def listed(
        self, actor: Asker, now: Now, status: Status = "open", section: OptionalId = None,
        floor: OptionalId = None, limit: Limit = 50, after: OptionalId = None,
    ) -> Violations:  # fmt: skip
        wanted = service.Filter(today(now), status, section, floor, after)
        found = await service.listed(actor, wanted, limit=limit)
        rows, following = page_of(found, limit)
        page = seeing.for_eyes_of(actor, rows)
        names, sections = await service.subject_names(page), await identity.section_names()
        holding = await _remedies(page, today(now))
        return Violations(
            [_violation(v, names[v.id], sections, holding.get(v.id)) for v in page],
            following,
        )


async def _remedies(page: list[Violation], day: date) -> dict[str, RemedyTold]:
    """Violation id -> what excepts it on a day."""
    lasting = [v.id for v in page if v.closed_at is None]
    holding = await remedies.holding(lasting, day)
    texts, names = await remedies.words(holding.values())
    return {v: _remedy(remedy, texts, names) for v, remedy in holding.items()}


def _remedy(remedy: Remedy, texts: dict[str, str], names: dict[str, str]) -> RemedyTold:
    by = remedy.decided_by
    return RemedyTold(
        id=remedy.id,
        measure=texts.get(remedy.measure),
        until=remedy.until,
        approved_by=Somebody(by, names.get(by, "")) if by else None,
    )


def _violation(
    violation: Violation, name: str, sections: dict[str, str], remedy: RemedyTold | None
) -> ViolationShown:
    return ViolationShown(
        id=violation.id,
        rule=violation.rule,
        subject=violation.subject,
        subject_name=name,
        grade=violation.grade,
        facts=violation.facts,
        section=violation.section,
        section_name=sections.get(violation.section, ""),
        floor=violation.floor,
        episode=violation.episode,
        opened_at=violation.opened_at,
        closed_at=violation.closed_at,
        state=_state(violation, remedy),
        remedy=remedy,
    )


def _state(violation: Violation, remedy: RemedyTold | None) -> State:
    if violation.closed_at is not None:
        return "closed"
    return "open" if remedy is None else "excepted"
