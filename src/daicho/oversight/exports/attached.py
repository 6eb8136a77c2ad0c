"""The kept files that rows of evidence name, in a bundle: whether each is there, and is the one that was kept."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from daicho.oversight.exports.checks import Contents, Problem
from daicho.oversight.exports.lines import digest_of
from daicho.oversight.exports.model import MANIFEST, Attached, Manifest, attached_name
from daicho.oversight.exports.sheets import Said

REGISTER: Final = "evidence"


class Named(msgspec.Struct, frozen=True):
    """What a row says of its file, and the entry that says it."""

    seq: int
    media_type: str
    bytes: int


def named(rows: Iterable[Said]) -> dict[str, Named]:
    """Files by hash, in order; several rows may name one."""
    found: dict[str, Named] = {}
    for row in rows:
        told = Named(row.seq, row.after["media_type"], row.after["bytes"])
        known = found.setdefault(row.after["blob"], told)
        if told.seq < known.seq:
            found[row.after["blob"]] = told
    return dict(sorted(found.items()))


def evidence_agrees(contents: Contents) -> Iterator[Problem]:
    """Every file that a row names is there with the hash of the row, or the manifest says that it was left out."""
    manifest = contents.manifest
    rows = named(contents.latest.of(REGISTER) if _holds(manifest) else ())
    listed = {one.sha256: one for one in manifest.evidence}
    if [one.sha256 for one in manifest.evidence] != sorted(listed):
        yield Problem("bundle-evidence-differs", MANIFEST)
    for digest in sorted(rows.keys() | listed.keys()):
        told, one = rows.get(digest), listed.get(digest)
        if told is None or one is None:
            yield Problem("bundle-evidence-differs", MANIFEST, told.seq if told else None)
        elif not _agrees(contents, one, told):
            yield Problem("bundle-evidence-differs", one.name or MANIFEST, told.seq)


def _holds(manifest: Manifest) -> bool:
    return any(register.name == REGISTER for register in manifest.chosen())


def _agrees(contents: Contents, one: Attached, told: Named) -> bool:
    if (one.media_type, one.bytes) != (told.media_type, told.bytes):
        return False
    if one.name is None or not contents.manifest.filters.personal:
        return one.name is None and one.left_out is not None
    right = attached_name(one.sha256, one.media_type)
    found = (contents.member(right).size, digest_of(contents.chunks(right)))
    return (one.name, one.left_out) == (right, None) and found == (one.bytes, one.sha256)
