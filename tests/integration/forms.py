"""Forms for a downtime, for tests over HTTP."""

from datetime import datetime
from typing import Any

import httpx

from tests.support.office import Office


class Forms:
    """What the 日の里 office prints before the system goes down, and keys in when it is back."""

    def __init__(self, office: Office) -> None:
        self.office = office

    async def issue(
        self, form: str, count: int = 1, account: str = "kato", section: str = "nippori"
    ) -> str:
        """The batch."""
        client = await self.office.client(account)
        body = {"form": form, "section": self.office.sections[section], "count": count}
        return str((await client.post("/paper/blank-forms", body, status=201)).json()["id"])

    async def listed(self, account: str = "kato", **wanted: Any) -> list[dict[str, Any]]:
        client = await self.office.client(account)
        return list((await client.get("/paper/blank-forms", **wanted)).json()["items"])

    async def serial(self, form: str) -> str:
        """One new form."""
        batch = await self.issue(form)
        return str(
            next(one["serial"] for one in await self.listed(limit=200) if one["batch"] == batch)
        )

    async def one(self, serial: str, account: str = "kato") -> dict[str, Any]:
        client = await self.office.client(account)
        told: dict[str, Any] = (await client.get(f"/paper/blank-forms/{serial}")).json()
        return told

    async def key_in(
        self, serial: str, account: str, act: str, at: datetime, answers: Any = None, *,
        subject: str | None = None, key: str | None = None,
    ) -> httpx.Response:  # fmt: skip
        body = {"act": act, "occurred_at": at.isoformat(), "answers": answers or {}}
        if subject is not None:
            body["subject"] = subject
        client = await self.office.client(account)
        return await client.post(f"/paper/blank-forms/{serial}/entry", body, key=key)


RIGHTS: dict[str, set[str]] = {
    "setApprovalBoxes": {"section_head", "facility_admin", "system_admin"},
    "issueForms": {"custodian", "section_head", "facility_admin"},
    "voidForm": {"custodian", "section_head", "facility_admin"},
    "keyIn": {"staff", "custodian", "section_head", "facility_admin", "security_manager"},
}
"""Operation -> roles."""

BODIES: dict[str, dict[str, Any]] = {
    "voidForm": {"reason": "x"},
    "keyIn": {"act": "recordDelivery", "occurred_at": "2023-02-20T10:00:00+09:00", "answers": {}},
}


async def ids_of_one(office: Office) -> dict[str, str]:
    """The batch and the serial of a form of the 日の里 office."""
    forms = Forms(office)
    batch = await forms.issue("return")
    (one,) = await forms.listed(form="return")
    return {"batch": batch, "serial": one["serial"]}
