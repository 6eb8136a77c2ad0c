"""`make run`: tables up to date, the demo municipality in an empty database, its accounts, the server."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAICHO = ROOT / ".venv/bin/daicho"


def main() -> int:
    for words in (["migrate"], ["demo", "--if-empty"]):
        done = subprocess.run([DAICHO, *words], cwd=ROOT)
        if done.returncode != 0:
            return done.returncode
    show_accounts(ROOT / os.environ.get("DAICHO_DATA_DIR", "var") / "demo-accounts.json")
    host, port = os.environ.get("DAICHO_HOST", "127.0.0.1"), os.environ.get("DAICHO_PORT", "8000")
    print(f"\nhttp://{host}:{port}  (Ctrl-C で終了 / to stop)\n", flush=True)
    os.chdir(ROOT)
    return os.execv(DAICHO, [str(DAICHO), "serve"])  # noqa: S606 - this process becomes the server


def show_accounts(file: Path) -> None:
    """Whom one can sign in as; nothing when this is no demo."""
    if not file.is_file():
        return
    print("\nデモのアカウント / demo accounts")
    for row in json.loads(file.read_text(encoding="utf-8")):
        print(f"  {row['account']:<16} {row['password']:<18} {row['role']:<18} {row['section']}")


if __name__ == "__main__":
    sys.exit(main())
