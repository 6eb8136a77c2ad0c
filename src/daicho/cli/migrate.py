"""`daicho migrate`: bring the tables of the database to this version."""

import argparse
import asyncio
import contextlib
import io
import os
import sys
from urllib.parse import urlsplit

from daicho.cli.telling import Answer
from daicho.foundation.settings import Settings, from_environment

_APPEND_ONLY = ("entry", "checkpoint")


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("migrate", help="テーブルを最新にする / bring the tables up to date")
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    applied = migrate(from_environment())
    Answer(args).tell({"applied": applied}, f"適用 {len(applied)} 件 / applied: {applied or '-'}")
    return 0


def migrate(settings: Settings) -> list[str]:
    """Run what has not run yet as the owner of the tables, then grant the app's role its rights; ids that ran."""
    os.environ["PICCOLO_CONF"] = "daicho.piccolo_conf"
    os.environ["DAICHO_DATA_DIR"] = str(settings.data_dir)
    os.environ["DAICHO_DATABASE_URL"] = settings.database_url
    os.environ["DAICHO_MIGRATE_URL"] = settings.migrate_url
    sys.modules.pop("daicho.piccolo_conf", None)
    return asyncio.run(_forwards(settings))


async def _forwards(settings: Settings) -> list[str]:
    from piccolo.apps.migrations.commands.forwards import run_forwards
    from piccolo.apps.migrations.tables import Migration
    from piccolo.engine.finder import engine_finder

    engine = engine_finder()
    if engine is None:
        raise RuntimeError("daicho.piccolo_conf names no engine")
    Migration._meta.db = engine
    before = await _applied() if await Migration.table_exists() else set()
    with contextlib.redirect_stdout(io.StringIO()):
        result = await run_forwards(app_name="daicho")
    if not result.success:
        raise RuntimeError(result.message or "migration failed")
    await _grant(settings)
    return sorted(await _applied() - before)


async def _applied() -> set[str]:
    from piccolo.apps.migrations.tables import Migration

    return set(await Migration.get_migrations_which_ran(app_name="daicho"))


async def _grant(settings: Settings) -> None:
    """The app's own PostgreSQL role may read and add to the history, and nothing else there."""
    from piccolo.apps.migrations.tables import Migration

    app, owner = urlsplit(settings.url).username, urlsplit(settings.owner_url).username
    if not settings.on_postgres or app is None or app == owner:
        return
    role = '"' + app.replace('"', '""') + '"'
    await Migration.raw(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")  # fmt: skip
    for table in _APPEND_ONLY:
        await Migration.raw(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")
