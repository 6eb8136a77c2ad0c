"""Every register there is, in one list: what bundles are cut from and what `fsck` rebuilds."""

from typing import Any

from daicho.foundation.calendar import service as calendar
from daicho.foundation.history.fsck import ExtraCheck
from daicho.foundation.history.registers import Register
from daicho.foundation.identity import devices, mailing
from daicho.foundation.identity import service as identity
from daicho.foundation.settings import Settings
from daicho.oversight.exports.pictures import blobs_agree, documents_agree, in_force
from daicho.oversight.exports.service import EXPORTS, Holdings
from daicho.oversight.imports.service import LEDGER_IMPORTS
from daicho.oversight.paper import service as forms
from daicho.oversight.personnel.service import PERSONNEL_CHANGES
from daicho.oversight.violations import limits, remedies
from daicho.oversight.violations import service as violations
from daicho.places.floors import areas, current, proposals, storage
from daicho.things.assets import service as assets
from daicho.things.bringins import reading as bringins
from daicho.things.custody import service as custody
from daicho.things.custody import transferring, uses
from daicho.things.disposal import reading as disposal
from daicho.things.evidence import service as evidence
from daicho.things.labels import codebook, paper
from daicho.things.labels import service as labels
from daicho.things.placements import service as placements
from daicho.things.placements import sightings
from daicho.things.scans import keeping
from daicho.things.stocktake import service as stocktake

REGISTERS: tuple[Register[Any], ...] = (
    identity.MUNICIPALITY,
    identity.SECTIONS,
    identity.PEOPLE,
    identity.POSTS,
    identity.DEPUTIES,
    identity.PROXY_DECISIONS,
    identity.ACCOUNTS,
    devices.DEVICES,
    mailing.ADDRESSES,
    calendar.CLOSURES,
    calendar.HOURS,
    current.FLOORS,
    current.VERSIONS,
    proposals.PROPOSALS,
    areas.AREA_REVIEWS,
    storage.PLACES,
    evidence.EVIDENCE,
    assets.ASSETS,
    labels.LABELS,
    paper.SHEETS,
    paper.PRINTERS,
    codebook.CODES,
    codebook.READINGS,
    custody.TAKE_OUTS,
    disposal.DISPOSALS,
    disposal.LINES,
    disposal.CERTIFICATES,
    custody.EXTENSIONS,
    transferring.TRANSFERS,
    uses.MEDIA_USES,
    bringins.BRING_INS,
    bringins.FINDS,
    bringins.DELIVERIES,
    placements.PLACEMENTS,
    sightings.SIGHTINGS,
    keeping.SCANS,
    keeping.STRAYS,
    keeping.DOUBLES,
    stocktake.STOCK_TAKES,
    stocktake.LINES,
    stocktake.STOPS,
    stocktake.QUEUES,
    violations.VIOLATIONS,
    remedies.REMEDIES,
    limits.THRESHOLDS,
    LEDGER_IMPORTS,
    PERSONNEL_CHANGES,
    forms.BOXES,
    forms.BLANK_FORMS,
    EXPORTS,
)
"""One line a register; a test finds those that were forgotten."""

EXTRA_CHECKS: tuple[ExtraCheck, ...] = (documents_agree, blobs_agree)
"""What slices check of rows that are no register."""


def holdings(settings: Settings) -> Holdings:
    """What this installation's bundles are cut from."""
    return Holdings(settings.data_dir, REGISTERS, in_force)
