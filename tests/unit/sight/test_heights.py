"""Each 2.5D case by hand: between which scales about the eye a wall casts its shadow."""

import numpy as np
import pytest

from daicho.places.sight.heights import shadow_scales

INF = float("inf")


def scales(bottom: float, top: float, z_eye: float, z_target: float) -> tuple[float, float]:
    near, far = shadow_scales(np.array([bottom]), np.array([top]), z_eye, z_target)
    return float(near[0]), float(far[0])


@pytest.mark.parametrize(
    ("bottom", "top", "z_eye", "z_target", "expected"),
    [
        # Level: all or nothing.
        (0, 1300, 1200, 1200, (1, INF)),
        (0, 1200, 1200, 1200, None),
        (1200, 2000, 1200, 1200, (1, INF)),
        (1201, 2000, 1200, 1200, None),
        # Looking down from 1600 to 1200.
        (0, 1600, 1600, 1200, (1, INF)),
        (0, 1500, 1600, 1200, (1, 4)),
        (0, 1200, 1600, 1200, None),
        (0, 900, 1600, 1200, None),
        (1400, 1500, 1600, 1200, (2, 4)),
        (1400, 2700, 1600, 1200, (2, INF)),
        (1100, 1500, 1600, 1200, (1, 4)),
        (1600, 2700, 1600, 1200, None),
        # Looking up from 1100 to 1600.
        (0, 1600, 1100, 1600, (1, INF)),
        (0, 2700, 1100, 1600, (1, INF)),
        (0, 1350, 1100, 1600, (2, INF)),
        (0, 1100, 1100, 1600, None),
        (1350, 2700, 1100, 1600, (1, 2)),
        (1200, 1350, 1100, 1600, (2, 5)),
        (1600, 2700, 1100, 1600, None),
        (1700, 2700, 1100, 1600, None),
    ],
)
def test_the_shadow_of_a_wall_lies_between_two_scales(
    bottom: float, top: float, z_eye: float, z_target: float, expected: tuple[float, float] | None
) -> None:
    near, far = scales(bottom, top, z_eye, z_target)
    if expected is None:
        assert near >= far
    else:
        assert (near, far) == pytest.approx(expected)
