"""The contract of db and the door, on both engines: all or nothing, in line, append-only, once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from daicho.foundation import db
from daicho.foundation.db.sqlite import SqliteConnection
from daicho.foundation.history import queries
from daicho.foundation.history.model import Key, read_entry
from daicho.foundation.history.registers import load
from daicho.foundation.history.service import change, react_with, tree_head
from daicho.foundation.identity import service
from daicho.foundation.identity.model import Section
from daicho.foundation.identity.service import SECTIONS
from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.kernel.errors import Invalid, KeyReused, Refused, Replayed
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.settings import Settings
from daicho.schema import TABLES
from tests.support.office import Office, _fresh_database, _migrated
from tests.support.people import NOW

pytestmark = pytest.mark.anyio

KEY = Key("door-key-1", "POST /x", "0" * 64)


def section(name: str = "新設課") -> Section:
    return Section(new_id(), name, "section", None)


async def size() -> int:
    async with db.read():
        return (await tree_head())[0]


async def added(office: Office, name: str = "新設課", key: Key | None = None) -> Section:
    async with change(SYSTEM, office.now, key) as c:
        made = await c.add(SECTIONS, section(name), act="Registered")
        c.done(id=made.id, state="registered", status=201)
    return made


async def exists(one: Section) -> bool:
    async with db.read():
        return await load(SECTIONS, one.id) is not None


async def bodies() -> list[bytes]:
    async with db.read():
        return [body async for _, body in queries.bodies()]


async def test_a_change_that_fails_half_way_leaves_no_trace(office: Office) -> None:
    before, lost = await size(), section()

    async def failing() -> None:
        async with change(SYSTEM, office.now, KEY) as c:
            await c.add(SECTIONS, lost, act="Registered", why="理由")
            raise Refused("already-reviewed")

    with pytest.raises(Refused):
        await failing()
    assert await size() == before
    assert not await exists(lost)
    assert await exists(await added(office, key=KEY))


async def test_a_commit_that_fails_leaves_the_writer_usable(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        before = await size()
        with monkeypatch.context() as broken:
            _refuse_commit(broken)
            with pytest.raises(ConnectionError):
                await added(office, "失敗課")
        assert await size() == before
        await added(office, "成功課")
        assert await size() == before + 1


def _refuse_commit(broken: pytest.MonkeyPatch) -> None:
    """The engine answers everything but COMMIT, as when a disk fills at the last moment."""
    if db.bound().dialect == "sqlite":
        kind: Any = SqliteConnection
    else:
        kind = asyncpg.Connection
    fetch: Callable[..., Awaitable[Any]] = kind.fetch

    async def refusing(self: Any, query: str, *args: Any, **named: Any) -> Any:
        if query == "COMMIT":
            raise ConnectionError("no room")
        return await fetch(self, query, *args, **named)

    broken.setattr(kind, "fetch", refusing)


async def test_a_cancelled_change_leaves_the_writer_usable(office: Office) -> None:
    before = await size()
    entered = asyncio.Event()

    async def stuck() -> None:
        async with change(SYSTEM, office.now) as c:
            await c.add(SECTIONS, section(), act="Registered")
            entered.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(stuck())
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await added(office)
    assert await size() == before + 1


async def test_of_twenty_contenders_one_wins(office: Office) -> None:
    contested = section("競合課")

    async def contend() -> bool:
        async with change(SYSTEM, office.now) as c:
            if await load(SECTIONS, contested.id) is not None:
                return False
            await asyncio.sleep(0)
            await c.add(SECTIONS, contested, act="Registered")
        return True

    won = await asyncio.gather(*(contend() for _ in range(20)))
    assert won.count(True) == 1


async def test_writers_at_the_same_time_stand_in_one_gapless_line(office: Office) -> None:
    await asyncio.gather(*(added(office, f"並行課{i}") for i in range(30)))
    entries = [read_entry(body) for body in await bodies()]
    assert [e.seq for e in entries] == list(range(len(entries)))
    numbers: dict[str, int] = {}
    for entry in entries:
        numbers[entry.register] = numbers.get(entry.register, 0) + 1
        assert entry.number == numbers[entry.register]
    async with db.read():
        assert (await tree_head())[2] == numbers


async def test_a_change_inside_a_change_is_refused(office: Office) -> None:
    before = await size()

    async def nested() -> None:
        async with change(SYSTEM, office.now) as c:
            await c.add(SECTIONS, section(), act="Registered")
            await added(office)

    with pytest.raises(db.OutsideTransaction):
        await nested()
    assert await size() == before


async def test_a_query_outside_a_transaction_is_refused(office: Office) -> None:
    with pytest.raises(db.OutsideTransaction):
        await load(SECTIONS, office.sections["ward"])


async def test_what_is_read_may_not_be_written(office: Office) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        async with db.read():
            await db.fetch("UPDATE section SET name = $1", "x")


async def test_recorded_at_never_decreases_when_the_clock_goes_back(office: Office) -> None:
    await added(office)
    office.now -= timedelta(hours=3)
    await added(office)
    recorded = [read_entry(body).recorded_at for body in await bodies()]
    assert recorded == sorted(recorded)
    last = read_entry((await bodies())[-1])
    assert last.occurred_at == office.now
    assert last.recorded_at - last.occurred_at == timedelta(hours=3)


async def test_a_key_that_returns_is_answered_again_and_done_once(office: Office) -> None:
    made = await added(office, key=KEY)
    before = await size()
    with pytest.raises(Replayed) as again:
        await added(office, key=KEY)
    assert (again.value.status, again.value.result["id"]) == (201, made.id)
    assert await size() == before


async def test_a_key_with_another_request_behind_it_is_refused(office: Office) -> None:
    await added(office, key=KEY)
    with pytest.raises(KeyReused):
        await added(office, key=Key(KEY.value, KEY.operation, "1" * 64))


async def test_two_people_may_use_the_same_key(office: Office) -> None:
    await added(office, key=KEY)
    person = await office.actor("admin")
    async with change(person, office.now, KEY) as c:
        await c.add(SECTIONS, section(), act="Registered")


async def test_a_failing_reaction_undoes_the_change_and_its_key(office: Office) -> None:
    async def failing(_: object) -> None:
        raise Refused("already-reviewed")

    before = await size()
    react_with([failing])
    try:
        with pytest.raises(Refused):
            await added(office, key=KEY)
    finally:
        react_with([])
    assert await size() == before
    await added(office, key=KEY)


async def test_a_residents_number_never_gets_behind_a_commitment(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        async with change(SYSTEM, office.now) as c:
            c.seal("番号は 123456789018 です", place="why")
    assert "123456789018" not in str(refused.value.facts)


TAMPERING = [
    "UPDATE entry SET act = 'x'",
    "UPDATE entry SET body = body",
    "DELETE FROM entry",
    "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
    "INSERT INTO entry SELECT 100000, 'n', register, 100000, subject, act, section, actor,"
    " occurred_at, recorded_at, change, body FROM entry WHERE seq = 0",
    "INSERT INTO entry SELECT -1, 'n', register, 100000, subject, act, section, actor,"
    " occurred_at, recorded_at, change, body FROM entry WHERE seq = 0",
    "DELETE FROM checkpoint",
    "UPDATE checkpoint SET note = 'x'",
    "INSERT INTO checkpoint SELECT size - 1, note, made_at FROM checkpoint",
]
SQLITE_ONLY = [
    "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 0",
    "REPLACE INTO entry SELECT * FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
    "INSERT OR REPLACE INTO checkpoint SELECT size, 'x', made_at FROM checkpoint",
]
POSTGRES_ONLY = ["TRUNCATE entry", "TRUNCATE checkpoint", "TRUNCATE entry, checkpoint CASCADE"]


async def test_the_database_itself_refuses_to_change_the_history(office: Office) -> None:
    now = office.now
    async with db.write():
        await db.fetch("INSERT INTO checkpoint VALUES ($1, $2, $3)", 5, "note", now)
    before = await bodies()
    own = SQLITE_ONLY if db.bound().dialect == "sqlite" else POSTGRES_ONLY
    for statement in TAMPERING + own:
        with pytest.raises(Exception, match=r"append-only|in line|only grow"):
            async with db.write():
                await db.fetch(statement)
    assert await bodies() == before
    await added(office)


@pytest.mark.postgres
async def test_the_apps_own_role_may_only_add_to_the_history(
    postgres_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await _fresh_database(postgres_server, "daicho_roles")
    app = await _app_role(owner)
    settings = Settings(data_dir=tmp_path, database_url=app, migrate_url=owner)
    monkeypatch.setenv("DAICHO_MIGRATE_URL", owner)
    _migrated(settings)
    await db.bind(db.connect(settings), TABLES)
    try:
        await service.found_municipality("みどり区", SYSTEM, NOW, origin="test.daicho")
        for statement in (*FORBIDDEN, *POSTGRES_ONLY):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await _stated(statement)
        assert await size() == 1
    finally:
        await db.unbind()


FORBIDDEN = (
    "UPDATE entry SET act = 'x'",
    "DELETE FROM entry",
    "DELETE FROM checkpoint",
    "ALTER TABLE entry DISABLE TRIGGER ALL",
    "DROP TABLE entry",
    "DROP TRIGGER entry_in_line ON entry",
    "SET session_replication_role = replica",
)


async def _stated(statement: str) -> None:
    async with db.write():
        await db.fetch(statement)


async def _app_role(owner: str) -> str:
    """A role that owns nothing; its URL to the same database."""
    connection = await asyncpg.connect(owner)
    try:
        await connection.execute("DROP ROLE IF EXISTS daicho_app")
        await connection.execute("CREATE ROLE daicho_app LOGIN PASSWORD 'app-of-a-test'")
    finally:
        await connection.close()
    parts = urlsplit(owner)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"daicho_app:app-of-a-test@{place}"))
