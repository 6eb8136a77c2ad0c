"""Take-outs as lists and cards show them: names beside ids, texts opened, and what the reader may do."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any, Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.db import Question
from daicho.foundation.history import sealed
from daicho.foundation.history.registers import rows
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST, today
from daicho.places.floors.storage import place_names
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset
from daicho.things.custody import extending, extension, model, service, tables
from daicho.things.custody.extension import Extension
from daicho.things.custody.model import Contractor, Pass, TakeOut
from daicho.things.custody.options import Blocker, Options, options

Status = Literal[
    "open",
    "requested",
    "approved",
    "handed_over",
    "returned",
    "discrepancy",
    "verified",
    "rejected",
    "withdrawn",
    "expired",
    "incident",
    "lost",
]

_TABLE = tables.TakeOut


class Filter(msgspec.Struct, frozen=True):
    """What a list asks for; `code` is an asset's 13 characters."""

    status: Status | None = None
    section: str | None = None
    code: str | None = None
    number: str | None = None


class Somebody(msgspec.Struct, frozen=True):
    """A person as shown; the name is empty when it was erased."""

    staff_id: str
    name: str


class ShownContractor(msgspec.Struct, frozen=True):
    """Who carries for a company; what was erased is empty."""

    company: str
    persons: list[str]
    contract: str


class ShownPass(msgspec.Struct, frozen=True):
    """It went from these carriers to those."""

    before: list[Somebody]
    after: list[Somebody]
    by: Somebody
    at: datetime
    signature: str | None


class ShownExtension(msgspec.Struct, frozen=True):
    """What was asked for, what was decided, and what this reader may decide."""

    id: str
    state: extension.State
    before: date
    planned_return: date
    reason: str | None
    requested_by: Somebody
    requested_at: datetime
    decided_by: Somebody | None
    decided_for: Somebody | None
    decided_at: datetime | None
    answer: str | None
    actions: list[str]


class Shown(msgspec.Struct, frozen=True):
    """A take-out for the pages; `returned_to` is the name of the place, signatures are ids of evidence."""

    id: str
    number: str
    code: str
    asset_name: str
    state: model.State
    expired: bool
    overdue: bool
    section: str
    section_name: str
    applicant: Somebody
    carriers: list[Somebody]
    purpose: str | None
    destination: str | None
    planned_return: date
    requested_at: datetime
    approved_by: Somebody | None
    approved_on_behalf_of: Somebody | None
    decided_at: datetime | None
    handed_over_by: Somebody | None
    handed_over_at: datetime | None
    encrypted: bool | None
    container: str | None
    returned_by: Somebody | None
    returned_at: datetime | None
    returned_to: str | None
    returned_place: str | None
    verified_by: Somebody | None
    verified_at: datetime | None
    seal_ok: bool | None
    count_ok: bool | None
    erased: bool | None
    label_ok: bool | None
    malware_scan: model.MalwareScan | None
    checked_by: Somebody | None
    remark: str | None
    closed_at: datetime | None
    kind: model.Kind
    transport: model.Transport | None
    outside: bool
    contractor: ShownContractor | None
    carriers_present: bool | None
    handed_over_signature: str | None
    returned_signature: str | None
    passes: list[ShownPass]
    extensions: list[ShownExtension]
    actions: list[str]
    blockers: list[Blocker]


class Situation(msgspec.Struct, frozen=True):
    """An asset's take-out, if one is open, and what a person may do with the asset now."""

    take_out: TakeOut | None
    options: Options


def question(code: str) -> Question:
    """What `situation` asks of an asset that is out, or that nobody wants."""
    return service.followed_question(code)


async def situation(asset: Asset, actor: Actor, now: datetime) -> Situation:
    """What a scan of this asset leads to for this person."""
    day = today(now)
    async with db.read():
        take_out = await service.followed(asset.code)
        if take_out is None and asset.state == "quarantined":
            take_out = await service.last_checked(asset.code)
        by = await service.standing(actor, take_out, asset.section, day)
    return Situation(take_out, options(asset, take_out, by, day))


async def listed(
    actor: Actor, wanted: Filter, day: date, *, limit: int, after: str | None = None
) -> list[TakeOut]:
    """The take-outs that fit, newest first: `limit` and one more when there are more."""
    reach = actor.reach() if wanted.section is None else actor.reach() & {wanted.section}
    where = [_TABLE.section.is_in(sorted(reach) or [""]), *_conditions(wanted, day)]
    if after is not None:
        where.append(_TABLE.id < after)
    async with db.read():
        return await rows(
            service.TAKE_OUTS, *where, order=_TABLE.id, ascending=False, limit=limit + 1
        )


def _conditions(wanted: Filter, day: date) -> Iterable[Any]:
    if wanted.code is not None:
        yield _TABLE.asset == wanted.code
    if wanted.status is not None:
        yield _with_status(wanted.status, day)
    if wanted.number is not None:
        year, _, serial = wanted.number.partition("-")
        yield _TABLE.fiscal_year == int(year)
        yield _TABLE.serial_no == int(serial)


def _with_status(status: Status, day: date) -> Any:
    """What was not collected in time is expired, whatever its row still says."""
    waiting = _TABLE.state.is_in(sorted(model.WAITING))
    in_time = _TABLE.planned_return >= day
    if status == "open":
        return _TABLE.state.is_in(sorted(model.OUT)) | (waiting & in_time)
    if status == "expired":
        return (_TABLE.state == "expired") | (waiting & (_TABLE.planned_return < day))
    if status in model.WAITING:
        return (_TABLE.state == status) & in_time
    return _TABLE.state == status


class Words(msgspec.Struct, frozen=True):
    """Everything that ids and commitments of a page stand for, and what was asked for its take-outs."""

    people: dict[str, str]
    texts: dict[str, str]
    sections: dict[str, str]
    places: dict[str, str]
    assets: dict[str, Asset]
    extensions: dict[str, list[Extension]]

    def person(self, staff_id: str | None) -> Somebody | None:
        return Somebody(staff_id, self.people.get(staff_id, "")) if staff_id else None

    def persons(self, staff_ids: Iterable[str]) -> list[Somebody]:
        return [Somebody(s, self.people.get(s, "")) for s in staff_ids]

    def text(self, commitment: str | None) -> str | None:
        return self.texts.get(commitment) if commitment else None

    def contractor(self, known: Contractor | None) -> ShownContractor | None:
        if known is None:
            return None
        return ShownContractor(
            company=self.texts.get(known.company, ""),
            persons=[self.texts.get(person, "") for person in known.persons],
            contract=self.texts.get(known.contract, ""),
        )

    def passed(self, one: Pass) -> ShownPass:
        return ShownPass(
            before=self.persons(one.before),
            after=self.persons(one.after),
            by=Somebody(one.by, self.people.get(one.by, "")),
            at=datetime.fromisoformat(one.at).astimezone(JST),
            signature=one.signature,
        )


async def shown(take_outs: Sequence[TakeOut], actor: Actor, now: datetime) -> list[Shown]:
    """Take-outs with every name and text, and with this reader's actions."""
    async with db.read():
        words = await words_of(take_outs)
        return [await _shown(t, words, actor, now=now) for t in take_outs]


async def words_of(take_outs: Sequence[TakeOut]) -> Words:
    """Everything that these rows name by ids and commitments, in a handful of queries."""
    async with db.read():
        extensions = await extending.of([t.id for t in take_outs])
        told: list[TakeOut | Extension] = [*take_outs, *chain(*extensions.values())]
        persons = {staff_id for row in told for staff_id in persons_of(row)}
        texts = {text for row in told for text in texts_of(row)}
        return Words(
            people=await identity.names(persons),
            texts=await sealed.reveal(texts),
            sections=await identity.section_names(),
            places=await place_names(t.returned_place for t in take_outs),
            assets=await assets.by_code(t.asset for t in take_outs),
            extensions=extensions,
        )


def persons_of(row: TakeOut | Extension) -> Iterable[str | None]:
    """Whoever a row names."""
    if isinstance(row, Extension):
        return (row.requested_by, row.decided_by, row.decided_for)
    told = {one.by for one in row.passes}
    return (
        *row.involved, *told, row.decided_by, row.decided_for, row.handed_over_by,
        row.returned_by, row.verified_by, row.checked_by,
    )  # fmt: skip


def texts_of(row: TakeOut | Extension) -> Iterable[str | None]:
    """The commitments of a row."""
    if isinstance(row, Extension):
        return (row.reason, row.answer)
    company = row.contractor
    of_company = (company.company, company.contract, *company.persons) if company else ()
    return (row.purpose, row.destination, row.container, row.remark, *of_company)


async def _shown(take_out: TakeOut, words: Words, actor: Actor, *, now: datetime) -> Shown:
    day = today(now)
    asset = words.assets[take_out.asset]
    by = await service.standing(actor, take_out, take_out.section, day)
    able = options(asset, take_out, by, day)
    return msgspec.convert(
        _facts(take_out, words)
        | {
            "code": codes.printed(take_out.asset),
            "asset_name": asset.name,
            "expired": take_out.state == "expired" or model.is_expired(take_out, day),
            "overdue": model.is_overdue(take_out, day),
            "extensions": [
                await _extension(one, take_out, words, actor, day=day)
                for one in words.extensions.get(take_out.id, ())
            ],
            "actions": [name for name in able.actions if name in model.STEPS],
            "blockers": [b for b in able.blockers if b.operation in model.STEPS],
        },
        Shown,
    )


async def _extension(
    asked: Extension, take_out: TakeOut, words: Words, actor: Actor, *, day: date
) -> ShownExtension:
    decides = (
        take_out.extension == asked.id
        and (await extending.standing(asked, take_out, actor, day)).decides
    )
    return msgspec.convert(
        _local(asked)
        | {
            "reason": words.text(asked.reason),
            "requested_by": words.person(asked.requested_by),
            "decided_by": words.person(asked.decided_by),
            "decided_for": words.person(asked.decided_for),
            "answer": words.text(asked.answer),
            "actions": ["approveExtension", "rejectExtension"] if decides else [],
        },
        ShownExtension,
    )


def _local(row: msgspec.Struct) -> dict[str, Any]:
    """The fields of a row, its moments in Japan's time."""
    return {
        name: value.astimezone(JST) if isinstance(value, datetime) else value
        for name, value in msgspec.structs.asdict(row).items()
    }


def _facts(take_out: TakeOut, words: Words) -> dict[str, Any]:
    """The row with its ids and commitments replaced by what they stand for."""
    return _local(take_out) | {
        "number": take_out.number,
        "section_name": words.sections.get(take_out.section, ""),
        "applicant": words.person(take_out.applicant),
        "carriers": words.persons(take_out.carriers),
        "contractor": words.contractor(take_out.contractor),
        "passes": [words.passed(one) for one in take_out.passes],
        "purpose": words.text(take_out.purpose),
        "destination": words.text(take_out.destination),
        "container": words.text(take_out.container),
        "remark": words.text(take_out.remark),
        "approved_by": words.person(take_out.decided_by) if take_out.state != "rejected" else None,
        "approved_on_behalf_of": words.person(take_out.decided_for),
        "handed_over_by": words.person(take_out.handed_over_by),
        "returned_by": words.person(take_out.returned_by),
        "returned_to": words.places.get(take_out.returned_place or ""),
        "returned_place": codes.printed(take_out.returned_place) if take_out.returned_place else None,
        "verified_by": words.person(take_out.verified_by),
        "checked_by": words.person(take_out.checked_by),
    }  # fmt: skip
