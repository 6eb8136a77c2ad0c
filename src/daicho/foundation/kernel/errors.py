"""Refusals: a stable code, the facts of the case, and the HTTP status that fits; sentences live in the catalogues."""

from typing import Any, ClassVar


class Refused(Exception):
    """Understood, and not to be done in this state (409). `code` is kebab-case, `facts` are JSON-able."""

    status: ClassVar[int] = 409

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


class Invalid(Refused):
    """The input itself is wrong."""

    status = 400


class NotSignedIn(Refused):
    """Nobody is known to be asking."""

    status = 401


class Forbidden(Refused):
    """The person is known and has no such right."""

    status = 403


class Missing(Refused):
    """There is no such thing, or none within the asker's scope: the two are not told apart."""

    status = 404


class Stale(Refused):
    """The document changed underneath."""

    status = 412


class KeyReused(Refused):
    """An idempotency key came back with another request behind it."""

    status = 422


class TooMany(Refused):
    """Too many attempts; `retry_after` seconds stand in the facts."""

    status = 429


class Replayed(Exception):
    """This key was already carried out: the same answer is given again, nothing is done twice."""

    def __init__(self, status: int, result: dict[str, Any]) -> None:
        super().__init__("replayed")
        self.status = status
        self.result = result
