"""Pages read back before they are offered: what a scanner finds on our own rendering of them."""

from collections.abc import Sequence
from io import BytesIO
from threading import Lock

import numpy as np
import pypdfium2
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

DPI, COARSE = 300, 200
_ONE_AT_A_TIME = Lock()
"""PDFium is not made for several threads."""


def codes_on(pdf: bytes, expected: int) -> list[str]:
    """What the codes on all pages hold. Coarse pages do for most, in a third of the time; the rest is read in full."""
    found = [text for page in contents(pdf, COARSE) for text in page]
    if len(set(found)) >= expected:
        return found
    return [text for page in contents(pdf) for text in page]


def contents(pdf: bytes, dpi: int = DPI) -> list[list[str]]:
    """What the codes on each page hold, as a printer of 300 dots per inch would show them."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_on_page(document, number, dpi) for number in range(len(document))]
        finally:
            document.close()


def _on_page(document: pypdfium2.PdfDocument, number: int, dpi: int) -> list[str]:
    page = document[number]
    pixels = page.render(scale=dpi / 72, grayscale=True).to_numpy()
    return _read(np.ascontiguousarray(pixels).reshape(pixels.shape[:2]))


def content(png: bytes) -> list[str]:
    """What the codes of one picture hold."""
    return _read(np.asarray(Image.open(BytesIO(png)).convert("L")))


def _read(pixels: NDArray[np.uint8]) -> list[str]:
    """Our own pages are upright and sharp; what needs more than that would not do for a scanner either."""
    found = zxingcpp.read_barcodes(
        pixels,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
    )
    return [one.text for one in found]


def missing(wanted: Sequence[str], found: Sequence[str]) -> list[str]:
    """What was to be read and was not, in its order."""
    known = set(found)
    return [one for one in wanted if one not in known]
