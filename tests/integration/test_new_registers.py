"""Proposals, remedies, sightings, reviews and thresholds: rows that history explains, and exports of them."""

import zipfile
from io import BytesIO

import pytest

from daicho.foundation.history.fsck import check
from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS
from tests.support.changes import WHY, blind_spot, floor_of, proposed, terminal
from tests.support.office import Office
from tests.support.plans import office_plan, put_in_force

pytestmark = pytest.mark.anyio

NEW = {"floor-proposals", "area-reviews", "sightings", "remedies", "thresholds"}


async def _everything(office: Office) -> None:
    """One of each, with every text that they hold."""
    violation = await blind_spot(office)
    code, floor = await terminal(office), await floor_of(office)
    await put_in_force(office, floor, office_plan(asset=code))
    fujii, hara = await office.client("fujii"), await office.client("hara")
    yamada, ono = await office.client("yamada"), await office.client("ono")
    await proposed(office, floor, office_plan(asset=code, lock_minutes=4))
    await hara.post(f"/floors/{floor}/proposal/return", {"why": WHY}, status=200)
    review = {"result": "kept", "note": "現場と一致"}
    await yamada.post(f"/floors/{floor}/areas/a1/reviews", review, status=201)
    sighting = {"code": code, "floor": floor, "area": "a1"}
    await yamada.post("/sightings", sighting, status=201)
    wanted = {"measure": "席を空けない", "why": WHY, "until": "2023-03-31"}
    remedy = await fujii.post(f"/violations/{violation['id']}/remedies", wanted, status=201)
    await yamada.post(f"/remedies/{remedy.json()['id']}/approval", {}, status=200)
    await ono.post("/thresholds/passage_reach", {"value": 2500.5, "why": WHY}, status=200)
    await ono.post("/thresholds/lock_minutes", {"value": 4, "why": WHY}, status=200)


async def test_every_row_is_what_its_history_says(office: Office) -> None:
    await _everything(office)
    assert (await check(REGISTERS, None, EXTRA_CHECKS)).findings == []


async def test_a_bundle_holds_them_under_japanese_headings(office: Office) -> None:
    await _everything(office)
    auditor = await office.client("shibata")
    made = (await auditor.post("/exports", {}, status=201)).json()
    answer = await auditor.get(f"/exports/{made['id']}/file")
    with zipfile.ZipFile(BytesIO(answer.content)) as bundle:
        sheets = {
            name: bundle.read(f"registers/{name}.csv").decode("utf-8-sig").splitlines()
            for name in sorted(NEW)
        }
    lines = {name: len(sheet) - 1 for name, sheet in sheets.items()}
    assert lines == {
        "area-reviews": 1, "floor-proposals": 1, "remedies": 1, "sightings": 1, "thresholds": 2,
    }  # fmt: skip
    assert "席を空けない" in sheets["remedies"][1]
    assert "値" in sheets["thresholds"][0]
