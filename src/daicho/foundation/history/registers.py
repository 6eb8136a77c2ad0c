"""A register: one table whose every row is the latest after-image of its subject in the history."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

import msgspec
from piccolo.columns import JSON
from piccolo.custom_types import Combinable
from piccolo.table import Table

from daicho.foundation import db
from daicho.foundation.db import Question, Write

Row = TypeVar("Row", bound=msgspec.Struct)
Other = TypeVar("Other", bound=msgspec.Struct)


def _section(row: Any) -> str | None:
    return getattr(row, "section", None)


class Register(msgspec.Struct, Generic[Row], frozen=True):
    """Ties a register's name to its table, its frozen row struct (fields named like the columns) and its subjects."""

    name: str
    table: type[Table]
    row: type[Row]
    subject: str
    key: str = "id"
    schema: int = 1
    section_of: Callable[[Any], str | None] = _section

    def subject_of(self, row: Row) -> str:
        """`asset:0123…`: how the history names this row."""
        return f"{self.subject}:{getattr(row, self.key)}"

    def value(self, row: Row, place: int) -> Any:
        """One field as the database takes it; a structured one becomes JSON text."""
        value = getattr(row, row.__struct_fields__[place])
        if place in _texts(self).structured:
            return msgspec.json.encode(value, order="sorted").decode()
        return value


class _Texts(msgspec.Struct, frozen=True):
    """The statements of a register, and which of its fields hold JSON."""

    table: str
    insert: Write
    names: tuple[str, ...]
    selecting: str
    selecting_one: str
    structured: frozenset[int]
    key: int


@cache
def _texts(register: Register[Any]) -> _Texts:
    """Written once: the names are ours, every value is a parameter."""
    fields = register.row.__struct_fields__
    columns = {column._meta.name: column for column in register.table._meta.columns}
    names = [f'"{columns[field]._meta.db_column_name}"' for field in fields]
    table = register.table._meta.tablename
    key = fields.index(register.key)
    primary = register.table._meta.primary_key._meta.db_column_name
    selecting = f'SELECT {", ".join(names)} FROM "{table}"'  # noqa: S608  # as above
    return _Texts(
        table=table,
        insert=Write(register.table, fields, named_by=key),
        names=tuple(names),
        selecting=selecting,
        selecting_one=f'{selecting} WHERE "{primary}" = $1',
        structured=frozenset(i for i, f in enumerate(fields) if isinstance(columns[f], JSON)),
        key=key,
    )


def one(register: Register[Any], key: object) -> Question:
    """What `load` asks."""
    return _texts(register).selecting_one, (key,)


def some(register: Register[Any], where: str, *args: object) -> Question:
    """What `selected` asks."""
    return f"{_texts(register).selecting} {where}", args


def one_with_its(
    register: Register[Any], other: Register[Any], *, by: str, key: object
) -> Question:
    """What `with_its` asks."""
    return _joining(register, other, by), (key,)


async def load(register: Register[Row], key: object) -> Row | None:
    """The row with this key, or None; what this transaction has read or written before is not read again."""
    db.note(f"{register.subject}:{key}")
    known: Row | None = db.seen().get((register.name, key), _UNSEEN)
    if known is not _UNSEEN:
        return known
    found = await _found(register, one(register, key))
    if not found:
        db.seen()[register.name, key] = None
    return found[0] if found else None


_UNSEEN: Any = object()


async def selected(register: Register[Row], where: str, *args: object) -> list[Row]:
    """The rows of a `WHERE ...` in SQL, for what is asked with every scan: no query is built each time."""
    db.note(register.name)
    return await _found(register, some(register, where, *args))


async def _found(register: Register[Row], question: Question) -> list[Row]:
    query, args = question
    return [_read(register, row) for row in await db.look(_texts(register).table, query, *args)]


async def with_its(
    register: Register[Row], other: Register[Other], *, by: str, key: object
) -> tuple[Row, Other] | None:
    """A row and the row of another register that its field `by` names, in one statement."""
    query, args = one_with_its(register, other, by=by, key=key)
    found = await db.look(_texts(register).table, query, *args)
    if not found:
        return None
    values = list(found[0].values())
    width = len(_texts(register).names)
    first = dict(zip(register.row.__struct_fields__, values[:width], strict=True))
    second = dict(zip(other.row.__struct_fields__, values[width:], strict=True))
    row, its = _read(register, first), _read(other, second)
    db.note(register.subject_of(row))
    db.note(other.subject_of(its))
    return row, its


@cache
def _joining(register: Register[Any], other: Register[Any], by: str) -> str:
    mine, its = _texts(register), _texts(other)
    place = register.row.__struct_fields__.index(by)
    columns = ", ".join(
        f"{alias}.{name} AS {alias}{number}"
        for alias, texts in (("a", mine), ("b", its))
        for number, name in enumerate(texts.names)
    )
    return (
        f'SELECT {columns} FROM "{mine.table}" a JOIN "{its.table}" b'  # noqa: S608  # our own names
        f" ON b.{its.names[its.key]} = a.{mine.names[place]} WHERE a.{mine.names[mine.key]} = $1"
    )


def _read(register: Register[Row], found: dict[str, Any]) -> Row:
    """A fetched row whose columns are named like the fields; the transaction remembers it."""
    fields = register.row.__struct_fields__
    for place in _texts(register).structured:
        if isinstance(found[fields[place]], str):
            found[fields[place]] = msgspec.json.decode(found[fields[place]])
    row = as_row(register, found)
    db.seen()[register.name, getattr(row, register.key)] = row
    return row


async def rows(
    register: Register[Row], *where: Combinable, order: Any = None, ascending: bool = True,
    limit: int | None = None,
) -> list[Row]:  # fmt: skip
    """The rows that fulfil every condition, by default in the order of their keys."""
    query = register.table.select().where(*where).output(load_json=True)
    query = query.order_by(order or register.table._meta.primary_key, ascending=ascending)
    if limit is not None:
        query = query.limit(limit)
    return [as_row(register, found) for found in await query]


def as_row(register: Register[Row], found: dict[str, Any]) -> Row:
    """A fetched dictionary as the register's struct."""
    return msgspec.convert(found, register.row, strict=False, from_attributes=False)


async def insert(register: Register[Row], row: Row) -> None:
    """Write a new row; only the door in service.py calls this."""
    texts = _texts(register)
    values = (register.value(row, place) for place in range(len(texts.names)))
    db.seen()[register.name, getattr(row, register.key)] = row
    await db.store(texts.insert, *values)


async def replace(register: Register[Row], row: Row) -> None:
    """Overwrite a row with its next state; only the door in service.py calls this.

    What was read in this transaction cannot have changed since: the log is locked. Then only the fields that differ are
    written, and no index and foreign key of the others is looked at.
    """
    texts = _texts(register)
    seen, subject = db.seen(), (register.name, getattr(row, register.key))
    places = _different(seen.get(subject), row, texts)
    seen[subject] = row
    if places:
        values = (register.value(row, place) for place in (*places, texts.key))
        await db.store(_over(register, places), *values)


def _different(before: Any, after: Any, texts: _Texts) -> tuple[int, ...]:
    fields = after.__struct_fields__
    return tuple(
        place
        for place, field in enumerate(fields)
        if place != texts.key
        and (before is None or getattr(before, field) != getattr(after, field))
    )


@lru_cache(maxsize=512)
def _over(register: Register[Any], places: tuple[int, ...]) -> Write:
    fields = register.row.__struct_fields__
    named = (*(fields[place] for place in places), register.key)
    return Write(register.table, named, named_by=len(places), over=True)


@lru_cache(maxsize=64)
def inserting(table: str, columns: tuple[str, ...], count: int) -> str:
    """An INSERT of so many rows at once."""
    width = len(columns)
    rows_of_places = (
        ", ".join(f"${place}" for place in range(first, first + width))
        for first in range(1, count * width, width)
    )
    values = "), (".join(rows_of_places)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608  # our own names
