"""The printed floor: true to its scale, legible, with a code that a telephone reads."""

import json
from datetime import date

import numpy as np
import pypdfium2
import pytest
import zxingcpp

from daicho.oversight.exports import floor_sheet
from daicho.oversight.violations.analysis import analyse
from daicho.places.floors.document import parse_floor
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.seen import Survey
from tests.support.plans import cabinet, office_plan

NOTE = "daicho.example/ward\n1234\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— x Az3grnmr=\n"
UNSEEN = Survey(1200.0, (), (), (), (), ())
VOUCHED = floor_sheet.Vouched(2, date(2023, 2, 20), date(2023, 3, 1), "ab" * 32, NOTE)


def floor(**changed: object) -> FloorDocument:
    return parse_floor(json.dumps(office_plan(cabinet()) | changed))


def pixels(content: bytes, scale: float) -> np.ndarray:
    page = pypdfium2.PdfDocument(content)[0]
    return np.asarray(page.render(scale=scale).to_pil().convert("L"))


@pytest.mark.parametrize(
    ("wide", "high", "scale"),
    [(10_000, 8_000, 50), (30_000, 20_000, 100), (40_000, 4_000, 150), (900_000, 1_000, 3_000)],
)
def test_the_scale_is_a_usual_one_at_which_the_floor_fits(
    wide: float, high: float, scale: int
) -> None:
    assert floor_sheet.scale_for(wide, high) == scale


def test_a_metre_on_the_floor_is_so_many_millimetres_of_paper() -> None:
    frame = floor_sheet.frame_of(floor())
    (x1, y1), (x2, y2) = frame.at((0, 0)), frame.at((1_000, 2_000))
    millimetres = [(x2 - x1) / 72 * 25.4, (y2 - y1) / 72 * 25.4]
    assert millimetres == pytest.approx([1_000 / frame.scale, 2_000 / frame.scale])


def test_a_wall_is_as_long_in_print_as_the_scale_says() -> None:
    wall = {"id": "w", "from": [0, 0], "to": [10_000, 0], "kind": "wall", "top": 2_700}
    only = floor(walls=[wall], areas=[], viewpoints=[], terminals=[], outline=None)
    frame = floor_sheet.frame_of(only)
    dark = pixels(floor_sheet.pdf(only, UNSEEN, VOUCHED), 4) < 40
    (left, y), (right, _) = frame.at((-200, 0)), frame.at((10_200, 0))
    row = dark.shape[0] - round(y * 4)
    longest = dark[row - 3 : row + 4, round(left * 4) : round(right * 4)].sum(axis=1).max()
    assert longest / 4 / 72 * 25.4 == pytest.approx(10_000 / frame.scale, abs=1)


def test_the_same_floor_and_day_give_the_same_bytes() -> None:
    assert floor_sheet.pdf(floor(), UNSEEN, VOUCHED) == floor_sheet.pdf(floor(), UNSEEN, VOUCHED)


def test_the_code_holds_the_checkpoint() -> None:
    content = floor_sheet.pdf(floor(), analyse(floor()).survey, VOUCHED)
    found = [code.text for code in zxingcpp.read_barcodes(pixels(content, 3))]
    assert found == [NOTE]


def test_names_of_any_kind_are_printed() -> None:
    odd = floor(name="𠮷田町の<b>\U0001f3e2 1階")
    page = pypdfium2.PdfDocument(floor_sheet.pdf(odd, UNSEEN, VOUCHED))[0]
    assert "田町の<b>" in page.get_textpage().get_text_range()


def test_an_empty_floor_is_a_sheet_too() -> None:
    assert floor_sheet.pdf(FloorDocument(name="空"), UNSEEN, VOUCHED).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2019, 4, 30), "2019-04-30"),
        (date(2019, 5, 1), "令和元年5月1日（2019-05-01）"),
        (date(2023, 2, 20), "令和5年2月20日（2023-02-20）"),
    ],
)
def test_days_are_written_as_offices_write_them(day: date, words: str) -> None:
    assert floor_sheet.in_words(day) == words


def test_the_bar_is_no_longer_than_seven_centimetres() -> None:
    for scale in (*floor_sheet.SCALES, 5_000, 50_000):
        assert floor_sheet.bar_length(scale) * 1_000 / scale <= 70
