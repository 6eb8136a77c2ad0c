"""Background pictures: PNG, JPEG or one page of a PDF, drawn anew so that nothing else of the file is kept.

Runs in the process that reads drawings; the libraries are loaded with the first picture.
"""

import io
import math
from typing import Any, Final

from daicho.foundation.kernel.errors import Invalid
from daicho.places.drawings import reading
from daicho.places.drawings.model import Picture, PictureFormat, Shot

MOST_PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 4_000
LARGEST_PAGE: Final = 14_400.0
"""Points: what readers of PDF take a page to be at most (200 inches)."""
FINEST: Final = 300 / 72
"""Pixels a point; a page is not drawn finer than it would be printed."""
MOST_KEPT: Final = 8_000_000
"""Bytes; what does not fit so as PNG (a scanned photograph) is kept as JPEG."""
KNOWN: Final = ("png", "jpeg", "pdf")


def picture(name: str, content: bytes, page: int) -> tuple[Picture, bytes]:
    """The picture as it is kept, and its bytes. SVG is refused always: it may carry scripts."""
    kind = reading.kind_of(content)
    if kind == "svg":
        raise Invalid("drawing-svg-refused")
    if kind is not None:
        reading.refuse_lies(name, kind)
    if kind not in KNOWN:
        raise Invalid("drawing-unknown-format", found=kind or "-")
    if kind == "pdf":
        return _of_pdf(content, page)
    if page != 1:
        raise Invalid("drawing-page-missing", page=page, pages=1)
    return _of_image(content, kind)


def evidence(content: bytes) -> tuple[Shot, bytes]:
    """A photograph, signature or certificate that opens; a picture drawn anew, nothing for a document that stays."""
    kind = "webp" if _is_webp(content) else reading.kind_of(content)
    if kind == "pdf":
        _of_pdf(content, 1)
        return Shot("application/pdf", "application/pdf"), b""
    if kind not in ("png", "jpeg", "webp"):
        raise Invalid("evidence-unknown-format", found=kind or "-")
    drawn, body = _of_image(content, kind)
    return Shot(f"image/{kind}", f"image/{drawn.format}"), body


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _of_image(content: bytes, kind: str) -> tuple[Picture, bytes]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=[kind.upper()]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid("drawing-too-large", what="pixels", most=MOST_PIXELS)
            drawn = _smaller(opened)
            ImageOps.exif_transpose(drawn, in_place=True)
            return _encoded(drawn, kind, page=1, pages=1)
    except Image.DecompressionBombError:
        raise Invalid("drawing-too-large", what="pixels", most=MOST_PIXELS) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        reason = type(error).__name__
        raise Invalid("drawing-unreadable", format=kind, reason=reason) from None


def _encoded(image: Any, kind: str, *, page: int, pages: int) -> tuple[Picture, bytes]:
    """Pixels alone, at most so large, in a format that every browser shows."""
    drawn = _smaller(image)
    if drawn.mode != (mode := _mode(drawn)):
        drawn = drawn.convert(mode)
    drawn.info.clear()
    target: PictureFormat = "jpeg" if kind in ("jpeg", "webp") else "png"
    body = _jpeg(drawn) if target == "jpeg" else _png(drawn)
    if len(body) > MOST_KEPT and target == "png":
        target, body = "jpeg", _jpeg(drawn)
    return Picture(target, drawn.width, drawn.height, page, pages), body


def _png(image: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _jpeg(image: Any) -> bytes:
    """On white where it is see-through."""
    from PIL import Image

    if image.mode == "RGBA":
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        image = paper
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()


def _smaller(image: Any) -> Any:
    """Within the longest side, before anything else: each copy of a large picture is 160 MB."""
    if image.mode in ("1", "P", "PA"):
        image = image.convert(_mode(image))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _mode(image: Any) -> str:
    """Grey stays grey and what is see-through stays so; the rest becomes plain colours."""
    if image.mode in ("1", "L", "I", "I;16", "F"):
        return "L"
    return "RGBA" if image.has_transparency_data else "RGB"


def _of_pdf(content: bytes, page: int) -> tuple[Picture, bytes]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        reason = "encrypted" if "assword" in str(error) else "damaged"
        raise Invalid("drawing-unreadable", format="pdf", reason=reason) from None
    try:
        pages = len(document)
        if not 1 <= page <= pages:
            raise Invalid("drawing-page-missing", page=page, pages=pages)
        try:
            return _drawn(document[page - 1], page, pages)
        except pypdfium2.PdfiumError:
            raise Invalid("drawing-unreadable", format="pdf", reason="damaged") from None
    finally:
        document.close()


def _drawn(sheet: Any, page: int, pages: int) -> tuple[Picture, bytes]:
    wide, high = sheet.get_size()
    if not (0 < wide < math.inf and 0 < high < math.inf):
        raise Invalid("drawing-unreadable", format="pdf", reason="no-size")
    if max(wide, high) > LARGEST_PAGE:
        raise Invalid("drawing-too-large", what="points", most=int(LARGEST_PAGE))
    scale = min(FINEST, (LONGEST_SIDE - 1) / max(wide, high))
    image = sheet.render(scale=scale, rev_byteorder=True).to_pil()
    return _encoded(image, "pdf", page=page, pages=pages)
