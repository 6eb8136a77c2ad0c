"""Use cases of paper: approval boxes are set, forms for a downtime get their serials, spoiled ones are void."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import JST, fiscal_year, today
from daicho.foundation.kernel.errors import Forbidden, Missing, Refused
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers
from daicho.oversight.paper import model, tables
from daicho.oversight.paper.model import (
    KEEPERS,
    SETTERS,
    Act,
    ApprovalBoxes,
    BlankForm,
    Chosen,
    Form,
    Sheet,
    State,
)

BOXES = Register("approval-boxes", tables.ApprovalBoxes, ApprovalBoxes, "approval-boxes")
BLANK_FORMS = Register("blank-forms", tables.BlankForm, BlankForm, "blank-form", key="form_serial")

_FORM = tables.BlankForm


# Approval boxes -----------------------------------------------------------------------------------


async def set_boxes(
    section: str, sheet: Sheet, titles: Sequence[str], actor: Actor, now: datetime,
    key: Key | None = None,
) -> Done:  # fmt: skip
    """決裁欄 of a section for one kind of sheet."""
    for title in titles:
        refuse_resident_numbers(title, place="titles")
    async with change(actor, now, key) as c:
        _require_reach(actor, section, SETTERS)
        await identity.require_section(section)
        known = await _set_for(section, sheet)
        told = tuple(titles)
        if known is not None and tuple(known.titles) == told:
            raise Refused("nothing-changed", code=sheet)
        made = ApprovalBoxes(
            known.id if known else new_id(), section, sheet, told, actor.person, now
        )
        if known is None:
            await c.add(BOXES, made, act="Set")
        else:
            await c.amend(BOXES, made, act="Set")
        done = c.done(id=made.id, state="set")
    return done


def _require_reach(actor: Actor, section: str, roles: frozenset[Role]) -> None:
    """Within reach through one of these roles; a section that is merely in reach is told what is lacking."""
    if section not in actor.reach():
        raise Missing("unknown-section", section=section)
    if section not in actor.reach(roles):
        raise Forbidden("role-required", roles=sorted(roles))


async def _set_for(section: str, sheet: Sheet) -> ApprovalBoxes | None:
    table = tables.ApprovalBoxes
    found = await rows(BOXES, table.section == section, table.sheet == sheet)
    return found[0] if found else None


async def boxes(section: str | None, wanted: Iterable[Sheet]) -> dict[Sheet, Chosen]:
    """What holds for a section; without one what the municipality itself has set."""
    async with db.read():
        tree = {one.id: one for one in await identity.sections()}
        known = await rows(BOXES)
    top = next((one.id for one in tree.values() if one.parent is None), None)
    return {sheet: model.boxes_for(section or top, sheet, known, tree) for sheet in wanted}


async def boxes_within(section: str, wanted: Iterable[Sheet], actor: Actor) -> dict[Sheet, Chosen]:
    """The same for somebody who asks; else `unknown-section`."""
    if section not in actor.reach():
        raise Missing("unknown-section", section=section)
    return await boxes(section, wanted)


# Forms for a downtime -----------------------------------------------------------------------------


async def issue(
    form: Form, section: str, count: int, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """So many serials are reserved; the answer names the batch, which is then printed."""
    async with change(actor, now, key) as c:
        _require_reach(actor, section, KEEPERS)
        year, batch = fiscal_year(today(now)), new_id()
        mark = model.marked(section, [one.id for one in await identity.sections()])
        first = await _next_no(section, year)
        for number in range(first, first + count):
            made = BlankForm(
                form_serial=model.serial(year, mark, number), fiscal_year=year, serial_no=number,
                section=section, form=form, batch=batch, state="blank", issued_by=actor.person,
                issued_at=now,
            )  # fmt: skip
            await c.add(BLANK_FORMS, made, act="Issued")
        done = c.done(id=batch, state="blank", status=201)
    return done


async def _next_no(section: str, year: int) -> int:
    """One more than the last of the section's fiscal year; the door lets one change at a time count."""
    query = "SELECT max(serial_no) AS last FROM blank_form WHERE section = $1 AND fiscal_year = $2"
    return ((await db.fetch(query, section, year))[0]["last"] or 0) + 1


async def void(
    serial: str, reason: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """書損・紛失: by who keeps the section's things, with a reason."""
    async with change(actor, now, key) as c:
        form = await require(serial, actor)
        _require_reach(actor, form.section, KEEPERS)
        voided = model.void(form, actor.person, c.seal(reason, place="reason"), now)
        await c.amend(BLANK_FORMS, voided, act="Voided")
        done = c.done(id=serial, state=voided.state)
    return done


async def require(serial: str, actor: Actor) -> BlankForm:
    """A form within reach; else `unknown-form`."""
    async with db.read():
        found = await load(BLANK_FORMS, serial)
    if found is None or found.section not in actor.reach():
        raise Missing("unknown-form", serial=serial)
    return found


async def batch(batch_id: str, actor: Actor) -> list[BlankForm]:
    """The forms that were issued together, by their number; else `unknown-batch`."""
    async with db.read():
        found = await rows(BLANK_FORMS, _FORM.batch == batch_id, order=_FORM.serial_no)
    if not found or found[0].section not in actor.reach():
        raise Missing("unknown-batch", batch=batch_id)
    return found


# Reading ------------------------------------------------------------------------------------------


class PaperPerson(msgspec.Struct, frozen=True):
    """A person as shown; the name is empty when it was erased."""

    staff_id: str
    name: str


class KeyedShown(msgspec.Struct, frozen=True):
    """What was keyed in from a form; `late_minutes` after it happened."""

    act: Act
    happened_at: datetime
    keyed_at: datetime
    late_minutes: int
    by: PaperPerson


class BlankFormShown(msgspec.Struct, frozen=True):
    """A form; `left` are the acts that may still be keyed in."""

    serial: str
    form: Form
    section: str
    section_name: str
    state: State
    batch: str
    issued_by: PaperPerson
    issued_at: datetime
    became: str | None
    keyed: list[KeyedShown]
    left: list[Act]
    remark: str | None
    voided_by: PaperPerson | None
    voided_at: datetime | None
    actions: list[str]


FormStatus = Literal["unaccounted", "used", "void"]


class FormFilter(msgspec.Struct, frozen=True):
    """What a list asks for; `unaccounted` is neither used nor void."""

    status: FormStatus | None = None
    section: str | None = None
    form: Form | None = None


async def listed(
    actor: Actor, wanted: FormFilter, *, limit: int, after: str | None = None
) -> list[BlankForm]:
    """The forms that fit, by serial: `limit` and one more when there are more."""
    reach = actor.reach() if wanted.section is None else actor.reach() & {wanted.section}
    where = [_FORM.section.is_in(sorted(reach) or [""])]
    if wanted.status is not None:
        state = "blank" if wanted.status == "unaccounted" else wanted.status
        where.append(_FORM.state == state)
    if wanted.form is not None:
        where.append(_FORM.form == wanted.form)
    if after is not None:
        where.append(_FORM.form_serial > after)
    async with db.read():
        return await rows(BLANK_FORMS, *where, order=_FORM.form_serial, limit=limit + 1)


async def shown(page: Sequence[BlankForm], actor: Actor) -> list[BlankFormShown]:
    """With names, texts and this reader's actions."""
    async with db.read():
        persons = [p for f in page for p in (f.issued_by, f.voided_by, *(k.by for k in f.keyed))]
        people = await identity.names(persons)
        texts = await sealed.reveal(form.remark for form in page)
        sections = await identity.section_names()

    def person(staff_id: str) -> PaperPerson:
        return PaperPerson(staff_id, people.get(staff_id, ""))

    return [
        BlankFormShown(
            serial=form.serial,
            form=form.form,
            section=form.section,
            section_name=sections.get(form.section, ""),
            state=form.state,
            batch=form.batch,
            issued_by=person(form.issued_by),
            issued_at=form.issued_at.astimezone(JST),
            became=form.became,
            keyed=[_keyed(keyed, person(keyed.by)) for keyed in form.keyed],
            left=list(model.left(form)),
            remark=texts.get(form.remark or ""),
            voided_by=person(form.voided_by) if form.voided_by else None,
            voided_at=form.voided_at.astimezone(JST) if form.voided_at else None,
            actions=_actions(form, actor),
        )
        for form in page
    ]


def _keyed(keyed: model.Keyed, by: PaperPerson) -> KeyedShown:
    happened, at = (
        datetime.fromisoformat(m).astimezone(JST) for m in (keyed.happened_at, keyed.at)
    )
    return KeyedShown(keyed.act, happened, at, int((at - happened).total_seconds() // 60), by)


def _actions(form: BlankForm, actor: Actor) -> list[str]:
    able = ["keyIn"] if model.left(form) and form.section in actor.reach(model.WORKERS) else []
    if form.state == "blank" and form.section in actor.reach(KEEPERS):
        able.append("voidForm")
    return able


class Tally(msgspec.Struct, frozen=True):
    """How many serials of a section's fiscal year were issued, and what became of them."""

    fiscal_year: int
    section: str
    section_name: str
    issued: int
    used: int
    void: int
    unaccounted: int


async def tallies(actor: Actor) -> list[Tally]:
    """One line for each section and fiscal year within reach, the newest year first."""
    async with db.read():
        names = await identity.section_names()
        found = await db.fetch(
            "SELECT fiscal_year, section, state, count(*) AS forms FROM blank_form"
            " GROUP BY fiscal_year, section, state"
        )
    reach = actor.reach()
    counted: dict[tuple[int, str], dict[str, int]] = {}
    for row in found:
        if row["section"] in reach:
            of = counted.setdefault((-row["fiscal_year"], row["section"]), {})
            of[row["state"]] = int(row["forms"])
    return [
        Tally(
            -year, section, names.get(section, ""), sum(of.values()), of.get("used", 0),
            of.get("void", 0), of.get("blank", 0),
        )
        for (year, section), of in sorted(counted.items())
    ]  # fmt: skip
