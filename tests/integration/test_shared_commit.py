"""Changes that share a COMMIT: none harms another, nobody hears before it is durable, all stand in one line."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from daicho.foundation import db
from daicho.foundation.db.sqlite import LONGEST_ON_LOOP, SqliteConnection
from daicho.foundation.history import ahead, queries, service
from daicho.foundation.history.ahead import Decided
from daicho.foundation.history.model import Entry, Key, read_entry
from daicho.foundation.history.registers import load
from daicho.foundation.history.service import change, tree_head
from daicho.foundation.identity.model import Section
from daicho.foundation.identity.service import SECTIONS
from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.kernel.errors import Refused
from daicho.foundation.kernel.ids import new_id
from tests.integration.things import some_things
from tests.support.office import Office

pytestmark = pytest.mark.anyio

on_postgres = [pytest.mark.postgres, pytest.mark.parametrize("engine", ["postgres"], indirect=True)]


async def add(office: Office, name: str, key: Key | None = None) -> Section:
    async with change(SYSTEM, office.now, key) as c:
        made = await c.add(SECTIONS, Section(new_id(), name, "section", None), act="Registered")
        await c.amend(SECTIONS, Section(made.id, f"{name}改", "section", None), act="Renamed")
        c.done(id=made.id, state="registered", status=201)
    return made


async def refuse(office: Office, name: str) -> None:
    async with change(SYSTEM, office.now) as c:
        await c.add(SECTIONS, Section(new_id(), name, "section", None), act="Registered")
        raise Refused("already-reviewed")


async def size() -> int:
    async with db.read():
        return (await tree_head())[0]


async def entries(after: int) -> list[Entry]:
    async with db.read():
        return [read_entry(body) async for _, body in queries.bodies(after)]


def watch_commits(patch: pytest.MonkeyPatch, meet: Callable[[], Awaitable[None]]) -> None:
    """Every COMMIT of either engine first meets this."""
    kind: Any = SqliteConnection if db.bound().dialect == "sqlite" else asyncpg.Connection
    fetch = kind.fetch

    async def fetching(self: Any, query: str, *args: Any, **named: Any) -> Any:
        if query == "COMMIT":
            await meet()
        return await fetch(self, query, *args, **named)

    patch.setattr(kind, "fetch", fetching)


async def test_a_member_that_fails_harms_nobody_and_leaves_no_gap(office: Office) -> None:
    before = await size()
    work = [refuse(office, "失敗課") if n % 3 == 0 else add(office, f"課{n}") for n in range(12)]
    told = await asyncio.gather(*work, return_exceptions=True)
    assert sum(isinstance(one, Refused) for one in told) == 4
    found = await entries(before - 1)
    assert [entry.seq for entry in found] == list(range(before, before + 16))
    assert all(one.change == two.change for one, two in zip(found[::2], found[1::2], strict=True))
    assert len({entry.change for entry in found}) == 8
    assert "失敗課" not in {entry.after["name"] for entry in found}


async def test_changes_that_wait_together_share_a_commit(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits = 0

    async def count() -> None:
        nonlocal commits
        commits += 1

    watch_commits(monkeypatch, count)
    await asyncio.gather(*(add(office, f"課{n}") for n in range(20)))
    assert commits < 10


async def test_nobody_hears_anything_before_the_commit_is_durable(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Key("shared-key-1", "POST /x", "0" * 64)
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        reached.set()
        await go_on.wait()

    watch_commits(monkeypatch, hold)
    work = (add(office, "課", key), add(office, "課", key), refuse(office, "失敗課"))
    tasks = [asyncio.create_task(one) for one in work]
    await reached.wait()
    await asyncio.sleep(0.05)
    assert [task.done() for task in tasks] == [False, False, False]
    go_on.set()
    told = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(one).__name__ for one in told] == ["Section", "Replayed", "Refused"]


async def test_when_the_commit_fails_all_of_it_never_was(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await size()

    async def fail() -> None:
        raise ConnectionError("no room")

    with monkeypatch.context() as broken:
        watch_commits(broken, fail)
        work = (add(office, "課"), refuse(office, "失敗課"), add(office, "課"))
        told = await asyncio.gather(*work, return_exceptions=True)
    assert [type(one) for one in told] == [ConnectionError] * 3
    assert await size() == before
    await asyncio.gather(*(add(office, f"課{n}") for n in range(5)))
    assert await size() == before + 10


async def test_members_that_are_cancelled_take_nobody_with_them(office: Office) -> None:
    before = await size()
    entered = asyncio.Event()

    async def stuck() -> None:
        async with change(SYSTEM, office.now) as c:
            await c.add(
                SECTIONS, Section(new_id(), "止まった課", "section", None), act="Registered"
            )
            entered.set()
            await asyncio.sleep(60)

    first = asyncio.create_task(stuck())
    await entered.wait()
    waiting = [asyncio.create_task(add(office, f"課{n}")) for n in range(6)]
    await asyncio.sleep(0)
    for one in (waiting[0], waiting[3], waiting[5], first):
        one.cancel()
    told = await asyncio.gather(first, *waiting, return_exceptions=True)
    assert sum(isinstance(one, Section) for one in told) == 3
    assert await size() == before + 6
    assert isinstance(await add(office, "あと"), Section)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_select_that_takes_long_leaves_the_event_loop_to_others(office: Office) -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(LONGEST_ON_LOOP)
            ticks += 1

    ticking = asyncio.create_task(tick())
    async with db.read():
        found = await db.fetch(
            "SELECT count(*) AS counted FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
            " SELECT i + 1 FROM n WHERE i < 2000000) SELECT i FROM n)"
        )
    ticking.cancel()
    assert found == [{"counted": 2_000_000}]
    assert ticks > 3


# Decided ahead of the lock (PostgreSQL) -------------------------------------------------------------------------------


async def test_of_many_hand_overs_of_one_thing_one_happens(office: Office) -> None:
    things = await some_things(office)
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval")
    client = await office.client("kato")
    path, body = f"/take-outs/{take_out}/hand-over", things.packing()
    answers = await asyncio.gather(*(client.post(path, body) for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 11


async def test_one_key_sent_many_times_at_once_is_one_hand_over(office: Office) -> None:
    things = await some_things(office)
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval")
    client, before = await office.client("kato"), await size()
    path, body = f"/take-outs/{take_out}/hand-over", things.packing()
    answers = await asyncio.gather(*(client.post(path, body, key="same-key-1") for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert await size() == before + 3, (
        "the take-out, its asset, and the label that was read for the first time"
    )


class TestAhead:
    """What another change touched in between is decided again."""

    pytestmark = on_postgres

    async def test_what_was_read_and_changed_in_between_is_overtaken(self, office: Office) -> None:
        one = await add(office, "課")
        before = await size()
        with pytest.raises(db.Overtaken):
            await self._renamed_while(office, one.id, add_to=one.id)
        assert await size() == before + 1

    async def test_what_others_wrote_elsewhere_overtakes_nobody(self, office: Office) -> None:
        one, other = await add(office, "課"), await add(office, "別の課")
        before = await size()
        await self._renamed_while(office, one.id, add_to=other.id)
        assert await size() == before + 2
        async with db.read():
            found = await load(SECTIONS, one.id)
        assert found is not None
        assert found.name == "先に決めた課"

    async def test_an_ordinary_hand_over_needs_the_lock_for_its_writes_only(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        things = await some_things(office)
        carried_out: list[int] = []

        async def counted(decided: Decided) -> None:
            await ahead.carry_out(decided)
            carried_out.append(len(decided.change.recorded))

        monkeypatch.setattr(service, "carry_out", counted)
        await things.out()
        assert carried_out == [3]

    async def _renamed_while(self, office: Office, one: str, *, add_to: str) -> None:
        """A change decided ahead, during which another change of `add_to` is committed."""

        async def meanwhile() -> None:
            async with change(SYSTEM, office.now) as c:
                await c.amend(SECTIONS, Section(add_to, "割込み課", "section", None), act="Renamed")

        other = asyncio.Event()
        between = asyncio.create_task(_after(other, meanwhile))
        async with change(SYSTEM, office.now, ahead=()) as c:
            assert await load(SECTIONS, one) is not None
            renamed = Section(one, "先に決めた課", "section", None)
            other.set()
            await between
            await c.amend(SECTIONS, renamed, act="Renamed")


async def _after(event: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
    await event.wait()
    await work()
