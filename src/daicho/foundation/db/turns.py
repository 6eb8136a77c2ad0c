"""Whose turn it is to write, and which writers share one COMMIT.

Writers take turns on one connection, each inside a savepoint of its own. While others wait, the transaction stays open
for them too; when nobody waits, or the group is full, one COMMIT makes all of them durable, and only then any of them
hears how it ended. Whoever fails is rolled back to its savepoint and harms nobody; when the COMMIT fails, all fail.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any, Protocol

from daicho.foundation.db.gates import Open

MOST_MEMBERS = 64
LONGEST_SECONDS = 0.05
"""A group closes after so many writers, or so long after its BEGIN."""


class Group:
    """The writers between one BEGIN and its COMMIT."""

    def __init__(self, *, alone: bool) -> None:
        self.alone = alone
        self.members = 0
        self.doom: Exception | None = None
        """Why this transaction may no longer be committed."""
        self.carried: dict[str, Any] = {}
        """What the members before found out under the lock, so that the next need not ask again."""
        self._error: BaseException | None = None
        self._since = perf_counter()
        self._settled = asyncio.Event()

    @property
    def full(self) -> bool:
        """Whether its COMMIT is due although others wait."""
        grown = self.members >= MOST_MEMBERS or perf_counter() - self._since > LONGEST_SECONDS
        return self.alone or grown or self.doom is not None

    def settle(self, error: BaseException | None = None) -> None:
        """Tell every member: all of it is durable, or none of it ever was."""
        self._error = error
        self._settled.set()

    async def outcome(self) -> None:
        """Returns when this group is durable; raises what kept it from that."""
        await self._settled.wait()
        if self._error is not None:
            raise self._error.with_traceback(None)


class Writer(Protocol):
    """The one connection on which groups write."""

    async def begin(self) -> None:
        """Open the group's transaction; on an error nothing is open."""

    async def enter(self) -> Open:
        """A savepoint for the next member."""

    async def leave(self, member: Open) -> None:
        """The member is content: what it still has to write is written."""

    async def take_back(self) -> None:
        """Undo the present member; an error here dooms the group."""

    async def commit(self) -> None:
        """Make the group durable."""

    async def roll_back(self) -> None:
        """End the transaction without a trace; never raises."""


class LostTransaction(RuntimeError):
    """One member could not be taken back alone: nothing of its group was written."""


class _Waiting:
    """A writer in the queue; `alone` shares its COMMIT with nobody."""

    __slots__ = ("alone", "turn")

    def __init__(self, turn: "asyncio.Future[None]", *, alone: bool) -> None:
        self.turn = turn
        self.alone = alone


class Turns:
    """The queue of writers before one connection."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._queue: deque[_Waiting] = deque()
        self._taken = False
        self._settling: asyncio.Task[None] | None = None
        self.group: Group | None = None

    @asynccontextmanager
    async def member(self, *, alone: bool) -> AsyncIterator[Open]:
        """A member of the open group, or the first of the next; on a clean exit its COMMIT is durable."""
        await self.take(alone=alone)
        group: Group | None = None
        try:
            group = await self._joined(alone=alone)
            async with self._savepoint(group) as opened:
                yield opened
        except BaseException as error:
            self.pass_on()
            if group is not None and isinstance(error, Exception):
                # A refusal may rest on what another member did: it is told when that is durable.
                await group.outcome()
            raise
        self.pass_on()
        await group.outcome()

    async def _joined(self, *, alone: bool) -> Group:
        if self.group is None:
            try:
                await self._writer.begin()
            except BaseException:
                await asyncio.shield(self._writer.roll_back())
                raise
            self.group = Group(alone=alone)
        self.group.members += 1
        return self.group

    @asynccontextmanager
    async def _savepoint(self, group: Group) -> AsyncIterator[Open]:
        """One member's work inside the group's transaction."""
        try:
            opened = await self._writer.enter()
            opened.carried = dict(group.carried)
            yield opened
            await self._writer.leave(opened)
        except BaseException:
            try:
                await asyncio.shield(self._writer.take_back())
            except Exception as lost:
                group.doom = LostTransaction(str(lost))
            raise
        group.carried = opened.carried

    async def _commit(self, group: Group) -> None:
        """What every member waits for; an error is everybody's."""
        try:
            if group.doom is not None:
                raise group.doom
            await self._writer.commit()
        except BaseException as error:
            await self._writer.roll_back()
            group.settle(error)
        else:
            group.settle()

    async def take(self, *, alone: bool) -> None:
        """Returns when it is this writer's turn; first come, first served."""
        if not self._taken:
            self._taken = True
            return
        waiting = _Waiting(asyncio.get_running_loop().create_future(), alone=alone)
        self._queue.append(waiting)
        try:
            await waiting.turn
        except asyncio.CancelledError:
            if waiting in self._queue:
                self._queue.remove(waiting)
            else:
                self.pass_on()  # the turn came at the moment in which this writer gave up
            raise

    def pass_on(self) -> None:
        """The next one's turn; the COMMIT comes first when nobody waits who could join the group."""
        while self._queue and self._queue[0].turn.done():
            self._queue.popleft()
        following = self._queue[0] if self._queue else None
        group = self.group
        if group is not None and (following is None or following.alone or group.full):
            self._settling = asyncio.create_task(self._settle(group))
        elif following is not None:
            self._queue.popleft()
            following.turn.set_result(None)
        else:
            self._taken = False

    async def _settle(self, group: Group) -> None:
        """A task of its own: no writer that is cancelled takes the others' COMMIT with it."""
        try:
            await self._commit(group)
        finally:
            self.group = None
            self.pass_on()

    async def rest(self) -> None:
        """Returns when no COMMIT is under way."""
        if self._settling is not None:
            await asyncio.wait({self._settling})
