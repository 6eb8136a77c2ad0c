"""`daicho serve` as a process of its own: started, asked, killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from daicho.foundation.settings import Settings
from tests.support.postgres import free_port

START_SECONDS = 30.0


class Server:
    """One server on a data folder; it can be killed and started again on the same port."""

    def __init__(self, data_dir: Path, database_url: str = "") -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.environment = {
            **os.environ,
            "DAICHO_DATA_DIR": str(data_dir),
            "DAICHO_DATABASE_URL": database_url,
            "DAICHO_PORT": str(self.port),
        }
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Server":
        """On the data of an office that a test has open."""
        return cls(settings.data_dir, settings.database_url)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def daicho(self, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
        """Run another verb on the same data; `said` is what somebody types in."""
        command = [sys.executable, "-m", "daicho.cli.main", *words]
        return subprocess.run(
            command,
            env=self.environment,
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> None:
        """Returns when it answers; in a process group of its own, so that workers die with it."""
        command = [sys.executable, "-m", "daicho.cli.main", "serve"]
        with (self.data_dir / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + START_SECONDS
        while not self._ready():
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError((self.data_dir / "server.log").read_text()[-3000:])
            time.sleep(0.02)

    def _ready(self) -> bool:
        try:
            with urlopen(f"{self.url}/health/ready", timeout=2) as answer:  # noqa: S310  # loopback
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def kill(self) -> None:
        """SIGKILL to the server and its workers: what a crash leaves."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """As an administrator stops it."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=30)
            self._process = None
