"""What a device keeps while it has no connection, and sends when it has one again."""

import itertools
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.support.office import Client, Office

_devices = itertools.count(1)


class Queue:
    """Scans of one device, whose clock may be off by `clock`."""

    def __init__(self, office: Office, *, clock: timedelta = timedelta()) -> None:
        self.office = office
        self.clock = clock
        self.items: list[dict[str, Any]] = []
        self._name = f"device-{next(_devices):05}"

    def scan(
        self, act: str, code: str, *, place: str | None = None, session: str | None = None,
        **answers: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """One more, now."""
        number = len(self.items) + 1
        item = {
            "key": f"{self._name}-{number:04}",
            "act": act,
            "code": code,
            "place": place,
            "session": session,
            "answers": answers,
            "device_at": self._now(),
            "device_seq": number,
        }
        self.items.append(item)
        return item

    async def sync(
        self,
        by: str | Client,
        items: Sequence[dict[str, Any]] | None = None,
        *,
        held: dict[str, int] | None = None,
    ) -> list[dict[str, Any]]:
        """Send all of it, or some, as a person or in a browser; `held` is what stays, by stock-take."""
        client = await self.office.client(by) if isinstance(by, str) else by
        body = {
            "device_now": self._now(),
            "items": list(self.items if items is None else items),
            "scanner": self._name,
            "unsynced": [{"stock_take": s, "unsynced": n} for s, n in (held or {}).items()],
        }
        answer = await client.post("/scans", body, status=200)
        told: list[dict[str, Any]] = answer.json()["items"]
        return told

    def _now(self) -> str:
        return (self.office.now + self.clock).isoformat()
