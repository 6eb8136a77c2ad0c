"""What a rule finds: one violation with the facts that prove it, not yet a row."""

from typing import Any, Literal

import msgspec

Grade = Literal["major", "minor", "observation"]


class Found(msgspec.Struct, frozen=True):
    """The same `key` is the same violation; facts hold ids, codes, numbers and dates only."""

    rule: str
    subject: str
    key: str
    grade: Grade
    facts: dict[str, Any]


def found(rule: str, subject: str, grade: Grade, **facts: Any) -> Found:
    """A violation whose key is its rule and its subject."""
    return Found(rule=rule, subject=subject, key=f"{rule}:{subject}", grade=grade, facts=facts)
