"""Violations opened and closed by difference, through HTTP on both engines."""

from datetime import date
from typing import Any

import pytest

from daicho.foundation import db
from daicho.foundation.history.queries import Filter, listed
from daicho.foundation.history.service import tree_head
from daicho.oversight.violations import analyses, service
from daicho.oversight.violations.cases import OF_CASES
from daicho.oversight.violations.rules import stores
from daicho.oversight.violations.rules.catalogue import RULES
from daicho.things.placements import service as placements
from tests.support.office import Client, Office
from tests.support.plans import cabinet, draw, new_floor, office_plan, put_in_force

pytestmark = pytest.mark.anyio


async def _floor(office: Office, section: str = "nippori") -> str:
    return await new_floor(office, await office.client("fujii"), section)


async def _terminal(office: Office, **changed: Any) -> str:
    """A registered terminal of the office that keeps every rule; its printed code."""
    body = {
        "name": "統合端末 1号",
        "kind": "terminal",
        "type": "juki_terminal",
        "model": "JT-1",
        "serial": f"S-{next(_serials)}",
        "section": office.sections["nippori"],
        "data_class": 3,
        "privacy_filter": True,
        "lock_minutes": 5,
        "wire_lock": True,
        "auth_factors": 2,
        **changed,
    }
    custodian = await office.client("kato")
    return str((await custodian.post("/assets", body, status=201)).json()["code"])


_serials = iter(range(1, 10_000))


async def _open(client: Client, **query: Any) -> list[dict[str, Any]]:
    answer = await client.get("/violations", **query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_cabinet_in_front_of_a_terminal_opens_a_blind_spot_and_taking_it_away_closes_it(
    office: Office,
) -> None:
    floor = await _floor(office)
    yamada = await office.client("yamada")
    await put_in_force(office, floor, office_plan())
    assert await _open(yamada) == []

    await put_in_force(office, floor, office_plan(cabinet()))
    (found,) = await _open(yamada)
    assert (found["rule"], found["grade"]) == ("TM-01", "observation")
    assert found["subject"] == f"terminal:{floor}:t1"
    assert found["floor"] == floor
    (nearest,) = found["facts"]["nearest"]
    assert (nearest["viewpoint"], nearest["walls"]) == ("v1", ["c1"])

    await put_in_force(office, floor, office_plan())
    assert await _open(yamada) == []
    (closed,) = await _open(yamada, status="closed")
    assert closed["id"] == found["id"]

    await put_in_force(office, floor, office_plan(cabinet("c2")))
    (again,) = await _open(yamada)
    assert again["id"] != found["id"]
    assert (found["episode"], again["episode"]) == (1, 2)


async def test_a_violation_that_stays_is_kept_and_written_again_only_when_its_facts_change(
    office: Office,
) -> None:
    floor = await _floor(office)
    await put_in_force(office, floor, office_plan(cabinet()))
    elsewhere = cabinet("far") | {"from": [9000, 7000], "to": [9500, 7000]}
    await put_in_force(office, floor, office_plan(cabinet(), elsewhere))
    assert await _acts(floor) == ["Opened"]
    await put_in_force(office, floor, office_plan(cabinet("another"), elsewhere))
    assert await _acts(floor) == ["Opened", "Reassessed"]


async def _acts(floor: str) -> list[str]:
    async with db.read():
        told = await listed(Filter(register="violations"), limit=200)
    mine = [one.entry for one in told if one.entry.after["floor"] == floor]
    return [entry.act for entry in reversed(mine)]


async def test_a_terminal_that_loses_its_filter_in_the_register_is_found_on_its_floor(
    office: Office,
) -> None:
    code, floor = await _terminal(office), await _floor(office)
    await put_in_force(office, floor, office_plan(asset=code))
    kato, yamada = await office.client("kato"), await office.client("yamada")
    assert await _open(yamada) == []
    amendment = {"privacy_filter": False, "why": "フィルタが剥がれた"}
    await kato.post(f"/assets/{code}/amendment", amendment, status=200)
    (found,) = await _open(yamada)
    assert (found["rule"], found["grade"]) == ("TM-08", "minor")
    assert (found["subject_name"], found["section"]) == ("統合端末 1号", office.sections["nippori"])
    amendment = {"privacy_filter": True, "why": "貼り直した"}
    await kato.post(f"/assets/{code}/amendment", amendment, status=200)
    assert await _open(yamada) == []


async def test_a_later_version_opens_nothing_until_the_sweep_of_its_day(office: Office) -> None:
    code, floor = await _terminal(office), await _floor(office)
    yamada = await office.client("yamada")
    await put_in_force(office, floor, office_plan(), "2023-02-20")
    await put_in_force(office, floor, office_plan(cabinet(), asset=code), "2023-02-23")
    assert (await service.sweep(office.now)).opened == 0
    assert await _open(yamada) == []
    office.later(days=3)
    first, second = await service.sweep(office.now), await service.sweep(office.now)
    assert (first.opened, first.found) == (1, {"TM-01": 1})
    assert (second.opened, second.closed, second.found) == (0, 0, {"TM-01": 1})
    yamada = await office.client("yamada")
    assert [v["rule"] for v in await _open(yamada)] == ["TM-01"]
    standing = await placements.standing_of(code.replace("-", ""))
    assert standing is not None
    assert (standing.floor, standing.valid_from) == (floor, date(2023, 2, 23))


async def test_the_sweep_looks_as_if_today_were_another_day(office: Office) -> None:
    floor = await _floor(office)
    await put_in_force(office, floor, office_plan())
    await put_in_force(office, floor, office_plan(cabinet()), "2023-02-23")
    assert (await service.sweep(office.now, date(2023, 2, 22))).opened == 0
    assert (await service.sweep(office.now, date(2023, 2, 23))).opened == 1
    assert (await service.sweep(office.now)).closed == 1


async def test_the_sweep_counts_what_every_rule_looked_at(office: Office) -> None:
    code, floor = await _terminal(office), await _floor(office)
    await put_in_force(office, floor, office_plan(asset=code))
    swept = await service.sweep(office.now)
    assert set(swept.checked) == {rule.rule for rule in RULES}
    elsewhere = {*OF_CASES, *stores.RULES}  # nothing lies in a store, no case is open
    counted = {rule: n for rule, n in swept.checked.items() if rule not in elsewhere}
    assert all(count == 1 for count in counted.values())
    assert swept.found == {}


async def test_a_medium_that_is_late_opens_minor_and_becomes_major_after_a_week(
    office: Office,
) -> None:
    code = await _taken_out(office)
    office.later(days=2)
    assert (await service.sweep(office.now)).found == {"MD-05": 1}
    assert [v["grade"] for v in await _open(await office.client("yamada"))] == ["minor"]
    office.later(days=7)
    assert (await service.sweep(office.now)).opened == 0
    yamada, sato = await office.client("yamada"), await office.client("sato")
    (late,) = await _open(yamada)
    assert (late["rule"], late["grade"]) == ("MD-05", "major")
    place = (await yamada.get(f"/assets/{code}")).json()["place"]
    take_out = late["subject"].removeprefix("take-out:")
    await sato.post(f"/take-outs/{take_out}/return", {"code": code, "place": place}, status=200)
    assert await _open(yamada) == []


async def _taken_out(office: Office) -> str:
    """A medium that left today and is expected tomorrow; its printed code."""
    kato = await office.client("kato")
    section = office.sections["nippori"]
    place = {"name": "金庫", "kind": "safe", "section": section}
    stored = (await kato.post("/places", place, status=201)).json()["code"]
    medium = {"kind": "medium", "type": "usb", "place": stored, "auth_factors": None}
    nothing = {"privacy_filter": None, "lock_minutes": None, "wire_lock": None}
    code = await _terminal(office, name="USB 1", **medium, **nothing)
    sato, yamada = await office.client("sato"), await office.client("yamada")
    wanted = {
        "code": code,
        "purpose": "窓口出張",
        "destination": "本庁舎",
        "planned_return": "2023-02-21",
        "carriers": [office.staff["sato"]],
    }
    take_out = (await sato.post("/take-outs", wanted, status=201)).json()["id"]
    await yamada.post(f"/take-outs/{take_out}/approval", status=200)
    packing = {"code": code, "encrypted": True, "container": "施錠かばん"}
    await kato.post(f"/take-outs/{take_out}/hand-over", packing, status=200)
    return code


async def test_acts_that_touch_no_floor_cost_no_analysis(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor = await _floor(office)
    await put_in_force(office, floor, office_plan())
    analysed: list[str] = []

    async def counted(digest: str, document: object, thresholds: object) -> object:
        analysed.append(digest)
        return await real(digest, document, thresholds)  # type: ignore[arg-type]  # only counted here

    real = analyses.of
    monkeypatch.setattr(analyses, "of", counted)
    await _taken_out(office)
    assert analysed == []
    await put_in_force(office, floor, office_plan(cabinet()))
    assert analysed


async def test_violations_of_other_sections_are_not_shown(office: Office) -> None:
    floor = await _floor(office, "machiya")
    await put_in_force(office, floor, office_plan(wire_lock=False))
    assert len(await _open(await office.client("nishi"))) == 1
    assert len(await _open(await office.client("mori"))) == 1
    assert await _open(await office.client("yamada")) == []
    mori = await office.client("mori")
    assert await _open(mori, section=office.sections["nippori"]) == []


async def test_who_may_not_see_the_map_reads_of_a_blind_spot_without_its_evidence(
    office: Office,
) -> None:
    floor = await _floor(office)
    await put_in_force(office, floor, office_plan(cabinet()))
    (told,) = await _open(await office.client("sato"))
    assert (told["rule"], told["facts"]) == ("TM-01", {})
    sato = (await (await office.client("sato")).get(f"/floors/{floor}/analysis")).json()
    head = (await (await office.client("yamada")).get(f"/floors/{floor}/analysis")).json()
    assert [bool(a["blind"]) for a in sato["areas"]] == [False]
    assert [bool(a["blind"]) for a in head["areas"]] == [True]
    assert [bool(v["region"]) for v in head["viewpoints"]] == [True]
    assert (sato["sight"], sato["exposure"]) == ([], [])
    assert head["sight"] == [{"terminal": "t1", "viewpoint": "v1", "seen": False}]
    assert head["violations"][0]["key"] == "TM-01:terminal:t1"


async def test_checking_a_drawing_answers_its_analysis_and_stores_nothing(office: Office) -> None:
    yamada = await office.client("yamada")
    answer = (await yamada.post("/floors/check", office_plan(cabinet()), status=200)).json()
    assert answer["format"] == "daicho.analysis/1"
    assert set(answer) == {
        "format", "target_height", "viewpoints", "areas", "terminals", "violations",
    }  # fmt: skip
    assert [v["rule"] for v in answer["violations"]] == ["TM-01"]
    assert await _open(yamada) == []
    bare = (await yamada.raw.post(
        "/api/floors/check?polygons=false", json=office_plan(cabinet()), headers=office.key()
    )).json()  # fmt: skip
    assert "region" not in bare["viewpoints"][0]
    wrong = await yamada.post("/floors/check", {"format": "daicho.floor/1"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "floor-invalid")
    sato = await office.client("sato")
    assert (await sato.post("/floors/check", office_plan())).status_code == 403


async def test_a_floor_names_only_registered_terminals_and_each_of_them_once(
    office: Office,
) -> None:
    code, floor, other = await _terminal(office), await _floor(office), await _floor(office)
    fujii, hara = await office.client("fujii"), await office.client("hara")
    publication = {"valid_from": "2023-02-20"}

    await draw(fujii, floor, office_plan(asset="0000-0000-0000-0"))
    unknown = await hara.post(f"/floors/{floor}/publication", publication)
    assert unknown.json()["code"] in ("unknown-asset-on-floor", "asset-code-wrong")

    twice = office_plan(asset=code)
    twice["terminals"] = [*twice["terminals"], twice["terminals"][0] | {"id": "t2"}]
    await draw(fujii, floor, twice)
    repeated = await hara.post(f"/floors/{floor}/publication", publication)
    assert (repeated.status_code, repeated.json()["code"]) == (409, "asset-placed-twice")

    await put_in_force(office, floor, office_plan(asset=code))
    await draw(fujii, other, office_plan(asset=code))
    elsewhere = await hara.post(f"/floors/{other}/publication", publication)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "asset-stands-elsewhere")


async def test_a_terminal_moves_when_its_first_floor_gives_it_up_on_the_same_day(
    office: Office,
) -> None:
    code, floor, other = await _terminal(office), await _floor(office), await _floor(office)
    await put_in_force(office, floor, office_plan(asset=code))
    await put_in_force(office, floor, office_plan(), "2023-02-23")
    await put_in_force(office, other, office_plan(asset=code), "2023-02-23")
    office.later(days=3)
    await service.sweep(office.now)
    standing = await placements.standing_of(code.replace("-", ""))
    assert standing is not None
    assert standing.floor == other


async def test_the_plan_shows_labelled_terminals_with_the_attributes_of_the_register(
    office: Office,
) -> None:
    code, floor = await _terminal(office, lock_minutes=3), await _floor(office)
    await put_in_force(office, floor, office_plan(asset=code, lock_minutes=30))
    plan = (await (await office.client("sato")).get(f"/floors/{floor}")).json()
    assert plan["assets"] == {"t1": {"code": code, "name": "統合端末 1号"}}
    assert plan["document"]["terminals"][0]["lock_minutes"] == 3


async def test_the_plan_of_a_past_day_shows_what_the_register_said_on_that_day(
    office: Office,
) -> None:
    code, floor = await _terminal(office), await _floor(office)
    await put_in_force(office, floor, office_plan(asset=code))
    office.later(days=2)
    kato = await office.client("kato")
    loose = {"wire_lock": False, "name": "統合端末 移設", "why": "ワイヤーを外した"}
    await kato.post(f"/assets/{code}/amendment", loose, status=200)
    told = []
    for day in ("2023-02-20", "2023-02-22"):
        plan = (await kato.get(f"/floors/{floor}", on=day)).json()
        analysis = (await kato.get(f"/floors/{floor}/analysis", on=day)).json()
        rules = [v["rule"] for v in analysis["violations"]]
        wire_lock = plan["document"]["terminals"][0]["wire_lock"]
        told.append((plan["assets"]["t1"]["name"], wire_lock, rules))
    assert told == [("統合端末 1号", True, []), ("統合端末 移設", False, ["TM-09"])]


async def test_the_list_of_floors_counts_what_is_open_there(office: Office) -> None:
    floor = await _floor(office)
    await put_in_force(office, floor, office_plan(cabinet(), wire_lock=False))
    (shown,) = (await (await office.client("sato")).get("/floors")).json()["items"]
    assert (shown["id"], shown["open_violations"], shown["version"]) == (floor, 2, 1)


async def test_violations_are_listed_page_by_page_newest_first(office: Office) -> None:
    floor = await _floor(office)
    await put_in_force(
        office, floor, office_plan(cabinet(), wire_lock=False, auth_factors=1, lock_minutes=30)
    )
    yamada = await office.client("yamada")
    first = (await yamada.get("/violations", limit=3)).json()
    second = (await yamada.get("/violations", limit=3, after=first["next"])).json()
    rules = [v["rule"] for v in first["items"] + second["items"]]
    assert sorted(rules) == ["TM-01", "TM-08", "TM-09", "TM-11"]
    assert second["next"] is None


async def test_a_second_sweep_leaves_the_history_as_it_is_whatever_evidence_stands_there(
    office: Office,
) -> None:
    floor = await _floor(office)
    plan = office_plan(cabinet())
    front = [[0, 2600], [10000, 2600], [10000, 8000], [0, 8000]]
    plan["areas"].append({"id": "a9", "name": "ロビー", "kind": "public", "polygon": front})
    plan["terminals"][0]["seat"]["policy"] = "assigned"
    await put_in_force(office, floor, plan)
    rules = sorted(v["rule"] for v in await _open(await office.client("yamada")))
    assert rules == ["AR-02", "TM-01", "TM-02", "TM-03"]
    before = await _size()
    assert (await service.sweep(office.now)).opened == 0
    assert await _size() == before


async def _size() -> int:
    async with db.read():
        return (await tree_head())[0]
