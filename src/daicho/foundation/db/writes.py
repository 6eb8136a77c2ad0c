"""Rows to be written, and the statements for one row or for the rows of several tables at once (PostgreSQL)."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from piccolo.table import Table


class Write(msgspec.Struct, frozen=True):
    """Values for some columns of a table: a new row, or, when it is written `over`, the row that the last one names.

    `named_by` is the place of the value that tells one row from another.
    """

    of: type[Table]
    fields: tuple[str, ...]
    named_by: int = 0
    over: bool = False

    @property
    def table(self) -> str:
        return str(self.of._meta.tablename)


Values = tuple[Any, ...]


@lru_cache(maxsize=512)
def text_of(row: Write, mark: str) -> str:
    """The statement for one row; `mark` is `$` or `?`, whatever the engine writes before the number of a place."""
    columns = _quoted(row)
    places = [f"{mark}{place}" for place in range(1, len(columns) + 1)]
    if not row.over:
        values = ", ".join(places)
        return f'INSERT INTO "{row.table}" ({", ".join(columns)}) VALUES ({values})'  # noqa: S608  # our own names
    pairs = [f"{column} = {place}" for column, place in zip(columns, places, strict=True)]
    return f'UPDATE "{row.table}" SET {", ".join(pairs[:-1])} WHERE {pairs[-1]}'  # noqa: S608  # our own names


def together(
    moved: str, first: Sequence[Any], rows: Iterable[tuple[Write, Sequence[Values]]]
) -> tuple[str, list[Any]]:
    """One statement of PostgreSQL that carries out `moved`, an UPDATE with the values `first`, and where that found its
    row also all of these rows. It answers how many rows `moved` found."""
    some = [(write, many) for write, many in rows if many]
    query = _together(moved, len(first), tuple(write for write, _ in some))
    columns = [list(column) for _, many in some for column in zip(*many, strict=True)]
    return query, [*first, *columns]


@lru_cache(maxsize=128)
def _together(moved: str, places: int, rows: tuple[Write, ...]) -> str:
    parts = [f"moved AS ({moved} RETURNING 1)"]
    for number, row in enumerate(rows):
        parts.append(f"w{number} AS ({_of_many(row, places)})")
        places += len(row.fields)
    return f"WITH {', '.join(parts)} SELECT count(*) AS moved FROM moved"  # noqa: S608  # our own names


def _of_many(row: Write, before: int) -> str:
    """Each place holds a whole column."""
    columns, names = _quoted(row), [f"c{number}" for number in range(len(row.fields))]
    kinds = [_kind(row, field) for field in row.fields]
    places = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(kinds, start=before + 1))
    given = f"unnest({places}) AS v({', '.join(names)})"
    known = "EXISTS (SELECT 1 FROM moved)"
    if not row.over:
        into = f'"{row.table}" ({", ".join(columns)})'
        return f"INSERT INTO {into} SELECT {', '.join(names)} FROM {given} WHERE {known}"  # noqa: S608  # our own names
    pairs = [f"{column} = v.{name}" for column, name in zip(columns, names, strict=True)]
    changed = ", ".join(pairs[:-1])
    return f'UPDATE "{row.table}" t SET {changed} FROM {given} WHERE t.{pairs[-1]} AND {known}'  # noqa: S608  # as above


def _quoted(row: Write) -> list[str]:
    columns = (row.of._meta.get_column_by_name(field) for field in row.fields)
    return [f'"{column._meta.db_column_name}"' for column in columns]


def _kind(row: Write, field: str) -> str:
    """The column's type without its length: a cast to a length would cut what is too long, and say nothing."""
    column = row.of._meta.get_column_by_name(field)
    return str(column.column_type).partition("(")[0]
