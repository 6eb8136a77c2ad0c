"""What a layer's name says of what is drawn on it, in the words of Japanese and English offices. Pure."""

import re
import unicodedata
from typing import Final

from daicho.places.drawings.model import As

# The first that fits wins: a glass partition is glass, a door's wall is a door, text about walls is text.
_WORDS: Final[tuple[tuple[As, str], ...]] = (
    ("skip", r"寸法|文字|注記|通り?芯|基準線|図枠|表題|隠れ|設備|電気|照明|空調|配管|衛生|天井"
             r"|\bdim|\bte?xt|\banno|\bgrid|\baxis|\btitle|\bdefpoints|\bsymb|\bhvac|\belec|\bceil|\bclng"),
    ("glass", r"ガラス|硝子|窓(?!口)|glass|\bglaz|\bwindow|\bwin\b"),
    ("door", r"扉|ドア|建具|出入口|シャッター|door|shutter"),
    ("counter", r"カウンター|窓口|受付|counter|reception"),
    ("cabinet", r"書庫|キャビネ|ロッカー|棚|家具|什器|cabinet|locker|shel[fv]|\bfurn|\bcase"),
    ("partition", r"間仕切|パーティ?ション|パーテーション|衝立|ついたて|パネル"
                  r"|partition|\bprtn|\bpart\b|low-?wall|screen"),
    ("outline", r"外形|外周|輪郭|敷地|建物外|outline|\botln|boundary|perimeter|\bextents?"),
    ("area", r"区域|エリア|室名|部屋|室内|ゾーン|面積|床|area|room|zone|space|\bflor"),
    ("wall", r"壁|躯体|柱|耐力|wall|column|\bcols?\b|\bstru"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(words)) for kind, words in _WORDS)


def suggestion(name: str) -> As:
    """What the things of a layer probably are; `skip` when the name says nothing."""
    folded = unicodedata.normalize("NFKC", name).lower().replace("_", "-")
    for kind, words in _COMPILED:
        if words.search(folded):
            return kind
    return "skip"
