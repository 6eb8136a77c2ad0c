"""HTTP of people and rights: the session, sections, staff, posts, deputies, accounts, 後閲."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import FromQuery, JSONBody

from daicho.foundation.history.service import Done
from daicho.foundation.identity import devices, service, signing
from daicho.foundation.identity.guards import (
    PUBLIC,
    SIGNED_IN,
    Asker,
    Now,
    Once,
    allows,
    roles,
)
from daicho.foundation.identity.model import Section
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import JST, today
from daicho.foundation.kernel.text import Ident, Key, Name, Short
from daicho.foundation.parameters import Id
from daicho.foundation.settings import Settings

Password = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Credentials(msgspec.Struct, forbid_unknown_fields=True):
    """What a person signs in with."""

    account: Ident
    password: Password


class NewPassword(msgspec.Struct, forbid_unknown_fields=True):
    current: Password
    new: Password


class MyPost(msgspec.Struct):
    section: str
    section_name: str
    role: Role
    title: str


class Town(msgspec.Struct):
    name: str
    demo: bool


class Me(msgspec.Struct):
    """Who is signed in, where, and what the pages may offer."""

    account: str
    staff_id: str
    name: str
    municipality: Town
    now: datetime
    today: date
    posts: list[MyPost]
    roles: list[Role]
    section: str | None
    section_name: str
    may: list[str]
    own_secret: bool = True
    device: str | None = None


class Sections(msgspec.Struct):
    items: list[Section]
    next: str | None = None


class StaffList(msgspec.Struct):
    items: list[service.Staff]
    next: str | None = None


async def me(request: Request[Any, Any, Any], actor: Actor, now: datetime) -> Me:
    town = await service.municipality()
    shown = await service.section_names()
    called = await service.names([actor.person])
    return Me(
        account=actor.account,
        staff_id=actor.person,
        name=called.get(actor.person, ""),
        municipality=Town(town.name if town else "", bool(town and town.demo)),
        now=now.astimezone(JST),
        today=today(now),
        posts=[MyPost(d.section, shown[d.section], d.role, d.title) for d in actor.duties],
        roles=sorted(actor.roles),
        section=actor.home,
        section_name=shown.get(actor.home or "", ""),
        may=[name for name, opt in request.app.state.operations.items() if allows(opt, actor)],
        own_secret=actor.own_secret,
        device=actor.device,
    )


def session_cookie(settings: Settings, token: str) -> Cookie:
    """Who is signed in here."""
    return Cookie(
        key=settings.cookie,
        value=token,
        path="/",
        httponly=True,
        secure=settings.secure,
        samesite="strict",
        max_age=int(signing.ABSOLUTE.total_seconds()),
    )


class SessionRoutes(Controller):
    """Signing in and out."""

    path = "/session"
    tags = ("identity",)

    @post(operation_id="signIn", opt=PUBLIC, status_code=201)
    async def sign_in(
        self, data: JSONBody[Credentials], request: Request[Any, Any, Any], now: Now
    ) -> Response[Me]:
        address = request.client.host if request.client else "?"
        settings = request.app.state.settings
        device = await devices.of_token(request.cookies.get(settings.device_cookie))
        there = device.id if device and device.state == "active" else None
        opened = await signing.sign_in(data.account, data.password, address, now, there)
        actor = await service.actor_of(data.account, today(now), there)
        answer = Response(await me(request, actor, now), status_code=201)
        answer.set_cookie(session_cookie(settings, opened.token))
        return answer

    @get(operation_id="currentSession", opt=SIGNED_IN)
    async def current(self, request: Request[Any, Any, Any], actor: Asker, now: Now) -> Me:
        return await me(request, actor, now)

    @delete(operation_id="signOut", opt=SIGNED_IN, status_code=204)
    async def sign_out(self, request: Request[Any, Any, Any]) -> Response[None]:
        await signing.sign_out(request.auth)
        answer = Response(None, status_code=204)
        answer.delete_cookie(request.app.state.settings.cookie, path="/")
        return answer

    @post("/password", operation_id="changePassword", opt=SIGNED_IN, status_code=200)
    async def password(
        self, data: JSONBody[NewPassword], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await signing.change_password(data.current, data.new, actor, now, key)


class NewSection(msgspec.Struct, forbid_unknown_fields=True):
    name: Name
    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=20, pattern=r"^[0-9a-z_\-]+(?!\n)$")]
    parent: Ident


class NewPerson(msgspec.Struct, forbid_unknown_fields=True):
    staff_id: Key
    name: Name
    kana: Name


class NewPost(msgspec.Struct, forbid_unknown_fields=True):
    person: Ident
    section: Ident
    role: Role
    title: Short
    valid_from: date
    valid_to: date | None = None


class EndOfPost(msgspec.Struct, forbid_unknown_fields=True):
    valid_to: date


class NewDeputy(msgspec.Struct, forbid_unknown_fields=True):
    section: Ident
    principal: Ident
    person: Ident
    rank: Annotated[int, msgspec.Meta(ge=1, le=9)]
    valid_from: date
    valid_to: date


class NewAccount(msgspec.Struct, forbid_unknown_fields=True):
    account: Key
    person: Ident
    password: Password


ADMIN = roles("system_admin")


class PeopleRoutes(Controller):
    """Sections, staff and their posts."""

    path = "/"
    tags = ("identity",)

    @get("/sections", operation_id="listSections", opt=SIGNED_IN)
    async def sections(self) -> Sections:
        return Sections(await service.sections())

    @get("/staff", operation_id="listStaff", opt=SIGNED_IN)
    async def staff(
        self, actor: Asker, now: Now, section: FromQuery[str | None] = None
    ) -> StaffList:
        reach = actor.reach()
        wanted = reach if section is None else reach & {section}
        return StaffList(await service.staff_of(wanted, today(now)))

    @post("/sections", operation_id="registerSection", opt=ADMIN)
    async def add_section(
        self, data: JSONBody[NewSection], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.register_section(
            data.name, data.kind, actor, now, key, parent=data.parent
        )

    @post("/people", operation_id="registerPerson", opt=ADMIN)
    async def add_person(
        self, data: JSONBody[NewPerson], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.register_person(data.staff_id, data.name, data.kana, actor, now, key)

    @post("/posts", operation_id="assignPost", opt=ADMIN)
    async def add_post(self, data: JSONBody[NewPost], actor: Asker, now: Now, key: Once) -> Done:
        return await service.assign_post(
            data.person, data.section, data.role, actor, now, key,
            title=data.title, valid_from=data.valid_from, valid_to=data.valid_to,
        )  # fmt: skip

    @post("/posts/{post_id:str}/end", operation_id="endPost", opt=ADMIN, status_code=200)
    async def end_post(
        self, post_id: Id, data: JSONBody[EndOfPost], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.end_post(post_id, data.valid_to, actor, now, key)

    @post("/deputies", operation_id="appointDeputy", opt=roles("system_admin", "section_head"))
    async def add_deputy(
        self, data: JSONBody[NewDeputy], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.appoint_deputy(
            data.section, data.principal, data.person, actor, now, key,
            rank=data.rank, valid_from=data.valid_from, valid_to=data.valid_to,
        )  # fmt: skip

    @post("/accounts", operation_id="createAccount", opt=ADMIN)
    async def add_account(
        self, data: JSONBody[NewAccount], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await signing.create_account(
            data.account, data.person, data.password, actor, now, key
        )

    @post(
        "/proxy-decisions/{decision_id:str}/review",
        operation_id="reviewProxyDecision",
        opt=roles("section_head"),
        status_code=200,
    )
    async def review(self, decision_id: Id, actor: Asker, now: Now, key: Once) -> Done:
        return await service.review_proxy_decision(decision_id, actor, now, key)
