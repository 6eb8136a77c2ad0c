"""Steps that tests of versions, remedies and rules share."""

from typing import Any

from tests.support.office import Client, Office
from tests.support.plans import cabinet, draw, new_floor, office_plan, put_in_force

WHY = "点検の結果による"


async def terminal(office: Office, **changed: Any) -> str:
    """A registered terminal of the 日の里 office that keeps every rule; its printed code."""
    body = {
        "name": "統合端末 1号",
        "kind": "terminal",
        "type": "juki_terminal",
        "model": "JT-1",
        "serial": "S-1",
        "section": office.sections["nippori"],
        "data_class": 3,
        "privacy_filter": True,
        "lock_minutes": 5,
        "wire_lock": True,
        "auth_factors": 2,
        **changed,
    }
    custodian = await office.client("kato")
    return str((await custodian.post("/assets", body, status=201)).json()["code"])


async def floor_of(office: Office, section: str = "nippori") -> str:
    return await new_floor(office, await office.client("fujii"), section)


async def in_force(office: Office, *walls: dict[str, Any], **changed: Any) -> str:
    """A floor of the 日の里 office, in force today."""
    floor = await floor_of(office)
    await put_in_force(office, floor, office_plan(*walls, **changed))
    return floor


async def blind_spot(office: Office) -> dict[str, Any]:
    """The one violation of a floor whose terminal stands behind a cabinet."""
    await in_force(office, cabinet())
    (found,) = await violations(await office.client("yamada"))
    return found


async def violations(client: Client, **query: Any) -> list[dict[str, Any]]:
    answer = await client.get("/violations", **query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def rules(client: Client, **query: Any) -> list[str]:
    return sorted(v["rule"] for v in await violations(client, **query))


async def proposed(
    office: Office, floor: str, plan: dict[str, Any], valid_from: str = "2023-02-20"
) -> str:
    """Drawn and proposed by fujii; the tag of the draft."""
    fujii = await office.client("fujii")
    etag = await draw(fujii, floor, plan)
    body = {"valid_from": valid_from, "why": WHY, "etag": etag}
    await fujii.post(f"/floors/{floor}/proposal", body, status=201)
    return etag


async def kinds(office: Office, account: str) -> list[str]:
    """The kinds of tasks that wait for somebody."""
    answer = await (await office.client(account)).get("/tasks")
    return [task["kind"] for task in answer.json()["items"]]
