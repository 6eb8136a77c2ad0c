"""What browser tests of the scanner need beside the pages: approved take-outs, badges, what the history holds."""

import sqlite3
from secrets import token_hex
from typing import Any

from playwright.sync_api import Page

from tests.support.demo import Demo

PATIENCE = 60_000
"""Milliseconds; the machine of the tests is shared by many."""


def _post(demo: Demo, account: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    with demo.api(account) as client:
        answer = client.post(path, json=body, headers={"Idempotency-Key": token_hex(16)})
    assert answer.status_code in {200, 201}, answer.text
    told: dict[str, Any] = answer.json()
    return told


def asked_for(demo: Demo, staff: str, name: str) -> str:
    """A take-out of this thing that waits for its approval; its id."""
    code = demo.asset(staff, name)["code"]
    with demo.api(staff) as client:
        me = client.get("/api/session").json()
    wanted = {
        "code": code,
        "purpose": "統計資料の提出",
        "destination": "本庁舎",
        "carriers": [me["staff_id"]],
        "planned_return": me["today"],
    }
    return str(_post(demo, staff, "/api/take-outs", wanted)["id"])


def approved(demo: Demo, staff: str, head: str, name: str) -> str:
    """A take-out that may be handed over."""
    take_out = asked_for(demo, staff, name)
    _post(demo, head, f"/api/take-outs/{take_out}/approval", {})
    return take_out


def handed_over(demo: Demo, keeper: str, take_out: str, name: str) -> None:
    """The thing is on its way."""
    body = {
        "code": demo.asset(keeper, name)["code"],
        "encrypted": True,
        "container": "鍵付きケース",
    }
    _post(demo, keeper, f"/api/take-outs/{take_out}/hand-over", body)


def counting(demo: Demo, keeper: str) -> str:
    """A stock-take of the keeper's section that has begun; its id."""
    with demo.api(keeper) as client:
        me = client.get("/api/session").json()
    wanted = {"section": me["section"], "places": None, "due": me["today"]}
    planned = _post(demo, keeper, "/api/stock-takes", wanted)
    _post(demo, keeper, f"/api/stock-takes/{planned['id']}/start", {})
    return str(planned["id"])


def still_held(demo: Demo, keeper: str, stock_take: str) -> list[int]:
    """What devices said that they hold of it."""
    with demo.api(keeper) as client:
        shown = client.get(f"/api/stock-takes/{stock_take}").json()
    return [one["unsynced"] for one in shown["queues"]]


def badge_of(demo: Demo, account: str) -> str:
    """The 13 characters on a person's badge; no list of the API gives them away."""
    with sqlite3.connect(demo.server.data_dir / "daicho.sqlite") as base:
        found = base.execute(
            "SELECT person.code FROM person JOIN account ON account.person = person.id WHERE account.id = ?",
            (account,),
        ).fetchone()
    return str(found[0])


def place_of(demo: Demo, account: str, name: str) -> str:
    """The code of a storage place."""
    with demo.api(account) as client:
        items = client.get("/api/places", params={"limit": 200}).json()["items"]
    return str(next(place["code"] for place in items if place["name"] == name)).replace("-", "")


def entries(demo: Demo, account: str, **wanted: str) -> list[dict[str, Any]]:
    """What the history holds of this, as somebody who may read it is shown."""
    with demo.api(account) as client:
        answer = client.get("/api/history", params={"limit": "200", **wanted})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def kept_by_the_browser(page: Page) -> None:
    """Waits until the pages open without the server."""
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null", timeout=PATIENCE)
    known = "() => (localStorage.getItem('daicho.known') ?? '{}').length > 2"
    page.wait_for_function(known, timeout=PATIENCE)
