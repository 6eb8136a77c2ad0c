"""The sample floors against CGAL's exact kernel and exact rationals."""

from dataclasses import replace

import pytest

from daicho.places.floors.document import canonical_bytes, parse_floor
from daicho.places.floors.scenery import Scenery, scenery_of
from daicho.places.floors.survey import survey
from daicho.places.sight.lines import is_free
from daicho.places.sight.regions import seen_regions
from tests.support.scenes import SAMPLES, sample

SEEN = {False: "blocked_2_5d", True: "blocked_full_height"}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_visible_area_is_exact_to_a_billionth(name: str) -> None:
    body, expected = sample(name)
    found = survey(parse_floor(body), full_height=True, polygons=False)
    assert len(found.viewpoints) == 12
    for viewpoint in found.viewpoints:
        wanted = expected["areas"][viewpoint.id]["unlimited"]
        assert viewpoint.visible_m2 == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("name", SAMPLES)
def test_an_eye_that_reaches_eight_metres_sees_the_circles_area(name: str) -> None:
    body, expected = sample(name)
    document = parse_floor(body)
    scenery = scenery_of(document, full_height=True)
    eyes = [replace(scenery.eye(one), reach=8_000.0) for one in document.viewpoints]
    regions = seen_regions(scenery.scene, eyes, 1200.0)
    for viewpoint, region in zip(document.viewpoints, regions, strict=True):
        wanted = expected["areas"][viewpoint.id]["within_8m"]
        assert region.area / 1e6 == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("full_height", [False, True])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_sight_line_is_decided_as_in_rational_numbers(name: str, full_height: bool) -> None:
    body, expected = sample(name)
    scenery = scenery_of(parse_floor(body), full_height=full_height)
    wrong = [
        line
        for line in expected["sight"]
        if is_free(scenery.scene.walls, _spot(scenery, line["eye"]), _spot(scenery, line["target"]))
        is line[SEEN[full_height]]
    ]
    assert wrong == []


def _spot(scenery: Scenery, metres: list[float]) -> tuple[float, float, float]:
    x, y, z = (1000 * metre for metre in metres)
    return (*scenery.shifted((x, y)), z)


@pytest.mark.parametrize("name", SAMPLES)
def test_canonical_bytes_give_the_document_back(name: str) -> None:
    document = parse_floor(sample(name)[0])
    assert parse_floor(canonical_bytes(document)) == document
