"""Attacks on what one may see: other sections by every address, every operation by every role, the blind spot."""

import json
from datetime import date
from typing import Any

import pytest

from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import SYSTEM, Role
from daicho.oversight.exports import container
from tests.integration import bringins, counters, counts, forms
from tests.integration.things import Things, some_things
from tests.support import ledgers
from tests.support.office import Client, Office
from tests.support.plans import cabinet, new_floor, office_plan, put_in_force

pytestmark = pytest.mark.anyio

ACCOUNTS: dict[Role, str] = {
    "staff": "sato", "section_head": "yamada", "custodian": "kato", "facility_admin": "fujii",
    "security_manager": "ono", "auditor": "shibata", "system_admin": "admin",
}  # fmt: skip

WORKERS = {"staff", "section_head", "custodian", "facility_admin", "security_manager"}
ADMIN, DRAWS = {"system_admin"}, {"facility_admin"}
KEEPERS = {"custodian", "facility_admin"}
LOOKS = {"facility_admin", "section_head", "security_manager", "auditor"}
AUDITING = {"auditor", "security_manager"}
ALLOWED: dict[str, set[str]] = {
    **dict.fromkeys(
        ("createAccount", "registerPerson", "assignPost", "registerSection", "endPost"), ADMIN
    ),
    "appointDeputy": {"system_admin", "section_head"},
    "reviewProxyDecision": {"section_head"},
    **dict.fromkeys(
        ("createFloor", "getFloorDraft", "saveFloorDraft", "publishFloor", "proposeFloor",
         "returnFloor", "withdrawFloor", "inspectDrawing", "convertDrawing", "setBackground",
         "placeBackground", "removeBackground"),
        DRAWS,
    ),
    **dict.fromkeys(
        ("checkFloor", "compareFloor", "studyFloor", "holdStudy", "stepStudy", "findRoom",
         "proposeFixes", "getBackground", "getBackgroundPicture"),
        LOOKS,
    ),
    "recordSighting": WORKERS,
    **dict.fromkeys(("requestRemedy", "endRemedy", "reviewArea"), LOOKS - {"auditor"}),
    "setThreshold": {"security_manager"},
    **{
        key: {"facility_admin", "system_admin", "security_manager", "section_head"}
        for key in ("setClosure", "withdrawClosure", "setOfficeHours")
    },
    **dict.fromkeys(
        ("registerPlace", "registerAsset", "amendAsset", "printLabels", "labelSheet",
         "labelTapes", "printBlanks", "reissueLabel", "voidBlanks", "registerPlaceWithBlank",
         "readLabelPage", "addLabelSheet", "withdrawLabelSheet", "labelTestPage",
         "addLabelPrinter", "amendLabelPrinter", "withdrawLabelPrinter"),
        KEEPERS | {"system_admin"},
    ),
    **dict.fromkeys(
        ("requestTakeOut", "withdrawTakeOut", "declareReturn", "reportLoss", "reportAbsence"),
        WORKERS,
    ),
    **dict.fromkeys(("requestExtension", "transferTakeOut"), WORKERS),
    "releaseAsset": WORKERS - {"staff"},
    **dict.fromkeys(
        ("transferAsset", "acceptTransfer", "declineTransfer", "withdrawTransfer"), KEEPERS
    ),
    "confirmLabel": WORKERS,
    "reportFound": KEEPERS,
    "handOver": KEEPERS | {"section_head"},
    "verifyReturn": KEEPERS | {"section_head"},
    "resolveDiscrepancy": {"section_head", "security_manager"},
    "escalateDiscrepancy": {"section_head", "security_manager"},
    "closeIncident": {"section_head", "security_manager"},
    **dict.fromkeys(("getReminders", "runReminders", "listMails", "retryMail"), ADMIN),
    **dict.fromkeys(("listMailAddresses", "setMail"), ADMIN),
    **dict.fromkeys(("makeExport", "listExports", "exportFile"), AUDITING),
    **counts.RIGHTS,
    **counters.RIGHTS,
    **ledgers.RIGHTS,
    **bringins.RIGHTS,
    **forms.RIGHTS,
}  # fmt: skip
"""Operation -> roles; what is not named is open to everybody who signed in."""

PUBLIC = {"signIn", "signInByBadge", "claimDevice", "currentDevice"}


def operations(office: Office) -> list[tuple[str, str, str]]:
    paths = office.app.openapi_schema.to_schema()["paths"]
    return [
        (operation["operationId"], method, path)
        for path, methods in paths.items()
        for method, operation in methods.items()
        if not path.startswith("/api/openapi") and operation["operationId"] != "signOut"
    ]


def filled(path: str, ids: dict[str, str]) -> str:
    for name, value in ids.items():
        path = path.replace(f"{{{name}}}", value)
    return path


IDS = counters.IDS | {
    "change": "x",
    "section_id": "x", "closure_id": "x", "staff_id": "x", "mail_id": "x",
    "take_out": "x", "code": "0123-4567-89AB-9", "floor_id": "x", "scanned": "0123-4567-89AB-9",
    "post_id": "x", "decision_id": "x", "export_id": "0" * 36, "file": "0123-4567-89AB-9.png",
    "violation": "x", "remedy": "x", "area": "a1", "name": "lock_minutes", "study_id": "x",
    "stock_take": "x", "line": "x", "queue": "x", "register": "take-outs", "form": "take-out",
    "matter": "x", "batch": "x", "serial": "F2022-AAAA-0001",
    "print_id": "x", "page": "1", "printer_id": "x", "extension": "x", "transfer": "x",
}  # fmt: skip


QUERIES = {"exportFloor": "?format=json", "printRegister": "?section={section}"}
"""What an operation cannot do without."""


async def asked(client: Client, method: str, path: str, body: Any = None) -> tuple[int, str]:
    headers = {"Content-Type": "application/json", **client.office.key()}
    sent = None if method == "get" else json.dumps(body or {}).encode()
    answer = await client.raw.request(method, path, content=sent, headers=headers)
    problem = answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"] if problem else ""


@pytest.mark.parametrize("role", ACCOUNTS)
async def test_each_role_may_do_what_it_is_for_and_nothing_else(office: Office, role: Role) -> None:
    client, wrong = await office.client(ACCOUNTS[role]), []
    for operation, method, path in operations(office):
        told = await asked(client, method, filled(path, IDS))
        refused = told == (403, "role-missing")
        if refused == (role in ALLOWED.get(operation, set(ACCOUNTS))):
            wrong.append((operation, told))
    assert wrong == []
    may = set((await client.get("/session")).json()["may"]) - {"signIn", "signOut"}
    named = {o for o, _, _ in operations(office)} - PUBLIC
    assert may & named == {o for o in named if role in ALLOWED.get(o, set(ACCOUNTS))}


async def test_nobody_does_anything_without_signing_in(office: Office) -> None:
    client = await office.client()
    for operation, method, path in operations(office):
        if operation not in PUBLIC:
            assert await asked(client, method, filled(path, IDS)) == (401, "not-signed-in")


# Other sections -----------------------------------------------------------------------------------


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


async def drawn(office: Office) -> str:
    floor = await new_floor(office, await office.client("fujii"))
    await put_in_force(office, floor, office_plan(cabinet(), asset=None))
    return floor


REMEDY = {"measure": "席を空けない", "why": "撤去まで", "until": "2023-03-31"}
"""What is asked for the blind spot of the floor that was drawn."""


async def asked_for_a_remedy(office: Office) -> dict[str, str]:
    """The ids of the violation and of the request that waits."""
    fujii = await office.client("fujii")
    violation = (await fujii.get("/violations")).json()["items"][0]["id"]
    remedy = (await fujii.post(f"/violations/{violation}/remedies", REMEDY, status=201)).json()
    return {"violation": violation, "remedy": remedy["id"]}


async def a_printer(office: Office) -> str:
    body = {"name": "窓口", "section": office.sections["nippori"]}
    answer = await (await office.client("kato")).post("/label-printers", body, status=201)
    return str(answer.json()["id"])


STRANGERS = ("inoue", "goto", "nishi", "minami", "higashi")
"""Staff, heads and a custodian of other sections."""


@pytest.mark.parametrize("account", STRANGERS)
async def test_nothing_of_another_section_has_an_address(things: Things, account: str) -> None:
    office, take_out = things.office, await things.out()
    ids = {
        **IDS, "take_out": take_out, "code": things.code, "floor_id": await drawn(office),
        "scanned": things.code, "file": f"{things.code}.png",
    }  # fmt: skip
    ids |= {"section_id": office.sections["nippori"]} | await asked_for_a_remedy(office)
    ids |= await counts.ids_of_one(office) | await counters.ids_of_one(things)
    ids |= await forms.ids_of_one(office)
    ids |= {"matter": take_out, "section": office.sections["nippori"]}
    ids |= await bringins.ids_of_one(office, ids["floor_id"])
    bodies: dict[str, Any] = {
        "handOver": things.packing(), "declareReturn": things.returning(),
        "verifyReturn": things.checked(), "rejectTakeOut": {"reason": "x"},
        "resolveDiscrepancy": {"explanation": "x"}, "reportLoss": {"circumstances": "x"},
        "reportAbsence": {"circumstances": "x"}, "reportFound": {"place": things.safe},
        "requestTakeOut": things.wish(["sato"]), "amendAsset": {"why": "x", "name": "y"},
        "printLabels": {"codes": [things.code], "sheet": "a4-24"},
        "proposeFloor": {"valid_from": "2023-02-20", "why": "x", "etag": "0" * 64},
        "returnFloor": {"why": "x"}, "requestRemedy": REMEDY, "rejectRemedy": {"why": "x"},
        "endRemedy": {"why": "x"}, "reviewArea": {"result": "kept"},
        "setThreshold": {"value": 1, "why": "x"}, "recordSighting": {"code": things.code},
        "holdStudy": {"ids": []}, "findRoom": {"terminal": "t1"},
        "proposeFixes": {"key": "TM-01:terminal:t1"},
        "voidBlanks": {"why": "x"}, "withdrawClosure": {"why": "x"},
        "setOfficeHours": {"week": [None] * 7}, "setMail": {"address": None},
        "registerPlaceWithBlank": {
            "name": "x", "kind": "safe", "section": office.sections["nippori"],
        },
        "reissueLabel": {"why": "x"}, "amendLabelPrinter": {"offset_x": 1.0},
        "printBlanks": {"count": 1, "section": office.sections["nippori"], "sheet": "a4-24"},
    }  # fmt: skip
    bodies |= (
        counters.bodies_about(things)
        | forms.BODIES
        | counts.BODIES
        | bringins.bodies_in(office, ids["floor_id"])
    )
    labelled = {"codes": [things.code], "sheet": "a4-24"}
    printed = (await (await office.client("kato")).post("/labels", labelled, status=201)).json()
    files = {
        "labelSheet": {"file": f"{printed['id']}.pdf"},
        "labelTapes": {"file": f"{printed['id']}.zip"},
        "labelTestPage": {"file": "own-9.pdf"},
    }
    ids |= {"print_id": printed["id"], "printer_id": await a_printer(office)}
    client, touched = await office.client(account), 0
    for operation, method, path in operations(office):
        if "{" in path or operation in bodies:
            named = files.get(operation, {})
            address = filled(path + QUERIES.get(operation, ""), ids | named)
            told = await asked(client, method, address, bodies.get(operation))
            assert told[0] in (403, 404), (operation, told)
            assert told[0] == 404 or told[1] == "role-missing", (operation, told)
            touched += told[0] == 404
    assert touched > 12
    assert await things.asset_state() == "taken_out"


@pytest.mark.parametrize("account", STRANGERS)
async def test_no_list_or_search_tells_of_another_section(things: Things, account: str) -> None:
    office, take_out, floor = things.office, await things.out(), ""
    floor = await drawn(office)
    remedy = (await asked_for_a_remedy(office))["remedy"]
    section, bare = office.sections["nippori"], things.code.replace("-", "")
    secrets = (
        things.code,
        bare,
        things.safe,
        take_out,
        floor,
        "出張窓口での本人確認",
        "SN-0001",
        remedy,
        REMEDY["measure"],
    )
    client = await office.client(account)
    for path in (
        "/assets", f"/assets?section={section}", "/assets?q=SN-0001", "/places", "/take-outs",
        f"/take-outs?section={section}&status=open", "/floors", "/violations?status=all", "/tasks",
        f"/violations?status=all&section={section}", f"/violations?status=all&floor={floor}",
        f"/staff?section={section}", "/history?limit=200", f"/history?subject=asset:{bare}",
        f"/history?subject=take-out:{take_out}", f"/search?q={things.code}", "/search?q=SN-0001",
        "/search?q=USB", "/search?q=2022-0001", "/search?q=佐藤", "/search?q=金庫",
        "/remedies", f"/history?subject=remedy:{remedy}",
        "/labels/prints", "/label-printers",
    ):  # fmt: skip
        answer = await client.raw.get(f"/api{path}")
        assert answer.status_code == 200, answer.text
        assert not [secret for secret in secrets if secret in answer.text], path
        assert office.staff["sato"] not in answer.text, path


# The blind spot -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("account", "sees"), [
    ("sato", False), ("kato", False), ("admin", False), ("yamada", True), ("ono", True), ("fujii", True),
])  # fmt: skip
async def test_the_evidence_of_a_blind_spot_is_for_those_who_answer_for_it(
    office: Office, account: str, sees: bool
) -> None:
    floor = await drawn(office)
    client = await office.client(account)
    answers = [
        await client.get("/violations", status="all"),
        await client.get("/history", limit=200),
        await client.get("/history", register="violations"),
        await client.get("/history", subject=f"floor:{floor}"),
        await client.get("/tasks"),
        await client.get(f"/floors/{floor}/analysis"),
    ]
    assert all(answer.status_code == 200 for answer in answers)
    listed = answers[0].json()["items"]
    told = [t["after"] for t in answers[2].json()["items"]]
    for found in (listed, told):
        blind = [v for v in found if v["rule"] == "TM-01"]
        assert [bool(v["facts"]) for v in blind] == [sees]
    assert any("blocked_by" in a.text or "nearest" in a.text for a in answers) is sees


async def test_the_state_before_a_change_hides_the_evidence_too(office: Office) -> None:
    floor = await drawn(office)
    office.later(days=1)
    await put_in_force(office, floor, office_plan(), "2023-02-21")
    for account, sees in (("sato", False), ("yamada", True)):
        told = await (await office.client(account)).get("/history", register="violations")
        closed = next(t for t in told.json()["items"] if t["act"] == "Closed")
        assert (bool(closed["before"]["facts"]), bool(closed["after"]["facts"])) == (sees, sees)


# Bundles ------------------------------------------------------------------------------------------


async def manager_of_an_office(office: Office) -> Client:
    await identity.assign_post(
        office.staff["takahashi"], office.sections["nippori"], "security_manager", SYSTEM, office.now,
        title="兼務", valid_from=date(2023, 2, 1),
    )  # fmt: skip
    return await office.client("takahashi")


async def test_who_answers_for_one_office_takes_no_bundle_of_all(office: Office) -> None:
    whole = await office.client("shibata")
    taken = (await whole.post("/exports", {}, status=201)).json()["id"]
    part = await manager_of_an_office(office)
    for answer in (
        await part.post("/exports", {"registers": ["people"]}),
        await part.get("/exports"),
        await part.get(f"/exports/{taken}/file"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "export-needs-whole")


async def test_who_answers_for_one_office_reads_no_names_of_all(office: Office) -> None:
    part = await manager_of_an_office(office)
    told = await part.get("/history", register="people", limit=200)
    assert told.json()["items"] == []


async def test_a_bundle_that_grows_too_large_is_refused_in_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "LARGEST", 4000)
    auditor = await office.client("shibata")
    answer = await auditor.post("/exports", {}, key="too-large-a-bundle")
    assert (answer.status_code, answer.json()["code"]) == (409, "bundle-too-large")
    again = await auditor.post("/exports", {}, key="too-large-a-bundle")
    assert (again.status_code, again.json()["code"]) == (409, "export-not-cut")


async def test_a_bundle_is_not_told_of_a_moment_that_has_not_come(office: Office) -> None:
    auditor = await office.client("shibata")
    answer = await auditor.post("/exports", {"as_of": "2024-01-01T00:00:00+09:00"})
    assert (answer.status_code, answer.json()["code"]) == (400, "as-of-in-future")
    later = await auditor.get("/history", as_of="2030-01-01", limit=200)
    now = await auditor.get("/history", limit=200)
    assert later.json()["items"] == now.json()["items"]
