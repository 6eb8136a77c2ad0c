"""What stands on a label, which codes labels carry, and what is remembered of printing and reading them."""

from datetime import datetime
from typing import Literal

import msgspec

from daicho.foundation.kernel.codes import printed
from daicho.foundation.kernel.errors import Invalid, Refused

Kind = Literal["asset", "place", "staff", "blank"]
CodeState = Literal["blank", "current", "void"]

MOST_AT_ONCE = 1000
"""Labels of one print, and blanks of one batch."""


class Label(msgspec.Struct, frozen=True):
    """One thing to be labelled. Only assets show words of their own.

    A label that somebody finds tells nobody where a thing is kept, whose it is or what it holds; for places, badges
    and blanks the code alone is printed. `thing` is what the register calls it: the code of its first label.
    """

    code: str
    kind: Kind
    section: str
    control_no: str | None = None
    name: str | None = None
    thing: str = ""


class LabelPrint(msgspec.Struct, frozen=True):
    """One printed sheet or more: which codes, on which sheet, from which cell on, by whom and when.

    Prints of before these were columns have no time and no person of their own: their entries do.
    """

    id: str
    sheet: str
    start: int
    codes: tuple[str, ...]
    section: str
    printer: str | None = None
    printed_at: datetime | None = None
    printed_by: str | None = None


class LabelCode(msgspec.Struct, frozen=True):
    """A code that is not simply the one its thing was registered with: a blank, or one of several in a row."""

    code: str
    section: str
    state: CodeState
    since: datetime
    kind: Kind | None = None
    thing: str | None = None
    replaced_by: str | None = None
    batch: str | None = None


class LabelReading(msgspec.Struct, frozen=True):
    """The first time that a label was read where it sticks: since then it is known to be there and legible."""

    code: str
    thing: str
    section: str
    read_at: datetime
    read_by: str


class Printer(msgspec.Struct, frozen=True):
    """A named printer: how far its paper lies off, in millimetres to the right and down, and its dots per inch."""

    id: str
    name: str
    section: str
    offset_x: float
    offset_y: float
    dpi: int
    withdrawn_at: datetime | None = None


def payload(code: str, label_url: str = "") -> str:
    """What the QR holds: the 13 characters, or an address in capitals (alphanumeric mode)."""
    if not label_url:
        return code
    address = label_url if "://" in label_url else f"https://{label_url}"
    return f"{address.rstrip('/')}/Q/{code}".upper()


# Blanks -------------------------------------------------------------------------------------------


def blank(code: str, section: str, batch: str, now: datetime) -> LabelCode:
    """A printed label that belongs to nothing yet."""
    return LabelCode(code, section, "blank", now, batch=batch)


def taken(known: LabelCode | None, code: str, now: datetime, kind: Kind = "asset") -> LabelCode:
    """A blank that becomes the label of a thing; whatever is no blank is refused."""
    if known is None:
        raise Invalid("no-such-blank", code=printed(code))
    if known.state != "blank":
        raise Refused("blank-taken", code=printed(code))
    return msgspec.structs.replace(known, state="current", since=now, kind=kind, thing=code)


def lost(known: LabelCode, now: datetime) -> LabelCode:
    """A blank that nobody can find any more: it never becomes a label."""
    if known.state != "blank":
        raise Refused("blank-taken", code=printed(known.code))
    return msgspec.structs.replace(known, state="void", since=now)


# Another label for the same thing ---------------------------------------------------------------------


class Reissue(msgspec.Struct, frozen=True):
    """The old code, void from now on, and the one that takes its place."""

    old: LabelCode
    new: LabelCode


def reissue(label: Label, old: LabelCode | None, fresh: LabelCode | str, now: datetime) -> Reissue:
    """The thing keeps its name in the register; only what sticks on it changes. `fresh` is a code or a blank."""
    if label.kind == "blank":
        raise Refused("label-is-blank", code=printed(label.code))
    before = old or LabelCode(label.code, label.section, "current", now)
    after = (
        LabelCode(fresh, label.section, "current", now)
        if isinstance(fresh, str)
        else taken(fresh, fresh.code, now)
    )
    about = {"kind": label.kind, "thing": label.thing, "section": label.section}
    return Reissue(
        msgspec.structs.replace(before, state="void", since=now, replaced_by=after.code, **about),
        msgspec.structs.replace(after, **about),
    )


def printable(known: LabelCode | None, code: str) -> None:
    """A void code is never printed again."""
    if known is not None and known.state == "void":
        raise Refused(
            "label-void", code=printed(code), replaced_by=printed(known.replaced_by or "")
        )
