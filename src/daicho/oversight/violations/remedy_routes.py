"""HTTP of remedies: asking for an exception, deciding about it, ending it."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import JSONBody, QueryParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Passage
from daicho.foundation.parameters import Id, Limit, OptionalId
from daicho.oversight.violations import remedies
from daicho.oversight.violations.remedies import Shown, Status, Wanted

OfStatus = Annotated[Status, QueryParameter()]


class NewRemedy(msgspec.Struct, forbid_unknown_fields=True):
    """What is done instead, why, and the last day on which it excepts the violation."""

    measure: Passage
    why: Passage
    until: date


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    why: Passage


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """An empty object."""


class Remedies(msgspec.Struct):
    items: list[Shown]
    next: str | None = None


class RemedyRoutes(Controller):
    """Exceptions with a last day."""

    path = "/"
    tags = ("violations",)

    @get("/remedies", operation_id="listRemedies", opt=SIGNED_IN)
    async def listed(
        self, actor: Asker, now: Now, status: OfStatus = "all", limit: Limit = 50,
        after: OptionalId = None,
    ) -> Remedies:  # fmt: skip
        day = today(now)
        found = await remedies.listed(actor, status, day, limit=limit, after=after)
        page, following = page_of(found, limit)
        return Remedies(await remedies.shown(page, actor, day), following)

    @post(
        "/violations/{violation:str}/remedies",
        operation_id="requestRemedy",
        opt=roles(*remedies.ASKS),
        status_code=201,
    )
    async def request(
        self, violation: Id, data: JSONBody[NewRemedy], actor: Asker, now: Now, key: Once
    ) -> Done:
        wanted = Wanted(data.measure, data.why, data.until)
        return await remedies.request(violation, wanted, actor, now, key)

    @post(
        "/remedies/{remedy:str}/approval",
        operation_id="approveRemedy",
        opt=SIGNED_IN,
        status_code=200,
    )
    async def approve(
        self, remedy: Id, data: JSONBody[Nothing], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await remedies.approve(remedy, actor, now, key)

    @post(
        "/remedies/{remedy:str}/rejection",
        operation_id="rejectRemedy",
        opt=SIGNED_IN,
        status_code=200,
    )
    async def reject(
        self, remedy: Id, data: JSONBody[Reason], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await remedies.reject(remedy, data.why, actor, now, key)

    @post(
        "/remedies/{remedy:str}/end",
        operation_id="endRemedy",
        opt=roles(*remedies.ASKS),
        status_code=200,
    )
    async def end(
        self, remedy: Id, data: JSONBody[Reason], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await remedies.end(remedy, data.why, actor, now, key)
