"""What happened in the demo until the morning of 20 February 2023: everything goes through the services."""

import asyncio
import secrets
from datetime import date, datetime, time, timedelta

import msgspec

from daicho.demo import brought, checks, counted, disposals, plans, scanned
from daicho.demo.events import TAKE_OUTS, Event
from daicho.demo.people import DEPUTIES, MEMBERS, SECTIONS, SITES, Member
from daicho.demo.stage import Stage
from daicho.foundation.identity import service as identity
from daicho.foundation.identity import signing
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import SYSTEM, Actor
from daicho.foundation.kernel.clock import JST
from daicho.oversight.violations import service as violations
from daicho.places.floors import proposals
from daicho.places.floors import service as floors
from daicho.places.floors.proposal_model import Wish
from daicho.places.floors.storage import PlaceKind, WantedPlace
from daicho.things.assets import service as assets
from daicho.things.assets.model import Kind, Type
from daicho.things.assets.model import Wanted as WantedAsset
from daicho.things.custody import service as custody
from daicho.things.custody.acts import Check
from daicho.things.custody.wanting import Company
from daicho.things.custody.wanting import Wanted as WantedTakeOut
from daicho.things.labels import issuing
from daicho.things.labels import service as labels

MORNING = datetime(2023, 2, 20, 10, 0, tzinfo=JST)
"""The demo's present when it is loaded: between the auditors' visits and their report."""

FOUNDED = datetime(2022, 4, 1, 9, 0, tzinfo=JST)
EQUIPPED = datetime(2022, 4, 4, 10, 0, tzinfo=JST)
LABELLED = datetime(2022, 4, 5, 9, 0, tzinfo=JST)
DRAWN = datetime(2022, 4, 8, 15, 0, tzinfo=JST)
PUBLISHED = datetime(2022, 4, 11, 9, 0, tzinfo=JST)
ORIGIN = "arakawa-demo.daicho"

PLACES: dict[PlaceKind, str] = {"safe": "耐火金庫", "cabinet": "施錠キャビネット"}
"""What every site keeps things in."""

MODELS: dict[Type, str] = {"usb": "UM-32", "laptop": "NP-14"}


class Login(msgspec.Struct, frozen=True):
    """A line of demo-accounts.json."""

    account: str
    password: str
    role: str
    name: str
    section: str
    staff_id: str


async def play(real_now: datetime) -> list[Login]:
    """Fill an empty register; the accounts with their fresh passwords."""
    stage = Stage()
    offset = int((MORNING - real_now).total_seconds())
    await identity.found_municipality(
        "荒川区", SYSTEM, FOUNDED, origin=ORIGIN, demo=True, clock_offset=offset
    )
    logins = await _people(stage)
    await _equipment(stage)
    await _floors(stage)
    await checks.play(stage)
    await _take_outs(stage, FOUNDED, counted.COUNTED)
    await disposals.in_january(stage)
    await counted.in_january(stage)
    await brought.in_january(stage)
    await _take_outs(stage, counted.COUNTED, MORNING)
    await counted.this_morning(stage)
    await brought.this_morning(stage)
    await disposals.this_morning(stage)
    await scanned.this_morning(stage)
    await violations.sweep(MORNING)
    return logins


# People -------------------------------------------------------------------------------------------------------------


async def _people(stage: Stage) -> list[Login]:
    for key, name, kind, parent in SECTIONS:
        above = stage.sections[parent] if parent else None
        made = await identity.register_section(name, kind, SYSTEM, FOUNDED, parent=above)
        stage.sections[key] = str(made.id)
    for member in MEMBERS:
        await _join(stage, member)
    for section, principal, deputy, rank in DEPUTIES:
        await identity.appoint_deputy(
            stage.sections[section], stage.staff[principal], stage.staff[deputy], SYSTEM, FOUNDED,
            rank=rank, valid_from=FOUNDED.date(), valid_to=date(2023, 3, 31),
        )  # fmt: skip
    return list(await asyncio.gather(*(_login(stage, member) for member in MEMBERS)))


async def _join(stage: Stage, member: Member) -> None:
    staff_id = stage.staff[member.account]
    await identity.register_person(staff_id, member.name, member.kana, SYSTEM, FOUNDED)
    await identity.assign_post(
        staff_id, stage.sections[member.section], member.role, SYSTEM, FOUNDED,
        title=member.title, valid_from=FOUNDED.date(),
    )  # fmt: skip


async def _login(stage: Stage, member: Member) -> Login:
    password = secrets.token_urlsafe(12)
    staff_id = stage.staff[member.account]
    await signing.create_account(member.account, staff_id, password, SYSTEM, FOUNDED)
    section = next(name for key, name, _, _ in SECTIONS if key == member.section)
    return Login(member.account, password, member.role, member.name, section, staff_id)


# Things -------------------------------------------------------------------------------------------------------------


def _custodian(site: str) -> str:
    return next(m.account for m in MEMBERS if m.section == site and m.role == "custodian")


async def _equipment(stage: Stage) -> None:
    """Each site: a safe and a cabinet, three terminals, three media, a laptop computer."""
    for number, site in enumerate(SITES, start=1):
        actor = await stage.actor(_custodian(site), EQUIPPED)
        section = stage.sections[site]
        for kind, name in PLACES.items():
            wanted = WantedPlace(name, kind, section, fireproof=kind == "safe")
            done = await floors.register_place(wanted, actor, EQUIPPED)
            stage.places[f"{site}/{kind}"] = codes.read(str(done.code))
        for key, asset in _inventory(stage, site, number).items():
            done = await assets.register(asset, actor, EQUIPPED)
            stage.assets[f"{site}/{key}"] = codes.read(str(done.code))
        await _labels(stage, site, actor)


async def _labels(stage: Stage, site: str, actor: Actor) -> None:
    """One sheet a site, cut up, stuck on and read once."""
    labels.draw_for((assets.labels,))
    things = [code for key, code in stage.assets.items() if key.startswith(f"{site}/")]
    await labels.record_print(things, "a4-24", actor, LABELLED)
    for code in things:
        await issuing.confirm(code, actor, LABELLED)


def _inventory(stage: Stage, site: str, number: int) -> dict[str, WantedAsset]:
    section, safe = stage.sections[site], stage.places[f"{site}/safe"]

    def terminal(name: str, type_: Type, serial: int, data_class: int) -> WantedAsset:
        return WantedAsset(
            name, "terminal", type_, "DT-310", f"DT{number}{serial:04}", section,
            maker="架空電機", data_class=data_class, encrypted=True,
            privacy_filter=True, lock_minutes=5, wire_lock=True, auth_factors=2,
        )  # fmt: skip

    def kept(name: str, kind: Kind, type_: Type, serial: int) -> WantedAsset:
        model = MODELS[type_]
        return WantedAsset(
            name, kind, type_, model, f"{model[:2]}{number}{serial:04}", section,
            maker="架空電機", place=safe, data_class=2, encrypted=True,
        )  # fmt: skip

    return {
        "juki": terminal("統合端末", "juki_terminal", 1, 3),
        "business-1": terminal("窓口端末 1", "business_terminal", 2, 1),
        "business-2": terminal("窓口端末 2", "business_terminal", 3, 1),
        "usb-1": kept("USBメモリ 1", "medium", "usb", 1),
        "usb-2": kept("USBメモリ 2", "medium", "usb", 2),
        "usb-3": kept("USBメモリ 3", "medium", "usb", 3),
        "laptop": kept("ノートパソコン", "device", "laptop", 1),
    }


# Floors -------------------------------------------------------------------------------------------------------------


def _plan(stage: Stage, site: str) -> plans.Document:
    juki = stage.assets[f"{site}/juki"]
    business = [stage.assets[f"{site}/business-{n}"] for n in (1, 2)]
    if site == "ogu":
        return plans.ogu(juki, business, stage.staff["ogu-1"])
    draw = {
        "koseki": plans.koseki,
        "nippori": plans.nippori,
        "machiya": plans.machiya,
        "minamisenju": plans.minamisenju,
    }[site]
    return draw(juki, business)


async def _floors(stage: Stage) -> None:
    """One facility administrator draws and proposes, the other looks at the plans and puts them in force."""
    drafter = await stage.actor("shisetsu-1", DRAWN)
    tags = {site: await _proposed(stage, site, drafter) for site in SITES}
    publisher = await stage.actor("shisetsu-2", PUBLISHED)
    for site, etag in tags.items():
        await violations.publish_floor(
            stage.floors[site], PUBLISHED.date(), publisher, PUBLISHED, etag=etag
        )


async def _proposed(stage: Stage, site: str, drafter: Actor) -> str:
    """The tag of the drawing that was proposed."""
    plan = stage.plans[site] = _plan(stage, site)
    made = await floors.create_floor(plan["name"], stage.sections[site], drafter, DRAWN)
    floor = stage.floors[site] = str(made.id)
    empty = await floors.draft_of(floor, drafter)
    saved = await floors.save_draft(
        floor, msgspec.json.encode(plan), drafter, DRAWN, expected=empty.etag
    )
    wish = Wish(PUBLISHED.date(), str(saved.etag))
    await proposals.propose(floor, wish, "年度当初の配置", drafter, DRAWN)
    return wish.etag


# Take-outs ----------------------------------------------------------------------------------------------------------


async def _take_outs(stage: Stage, since: datetime, until: datetime) -> None:
    """Play a part of them in the order of time: each begins with its request, which the later events follow."""
    events = [(_when(e), number, e) for number, told in enumerate(TAKE_OUTS) for e in told]
    part = [each for each in events if since <= each[0] < until]
    for at, number, event in sorted(part, key=lambda each: each[0]):
        actor = await stage.actor(event.who, at)
        if event.act == "request":
            stage.begun[number] = await _request(stage, event, actor, at)
        else:
            await _follow(stage, stage.begun[number], event, actor, at=at)


def _when(event: Event) -> datetime:
    return datetime.combine(event.day, time.fromisoformat(event.clock), JST)


async def _request(stage: Stage, event: Event, actor: Actor, at: datetime) -> str:
    carriers = tuple(stage.staff[c] for c in event.carriers or (event.who,))
    wanted = WantedTakeOut(
        purpose=event.words,
        destination=event.destination,
        planned_return=event.day + timedelta(days=event.days),
        carriers=carriers,
        kind=event.kind,
        contractor=_company(event),
    )
    done = await custody.request(stage.assets[event.asset], wanted, actor, at)
    return str(done.id)


def _company(event: Event) -> Company | None:
    if not event.company:
        return None
    company, contract, *persons = event.company
    return Company(company, tuple(persons), contract)


async def _follow(stage: Stage, take_out: str, event: Event, actor: Actor, *, at: datetime) -> None:
    asset = stage.assets[event.asset]
    safe = stage.places[f"{event.asset.partition('/')[0]}/safe"]
    match event.act:
        case "approve":
            await custody.approve(take_out, actor, at)
        case "reject":
            await custody.reject(take_out, event.words, actor, at)
        case "withdraw":
            await custody.withdraw(take_out, actor, at)
        case "hand_over":
            await custody.hand_over(
                take_out, asset, actor, at, encrypted=True, container=event.words or None
            )
        case "return":
            await custody.declare_return(take_out, asset, safe, actor, at)
        case "verify":
            check = Check(True, True, erased=True, label_ok=True, malware_scan="clean")
            await custody.verify(take_out, check, actor, at)
        case _:
            raise ValueError(event.act)
