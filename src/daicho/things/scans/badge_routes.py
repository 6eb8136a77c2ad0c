"""HTTP of signing in by badge: a label leads to its person, also one that took another's place."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, post
from litestar.params import JSONBody

from daicho.foundation.identity import badges, devices, service
from daicho.foundation.identity.guards import PUBLIC, Now
from daicho.foundation.identity.routes import Me, me, session_cookie
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.text import Scan
from daicho.things.scans import reading


class Badge(msgspec.Struct, forbid_unknown_fields=True):
    """What was read from the badge, and the PIN."""

    badge: Scan
    pin: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]


class BadgeRoutes(Controller):
    """Signing in on a shared device."""

    path = "/session/badge"
    tags = ("identity",)

    @post(operation_id="signInByBadge", opt=PUBLIC, status_code=201)
    async def sign_in(
        self, data: JSONBody[Badge], request: Request[Any, Any, Any], now: Now
    ) -> Response[Me]:
        address = request.client.host if request.client else "?"
        settings = request.app.state.settings
        device = await devices.in_service(request.cookies.get(settings.device_cookie))
        code = await reading.badge_of(data.badge)
        account, opened = await badges.sign_in(code, data.pin, device, address, now)
        actor = await service.actor_of(account.id, today(now), device.id if device else None)
        seen = msgspec.structs.replace(actor, own_secret=False)
        answer = Response(await me(request, seen, now), status_code=201)
        answer.set_cookie(session_cookie(settings, opened.token))
        return answer
