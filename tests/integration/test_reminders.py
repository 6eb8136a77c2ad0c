"""Reminders over HTTP and by mail to a server on loopback, on both engines."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
import pytest

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.fsck import check
from daicho.foundation.kernel.clock import JST
from daicho.foundation.outbox.smtp import Route, route_of
from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS
from daicho.oversight.reminders import service
from daicho.rounds import one_posting
from tests.integration.things import some_things
from tests.support.mail import MailServer, serving
from tests.support.office import Office

pytestmark = pytest.mark.anyio

EARLY = datetime(2023, 2, 21, 7, 0, tzinfo=JST)
OPEN = datetime(2023, 2, 21, 8, 31, tzinfo=JST)
"""A Tuesday; offices open at half past eight."""


@pytest.fixture
def post() -> Iterator[MailServer]:
    with serving(MailServer()) as server:
        yield server


def with_mail(office: Office, server: MailServer) -> Route:
    """The settings that an administrator would have written."""
    settings = msgspec.structs.replace(
        office.app.state.settings, smtp_url=server.url(), mail_from="daicho@ward.example"
    )
    office.app.state.settings = settings
    route = route_of(settings)
    assert route is not None
    return route


async def reachable(office: Office, *accounts: str) -> None:
    for account in accounts:
        body = {"address": f"{account}@ward.example"}
        await (await office.client(account)).post("/me/mail", body, status=200)


async def test_an_overdue_medium_is_told_to_its_carrier_and_its_keepers_once(
    office: Office, post: MailServer
) -> None:
    route = with_mail(office, post)
    things = await some_things(office)
    await things.out("2023-02-20")
    await reachable(office, "sato", "kato", "yamada", "inoue")

    assert (await one_posting(route, EARLY)).tried == 0
    assert (await one_posting(route, OPEN)).taken == 3
    assert sorted(post.recipients()) == [
        "kato@ward.example", "sato@ward.example", "yamada@ward.example",
    ]  # fmt: skip
    text = post.taken[0].get_content()
    assert "返却期限を過ぎています：1 件 / Overdue: 1" in text
    assert post.taken[0]["Subject"] == "【台帳】お知らせ 1 件 / 1 reminders"

    for _ in range(3):
        assert (await one_posting(route, OPEN)).tried == 0
    assert (await service.remind(OPEN, early=True)).people == 0
    assert len(post.taken) == 3


async def test_a_mail_names_no_person_and_its_words_are_gone_once_it_was_sent(
    office: Office, post: MailServer
) -> None:
    route = with_mail(office, post)
    things = await some_things(office)
    await things.out("2023-02-20")
    await reachable(office, "kato")
    await one_posting(route, OPEN)
    (mail,) = post.taken
    assert not [
        name for name in ("佐藤", "花子", office.staff["sato"]) if name in mail.get_content()
    ]
    async with db.read():
        bodies = await db.fetch("SELECT body FROM outbox")
        assert await sealed.reveal(row["body"] for row in bodies) == {}
    assert (await check(REGISTERS, None, EXTRA_CHECKS)).findings == []


async def test_on_a_day_on_which_the_office_is_closed_nobody_is_reminded(
    office: Office, post: MailServer
) -> None:
    route = with_mail(office, post)
    things = await some_things(office)
    await things.out("2023-02-20")
    await reachable(office, "kato")
    closed = {"day": "2023-02-21", "name": "停電", "section": office.sections["nippori"]}
    await (await office.client("fujii")).post("/calendar/closures", closed, status=201)
    assert (await one_posting(route, OPEN)).tried == 0
    assert (await one_posting(route, datetime(2023, 2, 22, 12, 0, tzinfo=JST))).taken == 1
    assert (await one_posting(route, datetime(2023, 2, 23, 12, 0, tzinfo=JST))).tried == 0


async def test_who_has_nothing_to_do_gets_no_mail(office: Office, post: MailServer) -> None:
    route = with_mail(office, post)
    await reachable(office, "sato")
    assert (await one_posting(route, OPEN)).tried == 0
    told = await (await office.client("admin")).get("/reminders")
    last = told.json()["panel"]["last"]
    assert (last["day"], last["people"], last["mails"]) == ("2023-02-21", 1, 0)


async def test_a_server_that_is_down_is_asked_again_later_and_the_panel_tells_of_it(
    office: Office, post: MailServer
) -> None:
    route, admin = with_mail(office, post), await office.client("admin")
    things = await some_things(office)
    await things.out("2023-02-20")
    await reachable(office, "kato")
    post.silent = True
    assert (await one_posting(route, OPEN)).taken == 0
    (mail,) = (await admin.get("/reminders/mails", status="queued")).json()["items"]
    assert (mail["tries"], mail["trouble"], mail["name"]) == (1, "unreachable", "加藤 守")

    post.silent = False
    assert (await one_posting(route, OPEN)).tried == 0
    office.now = OPEN
    admin = await office.client("admin")
    await admin.post(f"/reminders/mails/{mail['id']}/retry", status=200)
    assert (await one_posting(route, OPEN)).taken == 1
    told = (await admin.get("/reminders")).json()
    assert told["mail"]
    assert told["sender"] == "daicho@ward.example"
    assert told["panel"]["states"] == {"queued": 0, "sent": 1, "failed": 0}
    assert told["panel"]["next"] == "2023-02-22T08:30:00+09:00"
    again = await admin.post(f"/reminders/mails/{mail['id']}/retry")
    assert again.json()["code"] == "mail-sent-already"


async def test_an_address_that_the_server_refuses_fails_and_holds_nobody_else_up(
    office: Office, post: MailServer
) -> None:
    route = with_mail(office, post)
    things = await some_things(office)
    await things.out("2023-02-20")
    await reachable(office, "kato", "sato")
    post.answers["kato@ward.example"] = "550 no such user"
    assert (await one_posting(route, OPEN)).taken == 1
    admin = await office.client("admin")
    (failed,) = (await admin.get("/reminders/mails", status="failed")).json()["items"]
    assert (failed["staff_id"], failed["trouble"]) == (office.staff["kato"], "refused")
    assert failed["actions"] == ["retryMail"]


async def test_an_address_is_set_by_its_person_or_an_administrator_and_can_be_erased(
    office: Office,
) -> None:
    sato, admin = await office.client("sato"), await office.client("admin")
    staff_id = office.staff["sato"]
    await admin.post(f"/people/{staff_id}/mail", {"address": "hanako@ward.example"}, status=200)
    assert (await sato.get("/me/mail")).json()["address"] == "hanako@ward.example"
    listed = (await admin.get("/people/mail")).json()["items"]
    assert {one["address"] for one in listed} == {None, "hanako@ward.example"}

    refused = await sato.post(f"/people/{office.staff['kato']}/mail", {"address": None})
    assert refused.status_code == 403
    wrong = await sato.post("/me/mail", {"address": "花子@例え.jp"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "request-invalid")

    async with db.write():
        await sealed.erase(staff_id, office.now)
    assert (await sato.get("/me/mail")).json()["address"] is None
    assert (await check(REGISTERS, None, EXTRA_CHECKS)).findings == []


async def test_without_a_mail_server_the_panel_says_so(office: Office) -> None:
    told = (await (await office.client("admin")).get("/reminders")).json()
    assert (told["mail"], told["panel"]["last"]) == (False, None)
    assert (told["panel"]["with_address"], told["panel"]["next"]) == (
        0,
        "2023-02-21T08:30:00+09:00",
    )
    assert (await (await office.client("yamada")).get("/reminders")).status_code == 403


async def test_everybody_sees_what_their_mail_would_say(office: Office) -> None:
    things = await some_things(office)
    await things.out("2023-02-21")
    told = (await (await office.client("sato")).get("/me/reminders")).json()["items"]
    assert [(one["kind"], one["day"]) for one in told] == [("due", "2023-02-21")]
    stranger = (await (await office.client("inoue")).get("/me/reminders")).json()["items"]
    assert stranger == []


async def test_a_run_by_hand_makes_the_digests_of_today_and_no_more(office: Office) -> None:
    things = await some_things(office)
    await things.out("2023-02-20")
    await reachable(office, "kato")
    office.now = EARLY
    admin = await office.client("admin")
    made = (await admin.post("/reminders/runs", status=200)).json()
    assert made == {"people": 1, "mails": 1}
    assert (await admin.post("/reminders/runs")).json() == {"people": 0, "mails": 0}
    (mail,) = (await admin.get("/reminders/mails")).json()["items"]
    assert mail["due"] == "2023-02-21T08:30:00+09:00"
    office.now = datetime(2023, 2, 25, 12, 0, tzinfo=JST)
    assert (await (await office.client("admin")).post("/reminders/runs")).json()[
        "code"
    ] == "office-closed"
