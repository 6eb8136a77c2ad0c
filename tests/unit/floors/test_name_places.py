"""Names of areas on a drawing: inside their area, clear of what else is written and drawn there."""

from typing import Any

import shapely

from daicho.places.floors.document import read_floor
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.name_places import name_places
from tests.support.scenes import office

HALL = [[0, 0], [12000, 0], [12000, 8000], [0, 8000]]
STORE = [[0, 5000], [4000, 5000], [4000, 8000], [0, 8000]]
AREAS: list[dict[str, Any]] = [
    {"id": "hall", "name": "事務室", "kind": "office", "polygon": HALL},
    {"id": "store", "name": "書庫", "kind": "storage", "polygon": STORE},
]


def _floor(areas: list[dict[str, Any]]) -> FloorDocument:
    return read_floor(office(areas=areas))


def test_an_area_around_another_is_not_named_in_the_other() -> None:
    places = name_places(_floor(AREAS))
    assert shapely.Polygon(STORE).contains(shapely.Point(places["store"]))
    assert shapely.Polygon(HALL).contains(shapely.Point(places["hall"]))
    assert not shapely.Polygon(STORE).contains(shapely.Point(places["hall"]))


def test_a_name_stands_clear_of_seats_and_viewpoints() -> None:
    document = _floor(AREAS)
    place = shapely.Point(name_places(document)["hall"])
    things = [one.at for one in document.viewpoints] + [one.seat.at for one in document.terminals]
    assert things
    assert all(place.distance(shapely.Point(at)) > 400 for at in things)


def test_an_area_filled_by_a_smaller_one_is_named_all_the_same() -> None:
    places = name_places(_floor([AREAS[0], AREAS[0] | {"id": "twin"}]))
    assert all(shapely.Polygon(HALL).contains(shapely.Point(at)) for at in places.values())
