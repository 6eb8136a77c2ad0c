"""What the demo's story has made so far, by the short names it is told with."""

from datetime import datetime

from daicho.demo.people import MEMBERS
from daicho.demo.plans import Document
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today


class Stage:
    """Ids of what the story made, by the short names it is told with."""

    def __init__(self) -> None:
        self.sections: dict[str, str] = {}
        self.staff = {m.account: f"A{n:04}" for n, m in enumerate(MEMBERS, start=1)}
        self.places: dict[str, str] = {}
        self.assets: dict[str, str] = {}
        self.floors: dict[str, str] = {}
        self.plans: dict[str, Document] = {}
        self.begun: dict[int, str] = {}

    async def actor(self, account: str, at: datetime) -> Actor:
        return await identity.actor_of(account, today(at))
