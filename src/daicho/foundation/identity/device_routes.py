"""HTTP of shared devices, of the PIN, and of the own secret in a session that a badge opened."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody

from daicho.foundation.history.service import Done
from daicho.foundation.identity import badges, devices, service, signing
from daicho.foundation.identity.guards import PUBLIC, SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.identity.model import Device
from daicho.foundation.identity.routes import Password
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Name
from daicho.foundation.parameters import Id, Limit, OptionalId

KEEPS = roles(*devices.KEEPS)
_LASTS = 400 * 24 * 3600
"""Seconds for which a browser keeps the cookie: the most that browsers allow."""


class NewDevice(msgspec.Struct, forbid_unknown_fields=True):
    name: Name
    section: Ident


class EnrolmentCode(msgspec.Struct, forbid_unknown_fields=True):
    code: Annotated[
        str, msgspec.Meta(min_length=8, max_length=20, pattern=r"^[0-9A-Za-z\- ]+(?!\n)$")
    ]


class DeviceShown(msgspec.Struct):
    """A shared scanner; `state` is enrolled (its code is still to be typed), active or revoked."""

    id: str
    name: str
    section: str
    section_name: str
    state: str
    enrolled_by: str
    enrolled_at: datetime
    claimed_at: datetime | None
    revoked_at: datetime | None
    actions: list[str]


class Devices(msgspec.Struct):
    items: list[DeviceShown]
    next: str | None = None


class ThisDevice(msgspec.Struct):
    """What this browser is; all empty for one that is no device of ours."""

    id: str | None = None
    name: str | None = None
    section_name: str | None = None
    state: str | None = None


async def _this(device: Device) -> ThisDevice:
    shown = await service.section_name(device.section)
    return ThisDevice(device.id, device.name, shown, device.state)


def _shown(
    device: Device, sections: dict[str, str], names: dict[str, str], actor: Actor
) -> DeviceShown:
    able = device.state != "revoked" and device.section in actor.reach(devices.KEEPS)
    return DeviceShown(
        id=device.id,
        name=device.name,
        section=device.section,
        section_name=sections.get(device.section, ""),
        state=device.state,
        enrolled_by=names.get(device.enrolled_by, ""),
        enrolled_at=device.enrolled_at.astimezone(JST),
        claimed_at=device.claimed_at.astimezone(JST) if device.claimed_at else None,
        revoked_at=device.revoked_at.astimezone(JST) if device.revoked_at else None,
        actions=["revokeDevice"] if able else [],
    )


class DeviceRoutes(Controller):
    """Shared scanners."""

    path = "/devices"
    tags = ("devices",)

    @get(operation_id="listDevices", opt=roles(*devices.KEEPS, "system_admin", "auditor"))
    async def listed(self, actor: Asker, limit: Limit = 50, after: OptionalId = None) -> Devices:
        found = await devices.listed(actor, limit=limit, after=after)
        page, following = page_of(found, limit)
        names = await service.names(device.enrolled_by for device in page)
        sections = await service.section_names()
        return Devices([_shown(device, sections, names, actor) for device in page], following)

    @post(operation_id="enrolDevice", opt=KEEPS, status_code=201)
    async def enrol(
        self, data: JSONBody[NewDevice], actor: Asker, now: Now, key: Once
    ) -> devices.Enrolled:
        return await devices.enrol(data.name, data.section, actor, now, key)

    @get("/this", operation_id="currentDevice", opt=PUBLIC)
    async def current(self, request: Request[Any, Any, Any]) -> ThisDevice:
        """Asked by the page to sign in: whether badge and PIN are taken here."""
        cookie = request.cookies.get(request.app.state.settings.device_cookie)
        device = await devices.of_token(cookie)
        return await _this(device) if device else ThisDevice()

    @post("/claim", operation_id="claimDevice", opt=PUBLIC, status_code=200)
    async def claim(
        self, data: JSONBody[EnrolmentCode], request: Request[Any, Any, Any], now: Now
    ) -> Response[ThisDevice]:
        address = request.client.host if request.client else "?"
        claimed = await devices.claim(data.code, address, now)
        settings = request.app.state.settings
        answer = Response(await _this(claimed.device), status_code=200)
        answer.set_cookie(
            Cookie(
                key=settings.device_cookie,
                value=claimed.token,
                path="/",
                httponly=True,
                secure=settings.secure,
                samesite="strict",
                max_age=_LASTS,
            )
        )
        return answer

    @post("/{device_id:str}/revocation", operation_id="revokeDevice", opt=KEEPS, status_code=200)
    async def revoke(self, device_id: Id, actor: Asker, now: Now, key: Once) -> devices.Enrolled:
        return await devices.revoke(device_id, actor, now, key)


class NewPin(msgspec.Struct, forbid_unknown_fields=True):
    """The own password beside the PIN of 6 to 12 digits."""

    password: Password
    pin: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]


class OwnSecret(msgspec.Struct, forbid_unknown_fields=True):
    password: Password


class Confirmed(msgspec.Struct):
    """Until when this session may decide."""

    until: datetime


class SecretRoutes(Controller):
    """What only the person knows."""

    path = "/"
    tags = ("identity",)

    @post("/me/pin", operation_id="setPin", opt=SIGNED_IN, status_code=200)
    async def pin(
        self, data: JSONBody[NewPin], request: Request[Any, Any, Any], actor: Asker, now: Now,
        key: Once,
    ) -> Done:  # fmt: skip
        return await badges.set_pin(data.password, data.pin, actor, now, key, token=request.auth)

    @post("/session/confirmation", operation_id="confirmSecret", opt=SIGNED_IN, status_code=200)
    async def confirm(
        self, data: JSONBody[OwnSecret], request: Request[Any, Any, Any], actor: Asker, now: Now
    ) -> Confirmed:
        until = await signing.confirm(request.auth, data.password, actor, now)
        return Confirmed(until.astimezone(JST))
