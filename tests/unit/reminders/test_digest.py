"""The words of a digest."""

from datetime import date
from typing import get_args

from daicho.oversight.desk.task import TaskKind
from daicho.oversight.reminders.model import HEADINGS, Kind, Notice, digest

DAY = date(2023, 2, 21)


def test_what_is_overdue_comes_before_what_is_due_and_the_oldest_first() -> None:
    told = digest(
        [
            Notice("due", "外付け HDD", DAY),
            Notice("overdue", "USB 2", date(2023, 2, 18)),
            Notice("overdue", "USB 1", date(2023, 2, 17)),
        ],
        DAY,
    )
    places = [told.text.index(word) for word in ("USB 1", "USB 2", "外付け HDD")]
    assert places == sorted(places)
    assert "■ 返却期限を過ぎています：2 件 / Overdue: 2" in told.text
    assert told.subject == "【台帳】お知らせ 3 件 / 3 reminders"


def test_findings_are_told_as_a_number_and_by_no_name() -> None:
    told = digest([Notice("violation", "TM-01", None), Notice("violation", "TM-03", None)], DAY)
    assert "対応が必要な不備があります：2 件" in told.text
    assert "TM-0" not in told.text


def test_a_long_list_is_cut_and_says_how_much_is_left() -> None:
    told = digest([Notice("verify", f"USB {n:02}", DAY) for n in range(14)], DAY)
    assert ("USB 09" in told.text, "USB 10" in told.text) == (True, False)
    assert "ほか 4 件 / and 4 more" in told.text


def test_every_kind_has_a_heading_in_both_languages() -> None:
    assert set(HEADINGS) == set(get_args(Kind))
    assert all(japanese and english for japanese, english in HEADINGS.values())


def test_every_task_is_told_except_a_return_that_is_not_yet_due() -> None:
    assert set(get_args(TaskKind)) - set(HEADINGS) == {"return"}
