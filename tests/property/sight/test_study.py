"""A step of a study is what a new study of the changed floor would be, whatever moves."""

from dataclasses import replace

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.clipped import common_areas
from daicho.places.sight.scene import Eye, Scene, Spot
from daicho.places.sight.shapes import shapes_of
from daicho.places.sight.study import Held, Step, Study
from tests.property.sight.test_regions_and_lines import EYES, HALF, TARGETS, solids
from tests.support.scenes import Solid, room, walls_from

AREAS = [
    shapely.box(-HALF, -HALF, 0.0, HALF),
    shapely.box(-1_500.0, -2_000.0, 4_000.0, 3_000.0),
    shapely.Polygon([(1_000, 1_000), (4_500, 1_500), (2_000, 2_000), (1_500, 4_500)]),
]
SPOTS: list[Spot] = [
    (250.5, 250.5, 1200.0),
    (-3_000.0, 2_000.0, 1000.0),
    (4_000.0, -4_000.0, 1500.0),
]
SOLIDS = st.lists(solids(), max_size=12)
# What moves; what it becomes.
FEW = st.lists(solids(), max_size=3)
EYE_LIST = st.lists(EYES, min_size=1, max_size=5)


def differs(one: BaseGeometry, other: BaseGeometry) -> bool:
    """By arithmetic (see test_common_areas.py): of shapes equal but for rounding GEOS 3.14.1 was seen to answer both
    as their difference, or to fail."""
    both = not (one.is_empty or other.is_empty)
    common = common_areas(shapes_of([one]), shapes_of([other])).sum() if both else 0.0
    return bool(one.area + other.area - 2 * common > 1e-9 * (1e6 + other.area))


def told(step: Step, study: Study, count: int) -> list[BaseGeometry]:
    return [step.regions[i] if i in step.regions else study.regions[i] for i in range(count)]


def check(held: Held, study: Study, step: Step, whole: Study, gone: list[int]) -> None:
    """`whole` has the eyes of the step, those gone left out."""
    many = len(whole.eyes) + len(gone)
    kept = [index for index in range(many) if index not in gone]
    regions = told(step, study, many)
    assert all(regions[index].is_empty for index in gone)
    for index, region in zip(kept, whole.regions, strict=True):
        assert regions[index].is_valid
        assert not differs(regions[index], region)
    for index, blind in enumerate(whole.blind):
        ours = step.blind.get(index, study.blind[index])
        assert ours.is_valid
        assert not differs(ours, blind)
    assert (np.array(step.free)[:, kept] == np.array(whole.free)).all()
    assert not np.array(step.free)[:, gone].any()


@settings(max_examples=150, deadline=None)
@given(SOLIDS, FEW, FEW, EYE_LIST, TARGETS)
def test_walls_moved_added_and_taken_away(
    rest: list[Solid], before: list[Solid], after: list[Solid], eyes: list[Eye], z_target: float
) -> None:
    scene = room([*before, *rest])
    study = Study(scene, eyes, AREAS, z_target, SPOTS)
    held = study.hold(range(len(before)), [])
    for walls in (after, before, after[:1]):
        step = held.step(walls_from(walls), [])
        whole = Study(room([*walls, *rest]), eyes, AREAS, z_target, SPOTS)
        check(held, study, step, whole, [])


@settings(max_examples=100, deadline=None)
@given(SOLIDS, FEW, EYE_LIST, EYE_LIST, st.integers(0, 2), TARGETS)
def test_eyes_dragged_added_and_taken_away_while_walls_move(
    rest: list[Solid],
    walls: list[Solid],
    eyes: list[Eye],
    moved: list[Eye],
    holding: int,
    z_target: float,
) -> None:
    study = Study(room(rest), eyes, AREAS, z_target, SPOTS)
    chosen = list(range(len(eyes)))[-holding:] if holding else []
    held = study.hold([0] if rest else [], chosen)
    step = held.step(walls_from(walls), moved)
    new = list(eyes)
    for index, eye in zip(chosen, moved, strict=False):
        new[index] = eye
    new.extend(moved[len(chosen) :])
    gone = chosen[len(moved) :]
    left = [eye for index, eye in enumerate(new) if index not in gone]
    whole = Study(room([*rest[1:], *walls]), left, AREAS, z_target, SPOTS)
    check(held, study, step, whole, gone)


@settings(max_examples=40, deadline=None)
@given(SOLIDS, solids(), EYE_LIST, TARGETS)
def test_a_wall_that_stays_where_it_is_changes_nothing(
    rest: list[Solid], wall: Solid, eyes: list[Eye], z_target: float
) -> None:
    study = Study(room([wall, *rest]), eyes, AREAS, z_target, SPOTS)
    step = study.hold([0], []).step(walls_from([wall]), [])
    assert step.free == study.free
    for index, region in step.regions.items():
        assert not differs(region, study.regions[index])
    for index, blind in step.blind.items():
        assert not differs(blind, study.blind[index])


L_SHAPE = shapely.Polygon(
    [(-HALF, -HALF), (HALF, -HALF), (HALF, 0), (0, 0), (0, HALF), (-HALF, HALF)]
)


@settings(max_examples=60, deadline=None)
@given(SOLIDS, FEW, EYE_LIST, TARGETS)
def test_an_outline_with_a_corner_cut_out(
    rest: list[Solid], after: list[Solid], eyes: list[Eye], z_target: float
) -> None:
    def scene(walls: list[Solid]) -> Scene:
        return replace(room(walls), outline=L_SHAPE)

    study = Study(scene(rest), eyes, AREAS, z_target, SPOTS)
    held = study.hold([], [])
    whole = Study(scene([*rest, *after]), eyes, AREAS, z_target, SPOTS)
    check(held, study, held.step(walls_from(after), []), whole, [])
