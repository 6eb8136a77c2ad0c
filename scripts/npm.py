"""Runs npm scripts of frontend/ with the Node of the virtual environment: `npm.py lint test`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import build_hook  # noqa: E402 - the checkout's root is not on the path before

FRONTEND = ROOT / "frontend"


def main(names: list[str]) -> int:
    build_hook.install(FRONTEND)
    try:
        for name in names:
            build_hook.npm(FRONTEND, "run", "--silent", name)
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
