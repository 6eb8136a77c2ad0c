"""Assets out of a ledger: which lines are new, which correct something, and carrying both out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from daicho.foundation.history.service import Change
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Invalid, Missing, Refused
from daicho.oversight.imports import words
from daicho.oversight.imports.fields import FIELDS, Taken, require_fields
from daicho.oversight.imports.model import FieldChange, Kind
from daicho.oversight.imports.planned import Once, Planned, told
from daicho.oversight.imports.where import Whereabouts, whereabouts
from daicho.things.assets import model, taking_in
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset, Wanted

_IDENTIFYING = ("kind", "section")


class _Known(msgspec.Struct):
    """The assets that the file may be about, by what identifies them."""

    code: dict[str, Asset]
    number: dict[str, Asset]
    serial: dict[tuple[str, str], Asset]
    place: Whereabouts
    today: date
    once: Once


async def plan(found: Sequence[Taken], kind: Kind, actor: Actor, day: date) -> list[Planned]:
    """What would become of each line, with the register as this transaction reads it."""
    known = await _known(found, actor, day)
    return [_planned(one, kind, known) for one in found]


async def _known(found: Sequence[Taken], actor: Actor, day: date) -> _Known:
    for one in found:
        _read_code(one)
    by_code = await assets.by_code(one.values.get("code") for one in found)
    numbers = [n for one in found if (n := one.values.get("control_no"))]
    serials = [s for one in found if (s := one.values.get("serial"))]
    return _Known(
        code=by_code,
        number={a.control_no: a for a in await taking_in.by_control_no(numbers)},
        serial={(a.model, a.serial): a for a in await taking_in.by_serials(serials)},
        place=await whereabouts(actor, assets.KEEPS),
        today=day,
        once=Once(),
    )


def _read_code(found: Taken) -> None:
    code = found.values.get("code")
    if code is None:
        return
    try:
        found.values["code"] = codes.read(code)
    except Refused as refused:
        found.refuse("code", refused)
        found.values["code"] = None


def _planned(found: Taken, kind: Kind, known: _Known) -> Planned:
    named = found.values.get("code")
    present = _present(found, known)
    if named is not None and present is None:
        found.refuse("code", Missing("unknown-asset", code=codes.printed(named)))
    _resolve(found, known, present)
    if found.faults:
        return Planned(told(found, "refused"))
    planned = (
        _new(found, kind, known) if present is None else _correction(found, kind, known, present)
    )
    return Planned(told(found, "refused")) if found.faults else planned


def _present(found: Taken, known: _Known) -> Asset | None:
    """What the line is about: by code, else by control number, else by model and serial number."""
    values = found.values
    if values.get("code") is not None:
        present = known.code.get(values["code"])
    else:
        twin = (values.get("model"), values.get("serial"))
        present = known.number.get(values.get("control_no") or "") or known.serial.get(twin)  # type: ignore[arg-type]  # a pair with None is in no dictionary
    if present is not None and present.section not in known.place.reach:
        field = "control_no" if values.get("control_no") else "serial"
        found.refuse("code" if values.get("code") else field, Missing("asset-of-others"))
    return present


def _resolve(found: Taken, known: _Known, present: Asset | None) -> None:
    """Sections and places by their ids."""
    values = found.values
    try:
        if values.get("section"):
            values["section"] = known.place.section(values["section"])
    except Refused as refused:
        found.refuse("section", refused)
        return
    section = values.get("section") or (present.section if present else "")
    try:
        if values.get("place"):
            values["place"] = known.place.place(values["place"], section)
    except Refused as refused:
        found.refuse("place", refused)


def _new(found: Taken, kind: Kind, known: _Known) -> Planned:
    require_fields(found, FIELDS[kind])
    values = {name: v for name, v in found.values.items() if v is not None and name != "code"}
    if "section" not in values:
        found.refuse("section", Invalid("cell-required", field="所属"))
    of_type = words.kind_of(values.get("type", ""))
    values["kind"] = "medium" if kind == "media" else values.get("kind") or of_type
    if values["kind"] is None:
        found.refuse("kind", Invalid("cell-required", field="区分"))
    if found.faults:
        return Planned(told(found, "refused"))
    wanted = Wanted(**values)
    _try(found, lambda: model.register(wanted, code="-", next_no=1, today=known.today))
    if wanted.control_no is not None:
        known.once.note(found, "control_no", ("number", wanted.control_no))
    known.once.note(found, "serial", ("serial", wanted.model, wanted.serial))
    return Planned(told(found, "new"), wanted=wanted)


def _correction(found: Taken, kind: Kind, known: _Known, present: Asset) -> Planned:
    """A blank cell clears a field only in our own form, where a code says which thing is meant."""
    own = found.values.get("code") is not None
    known.once.note(found, "code", ("asset", present.code))
    if kind == "media" and present.kind != "medium":
        found.refuse("code", Invalid("ledger-not-a-medium", kind=present.kind))
    changed = {
        name: value
        for name, value in found.values.items()
        if name != "code" and value != getattr(present, name) and (own or value is not None)
    }
    _refuse_what_stays(found, changed)
    if found.faults or not changed:
        return Planned(told(found, "same", code=codes.printed(present.code)), present=present)
    after = _try(found, lambda: model.amend(present, changed))
    if after is not None:
        _refuse_twins(found, after, known)
    changes = tuple(_change(name, present, value, known) for name, value in changed.items())
    line = told(found, "changed", code=codes.printed(present.code), changes=changes)
    return Planned(line, present=present, changed=changed)


def _refuse_what_stays(found: Taken, changed: dict[str, Any]) -> None:
    for name in _IDENTIFYING:
        if name in changed:
            found.refuse(name, Invalid("not-amendable", fields=[name]))
    cleared = [name for name in ("name", "type", "model", "serial", "control_no", "encrypted")
               if name in changed and changed[name] is None]  # fmt: skip
    for name in cleared:
        found.refuse(name, Invalid("cell-required", field=name))


def _refuse_twins(found: Taken, after: Asset, known: _Known) -> None:
    by_number = known.number.get(after.control_no)
    if by_number is not None and by_number.code != after.code:
        found.refuse("control_no", Refused("control-number-taken", control_no=after.control_no))
    by_serial = known.serial.get((after.model, after.serial))
    if by_serial is not None and by_serial.code != after.code:
        found.refuse("serial", Refused("serial-registered", model=after.model, serial=after.serial))
    known.once.note(found, "control_no", ("number", after.control_no))
    known.once.note(found, "serial", ("serial", after.model, after.serial))


def _try(found: Taken, make: Any) -> Asset | None:
    try:
        made: Asset = make()
    except Refused as refused:
        found.refuse(str(refused.facts.get("place", "name")), refused)
        return None
    return made


def _change(name: str, present: Asset, value: Any, known: _Known) -> FieldChange:
    before = getattr(present, name)
    if name == "place":
        return FieldChange(name, known.place.place_name(before), known.place.place_name(value))
    return FieldChange(name, words.spoken(name, before), words.spoken(name, value))


async def carry_out(c: Change, plans: Sequence[Planned], why: str) -> None:
    """Every line that is new or changed."""
    given = [p.wanted.control_no for p in plans if p.wanted and p.wanted.control_no]
    numbers = taking_in.Numbers(given)
    for planned in plans:
        if planned.told.outcome == "new":
            await taking_in.add(c, planned.wanted, numbers)
        elif planned.told.outcome == "changed":
            await taking_in.correct(c, planned.present, planned.changed, why)
