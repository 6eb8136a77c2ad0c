"""Where everything meets: the tables, the reactions, the routes, the pages, one Litestar application."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

from litestar import Litestar, MediaType, Request, Router, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.types import Message, Scope

from daicho import logs
from daicho.foundation import db
from daicho.foundation.calendar.routes import CalendarRoutes
from daicho.foundation.history.checkpoints import Signer
from daicho.foundation.history.service import react_with, tree_head
from daicho.foundation.identity.device_routes import DeviceRoutes, SecretRoutes
from daicho.foundation.identity.guards import (
    PUBLIC,
    Asking,
    admitted,
    provide_actor,
    provide_key,
    provide_now,
)
from daicho.foundation.identity.routes import PeopleRoutes, SessionRoutes
from daicho.foundation.identity.service import municipality
from daicho.foundation.kernel.clock import Clock, shifted, system_clock
from daicho.foundation.outbox.smtp import route_of
from daicho.foundation.problems import HANDLERS
from daicho.foundation.settings import KEYS, Settings, from_environment
from daicho.oversight.desk.routes import DeskRoutes
from daicho.oversight.exports.count_routes import CountReceiptRoutes
from daicho.oversight.exports.floor_routes import FloorExportRoutes
from daicho.oversight.exports.routes import ExportRoutes, HistoryRoutes
from daicho.oversight.imports.routes import LedgerRoutes
from daicho.oversight.paper.routes import BlankFormRoutes, DisposalRecordRoutes, PaperPrints
from daicho.oversight.personnel.routes import PersonnelRoutes
from daicho.oversight.reminders.routes import MailRoutes, ReminderRoutes
from daicho.oversight.violations import service as violations
from daicho.oversight.violations.area_routes import AreaRoutes
from daicho.oversight.violations.remedy_routes import RemedyRoutes
from daicho.oversight.violations.routes import FloorOversightRoutes, ViolationRoutes
from daicho.oversight.violations.rule_routes import RuleRoutes
from daicho.oversight.violations.study_routes import StudyRoutes
from daicho.pages import pages
from daicho.places.drawings.routes import BackgroundRoutes, DrawingRoutes
from daicho.places.floors.proposal_routes import ProposalRoutes
from daicho.places.floors.routes import FloorRoutes, PlaceRoutes
from daicho.rounds import keep_going, keep_reminding
from daicho.schema import TABLES
from daicho.things.assets import service as assets
from daicho.things.assets.routes import AssetRoutes
from daicho.things.bringins.beside_routes import DeliveryRoutes, PrivateFindRoutes
from daicho.things.bringins.routes import BringInRoutes
from daicho.things.custody.routes import AbsenceRoutes, ExtensionRoutes, TakeOutRoutes
from daicho.things.custody.transfer_routes import AssetTransferRoutes, TransferRoutes
from daicho.things.custody.uses_routes import AssetUseRoutes, MediaUseRoutes
from daicho.things.disposal import astray
from daicho.things.disposal.routes import DisposalMethodRoutes, DisposalRoutes
from daicho.things.evidence.routes import EvidenceRoutes
from daicho.things.labels import service as labels
from daicho.things.labels.paper_routes import PaperRoutes
from daicho.things.labels.routes import LabelRoutes
from daicho.things.placements import service as placements
from daicho.things.placements.routes import FloorPlanRoutes, SightingRoutes
from daicho.things.scans import settling
from daicho.things.scans.badge_routes import BadgeRoutes
from daicho.things.scans.routes import ScanRoutes
from daicho.things.stocktake.routes import StockLineRoutes, StockTakeRoutes

BODY_LIMIT = 10_000_000

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "media-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}

_GUARDING = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_GUARDED = frozenset(name for name, _ in _GUARDING)

CONTROLLERS = (
    SessionRoutes,
    BadgeRoutes,
    SecretRoutes,
    DeviceRoutes,
    PeopleRoutes,
    CalendarRoutes,
    FloorRoutes,
    ProposalRoutes,
    PlaceRoutes,
    DrawingRoutes,
    BackgroundRoutes,
    FloorPlanRoutes,
    SightingRoutes,
    ScanRoutes,
    EvidenceRoutes,
    AssetRoutes,
    LabelRoutes,
    PaperRoutes,
    TakeOutRoutes,
    ExtensionRoutes,
    AbsenceRoutes,
    AssetUseRoutes,
    MediaUseRoutes,
    BringInRoutes,
    PrivateFindRoutes,
    DeliveryRoutes,
    DisposalRoutes,
    DisposalMethodRoutes,
    StockTakeRoutes,
    StockLineRoutes,
    AssetTransferRoutes,
    TransferRoutes,
    FloorOversightRoutes,
    AreaRoutes,
    ViolationRoutes,
    RemedyRoutes,
    RuleRoutes,
    StudyRoutes,
    DeskRoutes,
    LedgerRoutes,
    PersonnelRoutes,
    PaperPrints,
    DisposalRecordRoutes,
    BlankFormRoutes,
    ReminderRoutes,
    MailRoutes,
    ExportRoutes,
    FloorExportRoutes,
    CountReceiptRoutes,
    HistoryRoutes,
)

REACTIONS = (
    astray.on_change, placements.on_change, settling.on_change, violations.on_change,
)  # fmt: skip
"""What runs inside every change after its use case, in this order."""

ASKING = (placements.asking, violations.asking)
"""What they will ask about an asset, told beforehand."""


@get("/health/live", opt=PUBLIC, media_type=MediaType.TEXT, include_in_schema=False)
async def live() -> str:
    """The process answers."""
    return "live"


@get("/health/ready", opt=PUBLIC, media_type=MediaType.TEXT, include_in_schema=False)
async def ready() -> str:
    """The database answers and is migrated."""
    async with db.read():
        await tree_head()
    return "ready"


@get("/api/openapi.json", opt=PUBLIC, sync_to_thread=False, include_in_schema=False)
def openapi(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """What the API offers; our own address for it, so that unknown API paths get our own answer."""
    return request.app.openapi_schema.to_schema()


async def municipal_clock() -> Clock:
    """The system's clock, or the demo's: an offset stored with the demo."""
    town = await municipality()
    return shifted(system_clock, timedelta(seconds=town.clock_offset)) if town else system_clock


async def _signer(settings: Settings) -> Signer | None:
    """Who signs the history's head; an empty register has nothing to sign."""
    town = await municipality()
    return Signer(settings.data_dir / KEYS, town.origin) if town else None


@asynccontextmanager
async def _rounds(app: Litestar) -> AsyncIterator[None]:
    """The server's own work beside its answers; it has ended, rolled back if need be, before the database closes."""
    signer = await _signer(app.state.settings)
    going = [asyncio.create_task(keep_going(signer, app.state.clock))]
    route = route_of(app.state.settings)
    if route is not None:
        going.append(asyncio.create_task(keep_reminding(route, app.state.clock)))
    try:
        yield
    finally:
        for one in going:
            one.cancel()
        for one in going:
            with suppress(asyncio.CancelledError):
                await one


@asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncIterator[None]:
    database = db.connect(app.state.settings)
    db.warn_of_old_sqlite(database)
    await db.bind(database, TABLES)
    try:
        react_with(REACTIONS, ASKING)
        labels.draw_for((assets.labels,), label_url=app.state.settings.label_url)
        app.state.clock = await municipal_clock()
        async with _rounds(app):
            yield
    finally:
        await db.unbind()


def _operations(app: Litestar) -> dict[str, dict[str, object]]:
    """Operation id -> handler options, for `may`."""
    return {
        handler.operation_id: handler.opt
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(getattr(handler, "operation_id", None), str)
    }


async def _guard_answer(message: Message, scope: Scope) -> None:
    """Every answer carries the protective headers, refusals and errors too."""
    if message["type"] == "http.response.start":
        others = (header for header in message["headers"] if header[0].lower() not in _GUARDED)
        message["headers"] = [*others, *_GUARDING]


def create_app(settings: Settings) -> Litestar:
    """The application for these settings; the database opens with its lifespan."""
    app = Litestar(
        route_handlers=[
            Router("/api", route_handlers=list(CONTROLLERS)),
            live,
            ready,
            openapi,
            *pages(),
        ],
        dependencies={
            "actor": Provide(provide_actor, sync_to_thread=False),
            "now": Provide(provide_now, sync_to_thread=False),
            "key": Provide(provide_key),
        },
        exception_handlers=HANDLERS,
        guards=[admitted],
        lifespan=[_lifespan],
        middleware=[Asking],
        openapi_config=OpenAPIConfig(
            title="Daicho",
            version="1",
            render_plugins=[],
            openapi_router=Router("/api/openapi", route_handlers=[], opt=PUBLIC),
        ),
        request_max_body_size=BODY_LIMIT,
        before_send=[_guard_answer],
        state=State({"settings": settings}),
    )
    app.state.operations = _operations(app)
    return app


def served() -> Litestar:
    """What the server process calls. What it is made of stays: looking through it again and again for garbage
    would make everybody wait for a tenth of a second each time."""
    logs.configure()
    app = create_app(from_environment())
    gc.collect()
    gc.freeze()
    return app
