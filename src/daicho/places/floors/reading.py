"""Reading untrusted JSON value by value, each complaint naming its place in the document."""

import json
import math
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from daicho.places.floors.model import FloorInvalid

SHORT = 64

T = TypeVar("T")


class RepeatedKey:
    """Stands where an object gave one key twice; refused with its place when it is read."""

    def __init__(self, key: str) -> None:
        self.key = key


def loads(body: bytes | str) -> Any:
    """JSON text to plain values; NaN and Infinity come through as floats and are refused where they stand."""
    try:
        text = body.decode("utf-8-sig") if isinstance(body, bytes) else body
        return json.loads(text, object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise FloorInvalid("$", "not-utf-8", offset=error.start) from None
    except json.JSONDecodeError as error:
        raise FloorInvalid("$", "not-json", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise FloorInvalid("$", "too-deep") from None
    except ValueError:
        # Python refuses to read an integer of thousands of digits.
        raise FloorInvalid("$", "out-of-range") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | RepeatedKey:
    found: dict[str, Any] = dict(pairs)
    if len(found) == len(pairs):
        return found
    found = {}
    for key, value in pairs:
        if key in found:
            return RepeatedKey(key)
        found[key] = value
    return found


def refuse(place: str, reason: str, value: Any = None) -> NoReturn:
    """Refuse, with the value when it is short and can be shown."""
    shown = isinstance(value, int | float) and abs(value) < 1e15
    if shown or (isinstance(value, str) and 0 < len(value) <= SHORT and value.isprintable()):
        raise FloorInvalid(place, reason, value=value)
    raise FloorInvalid(place, reason)


def number(value: Any, place: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse(place, "not-a-number", value)
    if not -math.inf < value < math.inf:
        refuse(place, "not-finite")
    if not low <= value <= high:
        refuse(place, "out-of-range", value)
    return float(value) + 0.0  # -0.0 becomes 0.0


def whole(value: Any, place: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        refuse(place, "not-a-whole-number", value)
    if not low <= value <= high:
        refuse(place, "out-of-range", value)
    return value


def flag(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        refuse(place, "not-true-or-false", value)
    return value


def text(value: Any, place: str, longest: int) -> str:
    if not isinstance(value, str):
        refuse(place, "not-a-text", value)
    if not value.strip():
        refuse(place, "empty")
    if len(value) > longest:
        refuse(place, "too-long")
    if any(is_unprintable(character) for character in value):
        refuse(place, "control-character")
    return value


def is_unprintable(character: str) -> bool:
    """Control characters, line separators and halves of surrogate pairs."""
    code = ord(character)
    return code < 0x20 or 0x7F <= code < 0xA0 or code in (0x2028, 0x2029) or 0xD800 <= code < 0xE000


def choice(value: Any, place: str, allowed: tuple[T, ...]) -> T:
    for one in allowed:
        if type(value) is type(one) and value == one:
            return one
    return refuse(place, "not-one-of", value)


def record(value: Any, place: str, required: set[str], optional: set[str]) -> dict[str, Any]:
    """An object with all the required keys and no unknown one."""
    if isinstance(value, RepeatedKey):
        refuse(place, "repeated-key", value.key)
    if not isinstance(value, dict):
        refuse(place, "not-an-object", value)
    for key in value:
        if key not in required and key not in optional:
            refuse(inner(place, shown_key(key)), "unknown-key")
    for key in sorted(required):
        if key not in value:
            refuse(inner(place, key), "missing-key")
    return value


def shown_key(key: str) -> str:
    printable = "".join("?" if is_unprintable(character) else character for character in key)
    return printable if len(printable) <= SHORT else printable[:SHORT] + "…"


def inner(place: str, key: str) -> str:
    return key if place == "$" else f"{place}.{key}"


def items(value: Any, place: str, read: Callable[[Any, str], T], most: int) -> tuple[T, ...]:
    if not isinstance(value, list):
        refuse(place, "not-a-list", value)
    if len(value) > most:
        refuse(place, "too-many", len(value))
    return tuple(read(item, f"{place}[{index}]") for index, item in enumerate(value))
