"""Our one Piccolo app, as its migration tools look for it: the tables and the folder of the migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from daicho.schema import TABLES

_HERE = Path(__file__).parent
_SHIPPED = _HERE / "migrations"

APP_CONFIG = AppConfig(
    app_name="daicho",
    migrations_folder_path=_SHIPPED if _SHIPPED.is_dir() else _HERE.parents[1] / "migrations",
    table_classes=list(TABLES),
)
