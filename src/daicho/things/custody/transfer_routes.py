"""HTTP of transfers between sections."""

from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import FromQuery, JSONBody, PathParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Passage, Scan
from daicho.foundation.parameters import Code, Limit, Words
from daicho.things.custody import transferring, transfers_shown
from daicho.things.custody.transfer import GIVING, State
from daicho.things.custody.transfers_shown import Shown

TransferId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_-]{1,64}(?!\n)$")]

GIVES = roles(*sorted(GIVING))


class NewTransfer(msgspec.Struct, forbid_unknown_fields=True):
    """Which section takes it, why, and the code of a storage place there; without one the other side names it."""

    section: Ident
    reason: Passage
    place: Scan | None = None


class Acceptance(msgspec.Struct, forbid_unknown_fields=True):
    """Where it will lie; without it, where the giving side said."""

    place: Scan | None = None


class Refusal(msgspec.Struct, forbid_unknown_fields=True):
    reason: Passage


class Transfers(msgspec.Struct):
    items: list[Shown]
    next: str | None


def _code(scan: str | None) -> str | None:
    return codes.read(scan) if scan else None


class AssetTransferRoutes(Controller):
    """移管."""

    path = "/asset-transfers"
    tags = ("custody",)

    @get(operation_id="listAssetTransfers", opt=SIGNED_IN)
    async def listed(
        self,
        actor: Asker,
        now: Now,
        status: FromQuery[State | None] = None,
        section: Words = None,
        code: Words = None,
        limit: Limit = 50,
        after: Words = None,
    ) -> Transfers:
        wanted = transferring.Filter(status, section, _code(code))
        found = await transferring.listed(actor, wanted, limit=limit, after=after)
        page, following = page_of(found, limit)
        return Transfers(items=await transfers_shown.shown(page, actor, now), next=following)

    @get("/{transfer:str}", operation_id="getAssetTransfer", opt=SIGNED_IN)
    async def one(self, transfer: TransferId, actor: Asker, now: Now) -> Shown:
        found = await transferring.require(transfer, actor)
        return (await transfers_shown.shown([found], actor, now))[0]

    @post("/{transfer:str}/acceptance", operation_id="acceptTransfer", opt=GIVES, status_code=200)
    async def accept(
        self, transfer: TransferId, data: JSONBody[Acceptance], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await transferring.accept(transfer, _code(data.place), actor, now, key)

    @post("/{transfer:str}/refusal", operation_id="declineTransfer", opt=GIVES, status_code=200)
    async def decline(
        self, transfer: TransferId, data: JSONBody[Refusal], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await transferring.decline(transfer, data.reason, actor, now, key)

    @post(
        "/{transfer:str}/withdrawal",
        operation_id="withdrawTransfer",
        opt=GIVES,
        status_code=200,
    )
    async def withdraw(self, transfer: TransferId, actor: Asker, now: Now, key: Once) -> Done:
        return await transferring.withdraw(transfer, actor, now, key)


class TransferRoutes(Controller):
    """What begins a transfer."""

    path = "/assets"
    tags = ("custody",)

    @post("/{code:str}/transfer", operation_id="transferAsset", opt=GIVES, status_code=201)
    async def propose(
        self, code: Code, data: JSONBody[NewTransfer], actor: Asker, now: Now, key: Once
    ) -> Done:
        wanted = transferring.Wanted(data.section, data.reason, _code(data.place))
        return await transferring.propose(codes.read(code), wanted, actor, now, key)
