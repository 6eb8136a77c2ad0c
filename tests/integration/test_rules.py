"""The rules as they are listed, and thresholds set in the register; on both engines."""

from typing import Any

import pytest

from daicho.foundation import db
from daicho.oversight.violations import limits, service
from tests.support.changes import WHY, in_force, rules, terminal, violations
from tests.support.office import Office
from tests.support.plans import office_plan, put_in_force

pytestmark = pytest.mark.anyio


async def _set(office: Office, name: str, value: float, account: str = "ono") -> tuple[int, Any]:
    client = await office.client(account)
    answer = await client.post(f"/thresholds/{name}", {"value": value, "why": WHY})
    return answer.status_code, answer.json()


async def _threshold(office: Office, name: str) -> dict[str, Any]:
    listed = (await (await office.client("sato")).get("/rules")).json()["items"]
    found: dict[str, Any] = next(
        t for rule in listed for t in rule["thresholds"] if t["name"] == name
    )
    return found


async def test_every_rule_is_listed_with_what_it_rests_on(office: Office) -> None:
    listed = (await (await office.client("sato")).get("/rules")).json()["items"]
    assert {rule["rule"] for rule in listed} == set(service.RULES)
    assert all(rule["basis"] and rule["fixes"] for rule in listed)
    assert all(basis["ja"] and basis["en"] for rule in listed for basis in rule["basis"])
    lock = await _threshold(office, "lock_minutes")
    assert lock == {
        "name": "lock_minutes", "value": 5, "default": 5, "unit": "min", "least": 1, "most": 60,
        "whole": True, "set_at": None, "set_by": None,
    }  # fmt: skip


async def test_another_limit_judges_every_floor_in_the_same_change(office: Office) -> None:
    floor = await in_force(office, lock_minutes=5)
    assert await _set(office, "lock_minutes", 3) == (200, {"id": "lock_minutes", "state": "set"})
    (found,) = await violations(await office.client("yamada"))
    assert (found["rule"], found["floor"]) == ("TM-08", floor)
    assert found["facts"]["lock_minutes_limit"] == 3
    history = await (await office.client("shibata")).get(
        "/history", subject="violation:" + found["id"]
    )
    (opened,) = history.json()["items"]
    setting = await (await office.client("shibata")).get(
        "/history", subject="threshold:lock_minutes"
    )
    (entry,) = setting.json()["items"]
    assert opened["change"] == entry["change"]
    told = await _threshold(office, "lock_minutes")
    assert (told["value"], told["default"], told["set_by"]["name"]) == (3, 5, "小野 衛")
    assert (await _set(office, "lock_minutes", 10))[0] == 200
    assert await violations(await office.client("yamada")) == []
    assert (await service.sweep(office.now)).found == {}


async def test_analyses_checks_and_later_drawings_go_by_the_limits_that_hold(
    office: Office,
) -> None:
    floor = await in_force(office, lock_minutes=5)
    await _set(office, "lock_minutes", 3)
    yamada = await office.client("yamada")
    analysed = (await yamada.get(f"/floors/{floor}/analysis")).json()
    checked = (await yamada.post("/floors/check", office_plan(lock_minutes=5))).json()
    assert [v["rule"] for v in analysed["violations"]] == ["TM-08"]
    assert [v["rule"] for v in checked["violations"]] == ["TM-08"]
    await put_in_force(office, floor, office_plan(lock_minutes=2))
    assert await violations(yamada) == []


async def test_how_often_a_terminal_has_to_be_seen_is_a_limit_too(office: Office) -> None:
    code = await terminal(office)
    await in_force(office, asset=code)
    await (await office.client("sato")).post(f"/labels/{code}/reading", status=200)
    office.later(days=10)
    assert (await _set(office, "sighting_days", 9))[0] == 200
    assert await rules(await office.client("yamada")) == ["TM-10"]


async def test_limits_have_bounds_names_and_owners(office: Office) -> None:
    refused = [
        await _set(office, "lock_minutes", 0),
        await _set(office, "lock_minutes", 2.5),
        await _set(office, "passage_reach", 1e8),
        await _set(office, "no_such", 1),
        await _set(office, "lock_minutes", 5),
        await _set(office, "lock_minutes", 3, "fujii"),
    ]
    assert [(status, told["code"]) for status, told in refused] == [
        (400, "threshold-out-of-bounds"), (400, "threshold-out-of-bounds"),
        (400, "threshold-out-of-bounds"), (404, "unknown-threshold"),
        (409, "threshold-unchanged"), (403, "role-missing"),
    ]  # fmt: skip
    async with db.read():
        assert await limits.settings() == {}


async def test_who_sees_no_map_reads_of_a_passage_without_its_evidence(office: Office) -> None:
    plan = office_plan()
    plan["areas"][0]["polygon"] = [[0, 0], [10000, 0], [10000, 3200], [0, 3200]]
    way = [[0, 3300], [10000, 3300], [10000, 5000], [0, 5000]]
    plan["areas"].append({"id": "way", "name": "通路", "kind": "passage", "polygon": way})
    floor = await in_force(office)
    await put_in_force(office, floor, plan)
    for account, seen in {"yamada": True, "sato": False}.items():
        (found,) = await violations(await office.client(account))
        assert (found["rule"], bool(found["facts"])) == ("TM-06", seen)
