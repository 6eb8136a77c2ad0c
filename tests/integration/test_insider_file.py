"""An administrator with the database file: what is changed, removed or added in it is found by `fsck`."""

import json
from collections.abc import Awaitable, Callable

import pytest

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.checkpoints import last_signed
from daicho.foundation.history.fsck import check
from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS
from tests.integration.test_fsck import sign, signer, tampered
from tests.integration.things import Things, some_things
from tests.support.office import Office

pytestmark = pytest.mark.anyio

Hand = Callable[[Office], Awaitable[None]]


async def found(office: Office) -> set[str]:
    held = last_signed(office.settings.data_dir / "keys")
    report = await check(REGISTERS, signer(office).verifier, EXTRA_CHECKS, held=held)
    return {finding.code for finding in report.findings}


@pytest.fixture
async def things(office: Office) -> Things:
    """A register in use, signed, with one take-out on its way."""
    made = await some_things(office)
    await made.out()
    await sign(office)
    assert await found(office) == set()
    return made


def sql(*statements: str) -> Hand:
    async def hand(_: Office) -> None:
        for statement in statements:
            await tampered(statement)

    return hand


async def truncated(office: Office) -> None:
    """The last entry, its row and the tree's state taken back to what they were, the checkpoint removed."""
    async with db.read():
        state = (await db.fetch("SELECT size FROM log_state"))[0]
    await tampered("DELETE FROM checkpoint")
    await tampered("DELETE FROM entry WHERE seq >= $1", state["size"] - 2)
    await tampered("UPDATE log_state SET size = size - 2")


async def checkpoint_removed(office: Office) -> None:
    """The last entry rewritten with everything made to fit, and the checkpoint over it removed."""
    await tampered("DELETE FROM checkpoint")
    async with db.read():
        row = (await db.fetch("SELECT seq, body FROM entry ORDER BY seq DESC LIMIT 1"))[0]
    body = bytes(row["body"]).replace(b'"encrypted":true', b'"encrypted":false')
    assert body != bytes(row["body"])
    await tampered("UPDATE entry SET body = $1 WHERE seq = $2", body, row["seq"])
    frontier = await rebuilt()
    await tampered("UPDATE log_state SET frontier = $1", frontier)
    await tampered("UPDATE take_out SET encrypted = false" if db.bound().dialect == "postgres" else
                   "UPDATE take_out SET encrypted = 0")  # fmt: skip


async def rebuilt() -> bytes:
    from daicho.foundation.history.checkpoints import frontier_at

    async with db.read():
        size = (await db.fetch("SELECT size FROM log_state"))[0]["size"]
        return b"".join(await frontier_at(size))


async def swapped(_: Office) -> None:
    """Two sealed texts change places, salts and all."""
    async with db.read():
        rows = await db.fetch(
            "SELECT commitment, salt, value FROM personal ORDER BY commitment LIMIT 2"
        )
    for row, other in (rows, rows[::-1]):
        await tampered(
            "UPDATE personal SET salt = $1, value = $2 WHERE commitment = $3",
            other["salt"], other["value"], row["commitment"],
        )  # fmt: skip


async def purpose_erased(office: Office) -> None:
    """The purpose of a take-out made to look like a person's erased name."""
    async with db.read():
        row = (await db.fetch("SELECT purpose FROM take_out"))[0]
    await tampered(
        "UPDATE personal SET value = NULL, salt = NULL, about = $1,"
        " erased_at = '2023-02-20 00:00:00+00:00' WHERE commitment = $2",
        office.staff["sato"], row["purpose"],
    )  # fmt: skip


NULLED = (
    "UPDATE personal SET value = NULL, salt = NULL, erased_at = '2023-02-20 00:00:00+00:00'"
    " WHERE commitment = (SELECT purpose FROM take_out)"
)
PLACE = "INSERT INTO place SELECT 'X', name, kind, section, floor, area, lockable, fireproof, classes FROM place"

HANDS: dict[str, tuple[Hand, str]] = {
    "a row updated": (sql("UPDATE asset SET state = 'in_storage'"), "fsck-row-differs"),
    "a decision moved": (sql("UPDATE take_out SET decided_by = applicant"), "fsck-row-differs"),
    "a carrier swapped": (sql("UPDATE take_out SET carriers = '[]'"), "fsck-row-differs"),
    "a row deleted": (sql("DELETE FROM take_out"), "fsck-row-missing"),
    "a row added": (sql(PLACE), "fsck-row-unexplained"),
    "a post prolonged": (sql("UPDATE post SET role = 'section_head'"), "fsck-row-differs"),
    "an entry's actor": (sql("UPDATE entry SET actor = 'system'"), "fsck-column-differs"),
    "an entry hidden": (sql("UPDATE entry SET section = NULL"), "fsck-column-differs"),
    "the log cut": (truncated, "fsck-checkpoint-beyond"),
    "the last entry rewritten": (checkpoint_removed, "fsck-checkpoint-differs"),
    "the checkpoint changed": (
        sql("UPDATE checkpoint SET note = replace(note, 'test', 'best')"),
        "fsck-checkpoint-signature",
    ),
    "texts swapped": (swapped, "fsck-text-differs"),
    "a purpose nulled": (sql(NULLED), "fsck-text-differs"),
    "a purpose erased": (purpose_erased, "fsck-text-erased"),
    "a text removed": (sql("DELETE FROM personal WHERE about IS NULL"), "fsck-text-missing"),
}


@pytest.mark.parametrize("name", HANDS)
async def test_fsck_finds(things: Things, name: str) -> None:
    hand, wanted = HANDS[name]
    await hand(things.office)
    assert wanted in await found(things.office)


async def test_an_erasure_by_the_rules_is_no_finding(things: Things) -> None:
    async with db.write():
        assert await sealed.erase(things.office.staff["sato"], things.office.now) == 2
    assert await found(things.office) == set()


async def test_the_database_itself_refuses_to_change_the_past(things: Things) -> None:
    for statement in (
        "UPDATE entry SET act = 'x'", "DELETE FROM entry", "UPDATE checkpoint SET note = 'x'",
        "DELETE FROM checkpoint",
    ):  # fmt: skip
        with pytest.raises(Exception, match="append-only"):
            async with db.write():
                await db.fetch(statement)


async def test_entries_hold_nothing_that_anybody_typed_or_is_called(things: Things) -> None:
    office = things.office
    out = (await (await office.client("kato")).get("/take-outs")).json()["items"][0]["id"]
    await things.act("sato", out, "return", things.returning(), state="returned")
    wrong = things.checked() | {"count_ok": False}
    await things.act("ito", out, "verification", wrong, state="discrepancy")
    told = {"explanation": "数え直しの顛末書"}
    await things.act("yamada", out, "resolution", told, state="verified")
    again = await things.requested()
    await things.act("yamada", again, "rejection", {"reason": "却下の理由書"}, state="rejected")
    kato = await office.client("kato")
    amendment = {"why": "訂正の経緯書", "maker": "某社"}
    await kato.post(f"/assets/{things.code}/amendment", amendment, status=200)
    await kato.post(f"/assets/{things.code}/absence", {"circumstances": "紛失の状況書"}, status=200)
    async with db.read():
        bodies = [bytes(row["body"]).decode() for row in await db.fetch("SELECT body FROM entry")]
        keys = [str(dict(row)) for row in await db.fetch("SELECT * FROM used_key")]
        tables = [str(dict(row)) for row in await db.fetch("SELECT * FROM take_out")]
    typed = [
        "出張窓口", "町野区民事務所へ", "鍵付きケース", "数え直しの", "却下の理由", "訂正の経緯", "紛失の状況",
        "佐藤", "さとう", "鈴木", "髙橋", "加藤", "山田", "やまだ",
    ]  # fmt: skip
    escaped = [json.dumps(word)[1:-1] for word in typed]
    assert bodies
    for line in (*bodies, *keys, *tables):
        assert not [word for word in (*typed, *escaped) if word in line], line
