"""Attempts to sign in are counted: they slow down, they never lock out for good."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from daicho.foundation import db
from daicho.foundation.identity.tables import SignInCount
from daicho.foundation.kernel.errors import TooMany

FREE_ATTEMPTS = 5
LONGEST_WAIT = 900
FREE_FROM_ADDRESS = 50
LONGEST_FOR_ADDRESS = 60
"""A whole office may share an address: one person's failures must not shut the others out."""
FORGOTTEN = timedelta(hours=1)


class Counter(msgspec.Struct, frozen=True):
    """What attempts are counted against: so many are free, then the wait doubles up to `longest` seconds."""

    id: str
    free: int
    longest: int


def of_account(account: str) -> Counter:
    return Counter(f"account:{account[:60]}", FREE_ATTEMPTS, LONGEST_WAIT)


def of_badge(person: str) -> Counter:
    """Apart from the account's: whoever found a badge does not keep its owner from signing in by password."""
    return Counter(f"badge:{person[:60]}", FREE_ATTEMPTS, LONGEST_WAIT)


def of_address(address: str) -> Counter:
    return Counter(f"address:{address[:60]}", FREE_FROM_ADDRESS, LONGEST_FOR_ADDRESS)


def of_claims(address: str) -> Counter:
    """Guesses at the codes that new devices are taken into service with."""
    return Counter(f"claim:{address[:60]}", FREE_ATTEMPTS, LONGEST_FOR_ADDRESS)


async def count(counters: Iterable[Counter], now: datetime) -> None:
    """Count before the secret is looked at, so that guesses sent at once are counted too; success takes it back."""
    async with db.write():
        for counter in counters:
            failures = await _failures(counter, now)
            await SignInCount.update(
                {SignInCount.failures: failures + 1, SignInCount.last_at: now}
            ).where(SignInCount.id == counter.id)


async def _failures(counter: Counter, now: datetime) -> int:
    """Failures so far; `too-many-attempts` while one has to wait."""
    fresh = SignInCount.insert(SignInCount(id=counter.id, failures=0, last_at=now))
    await fresh.on_conflict(action="DO NOTHING")
    query = SignInCount.select().where(SignInCount.id == counter.id).first()
    if db.bound().dialect == "postgres":
        query = query.lock_rows("UPDATE")
    row = await query
    if row is None or now >= row["last_at"] + FORGOTTEN:
        return 0
    beyond = row["failures"] - counter.free
    ends = row["last_at"] + timedelta(seconds=min(counter.longest, 5 * 2 ** min(beyond, 10)))
    if beyond >= 0 and now < ends:
        raise TooMany("too-many-attempts", retry_after=int((ends - now).total_seconds()) + 1)
    return int(row["failures"])


async def forget(counter: Counter) -> None:
    """Inside a transaction: all of it is forgotten."""
    await SignInCount.delete().where(SignInCount.id == counter.id)


async def forgive(counter: Counter) -> None:
    """Inside a transaction: one attempt was right."""
    await SignInCount.update({SignInCount.failures: SignInCount.failures - 1}).where(
        SignInCount.id == counter.id, SignInCount.failures > 0
    )
