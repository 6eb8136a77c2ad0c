"""One row of やること, and the order of the rows."""

from datetime import datetime
from typing import Literal

import msgspec

TaskKind = Literal[
    "overdue", "discrepancy", "approve", "extension", "verify", "hand_over", "return", "transfer",
    "transfer_declined", "incident", "release", "after_review", "publish", "remedy", "violation",
    "disposal", "scan", "stock_take", "bring_in",
]  # fmt: skip

ORDER: tuple[TaskKind, ...] = (
    "incident", "overdue", "discrepancy", "approve", "extension", "verify", "hand_over", "transfer",
    "transfer_declined", "release", "scan", "bring_in", "after_review", "remedy",
    "disposal", "stock_take", "publish", "violation", "return",
)  # fmt: skip
"""What waits for somebody else's sake comes first; one's own return that is not yet due comes last."""


class Task(msgspec.Struct, frozen=True):
    """What, since when, where, and one button: `operation` on `id`.

    `section` is the name of the section that it is about: who answers for several tells them apart by it.
    """

    kind: TaskKind
    subject: str
    title: str
    detail: str
    since: datetime
    section: str
    operation: str | None = None
    id: str | None = None
    code: str | None = None
    floor: str | None = None
    take_out: str | None = None
