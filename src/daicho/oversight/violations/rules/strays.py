"""MD-01 and DP-07: codes that were read although no thing should carry them."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

import msgspec

from daicho.foundation.kernel.codes import printed
from daicho.oversight.violations.rules.found import Found, found
from daicho.oversight.violations.rules.media import Reviewed

RULES: Final = ("MD-01", "DP-07")


class Reading(msgspec.Struct, frozen=True):
    """A code that was read and that nobody has explained: by a scanner, or in a stock-take that goes on."""

    code: str
    kind: Literal["unknown", "void", "disposed"]
    section: str
    read_on: date
    asset: str | None = None
    stray: str | None = None
    stock_take: str | None = None


def check(readings: Iterable[Reading], looked_at: int) -> Reviewed:
    """Both rules, one violation a code, from its first reading; `looked_at` scans were made."""
    first: dict[str, Reading] = {}
    for reading in sorted(readings, key=lambda one: (one.read_on, one.stray or "")):
        first.setdefault(reading.code, reading)
    return Reviewed([_of(one) for one in first.values()], dict.fromkeys(RULES, looked_at))


def _of(reading: Reading) -> Found:
    if reading.kind == "disposed":
        return disposed_again(reading)
    return unregistered(reading)


def unregistered(reading: Reading) -> Found:
    """MD-01 未登録媒体: a code that nothing carries, or that another label replaced."""
    return found("MD-01", f"label:{reading.code}", "major", **_facts(reading))


def disposed_again(reading: Reading) -> Found:
    """DP-07 廃棄済資産の再出現: what was destroyed is in somebody's hand."""
    return found("DP-07", f"asset:{reading.asset or reading.code}", "major", **_facts(reading))


def _facts(reading: Reading) -> dict[str, str | None]:
    return {
        "asset": reading.asset,
        "code": printed(reading.code),
        "kind": reading.kind,
        "section": reading.section,
        "read_on": reading.read_on.isoformat(),
        "stray": reading.stray,
        "stock_take": reading.stock_take,
    }
