"""Small floors for the tests: an office, its counter, a supervisor and one terminal."""

from typing import Any

from tests.support.office import Client, Office

FLOOR = "日の里区民事務所 1階"


def cabinet(wall_id: str = "c1") -> dict[str, Any]:
    """A tall cabinet between the supervisor of `office_plan` and the seat of its terminal."""
    ends = {"from": [3000, 1000], "to": [3000, 5000]}
    return {"id": wall_id, **ends, "kind": "cabinet", "bottom": 0, "top": 2000}


def terminal(**changed: Any) -> dict[str, Any]:
    """A terminal that nothing is wrong with, at (2000, 3000), its screen away from the public side."""
    return {
        "id": "t1",
        "kind": "juki",
        "seat": {"at": [2000, 3000], "height": 1200, "policy": "shared"},
        "screen": {"at": [2000, 2500], "height": 1100, "facing": 90, "width": 500},
        "privacy_filter": True,
        "lock_minutes": 5,
        "wire_lock": True,
        "auth_factors": 2,
        **changed,
    }


def office_plan(*more_walls: dict[str, Any], **terminal_changes: Any) -> dict[str, Any]:
    """Ten by eight metres, a handling area over the whole office, a supervisor at the far side."""
    return {
        "format": "daicho.floor/1",
        "name": FLOOR,
        "outline": [[0, 0], [10000, 0], [10000, 8000], [0, 8000]],
        "walls": list(more_walls),
        "areas": [
            {
                "id": "a1",
                "name": "取扱区域",
                "kind": "handling",
                "level": 1,
                "polygon": [[0, 0], [10000, 0], [10000, 8000], [0, 8000]],
                "holes": [],
            }
        ],
        "viewpoints": [
            {"id": "v1", "kind": "supervisor", "at": [8000, 3000], "eye": 1300},
        ],
        "terminals": [terminal(**terminal_changes)],
    }


async def new_floor(office: Office, client: Client, section: str = "nippori") -> str:
    """A floor without a version."""
    body = {"name": FLOOR, "section": office.sections[section]}
    return str((await client.post("/floors", body, status=201)).json()["id"])


async def draw(client: Client, floor: str, plan: dict[str, Any]) -> str:
    """Save this plan as the draft, on whatever is there; the draft's new tag."""
    tag = (await client.get(f"/floors/{floor}/draft")).headers["etag"]
    saved = await client.put(f"/floors/{floor}/draft", plan, If_Match=tag)
    assert saved.status_code == 200, saved.text
    return str(saved.json()["etag"])


async def put_in_force(
    office: Office, floor: str, plan: dict[str, Any], valid_from: str = "2023-02-20"
) -> None:
    """Drawn by one facility administrator, published by the other."""
    await draw(await office.client("fujii"), floor, plan)
    publisher = await office.client("hara")
    await publisher.post(f"/floors/{floor}/publication", {"valid_from": valid_from}, status=200)
