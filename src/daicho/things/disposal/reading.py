"""The registers of disposals, and how they are read: within reach, with all that belongs to them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from daicho.foundation import db
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor, Standing
from daicho.foundation.kernel.errors import Missing
from daicho.things.assets import service as assets
from daicho.things.disposal import case as cases
from daicho.things.disposal import model, tables
from daicho.things.disposal.case import Case
from daicho.things.disposal.model import Disposal, Line
from daicho.things.disposal.proof import Certificate

DISPOSALS = Register("disposals", tables.Disposal, Disposal, "disposal")
LINES = Register("disposal-lines", tables.DisposalLine, Line, "disposal-line")
CERTIFICATES = Register(
    "disposal-certificates", tables.DisposalCertificate, Certificate, "disposal-certificate"
)

_TABLE = tables.Disposal


async def standing(actor: Actor, case: Case, day: date) -> Standing:
    """What this person is towards a disposal."""
    disposal = case.disposal
    decides = disposal.state == "requested" and await _may_decide(actor, case, day)
    return actor.towards(disposal.section, decides=decides)


async def _may_decide(actor: Actor, case: Case, day: date) -> bool:
    disposal = case.disposal
    if disposal.demands in ("purge", "destroy"):
        return actor.holds("security_manager", disposal.section)
    return await identity.may_decide(disposal.section, actor.person, case.begun_by, day)


async def require(disposal_id: str, actor: Actor) -> Case:
    """A disposal within reach with all that belongs to it; else `unknown-disposal`."""
    async with db.read():
        found = await load(DISPOSALS, disposal_id)
        if found is None or found.section not in actor.reach():
            raise Missing("unknown-disposal", disposal=disposal_id)
        return (await with_all([found]))[0]


async def decidable(disposal_id: str, actor: Actor, day: date) -> Case:
    """Within reach, or for this person to decide: a deputy may come from another section."""
    found = await load(DISPOSALS, disposal_id)
    if found is not None:
        case = (await with_all([found]))[0]
        if await _may_decide(actor, case, day):
            return case
    return await require(disposal_id, actor)


async def permitted(operation: str, disposal_id: str, actor: Actor, day: date) -> Case:
    case = await require(disposal_id, actor)
    cases.permit(operation, case, await standing(actor, case, day))
    return case


async def with_all(disposals: Sequence[Disposal]) -> list[Case]:
    """Disposals with their lines and certificates, in the same order."""
    ids = [disposal.id for disposal in disposals] or [""]
    table, proofs = tables.DisposalLine, tables.DisposalCertificate
    async with db.read():
        lines = await rows(LINES, table.disposal.is_in(ids))
        certificates = await rows(CERTIFICATES, proofs.disposal.is_in(ids))
        known = await assets.by_code(line.asset for line in lines if line.pending)
        gone = [asset for asset in known.values() if asset.state == "missing"]
        missed_by = {asset.code: await assets.who_missed(asset) for asset in gone}
    return [_case(disposal, lines, certificates, missed_by) for disposal in disposals]


def _case(
    disposal: Disposal, lines: Sequence[Line], certificates: Sequence[Certificate],
    missed_by: Mapping[str, str],
) -> Case:  # fmt: skip
    own = tuple(line for line in lines if line.disposal == disposal.id)
    absent = frozenset(line.asset for line in own if line.pending and line.asset in missed_by)
    return Case(
        disposal,
        own,
        tuple(each for each in certificates if each.disposal == disposal.id),
        absent,
        {code: missed_by[code] for code in absent},
    )


async def found(*where: Any, limit: int | None = None) -> list[Disposal]:
    """The disposals that fulfil these conditions, newest first."""
    async with db.read():
        return await rows(DISPOSALS, *where, order=_TABLE.id, ascending=False, limit=limit)


async def looked_at(since: datetime) -> list[Case]:
    """What the rules look at: what is under way, and what ended irregularly since a moment."""
    under_way = _TABLE.state.is_in(sorted(model.GOING | {"requested"}))
    irregular = _TABLE.irregular.eq(True) & (_TABLE.closed_at >= since)
    async with db.read():
        return await with_all(await found(under_way | irregular))
