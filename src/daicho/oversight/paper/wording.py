"""The words of registers and forms on paper: Japanese, data only."""

from typing import Final

from daicho.oversight.paper.model import Form

TAKE_OUTS: Final = {
    "requested": "申請中",
    "approved": "許可済",
    "handed_over": "持出中",
    "returned": "返却（未確認）",
    "discrepancy": "相違あり",
    "verified": "返却確認済",
    "rejected": "却下",
    "withdrawn": "取下げ",
    "expired": "期限切れ",
    "incident": "事故",
    "lost": "亡失",
}
BRING_INS: Final = {
    "requested": "申請中",
    "approved": "承認済",
    "rejected": "却下",
    "withdrawn": "取下げ",
    "turned_away": "持込み拒否",
    "inside": "持込み中",
    "discrepancy": "相違あり",
    "closed": "持出し確認済",
}
STOCK_TAKES: Final = {
    "planned": "計画",
    "counting": "計数中",
    "reconciling": "照合中",
    "completed": "完了",
    "cancelled": "中止",
}
ASSETS: Final = {
    "draft": "登録中",
    "in_storage": "保管中",
    "in_use": "使用中",
    "taken_out": "持出中",
    "returned": "確認待ち",
    "missing": "所在不明",
    "quarantined": "隔離中",
    "disposing": "廃棄手続中",
    "disposed": "廃棄済",
    "lease_returned": "リース返却済",
}
ASSET_KINDS: Final = {"terminal": "端末", "medium": "媒体", "device": "機器"}
VIOLATIONS: Final = {
    "open": "未解消",
    "excepted": "例外を認めたもの",
    "closed": "解消済み",
    "all": "すべて",
}
TYPES: Final = {
    "juki_terminal": "統合端末",
    "business_terminal": "業務端末",
    "usb": "USBメモリ",
    "hdd": "HDD",
    "ssd": "SSD",
    "optical": "光ディスク",
    "tape": "テープ",
    "sd": "SDカード",
    "laptop": "ノートPC",
    "tablet": "タブレット",
    "other": "その他",
}
TRANSPORTS: Final = {
    "by_hand": "手渡し・携行",
    "official_car": "公用車",
    "public_transport": "公共交通機関",
    "registered_mail": "書留",
    "traceable_courier": "追跡できる宅配",
    "internal": "庁内便",
}
KINDS: Final = {"carry": "持出し", "unit_loan": "部署への貸出し"}
ITEMS: Final = {
    "computer": "パソコン",
    "medium": "記録媒体",
    "phone": "携帯電話",
    "camera": "カメラ",
    "measuring": "測定器",
    "tool": "工具",
    "other": "その他",
}
OWNERS: Final = {"organisation": "組織", "contractor": "業者", "private": "私物"}
MALWARE: Final = {"clean": "異常なし", "found": "検出", "not_needed": "対象外"}
FINDS: Final = {"open": "未処理", "explained": "説明済", "settled": "処理済"}
DIRECTIONS: Final = {"in": "搬入", "out": "搬出"}
GRADES: Final = {"major": "重大", "minor": "軽微", "observation": "観察"}
YES: Final = {True: "はい", False: "いいえ", None: ""}

FORMS: Final[dict[Form, str]] = {
    "take-out": "持出し申請・許可・引渡し票",
    "return": "返却・返却確認票",
    "bring-in": "持込み申請・確認票",
    "media-use": "外部記録媒体使用票",
    "delivery": "搬入出記録票",
}

_CHOOSE: Final = "　".join
_WHEN: Final = "　　　年　　月　　日　　時　　分"
_SIGN: Final = "職員番号　　　　　　　氏名　　　　　　　　　　　　"
_TRANSPORT: Final = _CHOOSE(f"□ {words}" for words in TRANSPORTS.values())
_CHECKED: Final = "□ よい　□ よくない"

BLANKS: Final[dict[Form, tuple[tuple[str, str, float], ...]]] = {
    "take-out": (
        ("資産の管理コード", "", 9),
        ("名称", "", 9),
        ("用務", "", 14),
        ("行先", "", 9),
        ("返却予定日", "　　　年　　月　　日", 8),
        ("運搬者", _SIGN, 16),
        ("運搬方法", _TRANSPORT, 10),
        ("① 申請　日時", _WHEN, 8),
        ("　　　　申請者", _SIGN, 11),
        ("② 許可　日時", _WHEN, 8),
        ("　　　　許可者", _SIGN, 11),
        ("③ 引渡し　日時", _WHEN, 8),
        ("　　　　引渡者", _SIGN, 11),
        ("暗号化・容器", "□ 暗号化した　容器", 9),
        ("受領者の署名", "", 12),
    ),
    "return": (
        ("資産の管理コード", "", 9),
        ("名称", "", 9),
        ("戻した保管場所", "", 9),
        ("① 返却　日時", _WHEN, 8),
        ("　　　　返却者", _SIGN, 11),
        ("② 確認　日時", _WHEN, 8),
        ("　　　　確認者（返却者以外）", _SIGN, 11),
        ("封印", _CHECKED, 8),
        ("数量", _CHECKED, 8),
        ("データの消去", _CHECKED, 8),
        ("ラベル", _CHECKED, 8),
        ("マルウェア検査", "□ 異常なし　□ 検出　□ 対象外", 8),
        ("備考", "", 24),
    ),
    "bring-in": (
        ("フロア・区域", "", 9),
        ("目的", "", 14),
        ("持込者", "氏名　　　　　　　　　　　会社等　　　　　　　　　　", 11),
        ("持込み・持出し予定日", "　　　年　　月　　日　から　　　　年　　月　　日　まで", 8),
        *((f"品目 {n}", "種類　　　　名称　　　　　　　　製造番号　　　　　　□ 組織 □ 業者 □ 私物", 9)
          for n in range(1, 6)),
        ("① 申請　日時", _WHEN, 8),
        ("　　　　申請者", _SIGN, 11),
        ("② 承認　日時", _WHEN, 8),
        ("　　　　承認者", _SIGN, 11),
        ("③ 入るとき　日時", _WHEN, 8),
        ("　　　　確認者・検査", f"{_SIGN}□ 異常なし □ 検出 □ 対象外", 11),
        ("④ 出るとき　日時", _WHEN, 8),
        ("　　　　確認者", f"{_SIGN}□ データの複写なし", 11),
    ),
    "media-use": (
        ("媒体の管理コード", "", 9),
        ("使用する端末のコード", "", 9),
        ("使用目的", "", 16),
        ("許可（統合端末のとき）", "", 9),
        ("① 使用開始　日時", _WHEN, 8),
        ("　　　　使用者", _SIGN, 11),
        ("② 使用終了　日時", _WHEN, 8),
        ("　　　　終了の記入者", _SIGN, 11),
        ("データの消去", "□ 消去した　□ 消去していない", 9),
    ),
    "delivery": (
        ("区分", "□ 搬入　□ 搬出", 8),
        ("品名・数量", "", 20),
        ("業者", "", 9),
        ("フロア・区域・保管場所", "", 9),
        ("日時", _WHEN, 8),
        ("立会職員", _SIGN, 11),
        ("記入者", _SIGN, 11),
    ),
}  # fmt: skip
"""What is written on a form by hand: name, what stands there already, room in millimetres."""
