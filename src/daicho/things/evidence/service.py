"""Use cases of evidence: bringing a file, giving it back, and what other slices ask about it."""

from collections.abc import Collection
from datetime import datetime

from daicho.foundation import db
from daicho.foundation.blobs import service as blobs
from daicho.foundation.blobs.service import Kept
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import Change, change
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.errors import Invalid, Missing
from daicho.things.evidence import model, opening, tables
from daicho.things.evidence.model import Evidence, Kind

EVIDENCE = Register("evidence", tables.Evidence, Evidence, "evidence")

BRINGS: tuple[Role, ...] = (
    "staff", "section_head", "custodian", "facility_admin", "security_manager",
)  # fmt: skip
"""Who may bring evidence to a section within reach."""


async def upload(
    kind: Kind, section: str, said: str, actor: Actor, now: datetime, key: Key | None = None, *,
    content: bytes,
) -> Evidence:  # fmt: skip
    """Keep a file as evidence of a section; the same file brought again is the same evidence.

    `said` is the media type that the sender declares. Opening takes its time, so it comes before the lock.
    """
    _within(section, actor)
    kept = await opening.opened(kind, said, content)
    async with change(actor, now, key) as c:
        _within(section, actor)
        row = await load(EVIDENCE, model.named(kind, section, kept.sha256))
        if row is None:
            await blobs.keep(kept)
            row = _fresh(kept, kind, section, actor, now)
            await c.add(EVIDENCE, row, act="Kept")
        c.status = 201
        c.result = {"id": row.id, "media_type": row.media_type, "bytes": row.bytes}
    return row


def _within(section: str, actor: Actor) -> None:
    if section not in actor.reach(BRINGS):
        raise Missing("unknown-section", section=section)


def _fresh(kept: Kept, kind: Kind, section: str, actor: Actor, now: datetime) -> Evidence:
    return Evidence(
        id=model.named(kind, section, kept.sha256),
        section=section,
        kind=kind,
        media_type=kept.media_type,
        bytes=len(kept.body),
        blob=kept.sha256,
        uploaded_by=actor.person,
        uploaded_at=now,
    )


async def file_of(evidence_id: str, actor: Actor) -> Kept:
    """The file behind evidence of a section within reach; else `unknown-evidence`."""
    async with db.read():
        row = await load(EVIDENCE, evidence_id)
        if row is None or row.section not in actor.reach():
            raise Missing("unknown-evidence", evidence=evidence_id)
        return await blobs.fetch(row.blob)


async def sign(c: Change, signature: str | None, section: str, subject: str) -> None:
    """A signature that is named was brought to this section before, and stands under this subject from now on.

    Raises `signature-used` when it stands under something else already, or under another act of the same.
    """
    if signature is None:
        return
    (row,) = await require([signature], section, "signature")
    await c.amend(EVIDENCE, model.signing(row, subject), act="Signed")


async def require(wanted: Collection[str], section: str, kind: Kind) -> list[Evidence]:
    """These pieces of evidence, each kept by this section and of this kind; else `unknown-evidence`."""
    known = sorted(set(wanted))
    async with db.read():
        found = await rows(EVIDENCE, tables.Evidence.id.is_in(known or [""]))
    there = {row.id: row for row in found if row.section == section}
    for evidence_id in known:
        if evidence_id not in there:
            raise Missing("unknown-evidence", evidence=evidence_id)
        if (row := there[evidence_id]).kind != kind:
            raise Invalid("evidence-of-another-kind", kind=kind, media_type=row.media_type)
    return [there[evidence_id] for evidence_id in known]
