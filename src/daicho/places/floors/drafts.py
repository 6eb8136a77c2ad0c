"""Rows of drafts and documents: neither is a register, the one is autosaved, the other never changes."""

from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.kernel.errors import Stale
from daicho.places.floors import tables
from daicho.places.floors.versions import Draft


async def load_draft(floor_id: str) -> Draft | None:
    """What was saved last for this floor."""
    query = tables.FloorDraft.select().where(tables.FloorDraft.floor == floor_id)
    row = await query.first().output(load_json=True)
    return None if row is None else msgspec.convert(row | {"body": bytes(row["body"])}, Draft)


async def replace_draft(saved: Draft, previous: Draft | None) -> None:
    """Write the next state, unless somebody was quicker since `previous` was read (PostgreSQL lets both read)."""
    values = _columns(saved)
    if previous is None:
        insert = tables.FloorDraft.insert(tables.FloorDraft(**values))
        done = await insert.on_conflict(action="DO NOTHING").returning(tables.FloorDraft.etag)
    else:
        floor = values.pop("floor")
        same = (tables.FloorDraft.floor == floor, tables.FloorDraft.etag == previous.etag)
        update = tables.FloorDraft.update(dict(values.items())).where(*same)
        done = await update.returning(tables.FloorDraft.etag)
    if not done:
        present = await load_draft(saved.floor)
        raise Stale("floor-changed", floor=saved.floor, etag=present.etag if present else None)


def _columns(draft: Draft) -> dict[str, Any]:
    values = msgspec.structs.asdict(draft)
    return values | {"drafters": msgspec.json.encode(draft.drafters).decode()}


async def keep_document(digest: str, body: bytes) -> None:
    """Put a document under its hash; the same one may be published again."""
    row = tables.FloorDocument(sha256=digest, body=body)
    await tables.FloorDocument.insert(row).on_conflict(action="DO NOTHING")


async def open_ones() -> set[str]:
    """The floors whose draft differs from what was published last."""
    found = await db.fetch(
        "SELECT d.floor AS floor FROM floor_draft d LEFT JOIN floor_version v ON v.floor = d.floor"
        " AND v.version = (SELECT max(w.version) FROM floor_version w WHERE w.floor = d.floor)"
        " WHERE v.document IS NULL OR v.document <> d.etag"
    )
    return {row["floor"] for row in found}
