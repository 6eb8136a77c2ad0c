"""Labels are read back from their pictures; sheets are grids that fit on A4."""

from io import BytesIO

import pytest
from PIL import Image

from daicho.foundation.kernel import codes
from daicho.foundation.kernel.errors import Invalid, Missing
from daicho.things.labels import drawing, lettering, pictures, sheets
from daicho.things.labels.sheets import SHEETS, Sheet
from tests.unit.labels.reading import label, read_back


@pytest.mark.parametrize("number", range(40))
def test_a_picture_reads_back_as_its_code(number: int) -> None:
    one = label(number)

    assert read_back(Image.open(BytesIO(pictures.png(one)))) == [one.code]


def test_a_picture_with_an_address_reads_back_to_the_same_code() -> None:
    one = label()

    (text,) = read_back(Image.open(BytesIO(pictures.png(one, "https://daicho.example.lg.jp/"))))

    assert text == f"HTTPS://DAICHO.EXAMPLE.LG.JP/Q/{one.code}"
    assert codes.read(text) == one.code


def test_a_quarter_of_a_label_may_be_dirty() -> None:
    """Level Q: a spot over a part of the data does not matter."""
    one = label()
    picture = Image.open(BytesIO(pictures.png(one))).convert("L")
    side = picture.width
    picture.paste(0, (side * 6 // 10, side * 6 // 10, side * 7 // 10, side * 7 // 10))

    assert read_back(picture) == [one.code]


def test_a_character_that_no_font_has_shows_as_geta() -> None:
    assert lettering.runs("あ\U0002ffff") == [(lettering.REGULAR, "あ〓")]


def test_rare_characters_come_from_the_second_font() -> None:
    assert [font for font, _ in lettering.runs("田𠮷田")] == [
        lettering.REGULAR,
        lettering.REST,
        lettering.REGULAR,
    ]


def test_the_same_labels_give_the_same_bytes() -> None:
    assert drawing.pdf([label()], SHEETS[0]) == drawing.pdf([label()], SHEETS[0])


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: s.name)
def test_a_sheet_fits_on_a4(sheet: Sheet) -> None:
    cells = list(sheets.cells(sheet, 1, sheet.cells))

    assert min(c.x for c in cells) >= -0.001
    assert min(c.y for c in cells) >= -0.001
    assert max(c.x for c in cells) + sheet.width <= 210.001
    assert max(c.y for c in cells) + sheet.height <= 297.001
    assert len({(c.x, c.y) for c in cells}) == sheet.cells


def test_labels_begin_at_the_chosen_cell_and_go_on_over_pages() -> None:
    sheet = sheets.sheet_named("a4-24")

    placed = list(sheets.cells(sheet, 24, 2))

    assert [c.page for c in placed] == [0, 1]
    assert (placed[1].x, placed[1].y) == (sheet.left, sheet.top)


@pytest.mark.parametrize("start", [0, -1, 25])
def test_a_start_outside_the_sheet_is_refused(start: int) -> None:
    with pytest.raises(Invalid, match="start-outside-sheet"):
        list(sheets.cells(sheets.sheet_named("a4-24"), start, 1))


def test_an_unknown_sheet_tells_the_known_ones() -> None:
    with pytest.raises(Missing) as refusal:
        sheets.sheet_named("a5")

    assert "a4-24" in refusal.value.facts["known"]


def test_a_long_name_ends_in_dots() -> None:
    shown = lettering.lines("長い名前" * 20, 60, 8, most=2)

    assert len(shown) == 2
    assert shown[-1].endswith("…")
    assert all(lettering.width(line, 8) <= 68 for line in shown)
