"""`daicho bench custody`: hand-overs and look-ups through HTTP on both engines, beside the machine's own ceiling."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from benchmarks.custody.measuring import Measured, measured, prepared
from daicho.foundation.settings import Settings
from tests.support.postgres import Cluster, cluster, free_port

CONNECTIONS = 32
_ROOT = Path(__file__).resolve().parents[2]


class Report(msgspec.Struct):
    """One run; `load_before` is the one-minute load average of the machine when it began."""

    connections: int
    cores: int
    load_before: float
    engines: list[Measured]


def run(*, quick: bool, tell: Callable[[str], None]) -> Report:
    """Each engine in turn; the databases lie in a temporary folder."""
    hand_overs, look_ups = (1500, 3000) if quick else (6000, 12000)
    report = Report(CONNECTIONS, os.cpu_count() or 0, round(os.getloadavg()[0], 2), [])
    with tempfile.TemporaryDirectory(prefix="daicho-bench-") as folder:
        tell("sqlite")
        report.engines.append(_on_sqlite(Path(folder), hand_overs, look_ups))
        tell("postgres")
        with cluster(durable=True) as server:
            report.engines.append(_on_postgres(server, Path(folder), hand_overs, look_ups))
    return report


def _on_sqlite(folder: Path, hand_overs: int, look_ups: int) -> Measured:
    settings = Settings(data_dir=folder / "sqlite")
    settings.data_dir.mkdir()
    server, office = prepared(settings, free_port(), hand_overs)
    copy = folder / "ceiling.sqlite"
    shutil.copy(settings.data_dir / "daicho.sqlite", copy)
    found = measured("sqlite", server, office, connections=CONNECTIONS, look_up=look_ups)
    return _beside(found, "sqlite", str(copy), hand_overs)


def _on_postgres(server: Cluster, folder: Path, hand_overs: int, look_ups: int) -> Measured:
    server.sql("CREATE DATABASE bench")
    settings = Settings(data_dir=folder / "postgres", database_url=server.url("bench"))
    settings.data_dir.mkdir()
    daicho, office = prepared(settings, free_port(), hand_overs)
    server.sql("CREATE DATABASE ceiling TEMPLATE bench")
    found = measured("postgres", daicho, office, connections=CONNECTIONS, look_up=look_ups)
    return _beside(found, "postgres", server.url("ceiling"), hand_overs)


def _beside(found: Measured, engine: str, where: str, count: int) -> Measured:
    """The ceiling of the same run, on a copy of the database as it was before."""
    command = [sys.executable, "-m", "benchmarks.custody.ceilings", engine, where, str(count)]
    told = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    found.ceiling = float(told.stdout)
    found.ratio = round(found.hand_over.per_second / found.ceiling, 2)
    return found


def table(report: Report) -> str:
    """One row a measurement, ready for docs/performance.md."""
    rows = [
        f"{report.connections} connections, {report.cores} cores, load before {report.load_before}",
        "",
        "| engine | what | a second | p50 ms | p99 ms | CPU s server | CPU s client |",
        "|---|---|---|---|---|---|---|",
    ]
    for engine in report.engines:
        for name, told in (("hand-over", engine.hand_over), ("look-up", engine.look_up)):
            rows.append(
                f"| {engine.engine} | {name}, {told.count} times, {told.statuses} | {told.per_second}"
                f" | {told.p50} | {told.p99} | {told.server_cpu} | {told.client_cpu} |"
            )
        clean = "clean" if engine.fsck.get("ok") else "NOT CLEAN"
        rows.append(
            f"| {engine.engine} | the database alone; fsck {clean} | {engine.ceiling}, ours {engine.ratio}"
            " of it | | | | |"
        )
    return "\n".join(rows)
