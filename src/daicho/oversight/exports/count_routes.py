"""HTTP of stock-takes as paper."""

import asyncio
from datetime import datetime
from typing import Any

from litestar import Controller, Request, Response, get

from daicho.foundation import db
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.parameters import Id
from daicho.foundation.settings import Settings
from daicho.oversight.paper import service as forms
from daicho.things.stocktake import listing
from daicho.things.stocktake import service as stocktake


class CountReceiptRoutes(Controller):
    """Receipts of stock-takes, to print and to file."""

    path = "/stock-takes"
    tags = ("stocktake",)

    @get("/{stock_take:str}/receipt", operation_id="getStockTakeReceipt", opt=SIGNED_IN)
    async def receipt(
        self, stock_take: Id, request: Request[Any, Any, Any], actor: Asker, now: Now
    ) -> Response[bytes]:
        number, body = await _drawn(request.app.state.settings, stock_take, actor, now)
        name = f'attachment; filename="stock-take-{number}.pdf"'
        headers = {"Content-Disposition": name}
        return Response(body, media_type="application/pdf", headers=headers)


async def _drawn(
    settings: Settings, stock_take: str, actor: Actor, now: datetime
) -> tuple[str, bytes]:
    """Number and PDF of a session within reach."""
    from daicho.oversight.exports import count_sheet  # fonts load with the first sheet
    from daicho.oversight.paper import printing

    async with db.read():
        found = await stocktake.decidable(stock_take, actor, now)
        (told,) = await listing.shown([found], actor, now)
        lines = await listing.every_line(found, actor)
        boxes = (await forms.boxes(told.section, ["stock-take"]))["stock-take"].titles
    checkpoint = await printing.signed_head(settings, now)
    counted = count_sheet.Counted(told, lines, boxes, printing.printed_by(now, actor), checkpoint)
    return told.number, await asyncio.to_thread(count_sheet.pdf, counted)
