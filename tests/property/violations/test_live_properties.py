"""A step of a study is what a study of the changed floor is: regions, numbers, lines and violations."""

from collections.abc import Iterable
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.oversight.violations.live import LiveStudy, Looking
from daicho.oversight.violations.live_answers import Step, Whole
from daicho.oversight.violations.live_changes import read_change
from daicho.places.floors.document import read_floor
from daicho.places.floors.model import FloorInvalid
from daicho.places.floors.seen import Patches
from tests.support.changing import changed, changes, floors


def _studied(floor: dict[str, Any]) -> LiveStudy:
    return LiveStudy(read_floor(floor), Looking())


@st.composite
def sound_floors(draw: st.DrawFn) -> dict[str, Any]:
    """Floors on which no eye stands in a wall."""
    return draw(floors().filter(_is_sound))


def _is_sound(floor: dict[str, Any]) -> bool:
    try:
        read_floor(floor)
    except FloorInvalid:
        return False
    return True


@settings(max_examples=100, deadline=None)
@given(st.data(), st.booleans())
def test_a_step_is_what_a_study_of_the_changed_floor_is(data: st.DataObject, is_held: bool) -> None:
    floor = data.draw(sound_floors())
    study = _studied(floor)
    ids = [one["id"] for name in ("walls", "viewpoints") for one in floor[name]]
    grip = study.hold(ids) if is_held else None
    for _ in range(2):
        change = data.draw(changes(floor))
        after = changed(floor, change)
        if _is_sound(after):
            _check_same(study.whole, study.step(_read(change), grip), _studied(after).whole)
        else:
            with pytest.raises(FloorInvalid):
                study.step(_read(change), grip)


def _read(change: dict[str, Any]) -> Any:
    lists = {name: found for name, found in change.items() if name != "removed"}
    return read_change(lists, change["removed"])


def _check_same(before: Whole, step: Step, wanted: Whole) -> None:
    regions = {one.id: one for one in (*before.viewpoints, *step.viewpoints)}
    for viewpoint in wanted.viewpoints:
        assert regions[viewpoint.id].visible_m2 == pytest.approx(viewpoint.visible_m2, rel=1e-9)
        _check_shape(regions[viewpoint.id].region, viewpoint.region)
    areas = {one.id: one for one in (*before.areas, *step.areas)}
    for area in wanted.areas:
        known = areas[area.id]
        assert known.area_m2 == area.area_m2
        assert known.blind_m2 == pytest.approx(area.blind_m2, rel=1e-9, abs=1e-9)
        _check_shape(known.blind, area.blind)
    exposure = {one.terminal: one for one in (*before.exposure, *step.exposure)}
    for exposed in wanted.exposure:
        _check_shape(exposure[exposed.terminal].region, exposed.region)
    cameras = {one.id: one for one in (*before.cameras, *step.cameras)}
    assert all(cameras[one.id] == one for one in wanted.cameras)
    lines = {(one.terminal, one.viewpoint): one for one in (*before.sight, *step.sight)}
    assert all(lines[one.terminal, one.viewpoint] == one for one in wanted.sight)
    terminals = {one.id: one for one in (*before.terminals, *step.terminals)}
    _check_told([terminals[one.id] for one in wanted.terminals], wanted.terminals)
    violations = {one.key: one for one in (*before.violations, *step.violations)}
    _check_told([violations[key] for key in step.keys], wanted.violations)


def _check_shape(one: Any, other: Any) -> None:
    mine, theirs = _shape(one), _shape(other)
    off = shapely.symmetric_difference(mine, theirs, grid_size=1e-7).area
    assert off <= 1e-9 * (1e6 + theirs.area)


def _shape(patches: Patches) -> Any:
    """Corners are rounded to a millionth of a millimetre, which may fold a slit over."""
    pieces = [shapely.Polygon(one.polygon, one.holes) for one in patches]
    return shapely.union_all([shapely.make_valid(piece) for piece in pieces])


def _check_told(found: Iterable[Any], wanted: Iterable[Any]) -> None:
    for one, other in zip(found, wanted, strict=True):
        _check_value(
            {name: getattr(one, name) for name in one.__struct_fields__},
            {name: getattr(other, name) for name in other.__struct_fields__},
        )


def _check_value(one: Any, other: Any) -> None:
    """Equal, numbers but for their last digits; regions in facts by what they cover."""
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for name in one:
            if name != "region":
                _check_value(one[name], other[name])
    elif isinstance(one, list | tuple):
        assert len(one) == len(other)
        for mine, theirs in zip(one, other, strict=True):
            _check_value(mine, theirs)
    elif isinstance(one, float):
        assert one == pytest.approx(other, rel=1e-9, abs=1e-9)
    else:
        assert one == other
