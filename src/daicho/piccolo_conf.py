"""What Piccolo's migration runner looks for: the engine of the owner's URL, and our one app."""

from pathlib import Path

from piccolo.conf.apps import AppRegistry
from piccolo.engine.base import Engine
from piccolo.engine.postgres import PostgresEngine
from piccolo.engine.sqlite import SQLiteEngine

from daicho.foundation.settings import from_environment


def _engine() -> Engine:  # type: ignore[type-arg]  # Piccolo's engine is generic over its own transaction
    url = from_environment().owner_url
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return SQLiteEngine(path=str(path))
    return PostgresEngine(config={"dsn": url})


DB = _engine()
APP_REGISTRY = AppRegistry(apps=["daicho.piccolo_app"])
