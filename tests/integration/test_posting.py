"""The server's own round: it starts with the server, sends by itself, and several of them send nothing twice."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar

from daicho import rounds
from daicho.app import create_app
from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.identity import mailing
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST, system_clock
from daicho.foundation.outbox import service as outbox
from daicho.foundation.outbox.smtp import Route
from daicho.foundation.settings import Settings
from daicho.oversight.reminders import service as reminders
from tests.integration.things import some_things
from tests.support.mail import MailServer, serving
from tests.support.office import Office, Template

pytestmark = pytest.mark.anyio

OPEN = datetime(2023, 2, 21, 8, 31, tzinfo=JST)


@pytest.fixture
def post() -> Iterator[MailServer]:
    with serving(MailServer()) as server:
        yield server


def route(server: MailServer) -> Route:
    return Route("127.0.0.1", server.port, False, "daicho@ward.example")


async def addressed(person: str, now: datetime) -> None:
    await mailing.set_address(person, f"{person}@ward.example", Actor(person, person), now)


async def put(person: str, now: datetime, **changed: Any) -> str:
    written = outbox.letter("digest", person, "件名", "本文", now, due=now)
    mail = msgspec.structs.replace(written.mail, **changed)
    async with db.write():
        await outbox.put(outbox.Written(mail, written.words))
    return mail.id


async def test_the_server_sends_by_itself_what_is_due(
    template: Template, tmp_path: Path, post: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FIRST", 0)
    monkeypatch.setattr(rounds, "POSTING", 0.05)
    plain = await template.copied(tmp_path)
    settings = msgspec.structs.replace(plain, smtp_url=post.url(), mail_from="daicho@ward.example")
    async with running(settings).lifespan():
        person = template.ward.staff["kato"]
        await addressed(person, system_clock())
        await put(person, system_clock())
        async with asyncio.timeout(20):
            while not post.taken:
                await asyncio.sleep(0.05)
    assert post.recipients() == [f"{person}@ward.example"]


def running(settings: Settings) -> Litestar:
    return create_app(settings)


async def test_two_servers_that_look_at_once_make_and_send_each_digest_once(
    office: Office, post: MailServer
) -> None:
    things = await some_things(office)
    await things.out("2023-02-20")
    people = [office.staff[account] for account in ("sato", "kato", "yamada")]
    for person in people:
        await addressed(person, office.now)
    made = await asyncio.gather(*(reminders.remind(OPEN) for _ in range(3)))
    assert sum(one.mails for one in made) == 3
    sent = await asyncio.gather(*(reminders.send_due(route(post), OPEN) for _ in range(3)))
    assert sum(one.taken for one in sent) == 3
    assert sorted(post.recipients()) == sorted(f"{person}@ward.example" for person in people)


async def test_what_a_server_held_when_it_died_another_sends_ten_minutes_later(
    office: Office, post: MailServer
) -> None:
    person = office.staff["kato"]
    await addressed(person, office.now)
    await put(person, OPEN, tries=1, due=OPEN + timedelta(minutes=10))
    assert (await reminders.send_due(route(post), OPEN + timedelta(minutes=9))).tried == 0
    assert (await reminders.send_due(route(post), OPEN + timedelta(minutes=10))).taken == 1


async def test_more_mails_than_go_at_once_all_go(office: Office, post: MailServer) -> None:
    person = office.staff["kato"]
    await addressed(person, office.now)
    for _ in range(45):
        await put(person, OPEN)
    sent = await reminders.send_due(route(post), OPEN)
    assert (sent.tried, sent.taken, len(post.taken)) == (45, 45, 45)
    assert len({str(mail["Message-ID"]) for mail in post.taken}) == 45


async def test_a_mail_whose_address_is_gone_is_told_as_failed(
    office: Office, post: MailServer
) -> None:
    mail = await put(office.staff["kato"], OPEN)
    assert (await reminders.send_due(route(post), OPEN)).taken == 0
    (failed,) = await outbox.listed("failed", limit=5)
    assert (failed.id, failed.last_error) == (mail, "no-address")


async def test_nobody_is_reminded_of_yesterday_and_its_words_are_erased(
    office: Office, post: MailServer
) -> None:
    person = office.staff["kato"]
    await addressed(person, office.now)
    mail = await put(person, OPEN)
    async with db.read():
        words = [row["body"] for row in await db.fetch("SELECT body FROM outbox")]
    assert (await reminders.send_due(route(post), OPEN + timedelta(days=1))).tried == 0
    (failed,) = await outbox.listed("failed", limit=5)
    assert (failed.id, failed.last_error) == (mail, "too-late")
    async with db.read():
        assert await sealed.reveal(words) == {}
    admin = await office.client("admin")
    again = await admin.post(f"/reminders/mails/{mail}/retry")
    assert again.json()["code"] == "mail-too-old"
