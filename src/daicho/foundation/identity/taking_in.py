"""People and posts inside a change of somebody else: joining, appointing, ending, leaving."""

from collections.abc import Collection
from datetime import date

import msgspec

from daicho.foundation.history.registers import rows
from daicho.foundation.history.service import Change
from daicho.foundation.identity import tables
from daicho.foundation.identity.model import Deputy, Person, Post
from daicho.foundation.identity.service import DEPUTIES, PEOPLE, POSTS, fresh_code
from daicho.foundation.kernel.ids import new_id

_PAGE = 400


async def people(staff_ids: Collection[str]) -> dict[str, Person]:
    """Staff id -> person, for those who are registered."""
    asked, found = sorted(set(staff_ids)), list[Person]()
    for start in range(0, len(asked), _PAGE):
        found += await rows(PEOPLE, tables.Person.id.is_in(asked[start : start + _PAGE]))
    return {person.id: person for person in found}


async def posts(staff_ids: Collection[str]) -> list[Post]:
    """Every post of these people, past and coming ones too, by their beginning."""
    asked, found = sorted(set(staff_ids)), list[Post]()
    for start in range(0, len(asked), _PAGE):
        found += await rows(POSTS, tables.Post.person.is_in(asked[start : start + _PAGE]))
    return sorted(found, key=lambda post: (post.person, post.valid_from, post.id))


async def join(c: Change, staff_id: str, name: str, kana: str) -> Person:
    """Somebody new, with a badge code of their own."""
    return await c.add(
        PEOPLE,
        Person(
            staff_id, fresh_code(),
            c.seal(name, about=staff_id, place="name"), c.seal(kana, about=staff_id, place="kana"),
        ),
        act="Registered",
    )  # fmt: skip


async def appoint(c: Change, post: Post) -> Post:
    """発令 under a fresh id."""
    return await c.add(POSTS, msgspec.structs.replace(post, id=new_id()), act="Assigned")


async def end(c: Change, post: Post, last_day: date) -> Post:
    """The last day of a post; one that has not begun by then never begins."""
    return await c.amend(POSTS, msgspec.structs.replace(post, valid_to=last_day), act="Ended")


async def leave(c: Change, person: Person, last_day: date | None) -> Person:
    """退職 after this day; None for who comes back."""
    return await c.amend(PEOPLE, msgspec.structs.replace(person, left_on=last_day), act="Left")


async def deputies(staff_ids: Collection[str]) -> list[Deputy]:
    """Where these people are deputies or have one."""
    asked = sorted(set(staff_ids))
    table, found = tables.Deputy, dict[str, Deputy]()
    for start in range(0, len(asked), _PAGE):
        page = asked[start : start + _PAGE]
        for row in await rows(DEPUTIES, table.person.is_in(page) | table.principal.is_in(page)):
            found[row.id] = row
    return list(found.values())
