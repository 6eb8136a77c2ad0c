"""Who may call what: every handler names its roles, and a handler that names none is closed."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import ASGIApp

from daicho.foundation.history.model import Key
from daicho.foundation.identity.signing import who
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.errors import Forbidden, Invalid, NotSignedIn

Connection = ASGIConnection[Any, Actor | None, str | None, Any]

Asker = NamedDependency[Actor]
"""Handler parameter `actor`: the person who asks."""

Now = NamedDependency[datetime]
"""Handler parameter `now`: the municipality's time."""

Once = NamedDependency[Key]
"""Handler parameter `key`: the idempotency key of a changing request."""

PUBLIC: dict[str, Any] = {"open_to": "public"}
SIGNED_IN: dict[str, Any] = {"open_to": "signed-in"}

COUNTER_ACTS = frozenset(
    {
        "changePassword",
        "confirmLabel",
        "confirmSecret",
        "declareReturn",
        "declareUnsynced",
        "endMediaUse",
        "handOver",
        "recordCount",
        "recordDelivery",
        "recordPrivateFind",
        "recordSighting",
        "reportAbsence",
        "reportFound",
        "reportLoss",
        "requestBringIn",
        "requestExtension",
        "requestTakeOut",
        "setPin",
        "signOut",
        "startMediaUse",
        "syncScans",
        "transferTakeOut",
        "uploadEvidence",
        "withdrawBringIn",
        "withdrawTakeOut",
    }
)
"""What a badge and a PIN open of all that changes something: what is done at the counter with a scanner in the hand.

Everything else, all that decides or verifies above all, asks for the person's own secret. Reading is open to both.
"""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_KEY = re.compile(r"[0-9A-Za-z_\-]{8,64}")


def roles(*allowed: Role) -> dict[str, Any]:
    """Handler option: open to people with one of these roles."""
    return {"open_to": frozenset(allowed)}


def takes(*media_types: str) -> dict[str, Any]:
    """Handler option: the body is a file of one of these types, none of which a cross-site form can send."""
    return {"takes": frozenset(media_types)}


def allows(opt: Mapping[str, Any], actor: Actor | None) -> bool:
    """Whether a handler with these options is open to this person."""
    open_to = opt.get("open_to")
    if open_to == "public":
        return True
    if actor is None or open_to is None:
        return False
    return open_to == "signed-in" or bool(open_to & actor.roles)


async def admitted(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Litestar guard: deny by default. A coroutine, as Litestar hands plain functions to a thread each time; one for
    all, as it copies the handler for each."""
    _by_role(connection, handler)
    _same_site(connection, handler)


def _by_role(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    actor = connection.scope.get("user")
    operation = getattr(handler, "operation_id", None)
    if not allows(handler.opt, actor):
        if actor is None:
            raise NotSignedIn("not-signed-in")
        raise Forbidden("role-missing", operation=operation)
    if actor is not None and not actor.own_secret and wants_own_secret(handler):
        raise Forbidden("own-secret-required", operation=operation)


def wants_own_secret(handler: BaseRouteHandler) -> bool:
    """Whether a badge and a PIN are not enough for this."""
    if handler.opt.get("open_to") == "public":
        return False
    changes = set(getattr(handler, "http_methods", ())) - _SAFE
    return bool(changes) and getattr(handler, "operation_id", None) not in COUNTER_ACTS


def _same_site(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """What changes something comes from our own pages, as JSON or as a file where one is taken.

    A cross-site form can neither forge `Origin` nor send JSON without asking first.
    """
    if connection.scope["method"] in _SAFE:  # type: ignore[typeddict-item]  # only HTTP scopes come here
        return
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    same = _host_of(origin) == connection.headers.get("host") if origin else None
    if same is False or (site or "same-origin") != "same-origin" or (same is None and not site):
        raise Forbidden("cross-site-refused")
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    files: frozenset[str] | None = handler.opt.get("takes")
    if files is not None and kind not in files:
        raise Invalid("file-type-refused", content_type=kind[:80], takes=sorted(files))
    if files is None and kind != "application/json" and connection.scope["method"] != "DELETE":  # type: ignore[typeddict-item]  # as above
        raise Invalid("json-only", content_type=kind[:80])


def _host_of(origin: str) -> str | None:
    """Host and port of an origin; None for what is none."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


class Asking(AbstractAuthenticationMiddleware):
    """Puts the actor behind the session cookie on the request; nobody is turned away here, guards do that."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, exclude=["^/health", "^/assets/"])

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        state = connection.app.state
        token = connection.cookies.get(state.settings.cookie)
        idle = timedelta(seconds=state.settings.badge_idle_seconds)
        device = connection.cookies.get(state.settings.device_cookie)
        actor = await who(token, state.clock(), idle, device=device) if token else None
        return AuthenticationResult(user=actor, auth=token)


# Each of these asks for the one before it: what could be provided side by side, Litestar puts into a task each.


def provide_actor(request: Request[Actor, str, Any], now: Now) -> Actor:
    """The person who asks; guards made sure that there is one."""
    return request.user


def provide_now(request: Request[Any, Any, Any]) -> datetime:
    """The municipality's time."""
    moment: datetime = request.app.state.clock()
    return moment


async def provide_key(request: Request[Any, Any, Any], actor: Asker) -> Key:
    """The idempotency key of a changing request, tied to its operation and body."""
    value = request.headers.get("idempotency-key", "")
    if not _KEY.fullmatch(value):
        raise Invalid("idempotency-key-missing", header="Idempotency-Key")
    operation = f"{request.method} {request.scope['path']}"
    digest = sha256(operation.encode() + b"\n" + await request.body()).hexdigest()
    return Key(value, operation[:60], digest)
