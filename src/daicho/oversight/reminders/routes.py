"""HTTP of reminders: how they stand, the mails, and everybody's own address."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, Request, get, post
from litestar.params import JSONBody, QueryParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity import mailing
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.identity.mailing import Reached
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import MailAddress
from daicho.foundation.parameters import Id, Limit, OptionalId
from daicho.oversight.reminders import service
from daicho.oversight.reminders.model import HEADINGS, Kind
from daicho.oversight.reminders.service import MailShown, Panel, Reminded

MailState = Annotated[Literal["queued", "sent", "failed"] | None, QueryParameter()]

WATCHES = roles(*service.WATCHES)


class PanelShown(msgspec.Struct):
    """`mail` is false without a mail server: then nothing is made and nothing is sent."""

    mail: bool
    sender: str
    panel: Panel


class Mails(msgspec.Struct):
    items: list[MailShown]
    next: str | None = None


class NewAddress(msgspec.Struct, forbid_unknown_fields=True):
    """Null takes the address away."""

    address: MailAddress | None


class MyMail(msgspec.Struct):
    address: str | None
    mail: bool


class ReachedPeople(msgspec.Struct):
    items: list[Reached]


class NoticeShown(msgspec.Struct):
    kind: Kind
    heading: str
    title: str
    day: date | None


class MyReminders(msgspec.Struct):
    at: datetime
    items: list[NoticeShown]


def _configured(request: Request[Any, Any, Any]) -> bool:
    return bool(request.app.state.settings.smtp_url)


class ReminderRoutes(Controller):
    """How the reminders stand, for who looks after them."""

    path = "/reminders"
    tags = ("reminders",)

    @get(operation_id="getReminders", opt=WATCHES)
    async def panel(self, request: Request[Any, Any, Any], actor: Asker, now: Now) -> PanelShown:
        sender = request.app.state.settings.mail_from
        return PanelShown(_configured(request), sender, await service.panel(actor, now))

    @post("/runs", operation_id="runReminders", opt=WATCHES, status_code=200)
    async def run(self, actor: Asker, now: Now, key: Once) -> Reminded:
        """Once a person and day whatever the key says."""
        return await service.run_now(actor, now)

    @get("/mails", operation_id="listMails", opt=WATCHES)
    async def mails(
        self, actor: Asker, status: MailState = None, limit: Limit = 50, after: OptionalId = None
    ) -> Mails:
        found = await service.mails(actor, status, limit=limit, after=after)
        page, following = page_of(found, limit)
        return Mails(page, following)

    @post("/mails/{mail_id:str}/retry", operation_id="retryMail", opt=WATCHES, status_code=200)
    async def retry(self, mail_id: Id, actor: Asker, now: Now, key: Once) -> Done:
        """Asked twice it is the same, whatever the key says."""
        mail = await service.retry(mail_id, actor, now)
        return Done(id=mail.id, state=mail.state)


class MailRoutes(Controller):
    """Where people get mail, and what it would say."""

    path = "/"
    tags = ("reminders",)

    @get("/me/mail", operation_id="getMyMail", opt=SIGNED_IN)
    async def mine(self, request: Request[Any, Any, Any], actor: Asker) -> MyMail:
        known = await mailing.addresses([actor.person])
        return MyMail(known.get(actor.person), _configured(request))

    @post("/me/mail", operation_id="setMyMail", opt=SIGNED_IN, status_code=200)
    async def set_mine(self, data: JSONBody[NewAddress], actor: Asker, now: Now, key: Once) -> Done:
        return await mailing.set_address(actor.person, data.address, actor, now, key)

    @get("/me/reminders", operation_id="getMyReminders", opt=SIGNED_IN)
    async def my_reminders(self, actor: Asker, now: Now) -> MyReminders:
        found = await service.mine(actor, now)
        shown = [NoticeShown(n.kind, HEADINGS[n.kind][0], n.title, n.day) for n in found]
        return MyReminders(now, shown)

    @get("/people/mail", operation_id="listMailAddresses", opt=WATCHES)
    async def people(self, actor: Asker, now: Now) -> ReachedPeople:
        return ReachedPeople(await mailing.reached(actor, today(now)))

    @post("/people/{staff_id:str}/mail", operation_id="setMail", opt=WATCHES, status_code=200)
    async def set_of(
        self, staff_id: Id, data: JSONBody[NewAddress], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await mailing.set_address(staff_id, data.address, actor, now, key)
