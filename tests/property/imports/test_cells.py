"""What stands in a cell comes back as it was written, and a date is the same day however it is written."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from daicho.foundation.kernel.errors import Invalid
from daicho.oversight.imports import cells, words

STARTS = "=+-@\t\r＝＋－＠"
TEXTS = st.text(alphabet=st.sampled_from("'=+-@＝＋－＠\t\rab漢 1"), max_size=8)


@given(TEXTS)
@example("'=1+1")
@example("''")
def test_a_neutralised_text_starts_no_formula_and_comes_back(text: str) -> None:
    out = cells.neutral(text)
    assert out[:1] == "" or out[0] not in STARTS
    assert cells.restored(out) == text


@given(st.dates(date(1926, 12, 25), date(2040, 12, 31)))
def test_a_day_is_the_same_in_every_way_of_writing_it(day: date) -> None:
    ways = [day.isoformat(), f"{day.year}/{day.month}/{day.day}", day.strftime("%Y%m%d"),
            f"{day.year}年{day.month}月{day.day}日", f"{day.isoformat()}T00:00:00"]  # fmt: skip
    begins = {"令和": (date(2019, 5, 1), 2018), "平成": (date(1989, 1, 8), 1988),
              "昭和": (date(1926, 12, 25), 1925)}  # fmt: skip
    era = next(name for name, (first, _) in begins.items() if day >= first)
    year = day.year - begins[era][1]
    ways += [
        f"{era}{year}年{day.month}月{day.day}日",
        f"{ {'令和': 'R', '平成': 'H', '昭和': 'S'}[era] }{year}.{day.month}.{day.day}",
    ]
    if year == 1:
        ways.append(f"{era}元年{day.month}月{day.day}日")
    assert {cells.day(way) for way in ways} == {day}


@pytest.mark.parametrize(
    "text", ["", "2023", "2023/2/30", "R5.13.1", "令和99年99月1日", "4月1日", "9999999"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="cell-not-a-date"):
        cells.day(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    codes: list[str] = []
    for read in (cells.line, cells.yes, cells.day, lambda cell: cells.whole(cell, 0, 9)):
        try:
            read(text)
        except Invalid as refused:
            codes.append(refused.code)
    assert all(code.startswith("cell-") for code in codes)


def test_the_word_that_is_written_is_the_word_that_is_read() -> None:
    for field, known in (("type", words.TYPES), ("kind", words.KINDS)):
        for name in known:
            assert words.meant(words.spoken(field, name), known) == name
    assert (
        cells.yes(words.spoken("encrypted", True)),
        cells.yes(words.spoken("encrypted", False)),
    ) == (True, False)
