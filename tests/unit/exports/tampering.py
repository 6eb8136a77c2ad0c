"""What somebody might do to a bundle: change members and pack them again, with or without a key of their own."""

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from daicho.foundation.history import notes, tree
from daicho.foundation.history.notes import Checkpoint
from daicho.oversight.exports import model
from daicho.oversight.exports.container import write
from daicho.oversight.exports.model import (
    CHECKPOINT,
    CONSISTENCY,
    ENTRIES,
    LEAVES,
    MANIFEST,
    MANIFEST_SIG,
    signed_text,
)
from daicho.oversight.exports.readme import readme
from daicho.oversight.exports.verify import Consistency, encoded_consistency

Members = dict[str, bytes]


def members(bundle: Path) -> Members:
    """The files of a bundle in their order."""
    with zipfile.ZipFile(bundle) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: Members) -> bytes:
    """The container as we write it, around these files."""
    out = io.BytesIO()
    write(out, [(n, len(b), zlib.crc32(b), [b]) for n, b in parts.items()])
    return out.getvalue()


def ordinarily_packed(parts: Members, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """As any ZIP program would do it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def with_file(bundle: Path, name: str, changed: Callable[[bytes], bytes]) -> Members:
    """The files with one of them changed and nothing else."""
    parts = members(bundle)
    return parts | {name: changed(parts[name])}


def with_hashes(parts: Members) -> Members:
    """The manifest's hashes and sizes made to fit; the signature stays what it was."""
    manifest = json.loads(parts[MANIFEST])
    for listed in manifest["files"]:
        data = parts[listed["name"]]
        listed["sha256"], listed["bytes"] = sha256(data).hexdigest(), len(data)
    raw = json.dumps(manifest, indent=1, ensure_ascii=False).encode() + b"\n"
    return parts | {MANIFEST: raw}


def signed_anew(parts: Members, private: Ed25519PrivateKey) -> Members:
    """Everything made to fit and signed with a key of the forger's own."""
    origin = "test.daicho"
    manifest = json.loads(parts[MANIFEST])
    leaves = [parts[LEAVES][i : i + 32] for i in range(0, len(parts[LEAVES]), 32)]
    head = Checkpoint(origin, len(leaves), tree.root_of(leaves))
    note = notes.sign(head.text(), origin, private)
    manifest["log"] |= {"key": str(notes.verifier_of(origin, private)), "checkpoint": note}
    parts = parts | {
        CHECKPOINT: note.encode(),
        CONSISTENCY: encoded_consistency(Consistency(None, [])),
    }
    parts[model.README] = readme(msgspec.convert(manifest, model.Manifest))
    parts[MANIFEST] = json.dumps(manifest, ensure_ascii=False).encode()
    parts = with_hashes(parts)
    text = signed_text(sha256(parts[MANIFEST]).hexdigest())
    return parts | {MANIFEST_SIG: notes.sign(text, origin, private).encode()}


def releaved(parts: Members) -> Members:
    """leaves.bin made to fit the entries that are there."""
    leaves = bytearray(parts[LEAVES])
    for line in parts[ENTRIES].split(b"\n")[:-1]:
        at = json.loads(line)["seq"] * 32
        leaves[at : at + 32] = tree.leaf_hash(line)
    return parts | {LEAVES: bytes(leaves)}
