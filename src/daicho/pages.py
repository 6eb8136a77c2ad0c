"""The built front end: its files from memory of their names, and its index for every page address."""

import mimetypes
from pathlib import Path

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import File, Response

from daicho.foundation.identity.guards import PUBLIC

FOLDER = Path(__file__).parent / "web"
NEVER_A_PAGE = ("api/", "assets/")
"""Addresses below these are files or operations: one that is not there is told so, not answered with a page."""

_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"

mimetypes.add_type("application/wasm", ".wasm")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/manifest+json", ".webmanifest")


def _listed() -> dict[str, Path]:
    """Name -> file, read once: a request can only name what was there, so no path escapes the folder."""
    return {p.relative_to(FOLDER).as_posix(): p for p in FOLDER.rglob("*") if p.is_file()}


def pages() -> list[HTTPRouteHandler]:
    """The route that serves the front end."""
    files = _listed()

    @get(["/", "/{name:path}"], opt=PUBLIC, include_in_schema=False, name="pages")
    async def page(name: FromPath[str] = "/") -> File | Response[str]:
        wanted = name.lstrip("/")
        if wanted not in files and f"{wanted}/".startswith(NEVER_A_PAGE):
            raise NotFoundException
        found = files.get(wanted) or files.get("index.html")
        if found is None:
            return Response("frontend/ is not built: make setup", status_code=503)
        kept = _FOREVER if wanted.startswith("assets/") and wanted in files else _ASK_AGAIN
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        return File(
            found,
            media_type=kind,
            content_disposition_type="inline",
            headers={"Cache-Control": kept},
        )

    return [page]
