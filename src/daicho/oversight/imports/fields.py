"""The fields of each kind of ledger: how their columns are headed, and how a cell is read."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.oversight.imports import cells, words
from daicho.oversight.imports.model import Fault, Kind, SheetLine


def staff_id(text: str) -> str:
    """A staff number as it becomes the key of a row."""
    found = cells.line(text, 36)
    if not (found.isascii() and found.replace("-", "").replace("_", "").isalnum()):
        raise Invalid("cell-not-an-id", value=found[:40])
    return found


def _classes(text: str) -> tuple[int, ...]:
    parts = [part for part in cells.folded(text).replace("、", ",").split(",") if part]
    return tuple(sorted({cells.whole(part, 0, 3) for part in parts}))


class Field(msgspec.Struct, frozen=True):
    """One field: its heading in Japanese and English, other headings that mean it, and what reads its cells."""

    name: str
    ja: str
    en: str
    also: tuple[str, ...] = ()
    required: bool = False
    read: Callable[[str], Any] = cells.line


_NUMBER = partial(cells.line, longest=40)
_CODE = Field("code", "管理コード", "Code", ("コード", "QRコード"))
_SECTION = Field(
    "section", "所属", "Section", ("課名", "部署", "所管課", "保管所属", "管理課", "所属名", "課")
)

_ASSETS = (
    _CODE,
    Field("control_no", "管理番号", "Control no.",
          ("登録番号", "媒体番号", "資産番号", "備品番号", "整理番号", "番号", "no"), read=_NUMBER),
    Field("name", "品名", "Name", ("名称", "製品名", "機器名", "媒体名", "端末名"), required=True),
    Field("kind", "区分", "Kind", ("資産区分",), read=partial(words.meant, words=words.KINDS)),
    Field("type", "種類", "Type", ("種別", "媒体種別", "媒体の種類", "端末種別", "機器種別"),
          required=True, read=partial(words.meant, words=words.TYPES)),
    Field("maker", "メーカー", "Maker", ("製造元", "メーカ", "製造者")),
    Field("model", "型番", "Model", ("型式", "機種", "モデル", "製品型番"), required=True),
    Field("serial", "製造番号", "Serial no.",
          ("シリアル番号", "シリアル", "s/n", "シリアルno", "製造no"), required=True),
    _SECTION,
    Field("place", "保管場所", "Storage place", ("保管場所コード", "保管先", "設置場所")),
    Field("data_class", "情報の区分", "Data class", ("機密性", "情報区分", "データ区分", "重要度"),
          read=partial(cells.whole, least=0, most=3)),
    Field("encrypted", "暗号化", "Encrypted", ("暗号化の有無", "暗号化機能"), read=cells.yes),
    Field("privacy_filter", "覗き見防止フィルタ", "Privacy filter",
          ("のぞき見防止フィルタ", "プライバシーフィルタ"), read=cells.yes),
    Field("lock_minutes", "画面ロック(分)", "Lock after (min)", ("画面ロック",),
          read=partial(cells.whole, least=0, most=1440)),
    Field("wire_lock", "ワイヤーロック", "Wire lock", ("ワイヤロック", "盗難防止"), read=cells.yes),
    Field("auth_factors", "認証要素数", "Factors", ("認証要素",),
          read=partial(cells.whole, least=0, most=9)),
)  # fmt: skip
TERMINAL_ONLY = frozenset({"privacy_filter", "lock_minutes", "wire_lock", "auth_factors"})

_PLACES = (
    Field("name", "名称", "Name", ("保管場所名", "保管場所", "品名"), required=True),
    Field("kind", "種類", "Kind", ("種別", "区分"), required=True,
          read=partial(words.meant, words=words.PLACE_KINDS)),
    _SECTION,
    Field("lockable", "施錠", "Lockable", ("施錠の可否", "鍵"), read=cells.yes),
    Field("fireproof", "耐火", "Fireproof", ("耐火性",), read=cells.yes),
    Field("classes", "保管できる情報の区分", "Classes", ("保管可能区分", "情報の区分"), read=_classes),
)  # fmt: skip
_PEOPLE = (
    Field("staff_id", "職員番号", "Staff id", ("職員コード", "職員id", "職員no", "番号"),
          required=True, read=staff_id),
    Field("name", "氏名", "Name", ("職員名", "名前", "職員氏名"), required=True),
    Field("kana", "ふりがな", "Kana", ("フリガナ", "カナ", "氏名カナ", "かな"), required=True),
)  # fmt: skip

FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    "assets": _ASSETS,
    "media": tuple(f for f in _ASSETS if f.name not in TERMINAL_ONLY | {"kind"}),
    "places": _PLACES,
    "people": _PEOPLE,
}


def guessed(headings: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """Field -> column, by the headings: the same word first, then a heading that contains it."""
    shown = [cells.folded(heading) for heading in headings]
    found: dict[str, int] = {}
    for fits in (str.__eq__, _contains):
        for field in fields:
            column = _column_of(field, shown, set(found.values()), fits)
            if field.name not in found and column is not None:
                found[field.name] = column
    return found


def _contains(heading: str, word: str) -> bool:
    return len(word) > 1 and word in heading


def _column_of(
    field: Field, shown: list[str], taken: set[int], fits: Callable[[str, str], bool]
) -> int | None:
    for word in (field.ja, field.en, field.name, *field.also):
        for column, heading in enumerate(shown):
            if column not in taken and fits(heading, cells.folded(word)):
                return column
    return None


class Taken(msgspec.Struct):
    """One line as values: None where the cell is blank; what could not be read is a fault."""

    line: int
    values: dict[str, Any]
    faults: list[Fault]
    columns: Mapping[str, str] = {}

    def refuse(self, field: str, refused: Refused) -> None:
        """This field cannot be, and why."""
        self.faults.append(Fault(self.columns.get(field), refused.code, refused.facts))


def taken(
    line: SheetLine, fields: Sequence[Field], mapping: Mapping[str, int],
    defaults: Mapping[str, str], headings: Sequence[str],
) -> Taken:  # fmt: skip
    """Read one line; a default stands where the column is not there or the cell is blank."""
    columns = {name: headings[column] for name, column in mapping.items()}
    found = Taken(line.number, {}, [], columns)
    for field in fields:
        text = (
            cells.restored(line.cells[mapping[field.name]].strip()) if field.name in mapping else ""
        )
        text = text or defaults.get(field.name, "").strip()
        if not text and field.name not in mapping:
            continue
        try:
            found.values[field.name] = field.read(text) if text else None
        except Refused as refused:
            found.refuse(field.name, refused)
    return found


def require_fields(found: Taken, fields: Sequence[Field]) -> None:
    """What a new thing cannot do without."""
    refused = {fault.column for fault in found.faults}
    for field in fields:
        column = found.columns.get(field.name)
        if (
            field.required
            and found.values.get(field.name) is None
            and column not in refused - {None}
        ):
            found.faults.append(Fault(column or field.ja, "cell-required", {"field": field.ja}))
