"""AR-01: equipment of data class 2 and above stands in a defined area."""

from daicho.oversight.violations.rules.found import Found, found
from daicho.oversight.violations.rules.terminals import Judge, Placed


def in_no_area(placed: Placed) -> Found | None:
    """AR-01 区域未指定の機器設置: the terminal stands in no area of any kind."""
    if placed.area is not None:
        return None
    terminal = placed.terminal
    return found("AR-01", f"terminal:{terminal.id}", "major", at=list(terminal.screen.at))


AREA_RULES: dict[str, Judge] = {"AR-01": in_no_area}
"""Concern terminals of data class 2 and above."""
