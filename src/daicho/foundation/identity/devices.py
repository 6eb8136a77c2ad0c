"""Shared scanners: enrolled with a code that is shown once, claimed in their own browser, revoked at once."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import change
from daicho.foundation.identity import attempts, tables
from daicho.foundation.identity.model import Device
from daicho.foundation.identity.service import require_section
from daicho.foundation.identity.signing import end_sessions_on
from daicho.foundation.identity.tables import DeviceSecret
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import SYSTEM, Actor, Role
from daicho.foundation.kernel.errors import Forbidden, Missing, Refused
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers_in

DEVICES = Register("devices", tables.Device, Device, "device")

KEEPS: tuple[Role, ...] = ("facility_admin", "security_manager")
"""Who takes devices into service and out of it."""

CODE_HOLDS = timedelta(minutes=15)
_SYMBOLS = 8


class Enrolled(msgspec.Struct, frozen=True, omit_defaults=True):
    """A device that waits for its code; a replay of the same request gives no code again."""

    id: str
    state: str
    enrolment_code: str | None = None
    valid_until: datetime | None = None


async def enrol(
    name: str, section: str, actor: Actor, now: datetime, key: Key | None = None
) -> Enrolled:
    """A code for a new device of a section: typed on the device within a quarter of an hour."""
    code = "".join(secrets.choice(codes.ALPHABET) for _ in range(_SYMBOLS))
    until = now + CODE_HOLDS
    async with change(actor, now, key) as c:
        if section not in actor.reach(KEEPS):
            raise Missing("unknown-section", section=section)
        await require_section(section)
        refuse_resident_numbers_in(name=name)
        device = Device(new_id(), name, section, "enrolled", actor.person, now)
        await c.add(DEVICES, device, act="Enrolled")
        await DeviceSecret.insert(
            DeviceSecret(device=device.id, code=_digest(code), code_ends_at=until)
        )
        c.done(id=device.id, state=device.state, status=201)
    return Enrolled(device.id, device.state, f"{code[:4]}-{code[4:]}", until)


class Claimed(msgspec.Struct, frozen=True):
    """A device in service: the token goes into its cookie and nowhere else."""

    token: str
    device: Device


async def claim(code: str, address: str, now: datetime) -> Claimed:
    """This browser is the device that the code was given out for; nobody need be signed in."""
    counter = attempts.of_claims(address)
    await attempts.count([counter], now)
    token = secrets.token_urlsafe(32)
    async with change(SYSTEM, now) as c:
        device = await _awaited(code, now)
        claimed = msgspec.structs.replace(device, state="active", claimed_at=now)
        await c.amend(DEVICES, claimed, act="Claimed")
        await DeviceSecret.update(
            {DeviceSecret.code: None, DeviceSecret.token: _digest(token)}
        ).where(DeviceSecret.device == device.id)
        await attempts.forget(counter)
    return Claimed(token, claimed)


async def _awaited(code: str, now: datetime) -> Device:
    bare = "".join(symbol for symbol in code.upper() if symbol in codes.ALPHABET)
    given = DeviceSecret.select(DeviceSecret.device).where(
        DeviceSecret.code == _digest(bare), DeviceSecret.code_ends_at > now
    )
    row = await given.first()
    device = await load(DEVICES, row["device"]) if row else None
    if device is None or device.state != "enrolled":
        raise Missing("enrolment-code-wrong")
    return device


async def revoke(device_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Enrolled:
    """Out of service: whoever is signed in on it is not any more, and what it still keeps is refused."""
    async with change(actor, now, key) as c:
        device = await load(DEVICES, device_id)
        if device is None or device.section not in actor.reach(KEEPS):
            raise Missing("unknown-device", device=device_id)
        if device.state == "revoked":
            raise Refused("device-already-revoked", device=device_id)
        revoked = msgspec.structs.replace(device, state="revoked", revoked_at=now)
        await c.amend(DEVICES, revoked, act="Revoked")
        await DeviceSecret.update({DeviceSecret.code: None}).where(DeviceSecret.device == device.id)
        await end_sessions_on(device.id)
        c.done(id=device.id, state=revoked.state)
    return Enrolled(device.id, revoked.state)


# Reading ------------------------------------------------------------------------------------------------------------


async def of_token(token: str | None) -> Device | None:
    """The device behind a cookie, revoked or not; None for a browser that is none."""
    if not token:
        return None
    async with db.read():
        known = DeviceSecret.select(DeviceSecret.device)
        row = await known.where(DeviceSecret.token == _digest(token)).first()
        return await load(DEVICES, row["device"]) if row else None


async def in_service(token: str | None) -> Device | None:
    """`of_token`, and `device-revoked` for one that may no longer be used."""
    device = await of_token(token)
    if device is not None and device.state == "revoked":
        raise Forbidden("device-revoked", device=device.id, name=device.name)
    return device


async def listed(actor: Actor, *, limit: int, after: str | None = None) -> list[Device]:
    """The devices of the sections within reach, newest first: `limit` and one more when there are more."""
    where = [tables.Device.section.is_in(sorted(actor.reach()) or [""])]
    if after is not None:
        where.append(tables.Device.id < after)
    async with db.read():
        return await rows(DEVICES, *where, order=tables.Device.id, ascending=False, limit=limit + 1)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
