"""What a register was narrowed to before it was printed: the same filters as on its page, in words on the paper."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from daicho.foundation.kernel.errors import Invalid
from daicho.oversight.paper import wording
from daicho.things.disposal import wording as disposal_words


class Narrowed(msgspec.Struct, frozen=True):
    """As the page's address has it; `q` are words looked for. A register prints what it knows of these."""

    status: Any = None
    kind: Any = None
    state: Any = None
    q: str | None = None

    def given(self) -> dict[str, str]:
        """The filters that are set, by name."""
        return {name: told for name in self.__struct_fields__ if (told := getattr(self, name))}


_OPEN: Final = {"open": "進行中"}

FILTERS: Final[Mapping[str, Mapping[str, Mapping[str, str]]]] = {
    "assets": {"kind": wording.ASSET_KINDS, "state": wording.ASSETS, "q": {}},
    "media": {"state": wording.ASSETS, "q": {}},
    "take-outs": {"status": wording.TAKE_OUTS | _OPEN, "q": {}},
    "bring-ins": {"status": wording.BRING_INS | _OPEN | {"overstayed": "期限超過"}},
    "disposals": {
        "status": {str(state): words for state, words in disposal_words.STATES.items()} | _OPEN
    },
    "stock-takes": {"status": wording.STOCK_TAKES | _OPEN},
    "violations": {"status": wording.VIOLATIONS, "q": {}},
}
"""Register -> filter -> value -> how it stands on the paper; any words may be looked for."""

LOOK_THEMSELVES: Final = frozenset({"assets", "media", "take-outs"})
"""Registers that look for words as their page does; the others in what is printed."""

_NAMES: Final = {"status": "状態", "kind": "種別", "state": "状態", "q": "検索"}


def in_words(register: str, narrowed: Narrowed) -> str:
    """`状態 持出中`, for the head; empty for everything. `filter-unknown` for what this register is not narrowed by."""
    known = FILTERS.get(register, {})
    told = []
    for name, value in narrowed.given().items():
        words = value if name == "q" else known.get(name, {}).get(value)
        if name not in known or words is None:
            raise Invalid("filter-unknown", register=register, filter=name)
        told.append(f"{_NAMES[name]} {words}")
    return "　".join(told)
