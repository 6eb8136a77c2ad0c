"""The words of disposals on paper: Japanese first, English beside, data only."""

from typing import Final

from daicho.things.disposal.methods import Level, MethodName
from daicho.things.disposal.model import LineState, Outcome, Ownership, State, Where
from daicho.things.disposal.proof import DifferenceKind, Gap

STATES: Final[dict[State, str]] = {
    "requested": "申請中",
    "approved": "承認済",
    "rejected": "却下",
    "withdrawn": "取下げ",
    "in_custody": "業者へ引渡し済",
    "sanitising": "消去・破壊中",
    "sanitised": "消去・破壊済",
    "witnessed": "立会い済",
    "evidenced": "証明書類完備",
    "completed": "完了",
}
OUTCOMES: Final[dict[Outcome, str]] = {
    "destroy": "廃棄",
    "erase_and_reuse": "消去して再使用",
    "lease_return": "リース返却",
}
OWNERSHIPS: Final[dict[Ownership, str]] = {"own": "自己所有", "lease": "リース"}
LEVELS: Final[dict[Level, str]] = {
    "none": "効果なし None",
    "clear": "消去 Clear",
    "purge": "除去 Purge",
    "destroy": "破壊 Destroy",
}
METHODS: Final[dict[MethodName, str]] = {
    "format": "フォーマット",
    "factory_reset": "工場出荷状態への初期化",
    "overwrite": "上書き",
    "secure_erase": "セキュア消去（隠し領域を含む）",
    "block_erase": "ブロック消去",
    "crypto_erase": "暗号鍵の消去",
    "degauss": "磁気消去",
    "shred": "細断",
    "disintegrate": "分解",
    "pulverise": "粉砕",
    "melt": "溶解",
    "incinerate": "焼却",
    "drill": "穿孔",
}
LINE_STATES: Final[dict[LineState, str]] = {
    "waiting": "未実施",
    "sanitised": "実施済",
    "failed": "失敗（破壊が必要）",
    "insufficient": "不足（やり直しが必要）",
    "lost": "紛失（廃棄の対象から除外）",
}
PLACES: Final[dict[Where, str]] = {"on_premises": "庁内", "contractor_site": "業者の施設"}
GAPS: Final[dict[Gap, str]] = {
    "sanitisation": "消去・破壊の記録",
    "method": "区分に足りる方法",
    "destruction": "破壊",
    "witness": "立会い",
    "photos": "立会いか写真",
    "certificate": "証明書",
}
DIFFERENCES: Final[dict[DifferenceKind, str]] = {
    "missing": "証明書にない",
    "unknown": "申請にない製造番号",
    "twice": "証明書に重複",
    "method": "方法が違う",
    "date": "実施日が違う",
    "not-recorded": "業者の実施記録がない",
}
