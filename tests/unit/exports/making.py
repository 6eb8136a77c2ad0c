"""A small register of its own with bundles cut from it, for tests that need no server."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from daicho.foundation import db
from daicho.foundation.history.service import change
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.model import Section
from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.settings import Settings
from daicho.oversight.exports import service
from daicho.oversight.exports.holdings import REGISTERS
from daicho.oversight.exports.service import Holdings, Wanted
from daicho.schema import TABLES
from tests.support.people import NOW

NAMES = (
    "戸籍住民課",
    "=1+1",
    "＝SUM(A1)",
    "-課",
    "+81",
    "@所",
    "'既に",
    'カンマ,"引用"',
    "改行\n課",
    "𠮷田",
)


class Made(NamedTuple):
    """Two bundles of one register, the first older; the log's public key; the first bundle's checkpoint."""

    older: Path
    bundle: Path
    key: str


async def _no_pictures(_: object) -> dict[str, bytes]:
    return {"f1": b"<svg xmlns='http://www.w3.org/2000/svg'/>\n"}


async def _made(settings: Settings) -> Made:
    await db.bind(db.connect(settings), TABLES)
    holdings = Holdings(settings.data_dir, REGISTERS, _no_pictures)
    wanted = Wanted(["sections", "people", "exports"])
    try:
        await identity.found_municipality("みどり区", SYSTEM, NOW, origin="test.daicho")
        async with change(SYSTEM, NOW) as c:
            for name in NAMES:
                why = f"理由: {name}"
                section = Section(new_id(), name, "section", None)
                await c.add(identity.SECTIONS, section, act="Registered", why=why)
        older = await service.make(holdings, wanted, SYSTEM, NOW)
        await identity.register_person("S1", "佐藤 花", "さとう はな", SYSTEM, NOW)
        newer = await service.make(holdings, wanted, SYSTEM, NOW)
        key = str(await service.verifier(holdings))
    finally:
        await db.unbind()
    return Made(holdings.file(str(older.id)), holdings.file(str(newer.id)), key)


def made(folder: Path) -> Made:
    """A register in this folder and its bundles."""
    settings = Settings(data_dir=folder)
    environment = {**os.environ, "DAICHO_DATA_DIR": str(folder), "DAICHO_DATABASE_URL": ""}
    command = [sys.executable, "-m", "daicho.cli.main", "migrate"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return asyncio.run(_made(settings))
