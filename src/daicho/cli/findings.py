"""The sentences of findings, from the same catalogues as refusals, without loading a web framework for them."""

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


@cache
def _catalogue(language: str) -> dict[str, str]:
    text = files("daicho.foundation").joinpath("sentences", f"{language}.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, str])


def told(code: str, facts: dict[str, Any] | None = None) -> str:
    """The sentence of a finding, Japanese first; what it names more exactly in brackets."""
    spelled = ", ".join(f"{name}={value}" for name, value in (facts or {}).items())
    both = " / ".join(_catalogue(language).get(code, code) for language in ("ja", "en"))
    return f"{both} [{spelled}]" if spelled else both
