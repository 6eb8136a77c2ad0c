"""The order of floors and slices, once as import-linter checks it and once as docs/architecture.md tells it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

ROW = re.compile(r"^\| `(?P<container>daicho[a-z_.]*)` \| (?P<layers>.+?) \|", re.MULTILINE)

Layers = list[frozenset[str]]


def layers_in_config(contracts: Sequence[Mapping[str, Any]]) -> dict[str, Layers]:
    """Container -> its layers from top to bottom; only the contracts that are exhaustive."""
    return {
        container: [frozenset(re.findall(r"\w+", layer)) for layer in contract["layers"]]
        for contract in contracts
        if contract["type"] == "layers" and contract.get("exhaustive")
        for container in contract["containers"]
    }


def layers_in_docs(page: str) -> dict[str, Layers]:
    """The same from the table rows "| `container` | `a` `b` > `c` |"."""
    return {
        row["container"]: [
            frozenset(re.findall(r"`(\w+)`", layer)) for layer in row["layers"].split(">")
        ]
        for row in ROW.finditer(page)
    }
