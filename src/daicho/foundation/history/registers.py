"""A register: one table whose every row is the latest after-image of its subject in the history."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec
from piccolo.columns import JSON, Column
from piccolo.custom_types import Combinable
from piccolo.table import Table

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

    def columns(self, row: Row) -> dict[str, Any]:
        """The row as column values; structured fields become JSON text."""
        values = {name: getattr(row, name) for name in row.__struct_fields__}
        for column in self.table._meta.columns:
            if isinstance(column, JSON):
                name = column._meta.name
                values[name] = msgspec.json.encode(values[name], order="sorted").decode()
        return values


async def load(register: Register[Row], key: object) -> Row | None:
    """The row with this key, or None."""
    found = await rows(register, register.table._meta.primary_key == key)
    return found[0] if found else None


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
    await register.table.insert(register.table(**register.columns(row)))


async def replace(register: Register[Row], row: Row) -> None:
    """Overwrite a row with its next state; only the door in service.py calls this."""
    values: dict[Column | str, Any] = dict(register.columns(row).items())
    key = values.pop(register.key)
    where = register.table._meta.primary_key == key
    await register.table.update(values).where(where)
