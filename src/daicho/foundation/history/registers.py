"""A register: one table whose every row is the latest after-image of its subject in the history."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

import msgspec
from piccolo.columns import JSON
from piccolo.custom_types import Combinable
from piccolo.table import Table

from daicho.foundation import db

Row = TypeVar("Row", bound=msgspec.Struct)


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

    def values(self, row: Row) -> list[Any]:
        """The row in the order of its fields; structured ones become JSON text."""
        values = [getattr(row, name) for name in row.__struct_fields__]
        for place in _texts(self).structured:
            values[place] = msgspec.json.encode(values[place], order="sorted").decode()
        return values


class _Texts(msgspec.Struct, frozen=True):
    """The statements of a register, and which of its fields hold JSON."""

    table: str
    select: str
    insert: str
    replace: str
    structured: tuple[int, ...]
    key: int


@cache
def _texts(register: Register[Any]) -> _Texts:
    """Written once: the names are ours, every value is a parameter."""
    fields = register.row.__struct_fields__
    columns = {column._meta.name: column for column in register.table._meta.columns}
    names = [f'"{columns[field]._meta.db_column_name}"' for field in fields]
    table = f'"{register.table._meta.tablename}"'
    places = ", ".join(f"${place}" for place in range(1, len(fields) + 1))
    key = fields.index(register.key)
    changed = ", ".join(f"{name} = ${i + 1}" for i, name in enumerate(names) if i != key)
    return _Texts(
        table=register.table._meta.tablename,
        select=f"SELECT {', '.join(names)} FROM {table} ",  # noqa: S608  # names of our own columns
        insert=f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})",  # noqa: S608  # as above
        replace=f"UPDATE {table} SET {changed} WHERE {names[key]} = ${key + 1}",  # noqa: S608  # as above
        structured=tuple(i for i, f in enumerate(fields) if isinstance(columns[f], JSON)),
        key=key,
    )


async def load(register: Register[Row], key: object) -> Row | None:
    """The row with this key, or None."""
    column = register.table._meta.primary_key._meta.db_column_name
    found = await selected(register, f'WHERE "{column}" = $1', key)
    return found[0] if found else None


async def selected(register: Register[Row], where: str, *args: object) -> list[Row]:
    """The rows of a `WHERE ...` in SQL, for what is asked with every scan: no query is built each time."""
    texts = _texts(register)
    found = await db.look(texts.table, texts.select + where, *args)
    fields = register.row.__struct_fields__
    for row in found:
        for place in texts.structured:
            field = fields[place]
            if isinstance(row[field], str):
                row[field] = msgspec.json.decode(row[field])
    return [as_row(register, row) for row in found]


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
    await db.execute(texts.table, texts.insert, *register.values(row))


async def replace(register: Register[Row], row: Row) -> None:
    """Overwrite a row with its next state; only the door in service.py calls this."""
    texts = _texts(register)
    await db.execute(texts.table, texts.replace, *register.values(row))


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
