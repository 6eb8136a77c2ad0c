"""The printable plan."""

import xml.etree.ElementTree as ElementTree

import pytest

from daicho.places.floors.document import read_floor
from daicho.places.floors.survey import survey
from daicho.places.floors.svg import draw
from tests.support.scenes import office

SVG = "{http://www.w3.org/2000/svg}"


def drawn(**changes: object) -> str:
    document = read_floor(office(**changes))
    return draw(document, survey(document), caption="令和5年2月3日現在")


def test_the_same_floor_gives_the_same_bytes() -> None:
    assert drawn() == drawn()


def test_the_plan_shows_walls_areas_terminals_and_its_legend() -> None:
    picture = ElementTree.fromstring(drawn())  # noqa: S314 - our own drawing
    text = " ".join("".join(one.itertext()) for one in picture.iter(f"{SVG}text"))
    for word in (
        "窓口",
        "令和5年2月3日現在",
        "待合 (来庁者区域)",
        "統合端末 t1",
        "監督席 head",
        "死角",
    ):
        assert word in text
    classes = [one.get("class") for one in picture.iter()]
    assert "wall low" in classes
    assert "ray" in classes


def test_what_users_write_is_never_markup() -> None:
    name = "<script>alert(1)</script>&\"'"
    picture = drawn(name=name)
    assert "<script" not in picture
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own drawing
    assert root.findtext(f"{SVG}title") == name


@pytest.mark.parametrize(
    "floor", [{"walls": [], "areas": [], "viewpoints": [], "terminals": [], "outline": None}]
)
def test_an_empty_floor_is_drawn_too(floor: dict[str, object]) -> None:
    ElementTree.fromstring(drawn(**floor))  # noqa: S314 - our own drawing
