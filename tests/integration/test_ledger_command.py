"""`daicho ledger`: an old ledger from the command line, and one of five thousand lines."""

import subprocess
from pathlib import Path
from time import perf_counter

import pytest

from tests.integration.things import placed
from tests.support.ledgers import HEADINGS, as_csv, media_line
from tests.support.office import Office
from tests.support.server import Server

pytestmark = pytest.mark.anyio

# The words are judged before a database is asked: one engine tells as much as two.
ON_ONE = pytest.mark.parametrize("engine", ["sqlite"])

PATIENCE = 120
"""Seconds for five thousand lines; the machine of the tests is shared by many."""


def ledger(office: Office, *words: str) -> subprocess.CompletedProcess[str]:
    return Server.of(office.settings).daicho("ledger", *words)


async def how_many(office: Office) -> int:
    client = await office.client("shibata")
    registers = (await client.get("/registers")).json()["items"]
    return next((int(r["entries"]) for r in registers if r["name"] == "assets"), 0)


async def test_a_ledger_is_checked_and_taken_in_from_the_command_line(
    office: Office, tmp_path: Path
) -> None:
    await placed(office, "nippori")
    file = tmp_path / "媒体.csv"
    file.write_bytes(as_csv([HEADINGS, media_line(1), media_line(2, 機密性="極秘")]))
    words = (str(file), "--kind", "media", "--as", "kato")

    told = ledger(office, "import", *words)
    assert (told.returncode, told.stderr) == (1, ""), told.stderr
    assert "3: 機密性: 「極秘」は" in told.stdout
    assert "不可 1 — 何も書いていません" in told.stdout
    assert await how_many(office) == 0

    file.write_bytes(as_csv([HEADINGS, media_line(1), media_line(2)]))
    assert ledger(office, "check", *words).returncode == 0
    done = ledger(office, "import", *words, "--why", "移行")
    assert (done.returncode, "新規 2" in done.stdout) == (0, True), done.stderr
    assert await how_many(office) == 2


@ON_ONE
async def test_a_wrong_word_is_one_line(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "媒体.csv"
    file.write_bytes(as_csv([HEADINGS, media_line(1)]))
    good = [str(file), "--kind", "media", "--as", "kato"]
    for words in (
        [str(tmp_path / "none.csv"), *good[1:]],
        [*good[:-1], "sato"],
        [*good, "--map", "name=なし"],
        [str(file), "--kind", "people", "--as", "kato"],
    ):
        refused = ledger(office, "check", *words)
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr


@pytest.mark.slow
async def test_five_thousand_lines_come_in_at_once(office: Office, tmp_path: Path) -> None:
    await placed(office, "nippori")
    file = tmp_path / "媒体.csv"
    file.write_bytes(as_csv([HEADINGS, *(media_line(number) for number in range(1, 5001))]))
    began = perf_counter()
    done = ledger(office, "import", str(file), "--kind", "media", "--as", "kato")
    assert done.returncode == 0, done.stderr
    assert perf_counter() - began < PATIENCE
    assert await how_many(office) == 5000
