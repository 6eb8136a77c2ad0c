"""A mail server on loopback that speaks SMTP (RFC 5321) with STARTTLS and AUTH PLAIN, and keeps what it takes."""

import base64
import ipaddress
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class MailServer(socketserver.ThreadingTCPServer):
    """`answers` maps a recipient to what the server says instead of 250; `silent` hangs up at once."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self, secure: ssl.SSLContext | None = None, *, wrapped: bool = False, login: str = ""
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.secure, self.wrapped, self.login = secure, wrapped, login
        self.answers: dict[str, str] = {}
        self.silent = False
        self.taken: list[EmailMessage] = []
        self.connections = 0
        self.signed_in = 0
        self.encrypted = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, login: str = "") -> str:
        scheme = "smtps" if self.wrapped else "smtp"
        return f"{scheme}://{login and login + '@'}127.0.0.1:{self.port}"

    def recipients(self) -> list[str]:
        """To whom the mails went that were taken."""
        return [str(mail["To"]) for mail in self.taken]


class _Session(socketserver.BaseRequestHandler):
    """One connection, line by line."""

    def handle(self) -> None:
        self.mails = cast("MailServer", self.server)
        self.mails.connections += 1
        if self.mails.silent:
            return
        with suppress(OSError):
            self._talk(self.request)

    def _talk(self, plain: socket.socket) -> None:
        self.line: socket.socket = plain
        self.to: list[str] = []
        if self.mails.wrapped:
            self._encrypt()
        self.reader = self.line.makefile("rb")
        self._say("220 loopback ESMTP")
        while heard := self.reader.readline():
            verb, _, rest = heard.decode().strip().partition(" ")
            if not self._answer(verb.upper(), rest):
                return

    def _answer(self, verb: str, rest: str) -> bool:
        """False ends the connection."""
        doing: Callable[[str], None] | None = getattr(self, f"do_{verb.lower()}", None)
        if doing is None:
            self._say("502 not known")
        else:
            doing(rest)
        return verb != "QUIT"

    def _say(self, *lines: str) -> None:
        self.line.sendall(b"".join(f"{line}\r\n".encode() for line in lines))

    def _encrypt(self) -> None:
        assert self.mails.secure is not None
        self.line = self.mails.secure.wrap_socket(self.line, server_side=True)
        self.mails.encrypted += 1

    def do_ehlo(self, _: str) -> None:
        open_to = self.mails.secure and not isinstance(self.line, ssl.SSLSocket)
        offers = ["STARTTLS"] if open_to else []
        offers += ["AUTH PLAIN LOGIN"] if self.mails.login else []
        self._say("250-loopback", *(f"250-{offer}" for offer in offers), "250 8BITMIME")

    def do_starttls(self, _: str) -> None:
        self._say("220 go ahead")
        self._encrypt()
        self.reader = self.line.makefile("rb")

    def do_auth(self, rest: str) -> None:
        told = base64.b64decode(rest.removeprefix("PLAIN ")).decode().split("\0")
        right = ":".join(told[1:]) == self.mails.login
        self.mails.signed_in += right
        self._say("235 welcome" if right else "535 wrong")
        if not right:
            raise ConnectionAbortedError  # as servers do that have seen too many guesses

    def do_mail(self, _: str) -> None:
        self.to = []
        self._say("250 ok")

    def do_rcpt(self, rest: str) -> None:
        address = rest.partition("<")[2].partition(">")[0]
        answer = self.mails.answers.get(address, "250 ok")
        if answer.startswith("250"):
            self.to.append(address)
        self._say(answer)

    def do_data(self, _: str) -> None:
        self._say("354 speak")
        lines: list[bytes] = []
        while (line := self.reader.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        mail = message_from_bytes(b"".join(lines), policy=default)
        self.mails.taken.append(mail)
        self._say("250 taken")

    def do_rset(self, _: str) -> None:
        self._say("250 ok")

    def do_quit(self, _: str) -> None:
        self._say("221 bye")


@contextmanager
def serving(server: MailServer) -> Iterator[MailServer]:
    """The server in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def certified(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """What a server on 127.0.0.1 shows, and the file of the certificate that clients have to trust."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(alternative, critical=False)
        .sign(private, hashes.SHA256())
    )
    secret, public = folder / "mail.key", folder / "mail.pem"
    secret.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, secret)
    return context, public
