"""What is pinned is what is asked for, with hashes and without the name of any package host."""

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?P<rest>(?:.*\\\n)*.*)", re.M)
FILES = ("build", "dev", "run", "test-postgres", "uv")
# Version, or with a mark for other systems several of them.
Pins = dict[str, set[Version]]


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def text(name: str) -> str:
    return (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> Pins:
    found: Pins = {}
    for pin in PIN.finditer(text(name)):
        found.setdefault(canonicalize_name(pin["name"]), set()).add(Version(pin["version"]))
    return found


def group(name: str) -> list[str]:
    """A dependency group with the groups that it includes."""
    wanted: list[str] = []
    for line in project()["dependency-groups"][name]:
        wanted += [line] if isinstance(line, str) else group(line["include-group"])
    return wanted


def unmet(wanted: list[str], pinned: Pins) -> list[str]:
    """Requirements for which no pin, or one outside their range, is there."""
    return [
        line
        for line in wanted
        for requirement in [Requirement(line)]
        for versions in [pinned.get(canonicalize_name(requirement.name), set())]
        if not versions or not all(requirement.specifier.contains(each) for each in versions)
    ]


def test_everything_that_is_asked_for_is_pinned_within_its_range() -> None:
    dependencies = project()["project"]["dependencies"]
    assert unmet(dependencies, pins("run")) == []
    assert unmet([*dependencies, *group("dev")], pins("dev")) == []
    assert unmet(project()["build-system"]["requires"], pins("build")) == []
    assert unmet(group("test-postgres"), pins("test-postgres")) == []
    assert unmet([project()["tool"]["daicho"]["uv"]], pins("uv")) == []


def test_a_missing_or_outdated_pin_is_seen() -> None:
    pinned = {"litestar": {Version("2.24")}}
    assert unmet(["litestar>=2.25", "granian"], pinned) == ["litestar>=2.25", "granian"]
    assert unmet(["Litestar[x]>=2,<3"], pinned) == []


def test_what_runs_is_what_was_tested_and_what_builds_is_the_same() -> None:
    tested = pins("dev")
    for name in ("run", "build"):
        assert {p: v for p, v in pins(name).items() if tested.get(p) != v} == {}


def test_the_checkout_builds_with_what_the_project_says_it_builds_with() -> None:
    assert sorted(group("build")) == sorted(project()["build-system"]["requires"])


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_hashes_and_no_line_names_a_host(name: str) -> None:
    found = list(PIN.finditer(text(name)))
    assert found
    assert [pin["name"] for pin in found if "--hash=sha256:" not in pin["rest"]] == []
    assert [line for line in text(name).splitlines() if "://" in line or "index" in line] == []


def test_the_lock_of_the_front_end_has_hashes_and_names_no_host() -> None:
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert len(packages) > 20
    assert [name for name, each in packages.items() if "resolved" in each] == []
    assert [name for name, each in packages.items() if not each.get("integrity")] == []
