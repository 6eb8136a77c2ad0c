"""Fixtures: one register with two bundles for all tests of this folder."""

from pathlib import Path

import pytest

from tests.unit.exports.making import Made, made


@pytest.fixture(scope="session")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Two bundles of one register."""
    return made(tmp_path_factory.mktemp("cut"))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Where a tampered bundle is put."""
    return tmp_path / "broken.zip"
