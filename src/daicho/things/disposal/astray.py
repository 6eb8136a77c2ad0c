"""What vanished while it waited for its disposal: found again, it waits as before."""

from daicho.foundation.history.registers import rows
from daicho.foundation.history.service import Change
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset
from daicho.things.disposal import tables
from daicho.things.disposal.reading import LINES


async def on_change(c: Change) -> None:
    """Reaction: what is put into storage while a disposal is pending is set aside for it again; the answer says so."""
    stored = [r.row.code for r in c.recorded if r.act == "Stored" and isinstance(r.row, Asset)]
    if not stored:
        return
    table = tables.DisposalLine
    for line in await rows(LINES, table.asset.is_in(stored), table.pending.eq(True)):
        await assets.set_aside(c, await assets.require(line.asset))
        if c.result.get("state") == "in_storage":
            c.result["state"] = "disposing"
