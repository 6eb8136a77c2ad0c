"""What a form asks for, carried out by the slice that does the same from the screen, with the same body."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import msgspec

from daicho.foundation.history.model import Key
from daicho.foundation.history.service import Done
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.oversight.paper.model import Act
from daicho.things.bringins import delivering
from daicho.things.bringins import service as bringins
from daicho.things.bringins.beside_routes import NewDelivery
from daicho.things.bringins.routes import Entry, Exit, NewBringIn
from daicho.things.custody import service as custody
from daicho.things.custody import uses
from daicho.things.custody.acts import Check
from daicho.things.custody.routes import HandOver, NewTakeOut, Return, Verification
from daicho.things.custody.uses_routes import EndOfUse, NewUse
from daicho.things.labels import codebook


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """An act that says nothing beyond itself."""


class Asked(msgspec.Struct, frozen=True):
    """Who did it when, what about: the id of the matter, or the code of a medium."""

    actor: Actor
    at: datetime
    subject: str | None
    key: Key | None = None

    @property
    def matter(self) -> str:
        if self.subject is None:
            raise Invalid("subject-missing")
        return self.subject


async def _request_take_out(asked: Asked, body: NewTakeOut) -> Done:
    return await custody.request(
        codes.read(body.code), body.wanted(), asked.actor, asked.at, asked.key
    )


async def _approve_take_out(asked: Asked, _: Nothing) -> Done:
    return await custody.approve(asked.matter, asked.actor, asked.at, asked.key)


async def _hand_over(asked: Asked, body: HandOver) -> Done:
    code = codes.read(body.code)
    return await custody.hand_over(
        asked.subject or await _take_out_of(code), code, asked.actor, asked.at, asked.key,
        encrypted=body.encrypted, container=body.container,
        handed=custody.Handed(body.transport, body.signature, body.carriers_present),
    )  # fmt: skip


async def _declare_return(asked: Asked, body: Return) -> Done:
    code, place = codes.read(body.code), codes.read(body.place)
    return await custody.declare_return(
        asked.subject or await _take_out_of(code), code, place, asked.actor, asked.at, asked.key,
        signature=body.signature,
    )  # fmt: skip


async def _take_out_of(code: str) -> str:
    """The take-out that says where the thing is."""
    found = await custody.followed(await codebook.thing_of(code))
    if found is None:
        raise Refused("no-take-out-open", code=codes.printed(code))
    return found.id


async def _verify_return(asked: Asked, body: Verification) -> Done:
    check = Check(**msgspec.structs.asdict(body))
    return await custody.verify(asked.matter, check, asked.actor, asked.at, asked.key)


async def _request_bring_in(asked: Asked, body: NewBringIn) -> Done:
    return await bringins.request(body.wish(), asked.actor, asked.at, asked.key)


async def _approve_bring_in(asked: Asked, _: Nothing) -> Done:
    return await bringins.approve(asked.matter, asked.actor, asked.at, asked.key)


async def _inspect_in(asked: Asked, body: Entry) -> Done:
    return await bringins.inspect_in(
        asked.matter, body.entering(), asked.actor, asked.at, asked.key
    )


async def _inspect_out(asked: Asked, body: Exit) -> Done:
    return await bringins.inspect_out(
        asked.matter, body.leaving(), asked.actor, asked.at, asked.key
    )


async def _start_use(asked: Asked, body: NewUse) -> Done:
    return await uses.start(
        codes.read(asked.matter), codes.read(body.terminal), body.purpose, asked.actor, asked.at,
        asked.key, note=body.note,
    )  # fmt: skip


async def _end_use(asked: Asked, body: EndOfUse) -> Done:
    return await uses.end(asked.matter, asked.actor, asked.at, asked.key, erased=body.erased)


async def _record_delivery(asked: Asked, body: NewDelivery) -> Done:
    return await delivering.record(body.seen(asked.at), asked.actor, asked.at, asked.key)


Doing = Callable[[Asked, Any], Awaitable[Done]]

_ACTS: dict[Act, tuple[type[msgspec.Struct], Doing]] = {
    "requestTakeOut": (NewTakeOut, _request_take_out),
    "approveTakeOut": (Nothing, _approve_take_out),
    "handOver": (HandOver, _hand_over),
    "declareReturn": (Return, _declare_return),
    "verifyReturn": (Verification, _verify_return),
    "requestBringIn": (NewBringIn, _request_bring_in),
    "approveBringIn": (Nothing, _approve_bring_in),
    "inspectIn": (Entry, _inspect_in),
    "inspectOut": (Exit, _inspect_out),
    "startMediaUse": (NewUse, _start_use),
    "endMediaUse": (EndOfUse, _end_use),
    "recordDelivery": (NewDelivery, _record_delivery),
}


def body_of(act: Act, told: dict[str, Any]) -> msgspec.Struct:
    """What was filled in, as the act takes it: `form-answers-invalid` with the place that is wrong."""
    try:
        return msgspec.convert(told, _ACTS[act][0])
    except msgspec.ValidationError as wrong:
        raise Invalid("form-answers-invalid", act=act, reason=str(wrong)[:200]) from wrong


async def carry_out(act: Act, asked: Asked, body: msgspec.Struct) -> Done:
    """The act as of when it happened; the caller has said so to the door (`told_late`)."""
    return await _ACTS[act][1](asked, body)
