"""The words of ledgers for kinds and types: which of ours a word means, and which word we write."""

from collections.abc import Mapping
from typing import Any

from daicho.foundation.kernel.errors import Invalid
from daicho.oversight.imports.cells import folded

KINDS: Mapping[str, tuple[str, ...]] = {
    "terminal": ("端末", "terminal"),
    "medium": ("媒体", "電磁的記録媒体", "外部記録媒体", "記録媒体", "medium", "media"),
    "device": ("機器", "情報機器", "device"),
}
TYPES: Mapping[str, tuple[str, ...]] = {
    "juki_terminal": ("統合端末", "住基端末", "住基ネット端末", "juki_terminal"),
    "business_terminal": ("業務端末", "事務端末", "business_terminal"),
    "usb": ("USBメモリ", "USBメモリー", "USB", "フラッシュメモリ"),
    "hdd": ("HDD", "ハードディスク", "外付けHDD", "外付けハードディスク", "ポータブルHDD"),
    "ssd": ("SSD", "外付けSSD", "ポータブルSSD"),
    "optical": ("光ディスク", "CD", "DVD", "CD-R", "CD-RW", "DVD-R", "DVD-RW", "BD", "BD-R", "MO",
                "optical"),
    "tape": ("磁気テープ", "テープ", "LTO", "DAT", "tape"),
    "sd": ("SDカード", "SD", "microSD", "メモリカード"),
    "laptop": ("ノートパソコン", "ノートPC", "ノート", "モバイルPC", "laptop"),
    "tablet": ("タブレット", "タブレット端末", "tablet"),
    "other": ("その他", "other"),
}  # fmt: skip
PLACE_KINDS: Mapping[str, tuple[str, ...]] = {
    "cabinet": ("キャビネット", "書庫", "ロッカー", "cabinet"),
    "safe": ("金庫", "耐火金庫", "手提げ金庫", "safe"),
    "vault": ("保管庫", "金庫室", "vault"),
    "shelf": ("棚", "ラック", "shelf"),
    "key_box": ("鍵箱", "キーボックス", "key_box"),
}
_ONLY_IN = {"usb": "medium", "hdd": "medium", "ssd": "medium", "optical": "medium",
            "tape": "medium", "sd": "medium", "laptop": "device", "tablet": "device",
            "juki_terminal": "terminal", "business_terminal": "terminal"}  # fmt: skip


def meant(text: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """Which of ours a word means."""
    wanted = folded(text)
    for name, said in words.items():
        if wanted == name or wanted in {folded(word) for word in said}:
            return name
    raise Invalid("cell-word-unknown", value=text[:40], words=[said[0] for said in words.values()])


def kind_of(type_: str) -> str | None:
    """The only kind that has this type."""
    return _ONLY_IN.get(type_)


def spoken(field: str, value: Any) -> str:
    """A value as it stands in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "有" if value else "無"
    said = {"kind": KINDS, "type": TYPES}.get(field, {}).get(str(value))
    return said[0] if said else str(value)
