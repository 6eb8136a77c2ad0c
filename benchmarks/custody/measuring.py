"""One engine measured: a real `daicho serve`, hand-overs and look-ups through HTTP, the history checked afterwards."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import msgspec

from benchmarks.custody.office import Office, made
from daicho.foundation.settings import Settings

START_SECONDS = 30.0


class Figure(msgspec.Struct):
    """What one run of requests gave; milliseconds, CPU seconds of the client and of the server."""

    count: int
    seconds: float
    per_second: float
    p50: float
    p99: float
    worst: float
    statuses: dict[str, int]
    client_cpu: float
    server_cpu: float


class Server:
    """`daicho serve` on a data folder."""

    def __init__(self, settings: Settings, port: int) -> None:
        self.settings = settings
        self.port = port
        self.environment = {
            **os.environ,
            "DAICHO_DATA_DIR": str(settings.data_dir),
            "DAICHO_DATABASE_URL": settings.database_url,
            "DAICHO_PORT": str(port),
        }

    def daicho(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Another verb on the same data."""
        command = [sys.executable, "-m", "daicho.cli.main", *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )

    @contextmanager
    def running(self) -> Iterator[int]:
        """Its process id, once it answers."""
        command = [sys.executable, "-m", "daicho.cli.main", "serve"]
        with (self.settings.data_dir / "server.log").open("ab") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        try:
            self._wait(process)
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + START_SECONDS
        while not self._ready():
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError((self.settings.data_dir / "server.log").read_text()[-3000:])
            time.sleep(0.05)

    def _ready(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def _cpu(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def hand_overs(office: Office, port: int) -> list[str]:
    """Each approved take-out once, as the front end sends it, by the custodians of its section in turn."""
    found = []
    for number, (take_out, code, section) in enumerate(office.take_outs):
        tokens = office.tokens[section]
        body = json.dumps(
            {"code": code, "encrypted": True, "container": "鍵付きケース"}, ensure_ascii=False
        )
        found.append(
            f"POST /api/take-outs/{take_out}/hand-over HTTP/1.1\r\n"
            + _common(port, tokens[number % len(tokens)])
            + f"Idempotency-Key: bench-hand-over-{number:08}\r\n"
            "Content-Type: application/json\r\n"
            f"Content-Length: {len(body.encode())}\r\n\r\n{body}"
        )
    return found


def look_ups(office: Office, port: int, count: int) -> list[str]:
    """A scanned code looked up by somebody of the section that keeps the thing."""
    found = []
    for number in range(count):
        _, code, section = office.take_outs[number % len(office.take_outs)]
        tokens = office.tokens[section]
        common = _common(port, tokens[number % len(tokens)])
        found.append(f"GET /api/codes/{code} HTTP/1.1\r\n{common}\r\n")
    return found


def _common(port: int, token: str) -> str:
    return (
        f"Host: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nAccept: application/json\r\n"
        f"Accept-Language: ja\r\nSec-Fetch-Site: same-origin\r\nCookie: daicho={token}\r\n"
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) daicho-bench\r\nConnection: keep-alive\r\n"
    )


def loaded(requests: list[str], server: Server, pid: int, *, connections: int) -> Figure:
    """Let the load generator's process send these; every answer has to be 200."""
    folder = server.settings.data_dir
    asked = {
        "address": ["127.0.0.1", server.port],
        "connections": connections,
        "requests": requests,
        "answer": str(folder / "answer.json"),
    }
    (folder / "asked.json").write_text(json.dumps(asked, ensure_ascii=False))
    before = _cpu(pid)
    command = [sys.executable, "-m", "benchmarks.custody.load", str(folder / "asked.json")]
    root = Path(__file__).resolve().parents[2]
    subprocess.run(command, check=True, cwd=root)
    return _figure(json.loads((folder / "answer.json").read_text()), _cpu(pid) - before)


def _figure(told: dict[str, Any], server_cpu: float) -> Figure:
    took = sorted(told["took"])
    return Figure(
        count=len(took),
        seconds=round(told["seconds"], 3),
        per_second=round(len(took) / told["seconds"], 1),
        p50=round(took[len(took) // 2], 2),
        p99=round(took[int(len(took) * 0.99)], 2),
        worst=round(took[-1], 2),
        statuses=told["statuses"],
        client_cpu=round(told["client_cpu"], 2),
        server_cpu=round(server_cpu, 2),
    )


class Measured(msgspec.Struct):
    """One engine's figures, and what `fsck` says of the history that the run left."""

    engine: str
    hand_over: Figure
    look_up: Figure
    fsck: dict[str, Any]
    ceiling: float = 0.0
    ratio: float = 0.0


def prepared(settings: Settings, port: int, count: int) -> tuple[Server, Office]:
    """A migrated, filled database and the server for it, not yet running."""
    server = Server(settings, port)
    done = server.daicho("migrate")
    if done.returncode:
        raise RuntimeError(done.stderr)
    return server, made(settings, count)


def measured(
    engine: str, server: Server, office: Office, *, connections: int, look_up: int
) -> Measured:
    """Look-ups, then hand-overs, then `fsck`; a few of each first, so that nothing is measured cold."""
    requests = hand_overs(office, server.port)
    warm = connections * 4
    with server.running() as pid:
        loaded(look_ups(office, server.port, warm), server, pid, connections=connections)
        looked = loaded(
            look_ups(office, server.port, look_up), server, pid, connections=connections
        )
        loaded(requests[:warm], server, pid, connections=connections)
        handed = loaded(requests[warm:], server, pid, connections=connections)
    checked = server.daicho("fsck", "--json")
    return Measured(engine, handed, looked, json.loads(checked.stdout or "{}"))
