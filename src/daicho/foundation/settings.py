"""Everything the environment may say, read once into one frozen value."""

import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path

import msgspec

from daicho.foundation.kernel.errors import Invalid
from daicho.foundation.kernel.text import MAIL_ADDRESS

KEYS = "keys"
"""The folder within the data folder where the log's key lies, and what it signed last."""

_ADDRESS = re.compile(MAIL_ADDRESS)


class Settings(msgspec.Struct, frozen=True):
    """Where the register lives and how it is reached."""

    data_dir: Path = Path("var")
    database_url: str = ""
    migrate_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    plain_http: bool = False
    label_url: str = ""
    badge_idle_seconds: int = 120
    smtp_url: str = ""
    mail_from: str = ""

    @property
    def url(self) -> str:
        """The database URL, by default an SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'daicho.sqlite'}"

    @property
    def owner_url(self) -> str:
        """The URL that migrations run as: the owner of the tables."""
        return self.migrate_url or self.url

    @property
    def on_postgres(self) -> bool:
        return self.url.startswith(("postgres://", "postgresql://"))

    @property
    def secure(self) -> bool:
        """Whether answers leave over TLS, so that cookies may say so."""
        return self.tls_certificate is not None

    @property
    def cookie(self) -> str:
        """`__Host-` wants TLS; plain HTTP on loopback uses a plain name."""
        return "__Host-daicho" if self.secure else "daicho"

    @property
    def device_cookie(self) -> str:
        """By which an enrolled device is known; it outlasts every session."""
        return f"{self.cookie}-device"


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read `DAICHO_*`; a value that cannot be used is refused by its name."""

    def path(name: str) -> Path | None:
        return Path(environment[name]) if environment.get(name) else None

    def whole(name: str, usual: int, least: int, most: int) -> int:
        value = environment.get(name, str(usual))
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            raise Invalid("setting-wrong", name=name, value=value)
        return int(value)

    settings = Settings(
        data_dir=path("DAICHO_DATA_DIR") or Path("var"),
        database_url=environment.get("DAICHO_DATABASE_URL", ""),
        migrate_url=environment.get("DAICHO_MIGRATE_URL", ""),
        host=environment.get("DAICHO_HOST", "127.0.0.1"),
        port=whole("DAICHO_PORT", 8000, 1, 65535),
        tls_certificate=path("DAICHO_TLS_CERTIFICATE"),
        tls_key=path("DAICHO_TLS_KEY"),
        plain_http=environment.get("DAICHO_ALLOW_PLAIN_HTTP") == "yes",
        label_url=environment.get("DAICHO_LABEL_URL", ""),
        badge_idle_seconds=whole("DAICHO_BADGE_IDLE_SECONDS", 120, 15, 3600),
        smtp_url=environment.get("DAICHO_SMTP_URL", ""),
        mail_from=environment.get("DAICHO_MAIL_FROM", ""),
    )
    _refuse_half_mail(settings)
    if not settings.url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise Invalid("setting-wrong", name="DAICHO_DATABASE_URL", value="?")
    return settings


def _refuse_half_mail(settings: Settings) -> None:
    """A mail server without a sender's address is of no use; the URL holds a password and is not repeated."""
    if not settings.smtp_url:
        return
    if not settings.smtp_url.startswith(("smtp://", "smtps://")):
        raise Invalid("setting-wrong", name="DAICHO_SMTP_URL", value="?")
    if not _ADDRESS.fullmatch(settings.mail_from):
        raise Invalid("setting-wrong", name="DAICHO_MAIL_FROM", value=settings.mail_from)


def refuse_open_plain_http(settings: Settings) -> None:
    """Passwords never cross a network in the clear, unless somebody says so by name."""
    if settings.secure or settings.plain_http or _is_loopback(settings.host):
        return
    raise Invalid("plain-http-refused", host=settings.host)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
