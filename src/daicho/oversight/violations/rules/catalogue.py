"""The rules that are built: what each rests on, which thresholds it reads, what may be done about it."""

from typing import Final

import msgspec

from daicho.oversight.violations.rules.found import Grade


class Basis(msgspec.Struct, frozen=True):
    """A regulation or a finding that a rule rests on."""

    ref: str
    ja: str
    en: str


class Rule(msgspec.Struct, frozen=True):
    """`grade` is the one suggested at first; `fixes` are kinds of proposals, the most direct first."""

    rule: str
    family: str
    grade: Grade
    basis: tuple[Basis, ...]
    thresholds: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()


_AREAS = Basis(
    "soumu-4.2(1)",
    "総務省「地方公共団体における情報セキュリティポリシーに関するガイドライン」4.2(1) 管理区域の構造等",
    "Soumu policy guideline 4.2(1), controlled areas",
)
_ENTRY = Basis(
    "soumu-4.2",
    "総務省ガイドライン 4.2 管理区域（情報システム室等）の管理",
    "Soumu policy guideline 4.2, managing controlled areas",
)
_PPC_AREAS = Basis(
    "ppc-E-a",
    "個人情報保護委員会「特定個人情報の適正な取扱いに関するガイドライン」別添1 E-a 区域の管理",
    "PPC guideline on specific personal information, annex 1 E-a, areas",
)
_PPC_THEFT = Basis(
    "ppc-E-b",
    "個人情報保護委員会ガイドライン 別添1 E-b 機器及び電子媒体等の盗難等の防止",
    "PPC guideline annex 1 E-b, theft of devices and media",
)
_AUDIT = Basis(
    "audit-fy2022",
    "令和4年度 情報セキュリティ監査報告書 観察事項（統合端末の設置場所）",
    "Security audit report FY2022, observation on where the terminal stands",
)
_JUKI = Basis(
    "juki-terminal-rules",
    "住民基本台帳ネットワークシステム端末の運用要領（画面の視認防止、覗き見防止フィルタ、画面ロック）",
    "Municipal rules for resident-network terminals: screens, filters, locks",
)
_TERMINALS = Basis(
    "soumu-4.4",
    "総務省ガイドライン 4.4 職員等の利用する端末や電磁的記録媒体等の管理",
    "Soumu policy guideline 4.4, terminals and media of staff",
)
_SITING = Basis(
    "iso27002-7.8", "JIS Q 27002:2024 7.8 装置の設置及び保護", "ISO/IEC 27002:2022 7.8, siting"
)
_OFF_PREMISES = Basis(
    "iso27002-7.9",
    "JIS Q 27002:2024 7.9 構外にある資産のセキュリティ",
    "ISO/IEC 27002:2022 7.9, assets off-premises",
)
_TAKING_OUT = Basis(
    "soumu-5.1(1)",
    "総務省ガイドライン 5.1(1) 端末・電磁的記録媒体の持ち出し及び持ち込みの制限と記録",
    "Soumu policy guideline 5.1(1), taking devices and media out and in",
)
_CARRYING = Basis(
    "ppc-E-c",
    "個人情報保護委員会ガイドライン 別添1 E-c 電子媒体等を持ち運ぶ場合の漏えい等の防止",
    "PPC guideline annex 1 E-c, carrying media",
)
_STICKERS = Basis(
    "media-register-rules",
    "電磁的記録媒体の管理要領（媒体ごとの管理番号シールの貼付と管理台帳への登録。大阪市、浜中町ほか）",
    "Municipal rules for media: a numbered sticker on each medium and a register",
)
_LENDING = Basis(
    "media-lending-rules",
    "USBメモリ等の取扱規程（課への貸与は当該年度に限る。御所市、美馬市ほか）",
    "Municipal rules for media: a loan to a section ends with the fiscal year",
)
_ERASING = Basis(
    "media-erasing-rules",
    "電磁的記録媒体の取扱規程（不要になった情報は速やかに消去する。阿賀町ほか）",
    "Municipal rules for media: data are erased as soon as nobody needs them",
)
_PACKING = Basis(
    "soumu-2(2)",
    "総務省ガイドライン 2(2) 情報資産の管理（運搬: 鍵付きのケース等への格納、暗号化又はパスワードの設定）",
    "Soumu policy guideline 2(2), carrying: lockable case, encryption or password",
)
_CONTRACTORS = Basis(
    "contractor-carrying",
    "委託先による媒体の持運び（尼崎市 2022年の紛失事案の再発防止: 都度の承認、複数名、当日中の返却）",
    "Media carried by contractors, after a loss in 2022: approval each time, two persons, back the same day",
)
_STOCK_TAKING = Basis(
    "iso27002-7.10", "JIS Q 27002:2024 7.10 記憶媒体", "ISO/IEC 27002:2022 7.10, storage media"
)
_REGISTER = Basis(
    "iso27002-5.9",
    "JIS Q 27002:2024 5.9 情報及びその他の関連資産の目録",
    "ISO/IEC 27002:2022 5.9, inventory of information and other assets",
)
_STORING = Basis(
    "soumu-2(2)-6",
    "総務省ガイドライン 2(2)⑥ 情報資産の保管（施錠可能な場所、耐火・耐熱・耐水・耐湿）",
    "Soumu policy guideline 2(2)(6), storing information assets",
)
_DISPOSING = Basis(
    "soumu-4.1(7)",
    "総務省ガイドライン 4.1(7) 機器の廃棄等（住民情報は物理的破壊、機密性2以上は復元困難な消去。初期化のみは不可）",
    "Soumu policy guideline 4.1(7), disposal: resident data destroyed, class 2 purged, formatting never enough",
)
_CHAIN = Basis(
    "soumu-notice-2019-12",
    "総務省通知 2019年12月6日（神奈川県のHDD転売事案を受けた廃棄時の立会い・証明書）",
    "Soumu notice of 6 December 2019, after resold disks: witness or certificate",
)
_PPC_DISPOSAL = Basis(
    "ppc-E-d",
    "個人情報保護委員会ガイドライン 別添1 E-d 個人番号の削除、機器及び電子媒体等の廃棄",
    "PPC guideline annex 1 E-d, deleting and disposing",
)
_PERMISSION = Basis(
    "soumu-2(2)-10",
    "総務省ガイドライン 2(2)⑩ 情報資産の廃棄（情報セキュリティ管理者の許可、日時・担当者・処理内容の記録）",
    "Soumu policy guideline 2(2)(10), disposal: permission and record",
)
_SANITISATION = Basis(
    "nist-800-88",
    "NIST SP 800-88（媒体の消去。2025年9月26日から Rev.2）、IEEE 2883-2022",
    "NIST SP 800-88, media sanitisation (Rev. 2 since 26 September 2025), IEEE 2883-2022",
)
_CLASSES = Basis(
    "soumu-2(1)",
    "総務省ガイドライン 2(1) 情報資産の分類",
    "Soumu policy guideline 2(1), classes of data",
)

_BRINGING = Basis(
    "soumu-4.2(2)",
    "総務省ガイドライン 4.2(2)④ 管理区域への機器等の持込みの制限（関連しない・個人所有の機器は持ち込ませない）",
    "Soumu policy guideline 4.2(2)(4), nothing unrelated or private comes into a controlled area",
)
_OWN_MEDIA = Basis(
    "media-issued-rules",
    "電磁的記録媒体の取扱規程（貸与された媒体だけを使い、私物を使わない。湯梨浜町、御所市ほか）",
    "Municipal rules for media: only media that were issued, none of one's own",
)
_DELIVERING = Basis(
    "soumu-4.2(3)",
    "総務省ガイドライン 4.2(3) 機器等の搬入出（職員の立会い）",
    "Soumu policy guideline 4.2(3), deliveries with one of the staff standing by",
)

_READING = ("public_eye", "reading_angle", "reading_angle_filtered", "exposed_least")
_BY_HAND = ("operational-remedy",)

RULES: Final = (
    Rule("AR-01", "areas", "major", (_PPC_AREAS, _AREAS), (), ("move-terminal", "add-area", *_BY_HAND)),
    Rule("AR-02", "areas", "minor", (_ENTRY,), ("area_overlap_least",), ("redraw-area", *_BY_HAND)),
    Rule("AR-04", "areas", "observation", (_PPC_AREAS,), ("review_months",), ("review-area", *_BY_HAND)),
    Rule(
        "TM-01", "sight", "observation", (_AUDIT,), ("own_seat",),
        ("add-viewpoint", "move-terminal", "lower-wall", *_BY_HAND),
    ),
    Rule(
        "TM-02", "sight", "major", (_JUKI,), ("reading_reach", *_READING),
        ("turn-screen", "fit-filter", "move-terminal", *_BY_HAND),
    ),
    Rule("TM-03", "terminals", "observation", (_AUDIT,), (), ("share-seat", *_BY_HAND)),
    Rule("TM-05", "areas", "major", (_PPC_AREAS,), (), ("move-terminal", "add-area", *_BY_HAND)),
    Rule(
        "TM-06", "sight", "minor", (_PPC_AREAS, _JUKI), ("passage_reach", *_READING),
        ("turn-screen", "fit-filter", "move-terminal", *_BY_HAND),
    ),
    Rule("TM-07", "sightings", "major", (_SITING,), (), ("move-back", "redraw-floor", *_BY_HAND)),
    Rule("TM-08", "terminals", "minor", (_JUKI,), ("lock_minutes",), ("set-lock", "fit-filter", *_BY_HAND)),
    Rule("TM-09", "terminals", "minor", (_TERMINALS, _PPC_THEFT), (), ("fit-wire-lock", *_BY_HAND)),
    Rule(
        "TM-10", "sightings", "minor", (_SITING, _OFF_PREMISES), ("sighting_days",),
        ("record-sighting", *_BY_HAND),
    ),
    Rule("TM-11", "terminals", "major", (_TERMINALS,), ("auth_factors",), ("second-factor", *_BY_HAND)),
    Rule("BI-02", "bringins", "major", (_BRINGING, _OWN_MEDIA), (), ("send-out", *_BY_HAND)),
    Rule("BI-03", "bringins", "minor", (_DELIVERING,), (), ("name-witness", *_BY_HAND)),
    Rule("MD-01", "strays", "major", (_STICKERS, _REGISTER), (), ("explain-stray", *_BY_HAND)),
    Rule("MD-02", "media", "minor", (_STICKERS,), ("read_within",), ("print-label", "read-label", *_BY_HAND)),
    Rule("MD-03", "media", "minor", (_CLASSES,), (), ("set-class", *_BY_HAND)),
    Rule("MD-04", "media", "major", (_TAKING_OUT,), (), ("approve-take-out", *_BY_HAND)),
    Rule("MD-05", "media", "minor", (_TAKING_OUT, _CARRYING), ("major_after_days",), ("return", *_BY_HAND)),
    Rule("MD-06", "media", "minor", (_TAKING_OUT,), ("verify_within",), ("verify-return", *_BY_HAND)),
    Rule("MD-07", "media", "major", (_CARRYING, _PACKING), (), ("return", *_BY_HAND)),
    Rule("MD-09", "media", "minor", (_LENDING,), (), ("return", *_BY_HAND)),
    Rule("MD-10", "media", "minor", (_ERASING, _TERMINALS), (), ("settle-return", *_BY_HAND)),
    Rule("MD-15", "media", "major", (_CONTRACTORS, _CARRYING), (), ("return", *_BY_HAND)),
    Rule("MD-11", "counts", "minor", (_STOCK_TAKING,), (), ("carry-back", "amend-place", *_BY_HAND)),
    Rule("MD-12", "counts", "minor", (_STOCK_TAKING, _REGISTER), ("stocktake_months",), ("take-stock", *_BY_HAND)),
    Rule("MD-13", "counts", "major", (_STOCK_TAKING,), ("missing_within",), ("search-report", *_BY_HAND)),
    Rule("ST-01", "stores", "major", (_STORING, _PPC_THEFT), (), ("store-locked", *_BY_HAND)),
    Rule("ST-02", "stores", "minor", (_STORING, _CLASSES), (), ("store-allowed", *_BY_HAND)),
    Rule("DP-01", "disposals", "major", (_DISPOSING, _SANITISATION), (), ("sanitise-again", *_BY_HAND)),
    Rule("DP-02", "disposals", "major", (_DISPOSING,), (), ("sanitise-again", *_BY_HAND)),
    Rule("DP-03", "disposals", "major", (_DISPOSING,), (), ("demand-certificate", *_BY_HAND)),
    Rule("DP-04", "disposals", "major", (_CHAIN,), ("witness_within",), ("witness-disposal", *_BY_HAND)),
    Rule(
        "DP-05", "disposals", "major", (_PPC_DISPOSAL, _CHAIN), ("certificate_within",),
        ("demand-certificate", *_BY_HAND),
    ),
    Rule("DP-06", "disposals", "major", (_PERMISSION,), (), _BY_HAND),
    Rule("DP-07", "strays", "major", (_PERMISSION, _CHAIN), (), ("explain-stray", *_BY_HAND)),
    Rule("DP-08", "disposals", "major", (_SANITISATION, _CHAIN), (), ("replace-certificate", *_BY_HAND)),
    Rule(
        "DP-09", "disposals", "observation", (_PPC_DISPOSAL,), ("stored_longest",),
        ("carry-out-disposal", *_BY_HAND),
    ),
)  # fmt: skip
"""Every rule that is built, in the order of domain.md; a test compares with what is judged."""
