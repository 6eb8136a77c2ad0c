"""A maintenance company that comes to the 日の里 office, and the steps of its visit, for tests over HTTP."""

from typing import Any

import httpx

from tests.support.office import Client, Office
from tests.support.plans import new_floor, office_plan, put_in_force

NOTEBOOK = {
    "name": "保守用ノートPC",
    "kind": "computer",
    "ownership": "contractor",
    "serial": "NB-100",
}
CABLE = {"name": "LANケーブル", "kind": "tool", "ownership": "contractor"}
PHONE = {"name": "個人の携帯電話", "kind": "phone", "ownership": "private", "serial": "IMEI-7"}


class Visit:
    """The office's floor with a server room (level 2) and an office room (level 1)."""

    def __init__(self, office: Office, floor: str) -> None:
        self.office, self.floor = office, floor

    def wish(self, **facts: Any) -> dict[str, Any]:
        body = {
            "section": self.office.sections["nippori"],
            "floor": self.floor,
            "area": "a1",
            "purpose": "統合端末の保守点検",
            "bringer": {"name": "保守 次郎", "company": "架空保守サービス"},
            "items": [NOTEBOOK, CABLE],
            "planned_in": "2023-02-20",
            "planned_out": "2023-02-20",
        }
        return body | facts

    def strict(self, **facts: Any) -> dict[str, Any]:
        """A private telephone for the server room, with an exception."""
        why = {"why": "緊急連絡のため"}
        return self.wish(items=[PHONE], area="a2", exception=why, **facts)

    async def client(self, account: str) -> Client:
        return await self.office.client(account)

    async def request(self, account: str = "sato", **facts: Any) -> httpx.Response:
        return await (await self.client(account)).post("/bring-ins", self.wish(**facts))

    async def requested(self, account: str = "sato", **facts: Any) -> str:
        answer = await self.request(account, **facts)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def step(
        self, account: str, bring_in: str, step: str, body: Any = None
    ) -> httpx.Response:
        client = await self.client(account)
        return await client.post(f"/bring-ins/{bring_in}/{step}", body)

    async def act(
        self, account: str, bring_in: str, step: str, body: Any = None, *, state: str
    ) -> None:
        """One step that succeeds and leads to this state."""
        answer = await self.step(account, bring_in, step, body)
        assert (answer.status_code, answer.json()) == (200, {"id": bring_in, "state": state})

    async def refused(
        self, account: str, bring_in: str, step: str, body: Any = None
    ) -> tuple[int, str]:
        answer = await self.step(account, bring_in, step, body)
        return answer.status_code, answer.json()["code"]

    async def approved(self, **facts: Any) -> str:
        bring_in = await self.requested(**facts)
        strict = "exception" in facts
        await self.act("ono" if strict else "yamada", bring_in, "approval", state="approved")
        return bring_in

    async def inside(self, **facts: Any) -> str:
        bring_in = await self.approved(**facts)
        things = len(facts.get("items", [NOTEBOOK, CABLE]))
        await self.act("kato", bring_in, "entry", coming(things), state="inside")
        return bring_in

    async def shown(self, bring_in: str, account: str = "kato") -> dict[str, Any]:
        told = await (await self.client(account)).get(f"/bring-ins/{bring_in}")
        assert told.status_code == 200, told.text
        return dict(told.json())

    async def violations(self, rule: str) -> list[dict[str, Any]]:
        """The open ones of a rule."""
        told = await (await self.client("yamada")).get("/violations", limit=200)
        return [v for v in told.json()["items"] if v["rule"] == rule]


def seen(things: int, **facts: Any) -> list[dict[str, Any]]:
    return [{"index": place, "present": True} | facts for place in range(things)]


def coming(things: int = 2, **facts: Any) -> dict[str, Any]:
    return {"items": seen(things), "malware_scan": "clean", "badge": "来-07"} | facts


def going(things: int = 2, **facts: Any) -> dict[str, Any]:
    return {"items": seen(things), "no_data_copied": True} | facts


async def a_visit(office: Office) -> Visit:
    """A server room is drawn into the office's far corner."""
    floor = await new_floor(office, await office.client("fujii"))
    plan = office_plan()
    corner = [[8500, 6500], [10000, 6500], [10000, 8000], [8500, 8000]]
    plan["areas"].append(
        {"id": "a2", "name": "サーバ室", "kind": "controlled", "level": 2, "polygon": corner, "holes": []}
    )  # fmt: skip
    await put_in_force(office, floor, plan)
    return Visit(office, floor)
