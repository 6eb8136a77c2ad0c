"""BI-02 and BI-03: private things in our rooms, what stays longer than it may, and deliveries nobody stood by."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from daicho.foundation.kernel.clock import today
from daicho.oversight.violations.rules.found import Found, found
from daicho.things.bringins.delivery_model import Delivery
from daicho.things.bringins.found_model import PrivateFind
from daicho.things.bringins.model import STRICT_LEVEL, BringIn, has_private, is_overstayed

PRIVATE_RULES: Final = ("BI-02",)
DELIVERY_RULES: Final = ("BI-03",)
REMEMBERED: Final = timedelta(days=365)
"""How long a delivery that nobody stood by is still reported: it cannot be undone."""


def check_private(
    inside: Iterable[BringIn], finds: Iterable[PrivateFind], day: date
) -> Iterator[Found]:
    """BI-02 私物媒体, over what is in our rooms now and over what was found there and is not settled."""
    for bring_in in inside:
        told = _overstayed(bring_in, day) or _unlisted(bring_in)
        if told is not None:
            yield told
    for find in finds:
        if find.state == "open" and find.level >= STRICT_LEVEL:
            yield found(
                "BI-02", f"private-find:{find.id}:{find.area or find.level}", "major",
                section=find.section, level=find.level, area=find.area,
                found_on=today(find.found_at).isoformat(),
            )  # fmt: skip


def _overstayed(bring_in: BringIn, day: date) -> Found | None:
    """Inside beyond its last day: a major fault of what is private or stands where level 2 holds."""
    if not is_overstayed(bring_in, day):
        return None
    came = [bring_in.items[place] for place in bring_in.entered]
    strict = has_private(came) or bring_in.level >= STRICT_LEVEL
    return found(
        "BI-02", _subject(bring_in), "major" if strict else "minor", section=bring_in.section,
        number=bring_in.number, level=bring_in.level, things=len(came),
        planned_out=bring_in.planned_out.isoformat(),
        days_overdue=(day - bring_in.planned_out).days,
    )  # fmt: skip


def _unlisted(bring_in: BringIn) -> Found | None:
    """Something private came to light at the door that nobody had let in where level 2 holds."""
    strange = [item for item in bring_in.unlisted if item.ownership == "private"]
    if bring_in.state != "discrepancy" or bring_in.level < STRICT_LEVEL or not strange:
        return None
    seen = bring_in.inspected_out_at
    return found(
        "BI-02", _subject(bring_in), "major", section=bring_in.section, number=bring_in.number,
        level=bring_in.level, things=len(strange),
        found_on=today(seen).isoformat() if seen else None,
    )  # fmt: skip


def _subject(bring_in: BringIn) -> str:
    return f"bring-in:{bring_in.id}:{bring_in.number}"


def check_deliveries(deliveries: Iterable[Delivery]) -> Iterator[Found]:
    """BI-03 搬入出の立会いなし, over those for which nobody is named."""
    for delivery in deliveries:
        if delivery.witness is None:
            yield found(
                "BI-03", f"delivery:{delivery.id}:{delivery.number}", "minor",
                section=delivery.section, number=delivery.number,
                delivered_on=today(delivery.delivered_at).isoformat(),
            )  # fmt: skip
