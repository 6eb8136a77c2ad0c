"""The commands of an administrator beside the running server: export, verify, fsck."""

import json
import subprocess
from pathlib import Path

import anyio.to_thread
import pytest

from daicho.foundation import db
from tests.support.office import Office
from tests.support.server import Server

pytestmark = pytest.mark.anyio


async def told(office: Office, *words: str) -> subprocess.CompletedProcess[str]:
    return await anyio.to_thread.run_sync(lambda: Server.of(office.settings).daicho(*words))


async def test_a_bundle_is_written_checked_and_remembered(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    made = await told(office, "export", "--out", str(out), "--as", "shibata", "--json")
    assert made.returncode == 0, made.stderr
    facts = json.loads(made.stdout)
    assert facts["made_by"] == office.staff["shibata"]
    assert out.stat().st_mode & 0o777 == 0o600
    checked = await told(office, "verify", str(out), "--key", facts["key"], "--json")
    assert (checked.returncode, json.loads(checked.stdout)["ok"]) == (0, True)
    clean = await told(office, "fsck", "--json")
    assert (clean.returncode, json.loads(clean.stdout)["findings"]) == (0, [])
    auditor = await office.client("shibata")
    assert (await auditor.get("/exports")).json()["items"][0]["size"] == out.stat().st_size


async def test_without_an_account_the_history_says_system(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    words = ("--register", "sections", "--no-personal", "--as-of", "2023-02-20", "--json")
    made = await told(office, "export", "--out", str(out), *words)
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["made_by"] == "system"
    assert (await told(office, "verify", str(out))).returncode == 0


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    "words",
    [
        ("--register", "nothing"),
        ("--as-of", "soon"),
        ("--as", "sato"),
    ],
)
async def test_bad_input_is_one_line_and_leaves_no_file(
    office: Office, tmp_path: Path, words: tuple[str, ...]
) -> None:
    out = tmp_path / "out.zip"
    answer = await told(office, "export", "--out", str(out), *words)
    assert answer.returncode == 2
    assert len([line for line in answer.stderr.splitlines() if line.startswith("daicho: ")]) == 1
    assert not out.exists()


async def test_fsck_names_what_is_wrong_and_exits_with_one(office: Office) -> None:
    async with db.write():
        await db.fetch("UPDATE account SET person = $1 WHERE id = 'sato'", office.staff["mori"])
    answer = await told(office, "fsck")
    assert answer.returncode == 1
    assert answer.stdout.startswith("NG account seq ")
    assert "account:sato" in answer.stdout
