"""Every table there is, in one list; the server reads this one, Piccolo's tools read `piccolo_app`."""

from daicho.foundation.blobs.tables import Blob
from daicho.foundation.calendar.tables import Closure, OfficeHours
from daicho.foundation.history.tables import LogCheckpoint, LogEntry, LogState, Personal, UsedKey
from daicho.foundation.identity.tables import (
    Account,
    Credential,
    Deputy,
    Device,
    DeviceSecret,
    MailAddress,
    Municipality,
    Person,
    Pin,
    Post,
    ProxyDecision,
    Section,
    Session,
    SignInCount,
)
from daicho.foundation.outbox.tables import Outbox
from daicho.oversight.exports.tables import Export
from daicho.oversight.imports.tables import LedgerImport
from daicho.oversight.paper.tables import ApprovalBoxes, BlankForm
from daicho.oversight.personnel.tables import PersonnelChange
from daicho.oversight.reminders.tables import Digest
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
from daicho.things.bringins.tables import BringIn, Delivery, PrivateFind
from daicho.things.custody.tables import AssetTransfer, MediaUse, TakeOut, TakeOutExtension
from daicho.things.disposal.tables import Disposal, DisposalCertificate, DisposalLine
from daicho.things.evidence.tables import Evidence
from daicho.things.labels.tables import (
    LabelCode,
    LabelPrint,
    LabelPrinter,
    LabelReading,
    LabelSheet,
)
from daicho.things.placements.tables import Placement, Sighting
from daicho.things.scans.tables import DoubleLocation, Scan, StrayScan
from daicho.things.stocktake.tables import StockLine, StockQueue, StockStop, StockTake

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
    Device,
    DeviceSecret,
    Pin,
    MailAddress,
    Outbox,
    Closure,
    OfficeHours,
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
    Disposal,
    DisposalLine,
    DisposalCertificate,
    TakeOutExtension,
    AssetTransfer,
    MediaUse,
    BringIn,
    PrivateFind,
    Delivery,
    Export,
    Placement,
    Sighting,
    Scan,
    StrayScan,
    DoubleLocation,
    StockTake,
    StockLine,
    StockStop,
    StockQueue,
    Violation,
    Remedy,
    Threshold,
    ApprovalBoxes,
    BlankForm,
    Digest,
    LedgerImport,
    PersonnelChange,
]
