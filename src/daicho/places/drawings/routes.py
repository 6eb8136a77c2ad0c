"""HTTP of drawings from outside, and of the pictures that lie under a draft."""

from collections import Counter
from typing import Annotated, Final

import msgspec
from litestar import Controller, Response, get, post, put
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.params import JSONBody, QueryParameter
from litestar.types import ASGIApp, Receive, Scope, Send

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import Asker, Now, Once, roles
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import TooMany
from daicho.foundation.kernel.text import Line
from daicho.foundation.parameters import Id
from daicho.places.drawings import apart, service
from daicho.places.drawings.backgrounds import Background
from daicho.places.drawings.model import (
    MOST_BYTES,
    Converted,
    FileName,
    Inspection,
    LayerChoice,
    LayerName,
    Placing,
    TwoPoints,
    Unit,
    Wanted,
)
from daicho.places.drawings.worker import SECONDS

BODY_LIMIT: Final = 48_500_000
"""48 MB of base64 and the words around it; only the handlers of files take so much."""

Sha = Annotated[str | None, QueryParameter(pattern=r"^[0-9a-f]{64}(?!\n)$")]
Content = Annotated[bytes, msgspec.Meta(min_length=1, max_length=MOST_BYTES)]


class FewAtOnce(ASGIMiddleware):
    """Turns a person's next file away before it is read into memory: each takes two to three times its size there."""

    scopes = (ScopeType.HTTP,)

    def __init__(self) -> None:
        self._sending: Counter[str] = Counter()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        asker: Actor | None = scope.get("user")
        person = asker.person if asker else ""
        if self._sending[person] >= apart.AT_ONCE:
            await _let_pass(receive)
            raise TooMany("drawings-busy", retry_after=SECONDS)
        self._sending[person] += 1
        try:
            await next_app(scope, receive, send)
        finally:
            self._sending[person] -= 1


async def _let_pass(receive: Receive) -> None:
    """Keeps nothing of a body; whoever still sends would not hear the answer."""
    left = BODY_LIMIT
    while left > 0:
        part = await receive()
        if part["type"] != "http.request" or not part["more_body"]:
            return
        left -= len(part["body"])


_few = FewAtOnce()


class DrawingFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file by its name; `content` in base64."""

    name: FileName
    content: Content


class FileToConvert(msgspec.Struct, forbid_unknown_fields=True):
    """A drawing, what its layers are, and how large it is: a unit, or two points with what lies between them."""

    name: FileName
    content: Content
    floor_name: Line
    layers: Annotated[dict[LayerName, LayerChoice], msgspec.Meta(max_length=2000)] = {}
    unit: Unit | None = None
    points: TwoPoints | None = None
    snap_mm: Annotated[float, msgspec.Meta(ge=0, le=500)] = 10.0


class NewBackground(msgspec.Struct, forbid_unknown_fields=True):
    name: FileName
    content: Content
    page: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1


class PictureShown(msgspec.Struct):
    sha256: str
    width: int
    height: int
    pages: int


class BackgroundShown(msgspec.Struct):
    """What lies under a drawing; `placement` is null until somebody placed it."""

    sha256: str
    name: str
    width: int
    height: int
    page: int
    pages: int
    placement: Placing | None


class DrawingRoutes(Controller):
    """Drawings from outside; nothing of them is stored here."""

    path = "/drawings"
    tags = ("floors",)

    @post(
        "/inspection", operation_id="inspectDrawing", opt=roles("facility_admin"), status_code=200,
        request_max_body_size=BODY_LIMIT, middleware=[_few],
    )  # fmt: skip
    async def inspect(self, data: JSONBody[DrawingFile]) -> Inspection:
        return await service.inspect(data.name, data.content)

    @post(
        "/conversion", operation_id="convertDrawing", opt=roles("facility_admin"), status_code=200,
        request_max_body_size=BODY_LIMIT, middleware=[_few],
    )  # fmt: skip
    async def convert(self, data: JSONBody[FileToConvert]) -> Converted:
        wanted = Wanted(data.floor_name, data.layers, data.unit, data.points, data.snap_mm)
        return await service.convert(data.name, data.content, wanted)


class BackgroundRoutes(Controller):
    """The picture under the drawing of a floor."""

    path = "/floors/{floor_id:str}/background"
    tags = ("floors",)

    @put(
        operation_id="setBackground", opt=roles(*service.DRAWS),
        request_max_body_size=BODY_LIMIT, middleware=[_few],
    )  # fmt: skip
    async def lay(
        self, floor_id: Id, data: JSONBody[NewBackground], actor: Asker, now: Now
    ) -> PictureShown:
        laid = await service.set_background(
            floor_id, data.name, data.content, actor, now, page=data.page
        )
        return PictureShown(laid.blob, laid.width, laid.height, laid.pages)

    @put("/placement", operation_id="placeBackground", opt=roles(*service.DRAWS))
    async def place(
        self, floor_id: Id, data: JSONBody[Placing], actor: Asker, now: Now
    ) -> BackgroundShown:
        return _shown(await service.place_background(floor_id, data, actor, now))

    @get(operation_id="getBackground", opt=roles(*service.SEES))
    async def background(self, floor_id: Id, actor: Asker) -> BackgroundShown:
        return _shown(await service.background_of(floor_id, actor))

    @get("/picture", operation_id="getBackgroundPicture", opt=roles(*service.SEES))
    async def picture(self, floor_id: Id, actor: Asker, sha: Sha = None) -> Response[bytes]:
        """Named by its hash it never changes."""
        kept = await service.picture_of(floor_id, actor, sha)
        how_long = "max-age=31536000, immutable" if sha else "no-cache"
        headers = {"Cache-Control": f"private, {how_long}", "ETag": f'"{kept.sha256}"'}
        return Response(kept.body, media_type=kept.media_type, headers=headers)

    @post("/removal", operation_id="removeBackground", opt=roles(*service.DRAWS), status_code=200)
    async def remove(self, floor_id: Id, actor: Asker, now: Now, key: Once) -> Done:
        return await service.remove_background(floor_id, actor, now, key)


def _shown(laid: Background) -> BackgroundShown:
    return BackgroundShown(
        laid.blob, laid.name, laid.width, laid.height, laid.page, laid.pages, laid.placement
    )
