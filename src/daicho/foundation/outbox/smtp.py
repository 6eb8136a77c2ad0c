"""Hands mails to a mail server, and says of each what became of it."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

import msgspec

from daicho.foundation.kernel.errors import Invalid
from daicho.foundation.outbox.model import Outcome, Trouble
from daicho.foundation.settings import Settings

SECONDS = 20
"""How long a mail server may take for one answer."""

_PORTS = {"smtp": 25, "smtps": 465}


class Route(msgspec.Struct, frozen=True):
    """The mail server of the municipality; `wrapped` is TLS from the first byte."""

    host: str
    port: int
    wrapped: bool
    sender: str
    user: str = ""
    password: str = ""


class Letter(msgspec.Struct, frozen=True):
    """One mail with the address that it goes to."""

    id: str
    to: str
    subject: str
    text: str


def route_of(settings: Settings) -> Route | None:
    """The server of `DAICHO_SMTP_URL`; None when there is none. Raises `setting-wrong` without naming secrets."""
    if not settings.smtp_url:
        return None
    try:
        parts = urlsplit(settings.smtp_url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError) as wrong:
        raise Invalid("setting-wrong", name="DAICHO_SMTP_URL", value="?") from wrong
    if not parts.hostname or parts.path not in ("", "/"):
        raise Invalid("setting-wrong", name="DAICHO_SMTP_URL", value="?")
    return Route(
        host=parts.hostname,
        port=port,
        wrapped=parts.scheme == "smtps",
        sender=settings.mail_from,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def deliver(route: Route, letters: Sequence[Letter], now: datetime) -> list[Outcome]:
    """All of them over one connection. Blocks: for a thread."""
    outcomes: list[Outcome] = []
    trouble: Trouble = "unreachable"
    try:
        with _connected(route) as server:
            for letter in letters:
                outcomes.append(_handed(server, route, letter, now))
    except ssl.SSLError:
        trouble = "certificate"
    except smtplib.SMTPAuthenticationError:
        trouble = "sign-in-refused"
    except smtplib.SMTPNotSupportedError:
        trouble = "not-encrypted"
    except (smtplib.SMTPException, OSError):
        trouble = "unreachable"
    return outcomes + [Outcome(letter.id, trouble) for letter in letters[len(outcomes) :]]


@contextmanager
def _connected(route: Route) -> Iterator[smtplib.SMTP]:
    secure = ssl.create_default_context()
    if route.wrapped:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            route.host, route.port, timeout=SECONDS, context=secure
        )
    else:
        server = smtplib.SMTP(route.host, route.port, timeout=SECONDS)
    try:
        server.ehlo_or_helo_if_needed()
        if not route.wrapped and server.has_extn("starttls"):
            server.starttls(context=secure)
        elif route.user and not route.wrapped and not _on_this_machine(route.host):
            raise smtplib.SMTPNotSupportedError("a password is never sent in the clear")
        if route.user:
            _sign_in(server, route)
        yield server
    finally:
        _leave(server)


def _sign_in(server: smtplib.SMTP, route: Route) -> None:
    """Some servers hang up on a wrong password instead of saying so."""
    try:
        server.login(route.user, route.password)
    except smtplib.SMTPServerDisconnected as gone:
        raise smtplib.SMTPAuthenticationError(535, "hung up") from gone


def _leave(server: smtplib.SMTP) -> None:
    """What was taken stays taken, however the connection ends."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()


def _on_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _handed(server: smtplib.SMTP, route: Route, letter: Letter, now: datetime) -> Outcome:
    """One mail; what concerns the connection and no single mail is raised."""
    try:
        server.send_message(_message(route, letter, now), route.sender, [letter.to])
    except smtplib.SMTPRecipientsRefused as refused:
        return Outcome(letter.id, _by_code(refused.recipients[letter.to][0]))
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
        return Outcome(letter.id, _by_code(refused.smtp_code))
    return Outcome(letter.id)


def _by_code(code: int) -> Trouble:
    """RFC 5321 4.2.1: 5yz is for good, 4yz for now."""
    return "refused" if code >= 500 else "put-off"


def _message(route: Route, letter: Letter, now: datetime) -> EmailMessage:
    """The same mail has the same Message-ID however often it is tried."""
    message = EmailMessage(policy=SMTP)
    message["From"] = route.sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.id}@{route.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message
