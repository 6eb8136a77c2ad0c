"""The benchmarks: floors that come out the same every time, honest figures, and one sentence where there are none."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
import structlog

from benchmarks import floors, peers, sight, table, timing
from daicho.cli import bench
from daicho.cli.main import main
from daicho.places.sight.regions import seen_regions


@pytest.mark.parametrize("kind", ["office", "all see it", "open hall"])
def test_the_same_seed_gives_the_same_floor(kind: floors.Kind) -> None:
    one, other = floors.made(kind, 250, 10), floors.made(kind, 250, 10)
    assert np.array_equal(one.scene.walls.start, other.scene.walls.start)
    assert one.eyes == other.eyes
    assert len(one.eyes) == 10
    assert abs(len(one.scene.walls) - 250) <= 50


def test_growth_is_the_slope_between_logarithms() -> None:
    assert timing.growth([10, 100, 1_000], [1, 100, 10_000]) == pytest.approx(2)
    assert timing.growth([10, 10], [1, 2]) is None


def test_few_runs_have_their_slowest_as_the_95th_percentile() -> None:
    assert timing.p95([3, 1, 2]) == 3
    assert timing.p95(list(range(1, 101))) == 95


def test_a_peer_sees_the_area_that_we_see(tmp_path: Path) -> None:
    floor = floors.made("office", 40, 2).at_full_height()
    ours = sum(region.area for region in seen_regions(floor.scene, floor.eyes, 1_200)) / 1e6
    peer = peers.pysovist(floor)
    assert peer is not None
    assert peer() == pytest.approx(ours, rel=1e-9)


def test_the_table_has_a_row_for_each_figure() -> None:
    line = sight.Line("regions", "office", 250, 10, 1.234, 2.345, {"pysovist": 321.0})
    told = table.table(sight.Report([line], {"regions, office": 1.0}, []))
    assert "| regions | office | 250 | 10 | 1.23 | 2.35 | pysovist 321 |" in told
    assert msgspec.json.encode(line)


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """A command sets up the log of its process, which here goes on with other tests and without this one's output."""
    yield
    structlog.reset_defaults()


@pytest.mark.usefixtures("logs_as_before")
def test_without_a_checkout_one_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "CHECKOUT", tmp_path)
    assert main(["bench", "sight", "--quick"]) == 2
    assert "benchmarks/" in capsys.readouterr().err
