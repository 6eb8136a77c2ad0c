"""Who works in the demo: invented names, real kinds of posts."""

from typing import NamedTuple

from daicho.foundation.kernel.actor import Role

SECTIONS = (
    ("ward", "荒川区", "municipality", None),
    ("koseki", "戸籍住民課", "section", "ward"),
    ("kumin", "区民課", "section", "ward"),
    ("nippori", "日暮里区民事務所", "office", "kumin"),
    ("machiya", "町屋区民事務所", "office", "kumin"),
    ("ogu", "尾久区民事務所", "office", "kumin"),
    ("minamisenju", "南千住区民事務所", "office", "kumin"),
    ("facility", "施設管理課", "section", "ward"),
    ("system", "情報システム課", "section", "ward"),
)
"""Key, name, kind, parent; parents first."""

SITES = ("koseki", "nippori", "machiya", "ogu", "minamisenju")
"""The five sites the auditors looked at."""


class Member(NamedTuple):
    """One person with one post; the account is what they sign in with."""

    account: str
    name: str
    kana: str
    section: str
    role: Role
    title: str


_HEADS = (
    Member("kumin-kacho", "柏木 修二", "かしわぎ しゅうじ", "kumin", "section_head", "区民課長"),
    Member(
        "koseki-kacho", "水原 恵子", "みずはら けいこ", "koseki", "section_head", "戸籍住民課長"
    ),
    Member("nippori-fuku", "沢渡 誠", "さわたり まこと", "nippori", "section_head", "副所長"),
    Member("machiya-fuku", "八重樫 透", "やえがし とおる", "machiya", "section_head", "副所長"),
    Member("ogu-fuku", "国枝 祥子", "くにえだ しょうこ", "ogu", "section_head", "副所長"),
    Member("minami-fuku", "結城 渉", "ゆうき わたる", "minamisenju", "section_head", "副所長"),
)

_STAFF = (
    Member("koseki-1", "朝比奈 楓", "あさひな かえで", "koseki", "staff", "主任"),
    Member("koseki-2", "門倉 直樹", "かどくら なおき", "koseki", "staff", "主事"),
    Member("nippori-1", "三枝 千尋", "さえぐさ ちひろ", "nippori", "staff", "主任"),
    Member("nippori-2", "髙梨 大輔", "たかなし だいすけ", "nippori", "staff", "主事"),
    Member("nippori-3", "槇 美緒", "まき みお", "nippori", "staff", "主事"),
    Member("machiya-1", "土岐 隆之", "とき たかゆき", "machiya", "staff", "主事"),
    Member("machiya-2", "早乙女 翠", "さおとめ みどり", "machiya", "staff", "主事"),
    Member("ogu-1", "浅葱 弘", "あさぎ ひろし", "ogu", "staff", "主任"),
    Member("ogu-2", "宇津木 葵", "うつぎ あおい", "ogu", "staff", "主事"),
    Member("minami-1", "荻窪 健", "おぎくぼ けん", "minamisenju", "staff", "主事"),
    Member("minami-2", "瀬名 凛", "せな りん", "minamisenju", "staff", "主事"),
)

_CUSTODIANS = (
    Member("koseki-hokan", "芹沢 守", "せりざわ まもる", "koseki", "custodian", "保管責任者"),
    Member("nippori-hokan", "風間 律子", "かざま りつこ", "nippori", "custodian", "保管責任者"),
    Member("nippori-hokan2", "蓮見 薫", "はすみ かおる", "nippori", "custodian", "保管副責任者"),
    Member("machiya-hokan", "設楽 玄", "したら げん", "machiya", "custodian", "保管責任者"),
    Member("ogu-hokan", "日向 静", "ひゅうが しずか", "ogu", "custodian", "保管責任者"),
    Member("minami-hokan", "音羽 聡", "おとわ さとし", "minamisenju", "custodian", "保管責任者"),
)

_WARD = (
    Member("shisetsu-1", "築山 図南", "つきやま となん", "ward", "facility_admin", "施設係長"),
    Member("shisetsu-2", "間宮 礎", "まみや いしずえ", "ward", "facility_admin", "施設係"),
    Member(
        "security-1", "守屋 堅", "もりや けん", "ward", "security_manager", "情報セキュリティ管理者"
    ),
    Member(
        "security-2", "関 瑞穂", "せき みずほ", "ward", "security_manager", "本人確認情報管理責任者"
    ),
    Member("kansa-1", "鑑 明", "かがみ あきら", "ward", "auditor", "監査人"),
    Member("kansa-2", "検見川 透子", "けみがわ とうこ", "ward", "auditor", "監査人"),
    Member("system-1", "網代 巧", "あじろ たくみ", "ward", "system_admin", "システム管理者"),
    Member("system-2", "線上 結", "せんじょう ゆい", "ward", "system_admin", "システム副管理者"),
)

MEMBERS = (*_HEADS, *_STAFF, *_CUSTODIANS, *_WARD)

DEPUTIES = (("nippori", "nippori-fuku", "nippori-hokan", 1),)
"""Section, principal, deputy, order."""
