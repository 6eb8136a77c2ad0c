"""What an entry is, and the bytes that are hashed."""

from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from daicho.foundation.kernel.clock import rfc3339
from daicho.foundation.kernel.errors import KeyReused

SEALED = "c:"
"""Prefix of a commitment that stands in a row or an entry where a text or a name would be."""


def commitment_of(salt: bytes, value: str) -> str:
    """`c:` + SHA-256(salt || UTF-8 text); hiding because the 32 bytes of salt are random and kept apart."""
    return SEALED + sha256(salt + value.encode()).hexdigest()


class Entry(msgspec.Struct, frozen=True):
    """One line of the register's history; `after` is the complete state of its subject after the change."""

    seq: int
    id: str
    register: str
    number: int
    subject: str
    act: str
    schema: int
    after: dict[str, Any]
    why: str | None
    section: str | None
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    on_behalf_of: str | None
    device: str | None
    corrects: int | None
    change: str


def hashed_bytes(entry: Entry) -> bytes:
    """The exact bytes of an entry's leaf: JSON, keys sorted, times in UTC with microseconds, no white space.

    `after` is plain already (see `plain`): it is the larger part, and is not walked through twice.
    """
    told = msgspec.structs.asdict(entry)
    told["occurred_at"] = rfc3339(entry.occurred_at)
    told["recorded_at"] = rfc3339(entry.recorded_at)
    return _sorted.encode(told)


_sorted = msgspec.json.Encoder(order="sorted")


def plain(value: Any) -> Any:
    """A struct as JSON-able values, every moment in one spelling."""
    return _spelled(msgspec.to_builtins(value, builtin_types=(datetime,)))


def _spelled(value: Any) -> Any:
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, dict):
        return {name: _spelled(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(inner) for inner in value]
    return value


def read_entry(body: bytes) -> Entry:
    """The entry behind hashed bytes."""
    return msgspec.json.decode(body, type=Entry)


class Key(msgspec.Struct, frozen=True):
    """An idempotency key with the operation and the SHA-256 of the body that it stands for."""

    value: str
    operation: str
    body: str


def same_request(key: Key, operation: str, body: str) -> None:
    """A key that returns must bring the same request: `key-reused` otherwise."""
    if (key.operation, key.body) != (operation, body):
        raise KeyReused("key-reused", operation=operation)
