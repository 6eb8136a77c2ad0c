"""Ledgers as offices keep them, as CSV in their encoding and as workbooks, and how they are sent."""

import base64
import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from tests.support.office import Client

HEADINGS = (
    "管理番号",
    "品名",
    "種別",
    "メーカー",
    "型番",
    "製造番号",
    "所管課",
    "保管場所",
    "機密性",
    "暗号化",
)
OFFICE = "日の里区民事務所"

_KEEPERS = {"custodian", "facility_admin", "system_admin"}
_DECIDERS = {"system_admin", "security_manager", "section_head"}

RIGHTS: dict[str, set[str]] = {
    **dict.fromkeys(("inspectLedger", "tryLedger", "carryOutLedger"), _KEEPERS),
    **dict.fromkeys(("listLedgerImports", "exportLedger"), _KEEPERS),
    **{key: {"system_admin"} for key in ("tryPersonnel", "proposePersonnel", "withdrawPersonnel")},
    **dict.fromkeys(("listPersonnel", "getPersonnel", "personnelPaper"), _DECIDERS),
    **dict.fromkeys(("approvePersonnel", "rejectPersonnel"), _DECIDERS),
}
"""Operation -> roles."""


def media_line(number: int, **other: str) -> list[str]:
    """One medium of the office, in the words of its old ledger."""
    told = {
        "管理番号": f"M-2019-{number:04}", "品名": "持出し用ＵＳＢメモリ①", "種別": "USBメモリ",
        "メーカー": "㈱髙橋電機", "型番": "SU-32", "製造番号": f"OLD-{number:05}", "所管課": OFFICE,
        "保管場所": "金庫", "機密性": "2", "暗号化": "○",
    }  # fmt: skip
    return [(told | other)[heading] for heading in HEADINGS]


def as_csv(rows: Sequence[Sequence[str]], *, encoding: str = "cp932", titles: int = 0) -> bytes:
    """A CSV file with so many lines of titles above it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for number in range(titles):
        writer.writerow([f"媒体管理台帳（{number + 1}）"] + [""] * 4)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    """The same as a workbook, as a spreadsheet saves it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台帳")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, list(row))
    return out.getvalue()


def file_of(content: bytes, kind: str = "media", name: str = "媒体台帳.csv") -> dict[str, Any]:
    return {"kind": kind, "name": name, "content": base64.b64encode(content).decode()}


async def inspected(client: Client, sent: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post("/imports/inspection", sent, status=200)
    told: dict[str, Any] = answer.json()
    return told


async def to_try(client: Client, sent: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The file with the columns as they were guessed."""
    return {**sent, "mapping": (await inspected(client, sent))["guessed"], **more}


async def tried(client: Client, asked: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post("/imports/trial", asked, status=200)
    told: dict[str, Any] = answer.json()
    return told


async def taken_in(client: Client, asked: dict[str, Any], status: int = 201) -> dict[str, Any]:
    """Tried, confirmed and taken in."""
    told = await tried(client, asked)
    sent = {**asked, "confirm": told["confirm"], "why": "旧台帳の移行"}
    answer = await client.post("/imports", sent, status=status)
    done: dict[str, Any] = answer.json()
    return done
