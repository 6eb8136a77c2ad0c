"""Use cases of people and rights: registering, appointing, deputising, and who decides in whose place."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows, selected
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.history.steady import steady
from daicho.foundation.identity import model, tables
from daicho.foundation.identity.model import (
    Account,
    Deputy,
    Municipality,
    Person,
    Post,
    ProxyDecision,
    Section,
)
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import SYSTEM, Actor, Duty, Role
from daicho.foundation.kernel.errors import Forbidden, Invalid, Missing, Refused
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers_in

MUNICIPALITY = Register("municipality", tables.Municipality, Municipality, "municipality")
SECTIONS = Register("sections", tables.Section, Section, "section", section_of=lambda s: s.id)
PEOPLE = Register("people", tables.Person, Person, "person")
POSTS = Register("posts", tables.Post, Post, "post")
DEPUTIES = Register("deputies", tables.Deputy, Deputy, "deputy")
PROXY_DECISIONS = Register("proxy-decisions", tables.ProxyDecision, ProxyDecision, "proxy-decision")
ACCOUNTS = Register("accounts", tables.Account, Account, "account")

_MOST_REMEMBERED = 5000
"""People whose duties this process keeps in mind; beyond that it begins anew."""


def fresh_code() -> str:
    """A control code with twelve symbols drawn at random."""
    return codes.make("".join(secrets.choice(codes.ALPHABET) for _ in range(12)))


# Who and where ------------------------------------------------------------------------------------------------------


async def municipality() -> Municipality | None:
    """The one municipality of this database; None before anybody set it up."""
    async with db.read():
        found = await rows(MUNICIPALITY, limit=1)
    return found[0] if found else None


async def sections() -> list[Section]:
    """Every section."""
    async with db.read():
        return await rows(SECTIONS, order=tables.Section.name)


async def section_names() -> dict[str, str]:
    """Section id -> name."""
    return {section.id: section.name for section in await sections()}


async def section_name(section: str) -> str:
    """The name of one section; empty when there is none."""
    async with db.read():
        found = await steady(SECTIONS, section)
    return found.name if found else ""


async def reaches_all(actor: Actor, by: Iterable[Role]) -> bool:
    """Whether posts of these roles reach every section; the machine itself does."""
    return actor == SYSTEM or {s.id for s in await sections()} <= actor.reach(by)


async def require_section(section: str) -> Section:
    async with db.read():
        found = await load(SECTIONS, section)
    if found is None:
        raise Missing("unknown-section", section=section)
    return found


async def require_person(staff_id: str) -> Person:
    async with db.read():
        found = await load(PEOPLE, staff_id)
    if found is None:
        raise Missing("unknown-person", person=staff_id)
    return found


async def person_by_code(code: str) -> Person | None:
    """Who carries this badge code."""
    async with db.read():
        found = await rows(PEOPLE, tables.Person.code == code)
    return found[0] if found else None


async def names(staff_ids: Iterable[str | None]) -> dict[str, str]:
    """Staff id -> name; somebody erased is missing."""
    wanted = sorted({s for s in staff_ids if s})
    if not wanted:
        return {}
    async with db.read():
        people = await rows(PEOPLE, tables.Person.id.is_in(wanted))
        texts = await sealed.reveal(person.name for person in people)
    return {p.id: texts[p.name] for p in people if p.name in texts}


class Staff(msgspec.Struct, frozen=True):
    """A person as lists show them, with one of their posts."""

    staff_id: str
    code: str
    name: str
    kana: str
    section: str
    section_name: str
    title: str
    roles: list[str]


async def staff_of(sections_wanted: Iterable[str], day: date) -> list[Staff]:
    """Everybody with a post in force in these sections, by section and kana."""
    wanted = sorted(set(sections_wanted))
    if not wanted:
        return []
    async with db.read():
        posts = [p for p in await rows(POSTS, tables.Post.section.is_in(wanted)) if p.in_force(day)]
        held = sorted({p.person for p in posts})
        people = await rows(PEOPLE, tables.Person.id.is_in(held or [""]))
        texts = await sealed.reveal(c for p in people for c in (p.name, p.kana))
        shown = await section_names()
    by_id = {p.id: p for p in people}
    found: dict[tuple[str, str], Staff] = {}
    for post in posts:
        person = by_id[post.person]
        earlier = found.get((post.section, post.person))
        found[post.section, post.person] = Staff(
            staff_id=person.id,
            code=codes.printed(person.code),
            name=texts.get(person.name, ""),
            kana=texts.get(person.kana, ""),
            section=post.section,
            section_name=shown[post.section],
            title=earlier.title if earlier else post.title,
            roles=sorted({*(earlier.roles if earlier else ()), post.role}),
        )
    return sorted(found.values(), key=lambda s: (s.section_name, s.kana))


async def actor_of(account: str, day: date, device: str | None = None) -> Actor:
    """The person behind an account with the posts in force; `not-signed-in` cases are the caller's."""
    async with db.read():
        found = await load(ACCOUNTS, account)
        if found is None:
            raise Missing("unknown-account", account=account)
        return Actor(found.person, found.id, await _duties(found.person, day), device)


async def acting(person: str, day: date) -> Actor:
    """Somebody as an actor on a day, for what they did earlier and is carried out now."""
    async with db.read():
        known = await rows(ACCOUNTS, tables.Account.person == person)
        return Actor(person, known[0].id if known else "", await _duties(person, day))


async def _duties(person: str, day: date) -> tuple[Duty, ...]:
    posts = await rows(POSTS, tables.Post.person == person)
    return model.duties(posts, await rows(SECTIONS), day)


async def duties_of(person: str, day: date, numbers: Mapping[str, int]) -> tuple[Duty, ...]:
    """What somebody's posts allow; looked up again only when the log's `numbers` say that posts or sections changed.

    What is read may be newer than `numbers`, never older: it is then looked up once more than needed.
    """
    version = (numbers.get(POSTS.name, 0), numbers.get(SECTIONS.name, 0), day)
    known: dict[str, tuple[object, tuple[Duty, ...]]] = db.memory().setdefault("duties", {})
    remembered = known.get(person)
    if remembered is None or remembered[0] != version:
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        async with db.read():
            remembered = known[person] = (version, await _duties(person, day))
    return remembered[1]


async def is_held(role: Role, section: str, day: date) -> bool:
    """Whether somebody holds this role in the section itself on a day."""
    async with db.read():
        posts = await selected(POSTS, "WHERE section = $1 AND role = $2", section, role)
    return any(post.in_force(day) for post in posts)


# Setting up ---------------------------------------------------------------------------------------------------------


def _administers(actor: Actor, section: str, by: Iterable[Role] = ("system_admin",)) -> bool:
    """Whether people of this section are this person's to appoint; setting up a register is nobody's yet."""
    return actor == SYSTEM or section in actor.reach(by)


async def _administered(actor: Actor, section: str, by: Iterable[Role] = ("system_admin",)) -> None:
    if not _administers(actor, section, by):
        raise Missing("unknown-section", section=section)
    await require_section(section)


async def found_municipality(
    name: str,
    actor: Actor,
    now: datetime,
    *,
    origin: str,
    demo: bool = False,
    clock_offset: int = 0,
) -> Municipality:
    """The first act of an empty register."""
    refuse_resident_numbers_in(name=name)
    async with change(actor, now) as c:
        if await rows(MUNICIPALITY, limit=1):
            raise Refused("register-not-empty")
        made = Municipality(new_id(), name, origin, demo, clock_offset)
        return await c.add(MUNICIPALITY, made, act="Founded")


async def register_section(
    name: str, kind: str, actor: Actor, now: datetime, key: Key | None = None, *, parent: str | None
) -> Done:
    """A new section below another; only the first has no parent."""
    async with change(actor, now, key) as c:
        refuse_resident_numbers_in(name=name, kind=kind)
        if parent is not None:
            await _administered(actor, parent)
        elif await rows(SECTIONS, limit=1):
            raise Invalid("section-needs-parent")
        made = await c.add(SECTIONS, Section(new_id(), name, kind, parent), act="Registered")
        return c.done(id=made.id, state="registered", status=201)


async def register_person(
    staff_id: str, name: str, kana: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """Somebody joins; the staff number stays, the name can be erased one day."""
    async with change(actor, now, key) as c:
        refuse_resident_numbers_in(staff_id=staff_id)
        if staff_id == SYSTEM.person:
            raise Refused("person-reserved", person=staff_id)
        if await load(PEOPLE, staff_id) is not None:
            raise Refused("person-exists", person=staff_id)
        sealed_name = c.seal(name, about=staff_id, place="name")
        sealed_kana = c.seal(kana, about=staff_id, place="kana")
        person = Person(staff_id, fresh_code(), sealed_name, sealed_kana)
        await c.add(PEOPLE, person, act="Registered")
        return c.done(id=staff_id, state="registered", status=201)


async def assign_post(
    person: str, section: str, role: Role, actor: Actor, now: datetime, key: Key | None = None, *,
    title: str, valid_from: date, valid_to: date | None = None,
) -> Done:  # fmt: skip
    """発令: a role in a section from a day on; nobody appoints themself."""
    async with change(actor, now, key) as c:
        refuse_resident_numbers_in(title=title)
        if person == actor.person:
            raise Forbidden("own-post", person=person)
        await require_person(person)
        await _administered(actor, section)
        if valid_to is not None and valid_to < valid_from:
            raise Invalid("period-reversed", place="valid_to")
        post = Post(new_id(), person, section, role, title, valid_from, valid_to)
        await c.add(POSTS, post, act="Assigned")
        return c.done(id=post.id, state="assigned", status=201)


async def end_post(
    post_id: str, valid_to: date, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """The last day of a post."""
    async with change(actor, now, key) as c:
        post = await load(POSTS, post_id)
        if post is None or not _administers(actor, post.section):
            raise Missing("unknown-post", post=post_id)
        if valid_to < post.valid_from:
            raise Invalid("period-reversed", place="valid_to")
        ended = msgspec.structs.replace(post, valid_to=valid_to)
        await c.amend(POSTS, ended, act="Ended")
        return c.done(id=post.id, state="ended")


async def appoint_deputy(
    section: str, principal: str, person: str, actor: Actor, now: datetime, key: Key | None = None,
    *, rank: int, valid_from: date, valid_to: date,
) -> Done:  # fmt: skip
    """Name who decides for a head, in which order and over which period; nobody names themself."""
    async with change(actor, now, key) as c:
        await _administered(actor, section, by=("system_admin", "section_head"))
        for someone in (principal, person):
            await require_person(someone)
        if principal == person:
            raise Invalid("deputy-of-oneself", person=person)
        if person == actor.person:
            raise Forbidden("own-deputy", person=person)
        if valid_to < valid_from:
            raise Invalid("period-reversed", place="valid_to")
        deputy = Deputy(new_id(), section, principal, person, rank, valid_from, valid_to)
        if not model.deputises_a_head(deputy, await _heads([section])):
            raise Invalid("principal-not-head", person=principal)
        await c.add(DEPUTIES, deputy, act="Appointed")
        return c.done(id=deputy.id, state="appointed", status=201)


# Deciding -----------------------------------------------------------------------------------------------------------


async def _deciders(section: str, excluded: frozenset[str], day: date) -> list[model.Decider]:
    async with db.read():
        line = model.lineage({s.id: s for s in await rows(SECTIONS)}, section)
        heads = await _heads(line)
        deputies = await rows(DEPUTIES, tables.Deputy.section.is_in(line))
        named = sorted({deputy.person for deputy in deputies}) or [""]
        held = await rows(POSTS, tables.Post.person.is_in(named))
    serving = {post.person for post in held if post.in_force(day)}
    deputies = [deputy for deputy in deputies if deputy.person in serving]
    return model.deciders(line, heads, deputies, excluded=excluded, day=day)


async def _heads(line: Iterable[str]) -> list[Post]:
    """The posts of heads in these sections, past and coming ones too."""
    table = tables.Post
    return await rows(POSTS, table.section.is_in(list(line)), table.role == "section_head")


async def may_decide(section: str, person: str, excluded: frozenset[str], day: date) -> bool:
    """Whether this person is the one whose decision is wanted."""
    if person in excluded:
        return False
    return person in {d.person for d in await _deciders(section, excluded, day)}


async def decide(
    c: Change, *, section: str, excluded: frozenset[str], subject: str, act: str, on: date
) -> None:
    """Let the change's actor decide, or refuse: four eyes by person, deputies in order, parents lend an approver.

    A deputy's decision is marked on every entry of the change and queued for the principal's 後閲.
    """
    person = c.actor.person
    if person in excluded:
        raise Forbidden("own-request", person=person)
    able = await _deciders(section, excluded, on)
    mine = next((d for d in able if d.person == person), None)
    if mine is None:
        raise Forbidden("not-the-decider", deciders=sorted({d.person for d in able}))
    if mine.on_behalf_of is not None:
        c.on_behalf_of = mine.on_behalf_of
        queued = ProxyDecision(new_id(), section, mine.on_behalf_of, person, subject, act, c.now)
        await c.add(PROXY_DECISIONS, queued, act="Decided")


async def proxy_decisions_to_review(principal: str) -> list[ProxyDecision]:
    """What others decided for this person and the person has not read yet."""
    waiting = tables.ProxyDecision.reviewed_at.is_null()
    async with db.read():
        return await rows(
            PROXY_DECISIONS, tables.ProxyDecision.principal == principal, waiting,
            order=tables.ProxyDecision.decided_at,
        )  # fmt: skip


async def review_proxy_decision(
    decision_id: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """後閲: the principal has read what was decided for them."""
    async with change(actor, now, key) as c:
        decision = await load(PROXY_DECISIONS, decision_id)
        if decision is None or decision.principal != actor.person:
            raise Missing("unknown-proxy-decision", decision=decision_id)
        if decision.reviewed_at is not None:
            raise Refused("already-reviewed", decision=decision_id)
        reviewed = msgspec.structs.replace(decision, reviewed_at=now)
        await c.amend(PROXY_DECISIONS, reviewed, act="Reviewed")
        return c.done(id=decision_id, state="reviewed")
