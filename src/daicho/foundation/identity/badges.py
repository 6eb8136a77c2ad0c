"""Signing in on a shared device with a badge and a PIN, and the PIN of one's own."""

from datetime import datetime

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import load, rows
from daicho.foundation.history.service import Done, change
from daicho.foundation.identity import attempts, model, tables
from daicho.foundation.identity.hashing import NOBODY, hash_of, matches
from daicho.foundation.identity.model import Account, Device
from daicho.foundation.identity.service import ACCOUNTS, person_by_code
from daicho.foundation.identity.signing import (
    SignedIn,
    end_badge_sessions,
    open_session,
    require_password,
)
from daicho.foundation.identity.tables import Pin
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Forbidden, Missing, NotSignedIn


async def set_pin(
    password: str, pin: str, actor: Actor, now: datetime, key: Key | None = None, *, token: str = ""
) -> Done:
    """The PIN that goes with the badge; its hash is no part of the history.

    Whoever is signed in with the one before is not any more, except in the session of this token.
    """
    model.refuse_weak_pin(pin)
    await require_password(actor, password, now)
    hashed = await hash_of(pin)
    async with change(actor, now, key) as c:
        account = await load(ACCOUNTS, actor.account)
        if account is None:
            raise Missing("unknown-account", account=actor.account)
        await c.amend(ACCOUNTS, account, act="PinSet")
        fresh = Pin.insert(Pin(account=account.id, hash=hashed))
        await fresh.on_conflict(target=Pin.account, action="DO UPDATE", values=[Pin.hash])
        await attempts.forget(attempts.of_account(actor.account))
        await end_badge_sessions(account.id, but=token)
        return c.done(id=account.id, state="pin-set")


async def sign_in(
    code: str, pin: str, device: Device | None, address: str, now: datetime
) -> tuple[Account, SignedIn]:
    """`code` is the person's 13 characters; `sign-in-failed` says nothing about which half was wrong.

    A badge is photographed and a PIN is seen over a shoulder: only a device that was taken into service takes them.
    """
    if device is None:
        raise Forbidden("device-not-enrolled")
    from_there = attempts.of_address(address)
    person = await person_by_code(code)
    mine = attempts.of_badge(person.id if person else code)
    await attempts.count([mine, from_there], now)
    account, stored = await _pin_of(person.id) if person else (None, None)
    right = await matches(pin, stored or NOBODY)
    if not right or account is None:
        raise NotSignedIn("sign-in-failed")
    async with db.write():
        await attempts.forget(mine)
        await attempts.forgive(from_there)
    opened = await open_session(account.id, now, device=device.id, level="badge")
    return account, opened


async def _pin_of(person: str) -> tuple[Account | None, str | None]:
    async with db.read():
        known = await rows(ACCOUNTS, tables.Account.person == person)
        usable = [account for account in known if account.disabled_at is None]
        if not usable:
            return None, None
        row = await Pin.select(Pin.hash).where(Pin.account == usable[0].id).first()
    return usable[0], str(row["hash"]) if row else None
