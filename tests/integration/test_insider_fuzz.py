"""Somebody who only wants to break the server: every field of every operation, out of the OpenAPI schema."""

import json
import os
import random
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args
from urllib.parse import quote

import pytest

from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import SYSTEM, Role
from daicho.foundation.problems import catalogue
from tests.integration import bringins, forms
from tests.integration.things import Things, some_things
from tests.support.ledgers import file_of
from tests.support.office import Client, Office
from tests.support.plans import new_floor, office_plan, put_in_force

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

Schema = dict[str, Any]

TEXTS = (
    "", " ", "x", "a\x00b", "a\nb", "name\n", "é" * 36, "A" * 37, "漢" * 61, "𠮷" * 100, "a" * 201, "x" * 5000,
    "\u202e\u200b", "'; DROP TABLE entry; --", "{code}", "%s%n", "../../etc/passwd", "-1", "NaN",
    "9223372036854775808", "٣٣٣٣-٣", "c:" + "0" * 64, "\ud800",
)  # fmt: skip
NUMBERS = (-1, 0, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 1.5, 1e308)
DATES = ("0001-01-01", "9999-12-31", "2023-02-30", "2023-13-01", "2022-04-01", "10000-01-01")
MOMENTS = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31", "0001-01-01")
OTHERS: tuple[Any, ...] = (None, True, [], {}, ["x"] * 2000, {"a": {"b": [1]}}, [[[[]]]])

SAMPLE = 40 if os.environ.get("DAICHO_TRUST") else 6
"""Of some fifty nasty values, so that a run stays short; `dice` is thrown the same way every time."""

IN_QUERIES = (*TEXTS[1:-1], *map(str, NUMBERS), *DATES, *MOMENTS)


def surrogates(body: Any) -> bytes:
    """JSON with lone surrogates and numbers of any size as they are."""
    return json.dumps(body).encode()


class Attack:
    """The operations of the schema with a valid request each, and what may stand in their fields."""

    def __init__(self, schema: Schema, valid: dict[str, Any], ids: dict[str, str]) -> None:
        self.schemas = schema["components"]["schemas"]
        self.valid, self.ids = valid, ids
        self.operations = [
            (method, path, operation)
            for path, methods in schema["paths"].items()
            for method, operation in methods.items()
            if not path.startswith("/api/openapi")
            and operation["operationId"] not in ("signOut", "changePassword", "makeExport")
        ]

    def path(self, path: str, **changed: str) -> str:
        for name, value in (self.ids | changed).items():
            path = path.replace(f"{{{name}}}", quote(value.encode("utf-8", "replace"), safe=""))
        return path

    def bodies(self, operation: Schema, dice: random.Random) -> Iterator[Any]:
        """The valid body with one field at a time made nasty, fields left out and added, no object at all."""
        content = operation.get("requestBody", {}).get("content", {})
        reference = content.get("application/json", {}).get("schema", {}).get("$ref")
        if reference is None:
            return
        fields = self.schemas[reference.rpartition("/")[2]]["properties"]
        base = self.valid.get(operation["operationId"], {})
        for name in fields:
            nasty = (*TEXTS, *NUMBERS, *DATES, *MOMENTS, *OTHERS, ["x\x00"], ["x" * 65], [2**70])
            for value in dice.sample(nasty, SAMPLE):
                yield {**base, name: value}
            yield {key: value for key, value in base.items() if key != name}
        yield from (*OTHERS, {**base, "more": 1}, "x", 7)


async def everybody(office: Office) -> Client:
    """One person with every role over the whole ward: nothing is refused for want of rights."""
    for role in get_args(Role):
        await identity.assign_post(
            office.staff["takahashi"], office.sections["ward"], role, SYSTEM, office.now,
            title="兼務", valid_from=date(2022, 4, 1),
        )  # fmt: skip
    return await office.client("takahashi")


async def attack_of(office: Office, things: Things, client: Client) -> Attack:
    floor = await new_floor(office, await office.client("fujii"))
    await put_in_force(office, floor, office_plan())
    take_out = await things.requested()
    study = await client.post("/studies", office_plan(), status=200)
    section, staff = office.sections["nippori"], office.staff
    period = {"valid_from": "2023-03-01", "valid_to": "2023-03-31"}
    asset = {
        "name": "USB", "kind": "medium", "type": "usb", "model": "M", "serial": "S", "section": section,
        "place": things.safe, "data_class": 1,
    }  # fmt: skip
    ledger = file_of("品名,製造番号\r\nUSB,1\r\n".encode("cp932"))
    personnel = {"name": ledger["name"], "content": ledger["content"], "effective": "2023-04-01"}
    valid = {
        "registerAsset": asset,
        "amendAsset": {"why": "訂正", "name": "新しい名"},
        "requestTakeOut": things.wish(["sato"]),
        "handOver": things.packing(),
        "declareReturn": things.returning(),
        "verifyReturn": things.checked(),
        "registerPlace": {"name": "棚", "kind": "shelf", "section": section, "floor": floor},
        "createFloor": {"name": "2階", "section": section},
        "publishFloor": {"valid_from": "2023-03-01"},
        "registerSection": {"name": "係", "kind": "section", "parent": section},
        "registerPerson": {"staff_id": "S7777", "name": "試 験", "kana": "し けん"},
        "assignPost": {
            "person": staff["sato"], "section": section, "role": "staff", "title": "主事", **period,
        },
        "endPost": {"valid_to": "2023-03-31"},
        "appointDeputy": {
            "section": section, "principal": staff["yamada"], "person": staff["sato"], "rank": 1, **period,
        },
        "createAccount": {"account": "more", "person": staff["sato"], "password": "x" * 12},
        "printLabels": {"codes": [things.code], "sheet": "a4-24", "start": 1},
        "proposeFloor": {"valid_from": "2023-03-01", "why": "x", "etag": "0" * 64},
        "returnFloor": {"why": "x"},
        "requestRemedy": {"measure": "m", "why": "w", "until": "2023-03-01"},
        "rejectRemedy": {"why": "x"},
        "endRemedy": {"why": "x"},
        "recordSighting": {"code": things.code, "floor": floor, "area": "a1"},
        "reviewArea": {"result": "kept", "note": "x"},
        "setThreshold": {"value": 6, "why": "x"},
        "placeBackground": {
            "a": {"px": [0, 0], "mm": [0, 0]}, "b": {"px": [9, 0], "mm": [900, 0]}, "opacity": 0.5,
        },
        "holdStudy": {"ids": ["v1"]},
        "findRoom": {"terminal": "t1"},
        "proposeFixes": {"key": "TM-01:terminal:t1"},
        "printBlanks": {"count": 1, "section": section, "sheet": "tape-62x29"},
        "reissueLabel": {"why": "はがれた"},
        "voidBlanks": {"why": "紛失"},
        "registerPlaceWithBlank": {"name": "書庫", "kind": "cabinet", "section": section},
        "addLabelSheet": {
            "title": "棚", "columns": 2, "rows": 2, "width": 60, "height": 40, "left": 5, "top": 5,
            "pitch_x": 62, "pitch_y": 42, "corner": 1.5,
        },
        **bringins.bodies_in(office, floor),
        **forms.BODIES,
        "setApprovalBoxes": {"section": section, "sheet": "any", "titles": ["課長"]},
        "issueForms": {"form": "return", "section": section, "count": 1},
        "addLabelPrinter": {"name": "窓口", "section": section, "offset_x": 0.5, "dpi": 300},
        "amendLabelPrinter": {"offset_y": -1.0},
        "inspectLedger": ledger,
        "tryLedger": {**ledger, "mapping": {"name": 0, "serial": 1}},
        "carryOutLedger": {
            **ledger, "mapping": {"name": 0, "serial": 1}, "confirm": "0" * 64, "why": "x",
        },
        "tryPersonnel": personnel,
        "proposePersonnel": personnel,
        "approvePersonnel": {"confirm": "0" * 64},
        "rejectPersonnel": {"reason": "x"},
        "setMyMail": {"address": "x@ward.example"},
        "setClosure": {"day": "2023-03-01", "name": "停電", "section": section},
        "withdrawClosure": {"why": "中止"},
        "setOfficeHours": {"week": [[540, 1020]] * 5 + [None, None]},
        "setMail": {"address": "x@ward.example"},
    }  # fmt: skip
    ids = {
        "change": "x", "take_out": take_out, "code": things.code, "floor_id": floor,
        "scanned": things.code,
        "post_id": "x", "decision_id": "x", "export_id": "x", "file": f"{things.code}.png",
        "area": "a1", "name": "lock_minutes", "study_id": study.json()["study"], "violation": "x",
        "remedy": "x",
        "print_id": "x", "page": "1", "printer_id": "x", "mail_id": "x",
        "staff_id": staff["sato"], "section_id": section, "closure_id": "x",
    }  # fmt: skip
    ids |= await bringins.ids_of_one(office, floor)
    ids |= await forms.ids_of_one(office)
    ids |= {"register": "take-outs", "form": "take-out", "matter": take_out}
    return Attack(office.app.openapi_schema.to_schema(), valid, ids)


def judge(answer: Any, what: str, broken: list[str]) -> None:
    if answer.status_code >= 500:
        broken.append(f"{answer.status_code} {what[:300]}")
    elif answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", what
        assert answer.json()["code"] in catalogue("ja"), answer.text


async def test_no_body_whatsoever_breaks_the_server(office: Office) -> None:
    client = await everybody(office)
    attack = await attack_of(office, await some_things(office), client)
    dice, broken = random.Random(20261123), list[str]()  # noqa: S311  # repeatable
    for method, path, operation in attack.operations:
        for body in attack.bodies(operation, dice):
            headers = {"Content-Type": "application/json", **office.key()}
            sent = surrogates(body)
            answer = await client.raw.request(
                method, attack.path(path), content=sent, headers=headers
            )
            judge(answer, f"{operation['operationId']} {sent[:200]!r}", broken)
    assert broken == [], "\n".join(broken)


async def test_no_address_and_no_query_breaks_the_server(office: Office) -> None:
    client, broken = await everybody(office), list[str]()
    dice = random.Random(20261123)  # noqa: S311  # repeatable
    attack = await attack_of(office, await some_things(office), client)
    for method, path, operation in attack.operations:
        valid = attack.valid.get(operation["operationId"], {})
        for parameter in operation.get("parameters", ()):
            for value in dice.sample(IN_QUERIES, min(2 * SAMPLE, len(IN_QUERIES))):
                name, in_path = parameter["name"], parameter["in"] == "path"
                way = attack.path(path, **({name: value} if in_path else {}))
                query = "" if in_path else f"?{name}={quote(value.encode('utf-8', 'replace'))}"
                headers = {"Content-Type": "application/json", **office.key()}
                sent = None if method == "get" else surrogates(valid)
                answer = await client.raw.request(
                    method, way + query, content=sent, headers=headers
                )
                judge(answer, f"{operation['operationId']} {name}={value!r}", broken)
    assert broken == [], "\n".join(broken)


HEADERS = (
    ("Origin", b"http://["), ("Origin", b"null"), ("Origin", b"\xff\xfe"), ("Origin", b"http://daicho.test:99999"),
    ("Content-Type", b"application/json; charset=utf-7"), ("Content-Type", b"\xff"),
    ("Idempotency-Key", "٣٣٣٣٣٣٣٣".encode()), ("Idempotency-Key", b"x" * 65), ("Idempotency-Key", b"\xff" * 9),
    ("Cookie", b"daicho=\xff\xfe"), ("Cookie", b"daicho=%ed%a0%80"), ("Cookie", b"daicho=" + b"x" * 9000),
    ("Cookie", b"daicho=\"; daicho"), ("If-Match", b"\xff"), ("X-HTTP-Method-Override", b"DELETE"),
    ("Content-Length", b"9" * 30), ("Host", b"["), ("Sec-Fetch-Site", b"\xff"), ("Accept", b"\xff/\xff"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "value"), HEADERS)
async def test_no_header_breaks_the_server(office: Office, name: str, value: bytes) -> None:
    client, broken = await office.client("admin"), list[str]()
    body = surrogates({"staff_id": "S7777", "name": "試 験", "kana": "し けん"})
    base = {"Content-Type": b"application/json", "Idempotency-Key": b"one-good-key"}
    sent = base | {name: value}
    for method, path in (("POST", "/api/people"), ("GET", "/api/session"), ("DELETE", "/api/x")):
        answer = await client.raw.request(
            method, path, content=body, headers=[(k.encode(), v) for k, v in sent.items()]
        )
        judge(answer, f"{method} {name}", broken)
    assert broken == [], "\n".join(broken)


DEEP = (
    b"[" * 200_000, b'{"a":' * 100_000, b'"' * 3, b"", b"\xff\xfe", b"\xef\xbb\xbf{}", b"nul", b"1e999",
    b"[" + b"1," * 500_000 + b"1]", b'{"a":1,' * 2 + b"}", b'{"format":"daicho.floor/1","name":"\\ud800"}',
)  # fmt: skip


@pytest.mark.parametrize("body", DEEP, ids=range(len(DEEP)))
async def test_no_bytes_break_the_readers_of_bodies(office: Office, body: bytes) -> None:
    client, broken = await everybody(office), list[str]()
    floor = await new_floor(office, await office.client("fujii"))
    for method, path in (
        ("POST", "/api/take-outs"), ("POST", "/api/floors/check"), ("POST", "/api/session"),
        ("PUT", f"/api/floors/{floor}/draft"), ("POST", "/api/labels"),
    ):  # fmt: skip
        headers = {"Content-Type": "application/json", "If-Match": '"x"', **office.key()}
        answer = await client.raw.request(method, path, content=body, headers=headers)
        judge(answer, f"{method} {path}", broken)
    assert broken == [], "\n".join(broken)


@pytest.mark.parametrize("as_of", [*MOMENTS, "2023-02-20T10:00:00", "0001-01-01T00:00:00+09:00"])
async def test_no_moment_of_an_export_breaks_the_server(office: Office, as_of: str) -> None:
    answer = await (await office.client("shibata")).post("/exports", {"as_of": as_of})
    assert (answer.status_code, answer.json()["code"]) in {
        (400, "request-invalid"), (400, "moment-wrong"), (400, "as-of-in-future"),
    }  # fmt: skip


async def test_no_line_feed_hides_behind_a_name(office: Office) -> None:
    client = await office.client("admin")
    for body in (
        {"staff_id": "S7777\n", "name": "試 験", "kana": "し けん"},
        {"staff_id": "S7777", "name": "試 験\n", "kana": "し けん"},
    ):
        await client.post("/people", body, status=400)
