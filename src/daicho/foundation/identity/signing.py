"""Signing in and staying signed in: argon2id, our own session table, delays instead of lock-outs."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import load, rows
from daicho.foundation.history.service import NUMBERS, Done, change, counted
from daicho.foundation.identity import attempts, tables
from daicho.foundation.identity.hashing import NOBODY, hash_of, matches
from daicho.foundation.identity.model import CONFIRMED_FOR, Account, Level
from daicho.foundation.identity.service import ACCOUNTS, actor_of, duties_of, require_person
from daicho.foundation.identity.tables import Credential, Session
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Forbidden, Invalid, Missing, NotSignedIn, Refused
from daicho.foundation.kernel.text import refuse_resident_numbers_in

IDLE = timedelta(hours=1)
BADGE_IDLE = timedelta(minutes=2)
ABSOLUTE = timedelta(hours=12)
TOUCH = timedelta(minutes=1)
"""A session's last use is written at most once a minute, so that reading pages does not write."""

FREE_ATTEMPTS = attempts.FREE_ATTEMPTS
SHORTEST_PASSWORD = 10


class SignedIn(msgspec.Struct, frozen=True):
    """A fresh session: the token goes into the cookie and nowhere else."""

    token: str
    ends_at: datetime


def _refuse_weak(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("password-too-short", least=SHORTEST_PASSWORD)


async def create_account(
    account: str, person: str, password: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """An account for a person; its hash is no part of the history."""
    _refuse_weak(password)
    hashed = await hash_of(password)
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
    await require_password(actor, current, now)
    hashed = await hash_of(new)
    async with change(actor, now, key) as c:
        account = await load(ACCOUNTS, actor.account)
        if account is None:
            raise Missing("unknown-account", account=actor.account)
        await c.amend(ACCOUNTS, account, act="PasswordChanged")
        await Credential.update({Credential.hash: hashed}).where(
            Credential.account == actor.account
        )
        await Session.delete().where(Session.account == actor.account)
        await attempts.forget(attempts.of_account(actor.account))
        return c.done(id=account.id, state="password-changed")


async def credential(account: str) -> str | None:
    """Inside a transaction: the hash of an account's password."""
    row = await Credential.select(Credential.hash).where(Credential.account == account).first()
    return None if row is None else str(row["hash"])


async def require_password(actor: Actor, password: str, now: datetime) -> None:
    """The person's own secret, counted like signing in: `password-wrong` otherwise."""
    await attempts.count([attempts.of_account(actor.account)], now)
    async with db.read():
        stored = await credential(actor.account)
    if stored is None or not await matches(password, stored):
        raise Forbidden("password-wrong")


# Sessions -----------------------------------------------------------------------------------------------------------


async def sign_in(
    account: str, password: str, address: str, now: datetime, device: str | None = None
) -> SignedIn:
    """A session for the right password; `sign-in-failed` says nothing about which half was wrong."""
    from_there = attempts.of_address(address)
    await attempts.count([attempts.of_account(account), from_there], now)
    async with db.read():
        known = await load(ACCOUNTS, account)
        stored = await credential(account)
    right = await matches(password, stored or NOBODY)
    if not right or known is None or known.disabled_at is not None:
        raise NotSignedIn("sign-in-failed")
    async with db.write():
        await attempts.forgive(from_there)
        await attempts.forget(attempts.of_account(account))
    return await open_session(account, now, device=device)


async def open_session(
    account: str, now: datetime, *, device: str | None = None, level: Level = "password"
) -> SignedIn:
    """A new token for an account whose person is known; `no-post-in-force` for who has left or has not begun."""
    if not (await actor_of(account, today(now))).duties:
        raise NotSignedIn("no-post-in-force")
    token = secrets.token_urlsafe(32)
    ends = now + ABSOLUTE
    opened = Session(
        token=_digest(token), account=account, device=device, level=level, created_at=now,
        seen_at=now, ends_at=ends,
    )  # fmt: skip
    async with db.write():
        await Session.delete().where(Session.ends_at < now)
        await Session.insert(opened)
    return SignedIn(token, ends)


async def sign_out(token: str) -> None:
    """End this session."""
    async with db.write():
        await Session.delete().where(Session.token == _digest(token))


async def end_sessions_on(device: str) -> None:
    """Inside a transaction: nobody is signed in on this device any more."""
    await Session.delete().where(Session.device == device)


async def end_badge_sessions(account: str, *, but: str) -> None:
    """Inside a transaction: what this account's badge opened ends, except for the session of one token."""
    await Session.delete().where(
        Session.account == account, Session.level == "badge", Session.token != _digest(but)
    )


async def confirm(token: str, password: str, actor: Actor, now: datetime) -> datetime:
    """The person's own secret opens what decides for two minutes, in this session; until when."""
    await require_password(actor, password, now)
    until = now + CONFIRMED_FOR
    async with db.write():
        await attempts.forget(attempts.of_account(actor.account))
        await Session.update({Session.confirmed_until: until}).where(
            Session.token == _digest(token)
        )
    return until


_WHO = (
    "SELECT s.account, s.device, s.level, s.confirmed_until, s.seen_at, s.ends_at, a.person,"  # noqa: S608  # constants
    f" a.disabled_at, d.state AS device_state, x.token AS device_token, {NUMBERS} FROM session s"
    " JOIN account a ON a.id = s.account LEFT JOIN device d ON d.id = s.device"
    " LEFT JOIN device_secret x ON x.device = s.device WHERE s.token = $1"
)


async def who(
    token: str, now: datetime, badge_idle: timedelta = BADGE_IDLE, *, device: str | None = None
) -> Actor | None:
    """The actor behind a session cookie, or None when it has ended; one statement while nobody's posts change.

    `device` is the device's own cookie: what a badge opened lives on that device, and nowhere else. On a shared device
    nobody stays for long, however they signed in.
    """
    digest = _digest(token)
    found = await db.glance(_WHO, digest)
    if not found:
        return None
    session = found[0]
    by_badge = session["level"] == "badge"
    idle = IDLE if session["device"] is None else badge_idle
    ended = now >= session["ends_at"] or now >= session["seen_at"] + idle
    if ended or session["disabled_at"] is not None or session["device_state"] == "revoked":
        return None
    if by_badge and session["device_token"] != _digest(device or ""):
        return None
    held = await duties_of(session["person"], today(now), counted(session["numbers"]))
    if not held:  # the last post has ended: who is signed in leaves with it
        return None
    if now >= session["seen_at"] + min(TOUCH, idle / 12):
        async with db.write():
            await Session.update({Session.seen_at: now}).where(Session.token == digest)
    confirmed = session["confirmed_until"] is not None and now < session["confirmed_until"]
    return Actor(
        session["person"], session["account"], held, session["device"],
        own_secret=not by_badge or confirmed,
    )  # fmt: skip


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
