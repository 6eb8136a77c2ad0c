"""`daicho bench custody`: hand-overs and look-ups through HTTP on both engines, beside the machine's own ceiling."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from benchmarks.custody.measuring import Measured, measured, prepared
from daicho.foundation.settings import Settings
from tests.support.postgres import Cluster, cluster, free_port

CONNECTIONS = 32


class Report(msgspec.Struct):
    """One run; `load_before` is the one-minute load average of the machine when it began."""

    connections: int
    cores: int
    load_before: float
    engines: list[Measured]


def main() -> None:
    args = _arguments()
    hand_overs, look_ups = (1500, 3000) if args.quick else (6000, 12000)
    report = Report(CONNECTIONS, os.cpu_count() or 0, round(os.getloadavg()[0], 2), [])
    with tempfile.TemporaryDirectory(prefix="daicho-bench-") as folder:
        if args.engine in ("sqlite", "both"):
            report.engines.append(_on_sqlite(Path(folder), hand_overs, look_ups))
        if args.engine in ("postgres", "both"):
            with cluster(durable=True) as server:
                report.engines.append(_on_postgres(server, Path(folder), hand_overs, look_ups))
    if args.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(report), indent=1).decode() + "\n")
    else:
        _tell(report)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="daicho bench custody", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a quarter of the requests")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--engine", choices=("sqlite", "postgres", "both"), default="both")
    return parser.parse_args()


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
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "benchmarks.custody.ceilings", engine, where, str(count)]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    found.ceiling = float(told.stdout)
    found.ratio = round(found.hand_over.per_second / found.ceiling, 2)
    return found


def _tell(report: Report) -> None:
    out = sys.stdout.write
    out(f"{report.connections} connections, {report.cores} cores, load {report.load_before}\n")
    for engine in report.engines:
        for name, figure in (("hand-over", engine.hand_over), ("look-up", engine.look_up)):
            out(
                f"{engine.engine:9} {name:9} {figure.per_second:8.1f}/s  p50 {figure.p50:7.2f} ms"
                f"  p99 {figure.p99:7.2f} ms  {figure.statuses}"
                f"  CPU s: server {figure.server_cpu}, client {figure.client_cpu}\n"
            )
        clean = "clean" if engine.fsck.get("ok") else "NOT CLEAN"
        out(
            f"{engine.engine:9} ceiling   {engine.ceiling:8.1f}/s  ratio {engine.ratio}"
            f"  fsck {clean}, {engine.fsck.get('entries')} entries\n"
        )


if __name__ == "__main__":
    main()
