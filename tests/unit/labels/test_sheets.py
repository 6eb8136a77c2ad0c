"""Sheets as data: what fits, what does not and by how much; tapes of any size; a thousand labels."""

import msgspec
import pytest

from daicho.foundation.kernel.errors import Invalid
from daicho.things.labels import drawing, pictures, reading, sheets
from daicho.things.labels.sheets import SHEETS, TAPES, Sheet
from tests.unit.labels.reading import label

A4_24 = sheets.sheet_named("a4-24")


@pytest.mark.parametrize("sheet", [*SHEETS, *TAPES], ids=lambda s: s.name)
def test_every_ready_made_sheet_fits_its_paper(sheet: Sheet) -> None:
    sheets.refuse_misfit(sheet)


@pytest.mark.parametrize(
    ("changed", "code", "mm"),
    [
        ({"left": -0.31}, "sheet-off-left", 0.4),
        ({"left": 13.2}, "sheet-off-right", 1.2),
        ({"top": -2.0}, "sheet-off-top", 2.0),
        ({"top": 30.0}, "sheet-off-bottom", 4.2),
        ({"pitch_x": 60.0}, "labels-overlap-across", 6.0),
        ({"pitch_y": 33.8}, "labels-overlap-down", 0.1),
    ],
)
def test_a_misfit_names_the_side_and_the_millimetres(
    changed: dict[str, float], code: str, mm: float
) -> None:
    with pytest.raises(Invalid) as refusal:
        sheets.refuse_misfit(msgspec.structs.replace(A4_24, **changed))

    assert (refusal.value.code, refusal.value.facts["mm"]) == (code, mm)


def test_corners_are_no_rounder_than_the_label() -> None:
    with pytest.raises(Invalid, match="corner-too-round"):
        sheets.refuse_misfit(msgspec.structs.replace(A4_24, corner=17.0))


@pytest.mark.parametrize(
    ("start", "count", "pages", "following"),
    [(1, 24, 1, 1), (24, 2, 2, 2), (5, 3, 1, 8), (1, 1000, 42, 17)],
)
def test_a_run_of_labels_knows_its_pages_and_where_the_next_begins(
    start: int, count: int, pages: int, following: int
) -> None:
    assert sheets.pages(A4_24, start, count) == pages
    assert sheets.next_cell(A4_24, start, count) == following


def test_a_tape_has_any_size() -> None:
    assert sheets.sheet_named("tape-38x21.5").page_height == 21.5
    with pytest.raises(Invalid, match="tape-size"):
        sheets.sheet_named("tape-38x9")


@pytest.mark.parametrize("dpi", [180, 203, 300, 600])
@pytest.mark.parametrize(
    "size", [*TAPES, sheets.tape(25, 25), sheets.tape(12, 20)], ids=lambda s: s.name
)
def test_a_tape_of_every_size_reads_back_at_every_resolution(size: Sheet, dpi: int) -> None:
    one = label(3)

    assert reading.content(pictures.tape_png(one, size, dpi)) == [one.code]


@pytest.mark.parametrize("size", [sheets.tape(25, 25), sheets.tape(20, 30)], ids=lambda s: s.name)
def test_narrow_labels_have_their_words_below(size: Sheet) -> None:
    one = label(3)

    assert reading.contents(drawing.pdf([one], size)) == [[one.code]]


@pytest.mark.slow
def test_a_thousand_labels_all_read_back() -> None:
    labels = [label(n) for n in range(1000)]

    found = reading.contents(drawing.pdf(labels, A4_24, 5, "https://daicho.example.lg.jp"))

    wanted = {f"HTTPS://DAICHO.EXAMPLE.LG.JP/Q/{one.code}" for one in labels}
    assert {text for page in found for text in page} == wanted


def test_the_trial_page_has_a_cross_for_every_corner() -> None:
    drawn = drawing.trial(A4_24, drawing.Offset(1.0, -0.5))

    assert drawn.startswith(b"%PDF-")
    assert reading.contents(drawn) == [[]]
