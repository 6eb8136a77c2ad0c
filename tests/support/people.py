"""An invented ward for the tests: its sections, who works there, and how they are registered."""

from datetime import date, datetime
from typing import NamedTuple

from daicho.foundation.history.service import change
from daicho.foundation.identity import service
from daicho.foundation.identity.model import Account
from daicho.foundation.kernel.actor import SYSTEM, Role
from daicho.foundation.kernel.clock import JST

NOW = datetime(2023, 2, 20, 10, 0, tzinfo=JST)
"""A Monday morning."""

FIRST_DAY = date(2022, 4, 1)

SECTIONS = {
    "ward": ("みどり区", "municipality", None),
    "kumin": ("区民課", "section", "ward"),
    "nippori": ("日の里区民事務所", "office", "kumin"),
    "machiya": ("町野区民事務所", "office", "kumin"),
    "koseki": ("戸籍住民課", "section", "ward"),
    "it": ("情報システム課", "section", "ward"),
}


class Somebody(NamedTuple):
    """A person with one post; the account is the key of the table below."""

    name: str
    kana: str
    section: str
    role: Role
    title: str = "主事"


PEOPLE = {
    "sato": Somebody("佐藤 花", "さとう はな", "nippori", "staff"),
    "suzuki": Somebody("鈴木 一", "すずき はじめ", "nippori", "staff"),
    "takahashi": Somebody("髙橋 実", "たかはし みのる", "nippori", "staff"),
    "kato": Somebody("加藤 守", "かとう まもる", "nippori", "custodian", "保管責任者"),
    "ito": Somebody("伊藤 保", "いとう たもつ", "nippori", "custodian", "保管責任者"),
    "yamada": Somebody("山田 司", "やまだ つかさ", "nippori", "section_head", "副所長"),
    "mori": Somebody("森 正", "もり ただし", "kumin", "section_head", "区民課長"),
    "nishi": Somebody("西 薫", "にし かおる", "machiya", "section_head", "副所長"),
    "higashi": Somebody("東 渚", "ひがし なぎさ", "machiya", "staff"),
    "minami": Somebody("南 空", "みなみ そら", "machiya", "custodian", "保管責任者"),
    "inoue": Somebody("井上 光", "いのうえ ひかる", "koseki", "staff"),
    "goto": Somebody("後藤 望", "ごとう のぞみ", "koseki", "section_head", "戸籍住民課長"),
    "fujii": Somebody("藤井 図", "ふじい はかる", "ward", "facility_admin", "施設係長"),
    "hara": Somebody("原 建", "はら たつる", "ward", "facility_admin", "施設係"),
    "ono": Somebody("小野 衛", "おの まもる", "ward", "security_manager", "情報セキュリティ管理者"),
    "shibata": Somebody("柴田 鑑", "しばた あきら", "ward", "auditor", "監査人"),
    "admin": Somebody("高木 整", "たかぎ せい", "ward", "system_admin", "システム管理者"),
}


class Ward(NamedTuple):
    """Ids of what was seeded: section key -> id, account -> staff id."""

    sections: dict[str, str]
    staff: dict[str, str]


async def seed() -> Ward:
    """Register the ward through the services, as an administrator would."""
    await service.found_municipality("みどり区", SYSTEM, NOW, origin="test.daicho")
    sections: dict[str, str] = {}
    for key, (name, kind, parent) in SECTIONS.items():
        above = sections[parent] if parent else None
        done = await service.register_section(name, kind, SYSTEM, NOW, parent=above)
        sections[key] = str(done.id)
    staff: dict[str, str] = {}
    for number, (account, who) in enumerate(PEOPLE.items(), start=1):
        staff[account] = f"S{number:04}"
        await service.register_person(staff[account], who.name, who.kana, SYSTEM, NOW)
        await service.assign_post(
            staff[account], sections[who.section], who.role, SYSTEM, NOW,
            title=who.title, valid_from=FIRST_DAY,
        )  # fmt: skip
        async with change(SYSTEM, NOW) as c:
            await c.add(service.ACCOUNTS, Account(account, staff[account]), act="Created")
    return Ward(sections, staff)
