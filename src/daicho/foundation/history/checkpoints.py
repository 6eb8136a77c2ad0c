"""Signing the tree's head: a key in the data folder, a signer that remembers and refuses a rewritten past."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from daicho.foundation.history import notes, queries, tree
from daicho.foundation.history.notes import Checkpoint
from daicho.foundation.history.service import lock_log, split_frontier, tree_frontier, tree_head
from daicho.foundation.history.tables import LogCheckpoint
from daicho.foundation.kernel.errors import Refused

_KEY_FILE = "log-ed25519.pem"
_LAST_FILE = "last-checkpoint"


class Signer:
    """The log's Ed25519 key and the last head it signed; both live beside the data, not in the database."""

    def __init__(self, folder: Path, origin: str) -> None:
        self.origin = origin
        self._folder = folder
        self._private = _key_in(folder)

    @property
    def verifier(self) -> notes.Verifier:
        return notes.verifier_of(self.origin, self._private)

    def sign(self, text: str) -> str:
        """A signed note over any text of ours (manifests)."""
        return notes.sign(text, self.origin, self._private)

    async def checkpoint(self, now: datetime) -> str:
        """Sign the present head, inside a write transaction of the caller.

        Raises `Refused("history-rewritten")` when the log no longer extends what was signed last.
        """
        await lock_log()
        size, root, _ = await tree_head()
        await self._refuse_rewritten(size, root)
        head = Checkpoint(self.origin, size, root)
        note = self.sign(head.text())
        stored = await LogCheckpoint.select().where(LogCheckpoint.size == size).first()
        if stored is None:
            await LogCheckpoint.insert(LogCheckpoint(size=size, note=note, made_at=now))
        _write_private(self._frontier, b"".join(await tree_frontier()))
        _write_private(self._last, note.encode())
        return stored["note"] if stored else note

    @property
    def _last(self) -> Path:
        return self._folder / _LAST_FILE

    @property
    def _frontier(self) -> Path:
        return self._folder / "last-frontier"

    async def _refuse_rewritten(self, size: int, root: bytes) -> None:
        """The entries since the last signature, put on what was signed then, must give the present root."""
        if not self._last.exists():
            return
        text = notes.verified_text(self._last.read_text("utf-8"), self.verifier)
        signed = notes.read_checkpoint(text)
        if signed.size > size:
            raise Refused("history-rewritten", size=signed.size)
        frontier = await self._remembered(signed)
        async for seq, body in queries.bodies(signed.size - 1, upto=size):
            frontier = tree.append(frontier, seq, tree.leaf_hash(body))
        if tree.root(frontier) != root:
            raise Refused("history-rewritten", size=signed.size)

    async def _remembered(self, signed: Checkpoint) -> list[bytes]:
        """The frontier that was signed: kept beside the note, so that a checkpoint costs only what came since."""
        if self._frontier.exists():
            kept = split_frontier(self._frontier.read_bytes())
            if tree.root(kept) == signed.root:
                return kept
        found = await frontier_at(signed.size)
        if tree.root(found) != signed.root:
            raise Refused("history-rewritten", size=signed.size)
        return found


async def frontier_at(size: int) -> list[bytes]:
    """The frontier over the first `size` stored entries, recomputed from their bytes."""
    frontier: list[bytes] = []
    async for seq, body in queries.bodies(upto=size):
        frontier = tree.append(frontier, seq, tree.leaf_hash(body))
    return frontier


def has_key(folder: Path) -> bool:
    """Whether this log was ever signed here."""
    return (folder / _KEY_FILE).exists()


def last_signed(folder: Path) -> str | None:
    """The head that was signed last, as it is remembered beside the database."""
    path = folder / _LAST_FILE
    return path.read_text("utf-8") if path.exists() else None


def _key_in(folder: Path) -> Ed25519PrivateKey:
    """The key of this log, made at the first signature; of two processes that make one, the first keeps it."""
    path = folder / _KEY_FILE
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}.fresh")
        _write_private(fresh, _fresh_key())
        with suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("log-key-wrong", file=path.name)
    return key


def _fresh_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write_private(path: Path, data: bytes) -> None:
    """Whole or not at all, readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
