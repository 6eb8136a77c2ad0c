"""Errors as RFC 9457 problems: a stable code with facts, and its sentence in Japanese and English."""

import re
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
import structlog
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap

from daicho.foundation.kernel.errors import Refused, Replayed

log = structlog.get_logger()

Language = Literal["ja", "en"]
PROBLEM_JSON = "application/problem+json"

_IN_BODY = re.compile(r"(?P<reason>.*) - at `\$\.data\.(?P<place>.*)`", re.DOTALL)


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Error code -> sentence with `{fact}` places; the front end shows the same file."""
    text = files("daicho.foundation").joinpath("sentences", f"{language}.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, str])


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "–"


def sentence(code: str, facts: dict[str, Any], language: Language) -> str:
    """The sentence for a code; a code without one is shown as it is."""
    spelled = {name: _spelled(value) for name, value in facts.items()}
    return catalogue(language).get(code, code).format_map(_Facts(spelled))


def _spelled(value: Any) -> Any:
    return ", ".join(str(item) for item in value) if isinstance(value, list | tuple) else value


def problem(status: int, code: str, facts: dict[str, Any]) -> Response[bytes]:
    """The answer for a refusal."""
    body = {
        "type": f"urn:daicho:problem:{code}",
        "title": sentence(code, facts, "en"),
        "detail": sentence(code, facts, "ja"),
        "status": status,
        "code": code,
        "facts": facts,
    }
    headers = {"Retry-After": str(facts["retry_after"])} if "retry_after" in facts else None
    encoded = msgspec.json.encode(body)
    return Response(encoded, status_code=status, media_type=PROBLEM_JSON, headers=headers)


def _refused(_: Request[Any, Any, Any], refused: Refused) -> Response[bytes]:
    return problem(refused.status, refused.code, refused.facts)


def _replayed(_: Request[Any, Any, Any], replayed: Replayed) -> Response[bytes]:
    encoded = msgspec.json.encode(replayed.result)
    return Response(encoded, status_code=replayed.status, media_type=MediaType.JSON)


def _invalid(_: Request[Any, Any, Any], invalid: ValidationException) -> Response[bytes]:
    """The first thing that is wrong with a request, by its place."""
    extra = invalid.extra if isinstance(invalid.extra, list) and invalid.extra else [{}]
    first = extra[0] if isinstance(extra[0], dict) else {}
    place = str(first.get("key") or first.get("source") or "body")
    reason = str(first.get("message") or invalid.detail)
    return problem(400, "request-invalid", {"place": place[:100], "reason": reason[:300]})


def _too_deep(_: Request[Any, Any, Any], error: RecursionError) -> Response[bytes]:
    """JSON nested until the reader gives up."""
    return problem(400, "request-invalid", {"place": "body", "reason": "nested too deeply"})


_BY_STATUS = {
    400: "request-invalid",
    401: "not-signed-in",
    403: "role-missing",
    404: "no-such-page",
    405: "method-not-allowed",
    413: "too-large",
}


def _http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    if error.status_code >= 500:
        return _as_a_dependency(error) or _unforeseen(request, error)
    code = _BY_STATUS.get(error.status_code, "request-refused")
    return problem(error.status_code, code, {"place": "body", "reason": error.detail[:300]})


def _as_a_dependency(error: HTTPException) -> Response[bytes] | None:
    """A wrong field of a body that is called as a dependency of ours (`key`): the framework takes it for that."""
    wrong = error.__cause__
    found = _IN_BODY.fullmatch(str(wrong)) if isinstance(wrong, msgspec.ValidationError) else None
    if found is None:
        return None
    facts = {"place": found["place"][:100], "reason": found["reason"][:300]}
    return problem(400, "request-invalid", facts)


def _unforeseen(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    log.error("unforeseen", path=request.url.path, method=request.method, exc_info=error)
    return problem(500, "unforeseen", {})


HANDLERS: ExceptionHandlersMap = {
    Refused: _refused,
    Replayed: _replayed,
    ValidationException: _invalid,
    HTTPException: _http,
    RecursionError: _too_deep,
    Exception: _unforeseen,
}
