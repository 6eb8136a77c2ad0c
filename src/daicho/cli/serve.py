"""`daicho serve`: the server, one process on SQLite, several workers on PostgreSQL."""

import argparse
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from daicho.foundation.kernel.errors import Refused
from daicho.foundation.settings import Settings, from_environment, refuse_open_plain_http


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("serve", help="サーバーを動かす / run the server")
    verb.add_argument("--workers", type=int, default=1, help="PostgreSQL のみ / PostgreSQL only")
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces

    settings = from_environment()
    refuse_open_plain_http(settings)
    if not settings.on_postgres and args.workers != 1:
        raise Refused("sqlite-one-worker", workers=args.workers)
    with _only_server(settings):
        Granian(
            "daicho.app:served",
            factory=True,
            address=settings.host,
            port=settings.port,
            interface=Interfaces.ASGI,
            workers=args.workers,
            websockets=False,
            ssl_cert=settings.tls_certificate,
            ssl_key=settings.tls_key,
        ).serve()
    return 0


@contextmanager
def _only_server(settings: Settings) -> Iterator[None]:
    """A second server on the same SQLite file is refused with a sentence."""
    if settings.on_postgres:
        yield
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = os.open(settings.data_dir / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as held:
        raise Refused("already-serving", folder=str(settings.data_dir)) from held
    try:
        yield
    finally:
        os.close(lock)
