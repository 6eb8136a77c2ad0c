"""`daicho floor check` as it is called: exit codes, JSON on request, one line for bad input."""

import argparse
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from daicho.cli import floor, floor_words
from daicho.oversight.violations.analysis import RULES
from daicho.places.floors import document, reading, validation
from tests.support.scenes import as_bytes, office


def check(*words: str) -> int:
    parser = argparse.ArgumentParser()
    floor.add_arguments(parser.add_subparsers(required=True))
    args = parser.parse_args(["floor", "check", *words])
    return int(args.run(args))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    path.write_bytes(as_bytes(office()))
    return path


def test_a_floor_without_violations_exits_0(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(str(plan)) == 0
    assert "違反 0 件" in capsys.readouterr().out
    assert check(str(plan), "--lang", "en") == 0
    assert "Violations: 0" in capsys.readouterr().out


def test_a_floor_with_violations_exits_1_and_names_them(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan.write_bytes(as_bytes(office(viewpoints=[])))
    assert check(str(plan)) == 1
    assert "TM-01 [観察] t1: 統合端末が死角" in capsys.readouterr().out


def test_json_is_the_analysis(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(str(plan), "--json", "--target-height", "900", "--full-height") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["target_height"]) == ("daicho.analysis/1", 900)
    assert check(str(plan), "--json", "--no-polygons") == 0
    assert "region" not in capsys.readouterr().out


def test_bad_input_is_one_line_with_its_place_and_exits_2(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = office()
    bad["walls"][0]["to"] = [0, 99_000_000]
    plan.write_bytes(as_bytes(bad))
    assert check(str(plan), "--json") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.endswith("walls[0].to: 値が範囲の外 (value 99000000)\n")
    assert told.err.count("\n") == 1


def test_a_missing_file_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(str(tmp_path / "none.json")) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("height", ["-1", "10001", "nan", "tall"])
def test_a_senseless_target_height_exits_2(plan: Path, height: str) -> None:
    with pytest.raises(SystemExit) as left:
        check(str(plan), f"--target-height={height}")
    assert left.value.code == 2


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(as_bytes(office()))))
    assert check("-") == 0


def test_the_command_starts_without_the_web_framework(plan: Path) -> None:
    code = (
        "import argparse, sys; from daicho.cli import floor; p = argparse.ArgumentParser();"
        "floor.add_arguments(p.add_subparsers()); a = p.parse_args(sys.argv[1:]); a.run(a);"
        "sys.exit(3 if {'litestar', 'piccolo'} & sys.modules.keys() else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code, "floor", "check", str(plan)], check=False)
    assert done.returncode == 0


def test_every_reason_and_rule_has_its_words() -> None:
    sources = "".join(
        Path(str(module.__file__)).read_text("utf-8") for module in (document, reading, validation)
    )
    for reason in floor_words.REASONS:
        assert f'"{reason}"' in sources
    assert floor_words.RULES.keys() == set(RULES)
