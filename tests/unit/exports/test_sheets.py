"""Cells as a spreadsheet may open them, and containers as we write them."""

import io

import pytest

from daicho.oversight.exports.container import Odd, read, write
from daicho.oversight.exports.sheets import cell, neutral, table
from tests.unit.exports import tampering as tamper
from tests.unit.exports.making import NAMES, Made


def nothing(_: str) -> None:
    return None


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'"])
def test_a_cell_that_could_be_calculated_gets_an_apostrophe_that_can_be_taken_away(
    first: str,
) -> None:
    assert neutral(first + "1+1") == "'" + first + "1+1"
    assert neutral("x" + first) == "x" + first


def test_values_are_told_as_people_read_them() -> None:
    commitment = "c:" + "0" * 64
    assert cell(None, nothing) == ""
    assert cell(True, nothing) == "true"
    assert cell(-5, nothing) == "-5"
    assert cell(commitment, nothing) == commitment
    assert cell(commitment, lambda _: "=1") == "'=1"
    assert cell("2023-01-31T15:00:00.000000Z", nothing) == "2023-02-01T00:00:00+09:00"
    assert cell({"b": [commitment], "a": 1}, lambda _: "佐藤") == '{"a":1,"b":["佐藤"]}'


def test_a_table_without_rows_still_has_its_heading() -> None:
    assert list(table([], [], nothing)) == [b"\xef\xbb\xbf\r\n"]


def test_the_bundle_holds_every_name_once_and_neutralised(cut: Made) -> None:
    sheet = tamper.members(cut.bundle)["registers/sections.csv"]
    assert sheet.startswith(b"\xef\xbb\xbf")
    text = sheet.decode("utf-8-sig")
    assert "\r\n" in text
    for name in NAMES:
        spelled = neutral(name).replace('"', '""')
        assert spelled in text


def test_a_container_is_read_as_it_was_written() -> None:
    out = io.BytesIO()
    write(out, [("a.txt", 3, 0x352441C2, [b"a", b"bc"]), ("b/c.txt", 0, 0, [])])
    opened = read(out)
    assert opened.odd == []
    assert [(m.name, m.size) for m in opened.members] == [("a.txt", 3), ("b/c.txt", 0)]
    assert b"".join(opened.chunks(opened.members[0])) == b"abc"


def test_a_container_beyond_its_bounds_is_not_begun() -> None:
    with pytest.raises(Odd):
        write(io.BytesIO(), [("a", 0xFFFF_FFFF, 0, [])])
