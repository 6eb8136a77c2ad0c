"""The columns of a personnel list, and from its lines to one move a person."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from daicho.foundation.identity.model import Person
from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.kernel.errors import Forbidden, Invalid, Missing, Refused
from daicho.foundation.kernel.text import refuse_resident_numbers
from daicho.oversight.imports import cells, words
from daicho.oversight.imports.fields import Field, Taken, require_fields, staff_id
from daicho.oversight.imports.where import Whereabouts
from daicho.oversight.personnel.model import Move, PostWanted

ROLES: Mapping[str, tuple[str, ...]] = {
    "staff": ("職員", "一般職員", "担当", "担当者"),
    "section_head": ("所属長", "課長", "所長"),
    "custodian": ("保管責任者", "保管担当"),
    "facility_admin": ("施設管理者", "施設担当"),
    "security_manager": ("情報セキュリティ管理者",),
    "auditor": ("監査人", "監査担当"),
    "system_admin": ("システム管理者",),
}

FIELDS = (
    Field("staff_id", "職員番号", "Staff id", ("職員コード", "職員id", "職員no"), required=True,
          read=staff_id),
    Field("name", "氏名", "Name", ("職員名", "名前", "職員氏名")),
    Field("kana", "ふりがな", "Kana", ("フリガナ", "カナ", "氏名カナ")),
    Field("section", "所属", "Section", ("新所属", "異動先", "異動後所属", "配属先", "課名")),
    Field("role", "役割", "Role", ("権限",), read=partial(words.meant, words=ROLES)),
    Field("title", "職名", "Title", ("役職", "補職", "職", "新職名"),
          read=partial(cells.line, longest=60)),
    Field("valid_from", "発令日", "From", ("異動日", "着任日", "開始日", "発令年月日"), read=cells.day),
    Field("valid_to", "終了日", "To", ("満了日", "任期満了日", "退職日", "終期"), read=cells.day),
)  # fmt: skip

_ONE_DAY = timedelta(days=1)


class Known:
    """What the lines may be about: people, sections, who proposes, and from when where no line says so."""

    def __init__(
        self, people: Mapping[str, Person], where: Whereabouts, proposer: str, effective: date
    ) -> None:
        self.people, self.where = people, where
        self.proposer, self.effective = proposer, effective


def moves(found: Sequence[Taken], known: Known) -> list[tuple[Taken, Move]]:
    """One move a person, with the first line that is about them; what is wrong is said on its line."""
    by_person: dict[str, list[Taken]] = {}
    for one in found:
        require_fields(one, FIELDS)
        _resolve(one, known)
        if not one.faults:
            by_person.setdefault(one.values["staff_id"], []).append(one)
    return [(lines[0], move) for lines in by_person.values() if (move := _move(lines, known))]


def _resolve(one: Taken, known: Known) -> None:
    values = one.values
    for field, rule in (("staff_id", _may_be_moved), ("section", _section), ("valid_to", _period)):
        try:
            rule(values, known)
        except Refused as refused:
            one.refuse(str(refused.facts.get("place", field)), refused)


def _may_be_moved(values: dict[str, Any], known: Known) -> None:
    staff = values.get("staff_id")
    if staff == known.proposer:
        raise Forbidden("own-post", person=staff)
    if staff is None or staff in known.people:
        return
    if staff == SYSTEM.person:
        raise Refused("person-reserved", person=staff)
    if not values.get("name") or not values.get("kana"):
        raise Missing("unknown-person", person=staff)
    for field in ("staff_id", "name", "kana"):
        refuse_resident_numbers(values[field], place=field)


def _section(values: dict[str, Any], known: Known) -> None:
    if not values.get("section"):
        return
    values["section"] = known.where.section(values["section"])
    if not values.get("title"):
        raise Invalid("cell-required", field="職名", place="title")
    refuse_resident_numbers(values["title"], place="title")


def _period(values: dict[str, Any], known: Known) -> None:
    begins, ends = values.get("valid_from") or known.effective, values.get("valid_to")
    if values.get("section") and ends is not None and ends < begins:
        raise Invalid("period-reversed", place="valid_to")


def _move(lines: Sequence[Taken], known: Known) -> Move | None:
    """None when the lines of a person do not go together; the second of them says so."""
    first = lines[0].values
    posts = [_post(one.values, known) for one in lines if one.values.get("section")]
    if posts and len(posts) < len(lines):
        lines[-1].refuse("section", Invalid("leaves-and-stays"))
        return None
    if not posts and first["staff_id"] not in known.people:
        lines[0].refuse("staff_id", Missing("unknown-person", person=first["staff_id"]))
        return None
    joins = first["staff_id"] not in known.people
    name, kana = (first["name"], first["kana"]) if joins else (None, None)
    first_day = min(post.valid_from for post in posts) if posts else _after(first, known)
    return Move(first["staff_id"], first_day, tuple(dict.fromkeys(posts)), name, kana)


def _after(values: dict[str, Any], known: Known) -> date:
    """The day after the last one of who leaves."""
    last: date | None = values.get("valid_to")
    if last is not None and last < date.max:
        return last + _ONE_DAY
    begins: date = values.get("valid_from") or known.effective
    return begins


def _post(values: dict[str, Any], known: Known) -> PostWanted:
    return PostWanted(
        values["section"], values.get("role") or "staff", values["title"],
        values.get("valid_from") or known.effective, values.get("valid_to"),
    )  # fmt: skip
