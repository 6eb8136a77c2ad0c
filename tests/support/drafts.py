"""Drafts of the demo's floors, drawn by a script: what the pages then compare, propose and put in force."""

from collections.abc import Callable
from typing import Any

from tests.support.demo import Demo

Document = dict[str, Any]


def floor_named(demo: Demo, words: str) -> str:
    """The id of the demo's floor whose name holds these words."""
    with demo.api("shisetsu-1") as client:
        items = client.get("/api/floors").json()["items"]
    found: str = next(one["id"] for one in items if words in one["name"])
    return found


def draw(demo: Demo, account: str, floor: str, change: Callable[[Document], None]) -> None:
    """The draft of this floor, changed and saved by this person."""
    with demo.api(account) as client:
        present = client.get(f"/api/floors/{floor}/draft")
        document = present.json()
        change(document)
        tag = {"If-Match": present.headers["ETag"]}
        saved = client.put(f"/api/floors/{floor}/draft", json=document, headers=tag)
    assert saved.status_code == 200, saved.text


def lower_the_cabinets(document: Document) -> None:
    """What hides the terminal of 尾久 becomes low enough to look over."""
    for wall in document["walls"]:
        if wall["kind"] == "cabinet":
            wall["top"] = 1000
