"""Residents' numbers have no place in any field that somebody types into, however they are spelled."""

from typing import Any

import pytest

from daicho.foundation import db
from daicho.foundation.history.service import change
from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.kernel.errors import Invalid
from daicho.foundation.kernel.text import refuse_resident_numbers
from tests.integration.things import Things, some_things
from tests.support.office import Office
from tests.support.plans import new_floor, office_plan

pytestmark = pytest.mark.anyio

NUMBER = "123456789018"
"""Twelve digits with a right check digit: nobody's, and refused like anybody's."""

SPELLED = (
    NUMBER, "1234-5678-9018", "1234 5678 9018", "１２３４５６７８９０１８", "1234　5678　9018", "1234 - 5678 - 9018",
    "1234‐5678‐9018", "1234−5678−9018", "1234ー5678ー9018", "1234・5678・9018", "1234\u200b5678\u200b9018",
    "番号は123456789018です", "第2号 1234 5678 9018 5枚", "12-34-56-78-90-18", "1234  5678  9018",
)  # fmt: skip
HARMLESS = (
    "2023-02-20 10:00", "2023/02/20 10:30", "03-1234-5678", "090-1234-5678", "192.168.100.101",
    "123456789017", "SN-0001", "令和5年2月20日", "1234567890123",
)  # fmt: skip


@pytest.mark.parametrize("text", SPELLED)
def test_a_number_is_known_however_it_is_spelled(text: str) -> None:
    with pytest.raises(Invalid, match="resident-number-in-text"):
        refuse_resident_numbers(text, place="text")


@pytest.mark.parametrize("text", HARMLESS)
def test_dates_and_telephone_numbers_pass(text: str) -> None:
    refuse_resident_numbers(text, place="text")


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


def fields(office: Office, things: Things, take_out: str, floor: str) -> list[tuple[str, str, Any]]:
    """Who sends what where: every text field of every operation that stores one."""
    section, staff = office.sections["nippori"], office.staff
    asset = {
        "name": "USB", "kind": "medium", "type": "usb", "model": "M", "serial": "S", "maker": "某社",
        "control_no": "K-1", "section": section, "place": things.safe, "data_class": 1,
    }  # fmt: skip
    post = {
        "person": staff["sato"], "section": section, "role": "staff", "title": NUMBER,
        "valid_from": "2023-03-01",
    }  # fmt: skip
    wish, code = things.wish(["sato"]), things.code
    return [
        *(("kato", "/assets", asset | {name: NUMBER}) for name in (
            "name", "model", "maker", "control_no",
        )),
        *(("kato", f"/assets/{code}/amendment", {"why": "訂正", "name": "別名"} | {name: NUMBER}) for name in (
            "why", "name", "model", "maker", "control_no",
        )),
        ("kato", "/places", {"name": NUMBER, "kind": "shelf", "section": section}),
        ("fujii", "/floors", {"name": NUMBER, "section": section}),
        ("admin", "/sections", {"name": NUMBER, "kind": "section", "parent": section}),
        ("admin", "/sections", {"name": "係", "kind": NUMBER, "parent": section}),
        ("admin", "/people", {"staff_id": NUMBER, "name": "試 験", "kana": "し けん"}),
        ("admin", "/people", {"staff_id": "S7", "name": NUMBER, "kana": "し けん"}),
        ("admin", "/people", {"staff_id": "S7", "name": "試 験", "kana": NUMBER}),
        ("admin", "/posts", post),
        ("admin", "/accounts", {"account": NUMBER, "person": staff["sato"], "password": "x" * 12}),
        *(("sato", "/take-outs", wish | {name: NUMBER}) for name in ("purpose", "destination")),
        ("kato", f"/take-outs/{take_out}/hand-over", things.packing() | {"container": NUMBER}),
        ("yamada", f"/take-outs/{take_out}/rejection", {"reason": NUMBER}),
        ("sato", f"/take-outs/{take_out}/loss", {"circumstances": NUMBER}),
        ("yamada", f"/take-outs/{take_out}/resolution", {"explanation": NUMBER}),
    ]  # fmt: skip


async def everything(office: Office) -> str:
    """All that the database holds, as text."""
    names = ("entry", "personal", "asset", "place", "section", "person", "post", "account",
             "take_out", "floor", "floor_draft", "used_key")  # fmt: skip
    async with db.read():
        rows = [row for name in names for row in await db.fetch(f"SELECT * FROM {name}")]  # noqa: S608  # our own names
    return " ".join(
        str({k: bytes(v) if isinstance(v, memoryview) else v for k, v in r.items()}) for r in rows
    )


async def test_no_field_takes_a_resident_number(things: Things) -> None:
    office = things.office
    floor = await new_floor(office, await office.client("fujii"))
    spare = await things.another_medium()
    wish = things.wish(["sato"]) | {"code": spare}
    take_out = (await (await office.client("sato")).post("/take-outs", wish)).json()["id"]
    states = {"hand-over": "approved", "loss": "approved", "resolution": "discrepancy"}
    for account, path, body in fields(office, things, take_out, floor):
        state = states.get(path.rpartition("/")[2], "requested")
        async with db.write():
            await db.fetch("UPDATE take_out SET state = $1", state)
        answer = await (await office.client(account)).post(path, body)
        assert (answer.status_code, answer.json()["code"]) == (400, "resident-number-in-text"), path
        assert NUMBER not in answer.text
    assert NUMBER not in await everything(office)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("", "name"), ("areas", "name"), ("areas", "id"), ("viewpoints", "id"), ("terminals", "id"),
     ("terminals", "assigned_to"), ("walls", "id")],
)  # fmt: skip
async def test_no_drawing_takes_a_resident_number(office: Office, kind: str, name: str) -> None:
    fujii = await office.client("fujii")
    floor = await new_floor(office, fujii)
    wall = {"id": "w1", "from": [3000, 1000], "to": [3000, 5000], "kind": "wall"}
    plan = office_plan(wall)
    (plan[kind][0] if kind else plan)[name] = NUMBER
    tag = (await fujii.get(f"/floors/{floor}/draft")).headers["etag"]
    answer = await fujii.put(f"/floors/{floor}/draft", plan, If_Match=tag)
    assert (answer.status_code, answer.json()["code"]) == (400, "resident-number-in-text")
    assert NUMBER not in answer.text
    assert NUMBER not in await everything(office)


async def test_the_door_itself_refuses_what_is_sealed(office: Office) -> None:
    with pytest.raises(Invalid, match="resident-number-in-text"):
        async with change(SYSTEM, office.now) as c:
            c.seal(f"控え {NUMBER}")
