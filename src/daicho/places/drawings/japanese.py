"""JWW and SXF, through the readers of the extra `cad`: both turn a file into DXF, and DXF is read as ever.

Neither says how large a thing is in truth (a sheet has scales of its own): the unit is asked for, or two points.
"""

import tempfile
from pathlib import Path
from typing import Any, Literal

from daicho.foundation.kernel.errors import Invalid
from daicho.places.drawings import dxf
from daicho.places.drawings.model import Drawing


def read(kind: Literal["jww", "sxf"], content: bytes) -> Drawing:
    """`drawing-needs-reader` where the extra is not installed."""
    drawing = dxf.read(_of_jww(content) if kind == "jww" else _of_sxf(content))
    drawing.format, drawing.unit = kind, None
    return drawing


def _of_jww(content: bytes) -> bytes:
    try:
        import ezjww
    except ImportError:
        raise Invalid("drawing-needs-reader", format="jww", package="ezjww") from None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "drawing.jww")
        path.write_bytes(content)
        text: Any = ezjww.to_dxf_string(path, target_version="AC1024")
    return str(text).encode("utf-8", "surrogateescape")


def _of_sxf(content: bytes) -> bytes:
    try:
        import ezsxf
    except ImportError:
        raise Invalid("drawing-needs-reader", format="sxf", package="ezsxf") from None
    head = content[:4096]
    features = b"feature_mode" in head or b"/*SXF" in head
    parse = ezsxf.parse_sfc if features else ezsxf.parse_p21
    text: Any = ezsxf.to_dxf(parse(content, strict=False), strict=False)
    return str(text).encode("utf-8", "surrogateescape")
