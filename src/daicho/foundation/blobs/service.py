"""Keeping files by their hash and giving them back; a row is written once and never changes."""

from hashlib import sha256

import msgspec

from daicho.foundation import db
from daicho.foundation.blobs import tables
from daicho.foundation.kernel.errors import Missing


class Kept(msgspec.Struct, frozen=True):
    """A file as it was kept; `sha256` is that of `body`, in hex."""

    sha256: str
    media_type: str
    body: bytes


def of(body: bytes, media_type: str) -> Kept:
    return Kept(sha256(body).hexdigest(), media_type, body)


async def keep(blob: Kept) -> None:
    """Put a file under its hash, inside the caller's transaction; the same file may come again."""
    row = tables.Blob(
        sha256=blob.sha256, media_type=blob.media_type, size=len(blob.body), body=blob.body
    )
    await tables.Blob.insert(row).on_conflict(action="DO NOTHING")


async def fetch(digest: str) -> Kept:
    """The file under a hash; `unknown-blob` otherwise."""
    async with db.read():
        row = await tables.Blob.select().where(tables.Blob.sha256 == digest).first()
    if row is None:
        raise Missing("unknown-blob", sha256=digest)
    return Kept(row["sha256"], row["media_type"], bytes(row["body"]))


async def damaged() -> list[str]:
    """The hashes whose bytes are no longer the ones that were kept."""
    found: list[str] = []
    after = ""
    while True:
        async with db.read():
            query = tables.Blob.select().where(tables.Blob.sha256 > after)
            row = await query.order_by(tables.Blob.sha256).first()
        if row is None:
            return found
        after = row["sha256"]
        if sha256(bytes(row["body"])).hexdigest() != after:
            found.append(after)
