"""What every verb that touches the register needs: the database open, the municipality's time, a named actor."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from daicho.app import REACTIONS, municipal_clock
from daicho.foundation import db
from daicho.foundation.history.service import react_with, require_migrated
from daicho.foundation.identity import service
from daicho.foundation.kernel.actor import SYSTEM, Actor, Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Forbidden, Invalid
from daicho.foundation.settings import Settings, from_environment
from daicho.schema import TABLES


@asynccontextmanager
async def opened(settings: Settings | None = None) -> AsyncIterator[datetime]:
    """The database of the environment with every reaction in place; gives the municipality's present time."""
    await db.bind(db.connect(settings or from_environment()), TABLES)
    try:
        await require_migrated()
        react_with(REACTIONS)
        yield (await municipal_clock())()
    finally:
        await db.unbind()


async def acting(
    account: str | None, now: datetime, *, role: Role, founding: bool = False
) -> Actor:
    """The person whom `--as ACCOUNT` names, with a post of this role; only founding a register needs nobody."""
    if founding:
        return SYSTEM
    if account is None:
        raise Invalid("actor-missing", option="--as ACCOUNT")
    actor = await service.actor_of(account, today(now))
    if role not in actor.roles:
        raise Forbidden("role-missing", role=role)
    return actor
