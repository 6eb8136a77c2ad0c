"""What holds for every operation: rights, keys, scope, problems in two languages, hostile input."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from daicho.app import create_app
from daicho.foundation.problems import catalogue
from daicho.foundation.settings import Settings
from tests.support.office import Client, Office

ROOT = Path(__file__).parents[2]

CONTRACT = {
    "signIn": ("POST", "/api/session"),
    "resolveCode": ("GET", "/api/codes/{scanned}"),
    "listAssets": ("GET", "/api/assets"),
    "requestTakeOut": ("POST", "/api/take-outs"),
    "approveTakeOut": ("POST", "/api/take-outs/{take_out}/approval"),
    "rejectTakeOut": ("POST", "/api/take-outs/{take_out}/rejection"),
    "handOver": ("POST", "/api/take-outs/{take_out}/hand-over"),
    "declareReturn": ("POST", "/api/take-outs/{take_out}/return"),
    "verifyReturn": ("POST", "/api/take-outs/{take_out}/verification"),
    "listViolations": ("GET", "/api/violations"),
    "listHistory": ("GET", "/api/history"),
    "checkFloor": ("POST", "/api/floors/check"),
    "saveFloorDraft": ("PUT", "/api/floors/{floor_id}/draft"),
    "publishFloor": ("POST", "/api/floors/{floor_id}/publication"),
}
"""Operations that others script against."""

READS_ONLY = {
    "signIn", "checkFloor", "inspectDrawing", "convertDrawing",
    "studyFloor", "holdStudy", "stepStudy", "findRoom", "proposeFixes", "inspectLedger", "tryLedger",
    "tryPersonnel",
}  # fmt: skip

NEEDS_NO_KEY = {
    "signInByBadge": "a session is no part of the history",
    "confirmSecret": "nor is what a session is opened for",
    "claimDevice": "nobody is signed in, and the code is good once",
    "syncScans": "each scan has a key of its own",
}


@pytest.fixture(scope="module")
def app() -> Litestar:
    return create_app(Settings())


def _handlers(app: Litestar) -> list[HTTPRouteHandler]:
    routes = [route for route in app.routes if route.path.startswith("/api")]
    found = [handler for route in routes for handler in getattr(route, "route_handlers", ())]
    assert len(found) > 40
    return [handler for handler in found if isinstance(handler, HTTPRouteHandler)]


def test_every_handler_names_who_it_is_open_to(app: Litestar) -> None:
    closed = [
        str(h) for h in _handlers(app) if "open_to" not in h.opt and h.http_methods != {"OPTIONS"}
    ]
    assert closed == []


def test_everything_that_changes_something_asks_for_an_idempotency_key(app: Litestar) -> None:
    schema = app.openapi_schema.to_schema()
    changing = [
        operation
        for path in schema["paths"].values()
        for method, operation in path.items()
        if method == "post" and operation["operationId"] not in READS_ONLY | NEEDS_NO_KEY.keys()
    ]
    handlers = {h.operation_id: h for h in _handlers(app)}
    without = [
        o["operationId"]
        for o in changing
        if "key" not in handlers[o["operationId"]].signature_model.__annotations__
    ]
    assert without == []


def test_the_operations_others_script_against_are_where_they_were(app: Litestar) -> None:
    schema = app.openapi_schema.to_schema()
    where = {
        operation["operationId"]: (method.upper(), path)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }
    assert {name: where.get(name) for name in CONTRACT} == CONTRACT


def test_the_front_end_was_made_for_this_api(app: Litestar) -> None:
    """After a change: `daicho openapi > frontend/openapi.json`, then `npm run api`."""
    committed = json.loads((ROOT / "frontend/openapi.json").read_text())
    served = json.loads(msgspec.json.encode(app.openapi_schema.to_schema()))
    if served != committed:  # an assertion would print both, thousands of lines
        pytest.fail("frontend/openapi.json is not what the server offers")


async def _asset(office: Office) -> str:
    custodian = await office.client("kato")
    made = await custodian.post(
        "/assets",
        {
            "name": "USBメモリ", "kind": "medium", "type": "usb", "model": "UM", "serial": "1",
            "section": office.sections["nippori"], "data_class": 1,
        },
        status=201,
    )  # fmt: skip
    return str(made.json()["code"])


HOSTILE = [
    "javascript:alert(1)",
    "<script>alert(1)</script>",
    "https://evil.example/Q/AAAA",
    "%00",
    "A" * 500,
    "..%2f..%2fetc%2fpasswd",
    "١٢٣٤٥٦٧٨٩٠١٢٣",
    "'; DROP TABLE asset; --",
    "🙂" * 20,
]


@pytest.mark.parametrize("scan", HOSTILE)
async def test_a_hostile_scan_is_not_one_of_ours_and_is_shown_harmless(
    office: Office, scan: str
) -> None:
    answer = await (await office.client("sato")).raw.get(f"/api/codes/{quote(scan, safe='%')}")
    assert answer.status_code == 400, answer.text
    problem = answer.json()
    assert problem["code"] in {"not-one-of-ours", "request-invalid"}
    assert len(str(problem["facts"])) < 200


async def test_codes_tell_wrong_characters_unknown_things_and_foreign_things_apart(
    office: Office,
) -> None:
    code, client = await _asset(office), await office.client("sato")
    known = await client.get(f"/codes/{code.lower()}")
    assert known.json()["name"] == "USBメモリ"
    other = "Z" if code[0] != "Z" else "Y"
    wrong = await client.get(f"/codes/{other + code[1:]}")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong-check-character")
    assert "1 文字" in wrong.json()["detail"]
    assert "One character is wrong" in wrong.json()["title"]
    unknown = await client.get("/codes/0123-4567-89AB-9")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown-code")
    url = await client.get(f"/codes/{quote(f'HTTPS://ANY.HOST/Q/{code}', safe='')}")
    assert url.json()["code"] == code
    foreign = await (await office.client("inoue")).get(f"/codes/{code}")
    assert foreign.json() == {**unknown.json(), "detail": foreign.json()["detail"],
                              "title": foreign.json()["title"], "facts": {"code": code}}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/assets", {"limit": "9223372036854775808"}),
        ("/assets", {"limit": "-1"}),
        ("/assets", {"limit": "٣"}),
        ("/assets", {"q": "a\x00b"}),
        ("/history", {"as_of": "yesterday"}),
        ("/take-outs", {"status": "nonsense"}),
        ("/take-outs/" + "x" * 300, {}),
        ("/floors/%00", {}),
        ("/nothing", {}),
    ],
)
async def test_bad_queries_are_refused_in_words_and_never_break_the_server(
    office: Office, path: str, query: dict[str, Any]
) -> None:
    answer = await (await office.client("shibata")).get(path, **query)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] in catalogue("ja")


async def _refused(client: Client, headers: dict[str, str], body: bytes) -> str:
    answer = await client.raw.post("/api/take-outs", content=body, headers=headers)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return str(answer.json()["code"])


async def test_bodies_that_are_no_request_are_refused(office: Office) -> None:
    client = await office.client("sato")
    headers = {"Content-Type": "application/json", **office.key()}
    assert await _refused(client, headers, b"{") == "request-invalid"
    assert await _refused(client, headers, b'{"code":"x","extra":1}') == "request-invalid"
    assert await _refused(client, headers, b"[" * 100_000) == "request-invalid"
    assert await _refused(client, headers, b'"' + b"a" * 10_000_001 + b'"') == "too-large"
    assert await _refused(client, {**headers, "Idempotency-Key": "x"}, b"{}") in {
        "idempotency-key-missing",
        "request-invalid",
    }
    assert await _refused(client, {**headers, "Content-Type": "text/plain"}, b"{}") == "json-only"


async def test_every_answer_forbids_what_the_pages_do_not_need(office: Office) -> None:
    for path in ("/", "/api/session", "/api/nothing", "/health/live"):
        answer = await (await office.client()).raw.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy


def test_every_code_has_a_sentence_in_both_languages() -> None:
    assert set(catalogue("ja")) == set(catalogue("en"))
    assert all(text.strip() for text in (*catalogue("ja").values(), *catalogue("en").values()))
