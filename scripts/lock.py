"""Pins every package with its hashes: requirements/*.txt from pyproject.toml.

`.venv/bin/python scripts/lock.py` keeps what still fits; with `--upgrade` everything moves to the newest release.
The files name no package host, so that they work behind any mirror.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PINS = Path("requirements")
UV = ROOT / ".tools/bin/uv"
QUIET = ("--no-emit-index-url", "--no-annotate", "--no-header", "--quiet")
EVERYWHERE = ("--universal", "--python-version", "3.11", "--generate-hashes")

# What goes into each file, and the file it must agree with.
FILES: dict[str, tuple[list[str], str | None]] = {
    "run": (["pyproject.toml"], None),
    "dev": (["pyproject.toml", "--group", "dev"], "run"),
    "build": (["--group", "build"], "dev"),
    "test-postgres": (["--group", "test-postgres"], None),
    "uv": (["-"], None),
}


def main(words: list[str]) -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted_uv = project["tool"]["daicho"]["uv"]
    for name, (sources, agrees) in FILES.items():
        constraint = ["--constraint", str(PINS / f"{agrees}.txt")] if agrees else []
        target = ["--output-file", str(PINS / f"{name}.txt")]
        command = [
            str(UV),
            "pip",
            "compile",
            *QUIET,
            *EVERYWHERE,
            *words,
            *constraint,
            *target,
            *sources,
        ]
        subprocess.run(command, cwd=ROOT, input=wanted_uv, text=True, check=True)
        print(f"{PINS / name}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
