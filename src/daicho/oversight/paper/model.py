"""Approval boxes and forms for a downtime: who may do what with them, when, and why not."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Literal

import msgspec

from daicho.foundation.identity.model import Section
from daicho.foundation.kernel.actor import Role
from daicho.foundation.kernel.clock import rfc3339
from daicho.foundation.kernel.errors import Invalid, Refused

Sheet = Literal[
    "any", "register", "take-out", "return", "bring-in", "media-use", "delivery", "disposal",
    "stock-take",
]  # fmt: skip
"""What approval boxes are set for; `any` is everything that has none of its own."""

Form = Literal["take-out", "return", "bring-in", "media-use", "delivery"]

Act = Literal[
    "requestTakeOut", "approveTakeOut", "handOver", "declareReturn", "verifyReturn",
    "requestBringIn", "approveBringIn", "inspectIn", "inspectOut", "startMediaUse", "endMediaUse",
    "recordDelivery",
]  # fmt: skip

State = Literal["blank", "used", "void"]

STEPS: Final[Mapping[Form, tuple[Act, ...]]] = {
    "take-out": ("requestTakeOut", "approveTakeOut", "handOver"),
    "return": ("declareReturn", "verifyReturn"),
    "bring-in": ("requestBringIn", "approveBringIn", "inspectIn", "inspectOut"),
    "media-use": ("startMediaUse", "endMediaUse"),
    "delivery": ("recordDelivery",),
}
"""What one form holds, from its top to its foot; each person keys in what they did themselves."""

KEEPERS: Final[frozenset[Role]] = frozenset({"custodian", "section_head", "facility_admin"})
WORKERS: Final[frozenset[Role]] = KEEPERS | {"staff", "security_manager"}
SETTERS: Final[frozenset[Role]] = frozenset({"section_head", "facility_admin", "system_admin"})

USUAL_BOXES: Final = ("課長", "係長", "担当")
MOST_BOXES: Final = 6
MOST_FORMS: Final = 200
MARK: Final = "停止時記入"

_SHORTEST_MARK: Final = 4


# Approval boxes -----------------------------------------------------------------------------------


class ApprovalBoxes(msgspec.Struct, frozen=True):
    """決裁欄 of a section for one kind of sheet; no titles print none."""

    id: str
    section: str
    sheet: Sheet
    titles: tuple[str, ...]
    set_by: str
    set_at: datetime


class Chosen(msgspec.Struct, frozen=True):
    """The titles that hold, and the section that set them; None where nobody did."""

    titles: tuple[str, ...]
    section: str | None = None
    sheet: Sheet | None = None


def boxes_for(
    section: str | None, sheet: Sheet, known: Iterable[ApprovalBoxes], tree: Mapping[str, Section]
) -> Chosen:
    """Those of the section, else of the one above; in each those for this sheet before those for any."""
    held = {(boxes.section, boxes.sheet): boxes for boxes in known}
    while section is not None:
        found = held.get((section, sheet)) or held.get((section, "any"))
        if found is not None:
            return Chosen(tuple(found.titles), section, found.sheet)
        above = tree.get(section)
        section = above.parent if above else None
    return Chosen(USUAL_BOXES)


# Forms for a downtime -----------------------------------------------------------------------------


class Keyed(msgspec.Struct, frozen=True):
    """One act of a form as it was keyed in; moments as RFC 3339."""

    act: Act
    happened_at: str
    by: str
    at: str


class BlankForm(msgspec.Struct, frozen=True):
    """A reserved serial on paper; `became` is the subject that its acts are about, `remark` why it is void."""

    form_serial: str
    fiscal_year: int
    serial_no: int
    section: str
    form: Form
    batch: str
    state: State
    issued_by: str
    issued_at: datetime
    became: str | None = None
    keyed: tuple[Keyed, ...] = ()
    remark: str | None = None
    voided_by: str | None = None
    voided_at: datetime | None = None

    @property
    def serial(self) -> str:
        return self.form_serial

    @property
    def matter(self) -> str | None:
        """The id behind `became`."""
        return self.became.partition(":")[2] if self.became else None


def marked(section: str, others: Iterable[str]) -> str:
    """The shortest end of a section's id that no other section's id ends in."""
    rest = [other for other in others if other != section]
    for length in range(_SHORTEST_MARK, len(section)):
        if not any(other.endswith(section[-length:]) for other in rest):
            return section[-length:].upper()
    return section.upper()


def serial(year: int, mark: str, number: int) -> str:
    """`F2022-3A7C-0001`: of the fiscal year, of the section, gapless."""
    return f"F{year}-{mark}-{number:04}"


def left(form: BlankForm) -> tuple[Act, ...]:
    """What may still be keyed in, in its order."""
    if form.state == "void":
        return ()
    steps = STEPS[form.form]
    done = max((steps.index(keyed.act) + 1 for keyed in form.keyed), default=0)
    return steps[done:]


def refuse_unfit(form: BlankForm, act: Act, happened: datetime, now: datetime) -> None:
    """An act belongs on this form, in its turn, and happened after the form was printed and before now."""
    if form.state == "void":
        raise Refused("form-void", serial=form.serial)
    if act not in STEPS[form.form]:
        raise Invalid("act-not-of-form", act=act, form=form.form, acts=list(STEPS[form.form]))
    if act not in left(form):
        raise Refused("act-keyed-already", serial=form.serial, act=act)
    if happened > now:
        raise Invalid("happened-in-future", at=happened.isoformat())
    first = form.issued_at.replace(second=0, microsecond=0)
    if happened < first:
        raise Invalid("happened-before-form", at=happened.isoformat(), since=first.isoformat())


class Deed(msgspec.Struct, frozen=True):
    """What was just carried out for a form: about what, of which section, since when that had been so."""

    act: Act
    by: str
    happened: datetime
    became: str
    section: str
    since: datetime | None = None


def key_in(form: BlankForm, deed: Deed, now: datetime) -> BlankForm:
    """The form is used; all of its acts are about the same matter, of its own section, one after the other."""
    refuse_unfit(form, deed.act, deed.happened, now)
    if deed.section != form.section:
        raise Refused("form-of-another-section", serial=form.serial)
    if form.became not in (None, deed.became):
        raise Refused("form-of-another-matter", serial=form.serial, became=form.became)
    if deed.since is not None and deed.happened < deed.since:
        since = deed.since.isoformat()
        raise Refused("happened-before-state", at=deed.happened.isoformat(), since=since)
    keyed = Keyed(deed.act, rfc3339(deed.happened), deed.by, rfc3339(now))
    return msgspec.structs.replace(
        form, state="used", became=deed.became, keyed=(*form.keyed, keyed)
    )


def void(form: BlankForm, by: str, remark: str, now: datetime) -> BlankForm:
    """Spoiled or lost: only what nothing was keyed in from."""
    if form.state != "blank":
        raise Refused("form-not-blank", serial=form.serial, state=form.state)
    return msgspec.structs.replace(form, state="void", remark=remark, voided_by=by, voided_at=now)
