"""Checking the register against its own history: every byte that was hashed, every row that it should have become."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.history import notes, queries, registers, tree
from daicho.foundation.history.model import Entry, commitment_of, plain, read_entry
from daicho.foundation.history.notes import NoteInvalid, Verifier
from daicho.foundation.history.registers import Register
from daicho.foundation.history.service import split_frontier
from daicho.foundation.history.tables import LogCheckpoint, LogEntry, LogState, Personal
from daicho.foundation.kernel.clock import rfc3339

_PAGE = 500
_COLUMNS = ("id", "register", "number", "subject", "act", "section", "actor", "change")


class Finding(msgspec.Struct, frozen=True):
    """Something that does not agree: a code of the catalogue, the table, the entry and the subject where there are."""

    code: str
    table: str
    seq: int | None = None
    subject: str | None = None
    facts: dict[str, Any] = {}


class Report(msgspec.Struct, frozen=True):
    """What was looked at, and what was found."""

    entries: int
    checkpoints: int
    rows: int
    texts: int
    findings: list[Finding]


ExtraCheck = Callable[[], Awaitable[list[Finding]]]
"""What a slice knows about rows of its own (floor documents and their hashes)."""


async def check(
    known: Iterable[Register[Any]],
    verifier: Verifier | None,
    extra: Iterable[ExtraCheck] = (),
    *,
    held: str | None = None,
    most: int = 100,
) -> Report:
    """Check everything in one consistent view; stops after `most` findings.

    `held` is a signed head kept outside the database, which then has to agree with it.

    Memory holds one number for each subject of the history, never its states.
    """
    async with db.read():
        run = _Run(most)
        await _read_on(run, run.log(verifier, held), "entry")
        await _read_on(run, run.personal(), "personal")
        for register in known:
            await _read_on(run, run.register(register), register.table._meta.tablename)
        await _read_on(run, run.unknown(), "entry")
        for more in extra:
            run.findings += await more()
    return Report(run.size, run.checkpoints, run.rows, run.texts, run.findings[:most])


async def _read_on(run: "_Run", found: AsyncIterator[Finding], table: str) -> None:
    """Take findings to the limit; a table with values that cannot even be read is a finding too."""
    try:
        async for finding in found:
            if len(run.findings) >= run.most:
                return
            run.findings.append(finding)
    except (ValueError, TypeError, AttributeError) as wrong:  # SQLite stores any kind of value
        run.findings.append(Finding("fsck-table-unreadable", table, facts={"why": str(wrong)[:80]}))


class _Run:
    """One pass: the tree so far, and where each subject was last spoken of."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.findings: list[Finding] = []
        self.size = self.checkpoints = self.rows = self.texts = 0
        self._frontier: list[bytes] = []
        self._numbers: dict[str, int] = {}
        self._recorded: Any = None
        self._latest: dict[str, dict[str, int]] = {}
        self._erased: dict[str, str] = {}

    # The log -----------------------------------------------------------------------------------------------------

    async def log(self, verifier: Verifier | None, held: str | None) -> AsyncIterator[Finding]:
        """Entries, the tree's state and every signed head."""
        signed = await LogCheckpoint.select().order_by(LogCheckpoint.size)
        heads = {row["size"]: [row["note"]] for row in signed}
        self.checkpoints = len(heads)
        if held is not None:
            heads.setdefault(_size_of(held), []).append(held)
        async for row in _entries():
            for finding in (*self._head(heads, verifier), *self._entry(row)):
                yield finding
        for finding in self._head(heads, verifier):
            yield finding
        for size in heads:
            yield Finding("fsck-checkpoint-beyond", "checkpoint", size)
        async for finding in self._state():
            yield finding

    def _entry(self, row: dict[str, Any]) -> Iterable[Finding]:
        seq, body = row["seq"], _bytes(row["body"])
        if seq != self.size:
            yield Finding("fsck-seq-gap", "entry", self.size, facts={"found": seq})
        self._frontier = tree.append(self._frontier, self.size, tree.leaf_hash(body))
        self.size += 1
        try:
            entry = read_entry(body)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            yield Finding("fsck-entry-unreadable", "entry", seq, row["subject"])
            return
        yield from _columns_differ(row, entry)
        yield from self._order(entry)
        self._latest.setdefault(entry.register, {})[entry.subject] = seq

    def _order(self, entry: Entry) -> Iterable[Finding]:
        wanted = self._numbers.get(entry.register, 0) + 1
        self._numbers[entry.register] = entry.number
        if entry.number != wanted:
            facts = {"register": entry.register, "wanted": wanted, "found": entry.number}
            yield Finding("fsck-number-gap", "entry", entry.seq, entry.subject, facts)
        if self._recorded is not None and entry.recorded_at < self._recorded:
            yield Finding("fsck-time-backwards", "entry", entry.seq, entry.subject)
        self._recorded = max(self._recorded or entry.recorded_at, entry.recorded_at)

    def _head(self, heads: dict[int, list[str]], verifier: Verifier | None) -> Iterable[Finding]:
        """The checkpoints of exactly the present size of the pass; they are taken out of `heads`."""
        for note in heads.pop(self.size, ()):
            yield from self._checkpoint(note, verifier)

    def _checkpoint(self, note: str, verifier: Verifier | None) -> Iterable[Finding]:
        try:
            text = note.rpartition("\n\n")[0] + "\n"
            if verifier is not None:
                text = notes.verified_text(note, verifier)
            head = notes.read_checkpoint(text)
        except NoteInvalid:
            yield Finding("fsck-checkpoint-signature", "checkpoint", self.size)
            return
        if (head.size, head.root) != (self.size, tree.root(self._frontier)):
            yield Finding("fsck-checkpoint-differs", "checkpoint", self.size)

    async def _state(self) -> AsyncIterator[Finding]:
        state = await LogState.select().first().output(load_json=True)
        if state is None:
            yield Finding("fsck-state-differs", "log_state", facts={"columns": ["id"]})
            return
        wanted = {
            "size": self.size,
            "frontier": self._frontier,
            "numbers": self._numbers,
            "last_at": self._recorded,
        }
        found = state | {"frontier": split_frontier(state["frontier"])}
        wrong = [name for name, value in wanted.items() if found[name] != value]
        if wrong:
            yield Finding("fsck-state-differs", "log_state", self.size, facts={"columns": wrong})

    # Sealed texts ------------------------------------------------------------------------------------------------

    async def personal(self) -> AsyncIterator[Finding]:
        """Every value opens its commitment, and every commitment of an entry has its place, erased or not."""
        after = ""
        while page := await _personal_page(after):
            after = page[-1]["commitment"]
            self.texts += len(page)
            for row in page:
                if _opens_wrongly(row):
                    yield Finding("fsck-text-differs", "personal", subject=row["commitment"])
                elif row["value"] is None:
                    self._erased[row["commitment"]] = row["about"]
        async for finding in self._unsealed():
            yield finding

    async def _unsealed(self) -> AsyncIterator[Finding]:
        waiting: dict[str, int] = {}
        async for seq, body in queries.bodies():
            about, said = _commitments(body)
            waiting |= dict.fromkeys(said - waiting.keys(), seq)
            for commitment in said & self._erased.keys():
                if self._erased[commitment] != about:
                    yield Finding("fsck-text-erased", "personal", seq, commitment)
            if len(waiting) >= _PAGE:
                for finding in await _missing_texts(waiting):
                    yield finding
                waiting = {}
        for finding in await _missing_texts(waiting):
            yield finding

    # Rows --------------------------------------------------------------------------------------------------------

    async def register(self, register: Register[Any]) -> AsyncIterator[Finding]:
        """The table holds the latest after-image of every subject, and nothing else."""
        latest = self._latest.pop(register.name, {})
        table = register.table._meta.tablename
        async for page in _pages(register):
            self.rows += len(page)
            subjects = [f"{register.subject}:{row[register.key]}" for row in page]
            seqs = [latest.pop(subject, None) for subject in subjects]
            images = await _images(seq for seq in seqs if seq is not None)
            for row, subject, seq in zip(page, subjects, seqs, strict=True):
                if seq is None:
                    yield Finding("fsck-row-unexplained", table, None, subject)
                elif wrong := _wrong_columns(register, row, images.get(seq)):
                    yield Finding("fsck-row-differs", table, seq, subject, {"columns": wrong})
        for subject, seq in latest.items():
            yield Finding("fsck-row-missing", table, seq, subject)

    async def unknown(self) -> AsyncIterator[Finding]:
        """Registers that the history speaks of and nobody rebuilt."""
        for name, subjects in self._latest.items():
            seq = min(subjects.values())
            yield Finding("fsck-register-unknown", "entry", seq, facts={"register": name})


def _bytes(stored: Any) -> bytes:
    """What a column of bytes holds; SQLite may have got a text there."""
    return stored.encode() if isinstance(stored, str) else bytes(stored)


async def _entries() -> AsyncIterator[dict[str, Any]]:
    after = -1
    while page := await _entry_page(after):
        for row in page:
            yield row
        after = page[-1]["seq"]


async def _entry_page(after: int) -> list[dict[str, Any]]:
    query = LogEntry.select().where(LogEntry.seq > after).order_by(LogEntry.seq)
    return list(await query.limit(_PAGE))


async def _personal_page(after: str) -> list[dict[str, Any]]:
    query = Personal.select().where(Personal.commitment > after).order_by(Personal.commitment)
    return list(await query.limit(_PAGE))


async def _pages(register: Register[Any]) -> AsyncIterator[list[dict[str, Any]]]:
    key = register.table._meta.primary_key
    query = register.table.select().output(load_json=True).order_by(key).limit(_PAGE)
    page = list(await query)
    while page:
        yield page
        rest = register.table.select().where(key > page[-1][key._meta.name])
        page = list(await rest.output(load_json=True).order_by(key).limit(_PAGE))


def _columns_differ(row: dict[str, Any], entry: Entry) -> Iterable[Finding]:
    said = {name: getattr(entry, name) for name in _COLUMNS}
    said |= {"seq": entry.seq}
    wrong = [name for name, value in said.items() if row[name] != value]
    for name in ("occurred_at", "recorded_at"):
        if rfc3339(row[name]) != rfc3339(getattr(entry, name)):
            wrong.append(name)
    if wrong:
        yield Finding("fsck-column-differs", "entry", row["seq"], entry.subject, {"columns": wrong})


def _opens_wrongly(row: dict[str, Any]) -> bool:
    """Erased values (neither salt nor value) of a person are right; anything else must open its commitment."""
    if row["value"] is None and row["salt"] is None:
        return bool(row["erased_at"] is None or row["about"] is None)
    if row["value"] is None or row["salt"] is None:
        return True
    return bool(commitment_of(bytes(row["salt"]), row["value"]) != row["commitment"])


def _size_of(note: str) -> int:
    """The size that a held head speaks of; -1, which no tree has, for what is none."""
    try:
        return notes.read_checkpoint(note).size
    except NoteInvalid:
        return -1


def _commitments(body: bytes) -> tuple[str, set[str]]:
    """Whom or what an entry is about, and the commitments in it; unreadable entries were told of before."""
    try:
        entry = read_entry(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return "", set()
    about = entry.subject.rpartition(":")[2]
    return about, queries.commitments_in([entry.after, entry.why])


async def _missing_texts(waiting: dict[str, int]) -> list[Finding]:
    if not waiting:
        return []
    query = Personal.select(Personal.commitment).where(Personal.commitment.is_in(sorted(waiting)))
    found = {row["commitment"] for row in await query}
    return [
        Finding("fsck-text-missing", "personal", seq, commitment)
        for commitment, seq in waiting.items()
        if commitment not in found
    ]


async def _images(seqs: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The after-images of these entries."""
    wanted = list(seqs)
    if not wanted:
        return {}
    query = LogEntry.select(LogEntry.seq, LogEntry.body).where(LogEntry.seq.is_in(wanted))
    found: dict[int, dict[str, Any]] = {}
    for row in await query:
        try:
            found[row["seq"]] = read_entry(bytes(row["body"])).after
        except (msgspec.MsgspecError, ValueError, RecursionError):
            found[row["seq"]] = {}
    return found


def _wrong_columns(
    register: Register[Any], row: dict[str, Any], image: dict[str, Any] | None
) -> list[str]:
    """The columns whose value is not what the history says; fields an older entry lacks count as their default."""
    try:
        said = plain(msgspec.convert(image or {}, register.row, strict=False))
        found = plain(registers.as_row(register, row))
    except (msgspec.MsgspecError, ValueError):
        return ["?"]
    return [name for name, value in said.items() if found[name] != value]
