"""A medium in a safe of the 日の里 office, and the steps of its take-out, for tests over HTTP."""

from datetime import date
from typing import Any

import httpx

from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import SYSTEM, Role
from tests.support.office import Office
from tests.support.outside import picture


class Things:
    """One USB medium that belongs to the office's safe."""

    def __init__(self, office: Office, code: str, safe: str) -> None:
        self.office = office
        self.code = code
        self.safe = safe

    # What the steps send

    def wish(self, carriers: list[str], planned_return: str = "2023-02-24") -> dict[str, Any]:
        return {
            "code": self.code,
            "purpose": "出張窓口での本人確認",
            "destination": "町野区民事務所",
            "planned_return": planned_return,
            "carriers": [self.office.staff[account] for account in carriers],
        }

    def packing(self) -> dict[str, Any]:
        return {"code": self.code, "encrypted": True, "container": "鍵付きケース"}

    def returning(self) -> dict[str, Any]:
        return {"code": self.code, "place": self.safe}

    def checked(self) -> dict[str, Any]:
        return {"seal_ok": True, "count_ok": True, "erased": True}

    # Steps

    async def request(
        self, account: str, *, carriers: list[str] | None = None, planned_return: str = "2023-02-24"
    ) -> httpx.Response:
        client = await self.office.client(account)
        return await client.post("/take-outs", self.wish(carriers or ["sato"], planned_return))

    async def requested(
        self, account: str = "sato", *, carriers: list[str] | None = None,
        planned_return: str = "2023-02-24",
    ) -> str:  # fmt: skip
        answer = await self.request(account, carriers=carriers, planned_return=planned_return)
        assert answer.status_code == 201, answer.text
        assert answer.json()["state"] == "requested"
        return str(answer.json()["id"])

    async def act(
        self, account: str, take_out: str, step: str, body: Any = None, *,
        state: str | None = None, status: int = 200,
    ) -> dict[str, Any]:  # fmt: skip
        client = await self.office.client(account)
        answer = await client.post(f"/take-outs/{take_out}/{step}", body, status=status)
        told: dict[str, Any] = answer.json()
        if state is not None:
            assert told == {"id": take_out, "state": state}
        return told

    async def out(self, planned_return: str = "2023-02-24") -> str:
        take_out = await self.requested(planned_return=planned_return)
        await self.act("yamada", take_out, "approval", state="approved")
        await self.act("kato", take_out, "hand-over", self.packing(), state="handed_over")
        return take_out

    # Around it

    async def asset_state(self) -> str:
        client = await self.office.client("kato")
        return str((await client.get(f"/assets/{self.code}")).json()["state"])

    async def another_medium(self, **facts: Any) -> str:
        return await registered(self.office, self.safe, serial="SN-0002", **facts)

    async def place(self, section: str) -> str:
        return await placed(self.office, section)

    async def depute(self, principal: str, person: str) -> None:
        staff = self.office.staff
        await identity.appoint_deputy(
            self.office.sections["nippori"], staff[principal], staff[person], SYSTEM,
            self.office.now, rank=1, valid_from=date(2023, 2, 1), valid_to=date(2023, 3, 31),
        )  # fmt: skip

    async def appoint(self, account: str, role: Role) -> None:
        await identity.assign_post(
            self.office.staff[account], self.office.sections["nippori"], role, SYSTEM,
            self.office.now, title="兼務", valid_from=date(2023, 2, 1),
        )  # fmt: skip


async def placed(office: Office, section: str) -> str:
    """A safe of this section; its printed code."""
    client = await office.client("fujii")
    body = {"name": "金庫", "kind": "safe", "section": office.sections[section], "lockable": True}
    return str((await client.post("/places", body, status=201)).json()["code"])


async def registered(office: Office, safe: str | None, **facts: Any) -> str:
    """A medium of the office; its printed code."""
    client = await office.client("kato")
    body = {
        "name": "持出し用USBメモリ",
        "kind": "medium",
        "type": "usb",
        "model": "SU-32",
        "serial": "SN-0001",
        "section": office.sections["nippori"],
        "place": safe,
        "data_class": 2,
        "encrypted": True,
    }
    answer = await client.post("/assets", body | facts, status=201)
    return str(answer.json()["code"])


async def some_things(office: Office, **facts: Any) -> Things:
    safe = await placed(office, "nippori")
    return Things(office, await registered(office, safe, **facts), safe)


async def signed(things: Things, shade: int) -> str:
    """A small picture, brought as a signature to the office."""
    client = await things.office.client("sato")
    answer = await client.raw.post(
        "/api/evidence",
        params={"kind": "signature", "section": things.office.sections["nippori"]},
        content=picture(size=(40, 30 + shade)),
        headers={"Content-Type": "image/png", **things.office.key()},
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
