"""The office that is measured: custodians, media, approved take-outs; all of it written through the door."""

import asyncio
from datetime import datetime, timedelta

import msgspec

from daicho.cli.opened import opened
from daicho.foundation.history.service import change
from daicho.foundation.identity import service as identity
from daicho.foundation.identity import signing
from daicho.foundation.identity.model import Account
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import SYSTEM, Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.settings import Settings
from daicho.places.floors.storage import WantedPlace, register_place
from daicho.things.assets import model as asset_model
from daicho.things.assets import service as assets
from daicho.things.custody import acts, model, service
from daicho.things.labels import codebook

OFFICES, CUSTODIANS = 8, 4
_CHUNK = 250


class Office(msgspec.Struct):
    """Session tokens of the custodians by section, and the approved take-outs (id, code, section)."""

    tokens: dict[str, list[str]]
    take_outs: list[tuple[str, str, str]]


class _People(msgspec.Struct):
    section: str
    place: str
    applicant: str
    custodians: list[str]


def made(settings: Settings, hand_overs: int) -> Office:
    """Fill an empty, migrated database."""
    return asyncio.run(_made(settings, hand_overs))


async def _made(settings: Settings, hand_overs: int) -> Office:
    async with opened(settings) as now:
        await identity.found_municipality("計測市", SYSTEM, now, origin="bench.daicho")
        ward = await identity.register_section("本庁", "municipality", SYSTEM, now, parent=None)
        offices = [await _office(n, str(ward.id), now) for n in range(OFFICES)]
        take_outs: list[tuple[str, str, str]] = []
        while len(take_outs) < hand_overs:
            some = min(_CHUNK, hand_overs - len(take_outs))
            take_outs += await _approved(offices, len(take_outs), some, now=now)
        tokens = {
            o.section: [(await signing.open_session(a, now)).token for a in o.custodians]
            for o in offices
        }
    return Office(tokens, take_outs)


async def _office(number: int, ward: str, now: datetime) -> _People:
    done = await identity.register_section(f"事務所{number}", "office", SYSTEM, now, parent=ward)
    section = str(done.id)
    applicant = await _person(f"staff{number}", section, "staff", now=now)
    keepers = [f"keeper{number}x{i}" for i in range(CUSTODIANS)]
    for account in keepers:
        await _person(account, section, "custodian", now=now)
    keeper = await identity.actor_of(keepers[0], today(now))
    place = await register_place(WantedPlace("金庫", "safe", section), keeper, now)
    return _People(section, codes.read(str(place.code)), applicant, keepers)


async def _person(account: str, section: str, role: str, *, now: datetime) -> str:
    await identity.register_person(account, f"氏名 {account}", "しめい", SYSTEM, now)
    kind = msgspec.convert(role, Role)
    await identity.assign_post(
        account, section, kind, SYSTEM, now, title="主事", valid_from=today(now)
    )
    async with change(SYSTEM, now) as c:
        await c.add(identity.ACCOUNTS, Account(account, account), act="Created")
    return account


async def _approved(
    offices: list[_People], first: int, count: int, *, now: datetime
) -> list[tuple[str, str, str]]:
    """So many media whose label was read, with an approved take-out each, in one change."""
    found = []
    async with change(SYSTEM, now) as c:
        for number in range(first, first + count):
            office = offices[number % len(offices)]
            wanted = asset_model.Wanted(
                kind="medium", type="usb", name=f"媒体 {number}", model="UM", serial=f"{number}",
                section=office.section, data_class=1, place=office.place,
            )  # fmt: skip
            asset = asset_model.register(
                wanted, code=identity.fresh_code(), next_no=number + 1, today=today(now)
            )
            await c.add(assets.ASSETS, asset, act="Registered")
            await codebook.read(c, asset.code, asset.code, office.section)
            plan = acts.Plan(
                purpose=c.seal("計測", place="purpose"),
                destination=c.seal("本庁", place="destination"),
                planned_return=today(now) + timedelta(days=7),
                carriers=(office.applicant,),
            )
            wish = acts.request(
                asset, plan, take_out_id=new_id(), serial_no=number + 1,
                applicant=office.applicant, now=now,
            )  # fmt: skip
            await c.add(service.TAKE_OUTS, wish, act="Requested")
            by = model.Standing(office.custodians[0], frozenset({"section_head"}), decides=True)
            await c.amend(service.TAKE_OUTS, acts.approve(wish, by, now), act="Approved")
            found.append((wish.id, codes.printed(asset.code), office.section))
    return found
