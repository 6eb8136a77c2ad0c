"""Things to dispose of in the 日の里 office, and the steps of their disposal, for tests over HTTP."""

import io
from typing import Any

import httpx
from PIL import Image

from tests.integration.things import placed, registered
from tests.support.office import Client, Office


class Scrap:
    """A hard disk of class 2 and a USB medium of class 1, in the office's safe."""

    def __init__(self, office: Office, safe: str, disk: str, stick: str) -> None:
        self.office, self.safe = office, safe
        self.disk, self.stick = disk, stick

    async def post(self, account: str, path: str, body: Any = None) -> httpx.Response:
        client = await self.office.client(account)
        return await client.post(f"/disposals{path}", body)

    async def request(self, account: str = "sato", **facts: Any) -> httpx.Response:
        body = {
            "codes": [self.disk],
            "reason": "更新のため",
            "outcome": "destroy",
            "ownership": "own",
            "resident_data": False,
        }
        return await self.post(account, "", body | facts)

    async def requested(self, account: str = "sato", **facts: Any) -> str:
        answer = await self.request(account, **facts)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def act(
        self, account: str, disposal: str, step: str, body: Any = None, *, state: str
    ) -> None:
        """One step that succeeds and leads to this state."""
        answer = await self.post(account, f"/{disposal}/{step}", body)
        assert answer.status_code == 200, answer.text
        assert answer.json() == {"id": disposal, "state": state}

    async def refused(
        self, account: str, disposal: str, step: str, body: Any = None
    ) -> tuple[int, str]:
        """Status and code of a step that is refused."""
        answer = await self.post(account, f"/{disposal}/{step}", body)
        return answer.status_code, answer.json()["code"]

    async def approved(self, **facts: Any) -> str:
        """By the security manager: the disk is of class 2."""
        disposal = await self.requested(**facts)
        await self.act("ono", disposal, "approval", state="approved")
        return disposal

    def work(self, *codes: str, **facts: Any) -> dict[str, Any]:
        body = {
            "codes": list(codes) or [self.disk],
            "method": "shred",
            "tool": "細断機 SH-2",
            "place": "on_premises",
            "performed_at": self.office.now.isoformat(),
            "performed_by": "staff",
            "result": "done",
        }
        return body | facts

    def taking(self, **facts: Any) -> dict[str, Any]:
        body = {
            "company": "架空リサイクル",
            "contract": "令和4年度 第12号",
            "collected_by": "回収 太郎",
        }
        return body | facts

    def certificate(self, *lines: tuple[str, str, str], **facts: Any) -> dict[str, Any]:
        """Lines are serial, method, day."""
        body: dict[str, Any] = {
            "number": "C-0001",
            "issued_on": self.office.now.date().isoformat(),
            "company": "架空リサイクル",
            "lines": [{"serial": s, "method": m, "performed_on": d} for s, m, d in lines],
        }
        return body | facts

    async def shown(self, disposal: str, account: str = "kato") -> dict[str, Any]:
        client = await self.office.client(account)
        told: dict[str, Any] = (await client.get(f"/disposals/{disposal}")).json()
        return told

    async def asset_state(self, code: str | None = None) -> str:
        client = await self.office.client("kato")
        return str((await client.get(f"/assets/{code or self.disk}")).json()["state"])

    async def photo(self, account: str = "kato", colour: str = "teal") -> str:
        out = io.BytesIO()
        Image.new("RGB", (40, 30), colour).save(out, "JPEG")
        return await kept(await self.office.client(account), out.getvalue(), "image/jpeg", "photo")

    async def signature(self) -> str:
        out = io.BytesIO()
        Image.new("RGB", (60, 20), "white").save(out, "PNG")
        client = await self.office.client("kato")
        return await kept(client, out.getvalue(), "image/png", "signature")


async def kept(client: Client, content: bytes, said: str, kind: str) -> str:
    """The id of an uploaded file."""
    answer = await client.raw.post(
        "/api/evidence",
        params={"kind": kind, "section": client.office.sections["nippori"]},
        content=content,
        headers=client.office.key() | {"Content-Type": said},
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def some_scrap(office: Office) -> Scrap:
    safe = await placed(office, "nippori")
    disk = await registered(
        office, safe, name="取外しHDD", type="hdd", model="HD-4", serial="HD 0001", data_class=2
    )
    stick = await registered(office, safe, serial="SN-9001", data_class=1, encrypted=False)
    return Scrap(office, safe, disk, stick)
