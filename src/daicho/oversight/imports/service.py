"""Use cases of ledgers: looking into a file, a dry run, taking it in as a whole, and the register as a workbook."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Forbidden
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.problems import sentence
from daicho.oversight.imports import (
    apart,
    assets_in,
    fields,
    model,
    people_in,
    places_in,
    tables,
    workbook,
)
from daicho.oversight.imports.model import FieldChange, Kind, LedgerImport, Outcome, Sheet, Told
from daicho.oversight.imports.planned import Planned
from daicho.things.assets import service as assets
from daicho.things.assets.finding import Filter

LEDGER_IMPORTS = Register(
    "ledger-imports", tables.LedgerImport, LedgerImport, "ledger-import",
    section_of=lambda _: None,
)  # fmt: skip

TAKES_IN: tuple[Role, ...] = ("facility_admin", "custodian", "system_admin")
"""Who takes ledgers in; people only a system administrator."""

_SAMPLES = 3
_PAGE = 500


class Asked(msgspec.Struct, frozen=True):
    """A file, what it holds, which column is which field, and what stands where there is no column."""

    kind: Kind
    name: str
    content: bytes
    mapping: Mapping[str, int]
    defaults: Mapping[str, str] = {}

    def reading(self) -> dict[str, Any]:
        """How the file is read."""
        return {"kind": self.kind, "mapping": self.mapping, "defaults": self.defaults}


class FieldTold(msgspec.Struct, frozen=True):
    """A field that a column can be."""

    name: str
    ja: str
    en: str
    required: bool


class ColumnTold(msgspec.Struct, frozen=True):
    """A column of the file, with what stands first in it."""

    index: int
    heading: str
    samples: list[str]


class Inspection(msgspec.Struct, frozen=True):
    """What a file is, and what its columns are likely to be."""

    format: model.Format
    encoding: str
    header_line: int
    lines: int
    columns: list[ColumnTold]
    fields: list[FieldTold]
    guessed: dict[str, int]


class FaultTold(msgspec.Struct, frozen=True):
    """Why a line cannot be taken in, in both languages."""

    column: str | None
    code: str
    title: str
    detail: str


class LineTold(msgspec.Struct, frozen=True):
    """What would become of one line of the file."""

    line: int
    outcome: Outcome
    name: str
    code: str | None
    changes: Sequence[FieldChange]
    faults: list[FaultTold]


class Report(msgspec.Struct, frozen=True):
    """A dry run; `confirm` is what taking it in has to name."""

    kind: Kind
    lines: int
    new: int
    changed: int
    same: int
    refused: int
    confirm: str
    items: list[LineTold]


# Looking --------------------------------------------------------------------------------------------------------------


async def inspect(kind: Kind, name: str, content: bytes, actor: Actor) -> Inspection:
    """The columns of a file and what they are likely to be; nothing of it is kept."""
    _require_role(kind, actor)
    sheet = await apart.table(name, content)
    known = fields.FIELDS[kind]
    return Inspection(
        sheet.format, sheet.encoding, sheet.header_line, len(sheet.lines),
        [_column(sheet, index) for index in range(len(sheet.headings))],
        [FieldTold(field.name, field.ja, field.en, field.required) for field in known],
        fields.guessed(sheet.headings, known),
    )  # fmt: skip


def _column(sheet: Sheet, index: int) -> ColumnTold:
    full = [line.cells[index] for line in sheet.lines if line.cells[index]]
    return ColumnTold(index, sheet.headings[index], [text[:60] for text in full[:_SAMPLES]])


def _require_role(kind: Kind, actor: Actor) -> None:
    if kind == "people" and "system_admin" not in actor.roles:
        raise Forbidden("role-required", roles=["system_admin"])


# Trying and taking in -------------------------------------------------------------------------------------------------


async def trial(asked: Asked, actor: Actor, now: datetime) -> Report:
    """What would be made, corrected, left alone and refused, line by line; nothing is written."""
    _require_role(asked.kind, actor)
    sheet = await apart.table(asked.name, asked.content)
    async with db.read():
        plans = await _plan(asked, sheet, actor, now)
    return _report(asked, [planned.told for planned in plans])


async def carry_out(
    asked: Asked, confirmed: str, why: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """The whole file in one change, or nothing of it; `confirmed` is that of the dry run."""
    _require_role(asked.kind, actor)
    sheet = await apart.table(asked.name, asked.content)
    async with change(actor, now, key, alone=True) as c:
        plans = await _plan(asked, sheet, actor, now)
        told = [planned.told for planned in plans]
        model.require_whole(told, confirmed, model.digest(asked.content, asked.reading(), told))
        await _write(c, asked.kind, plans, why)
        taken = _taken(c, asked, told)
        await c.add(LEDGER_IMPORTS, taken, act="TakenIn", why=why)
        done = c.done(id=taken.id, state="taken_in", status=201)
    return done


async def _plan(asked: Asked, sheet: Sheet, actor: Actor, now: datetime) -> list[Planned]:
    known = fields.FIELDS[asked.kind]
    names = [field.name for field in known]
    model.require_columns(asked.mapping, len(sheet.headings), names)
    found = [
        fields.taken(line, known, asked.mapping, asked.defaults, sheet.headings)
        for line in sheet.lines
    ]
    if asked.kind == "places":
        return await places_in.plan(found, actor)
    if asked.kind == "people":
        return await people_in.plan(found)
    return await assets_in.plan(found, asked.kind, actor, today(now))


async def _write(c: Change, kind: Kind, plans: list[Planned], why: str) -> None:
    if kind == "places":
        await places_in.carry_out(c, plans)
    elif kind == "people":
        await people_in.carry_out(c, plans)
    else:
        await assets_in.carry_out(c, plans, why)


def _taken(c: Change, asked: Asked, told: list[Told]) -> LedgerImport:
    counts = model.counted(told)
    return LedgerImport(
        new_id(), asked.kind, c.seal(asked.name, place="file"), sha256(asked.content).hexdigest(),
        len(told), counts["new"], counts["changed"], counts["same"], c.actor.person, c.now,
    )  # fmt: skip


def _report(asked: Asked, told: list[Told]) -> Report:
    counts = model.counted(told)
    return Report(
        asked.kind, len(told), counts["new"], counts["changed"], counts["same"], counts["refused"],
        model.digest(asked.content, asked.reading(), told), [_line(one) for one in told],
    )  # fmt: skip


def _line(told: Told) -> LineTold:
    faults = [
        FaultTold(
            f.column, f.code, sentence(f.code, f.facts, "en"), sentence(f.code, f.facts, "ja")
        )
        for f in told.faults
    ]
    return LineTold(told.line, told.outcome, told.name, told.code, told.changes, faults)


# What was taken in, and the way out -----------------------------------------------------------------------------------


class Taken(LedgerImport, frozen=True):
    """A ledger that was taken in, with names and words in the place of ids and commitments."""


async def listed(actor: Actor, *, limit: int, after: str | None) -> list[Taken]:
    """The newest first: one's own, and every one for who administers the register."""
    table = tables.LedgerImport
    where = [] if "system_admin" in actor.roles else [table.taken_by == actor.person]
    if after is not None:
        where.append(table.id < after)
    async with db.read():
        found = await rows(LEDGER_IMPORTS, *where, order=table.id, ascending=False, limit=limit + 1)
        files = await sealed.reveal(one.file for one in found)
        names = await identity.names(one.taken_by for one in found)
    return [
        Taken(**msgspec.structs.asdict(one)
              | {"file": files.get(one.file, ""), "taken_by": names.get(one.taken_by, "")})
        for one in found
    ]  # fmt: skip


async def exported(section: str | None, actor: Actor) -> bytes:
    """The assets within reach as a workbook whose code column leads back to them."""
    wanted, after, found = Filter(section=section), None, []
    async with db.read():
        while True:
            page = await assets.listed(actor, wanted, limit=_PAGE, after=after)
            found += page[:_PAGE]
            if len(page) <= _PAGE or len(found) >= model.MOST_LINES:
                break
            after = page[_PAGE - 1].control_no
        shown = await assets.shown(found[: model.MOST_LINES])
        names = [one.name for one in await identity.sections()]
    return workbook.of_assets(shown, {name for name in names if names.count(name) > 1})
