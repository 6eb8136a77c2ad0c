"""When a mail is tried again, and when it has failed."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Refused
from daicho.foundation.outbox.model import AGAIN_AFTER, Mail, Outcome, again, given_up, tried

NOW = datetime(2023, 2, 21, 8, 30, tzinfo=JST)
MAIL = Mail("m1", "digest", "S0001", "件名", "c:0", NOW, NOW)


def test_a_mail_waits_longer_after_each_try_and_fails_after_the_sixth() -> None:
    mail, at, waits = MAIL, NOW, list[timedelta]()
    while mail.state == "queued":
        mail = tried(replace(mail, tries=mail.tries + 1), Outcome("m1", "unreachable"), at)
        waits.append(mail.due - at)
        at = mail.due
    assert tuple(waits[:-1]) == AGAIN_AFTER
    assert (mail.state, mail.tries, mail.last_error) == ("failed", 6, "unreachable")


@pytest.mark.parametrize("trouble", ["no-address", "refused"])
def test_what_cannot_get_better_fails_at_once(trouble: str) -> None:
    told = tried(replace(MAIL, tries=1), Outcome("m1", trouble), NOW)  # type: ignore[arg-type]  # parametrised
    assert told.state == "failed"


def test_a_mail_that_was_taken_forgets_its_troubles() -> None:
    late = replace(MAIL, tries=2, last_error="put-off")
    told = tried(late, Outcome("m1"), NOW)
    assert (told.state, told.last_error, told.sent_at) == ("sent", None, NOW)


def test_somebody_may_have_it_tried_from_the_beginning_unless_it_was_sent() -> None:
    later = NOW + timedelta(days=1)
    told = again(replace(MAIL, state="failed", tries=6), later)
    assert (told.state, told.tries, told.due) == ("queued", 0, later)
    with pytest.raises(Refused, match="mail-sent-already"):
        again(replace(MAIL, state="sent"), later)


def test_what_was_given_up_cannot_be_sent_again_and_keeps_its_trouble() -> None:
    assert given_up(MAIL).last_error == "too-late"
    told = given_up(replace(MAIL, state="failed", last_error="refused"))
    assert (told.state, told.last_error, told.body) == ("failed", "refused", "")
    with pytest.raises(Refused, match="mail-too-old"):
        again(told, NOW)
