"""Use cases of personnel changes: a dry run, proposing, a second person's decision, and what is to hand over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.identity import taking_in
from daicho.foundation.identity.model import Post
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Forbidden, Missing, Refused, Stale
from daicho.foundation.kernel.ids import new_id
from daicho.oversight.imports import apart, fields
from daicho.oversight.imports.fields import Taken
from daicho.oversight.imports.model import Sheet, require_columns
from daicho.oversight.imports.where import whereabouts
from daicho.oversight.personnel import columns, model, tables
from daicho.oversight.personnel.model import Effect, Move, PersonnelChange, PostWanted

PERSONNEL_CHANGES = Register(
    "personnel-changes", tables.PersonnelChange, PersonnelChange, "personnel-change",
    section_of=lambda _: None,
)  # fmt: skip


class Asked(msgspec.Struct, frozen=True):
    """A list, its columns (guessed where they are not given), and from when where no line says so."""

    name: str
    content: bytes
    effective: date
    mapping: Mapping[str, int] | None = None


class Read(msgspec.Struct, frozen=True):
    """A list as it would be carried out, and the lines that it came from."""

    lines: Sequence[Taken]
    effects: Sequence[Effect]

    def refused(self) -> list[Taken]:
        return [line for line in self.lines if line.faults]


async def read(asked: Asked, actor: Actor) -> Read:
    """What the list would do today; nothing is written."""
    sheet = await apart.table(asked.name, asked.content)
    async with db.read():
        return await _read(asked, sheet, actor)


async def _read(asked: Asked, sheet: Sheet, actor: Actor) -> Read:
    mapping = asked.mapping
    if mapping is None:
        mapping = fields.guessed(sheet.headings, columns.FIELDS)
    require_columns(mapping, len(sheet.headings), [field.name for field in columns.FIELDS])
    lines = [
        fields.taken(line, columns.FIELDS, mapping, {}, sheet.headings) for line in sheet.lines
    ]
    staff = {str(line.values.get("staff_id") or "") for line in lines}
    where = await whereabouts(actor, model.PROPOSES)
    known = columns.Known(await taking_in.people(staff), where, actor.person, asked.effective)
    found = columns.moves(lines, known)
    posts = _by_person(await taking_in.posts(staff))
    effects = []
    for line, move in found:
        try:
            made = model.effect(
                move, posts.get(move.staff_id, ()), joins=move.staff_id not in known.people
            )
            _require_reach(made, where.reach)
        except Refused as refused:
            line.refuse("staff_id", refused)
            continue
        effects.append(made)
    return Read(lines, effects)


def _by_person(posts: Iterable[Post]) -> dict[str, list[Post]]:
    found: dict[str, list[Post]] = {}
    for post in posts:
        found.setdefault(post.person, []).append(post)
    return found


def _require_reach(made: Effect, reach: frozenset[str]) -> None:
    for section in sorted(made.sections() - reach):
        raise Forbidden("post-of-others", section=section)


# Proposing and deciding -----------------------------------------------------------------------------------------------


async def propose(asked: Asked, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """人事異動の申請: only a list without a fault; a second person decides."""
    sheet = await apart.table(asked.name, asked.content)
    async with change(actor, now, key) as c:
        told = await _read(asked, sheet, actor)
        _require_whole(told)
        proposed = PersonnelChange(
            id=new_id(), state="proposed", file=c.seal(asked.name, place="file"),
            sha256=sha256(asked.content).hexdigest(), effective=asked.effective,
            lines=tuple(_sealed(c, one.move) for one in told.effects if not one.nothing),
            sections=tuple(sorted(concerned(told.effects))),
            proposed_by=actor.person, proposed_at=now,
        )  # fmt: skip
        await c.add(PERSONNEL_CHANGES, proposed, act="Proposed")
        done = c.done(id=proposed.id, state="proposed", status=201)
    return done


def _require_whole(told: Read) -> None:
    refused = told.refused()
    if refused:
        fault = refused[0].faults[0]
        raise Refused(
            "personnel-line-refused", line=refused[0].line, column=fault.column or "-",
            reason=fault.code, refused=len(refused),
        )  # fmt: skip
    if all(one.nothing for one in told.effects):
        raise Refused("personnel-nothing-new")


def _sealed(c: Change, move: Move) -> Move:
    """The names of who joins lie beside the history."""
    if move.name is None or move.kana is None:
        return move
    return msgspec.structs.replace(
        move,
        name=c.seal(move.name, about=move.staff_id, place="name"),
        kana=c.seal(move.kana, about=move.staff_id, place="kana"),
    )


async def effects_of(proposed: PersonnelChange) -> list[Effect]:
    """What a proposal would do to the posts as they are now; raises what stands against it."""
    staff = [move.staff_id for move in proposed.lines]
    people, posts = await taking_in.people(staff), _by_person(await taking_in.posts(staff))
    return [
        model.effect(m, posts.get(m.staff_id, ()), joins=m.staff_id not in people)
        for m in proposed.lines
    ]


def concerned(effects: Iterable[Effect]) -> set[str]:
    """Every section that loses or gets somebody."""
    return {section for one in effects for section in one.sections()}


def confirmation(effects: Sequence[Effect]) -> str:
    """What somebody confirms who decides: everything that begins and ends."""
    return sha256(msgspec.json.encode(list(effects), order="sorted")).hexdigest()


async def require(change_id: str, actor: Actor) -> PersonnelChange:
    """A personnel change whose sections this person reaches, or one's own."""
    async with db.read():
        found = await load(PERSONNEL_CHANGES, change_id)
    if found is None or not _sees(found, actor):
        raise Missing("unknown-personnel-change", id=change_id)
    return found


def _sees(found: PersonnelChange, actor: Actor) -> bool:
    return actor.person == found.proposed_by or (
        bool(actor.roles & set(model.DECIDES)) and set(found.sections) <= actor.reach(model.DECIDES)
    )


async def approve(
    change_id: str, confirmed: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """発令: by a second person; posts end the day before and begin on their day, all in one change."""
    async with change(actor, now, key, alone=True) as c:
        proposed = await require(change_id, actor)
        model.require_open(proposed)
        effects = await effects_of(proposed)
        sections = concerned(effects) | set(proposed.sections)
        model.refuse_own(proposed, actor.person, sections, actor.reach(model.DECIDES))
        if confirmed != confirmation(effects):
            raise Stale("personnel-outdated")
        await _carry_out(c, effects)
        return await _decide(c, proposed, "approved", act="Approved")


async def _carry_out(c: Change, effects: Sequence[Effect]) -> None:
    people = await taking_in.people([one.move.staff_id for one in effects])
    names = await sealed.reveal(t for one in effects for t in (one.move.name, one.move.kana))
    for one in effects:
        move = one.move
        if one.joins:
            await taking_in.join(c, move.staff_id, names[move.name or ""], names[move.kana or ""])
        for ending in one.ends:
            await taking_in.end(c, ending.post, ending.last_day)
        for wanted in one.begins:
            await taking_in.appoint(c, _post(move.staff_id, wanted))
        if not one.joins and people[move.staff_id].left_on != one.leaves:
            await taking_in.leave(c, people[move.staff_id], one.leaves)


def _post(person: str, wanted: PostWanted) -> Post:
    return Post(
        "", person, wanted.section, wanted.role, wanted.title, wanted.valid_from, wanted.valid_to
    )


async def reject(
    change_id: str, why: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """却下, by those who could have approved."""
    async with change(actor, now, key) as c:
        proposed = await require(change_id, actor)
        model.require_open(proposed)
        reach = actor.reach(model.DECIDES)
        model.refuse_own(proposed, actor.person, proposed.sections, reach)
        return await _decide(c, proposed, "rejected", act="Rejected", why=why)


async def withdraw(change_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """取下げ by who proposed it."""
    async with change(actor, now, key) as c:
        proposed = await require(change_id, actor)
        if proposed.proposed_by != actor.person:
            raise Forbidden("not-the-requester", requester=proposed.proposed_by)
        model.require_open(proposed)
        return await _decide(c, proposed, "withdrawn", act="Withdrawn")


async def _decide(
    c: Change, proposed: PersonnelChange, state: model.State, *, act: str, why: str | None = None
) -> Done:
    decided = msgspec.structs.replace(
        proposed, state=state, decided_by=c.actor.person, decided_at=c.now,
        remark=c.seal(why, place="reason") if why else None,
    )  # fmt: skip
    await c.amend(PERSONNEL_CHANGES, decided, act=act)
    return c.done(id=decided.id, state=state)


async def listed(actor: Actor, *, limit: int, after: str | None) -> list[PersonnelChange]:
    """The newest first, of those that this person may see."""
    table = tables.PersonnelChange
    found: list[PersonnelChange] = []
    async with db.read():
        while len(found) <= limit:
            where = [] if after is None else [table.id < after]
            page = await rows(PERSONNEL_CHANGES, *where, order=table.id, ascending=False, limit=200)
            found += [one for one in page if _sees(one, actor)]
            if len(page) < 200:
                break
            after = page[-1].id
    return found[: limit + 1]


async def names(found: Iterable[PersonnelChange]) -> dict[str, str]:
    """Staff ids and commitments -> what they stand for."""
    listed = list(found)
    async with db.read():
        staff = await identity.names(
            who for one in listed
            for who in (one.proposed_by, one.decided_by, *(move.staff_id for move in one.lines))
        )  # fmt: skip
        texts = await sealed.reveal(
            text for one in listed
            for text in (one.file, one.remark, *(move.name for move in one.lines))
        )  # fmt: skip
    return staff | texts


async def done_by(approved: PersonnelChange) -> list[Effect]:
    """What an approved list did: the posts that it ended and began, as they stand now."""
    posts = _by_person(await taking_in.posts([move.staff_id for move in approved.lines]))
    return [model.past(move, posts.get(move.staff_id, ())) for move in approved.lines]
