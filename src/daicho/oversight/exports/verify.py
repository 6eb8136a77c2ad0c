"""Checking a bundle with nothing but the bundle: no database, no server, no network.

Every check tells all it finds; what is reported first is the earliest entry of the log that something is wrong with.
"""

import base64
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from daicho.foundation.history import notes, tree
from daicho.foundation.history.notes import Checkpoint, NoteInvalid, Verifier
from daicho.oversight.exports import model
from daicho.oversight.exports.attached import evidence_agrees
from daicho.oversight.exports.checks import (
    Contents,
    Problem,
    entries_agree,
    files_agree,
    openings_agree,
    registers_agree,
    sheets_agree,
    whole,
)
from daicho.oversight.exports.container import Odd, Opened, read
from daicho.oversight.exports.lines import digest_of
from daicho.oversight.exports.model import CHECKPOINT, CONSISTENCY, LEAVES, MANIFEST, MANIFEST_SIG
from daicho.oversight.exports.readme import readme

_UNREADABLE = (ValueError, msgspec.MsgspecError, KeyError, RecursionError, OverflowError, OSError)


class Verdict(msgspec.Struct, frozen=True):
    """What the check says. `pinned` tells what from outside it rests on: `key`, `checkpoint`, both or nothing.

    `evidence` counts the files of evidence that are there, `left_out` those that are not, by the reason.
    """

    ok: bool
    pinned: list[str]
    problems: list[Problem]
    municipality: str | None = None
    as_of: str | None = None
    made_at: str | None = None
    size: int | None = None
    root: str | None = None
    key: str | None = None
    entries: int | None = None
    rows: int | None = None
    evidence: int | None = None
    left_out: dict[str, int] = {}

    @property
    def first(self) -> Problem | None:
        """The problem at the earliest entry, else the first that was met."""
        return min(self.problems, key=_seq_first, default=None)


def _seq_first(problem: Problem) -> tuple[bool, int]:
    return problem.seq is None, problem.seq or 0


def verify(path: Path, *, key: str | None = None, checkpoint: str | None = None) -> Verdict:
    """Check a bundle. `key` is a printed verifier key, `checkpoint` the text of one kept earlier.

    Raises `OSError` when the file cannot be read; everything found inside it is told in the verdict.
    """
    pinned = [n for n, given in (("key", key), ("checkpoint", checkpoint)) if given is not None]
    with path.open("rb") as file:
        try:
            opened = read(file)
        except Odd as odd:
            return Verdict(ok=False, pinned=pinned, problems=[Problem(odd.code, odd.at)])
        return _judged(opened, pinned, key, checkpoint)


def _judged(opened: Opened, pinned: list[str], key: str | None, checkpoint: str | None) -> Verdict:
    members = {m.name: m for m in reversed(opened.members)}
    try:
        manifest = msgspec.json.decode(whole(opened, members[MANIFEST]), type=model.Manifest)
        lost = [n for n in model.members_wanted(manifest) if n not in members]
        if not lost:
            contents = Contents(opened, members, manifest, notes.read_verifier(manifest.log.key))
    except _UNREADABLE:
        problems = [Problem("bundle-manifest-wrong", MANIFEST), *_oddities(opened)]
        return Verdict(ok=False, pinned=pinned, problems=problems)
    if lost:
        problems = [*(Problem("bundle-file-missing", name) for name in lost), *_oddities(opened)]
        return Verdict(ok=False, pinned=pinned, problems=problems)
    problems = [*_checked(contents, key, checkpoint), *_oddities(opened)]
    return _verdict(contents, pinned, problems)


def _verdict(contents: Contents, pinned: list[str], problems: list[Problem]) -> Verdict:
    manifest = contents.manifest
    return Verdict(
        ok=not problems,
        pinned=pinned,
        problems=problems,
        municipality=manifest.municipality.name,
        as_of=manifest.as_of,
        made_at=manifest.made_at,
        size=manifest.log.size,
        root=base64.b64encode(contents.root()).decode(),
        key=manifest.log.key,
        entries=manifest.log.entries,
        rows=sum(r.rows or 0 for r in manifest.registers),
        evidence=sum(one.name is not None for one in manifest.evidence),
        left_out=dict(Counter(one.left_out for one in manifest.evidence if one.left_out)),
    )


def _checked(contents: Contents, key: str | None, checkpoint: str | None) -> Iterator[Problem]:
    """Every check, each on its own: what cannot be read in one does not hide what another finds."""
    steps: list[tuple[str, Callable[[], Iterator[Problem]]]] = [
        (MANIFEST_SIG, lambda: _signed(contents, key)),
        (MANIFEST, lambda: files_agree(contents)),
        (model.README, lambda: _readme_agrees(contents)),
        (LEAVES, lambda: _root_agrees(contents)),
        (model.ENTRIES, lambda: entries_agree(contents)),
        (MANIFEST, lambda: registers_agree(contents)),
        (CONSISTENCY, lambda: _consistent(contents)),
        (model.OPENINGS, lambda: openings_agree(contents)),
        (MANIFEST, lambda: sheets_agree(contents)),
        (MANIFEST, lambda: evidence_agrees(contents)),
        (CHECKPOINT, lambda: _extends(contents, checkpoint)),
    ]
    for name, step in steps:
        try:
            yield from step()
        except _UNREADABLE:
            yield Problem("bundle-file-unreadable", name)


def _oddities(opened: Opened) -> list[Problem]:
    return [Problem(odd.code, odd.at) for odd in opened.odd]


def _signed(contents: Contents, key: str | None) -> Iterator[Problem]:
    """The manifest's hash is signed by the log's key, and that key is the one that was pinned."""
    if key is not None and not _same_key(key, contents.verifier):
        yield Problem("bundle-key-differs", MANIFEST)
    sha256 = digest_of(contents.chunks(MANIFEST))
    note = contents.whole(MANIFEST_SIG).decode()
    if _text_of(note, contents.verifier) != model.signed_text(sha256):
        yield Problem("bundle-signature-wrong", MANIFEST_SIG)
    if contents.verifier.name != contents.manifest.log.origin:
        yield Problem("bundle-signature-wrong", MANIFEST)


def _same_key(key: str, verifier: Verifier) -> bool:
    try:
        return notes.read_verifier(key) == verifier
    except NoteInvalid:
        return False


def _text_of(note: str, verifier: Verifier) -> str | None:
    try:
        return notes.sole_text(note, verifier)
    except NoteInvalid:
        return None


def _readme_agrees(contents: Contents) -> Iterator[Problem]:
    if contents.whole(model.README) != readme(contents.manifest):
        yield Problem("bundle-readme-differs", model.README)


def _root_agrees(contents: Contents) -> Iterator[Problem]:
    """leaves.bin has the size and the root that the checkpoint signs, and the manifest quotes that checkpoint."""
    note = contents.whole(CHECKPOINT).decode()
    log = contents.manifest.log
    head = Checkpoint(log.origin, log.size, contents.root())
    if note != log.checkpoint or _text_of(note, contents.verifier) is None:
        yield Problem("bundle-checkpoint-wrong", CHECKPOINT)
    elif _text_of(note, contents.verifier) != head.text():
        yield Problem("bundle-root-differs", LEAVES)
    if contents.member(LEAVES).size != log.size * 32:
        yield Problem("bundle-root-differs", LEAVES)


class Consistency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """consistency.json: the checkpoint before this one and the proof that this one extends it; None for the first."""

    previous: str | None
    proof: list[str]


def encoded_consistency(consistency: Consistency) -> bytes:
    return msgspec.json.format(msgspec.json.encode(consistency), indent=1) + b"\n"


def _consistent(contents: Contents) -> Iterator[Problem]:
    raw = contents.whole(CONSISTENCY)
    told = msgspec.json.decode(raw, type=Consistency)
    if encoded_consistency(told) != raw or not _proof_holds(contents, told):
        yield Problem("bundle-consistency-wrong", CONSISTENCY)


def _proof_holds(contents: Contents, told: Consistency) -> bool:
    if told.previous is None:
        return not told.proof
    text = _text_of(told.previous, contents.verifier)
    if text is None:
        return False
    old = notes.read_checkpoint(text)
    proof = [bytes.fromhex(node) for node in told.proof]
    new = (contents.manifest.log.size, contents.root())
    return old.text() == text and tree.consistent((old.size, old.root), new, proof)


def _extends(contents: Contents, checkpoint: str | None) -> Iterator[Problem]:
    """The log of the bundle begins with the log that an earlier checkpoint signed."""
    if checkpoint is None:
        return
    try:
        old = notes.read_checkpoint(notes.verified_text(checkpoint, contents.verifier))
    except NoteInvalid:
        yield Problem("held-checkpoint-not-of-this-log", CHECKPOINT)
        return
    if old.origin != contents.manifest.log.origin:
        yield Problem("held-checkpoint-not-of-this-log", CHECKPOINT)
    elif old.size > contents.manifest.log.size:
        yield Problem("held-checkpoint-newer", CHECKPOINT)
    elif contents.root(old.size) != old.root:
        yield Problem("held-checkpoint-rewritten", LEAVES)


def read_key(given: str) -> str:
    """A verifier key as typed, or out of the file of that name."""
    path = Path(given)
    if len(given) < 256 and path.is_file():
        return path.read_text("utf-8").strip()
    return given
