"""MD-02, MD-03: things whose label nobody read yet, and things of which nobody said what they hold."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from daicho.oversight.violations.rules.found import Found, found
from daicho.oversight.violations.rules.media import Reviewed
from daicho.things.assets.model import GONE, Asset

RULES = ("MD-02", "MD-03")


class LabelThresholds(msgspec.Struct, frozen=True):
    """Days in which a thing that was registered, or given another label, has to be read once."""

    read_within: int = 7


DEFAULTS = LabelThresholds()


class Labelled(msgspec.Struct, frozen=True):
    """An asset with the label that holds for it: since when, whether it was printed here, whether it was read."""

    asset: Asset
    since: date
    printed: bool
    read: bool


def check(
    labelled: Iterable[Labelled], day: date, thresholds: LabelThresholds = DEFAULTS
) -> Reviewed:
    """Both rules over assets that are still there; the lost and the disposed of carry no label to be read."""
    looked_at = [one for one in labelled if one.asset.state not in (*GONE, "missing")]
    violations = [
        violation
        for one in looked_at
        for violation in (unread(one, day, thresholds), unclassified(one))
        if violation is not None
    ]
    return Reviewed(violations, {rule: len(looked_at) for rule in RULES})


def unread(labelled: Labelled, day: date, thresholds: LabelThresholds = DEFAULTS) -> Found | None:
    """MD-02 ラベルなし: nobody read the label within a week of its thing's registration.

    The rule's other half, 重複 (two things, one code), cannot arise: a code is the key of its row, a blank is
    claimed once, and of the labels of one thing one holds.
    """
    due = labelled.since + timedelta(days=thresholds.read_within)
    if labelled.read or day < due:
        return None
    return found(
        "MD-02",
        f"asset:{labelled.asset.code}",
        "minor",
        asset=labelled.asset.code,
        since=labelled.since.isoformat(),
        due=due.isoformat(),
        printed=labelled.printed,
    )


def unclassified(labelled: Labelled) -> Found | None:
    """MD-03 区分未設定: nobody said which class of data the thing holds; it counts as the highest."""
    if labelled.asset.data_class is not None:
        return None
    return found(
        "MD-03",
        f"asset:{labelled.asset.code}",
        "minor",
        asset=labelled.asset.code,
        registered_on=labelled.asset.registered_on.isoformat(),
    )
