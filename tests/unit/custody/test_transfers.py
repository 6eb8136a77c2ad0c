"""Transfers and extensions as state machines, every act from every state."""

from collections.abc import Callable
from datetime import timedelta
from typing import get_args

import msgspec
import pytest

from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.custody import extension, transfer
from daicho.things.custody.extension import Extension
from daicho.things.custody.transfer import Transfer
from tests.unit.custody.cases import CARRIER, HEAD, NOW, TODAY, medium, somebody, take_out

PROPOSED = Transfer("x1", medium().code, "office", "other", "proposed", "c:1", "giver", NOW, "Q")
ASKED = Extension(
    "e1", "t1", "office", "requested", TODAY, TODAY + timedelta(days=3), "c:1", "carrier", NOW
)

TRANSFERRING: dict[str, Callable[[Transfer], Transfer]] = {
    "accepted": lambda t: transfer.accept(t, medium(), None, by="taker", now=NOW),
    "declined": lambda t: transfer.decline(t, by="taker", now=NOW, answer="c:2"),
    "withdrawn": lambda t: transfer.withdraw(t, by="giver", now=NOW),
}
EXTENDING: dict[str, Callable[[Extension], Extension]] = {
    "approved": lambda e: extension.approve(e, take_out("handed_over"), HEAD, NOW)[0],
    "rejected": lambda e: extension.reject(e, take_out("handed_over"), HEAD, NOW, "c:2")[0],
}


@pytest.mark.parametrize("state", get_args(transfer.State))
@pytest.mark.parametrize("leads_to", TRANSFERRING)
def test_a_transfer_is_answered_once(leads_to: str, state: transfer.State) -> None:
    one = msgspec.structs.replace(PROPOSED, state=state)

    if state == "proposed":
        assert TRANSFERRING[leads_to](one).state == leads_to
    else:
        with pytest.raises(Refused, match="transfer-in-another-state"):
            TRANSFERRING[leads_to](one)


@pytest.mark.parametrize("state", get_args(extension.State))
@pytest.mark.parametrize("leads_to", EXTENDING)
def test_an_extension_is_decided_once(leads_to: str, state: extension.State) -> None:
    one = msgspec.structs.replace(ASKED, state=state)

    if state == "requested":
        assert EXTENDING[leads_to](one).state == leads_to
    else:
        with pytest.raises(Refused, match="extension-in-another-state"):
            EXTENDING[leads_to](one)


@pytest.mark.parametrize("state", ["draft", "in_use", "taken_out", "missing", "quarantined"])
def test_only_what_lies_in_storage_passes_to_another_section(state: str) -> None:
    wish = transfer.Wish("other", "c:1")
    with pytest.raises(Refused, match="asset-not-available"):
        transfer.propose(medium(state=state), wish, transfer_id="x", by="giver", now=NOW)
    with pytest.raises(Refused, match="asset-not-available"):
        transfer.accept(PROPOSED, medium(state=state), "Q", by="taker", now=NOW)


def test_who_gives_does_not_take() -> None:
    with pytest.raises(Forbidden, match="own-request"):
        transfer.accept(PROPOSED, medium(), "Q", by="giver", now=NOW)


def test_it_is_taken_in_at_a_place() -> None:
    nowhere = msgspec.structs.replace(PROPOSED, place=None)

    with pytest.raises(Invalid, match="place-required"):
        transfer.accept(nowhere, medium(), None, by="taker", now=NOW)
    assert transfer.accept(nowhere, medium(), "R", by="taker", now=NOW).place == "R"


@pytest.mark.parametrize("person", ["applicant", "carrier"])
def test_nobody_grants_more_days_to_themselves(person: str) -> None:
    by = somebody(person, "section_head", decides=True)

    with pytest.raises(Forbidden, match="own-request"):
        extension.approve(ASKED, take_out("handed_over"), by, NOW)


def test_more_days_that_have_passed_are_not_granted() -> None:
    with pytest.raises(Invalid, match="planned-return-out-of-range"):
        extension.approve(ASKED, take_out("handed_over"), HEAD, NOW + timedelta(days=4))


def test_one_request_for_more_days_waits_at_a_time() -> None:
    wish = extension.Wish(TODAY + timedelta(days=3), "c:1")
    _, waiting = extension.request(
        take_out("handed_over"), wish, extension_id="e1", by=CARRIER, now=NOW
    )

    with pytest.raises(Refused, match="extension-requested"):
        extension.request(waiting, wish, extension_id="e2", by=CARRIER, now=NOW)
