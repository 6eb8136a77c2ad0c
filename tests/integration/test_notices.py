"""What comes due within days is told to whom it concerns, and to nobody else; on both engines."""

from datetime import datetime

import pytest

from daicho.foundation.kernel.clock import JST
from tests.integration.counts import Counts
from tests.integration.disposals import Scrap
from tests.integration.things import registered, some_things
from tests.support.changes import WHY, blind_spot
from tests.support.office import Office

pytestmark = pytest.mark.anyio


async def told(office: Office, account: str) -> list[tuple[str, str, str | None]]:
    answer = await (await office.client(account)).get("/me/reminders")
    return [(one["kind"], one["title"], one["day"]) for one in answer.json()["items"]]


async def kinds(office: Office, *accounts: str) -> dict[str, list[str]]:
    return {name: [kind for kind, _, _ in await told(office, name)] for name in accounts}


def on(day: int, month: int = 2) -> datetime:
    return datetime(2023, month, day, 9, 0, tzinfo=JST)


async def test_a_return_is_told_on_the_last_opening_day_before_it_is_due(office: Office) -> None:
    things = await some_things(office)
    await things.out("2023-02-27")
    due = [("due", "持出し用USBメモリ", "2023-02-27")]
    for day, expected in ((22, []), (24, due), (27, due)):
        office.now = on(day)
        assert await told(office, "sato") == expected
        assert await told(office, "kato") == expected
    assert await kinds(office, "inoue", "higashi") == {"inoue": [], "higashi": []}


async def test_what_was_approved_and_not_collected_is_told_to_its_applicant(office: Office) -> None:
    things = await some_things(office)
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval")
    assert await kinds(office, "sato", "kato") == {"sato": ["collect"], "kato": ["hand_over"]}


async def test_a_loan_to_a_unit_is_told_two_weeks_before_the_fiscal_year_ends(
    office: Office,
) -> None:
    things = await some_things(office)
    wish = things.wish(["sato"]) | {"kind": "unit_loan", "planned_return": "2023-03-31"}
    made = await (await office.client("sato")).post("/take-outs", wish, status=201)
    take_out = str(made.json()["id"])
    await things.act("yamada", take_out, "approval")
    await things.act("kato", take_out, "hand-over", things.packing())
    office.now = on(16, month=3)
    assert await told(office, "kato") == []
    office.now = on(17, month=3)
    assert await told(office, "kato") == [("year_end", "持出し用USBメモリ", "2023-03-31")]


async def test_a_stock_take_is_told_a_week_before_it_is_due(office: Office) -> None:
    counts = Counts(office, {}, {})
    await counts.planned(due="2023-03-01")
    assert "stock_take_due" not in [kind for kind, _, _ in await told(office, "kato")]
    office.now = on(22)
    found = [one for one in await told(office, "kato") if one[0] == "stock_take_due"]
    assert [day for _, _, day in found] == ["2023-03-01"]
    assert await told(office, "minami") == []


async def test_a_disposal_that_goes_on_for_a_month_is_told_to_who_asked_for_it(
    office: Office,
) -> None:
    things = await some_things(office)
    disk = await registered(office, things.safe, name="HDD", type="hdd", serial="SN-9")
    await Scrap(office, things.safe, disk, things.code).requested()
    office.now = on(21, month=3)
    assert "disposal_stuck" not in [kind for kind, _, _ in await told(office, "sato")]
    office.now = on(22, month=3)
    (stuck,) = [one for one in await told(office, "sato") if one[0] == "disposal_stuck"]
    assert stuck[2] == "2023-02-20"


async def test_a_remedy_that_ends_and_findings_are_told_without_a_word_of_where(
    office: Office,
) -> None:
    violation = await blind_spot(office)
    wanted = {"measure": "席を空けない", "why": WHY, "until": "2023-03-10"}
    fujii = await office.client("fujii")
    remedy = await fujii.post(f"/violations/{violation['id']}/remedies", wanted, status=201)
    path = f"/remedies/{remedy.json()['id']}/approval"
    assert "remedy" in [kind for kind, _, _ in await told(office, "yamada")]
    await (await office.client("yamada")).post(path, {}, status=200)
    assert "remedy_ends" not in [kind for kind, _, _ in await told(office, "fujii")]
    office.now = on(24)
    assert ("remedy_ends", "", "2023-03-10") in await told(office, "fujii")
