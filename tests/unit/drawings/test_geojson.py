"""GeoJSON: our floors there and back, those of others by their geometry."""

import json
from typing import Any

import pytest

from daicho.places.drawings import geojson, reading
from daicho.places.floors.document import parse_floor
from tests.support.plans import cabinet, office_plan
from tests.support.source import ROOT


def back(content: bytes) -> Any:
    return reading.read("a.geojson", content).document


def test_a_floor_comes_back_whole() -> None:
    camera = {"id": "v2", "kind": "camera", "at": [900, 900], "eye": 2500, "camera": {"tilt": -30}}
    plan = office_plan(cabinet())
    plan["viewpoints"].append(camera)
    floor = parse_floor(json.dumps(plan))
    assert back(geojson.written(floor)) == floor


@pytest.mark.parametrize("path", sorted((ROOT / "tests/data/floors").glob("*.floor.json")))
def test_every_sample_floor_comes_back_whole(path: Any) -> None:
    floor = parse_floor(path.read_bytes())
    assert back(geojson.written(floor)) == floor


def test_what_another_program_moved_has_moved() -> None:
    whole = json.loads(geojson.written(parse_floor(json.dumps(office_plan(cabinet())))))
    wall = next(f for f in whole["features"] if f["properties"]["daicho"] == "wall")
    wall["geometry"]["coordinates"][1] = [3000, 6000]
    terminal = next(f for f in whole["features"] if f["properties"]["daicho"] == "terminal")
    terminal["properties"]["seat"] = json.dumps(terminal["properties"]["seat"])
    del whole["daicho"]
    floor = back(json.dumps(whole).encode())
    assert floor.walls[0].end == (3000, 6000)
    assert floor.terminals[0].seat.height == 1200


def foreign(kind: str, coordinates: Any, **properties: Any) -> bytes:
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_the_layer_of_a_foreign_feature_is_told_by_its_properties() -> None:
    read = reading.read("a.geojson", foreign("LineString", [[0, 0], [5, 0]], layer="壁"))
    assert [(s.layer, s.rings) for s in read.strokes] == [("壁", (((0, 0), (5, 0)),))]
    assert read.unit is None


def test_parts_of_many_polygons_are_each_a_region() -> None:
    ring = [[0, 0], [9, 0], [9, 9], [0, 0]]
    read = reading.read("a.geojson", foreign("MultiPolygon", [[ring], [ring]]))
    assert [s.closed for s in read.strokes] == [True, True]


def test_degrees_become_metres_and_it_is_told() -> None:
    ends = [[139.75, 35.70], [139.7501, 35.70]]
    read = reading.read("a.geojson", foreign("LineString", ends))
    assert read.unit == "m"
    assert read.strokes[0].rings[0][1][0] == pytest.approx(9.04, abs=0.05)
    assert read.warnings[0]["code"] == "drawing-from-degrees"


@pytest.mark.parametrize("bad", [None, [[0, 0]], [["a", 0], [1, 1]], [[0, 1e300], [1, 1]], 5])
def test_what_has_no_proper_coordinates_is_left_out(bad: Any) -> None:
    read = reading.read("a.geojson", foreign("LineString", bad))
    assert (read.strokes, read.unseen) == ([], {("not-a-line", "-"): 1})
