"""`daicho floor import` as a person types it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from daicho.places.floors.document import parse_floor
from tests.support import outside


def daicho(*words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "daicho.cli.main", "floor", "import", *words]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "1階.dxf"
    path.write_bytes(outside.office_dxf())
    return path


def test_layers_are_taken_by_their_names(drawing: Path) -> None:
    done = daicho(str(drawing), "--json")
    assert done.returncode == 0, done.stderr
    floor = parse_floor(done.stdout)
    report = json.loads(done.stderr)
    assert floor.name == "1階"
    assert report["taken"] == {"area": 1, "door": 1, "partition": 1, "wall": 4}
    assert report["snapped"]["count"] == 2


def test_what_a_layer_is_may_be_said(drawing: Path, tmp_path: Path) -> None:
    out = tmp_path / "floor.json"
    words = ["--map", "壁=glass:2400", "--map", "区域=area:public", "--map", "建具=skip"]
    done = daicho(str(drawing), *words, "--name", "本庁 1階", "--out", str(out))
    assert (done.returncode, done.stdout) == (0, b"")
    floor = parse_floor(out.read_bytes())
    assert {wall.kind for wall in floor.walls} == {"glass", "partition"}
    assert [area.kind for area in floor.areas] == ["public"]
    assert "つないだ端点 / ends joined: 2" in done.stderr.decode()


def test_a_drawing_without_a_unit_wants_one(tmp_path: Path) -> None:
    path = tmp_path / "a.dxf"
    path.write_bytes(outside.office_dxf(units=0))
    done = daicho(str(path))
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    for words in (["--unit", "cm"], ["--scale", "0,0,10000,0=100000"]):
        floor = parse_floor(daicho(str(path), *words).stdout)
        assert max(wall.end[0] for wall in floor.walls) == 100_000


@pytest.mark.parametrize(
    "words",
    [["--map", "壁"], ["--map", "壁=moat"], ["--map", "壁=wall:tall"], ["--scale", "1,2"],
     ["--map", "ない=wall"]],
)  # fmt: skip
def test_bad_words_are_told_in_one_line(drawing: Path, words: list[str]) -> None:
    done = daicho(str(drawing), *words)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    done = daicho(str(tmp_path / "none.dxf"))
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
