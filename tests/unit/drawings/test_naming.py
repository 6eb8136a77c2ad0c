"""What layers are called, and what they are taken for."""

import pytest

from daicho.places.drawings.naming import suggestion


@pytest.mark.parametrize(
    ("name", "become"),
    [
        ("壁", "wall"),
        ("A-WALL", "wall"),
        ("a_wall_full", "wall"),
        ("RC躯体", "wall"),
        ("間仕切", "partition"),
        ("間仕切壁", "partition"),
        ("A-WALL-PRTN", "partition"),
        ("扉", "door"),
        ("建具", "door"),
        ("A-DOOR", "door"),
        ("ガラス", "glass"),
        ("ｶﾞﾗｽ間仕切", "glass"),
        ("A-GLAZ", "glass"),
        ("受付カウンター", "counter"),
        ("窓口カウンター", "counter"),
        ("窓", "glass"),
        ("書庫", "cabinet"),
        ("A-FURN", "cabinet"),
        ("取扱区域", "area"),
        ("A-FLOR-OTLN", "outline"),
        ("外形線", "outline"),
        ("壁寸法", "skip"),
        ("A-ANNO-DIMS", "skip"),
        ("通り芯", "skip"),
        ("0", "skip"),
        ("", "skip"),
    ],
)
def test_a_name_says_what_is_drawn(name: str, become: str) -> None:
    assert suggestion(name) == become
