"""停止時記入: what was written on a form while the system was down is carried out as of when it happened.

Each act is keyed in by the person who did it, under the rights of that day: four eyes on paper stay four eyes.
"""

from datetime import datetime
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.history import queries
from daicho.foundation.history.appending import refuse_used
from daicho.foundation.history.changes import Change, Recorded
from daicho.foundation.history.late import Late, told_late
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import load
from daicho.foundation.history.service import Done
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Invalid
from daicho.oversight.paper import acts, model, service
from daicho.oversight.paper.acts import Asked
from daicho.oversight.paper.model import MARK, WORKERS, Act, BlankForm, Deed
from daicho.oversight.paper.service import BLANK_FORMS

_MATTERS = ("take-outs", "bring-ins", "media-uses", "deliveries")
"""Registers whose subject a form is said to have become."""


class Written(msgspec.Struct, frozen=True):
    """What stands on the form: which act, when, about what, and the rest as the act's own body."""

    act: Act
    happened_at: datetime
    subject: str | None
    answers: dict[str, Any]


async def key_in(
    serial: str, written: Written, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """Carry out one act of a form, and write on the form that it was; both or neither."""
    form = await _fitting(serial, written, actor, now, key=key)
    happened = written.happened_at
    body = acts.body_of(written.act, written.answers)
    doer = await _then(actor, form.section, happened)
    asked = Asked(doer, happened, form.matter or written.subject, key)

    async def beside(c: Change) -> None:
        await _use(c, serial, written.act, happened)

    with told_late(Late(happened, now, beside)):
        return await acts.carry_out(written.act, asked, body)


async def _fitting(
    serial: str, written: Written, actor: Actor, now: datetime, *, key: Key | None
) -> BlankForm:
    """The form, looked at before anything is done; what was keyed in under this key is answered again."""
    async with db.read():
        if key is not None:
            await refuse_used(actor, key)
        form = await service.require(serial, actor)
    model.refuse_unfit(form, written.act, written.happened_at, now)
    return form


async def _then(actor: Actor, section: str, happened: datetime) -> Actor:
    """The person with the posts of that day."""
    doer = await identity.acting(actor.person, today(happened))
    doer.towards(section).needs(WORKERS)
    return msgspec.structs.replace(doer, account=actor.account, device=actor.device)


async def _use(c: Change, serial: str, act: Act, happened: datetime) -> None:
    """Inside the change of the act: the form is used, and every entry says that it was keyed in from it."""
    form = await load(BLANK_FORMS, serial)
    done = [recorded for recorded in c.recorded if recorded.register in _MATTERS]
    if form is None or not done:
        raise Invalid("act-not-of-form", act=act, form=serial, acts=[])
    since = await _standing_since(done[-1].subject)
    deed = Deed(act, c.actor.person, happened, done[-1].subject, done[-1].section or "", since)
    await c.amend(BLANK_FORMS, model.key_in(form, deed, c.now), act="KeyedIn")
    c.recorded[:] = [_marked(c, recorded, serial) for recorded in c.recorded]
    c.status = 200


async def _standing_since(subject: str) -> datetime | None:
    """When that happened which made the subject what it was before this change."""
    newest = await queries.newest(subject)
    return newest.entry.occurred_at if newest else None


def _marked(c: Change, recorded: Recorded, serial: str) -> Recorded:
    """A reason that somebody gave stays; the form's own entry tells of it anyway."""
    if recorded.why is not None:
        return recorded
    return msgspec.structs.replace(recorded, why=c.seal(f"{MARK} {serial}", place="why"))
