"""HTTP of floors as files."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.params import QueryParameter

from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now
from daicho.foundation.kernel.clock import today
from daicho.foundation.parameters import Day, Flag, Id
from daicho.oversight.exports import floor_files
from daicho.oversight.exports.floor_files import Format, Wanted
from daicho.oversight.exports.holdings import holdings

InFormat = Annotated[Format, QueryParameter(name="format")]


class FloorExportRoutes(Controller):
    """Floors to take away and to print."""

    path = "/floors"
    tags = ("floors",)

    @get("/{floor_id:str}/export", operation_id="exportFloor", opt=SIGNED_IN)
    async def export(
        self, floor_id: Id, request: Request[Any, Any, Any], actor: Asker, now: Now,
        file_format: InFormat, on: Day = None, sight: Flag = False,
    ) -> Response[bytes]:  # fmt: skip
        wanted = Wanted(file_format, on or today(now), sight)
        held = holdings(request.app.state.settings)
        made = await floor_files.export(held, floor_id, wanted, actor, now)
        headers = {"Content-Disposition": made.disposition}
        return Response(made.body, media_type=made.media_type, headers=headers)
