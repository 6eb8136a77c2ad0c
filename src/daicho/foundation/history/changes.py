"""What one use case does: rows written, acts recorded, texts sealed, and the answer that a replay gives again."""

from datetime import datetime
from typing import Any

import msgspec

from daicho.foundation.history import registers, sealed
from daicho.foundation.history.registers import Register, Row
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers


class Recorded(msgspec.Struct, frozen=True):
    """One act inside a change, before it has its place in the log."""

    register: str
    subject: str
    act: str
    schema: int
    row: msgspec.Struct
    section: str | None
    why: str | None
    occurred_at: datetime
    corrects: int | None


class Done(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a use case answers, and what a replay of its key answers again: ids and states, never more."""

    id: str | None = None
    code: str | None = None
    state: str | None = None
    etag: str | None = None


class Change:
    """What one use case does: rows written now, entries appended at the end, all in one transaction.

    `now` is the server's time; `occurred_at` is when its acts happened, as far as nobody says otherwise.
    """

    def __init__(self, actor: Actor, now: datetime, occurred_at: datetime | None = None) -> None:
        self.actor = actor
        self.now = now
        self.occurred_at = occurred_at or now
        self.id = new_id()
        self.on_behalf_of: str | None = None
        self.status = 200
        self.result: dict[str, Any] = {}
        self.recorded: list[Recorded] = []
        self.openings: list[sealed.Opening] = []

    def done(self, *, status: int = 200, **told: str) -> Done:
        """Fix the answer of this change; it is stored under the idempotency key."""
        self.status, self.result = status, dict(told)
        return Done(**told)

    def seal(self, text: str, *, about: str | None = None, place: str = "text") -> str:
        """Put a name or a free text beside the history; what comes back may stand in rows and entries."""
        refuse_resident_numbers(text, place=place)
        opening = sealed.seal(text, about=about)
        self.openings.append(opening)
        return opening.commitment

    async def add(self, register: Register[Row], row: Row, *, act: str, **told: Any) -> Row:
        """A new subject: its row and its first entry."""
        await registers.insert(register, row)
        return self._record(register, row, act=act, **told)

    async def amend(self, register: Register[Row], row: Row, *, act: str, **told: Any) -> Row:
        """The next state of a subject: its row replaced, an entry with the complete after-image."""
        await registers.replace(register, row)
        return self._record(register, row, act=act, **told)

    def _record(
        self, register: Register[Row], row: Row, *, act: str, why: str | None = None,
        occurred_at: datetime | None = None, corrects: int | None = None,
    ) -> Row:  # fmt: skip
        self.recorded.append(
            Recorded(
                register=register.name,
                subject=register.subject_of(row),
                act=act,
                schema=register.schema,
                row=row,
                section=register.section_of(row),
                why=None if why is None else self.seal(why, place="why"),
                occurred_at=occurred_at or self.occurred_at,
                corrects=corrects,
            )
        )
        return row
