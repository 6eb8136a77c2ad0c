"""The rules over a floor under study: judged whole once, then again only where something is found differently."""

from collections.abc import Container, Iterable
from typing import Final

import msgspec

from daicho.oversight.violations.rules.floor import FLOOR_RULES, Ground, ground, judge
from daicho.oversight.violations.rules.found import Found
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.seen import Survey
from daicho.places.floors.thresholds import FloorThresholds

OF_AREAS: Final = ("AR-02",)
OF_TERMINALS: Final = tuple(rule for rule in FLOOR_RULES if rule not in OF_AREAS)

Findings = dict[str, dict[str, Found]]
"""Terminal id -> rule -> what was found."""


class Judged(msgspec.Struct, frozen=True):
    """What the rules say: of the areas together, and of each terminal."""

    areas: tuple[Found, ...]
    terminals: Findings

    def told(self, document: FloorDocument) -> tuple[Found, ...]:
        """As judging the document whole tells it: by rule, then in the order of the document."""
        found: list[Found] = []
        for rule in FLOOR_RULES:
            found += self.areas if rule in OF_AREAS else self._of_rule(rule, document)
        return tuple(found)

    def _of_rule(self, rule: str, document: FloorDocument) -> Iterable[Found]:
        told = (self.terminals.get(terminal.id, {}) for terminal in document.terminals)
        return (rules[rule] for rules in told if rule in rules)


def judged(document: FloorDocument, survey: Survey, thresholds: FloorThresholds) -> Judged:
    """Every rule over everything."""
    there = ground(document, survey, thresholds)
    areas, _ = judge(there, OF_AREAS)
    return Judged(areas, _by_terminal(there))


def judged_again(
    before: Judged,
    document: FloorDocument,
    survey: Survey,
    thresholds: FloorThresholds,
    *,
    fresh: Container[str],
) -> Judged:
    """As `judged`, where of all terminals only the `fresh` ones are found differently, and the areas are as they
    were."""
    whole = ground(document, survey, thresholds)
    some = [placed for placed in whole.terminals if placed.terminal.id in fresh]
    found = _by_terminal(Ground(document, some, survey))
    known = {one: rules for one, rules in before.terminals.items() if one not in fresh}
    return Judged(before.areas, known | found)


def _by_terminal(there: Ground) -> Findings:
    names = {f"terminal:{placed.terminal.id}": placed.terminal.id for placed in there.terminals}
    told: Findings = {}
    for found in judge(there, OF_TERMINALS)[0]:
        told.setdefault(names[found.subject], {})[found.rule] = found
    return told
