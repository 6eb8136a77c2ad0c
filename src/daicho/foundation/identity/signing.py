"""Signing in and staying signed in: argon2id, our own session table, delays instead of lock-outs."""

import asyncio
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import load, rows
from daicho.foundation.history.service import NUMBERS, Done, change, counted
from daicho.foundation.identity import tables
from daicho.foundation.identity.model import Account
from daicho.foundation.identity.service import ACCOUNTS, duties_of, require_person
from daicho.foundation.identity.tables import Credential, Session, SignInCount
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import (
    Forbidden,
    Invalid,
    Missing,
    NotSignedIn,
    Refused,
    TooMany,
)
from daicho.foundation.kernel.text import refuse_resident_numbers_in

IDLE = timedelta(hours=1)
ABSOLUTE = timedelta(hours=12)
TOUCH = timedelta(minutes=1)
"""A session's last use is written at most once a minute, so that reading pages does not write."""

FREE_ATTEMPTS = 5
LONGEST_WAIT = 900
FREE_FROM_ADDRESS = 50
LONGEST_FOR_ADDRESS = 60
"""A whole office may share an address: one person's failures must not shut the others out."""
FORGOTTEN = timedelta(hours=1)
SHORTEST_PASSWORD = 10

_hasher = PasswordHash((Argon2Hasher(time_cost=3, memory_cost=65536, parallelism=1),))
_hashing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
"""Each hash takes 64 MiB for a fifth of a second: two at a time, off the loop."""

_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$Zm9yIG5vIHBhc3N3b3JkIGF0IGFsbCwgZXZlcg"
)
"""A hash that no password has: an unknown account costs the same time as a known one."""


class SignedIn(msgspec.Struct, frozen=True):
    """A fresh session: the token goes into the cookie and nowhere else."""

    token: str
    ends_at: datetime


async def _hashed(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_hashing, _hasher.hash, password)


async def _matches(password: str, stored: str) -> bool:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_hashing, _hasher.verify, password, stored)


def _refuse_weak(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("password-too-short", least=SHORTEST_PASSWORD)


async def create_account(
    account: str, person: str, password: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """An account for a person; its hash is no part of the history."""
    _refuse_weak(password)
    hashed = await _hashed(password)
    async with change(actor, now, key) as c:
        refuse_resident_numbers_in(account=account)
        await require_person(person)
        if await load(ACCOUNTS, account) is not None:
            raise Refused("account-exists", account=account)
        if await _has_a_password(person):
            raise Refused("person-has-account", person=person)
        await c.add(ACCOUNTS, Account(account, person), act="Created")
        await Credential.insert(Credential(account=account, hash=hashed))
        return c.done(id=account, state="created", status=201)


async def _has_a_password(person: str) -> bool:
    """Whether this person can sign in already: a second way in would be somebody else's."""
    known = await rows(ACCOUNTS, tables.Account.person == person)
    usable = [account.id for account in known if account.disabled_at is None]
    return await Credential.exists().where(Credential.account.is_in(usable or [""]))


async def change_password(
    current: str, new: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """One's own password; every session of the account ends."""
    _refuse_weak(new)
    await _count_attempt([_of_account(actor.account)], now)
    async with db.read():
        stored = await _credential(actor.account)
    if stored is None or not await _matches(current, stored):
        raise Forbidden("password-wrong")
    hashed = await _hashed(new)
    async with change(actor, now, key) as c:
        account = await load(ACCOUNTS, actor.account)
        if account is None:
            raise Missing("unknown-account", account=actor.account)
        await c.amend(ACCOUNTS, account, act="PasswordChanged")
        await Credential.update({Credential.hash: hashed}).where(
            Credential.account == actor.account
        )
        await Session.delete().where(Session.account == actor.account)
        await _forget(_of_account(actor.account))
        return c.done(id=account.id, state="password-changed")


async def _credential(account: str) -> str | None:
    row = await Credential.select(Credential.hash).where(Credential.account == account).first()
    return None if row is None else str(row["hash"])


# Sessions -----------------------------------------------------------------------------------------------------------


async def sign_in(account: str, password: str, address: str, now: datetime) -> SignedIn:
    """A session for the right password; `sign-in-failed` says nothing about which half was wrong."""
    from_there = _of_address(address)
    await _count_attempt([_of_account(account), from_there], now)
    async with db.read():
        known = await load(ACCOUNTS, account)
        stored = await _credential(account)
    right = await _matches(password, stored or _NOBODY)
    if not right or known is None or known.disabled_at is not None:
        raise NotSignedIn("sign-in-failed")
    async with db.write():
        await _forgive(from_there)
    return await open_session(account, now)


async def open_session(account: str, now: datetime) -> SignedIn:
    """A new token for an account whose person is known; failures counted against the account are forgotten."""
    token = secrets.token_urlsafe(32)
    ends = now + ABSOLUTE
    async with db.write():
        await _forget(_of_account(account))
        await Session.delete().where(Session.ends_at < now)
        await Session.insert(
            Session(
                token=_digest(token), account=account, created_at=now, seen_at=now, ends_at=ends
            )
        )
    return SignedIn(token, ends)


async def sign_out(token: str) -> None:
    """End this session."""
    async with db.write():
        await Session.delete().where(Session.token == _digest(token))


_WHO = (
    f"SELECT s.account, s.device, s.seen_at, s.ends_at, a.person, a.disabled_at, {NUMBERS}"  # noqa: S608  # constants
    " FROM session s JOIN account a ON a.id = s.account WHERE s.token = $1"
)


async def who(token: str, now: datetime) -> Actor | None:
    """The actor behind a session cookie, or None when it has ended; one statement while nobody's posts change."""
    digest = _digest(token)
    found = await db.glance(_WHO, digest)
    if not found:
        return None
    session = found[0]
    ended = now >= session["ends_at"] or now >= session["seen_at"] + IDLE
    if ended or session["disabled_at"] is not None:
        return None
    held = await duties_of(session["person"], today(now), counted(session["numbers"]))
    if now >= session["seen_at"] + TOUCH:
        async with db.write():
            await Session.update({Session.seen_at: now}).where(Session.token == digest)
    return Actor(session["person"], session["account"], held, session["device"])


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


# Attempts -----------------------------------------------------------------------------------------------------------


class Counter(msgspec.Struct, frozen=True):
    """What attempts are counted against: so many are free, then the wait doubles up to `longest` seconds."""

    id: str
    free: int
    longest: int


def _of_account(account: str) -> Counter:
    return Counter(f"account:{account[:60]}", FREE_ATTEMPTS, LONGEST_WAIT)


def _of_address(address: str) -> Counter:
    return Counter(f"address:{address[:60]}", FREE_FROM_ADDRESS, LONGEST_FOR_ADDRESS)


async def _count_attempt(counters: Iterable[Counter], now: datetime) -> None:
    """Count before the password is looked at, so that guesses sent at once are counted too; success takes it back."""
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


async def _forget(counter: Counter) -> None:
    await SignInCount.delete().where(SignInCount.id == counter.id)


async def _forgive(counter: Counter) -> None:
    """One attempt was right."""
    await SignInCount.update({SignInCount.failures: SignInCount.failures - 1}).where(
        SignInCount.id == counter.id, SignInCount.failures > 0
    )
