"""Few ways to the database: what is asked at once, what is remembered, what is written as one statement."""

import asyncio
from typing import Any

import asyncpg
import pytest

from daicho.foundation import db
from daicho.foundation.db.postgres import POOL, Connections, Postgres
from daicho.foundation.db.sqlite import READERS
from daicho.foundation.history import registers
from daicho.foundation.history.registers import load
from daicho.foundation.history.service import change, tree_head
from daicho.foundation.history.steady import steady
from daicho.foundation.identity.model import Section
from daicho.foundation.identity.service import SECTIONS
from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.kernel.ids import new_id
from tests.integration.things import Things, some_things
from tests.support.office import Office

pytestmark = pytest.mark.anyio

on_postgres = [pytest.mark.postgres, pytest.mark.parametrize("engine", ["postgres"], indirect=True)]


async def named(office: Office, name: str, section: str | None = None) -> str:
    """A section by this name, or one that is called so from now on."""
    async with change(SYSTEM, office.now) as c:
        row = Section(section or new_id(), name, "section", None)
        if section is None:
            await c.add(SECTIONS, row, act="Registered")
        else:
            await c.amend(SECTIONS, row, act="Renamed")
    return row.id


async def name_of(section: str) -> str | None:
    async with db.read():
        found = await steady(SECTIONS, section)
    return found.name if found else None


async def test_what_seldom_changes_is_never_older_than_the_log(office: Office) -> None:
    one = await named(office, "課")
    assert [await name_of(one), await name_of(one)] == ["課", "課"]
    await named(office, "改めた課", one)
    assert await name_of(one) == "改めた課"
    assert await name_of("nobody") is None


async def test_a_change_sees_its_own_rows_and_not_what_is_remembered(office: Office) -> None:
    one = await named(office, "課")
    await name_of(one)
    async with change(SYSTEM, office.now) as c:
        await c.amend(SECTIONS, Section(one, "新しい課", "section", None), act="Renamed")
        seen = await steady(SECTIONS, one)
        assert seen is not None
        assert seen.name == "新しい課"
    assert await name_of(one) == "新しい課"


async def test_a_row_that_was_missing_is_seen_once_it_is_added(office: Office) -> None:
    made = Section(new_id(), "課", "section", None)
    async with change(SYSTEM, office.now) as c:
        assert await load(SECTIONS, made.id) is None
        await c.add(SECTIONS, made, act="Registered")
        assert await load(SECTIONS, made.id) == made


async def test_what_was_not_foreseen_is_asked_in_a_transaction(office: Office) -> None:
    one, other = await named(office, "課"), await named(office, "別の課")
    began = 0

    async def both() -> list[str]:
        nonlocal began
        began += 1
        found = [await load(SECTIONS, section) for section in (one, other)]
        return [section.name for section in found if section]

    def asked() -> list[db.Question]:
        return [registers.one(SECTIONS, one)]

    assert await db.at_once(asked, both) == ["課", "別の課"]
    assert began == (2 if isinstance(db.bound(), Postgres) else 1)


async def test_who_waits_longest_for_a_view_is_next(office: Office) -> None:
    """Else somebody who asks again and again keeps the others out."""
    served: list[int] = []
    most = POOL if isinstance(db.bound(), Postgres) else READERS
    first, others = asyncio.Event(), asyncio.Event()

    async def holding(until: asyncio.Event) -> None:
        async with db.read():
            await until.wait()

    async def looking(number: int) -> None:
        async with db.read():
            served.append(number)

    events = [first, *(others for _ in range(most - 1))]
    holders = [asyncio.create_task(holding(event)) for event in events]
    await asyncio.sleep(0.2)
    waiting = [asyncio.create_task(looking(number)) for number in range(6)]
    await asyncio.sleep(0.05)
    assert served == []
    first.set()
    late = asyncio.create_task(looking(6))
    await asyncio.gather(*waiting, late)
    assert served == list(range(7))
    others.set()
    await asyncio.gather(*holders)


class TestOneStatement:
    """Hand-overs on PostgreSQL are written together, and only where the log was thought to stand."""

    pytestmark = on_postgres

    async def test_a_hand_over_after_another_is_three_statements(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = await two_to_hand_over(office)
        await hand_over(*first)
        sent = _watched(monkeypatch)
        await hand_over(*second)
        told = [query.partition(" ")[0] for query in sent]
        assert told[-4:] == ["COMMIT", "SELECT", "SELECT", "WITH"], "after signing in"

    async def test_where_somebody_else_wrote_meanwhile_the_lock_is_taken(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = await two_to_hand_over(office)
        await hand_over(*first)
        await named(office, "割込み課")
        sent = _watched(monkeypatch)
        await hand_over(*second)
        assert [query for query in sent if "FOR UPDATE" in query]
        async with db.read():
            size = (await tree_head())[0]
            entries = await db.fetch("SELECT count(*) AS counted FROM entry")
        assert entries == [{"counted": size}]

    async def test_a_connection_that_broke_is_not_lent_again(self, office: Office) -> None:
        database = db.bound()
        assert isinstance(database, Postgres)
        lending = Connections(database.url)
        await lending.open()
        async with lending.lent() as one:
            one.terminate()
        async with lending.lent() as other:
            assert await other.fetchval("SELECT 1") == 1
            await other.execute("BEGIN")
        async with lending.lent() as third:
            assert third is not other
            assert not third.is_in_transaction()
        await lending.close()


async def two_to_hand_over(office: Office) -> list[tuple[Things, str]]:
    """Two media and their approved take-outs."""
    one = await some_things(office)
    other = Things(office, await one.another_medium(), one.safe)
    found = []
    for things in (one, other):
        take_out = await things.requested()
        await things.act("yamada", take_out, "approval", state="approved")
        found.append((things, take_out))
    return found


async def hand_over(things: Things, take_out: str) -> None:
    await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")


def _watched(patch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are sent from now on."""
    sent: list[str] = []
    fetch = asyncpg.Connection.fetch

    async def fetching(self: Any, query: str, *args: Any, **named: Any) -> Any:
        sent.append(query)
        return await fetch(self, query, *args, **named)

    patch.setattr(asyncpg.Connection, "fetch", fetching)
    return sent
