"""A mail on its way: when it is tried, when it is tried again, and when nobody tries any more."""

from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from daicho.foundation.kernel.errors import Refused

State = Literal["queued", "sent", "failed"]

Trouble = Literal[
    "no-address", "unreachable", "certificate", "not-encrypted", "sign-in-refused", "put-off",
    "refused", "too-late",
]  # fmt: skip
"""What kept a mail from being taken; the server's own words may name the person and are not kept."""

AGAIN_AFTER: Final = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240))
"""How long a mail waits after its first, second, ... try; after the sixth it has failed."""

HELD: Final = timedelta(minutes=10)
"""For so long a mail belongs to the process that tries it; afterwards another one may."""

_HOPELESS: Final[frozenset[Trouble]] = frozenset({"no-address", "refused"})


class Mail(msgspec.Struct, frozen=True):
    """`body` is a commitment whose text is gone once the mail was sent; empty when it was given up.

    The address is looked up when the mail is tried.
    """

    id: str
    kind: str
    person: str
    subject: str
    body: str
    made_at: datetime
    due: datetime
    state: State = "queued"
    tries: int = 0
    last_error: Trouble | None = None
    sent_at: datetime | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What became of one try; no trouble means that the server took it."""

    mail: str
    trouble: Trouble | None = None


def tried(mail: Mail, outcome: Outcome, now: datetime) -> Mail:
    """The mail after a try; `tries` counts this one already."""
    if outcome.trouble is None:
        return msgspec.structs.replace(mail, state="sent", sent_at=now, last_error=None)
    told = msgspec.structs.replace(mail, last_error=outcome.trouble)
    if outcome.trouble in _HOPELESS or mail.tries > len(AGAIN_AFTER):
        return msgspec.structs.replace(told, state="failed")
    return msgspec.structs.replace(told, due=now + AGAIN_AFTER[max(mail.tries, 1) - 1])


def given_up(mail: Mail) -> Mail:
    """What a mail told of its day is of no use on the next; what kept it from being taken stays known."""
    trouble = mail.last_error or "too-late"
    return msgspec.structs.replace(mail, state="failed", last_error=trouble, body="")


def again(mail: Mail, now: datetime) -> Mail:
    """Somebody wants a mail tried at once, from the beginning."""
    if mail.state == "sent":
        raise Refused("mail-sent-already", mail=mail.id)
    if not mail.body:
        raise Refused("mail-too-old", mail=mail.id)
    return msgspec.structs.replace(mail, state="queued", tries=0, due=now)
