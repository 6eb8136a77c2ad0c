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


# For the tests of rights ------------------------------------------------------------------------------

_ANYBODY = {"staff", "section_head", "custodian", "facility_admin", "security_manager"}
_KEEPERS = {"section_head", "custodian", "facility_admin"}

_ASKING = (
    "requestBringIn", "approveBringIn", "rejectBringIn", "withdrawBringIn", "recordPrivateFind",
    "recordDelivery",
)  # fmt: skip

RIGHTS: dict[str, set[str]] = {
    **dict.fromkeys(_ASKING, _ANYBODY),
    **dict.fromkeys(("inspectIn", "inspectOut", "nameWitness"), _KEEPERS),
    **{operation: _KEEPERS | {"staff"} for operation in ("startMediaUse", "endMediaUse")},
    "resolveBringIn": {"section_head", "security_manager"},
    "settlePrivateFind": _KEEPERS | {"security_manager"},
}
"""Operation -> roles."""

BODIES: dict[str, dict[str, Any]] = {
    "rejectBringIn": {"reason": "x"},
    "inspectIn": coming(),
    "inspectOut": going(),
    "resolveBringIn": {"explanation": "x"},
    "settlePrivateFind": {"answer": "x"},
    "nameWitness": {"witness": "S0001", "why": "x"},
    "startMediaUse": {"terminal": "0123-4567-89AB-9", "purpose": "x"},
    "endMediaUse": {"erased": True},
}


def bodies_in(office: Office, floor: str) -> dict[str, dict[str, Any]]:
    """What begins something in the office, for attacks on it."""
    visit = Visit(office, floor)
    where = {"section": office.sections["nippori"], "floor": floor}
    return BODIES | {
        "requestBringIn": visit.wish(),
        "recordPrivateFind": where | {"item": PHONE, "area": "a1"},
        "recordDelivery": where | {"what": "椅子", "company": "架空運輸", "direction": "in"},
    }


async def ids_of_one(office: Office, floor: str) -> dict[str, str]:
    """The ids of a visit, of a private thing found and of a delivery in the office."""
    sato, bodies = await office.client("sato"), bodies_in(office, floor)
    made = {
        "bring_in": ("/bring-ins", "requestBringIn"),
        "find": ("/private-finds", "recordPrivateFind"),
        "delivery": ("/deliveries", "recordDelivery"),
    }
    return {
        name: str((await sato.post(path, bodies[operation], status=201)).json()["id"])
        for name, (path, operation) in made.items()
    } | {"use": "x"}
