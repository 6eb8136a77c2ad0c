"""`daicho labels`: a sheet from the command line, readable and logged."""

import subprocess
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from daicho.foundation.kernel import codes
from tests.integration.things import placed, registered
from tests.support.office import Office
from tests.support.server import Server

pytestmark = pytest.mark.anyio


def labels(office: Office, *words: str) -> subprocess.CompletedProcess[str]:
    return Server.of(office.settings).daicho("labels", *words)


async def prints(office: Office) -> int:
    client = await office.client("shibata")
    registers = (await client.get("/registers")).json()["items"]
    return next((int(r["entries"]) for r in registers if r["name"] == "labels"), 0)


async def test_a_sheet_reads_back_and_the_print_is_logged(office: Office, tmp_path: Path) -> None:
    safe = await placed(office, "nippori")
    asset = await registered(office, safe)
    out = tmp_path / "sheet.pdf"

    done = labels(office, asset, safe, "--sheet", "a4-24", "--out", str(out), "--as", "kato")

    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    page = pypdfium2.PdfDocument(out)[0].render(scale=300 / 72).to_pil()
    assert {r.text for r in zxingcpp.read_barcodes(page)} == {codes.read(asset), codes.read(safe)}
    assert await prints(office) == 1


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_wrong_word_is_one_line_and_no_file(office: Office, tmp_path: Path) -> None:
    asset = await registered(office, await placed(office, "nippori"))
    out = str(tmp_path / "sheet.pdf")

    for words in (
        (asset, "--sheet", "a5", "--out", out),
        ("0000-0000-0000-0", "--sheet", "a4-24", "--out", out),
        (asset, "--sheet", "a4-24", "--out", out, "--start", "25"),
        (asset, "--sheet", "a4-24", "--out", out, "--as", "minami"),
        (asset, "--sheet", "a4-24", "--out", out, "--as", "sato"),
        (asset, "--sheet", "a4-24", "--out", str(tmp_path)),
    ):
        refused = labels(office, *words)
        told = [line for line in refused.stderr.splitlines() if line.startswith("daicho: ")]
        assert (refused.returncode, len(told)) == (2, 1), (words, refused.stderr)

    assert not Path(out).exists()
