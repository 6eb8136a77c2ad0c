"""Printed pages: every label on them reads back at 300 dpi, and nothing stands there that must not."""

import pypdfium2
import pytest

from daicho.foundation.kernel import codes
from daicho.things.labels import drawing, model
from daicho.things.labels.model import Label
from daicho.things.labels.sheets import SHEETS, Sheet
from tests.unit.labels.reading import label, read_back

DPI = 300


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: s.name)
def test_every_label_of_a_sheet_reads_back_from_the_printed_page(sheet: Sheet) -> None:
    start = 3
    labels = [label(n) for n in range(sheet.cells)]

    document = pypdfium2.PdfDocument(drawing.pdf(labels, sheet, start))
    pages = [page.render(scale=DPI / 72).to_pil() for page in document]

    assert len(pages) == 2
    assert [len(read_back(page)) for page in pages] == [sheet.cells - 2, 2]
    assert sorted(t for page in pages for t in read_back(page)) == sorted(x.code for x in labels)


def test_the_printed_page_has_every_character_of_a_name() -> None:
    document = pypdfium2.PdfDocument(drawing.pdf([label(1, name="髙と槗")], SHEETS[0]))
    text = document[0].get_textpage().get_text_range()

    assert "髙と槗" in text
    assert codes.printed(label(1).code) in text
    assert "M-2022-0001" in text


@pytest.mark.parametrize("kind", ["place", "staff"])
def test_places_and_badges_show_their_code_alone(kind: model.Kind) -> None:
    one = Label(label().code, kind=kind, section="office")
    document = pypdfium2.PdfDocument(drawing.pdf([one], SHEETS[0]))

    assert document[0].get_textpage().get_text_range().strip() == codes.printed(one.code)
