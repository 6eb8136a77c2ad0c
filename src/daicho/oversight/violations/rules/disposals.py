"""DP-01 to DP-06, DP-08, DP-09: erased too weakly, too early, unseen or uncertified, and things nobody erases."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec

from daicho.foundation.kernel.clock import today
from daicho.oversight.violations.rules.found import Found, Grade, found
from daicho.oversight.violations.rules.media import Reviewed
from daicho.things.disposal import proof
from daicho.things.disposal.case import Case
from daicho.things.disposal.methods import INITIALISING
from daicho.things.disposal.model import CLOSED, Line

RULES: Final = ("DP-01", "DP-02", "DP-03", "DP-04", "DP-05", "DP-06", "DP-08", "DP-09")
REMEMBERED: Final = timedelta(days=365)
"""How long what happened against the rules is still reported after its disposal ended: it cannot be undone."""


class DisposalThresholds(msgspec.Struct, frozen=True):
    """Days until a witness has to be recorded, a certificate has to be there, and a request has to be carried out."""

    witness_within: int = 1
    certificate_within: int = 30
    stored_longest: int = 90


DEFAULTS = DisposalThresholds()


def check(cases: Iterable[Case], day: date, thresholds: DisposalThresholds = DEFAULTS) -> Reviewed:
    """All of them over disposals under way, and over those that ended irregularly in the last year."""
    looked_at = list(cases)
    told = [
        violation
        for case in looked_at
        for violation in (*_past(case), *_present(case, day, thresholds))
    ]
    return Reviewed(told, dict.fromkeys(RULES, len(looked_at)))


def _past(case: Case) -> Iterator[Found]:
    """What was done wrong, whatever came of it."""
    for line in case.lines:
        if left_with_data(case, line):
            yield _of_line(
                "DP-03",
                "major",
                case=case,
                line=line,
                collected_at=_day(case.disposal.collected_at),
            )
        if line.early_at is not None:
            yield _of_line(
                "DP-06", "major", case=case, line=line, performed_on=_day(line.early_at),
                decided_on=_day(case.disposal.decided_at),
            )  # fmt: skip


def _present(case: Case, day: date, thresholds: DisposalThresholds) -> Iterator[Found]:
    """What is wrong as long as the disposal goes on."""
    if case.disposal.state in CLOSED:
        return
    for line in case.lines:
        if line.state == "insufficient":
            rule = "DP-02" if line.method in INITIALISING else "DP-01"
            yield _of_line(
                rule, "major", case=case, line=line, method=line.method, level=line.level
            )
        if unwitnessed(case, line, day, thresholds):
            yield _of_line(
                "DP-04", "major", case=case, line=line, performed_on=_day(line.performed_at)
            )
    yield from uncertified(case, day, thresholds)
    yield from differing(case)
    yield from stored(case, day, thresholds)


def left_with_data(case: Case, line: Line) -> bool:
    """DP-03 未消去で庁外搬出: it left the house before data of class 2 or above were erased."""
    collected = case.disposal.collected_at
    if not case.disposal.leaves or collected is None or line.required == "clear":
        return False
    if line.lost_at is not None and line.lost_at <= collected:
        return False
    return line.state != "sanitised" or line.performed_at is None or line.performed_at > collected


def unwitnessed(case: Case, line: Line, day: date, thresholds: DisposalThresholds) -> bool:
    """DP-04 立会いなし: done, and a day later neither witnessed nor, by a contractor, photographed."""
    missing = case.gaps.get(line.asset, [])
    if line.performed_at is None or not {"witness", "photos"} & set(missing):
        return False
    return day > today(line.performed_at) + timedelta(days=thresholds.witness_within)


def uncertified(case: Case, day: date, thresholds: DisposalThresholds) -> Iterator[Found]:
    """DP-05 証明書未受領: a contractor took or did it, and after thirty days nothing certifies it."""
    told = proof.certified(case.certificates)
    since = [
        today(began)
        for line in case.left
        if proof.same(line.serial) not in told and (began := _in_hands(case, line)) is not None
    ]
    if not since:
        return
    due = min(since) + timedelta(days=thresholds.certificate_within)
    if day > due:
        yield _of_case("DP-05", "major", case, due=due.isoformat(), lines=len(since))


def _in_hands(case: Case, line: Line) -> datetime | None:
    """Since when the contractor owes a certificate for this line."""
    if line.by_contractor:
        return line.performed_at
    taken_along = case.disposal.leaves and line.performed_by is None
    return case.disposal.collected_at if taken_along else None


def differing(case: Case) -> Iterator[Found]:
    """DP-08 証明書とシリアル不一致: certificate and record do not say the same."""
    kinds = Counter(difference.kind for difference in case.differences)
    if kinds:
        yield _of_case(
            "DP-08", "major", case, **{f"differ_{k.replace('-', '_')}": n for k, n in kinds.items()}
        )


def stored(case: Case, day: date, thresholds: DisposalThresholds) -> Iterator[Found]:
    """DP-09 廃棄の滞留: asked for three months ago, and nothing was done."""
    if case.disposal.state not in ("requested", "approved"):
        return
    requested = today(case.disposal.requested_at)
    due = requested + timedelta(days=thresholds.stored_longest)
    if day > due:
        yield _of_case(
            "DP-09", "observation", case, requested_on=requested.isoformat(), due=due.isoformat()
        )


def _of_line(rule: str, grade: Grade, *, case: Case, line: Line, **facts: Any) -> Found:
    return found(
        rule, f"disposal:{line.disposal}:{line.asset}", grade, asset=line.asset, disposal=case.disposal.number,
        required=line.required, **facts,
    )  # fmt: skip


def _of_case(rule: str, grade: Grade, case: Case, **facts: Any) -> Found:
    """About all of it that is left; the first thing stands for the rest, also where all of it is lost."""
    lines = case.left or case.lines
    return found(
        rule, f"disposal:{case.disposal.id}", grade, asset=lines[0].asset,
        disposal=case.disposal.number, things=len(lines), **facts,
    )  # fmt: skip


def _day(moment: datetime | None) -> str | None:
    return today(moment).isoformat() if moment else None
