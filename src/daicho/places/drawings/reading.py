"""From the bytes of a file to a drawing: what it is, whether its name says the same, and who reads it."""

from typing import Any, Final

from daicho.foundation.kernel.errors import Invalid
from daicho.places.drawings import dxf, geojson
from daicho.places.drawings.model import Drawing
from daicho.places.floors import reading
from daicho.places.floors.document import read_floor
from daicho.places.floors.model import FORMAT, FloorInvalid

ENDINGS: Final = {
    "dxf": {"dxf"},
    "json": {"json"},
    "geojson": {"json"},
    "jww": {"jww"},
    "sfc": {"sxf"},
    "p21": {"sxf"},
    "png": {"png"},
    "jpg": {"jpeg"},
    "jpeg": {"jpeg"},
    "pdf": {"pdf"},
    "svg": {"svg"},
    "dwg": {"dwg"},
}
"""What a name's ending promises; other endings promise nothing."""

_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"%PDF-", "pdf"),
    (dxf.BINARY, "dxf"),
    (b"AC10", "dwg"),
    (b"JwwData.", "jww"),
    (b"GIF8", "gif"),
    (b"PK\x03\x04", "zip"),
)
_SECTION: Final = (b"0\nSECTION", b"0\nEOF", b"999\n")
_DRAWINGS: Final = ("dxf", "json", "jww", "sxf")


def kind_of(content: bytes) -> str | None:
    """What the bytes are, whatever the name says; None for what nobody here knows."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"ISO-10303-21"):
        return "sxf"
    if head[:1] in (b"{", b"["):
        return "json"
    plain = b"\n".join(line.strip() for line in head[:200].splitlines())
    if plain.startswith(_SECTION):
        return "dxf"
    return "svg" if head.startswith(b"<") and b"<svg" in head.lower() else None


def refuse_lies(name: str, kind: str) -> None:
    """A file whose name promises something else is not opened as either."""
    ending = name.rpartition(".")[2].lower()
    if kind not in ENDINGS.get(ending, {kind}):
        raise Invalid("drawing-lies-about-its-type", says=ending, is_really=kind)


def read(name: str, content: bytes) -> Drawing:
    """The drawing in a file. Every refusal has a code that begins with `drawing-`, or is `floor-invalid`."""
    kind = kind_of(content)
    if kind is not None:
        refuse_lies(name, kind)
    if kind is None or kind not in _DRAWINGS:
        raise Invalid("drawing-unknown-format", found=kind or "-")
    return _read(kind, content)


def _read(kind: str, content: bytes) -> Drawing:
    if kind == "dxf":
        return dxf.read(content)
    if kind == "json":
        return _json(content)
    from daicho.places.drawings import japanese  # readers that not every installation has

    return japanese.read("jww" if kind == "jww" else "sxf", content)


def _json(content: bytes) -> Drawing:
    plain: Any = reading.loads(content)
    if not isinstance(plain, dict):
        raise Invalid("drawing-unknown-format", found="json")
    if "format" in plain or "walls" in plain:
        return Drawing("floor", "mm", document=read_floor(plain))
    if isinstance(plain.get("type"), str):
        return _geojson(plain)
    raise FloorInvalid("format", "missing-key", value=FORMAT)


def _geojson(plain: dict[str, Any]) -> Drawing:
    try:
        return geojson.read(plain)
    except RecursionError:
        raise Invalid("drawing-unreadable", format="geojson", reason="too-deep") from None
