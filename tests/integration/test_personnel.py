"""The first of April: a list of posts, looked at before, approved by a second person, handed over on paper."""

import base64
import io
from datetime import date
from typing import Any

import pypdfium2
import pytest

from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import SYSTEM
from tests.integration.things import some_things
from tests.support.ledgers import as_csv, as_workbook
from tests.support.office import Client, Office

pytestmark = pytest.mark.anyio

HEADINGS = ["職員番号", "氏名", "フリガナ", "新所属", "役割", "職名", "発令日", "終了日"]
NIPPORI, MACHIYA = "日の里区民事務所", "町野区民事務所"


def line(staff: str, section: str = "", *, role: str = "", title: str = "主事", name: str = "",
         begins: str = "R5.4.1", ends: str = "") -> list[str]:  # fmt: skip
    return [
        staff,
        name,
        "しん" if name else "",
        section,
        role,
        title if section else "",
        begins,
        ends,
    ]


def sent(*lines: list[str], form: str = "csv") -> dict[str, Any]:
    rows = [HEADINGS, *lines]
    content = as_csv(rows, titles=1) if form == "csv" else as_workbook(rows)
    return {
        "name": f"令和5年4月異動.{form}", "content": base64.b64encode(content).decode(),
        "effective": "2023-04-01",
    }  # fmt: skip


@pytest.fixture
async def admin(office: Office) -> Client:
    return await office.client("admin")


def usual(office: Office) -> tuple[list[str], ...]:
    """One moves, one leaves, one joins, one stays as they are."""
    return (
        line(office.staff["sato"], MACHIYA),
        line(office.staff["suzuki"]),
        line("N-100", NIPPORI, role="保管責任者", title="係長", name="渡邉 﨑"),
        line(office.staff["takahashi"], NIPPORI),
    )


async def proposed(admin: Client, *lines: list[str]) -> str:
    return str((await admin.post("/personnel", sent(*lines), status=201)).json()["id"])


async def approve(client: Client, change: str, status: int = 200) -> dict[str, Any]:
    confirm = (await client.get(f"/personnel/{change}")).json().get("confirm") or "0" * 64
    answer = await client.post(f"/personnel/{change}/approval", {"confirm": confirm}, status=status)
    told: dict[str, Any] = answer.json()
    return told


async def staff_in(office: Office, section: str, day: date) -> set[str]:
    found = await identity.staff_of([office.sections[section]], day)
    return {one.staff_id for one in found}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_list_is_told_before_anybody_proposes_it(
    office: Office, admin: Client, form: str
) -> None:
    answer = await admin.post("/personnel/trial", sent(*usual(office), form=form), status=200)
    told = answer.json()
    assert (told["lines"], told["refused"], told["unchanged"]) == (4, 0, 1)
    people = {one["staff_id"]: one for one in told["people"]}
    moved, left = people[office.staff["sato"]], people[office.staff["suzuki"]]
    assert [p["section_name"] for p in moved["begins"]] == [MACHIYA]
    assert [(p["section_name"], p["valid_to"]) for p in moved["ends"]] == [(NIPPORI, "2023-03-31")]
    assert (left["leaves"], left["begins"]) == ("2023-03-31", [])
    assert (people["N-100"]["joins"], people["N-100"]["name"]) == (True, "渡邉 﨑")
    assert (await admin.get("/personnel")).json()["items"] == []


async def test_posts_begin_and_end_when_a_second_person_approved(
    office: Office, admin: Client
) -> None:
    change = await proposed(admin, *usual(office))
    assert (await approve(admin, change, 403))["code"] == "own-personnel-change"
    before = await staff_in(office, "nippori", date(2023, 4, 1))
    assert {office.staff["sato"], office.staff["suzuki"]} <= before
    assert await approve(await office.client("ono"), change) == {"id": change, "state": "approved"}
    nippori = await staff_in(office, "nippori", date(2023, 4, 1))
    assert not nippori & {office.staff["sato"], office.staff["suzuki"]}
    assert {"N-100", office.staff["takahashi"]} <= nippori
    assert office.staff["sato"] in await staff_in(office, "machiya", date(2023, 4, 1))
    assert office.staff["sato"] in await staff_in(office, "nippori", date(2023, 3, 31))
    suzuki = await identity.require_person(office.staff["suzuki"])
    assert suzuki.left_on == date(2023, 3, 31)
    shown = (await admin.get(f"/personnel/{change}")).json()
    assert (shown["summary"]["state"], shown["summary"]["actions"]) == ("approved", [])
    assert {one["staff_id"] for one in shown["people"]} == {
        office.staff["sato"], office.staff["suzuki"], "N-100",
    }  # fmt: skip
    assert [p["valid_to"] for one in shown["people"] for p in one["ends"]] == ["2023-03-31"] * 2


async def test_nobody_decides_about_their_own_post_or_over_sections_of_others(
    office: Office, admin: Client
) -> None:
    change = await proposed(admin, line(office.staff["ono"], "区民課", title="課長補佐"))
    assert (await approve(await office.client("ono"), change, 403))["code"] == "own-post"
    for account, status in (("goto", 404), ("yamada", 404), ("sato", 403)):
        client = await office.client(account)
        assert (await client.get(f"/personnel/{change}")).status_code == status
        body = {"confirm": "0" * 64}
        assert (await client.post(f"/personnel/{change}/approval", body)).status_code == status
    own = await admin.post("/personnel", sent(line(office.staff["admin"], NIPPORI)), status=409)
    assert own.json()["facts"]["reason"] == "own-post"


async def test_what_changed_since_somebody_looked_is_looked_at_again(
    office: Office, admin: Client
) -> None:
    change = await proposed(admin, line(office.staff["sato"], MACHIYA))
    ono = await office.client("ono")
    confirm = (await ono.get(f"/personnel/{change}")).json()["confirm"]
    await identity.assign_post(
        office.staff["sato"], office.sections["kumin"], "staff", SYSTEM, office.now,
        title="兼務", valid_from=date(2023, 2, 1),
    )  # fmt: skip
    answer = await ono.post(f"/personnel/{change}/approval", {"confirm": confirm}, status=412)
    assert answer.json()["code"] == "personnel-outdated"
    assert (await approve(ono, change))["state"] == "approved"
    assert office.staff["sato"] not in await staff_in(office, "kumin", date(2023, 4, 1))


@pytest.mark.parametrize("first", ["approval", "rejection", "withdrawal"])
async def test_what_is_decided_is_decided_once(office: Office, admin: Client, first: str) -> None:
    change, ono = (
        await proposed(admin, line(office.staff["sato"], MACHIYA)),
        await office.client("ono"),
    )
    confirm = (await ono.get(f"/personnel/{change}")).json()["confirm"]
    steps: dict[str, tuple[Client, dict[str, str]]] = {
        "approval": (ono, {"confirm": confirm}), "rejection": (ono, {"reason": "所属の誤り"}),
        "withdrawal": (admin, {}),
    }  # fmt: skip
    client, body = steps[first]
    await client.post(f"/personnel/{change}/{first}", body, status=200)
    for step, (client, body) in steps.items():
        answer = await client.post(f"/personnel/{change}/{step}", body, status=409)
        assert answer.json()["code"] == "personnel-not-open"
    moved = office.staff["sato"] in await staff_in(office, "machiya", date(2023, 4, 1))
    assert moved is (first == "approval")


async def test_a_broken_line_refuses_the_list_and_is_named(office: Office, admin: Client) -> None:
    lines = [
        line(office.staff["sato"], MACHIYA), line("X-1", NIPPORI), line(office.staff["suzuki"], "宇宙課"),
        line(office.staff["kato"], NIPPORI, begins="4月1日"),
        line(office.staff["ito"], NIPPORI, ends="R4.4.1"),
        line(office.staff["mori"], NIPPORI), line(office.staff["mori"]),
    ]  # fmt: skip
    told = (await admin.post("/personnel/trial", sent(*lines), status=200)).json()
    assert [(fault["line"], fault["code"]) for fault in told["faults"]] == [
        (4, "unknown-person"), (5, "unknown-section"), (6, "cell-not-a-date"), (7, "period-reversed"),
        (9, "leaves-and-stays"),
    ]  # fmt: skip
    answer = await admin.post("/personnel", sent(*lines), status=409)
    assert answer.json()["code"] == "personnel-line-refused"
    assert answer.json()["facts"]["line"] == 4
    same = await admin.post("/personnel", sent(line(office.staff["sato"], NIPPORI)), status=409)
    assert same.json()["code"] == "personnel-nothing-new"


async def test_a_post_that_begins_later_has_to_be_settled_first(
    office: Office, admin: Client
) -> None:
    await identity.assign_post(
        office.staff["sato"], office.sections["kumin"], "staff", SYSTEM, office.now,
        title="主査", valid_from=date(2023, 7, 1),
    )  # fmt: skip
    told = await admin.post(
        "/personnel/trial", sent(line(office.staff["sato"], MACHIYA)), status=200
    )
    assert [fault["code"] for fault in told.json()["faults"]] == ["post-begins-later"]
    both = sent(
        line(office.staff["sato"], MACHIYA),
        line(office.staff["sato"], "区民課", title="主査", begins="R5.7.1"),
    )
    assert (await admin.post("/personnel/trial", both, status=200)).json()["refused"] == 0


async def test_what_the_leaving_hold_is_listed_and_printed(office: Office, admin: Client) -> None:
    things = await some_things(office)
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")
    await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")
    change = await proposed(admin, *usual(office))
    shown = (await admin.get(f"/personnel/{change}")).json()
    sato = next(one for one in shown["people"] if one["staff_id"] == office.staff["sato"])
    assert [(held["kind"], held["due"]) for held in sato["holds"]] == [("take_out", "2023-02-24")]
    pages = await paper_of(admin, change)
    assert len(pages) == 2
    assert "佐藤 花" in pages[0]
    assert "持出し用USBメモリ" in pages[0]
    assert "鈴木 一" in pages[1]
    only = await paper_of(admin, change, person=office.staff["suzuki"])
    assert len(only) == 1
    assert "退職日 2023-03-31" in only[0]
    assert len(await paper_of(admin, change, section=office.sections["nippori"])) == 2
    nobody = await admin.get(f"/personnel/{change}/paper", section=office.sections["koseki"])
    assert (nobody.status_code, nobody.json()["code"]) == (404, "unknown-person")


async def paper_of(client: Client, change: str, **query: str) -> list[str]:
    answer = await client.get(f"/personnel/{change}/paper", **query)
    assert answer.status_code == 200, answer.text
    document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    return [page.get_textpage().get_text_range() for page in document]
