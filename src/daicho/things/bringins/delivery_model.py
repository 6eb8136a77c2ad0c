"""搬入出: equipment that is delivered or carried away by others, with one of the staff standing by."""

from datetime import datetime
from typing import Literal

import msgspec

from daicho.foundation.kernel.clock import fiscal_year, today
from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused

Direction = Literal["in", "out"]


class Delivery(msgspec.Struct, frozen=True):
    """One 搬入 or 搬出; `what` and `company` are commitments. Nobody as `witness` means that nobody stood by.

    `signature` is the id of the picture that the company's man signed.
    """

    id: str
    fiscal_year: int
    serial_no: int
    section: str
    floor: str | None
    area: str | None
    place: str | None
    direction: Direction
    what: str
    company: str
    delivered_at: datetime
    recorded_by: str
    recorded_at: datetime
    witness: str | None = None
    witness_named_by: str | None = None
    signature: str | None = None

    @property
    def number(self) -> str:
        """`2022-0001`: gapless over the fiscal year."""
        return f"{self.fiscal_year}-{self.serial_no:04}"


class Told(msgspec.Struct, frozen=True):
    """What somebody records; texts are commitments already."""

    section: str
    floor: str | None
    area: str | None
    place: str | None
    direction: Direction
    what: str
    company: str
    delivered_at: datetime
    witness: str | None
    signature: str | None = None


def record(told: Told, *, delivery_id: str, serial_no: int, by: str, now: datetime) -> Delivery:
    """A delivery that has taken place."""
    if told.delivered_at > now:
        raise Invalid("delivered-in-the-future", at=told.delivered_at.isoformat())
    return Delivery(
        **msgspec.structs.asdict(told),
        id=delivery_id,
        fiscal_year=fiscal_year(today(told.delivered_at)),
        serial_no=serial_no,
        recorded_by=by,
        recorded_at=now,
    )


def name_witness(delivery: Delivery, witness: str, by: str) -> Delivery:
    """Whoever stood by, when the record had left it out; once, and said by somebody else."""
    if delivery.witness is not None:
        raise Refused("witness-named", delivery=delivery.id)
    if witness == by:
        raise Forbidden("own-witness", person=by)
    return msgspec.structs.replace(delivery, witness=witness, witness_named_by=by)
