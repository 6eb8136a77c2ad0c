"""Mails handed to a real mail server on loopback: in the clear, over TLS, with a password, and what goes wrong."""

import socket
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Invalid
from daicho.foundation.outbox.model import Outcome
from daicho.foundation.outbox.smtp import Letter, Route, deliver, route_of
from daicho.foundation.settings import Settings, from_environment
from tests.support.mail import MailServer, certified, serving

NOW = datetime(2023, 2, 21, 8, 31, tzinfo=JST)
LETTER = Letter(
    "m1", "kato@ward.example", "【台帳】お知らせ 1 件", "期限を過ぎています。\n.\n終わり"
)
SECOND = Letter("m2", "sato@ward.example", "二通目", "本文")


def route(server: MailServer, login: str = "") -> Route:
    made = route_of(Settings(smtp_url=server.url(login), mail_from="daicho@ward.example"))
    assert made is not None
    return made


def test_a_mail_arrives_word_for_word_with_the_headers_of_a_machine() -> None:
    with serving(MailServer()) as server:
        assert deliver(route(server), [LETTER], NOW) == [Outcome("m1")]
    (mail,) = server.taken
    assert mail.get_content().splitlines() == ["期限を過ぎています。", ".", "終わり"]
    assert mail["Subject"] == "【台帳】お知らせ 1 件"
    assert mail["Message-ID"] == "<m1@ward.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(mail["Date"]) == NOW


def test_many_mails_go_over_one_connection() -> None:
    with serving(MailServer()) as server:
        letters = [Letter(f"m{n}", f"p{n}@ward.example", "件名", "本文") for n in range(20)]
        told = deliver(route(server), letters, NOW)
    assert [outcome.trouble for outcome in told] == [None] * 20
    assert (server.connections, len(server.taken)) == (1, 20)


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_server_with_a_certificate_that_is_trusted_is_spoken_to_over_tls(
    wrapped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure, trusted = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with serving(MailServer(secure, wrapped=wrapped, login="daicho:p@ss")) as server:
        told = deliver(route(server, "daicho:p%40ss"), [LETTER], NOW)
    assert told == [Outcome("m1")]
    assert (server.encrypted, server.signed_in, len(server.taken)) == (1, 1, 1)


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_certificate_that_nobody_vouches_for_gets_no_mail(wrapped: bool, tmp_path: Path) -> None:
    secure, _ = certified(tmp_path)
    with serving(MailServer(secure, wrapped=wrapped)) as server:
        assert deliver(route(server), [LETTER], NOW) == [Outcome("m1", "certificate")]
    assert server.taken == []


def test_a_password_that_the_server_does_not_take_is_told() -> None:
    with serving(MailServer(login="daicho:right")) as server:
        told = deliver(route(server, "daicho:wrong"), [LETTER, SECOND], NOW)
    assert told == [Outcome("m1", "sign-in-refused"), Outcome("m2", "sign-in-refused")]


def test_a_password_never_crosses_a_network_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(MailServer(login="daicho:right")) as server:
        far = Route(
            "mail.ward.example", server.port, False, "daicho@ward.example", "daicho", "right"
        )
        here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: here)
        assert deliver(far, [LETTER], NOW) == [Outcome("m1", "not-encrypted")]
    assert (server.connections, server.signed_in) == (1, 0)


def test_a_refusal_concerns_one_mail_and_not_the_next() -> None:
    with serving(MailServer()) as server:
        server.answers["kato@ward.example"] = "550 no such user"
        assert deliver(route(server), [LETTER, SECOND], NOW) == [
            Outcome("m1", "refused"), Outcome("m2"),
        ]  # fmt: skip
        server.answers["kato@ward.example"] = "450 mailbox busy"
        assert deliver(route(server), [LETTER], NOW) == [Outcome("m1", "put-off")]


def test_nobody_behind_the_address_is_unreachable() -> None:
    with serving(MailServer()) as server:
        gone = route(server)
    assert deliver(gone, [LETTER], NOW) == [Outcome("m1", "unreachable")]


@pytest.mark.parametrize(
    "url", ["http://mail.example", "smtp://", "smtp://mail.example:99999", "smtp://mail.example/x"]
)
def test_an_address_of_a_server_that_cannot_be_is_refused_without_its_password(url: str) -> None:
    environment = {"DAICHO_SMTP_URL": url, "DAICHO_MAIL_FROM": "daicho@ward.example"}
    with pytest.raises(Invalid) as refused:
        route_of(from_environment(environment))
    assert refused.value.facts == {"name": "DAICHO_SMTP_URL", "value": "?"}


def test_a_server_without_a_sender_is_refused() -> None:
    with pytest.raises(Invalid, match="DAICHO_MAIL_FROM"):
        from_environment({"DAICHO_SMTP_URL": "smtp://mail.example"})
    assert route_of(from_environment({})) is None
