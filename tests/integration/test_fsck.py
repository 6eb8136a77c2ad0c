"""What fsck finds when somebody writes past the door."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from daicho.foundation import db
from daicho.foundation.blobs import service as blobs
from daicho.foundation.history import sealed
from daicho.foundation.history.checkpoints import Signer
from daicho.foundation.history.fsck import Report, check
from daicho.foundation.history.service import change
from daicho.foundation.identity.model import Section
from daicho.foundation.identity.service import SECTIONS
from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.kernel.errors import Refused
from daicho.foundation.kernel.ids import new_id
from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS
from tests.support.office import Office
from tests.support.plans import new_floor, office_plan, put_in_force

pytestmark = pytest.mark.anyio


def signer(office: Office) -> Signer:
    return Signer(office.settings.data_dir / "keys", "test.daicho")


async def checked(office: Office) -> Report:
    return await check(REGISTERS, signer(office).verifier, EXTRA_CHECKS)


async def codes(office: Office) -> set[str]:
    return {finding.code for finding in (await checked(office)).findings}


async def sign(office: Office) -> str:
    async with db.write():
        return await signer(office).checkpoint(office.now)


async def tampered(statement: str, *args: Any) -> None:
    """Somebody with the owner's rights writes past the door, the triggers out of the way."""
    if db.bound().dialect == "postgres":
        async with db.write():
            await db.fetch("SET LOCAL session_replication_role = replica")
            for table in ("entry", "checkpoint"):
                await db.fetch(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            await db.fetch(statement, *args)
        return
    async with db.write():
        found = await db.fetch("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for row in found:
            await db.fetch(f"DROP TRIGGER {row['name']}")
        await db.fetch(statement, *args)


async def test_a_register_in_daily_use_is_clean(office: Office) -> None:
    floor = await new_floor(office, await office.client("fujii"), "nippori")
    await put_in_force(office, floor, office_plan())
    await sign(office)
    async with change(SYSTEM, office.later(hours=1)) as c:
        section = Section(new_id(), "新設課", "section", office.sections["ward"])
        await c.add(SECTIONS, section, act="Registered", why="理由")
    await sign(office)
    async with db.write():
        await sealed.erase(office.staff["sato"], office.now)
    report = await checked(office)
    assert report.findings == []
    assert (report.checkpoints, report.rows > 60) == (2, True)


async def test_an_empty_database_is_clean_without_a_key(office: Office) -> None:
    assert (await check(REGISTERS, None)).findings == []


Hand = Callable[[Office], Awaitable[None]]


def by_sql(statement: str) -> Hand:
    async def hand(_: Office) -> None:
        await tampered(statement)

    return hand


async def forged_checkpoint(office: Office) -> None:
    note = (await sign(office)).replace("test.daicho\n", "other.daicho\n", 1)
    await tampered("UPDATE checkpoint SET note = $1", note)


async def moved_checkpoint(office: Office) -> None:
    await sign(office)
    await tampered("UPDATE checkpoint SET size = size - 1")


async def checkpoint_beyond(office: Office) -> None:
    await sign(office)
    await tampered("UPDATE checkpoint SET size = size + 10")


async def other_floor(office: Office) -> None:
    floor = await new_floor(office, await office.client("fujii"), "nippori")
    await put_in_force(office, floor, office_plan())
    await tampered("UPDATE floor_document SET body = $1", b"{}")


async def other_file(office: Office) -> None:
    async with db.write():
        await blobs.keep(blobs.of(b"picture", "image/png"))
    await tampered("UPDATE blob SET body = $1", b"another")


async def body_rewritten(office: Office) -> None:
    """A changed past with its columns, its rows and the state of the tree left as they were."""
    async with db.read():
        row = (await db.fetch("SELECT body FROM entry WHERE seq = 3"))[0]
    body = bytes(row["body"]).replace(b'"kind":"office"', b'"kind":"bureau"')
    await tampered("UPDATE entry SET body = $1 WHERE seq = 3", body)


CASES: list[tuple[tuple[Hand, ...], set[str]]] = [
    (
        (
            by_sql("UPDATE section SET name = 'x' WHERE parent IS NULL"),
            by_sql("DELETE FROM account WHERE id = 'sato'"),
            by_sql("INSERT INTO person (id, code, name, kana) VALUES ('S9', 'X', 'x', 'x')"),
            other_floor,
            other_file,
        ),
        {
            "fsck-row-differs",
            "fsck-row-missing",
            "fsck-row-unexplained",
            "fsck-document-differs",
            "fsck-blob-differs",
        },
    ),
    (
        (
            by_sql("UPDATE entry SET act = 'x' WHERE seq = 2"),
            by_sql("UPDATE entry SET recorded_at = '2020-01-01 00:00:00+00:00' WHERE seq = 3"),
        ),
        {"fsck-column-differs"},
    ),
    ((by_sql("UPDATE entry SET body = '{}' WHERE seq = 2"),), {"fsck-entry-unreadable"}),
    ((by_sql("DELETE FROM entry WHERE seq = 2"),), {"fsck-seq-gap", "fsck-number-gap"}),
    (
        (by_sql("DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)"),),
        {"fsck-state-differs", "fsck-row-unexplained"},
    ),
    ((body_rewritten,), {"fsck-state-differs", "fsck-row-differs"}),
    (
        (
            by_sql("UPDATE log_state SET numbers = '{}'"),
            by_sql("UPDATE personal SET value = 'x' WHERE value IS NOT NULL"),
            by_sql(
                "DELETE FROM personal WHERE commitment = (SELECT max(commitment) FROM personal)"
            ),
        ),
        {"fsck-state-differs", "fsck-text-differs", "fsck-text-missing"},
    ),
    ((by_sql("UPDATE personal SET value = NULL, salt = NULL"),), {"fsck-text-differs"}),
    ((forged_checkpoint,), {"fsck-checkpoint-signature"}),
    ((moved_checkpoint,), {"fsck-checkpoint-differs"}),
    ((checkpoint_beyond,), {"fsck-checkpoint-beyond"}),
]


@pytest.mark.parametrize(("hands", "wanted"), CASES)
async def test_what_is_written_past_the_door_is_found(
    office: Office, hands: tuple[Hand, ...], wanted: set[str]
) -> None:
    for hand in hands:
        await hand(office)
    assert await codes(office) >= wanted


async def test_a_value_of_another_kind_is_a_finding_and_no_crash(office: Office) -> None:
    if db.bound().dialect == "postgres":
        await tampered("UPDATE entry SET body = ''")
    else:
        await tampered("UPDATE entry SET recorded_at = 'x', body = 7")
    assert await codes(office) & {"fsck-table-unreadable", "fsck-entry-unreadable"}


async def test_a_finding_names_table_entry_and_subject(office: Office) -> None:
    await tampered("UPDATE account SET person = $1 WHERE id = 'sato'", office.staff["mori"])
    found = (await checked(office)).findings
    assert [(f.table, f.subject, f.facts) for f in found] == [
        ("account", "account:sato", {"columns": ["person"]})
    ]
    assert found[0].seq is not None


async def test_a_register_that_nobody_rebuilt_is_told(office: Office) -> None:
    known = [register for register in REGISTERS if register.name != "posts"]
    found = (await check(known, None)).findings
    assert [(f.code, f.facts) for f in found] == [("fsck-register-unknown", {"register": "posts"})]


async def test_findings_end_after_the_first_hundred(office: Office) -> None:
    await tampered("UPDATE entry SET act = 'x'")
    assert len((await check(REGISTERS, None, most=10)).findings) == 10


async def test_the_signer_refuses_a_rewritten_past(office: Office) -> None:
    await sign(office)
    await sign(office)
    async with change(SYSTEM, office.later(hours=1)) as c:
        section = Section(new_id(), "新設課", "section", office.sections["ward"])
        await c.add(SECTIONS, section, act="Registered")
    await sign(office)
    await tampered("UPDATE log_state SET frontier = $1", b"\0" * 32 * 5)
    with pytest.raises(Refused) as refused:
        await sign(office)
    assert refused.value.code == "history-rewritten"


async def test_the_signer_refuses_a_shortened_past(office: Office) -> None:
    await sign(office)
    await tampered("UPDATE log_state SET size = size - 1")
    with pytest.raises(Refused):
        await sign(office)


async def test_the_signer_knows_its_past_again_when_its_notes_are_lost(office: Office) -> None:
    await sign(office)
    (office.settings.data_dir / "keys" / "last-frontier").unlink()
    async with change(SYSTEM, office.later(hours=1)) as c:
        section = Section(new_id(), "新設課", "section", office.sections["ward"])
        await c.add(SECTIONS, section, act="Registered")
    assert "test.daicho" in await sign(office)
