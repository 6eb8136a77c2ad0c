"""Who may do what with devices, kept scans, evidence and disposals, and one of each, for the attacks over HTTP."""

import io
import itertools
from typing import Any

from PIL import Image

from tests.integration.things import Things
from tests.support.office import Office
from tests.support.queue import Queue

_NUMBERS = itertools.count()
_WORKERS = {"staff", "section_head", "custodian", "facility_admin", "security_manager"}
_ENROL = {"facility_admin", "security_manager"}
_WORKS = _WORKERS | {"system_admin"}
_SETTLE = _WORKERS - {"staff"}

RIGHTS: dict[str, set[str]] = {
    **dict.fromkeys(("enrolDevice", "revokeDevice"), _ENROL),
    "listDevices": {"facility_admin", "security_manager", "system_admin", "auditor"},
    **dict.fromkeys(("syncScans", "uploadEvidence"), _WORKERS),
    **dict.fromkeys(("settleScanConflict", "settleStrayScan", "settleDoubleLocation"), _SETTLE),
    **dict.fromkeys(
        ("requestDisposal", "withdrawDisposal", "approveDisposal", "rejectDisposal"),
        _WORKERS,
    ),
    **dict.fromkeys(
        ("recordSanitisation", "witnessDisposal", "attachCertificate"), _WORKS
    ),
    "verifyDisposal": _SETTLE,
    "strikeOffLost": {"security_manager"},
    "handToContractor": {"section_head", "custodian", "facility_admin"},
}  # fmt: skip
"""Operation -> roles."""

IDS = {
    "device_id": "x", "scan_id": "x", "stray_id": "x", "double_id": "x", "evidence": "0" * 64,
    "disposal": "x",
}  # fmt: skip

_NOTE = {"note": "x"}
_WHY = {"reason": "x"}
BODIES: dict[str, dict[str, Any]] = {
    "settleScanConflict": {"decision": "apply", "note": "x"}, "settleStrayScan": _NOTE,
    "settleDoubleLocation": _NOTE, "rejectDisposal": _WHY, "rejectExtension": _WHY,
    "declineTransfer": _WHY, "escalateDiscrepancy": {"circumstances": "x"},
    "closeIncident": {"findings": "x"},
    "requestExtension": {"planned_return": "2023-02-27", "reason": "x"},
    "transferTakeOut": {"code": "0123-4567-89AB-9", "to": ["x"]},
    "handToContractor": {"company": "x", "contract": "x", "collected_by": "x"},
    "recordSanitisation": {
        "codes": ["0123-4567-89AB-9"], "method": "shred", "tool": "x", "place": "on_premises", "result": "done",
        "performed_by": "staff", "performed_at": "2023-02-20T09:00:00+09:00",
    },
    "approvePersonnel": {"confirm": "0" * 64}, "rejectPersonnel": _WHY,
    "witnessDisposal": {"lines": ["0123-4567-89AB-9"]},
    "strikeOffLost": {"codes": ["0123-4567-89AB-9"], "reason": "x", "incident": "x"},
    "attachCertificate": {
        "number": "x", "issued_on": "2023-02-20", "company": "x",
        "lines": [{"serial": "x", "method": "shred", "performed_on": "2023-02-20"}],
    },
}  # fmt: skip


def bodies_about(things: Things) -> dict[str, dict[str, Any]]:
    """What acts on the medium of the 日の里 office take."""
    section = things.office.sections["nippori"]
    return BODIES | {
        "releaseAsset": {"place": things.safe, "reason": "x"},
        "transferAsset": {"section": section, "reason": "x"},
        "startMediaUse": {"terminal": things.code, "purpose": "x"},
    }


async def ids_of_one(things: Things) -> dict[str, str]:
    """A device, a photograph, a conflict and a disposal of the 日の里 office."""
    office, kato = things.office, await things.office.client("kato")
    fujii = await office.client("fujii")
    wanted = {"name": "窓口", "section": office.sections["nippori"]}
    device = (await fujii.post("/devices", wanted, status=201)).json()["id"]
    queue = Queue(office)
    queue.scan("declareReturn", await _spare(things), place=things.safe)
    await queue.sync("kato")
    conflict = (await kato.get("/scan-conflicts")).json()["items"][0]["id"]
    asked = {
        "codes": [await _spare(things)], "reason": "x", "outcome": "destroy", "ownership": "own",
    }  # fmt: skip
    disposal = (await kato.post("/disposals", asked, status=201)).json()["id"]
    return {
        "device_id": device, "scan_id": conflict, "disposal": disposal,
        "evidence": await _photograph(office),
    }  # fmt: skip


async def _spare(things: Things) -> str:
    """Another medium in the same safe."""
    office = things.office
    fujii = await office.client("fujii")
    number = next(_NUMBERS)
    body = {
        "name": f"予備 {number}", "kind": "medium", "type": "usb", "model": "SU-32", "serial": f"SP-{number}",
        "section": office.sections["nippori"], "data_class": 1, "place": things.safe,
    }  # fmt: skip
    return str((await fujii.post("/assets", body, status=201)).json()["code"])


async def _photograph(office: Office) -> str:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    client = await office.client("kato")
    answer = await client.raw.post(
        "/api/evidence",
        params={"kind": "photo", "section": office.sections["nippori"]},
        content=out.getvalue(),
        headers=office.key() | {"Content-Type": "image/png"},
    )
    return str(answer.json()["id"])
