"""A witness: a second section or the auditor keeps checkpoints in its own folder and cosigns what it saw grow.

One folder holds one log: the key it was first shown, every checkpoint it accepted, and the witness's own key. Nothing
here needs the register: a bundle brings all leaves, so that growth is recomputed and not believed.
"""

import base64
import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from daicho.foundation.history import notes
from daicho.foundation.history.notes import Verifier
from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.oversight.exports.container import read
from daicho.oversight.exports.model import CHECKPOINT
from daicho.oversight.exports.verify import Verdict, verify

_COSIGNATURE = b"\x04"
_LOG_KEY, _OWN_KEY = "log-key", "witness-ed25519.pem"


class Held(msgspec.Struct, frozen=True):
    """A checkpoint in the folder."""

    size: int
    root: str
    cosigned: bool


def add(folder: Path, bundle: Path, key: str | None) -> tuple[Held, Verdict]:
    """Check a bundle against the key and the newest checkpoint that are held, then hold its checkpoint.

    The first bundle needs the log's key, received by another way. Raises `Invalid("witness-key-missing")` without it,
    `Refused("witness-refuses")` with the code, file and entry of the first problem.
    """
    known = _known_key(folder, key)
    newest = _newest(folder)
    verdict = verify(bundle, key=known, checkpoint=newest.read_text("utf-8") if newest else None)
    if (first := verdict.first) is not None:
        raise Refused("witness-refuses", problem=first.code, file=first.file, seq=first.seq)
    with bundle.open("rb") as file:
        opened = read(file)
        member = next(m for m in opened.members if m.name == CHECKPOINT)
        note = b"".join(opened.chunks(member))
    _write(folder / _LOG_KEY, known.encode() + b"\n")
    path = folder / f"{verdict.size:015}.checkpoint"
    if not path.exists():
        _write(path, note)
    return _held(path), verdict


def _known_key(folder: Path, key: str | None) -> str:
    kept = folder / _LOG_KEY
    if kept.exists():
        return kept.read_text("utf-8").strip()
    if key is None:
        raise Invalid("witness-key-missing", option="--key")
    return str(notes.read_verifier(key))


def listed(folder: Path) -> list[Held]:
    """Every checkpoint that is held, the smallest first."""
    return [_held(path) for path in sorted(folder.glob("*.checkpoint"))]


def _newest(folder: Path) -> Path | None:
    return max(folder.glob("*.checkpoint"), default=None)


def _held(path: Path) -> Held:
    text = path.read_text("utf-8").partition("\n\n")[0] + "\n"
    head = notes.read_checkpoint(text)
    cosigned = path.with_suffix(".cosigned").exists()
    return Held(head.size, base64.b64encode(head.root).decode(), cosigned)


def cosign(folder: Path, name: str, now: datetime) -> str:
    """The newest held checkpoint with this witness's signature below that of the log (C2SP tlog-cosignature).

    Raises `Refused("witness-holds-nothing")` when no checkpoint was accepted yet.
    """
    newest = _newest(folder)
    if newest is None:
        raise Refused("witness-holds-nothing", folder=folder.name)
    if not name or any(c.isspace() or c == "+" for c in name):
        raise Invalid("witness-name-wrong", name=name)
    note = newest.read_text("utf-8")
    text = notes.verified_text(note, notes.read_verifier(_known_key(folder, None)))
    cosigned = note + _cosignature(text, name, _own_key(folder), int(now.timestamp()))
    _write(newest.with_suffix(".cosigned"), cosigned.encode())
    return cosigned


def _cosignature(text: str, name: str, private: Ed25519PrivateKey, at: int) -> str:
    public = private.public_key().public_bytes_raw()
    signature = private.sign(_message(text, at))
    packed = _key_hash(name, public) + at.to_bytes(8, "big") + signature
    return f"— {name} {base64.b64encode(packed).decode()}\n"


def _message(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _key_hash(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _COSIGNATURE + public).digest()[:4]


def own_verifier(folder: Path, name: str) -> str:
    """The witness's public key as others pin it: `name+hash+base64(0x04||key)`."""
    public = _own_key(folder).public_key().public_bytes_raw()
    shown = base64.b64encode(_COSIGNATURE + public).decode()
    return f"{name}+{_key_hash(name, public).hex()}+{shown}"


def cosigned_at(note: str, log: Verifier, name: str, public: bytes) -> int | None:
    """When (Unix seconds) this witness cosigned the note; None where it did not, or the log did not sign it."""
    text = notes.verified_text(note, log)
    for line in note.removeprefix(text).splitlines():
        encoded = line.removeprefix(f"— {name} ")
        if encoded != line and (at := _cosigned(encoded, text, name, public)) is not None:
            return at
    return None


def _cosigned(encoded: str, text: str, name: str, public: bytes) -> int | None:
    try:
        raw = base64.b64decode(encoded, validate=True)
        at = int.from_bytes(raw[4:12], "big")
        if raw[:4] != _key_hash(name, public):
            return None
        Ed25519PublicKey.from_public_bytes(public).verify(raw[12:], _message(text, at))
    except (ValueError, InvalidSignature):
        return None
    return at


def _own_key(folder: Path) -> Ed25519PrivateKey:
    path = folder / _OWN_KEY
    if not path.exists():
        fresh = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _write(path, fresh)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("log-key-wrong", file=path.name)
    return key


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(path.name + ".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
