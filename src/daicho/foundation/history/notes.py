"""C2SP signed notes and tree-head checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint), Ed25519."""

import base64
import binascii
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"


class NoteInvalid(ValueError):
    """A signed note that is malformed or does not verify."""


class Checkpoint(msgspec.Struct, frozen=True):
    """What a log says of itself at one moment."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


class Verifier(msgspec.Struct, frozen=True):
    """A name and a public key; printed as `name+hash+base64(0x01||key)` like other signed-note tools do."""

    name: str
    key: bytes

    @property
    def key_hash(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        shown = base64.b64encode(_ED25519 + self.key).decode()
        return f"{self.name}+{self.key_hash.hex()}+{shown}"


def read_verifier(text: str) -> Verifier:
    """The verifier behind its printed form; `NoteInvalid` when it is none."""
    try:
        name, key_hash, encoded = text.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as wrong:
        raise NoteInvalid("not a verifier key") from wrong
    verifier = Verifier(name, raw[1:])
    if raw[:1] != _ED25519 or len(raw) != 33 or verifier.key_hash.hex() != key_hash:
        raise NoteInvalid("not an Ed25519 verifier key")
    return verifier


def verifier_of(name: str, private: Ed25519PrivateKey) -> Verifier:
    return Verifier(name, private.public_key().public_bytes_raw())


def sign(text: str, name: str, private: Ed25519PrivateKey) -> str:
    """A signed note: the text, an empty line, one signature. The text ends with a newline, without blank lines."""
    if not text.endswith("\n") or "\n\n" in text:
        raise ValueError("a note's text ends with one newline and has no empty line")
    signature = verifier_of(name, private).key_hash + private.sign(text.encode())
    return f"{text}\n— {name} {base64.b64encode(signature).decode()}\n"


def verified_text(note: str, verifier: Verifier) -> str:
    """The text of a note, once this verifier's signature over it holds; `NoteInvalid` otherwise."""
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not note.endswith("\n"):
        raise NoteInvalid("no signature block")
    text += "\n"
    for line in signatures.splitlines():
        if _line_holds(line, text, verifier):
            return text
    raise NoteInvalid(f"no valid signature by {verifier.name}")


def sole_text(note: str, verifier: Verifier) -> str:
    """The text of a note with this verifier's signature and not one byte more; `NoteInvalid` otherwise.

    `verified_text` lets other signatures stand beside and base64 carry loose bits, as signed notes may; where every
    byte has to count, this is asked.
    """
    text = verified_text(note, verifier)
    line = note.removeprefix(f"{text}\n").removesuffix("\n")
    encoded = line.removeprefix(f"— {verifier.name} ")
    if "\n" in line or base64.b64encode(base64.b64decode(encoded)).decode() != encoded:
        raise NoteInvalid("more than one signature in its one spelling")
    return text


def _line_holds(line: str, text: str, verifier: Verifier) -> bool:
    prefix = f"— {verifier.name} "
    if not line.startswith(prefix):
        return False
    try:
        raw = base64.b64decode(line[len(prefix) :], validate=True)
        if raw[:4] != verifier.key_hash:
            return False
        Ed25519PublicKey.from_public_bytes(verifier.key).verify(raw[4:], text.encode())
    except (ValueError, binascii.Error, InvalidSignature):
        return False
    return True


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in a note's text; `NoteInvalid` when its three lines are not there."""
    lines = text.splitlines()
    try:
        origin, size, root = lines[:3]
        decoded = base64.b64decode(root, validate=True)
        if not (size.isascii() and size.isdigit()) or len(decoded) != 32 or str(int(size)) != size:
            raise NoteInvalid("not a checkpoint")
    except (ValueError, binascii.Error) as wrong:
        raise NoteInvalid("not a checkpoint") from wrong
    return Checkpoint(origin, int(size), decoded)
