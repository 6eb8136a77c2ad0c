"""Every table there is, in one list; the server reads this one, Piccolo's tools read `piccolo_app`."""

from daicho.foundation.blobs.tables import Blob
from daicho.foundation.history.tables import LogCheckpoint, LogEntry, LogState, Personal, UsedKey
from daicho.foundation.identity.tables import (
    Account,
    Credential,
    Deputy,
    Municipality,
    Person,
    Post,
    ProxyDecision,
    Section,
    Session,
    SignInCount,
)
from daicho.oversight.exports.tables import Export
from daicho.oversight.violations.tables import Remedy, Threshold, Violation
from daicho.places.drawings.tables import FloorBackground
from daicho.places.floors.tables import (
    AreaReview,
    Floor,
    FloorDocument,
    FloorDraft,
    FloorProposal,
    FloorVersion,
    Place,
)
from daicho.things.assets.tables import Asset
from daicho.things.custody.tables import TakeOut
from daicho.things.evidence.tables import Evidence
from daicho.things.labels.tables import (
    LabelCode,
    LabelPrint,
    LabelPrinter,
    LabelReading,
    LabelSheet,
)
from daicho.things.placements.tables import Placement, Sighting

TABLES = [
    LogEntry,
    LogState,
    LogCheckpoint,
    Personal,
    UsedKey,
    Municipality,
    Section,
    Person,
    Post,
    Deputy,
    ProxyDecision,
    Account,
    Credential,
    Session,
    SignInCount,
    Blob,
    Floor,
    FloorDocument,
    FloorVersion,
    FloorDraft,
    FloorBackground,
    FloorProposal,
    AreaReview,
    Place,
    Evidence,
    Asset,
    LabelPrint,
    LabelSheet,
    LabelPrinter,
    LabelCode,
    LabelReading,
    TakeOut,
    Export,
    Placement,
    Sighting,
    Violation,
    Remedy,
    Threshold,
]
