"""`daicho serve`: the server, one process on SQLite, several workers on PostgreSQL."""

import argparse
import asyncio
import fcntl
import os
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from daicho.foundation.kernel.errors import Refused
from daicho.foundation.settings import Settings, from_environment, refuse_open_plain_http


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("serve", help="サーバーを動かす / run the server")
    verb.add_argument("--workers", type=int, default=1, help="PostgreSQL のみ / PostgreSQL only")
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = from_environment()
    refuse_open_plain_http(settings)
    if not settings.on_postgres and args.workers != 1:
        raise Refused("sqlite-one-worker", workers=args.workers)
    with _only_server(settings):
        asyncio.run(_look(settings))
        if args.workers == 1:
            _run(_alone(settings))
        else:
            _several(settings, args.workers)
    return 0


def _run(work: Coroutine[Any, Any, None]) -> None:
    """On libuv's loop: a request costs a sixth less of the processor than on the interpreter's own."""
    from uvloop import new_event_loop

    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(work)


async def _look(settings: Settings) -> None:
    """Find out now, with a sentence, what a started server could only fail at."""
    from daicho.cli.opened import opened

    async with opened(settings):
        pass


async def _alone(settings: Settings) -> None:
    """One process and nothing beside it: what an office's small machine has room for."""
    from granian.server.embed import Server

    from daicho.app import served

    server = Server(served(), **_options(settings))
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(ending, server.stop)
    await server.serve()


def _several(settings: Settings, workers: int) -> None:
    from granian import Granian

    Granian("daicho.app:served", factory=True, workers=workers, **_options(settings)).serve()


def _options(settings: Settings) -> dict[str, Any]:
    from granian.constants import Interfaces

    return {
        "address": settings.host,
        "port": settings.port,
        "interface": Interfaces.ASGI,
        "websockets": False,
        "ssl_cert": settings.tls_certificate,
        "ssl_key": settings.tls_key,
    }


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
