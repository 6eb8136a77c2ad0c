"""A small office with two cabinets and five media, and the steps of its stock-take, for tests over HTTP."""

from typing import Any

from tests.integration.things import registered
from tests.support.office import Office


class Counts:
    """What is kept where: two media in each cabinet, one medium that is kept nowhere yet."""

    def __init__(self, office: Office, places: dict[str, str], media: dict[str, str]) -> None:
        self.office = office
        self.places = places
        self.media = media
        self.session = ""

    async def planned(
        self, account: str = "kato", *, places: list[str] | None = None, due: str = "2023-02-28"
    ) -> str:
        client = await self.office.client(account)
        body: dict[str, Any] = {"section": self.office.sections["nippori"], "due": due}
        if places is not None:
            body["places"] = places
        made = await client.post("/stock-takes", body, status=201)
        self.session = str(made.json()["id"])
        return self.session

    async def started(self, account: str = "kato", **scope: Any) -> str:
        await self.planned(account, **scope)
        await self.act(account, "start", state="counting")
        return self.session

    async def act(
        self, account: str, step: str, body: Any = None, *, state: str | None = None,
        status: int = 200,
    ) -> dict[str, Any]:  # fmt: skip
        client = await self.office.client(account)
        answer = await client.post(f"/stock-takes/{self.session}/{step}", body, status=status)
        told: dict[str, Any] = answer.json()
        if state is not None:
            assert told == {"id": self.session, "state": state}
        return told

    async def scan(
        self, code: str, account: str = "sato", *, status: int = 200, **more: Any
    ) -> dict[str, Any]:
        """A second later than the one before."""
        self.office.later(seconds=1)
        return await self.act(account, "scans", {"code": code, **more}, status=status)

    async def outcome(self, code: str, account: str = "sato", **more: Any) -> str:
        return str((await self.scan(code, account, **more))["outcome"])

    async def on_line(
        self, account: str, line: str, step: str, body: Any = None, *, state: str | None = None,
        status: int = 200,
    ) -> dict[str, Any]:  # fmt: skip
        client = await self.office.client(account)
        told: dict[str, Any] = (
            await client.post(f"/stock-lines/{line}/{step}", body, status=status)
        ).json()
        if state is not None:
            assert told == {"id": line, "state": state}
        return told

    async def whole(self, account: str = "kato", **query: Any) -> dict[str, Any]:
        client = await self.office.client(account)
        answer = await client.get(f"/stock-takes/{self.session}", **query)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def line(self, medium: str) -> dict[str, Any]:
        found = (await self.whole(limit=200))["lines"]
        code = self.media.get(medium, medium)
        return next(line for line in found if line["code"] == code)

    async def asset(self, medium: str) -> dict[str, Any]:
        client = await self.office.client("kato")
        told: dict[str, Any] = (await client.get(f"/assets/{self.media[medium]}")).json()
        return told

    async def all_here(self) -> None:
        """Everything is found where it belongs; what belongs nowhere is given a place."""
        for place, media in (("east", ("a", "b", "loose")), ("west", ("c", "d"))):
            await self.scan(self.places[place])
            for medium in media:
                await self.scan(self.media[medium])

    async def settled(self, line: str, kind: str = "put_right") -> None:
        await self.on_line("sato", line, "correction", {"kind": kind, "note": "棚へ戻した"})
        await self.on_line("kato", line, "application", state="applied")

    async def completed(self) -> None:
        await self.act("kato", "closing", state="reconciling")
        for line in (await self.whole(unsettled=True))["lines"]:
            await self.settled(line["id"])
        await self.act("yamada", "completion", {"unsynced": 0}, state="completed")


async def cabinet(office: Office, name: str, section: str = "nippori", **facts: Any) -> str:
    client = await office.client("fujii")
    body = {"name": name, "kind": "cabinet", "section": office.sections[section], **facts}
    return str((await client.post("/places", body, status=201)).json()["code"])


async def a_stocked_office(office: Office) -> Counts:
    places = {"east": await cabinet(office, "東の棚"), "west": await cabinet(office, "西の棚")}
    kept = {"a": "east", "b": "east", "c": "west", "d": "west", "loose": None}
    media = {
        name: await registered(
            office, places[place] if place else None, serial=f"SN-{name}", name=f"媒体 {name}"
        )
        for name, place in kept.items()
    }
    return Counts(office, places, media)


# For the tests of rights ------------------------------------------------------------------------------

_COUNTERS = {"staff", "section_head", "custodian", "facility_admin"}

RIGHTS: dict[str, set[str]] = {
    operation: _COUNTERS if operation in ("recordCount", "declareUnsynced", "proposeCorrection")
    else _COUNTERS - {"staff"}
    for operation in (
        "planStockTake", "startStockTake", "cancelStockTake", "recordCount", "declareUnsynced",
        "closeCounting", "proposeCorrection", "applyCorrection", "declineCorrection",
        "reportMissing", "writeOffQueue",
    )
}  # fmt: skip
"""Operation -> roles."""

BODIES: dict[str, dict[str, Any]] = {
    "recordCount": {"code": "0123-4567-89AB-9"}, "declareUnsynced": {"device": "d", "unsynced": 1},
    "cancelStockTake": {"reason": "x"}, "completeStockTake": {"unsynced": 0},
    "proposeCorrection": {"kind": "put_right", "note": "x"}, "declineCorrection": {"reason": "x"},
    "reportMissing": {"circumstances": "x"}, "writeOffQueue": {"reason": "x"},
}  # fmt: skip


async def ids_of_one(office: Office) -> dict[str, str]:
    """The ids of a session that goes on, of a line of it, and of scans that wait on a device."""
    kato = await office.client("kato")
    wanted = {"section": office.sections["nippori"], "due": "2023-02-28"}
    session = (await kato.post("/stock-takes", wanted, status=201)).json()["id"]
    await kato.post(f"/stock-takes/{session}/start", status=200)
    await kato.post(f"/stock-takes/{session}/unsynced", BODIES["declareUnsynced"], status=200)
    whole = (await kato.get(f"/stock-takes/{session}")).json()
    line, queue = whole["lines"][0]["id"], whole["queues"][0]["id"]
    return {"stock_take": session, "line": line, "queue": queue}
