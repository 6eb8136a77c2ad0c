"""HTTP of the calendar: closures and openings, office hours, and how a month looks."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from daicho.foundation.calendar import service
from daicho.foundation.calendar.model import DAY_MINUTES, Closure, Day, OfficeHours
from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel.text import Ident, Line, Name

SETTERS = roles(*service.SETS)

ClosureId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_\-]{1,36}(?!\n)$")]
SectionId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_\-]{1,36}(?!\n)$")]
Section = Annotated[str, QueryParameter(pattern=r"^[0-9A-Za-z_\-]{1,36}(?!\n)$")]
First = Annotated[date, QueryParameter()]
Last = Annotated[date, QueryParameter()]
Count = Annotated[int, QueryParameter(ge=1, le=400)]

Minute = Annotated[int, msgspec.Meta(ge=0, le=DAY_MINUTES)]
Hours = tuple[Minute, Minute] | None


class NewClosure(msgspec.Struct, forbid_unknown_fields=True):
    """`opens` makes a closed day an open one; without a section it holds for the whole municipality."""

    day: date
    name: Name
    opens: bool = False
    section: Ident | None = None


class Withdrawal(msgspec.Struct, forbid_unknown_fields=True):
    why: Line


class NewHours(msgspec.Struct, forbid_unknown_fields=True):
    """Minutes after midnight, Monday to Sunday; null is closed."""

    week: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]


class Closures(msgspec.Struct):
    items: list[Closure]


class Days(msgspec.Struct):
    items: list[Day]


class CalendarRoutes(Controller):
    """開庁日と開庁時間."""

    path = "/calendar"
    tags = ("calendar",)

    @get("/closures", operation_id="listClosures", opt=SIGNED_IN)
    async def closures(self, actor: Asker, first: First, last: Last) -> Closures:
        return Closures(await service.closures(actor, first, last))

    @post("/closures", operation_id="setClosure", opt=SETTERS, status_code=201)
    async def close(self, data: JSONBody[NewClosure], actor: Asker, now: Now, key: Once) -> Done:
        return await service.close(
            data.day, data.name, data.section, actor, now, key, opens=data.opens
        )

    @post("/closures/{closure_id:str}/withdrawal", operation_id="withdrawClosure", opt=SETTERS,
          status_code=200)  # fmt: skip
    async def withdraw(
        self, closure_id: ClosureId, data: JSONBody[Withdrawal], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.withdraw(closure_id, data.why, actor, now, key)

    @get("/days", operation_id="listOpeningDays", opt=SIGNED_IN)
    async def days(self, actor: Asker, section: Section, first: First, count: Count = 42) -> Days:
        """How each day from `first` on stands for a section."""
        return Days(list(await service.days(section, first, count, actor)))

    @get("/hours/{section_id:str}", operation_id="getOfficeHours", opt=SIGNED_IN)
    async def hours(self, section_id: SectionId, actor: Asker) -> OfficeHours:
        return await service.week_of(section_id, actor)

    @post("/hours/{section_id:str}", operation_id="setOfficeHours", opt=SETTERS, status_code=200)
    async def set_hours(
        self, section_id: SectionId, data: JSONBody[NewHours], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.set_hours(section_id, data.week, actor, now, key)
