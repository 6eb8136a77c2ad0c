"""Closures, openings and hours over HTTP, and the return that has a day longer because of one; on both engines."""

from datetime import date
from typing import Any

import pytest

from daicho.oversight.violations import service
from tests.integration.things import some_things
from tests.support.changes import rules
from tests.support.office import Client, Office

pytestmark = pytest.mark.anyio

TUESDAY = "2023-02-21"


async def _days(client: Client, section: str) -> dict[str, dict[str, Any]]:
    told = await client.get("/calendar/days", section=section, first="2023-02-20", count=7)
    return {one["day"]: one for one in told.json()["items"]}


async def test_a_closure_of_one_section_closes_no_other(office: Office) -> None:
    fujii, section = await office.client("fujii"), office.sections["nippori"]
    made = await fujii.post(
        "/calendar/closures", {"day": TUESDAY, "name": "停電", "section": section}, status=201
    )
    day = (await _days(fujii, section))[TUESDAY]
    assert (day["is_open"], day["reason"], day["name"]) == (False, "closure", "停電")
    told = await fujii.get("/calendar/closures", first="2023-02-01", last="2023-03-01")
    assert [one["id"] for one in told.json()["items"]] == [made.json()["id"]]

    path = f"/calendar/closures/{made.json()['id']}/withdrawal"
    await fujii.post(path, {"why": "停電は中止"}, status=200)
    assert (await _days(fujii, section))[TUESDAY]["is_open"]
    assert (await fujii.post(path, {"why": "もう一度"})).json()["code"] == "closure-withdrawn"


async def test_who_reaches_one_section_closes_neither_another_nor_all(office: Office) -> None:
    yamada, sato = await office.client("yamada"), await office.client("sato")
    body = {"day": TUESDAY, "name": "停電"}
    assert (await yamada.post("/calendar/closures", body)).json()["code"] == "closure-needs-whole"
    other = body | {"section": office.sections["machiya"]}
    assert (await yamada.post("/calendar/closures", other)).status_code == 404
    assert (await sato.post("/calendar/closures", body)).status_code == 403


async def test_hours_are_those_of_the_section(office: Office) -> None:
    fujii, section = await office.client("fujii"), office.sections["nippori"]
    assert (await fujii.get(f"/calendar/hours/{section}")).json()["week"][0] == [510, 1035]
    week: list[Any] = [[540, 1020]] * 5 + [[540, 720], None]
    await fujii.post(f"/calendar/hours/{section}", {"week": week}, status=200)
    assert (await fujii.get(f"/calendar/hours/{section}")).json()["week"] == week
    crooked = await fujii.post(f"/calendar/hours/{section}", {"week": [[9, 8], *week[1:]]})
    assert crooked.json()["code"] == "office-hours-upside-down"


async def test_a_closed_day_gives_a_return_a_day_longer_to_be_verified(office: Office) -> None:
    things = await some_things(office)
    take_out = await things.out()
    await things.act("sato", take_out, "return", things.returning())
    fujii, section = await office.client("fujii"), office.sections["nippori"]
    for day in ("2023-02-21", "2023-02-22"):
        body = {"day": day, "name": "改修", "section": section}
        await fujii.post("/calendar/closures", body, status=201)

    await service.sweep(office.now, date(2023, 2, 27))
    assert "MD-06" not in await rules(await office.client("yamada"))
    await service.sweep(office.now, date(2023, 2, 28))
    assert "MD-06" in await rules(await office.client("yamada"))
