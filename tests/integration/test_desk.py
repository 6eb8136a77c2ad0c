"""やること and search: what each person is shown, and that nobody sees beyond their sections."""

from datetime import timedelta

from tests.support.office import Office


async def _place(office: Office) -> str:
    custodian = await office.client("kato")
    wanted = {"name": "金庫", "kind": "safe", "section": office.sections["nippori"]}
    return str((await custodian.post("/places", wanted, status=201)).json()["code"])


async def _medium(office: Office, place: str) -> str:
    wanted = {
        "name": "USBメモリ", "kind": "medium", "type": "usb", "model": "UM-1", "serial": "SN-77",
        "section": office.sections["nippori"], "place": place, "data_class": 1,
    }  # fmt: skip
    made = await (await office.client("kato")).post("/assets", wanted, status=201)
    return str(made.json()["code"])


async def _requested(office: Office, code: str) -> str:
    body = {
        "code": code, "purpose": "統計", "destination": "本庁",
        "planned_return": (office.now.date() + timedelta(days=2)).isoformat(),
        "carriers": [office.staff["sato"]],
    }  # fmt: skip
    answer = await (await office.client("sato")).post("/take-outs", body, status=201)
    return str(answer.json()["id"])


async def _kinds(office: Office, account: str) -> list[str]:
    answer = await (await office.client(account)).get("/tasks")
    return [task["kind"] for task in answer.json()["items"]]


async def test_each_step_of_a_take_out_waits_with_the_person_who_takes_it(office: Office) -> None:
    place = await _place(office)
    code = await _medium(office, place)
    take_out = await _requested(office, code)
    assert await _kinds(office, "yamada") == ["approve"]
    assert await _kinds(office, "suzuki") == []
    head = await office.client("yamada")
    await head.post(f"/take-outs/{take_out}/approval", status=200)
    assert await _kinds(office, "kato") == ["hand_over"]
    assert await _kinds(office, "fujii") == []  # may, and has a desk elsewhere
    body = {"code": code, "encrypted": False, "container": "封筒"}
    await (await office.client("kato")).post(f"/take-outs/{take_out}/hand-over", body, status=200)
    assert await _kinds(office, "sato") == ["return"]
    office.later(days=4)
    assert await _kinds(office, "sato") == ["overdue"]
    body = {"code": code, "place": place}
    await (await office.client("sato")).post(f"/take-outs/{take_out}/return", body, status=200)
    assert await _kinds(office, "ito") == ["verify"]


async def test_a_task_says_whose_it_is(office: Office) -> None:
    place = await _place(office)
    await _requested(office, await _medium(office, place))
    security = await office.client("ono")
    disk = {
        "name": "取外しHDD", "kind": "medium", "type": "hdd", "model": "HD-4", "serial": "HD-1",
        "section": office.sections["nippori"], "place": place, "data_class": 2,
    }  # fmt: skip
    made = await (await office.client("kato")).post("/assets", disk, status=201)
    body = {
        "codes": [made.json()["code"]], "reason": "更新", "outcome": "destroy", "ownership": "own",
    }  # fmt: skip
    await (await office.client("sato")).post("/disposals", body, status=201)

    told = [(t["kind"], t["section"]) for t in (await security.get("/tasks")).json()["items"]]
    near = (await (await office.client("yamada")).get("/tasks")).json()["items"]

    assert ("disposal", "日の里区民事務所") in told
    assert {t["section"] for t in near} == {"日の里区民事務所"}


async def test_search_finds_by_number_serial_name_code_and_person_within_reach(
    office: Office,
) -> None:
    place = await _place(office)
    code = await _medium(office, place)
    await _requested(office, code)
    client, foreign = await office.client("sato"), await office.client("inoue")

    async def found(words: str) -> list[str]:
        answer = (await client.get("/search", q=words)).json()["items"]
        return [item["kind"] for item in answer]

    assert await found("SN-77") == ["asset"]
    assert await found("ＵＳＢ") == ["asset"]
    assert await found(code) == ["asset"]
    assert await found("2022-0001") == ["take-out"] or "take-out" in await found("2022-0001")
    assert await found("金庫") == ["place"]
    assert await found("鈴木") == ["staff"]
    assert await found("存在しない") == []
    for words in ("SN-77", code, "金庫", "鈴木"):
        assert (await foreign.get("/search", q=words)).json()["items"] == []


async def test_a_badge_identifies_a_colleague_and_allows_nothing(office: Office) -> None:
    client = await office.client("sato")
    staff = (await client.get("/staff")).json()["items"]
    badge = next(s["code"] for s in staff if s["staff_id"] == office.staff["suzuki"])
    found = (await client.get(f"/codes/{badge}")).json()
    assert (found["kind"], found["name"], found["actions"]) == ("staff", "鈴木 一", [])
