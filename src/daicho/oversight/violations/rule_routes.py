"""HTTP of the rules themselves: what they rest on, their thresholds, and setting one."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import JSONBody, PathParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel.text import Passage
from daicho.oversight.violations import limits, service, thresholds
from daicho.oversight.violations.limits import Set
from daicho.oversight.violations.remedies import Somebody
from daicho.oversight.violations.rules.catalogue import RULES, Basis
from daicho.oversight.violations.rules.found import Grade
from daicho.oversight.violations.thresholds import CATALOGUE, Limits, Unit

Name = Annotated[str, PathParameter(pattern=r"^[a-z_]{1,40}(?!\n)$")]


class ThresholdShown(msgspec.Struct):
    """`set_at` and `set_by` are null while the default was never touched."""

    name: str
    value: float
    default: float
    unit: Unit
    least: float
    most: float
    whole: bool
    set_at: datetime | None
    set_by: Somebody | None


class RuleShown(msgspec.Struct):
    """A rule that is built; `grade` is the one suggested at first, `fixes` are kinds of proposals."""

    rule: str
    family: str
    grade: Grade
    basis: tuple[Basis, ...]
    thresholds: list[ThresholdShown]
    fixes: tuple[str, ...]


class Rules(msgspec.Struct):
    items: list[RuleShown]
    next: str | None = None


class NewValue(msgspec.Struct, forbid_unknown_fields=True):
    value: Annotated[float, msgspec.Meta(ge=-1e9, le=1e9)]
    why: Passage


class RuleRoutes(Controller):
    """What is judged, and by which limits."""

    path = "/"
    tags = ("rules",)

    @get("/rules", operation_id="listRules", opt=SIGNED_IN)
    async def listed(self) -> Rules:
        holding, touched = await limits.current(), await limits.last_set()
        names = await identity.names(one.by for one in touched.values())
        shown = {n: _threshold(n, holding, touched.get(n), names) for n in CATALOGUE}
        return Rules(
            [
                RuleShown(
                    rule=rule.rule,
                    family=rule.family,
                    grade=rule.grade,
                    basis=rule.basis,
                    thresholds=[shown[name] for name in rule.thresholds],
                    fixes=rule.fixes,
                )
                for rule in RULES
            ]
        )

    @post(
        "/thresholds/{name:str}",
        operation_id="setThreshold",
        opt=roles(*service.SETS),
        status_code=200,
    )
    async def put(
        self, name: Name, data: JSONBody[NewValue], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.set_threshold(name, data.value, data.why, actor, now, key)


def _threshold(
    name: str, holding: Limits, touched: Set | None, names: dict[str, str]
) -> ThresholdShown:
    bounds = CATALOGUE[name]
    return ThresholdShown(
        name=name,
        value=thresholds.value_in(holding, name),
        default=thresholds.value_in(Limits(), name),
        unit=bounds.unit,
        least=bounds.least,
        most=bounds.most,
        whole=bounds.whole,
        set_at=touched.at if touched else None,
        set_by=Somebody(touched.by, names.get(touched.by, "")) if touched else None,
    )
