"""What could be done about a violation on a floor: concrete proposals, each tried before it is made."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from daicho.foundation.kernel.errors import Missing
from daicho.oversight.violations import fixes_places as places
from daicho.oversight.violations.fixes_model import BY_HAND, Fix
from daicho.oversight.violations.fixes_settings import SETTINGS
from daicho.oversight.violations.live import LiveStudy
from daicho.places.floors.model import FloorInvalid, Terminal
from daicho.places.floors.second_look import Grip
from daicho.places.floors.survey import Looked

MOST_OF_A_KIND: Final = 3
MOST_TRIES: Final = 8

Proposing = Callable[[Looked, Terminal], Iterator[Fix]]

PLACES: dict[str, tuple[Proposing, ...]] = {
    "AR-01": (places.moved_terminal, places.new_area),
    "TM-01": (places.new_viewpoint, places.moved_terminal, places.lowered_walls),
    "TM-02": (places.turned_screen, places.filtered, places.moved_terminal),
    "TM-05": (places.moved_terminal, places.new_area),
    "TM-06": (places.turned_screen, places.filtered, places.moved_terminal),
}
"""Rule -> what is proposed first."""


def proposals(study: LiveStudy, key: str) -> list[Fix]:
    """For one violation of the study; all but the remedy by hand were tried: with each of them alone the violation
    is gone and no other is there that was not before. Seconds on the largest floors."""
    found = {one.key: one for one in study.whole.violations}.get(key)
    if found is None:
        raise Missing("unknown-violation", key=key[:100])
    terminal = _terminal(study, found.subject)
    if terminal is None:
        return [BY_HAND]
    fixes = list(_candidates(study, found.rule, terminal))
    return [*_tried(study, key, fixes), BY_HAND]


def _terminal(study: LiveStudy, subject: str) -> Terminal | None:
    known: Terminal | None = study.index.known("terminals", subject.removeprefix("terminal:"))
    return known if subject.startswith("terminal:") else None


def _candidates(study: LiveStudy, rule: str, terminal: Terminal) -> Iterator[Fix]:
    for proposing in PLACES.get(rule, ()):
        yield from proposing(study.looked, terminal)
    if rule in SETTINGS:
        yield from SETTINGS[rule](terminal, study.looking.thresholds)


def _tried(study: LiveStudy, key: str, fixes: list[Fix]) -> Iterator[Fix]:
    """Those after which the violation is gone and none is new, the first few of each kind, one for the same walls:
    lowered for another viewpoint they would read the same."""
    walls = {wall.id for fix in fixes for wall in fix.change.things.walls}
    needs_grip = walls or any(fix.change.things.viewpoints for fix in fixes)
    grip = study.hold(walls) if needs_grip else None
    wanted = {one.key for one in study.whole.violations} - {key}
    tries, good, told_of = Counter[str](), Counter[str](), set[frozenset[str]]()
    for fix in fixes:
        same = frozenset(wall.id for wall in fix.change.things.walls)
        if same and same in told_of:
            continue
        tries[fix.kind] += 1
        if good[fix.kind] == MOST_OF_A_KIND or tries[fix.kind] > MOST_TRIES:
            continue
        if _keys_after(study, fix, grip) <= wanted:
            good[fix.kind] += 1
            told_of.add(same)
            yield fix


def _keys_after(study: LiveStudy, fix: Fix, grip: Grip | None) -> set[str]:
    try:
        return set(study.step(fix.change, grip).keys)
    except FloorInvalid:
        return {""}  # no floor, no proposal


def told(fixes: list[Fix]) -> list[dict[str, Any]]:
    """As they are answered."""
    return [fix.told() for fix in fixes]
