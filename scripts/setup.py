"""Makes `.venv/bin/daicho` work in a fresh checkout; needs Python 3.11 or newer and nothing else.

uv goes into .tools/, packages (pinned by hash) into .venv, the pages into src/daicho/web/. What is there already stays.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
PINS = ROOT / "requirements"
MISSING = (
    "Neither pip nor ensurepip works with {python}, so uv cannot be fetched: install one of them "
    "(Debian, Ubuntu: `apt-get install python3-pip`) or put uv on the PATH, then repeat."
)


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - somebody may start this file with any Python
        return _stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    started = time.monotonic()
    try:
        uv = find_uv()
        if uv is None:
            return _stop(MISSING.format(python=sys.executable))
        install_packages(uv)
        install_project(uv)
    except subprocess.CalledProcessError as failed:
        return _stop(f"`{' '.join(map(str, failed.cmd))}` failed (exit {failed.returncode}).")
    print(f"ready: .venv/bin/daicho ({time.monotonic() - started:.1f} s)")
    return 0


def find_uv() -> Path | None:
    """The pinned uv of this checkout, fetched when it is missing; else any uv on the PATH."""
    pinned = (PINS / "uv.txt").read_text().split(maxsplit=1)[0].split("==")[1]
    own = TOOLS / "bin/uv"
    if own.is_file() and (TOOLS / f"uv-{pinned}.dist-info").is_dir():
        return own
    print("fetching uv ...", flush=True)
    shutil.rmtree(TOOLS, ignore_errors=True)
    if _fetched_by([sys.executable]) or _fetched_by(_private_pip()) or _fetched_by(_debian_pip()):
        return own
    other = shutil.which("uv")
    return Path(other) if other else None


def _fetched_by(python: list[str]) -> bool:
    """`pip --target` is allowed where PEP 668 forbids everything else."""
    if not python or not _quiet([*python, "-m", "pip", "--version"]):
        return False
    pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    place = ["--disable-pip-version-check", "--root-user-action=ignore", "--target", str(TOOLS)]
    return subprocess.run([*python, *pip, *place, "-r", str(PINS / "uv.txt")]).returncode == 0


def _private_pip() -> list[str]:
    venv = TOOLS / "pip"
    made = _quiet([sys.executable, "-m", "venv", str(venv)])
    return [str(venv / "bin/python")] if made else []


def _debian_pip() -> list[str]:
    """Root on a Debian without pip: the distribution's own pip."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return []
    _quiet([apt, "update"])
    return [sys.executable] if _quiet([apt, "install", "--yes", "python3-pip"]) else []


def install_packages(uv: Path) -> None:
    """Exactly what requirements/dev.txt pins, unless it is there already."""
    pins = PINS / "dev.txt"
    stamp = VENV / ".daicho-pins"
    now = hashlib.sha256(pins.read_bytes()).hexdigest()
    if not _quiet([str(VENV / "bin/python"), "-c", ""]):
        _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV))
    if stamp.is_file() and stamp.read_text() == now:
        return
    print("installing packages ...", flush=True)
    _run(uv, "pip", "sync", "--quiet", "--require-hashes", str(pins))
    stamp.write_text(now)


def install_project(uv: Path) -> None:
    """The checkout itself, editable: its build hook builds the pages when they changed."""
    install = ["pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", "."]
    _run(uv, *install)
    wanted = (ROOT / "frontend/package-lock.json").is_file()
    skipped = bool(os.environ.get("DAICHO_SKIP_FRONTEND"))
    if wanted and not skipped and not (ROOT / "src/daicho/web/index.html").is_file():
        _run(uv, *install, "--reinstall-package", "daicho")


def _run(uv: Path, *words: str) -> None:
    environment = {
        **os.environ,
        "VIRTUAL_ENV": str(VENV),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy" if os.name == "nt" else "hardlink"),
        **_index_of_pip(),
    }
    subprocess.run([str(uv), *words], cwd=ROOT, env=environment, check=True)


def _index_of_pip() -> dict[str, str]:
    """A mirror named to pip serves uv too, unless uv was told of one itself."""
    told = {"UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX", "UV_CONFIG_FILE"} & os.environ.keys()
    mirror = os.environ.get("PIP_INDEX_URL") or _pip_setting("index-url")
    return {"UV_DEFAULT_INDEX": mirror} if mirror and not told else {}


def _pip_setting(name: str) -> str:
    asked = [sys.executable, "-m", "pip", "config", "get", f"global.{name}"]
    answer = subprocess.run(asked, capture_output=True, text=True)
    return answer.stdout.strip() if answer.returncode == 0 else ""


def _quiet(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def _stop(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
