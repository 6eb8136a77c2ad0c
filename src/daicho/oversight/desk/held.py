"""What waits for a person around things that are out, set apart, or wanted by another section."""

from datetime import date, datetime

from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST
from daicho.oversight.desk.task import Task
from daicho.things.assets import service as assets
from daicho.things.custody import astray, extending, transferring, transfers_shown
from daicho.things.custody import listing as take_outs

_MOST = 200


async def incidents(actor: Actor, now: datetime) -> list[Task]:
    """What could not be explained, for all who answer for it; who made it an incident waits for another to close it."""
    found = await astray.open_incidents(actor)
    return [
        Task(
            kind="incident",
            subject=f"take-out:{shown.id}",
            title=shown.asset_name,
            detail=f"{shown.number} {shown.applicant.name}",
            since=shown.verified_at or shown.requested_at,
            section=shown.section,
            operation="closeIncident" if "closeIncident" in shown.actions else None,
            id=shown.id,
            code=shown.code,
            take_out=shown.id,
        )
        for shown in await take_outs.shown(found, actor, now)
    ]


async def extensions(actor: Actor, day: date) -> list[Task]:
    """More days that somebody asked for and this person decides about."""
    found = await extending.waiting(actor, day, limit=_MOST)
    things = await assets.by_code(take_out.asset for _, take_out in found)
    return [
        Task(
            kind="extension",
            subject=f"take-out:{take_out.id}",
            title=things[take_out.asset].name,
            detail=asked.planned_return.isoformat(),
            since=asked.requested_at.astimezone(JST),
            section=take_out.section,
            operation="approveExtension",
            id=asked.id,
            take_out=take_out.id,
        )
        for asked, take_out in found
    ]


async def transfers(actor: Actor, now: datetime) -> list[Task]:
    """Things that another section wants to pass on, for who would keep them here."""
    proposed = transferring.Filter(status="proposed")
    found = await transferring.listed(actor, proposed, limit=_MOST)
    near = {duty.section for duty in actor.duties}
    return [
        Task(
            kind="transfer",
            subject=f"asset-transfer:{shown.id}",
            title=shown.asset_name,
            detail=f"{shown.section_name} → {shown.to_section_name}",
            since=shown.proposed_at,
            section=shown.to_section,
            operation="acceptTransfer",
            id=shown.id,
            code=shown.code,
        )
        for shown in await transfers_shown.shown(found, actor, now)
        if "acceptTransfer" in shown.actions and shown.to_section in near
    ]


async def declined(actor: Actor, now: datetime) -> list[Task]:
    """What another section did not want, for whoever had proposed it: to keep it, or to offer it elsewhere."""
    found = await transferring.answered(actor, now)
    return [
        Task(
            kind="transfer_declined",
            subject=f"asset:{codes.read(shown.code)}",
            title=shown.asset_name,
            detail=f"{shown.to_section_name} {shown.answer or ''}".strip(),
            since=shown.decided_at or shown.proposed_at,
            section=shown.section,
            id=shown.id,
            code=shown.code,
        )
        for shown in await transfers_shown.shown(found, actor, now)
    ]


async def quarantined(actor: Actor) -> list[Task]:
    """Things set apart in one's own office that this person may let out again."""
    near = frozenset(duty.section for duty in actor.duties)
    return [
        Task(
            kind="release",
            subject=f"asset:{asset.code}",
            title=asset.name,
            detail=asset.control_no,
            since=(take_out.verified_at or take_out.requested_at).astimezone(JST),
            section=asset.section,
            operation="releaseAsset",
            id=codes.printed(asset.code),
            code=codes.printed(asset.code),
        )
        for asset, take_out in await astray.releasable(actor, near, limit=_MOST)
    ]
