"""Names as offices write them: every character is drawn as itself, and nothing shows as an empty box."""

from io import BytesIO

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from daicho.places.floors.svg import clean
from daicho.things.labels import drawing, lettering, pictures, sheets
from daicho.things.labels.sheets import SHEETS
from tests.unit.labels.reading import label, read_back

NAMES = "全角　空白 髙﨑 𠮷槗 ①㉑Ⅳ ㈱㍿ ～〜－−‐—ー ｱｶﾞﾊﾟ｡･ 濵邉齋瀨栁德 ㋿㊞№℡㎡ ￥＼ 〆々〇 𩸽鷗"


def printed(text: str) -> str:
    """The words of a sheet with this name on its label, as a reader of PDF takes them out."""
    body = drawing.pdf([label(name=text)], SHEETS[0])
    return str(pypdfium2.PdfDocument(body)[0].get_textpage().get_text_bounded())


@pytest.mark.parametrize("font", [lettering.REGULAR, lettering.BOLD])
def test_characters_of_japanese_names_are_in_the_fonts(font: str) -> None:
    told = lettering.runs(NAMES, font)
    assert "".join(piece for _, piece in told) == NAMES
    for name, piece in told:
        glyphs = TTFont(lettering._path(name)).getBestCmap()
        assert {c for c in piece if glyphs.get(ord(c), ".notdef") == ".notdef"} == set()


def test_every_character_reaches_the_paper() -> None:
    page = printed(NAMES)
    beyond = {"𠮷", "𩸽"}
    """Drawn, but reportlab's table for readers has no place beyond the first plane."""
    assert {c for c in NAMES if not c.isspace()} - set(page) - beyond == set()
    assert lettering.GETA not in page


def test_a_wide_blank_is_as_wide_as_the_font_has_it() -> None:
    apart = lettering.width("全角　空白", 10) - lettering.width("全角空白", 10)
    assert apart == pytest.approx(10 * 1365 / 2048)
    assert clean("窓口　一番") == "窓口　一番"


def test_blanks_without_a_glyph_are_drawn_as_the_ordinary_one() -> None:
    assert lettering.runs("a\u2009b\u205fc") == [(lettering.REGULAR, "a b c")]


def test_what_has_no_shape_leaves_no_mark() -> None:
    assert lettering.runs("葛\U000e0100飾\u200b区\ufeff") == [(lettering.REGULAR, "葛飾区")]


def test_kana_with_a_mark_of_its_own_become_one_character() -> None:
    assert lettering.runs("か\u3099ハ\u309a") == [(lettering.REGULAR, "がパ")]


def test_a_name_keeps_its_own_form_of_a_character() -> None:
    """Canonical composition would make another character of it."""
    assert lettering.drawable("神\ufa19塚\ufa10") == "神\ufa19塚\ufa10"


def test_a_character_that_stands_for_others_is_written_with_them() -> None:
    assert lettering.runs("\U0001d400\U0001d7d9") == [(lettering.REGULAR, "A1")]


def test_such_a_label_is_still_read_from_its_picture() -> None:
    one = label(name=NAMES)
    picture = Image.open(BytesIO(pictures.tape_png(one, sheets.sheet_named("tape-62x29"), 300)))
    assert read_back(picture) == [one.code]
