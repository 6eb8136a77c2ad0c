"""Our one Piccolo app: every table there is, and the folder of its migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

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
from daicho.oversight.violations.tables import Violation
from daicho.places.floors.tables import Floor, FloorDocument, FloorDraft, FloorVersion, Place
from daicho.things.assets.tables import Asset
from daicho.things.custody.tables import TakeOut
from daicho.things.labels.tables import LabelPrint
from daicho.things.placements.tables import Placement

_HERE = Path(__file__).parent
_SHIPPED = _HERE / "migrations"

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
    Floor,
    FloorDocument,
    FloorVersion,
    FloorDraft,
    Place,
    Asset,
    LabelPrint,
    TakeOut,
    Export,
    Placement,
    Violation,
]

APP_CONFIG = AppConfig(
    app_name="daicho",
    migrations_folder_path=_SHIPPED if _SHIPPED.is_dir() else _HERE.parents[1] / "migrations",
    table_classes=list(TABLES),
)
