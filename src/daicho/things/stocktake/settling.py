"""Putting in order what a stock-take found: one person proposes, another one carries it out."""

from datetime import datetime

from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import load
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.kernel.actor import Actor, Standing
from daicho.foundation.kernel.errors import Missing
from daicho.things.assets import service as assets
from daicho.things.stocktake import line_model, model, service
from daicho.things.stocktake.line_model import Correction, StockLine
from daicho.things.stocktake.service import LINES


async def propose(
    line_id: str, kind: Correction, note: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """How a line is to be put in order."""
    async with change(actor, now, key) as c:
        line, by = await _line("proposeCorrection", line_id, actor)
        sealed = c.seal(note, place="note")
        proposed = line_model.propose(line, kind, sealed, by=by, now=now)
        return await _written(c, proposed, act="Proposed")


async def apply(line_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """By another person than the one who proposed it; an amendment of the register is made in the same change."""
    async with change(actor, now, key) as c:
        line, by = await _line("applyCorrection", line_id, actor)
        asset = await assets.find(line.asset) if line.asset else None
        applied = line_model.apply(line, asset.state if asset else None, by, now)
        line_model.still_ours(applied, asset)
        if applied.correction == "amend_register" and asset is not None:
            await assets.keep(c, asset, applied.seen_place or asset.place or "")
        return await _written(c, applied, act="Applied")


async def decline(
    line_id: str, reason: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """Another way is wanted: the line is open again."""
    async with change(actor, now, key) as c:
        line, _ = await _line("declineCorrection", line_id, actor)
        return await _written(c, line_model.decline(line), act="Declined", why=reason)


async def report_missing(
    line_id: str, circumstances: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """所在不明の報告: the asset is missing from now on, unless it belongs to another section by now."""
    async with change(actor, now, key) as c:
        line, by = await _line("reportMissing", line_id, actor)
        asset = await assets.require(line.asset or line.code)
        if line_model.passed_on(line, asset):
            return await _written(c, line_model.excused(line), act="Excused")
        sealed = c.seal(circumstances, place="circumstances")
        reported = line_model.report(line, asset, sealed, by=by, now=now)
        if asset.state != "missing":
            await assets.miss(c, asset, circumstances)
        return await _written(c, reported, act="Reported")


async def _line(operation: str, line_id: str, actor: Actor) -> tuple[StockLine, Standing]:
    """A line within reach whose session lets this person do this now; else `unknown-line`."""
    line = await load(LINES, line_id)
    if line is None or line.section not in actor.reach():
        raise Missing("unknown-line", line=line_id)
    stock_take = await service.require(line.stock_take, actor)
    by = actor.towards(stock_take.section)
    model.permit(operation, stock_take, by)
    return line, by


async def _written(c: Change, line: StockLine, *, act: str, why: str | None = None) -> Done:
    await c.amend(LINES, line, act=act, why=why)
    return c.done(id=line.id, state=line.settling)
