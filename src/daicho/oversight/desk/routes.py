"""HTTP of the desk: codes, search, tasks."""

from typing import Annotated

import msgspec
from litestar import Controller, get
from litestar.params import PathParameter, QueryParameter

from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now
from daicho.oversight.desk import service, tasks
from daicho.oversight.desk.service import Hit, Resolved
from daicho.oversight.desk.task import Task

Scanned = Annotated[str, PathParameter(min_length=1, max_length=400)]
Words = Annotated[
    str, QueryParameter(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*(?!\n)$")
]


class Hits(msgspec.Struct):
    items: list[Hit]
    next: str | None = None


class Tasks(msgspec.Struct):
    items: list[Task]
    next: str | None = None


class DeskRoutes(Controller):
    """What a person's pages begin with."""

    path = "/"
    tags = ("desk",)

    @get("/codes/{scanned:path}", operation_id="resolveCode", opt=SIGNED_IN)
    async def resolve(self, scanned: Scanned, actor: Asker, now: Now) -> Resolved:
        return await service.resolve(scanned.removeprefix("/"), actor, now)

    @get("/search", operation_id="search", opt=SIGNED_IN)
    async def search(self, q: Words, actor: Asker, now: Now) -> Hits:
        return Hits(await service.search(q, actor, now))

    @get("/tasks", operation_id="listTasks", opt=SIGNED_IN)
    async def tasks(self, actor: Asker, now: Now) -> Tasks:
        return Tasks(await tasks.tasks_of(actor, now))
