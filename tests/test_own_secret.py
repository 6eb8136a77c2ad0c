"""What a badge and a PIN open: nothing that decides or verifies, whatever is built later."""

import re
from functools import cache
from typing import Any

from daicho.app import create_app
from daicho.foundation.identity.guards import COUNTER_ACTS, wants_own_secret
from daicho.foundation.settings import Settings

DECIDES = re.compile(
    r"(approve|reject|verify|witness|publish|resolve|apply|complete|escalate|settle|release|revoke|accept|decline"
    r"|appoint|assign|enrol|review)[A-Z]"
)
"""How operations are called that take a decision or make sure of something."""

READS = {"GET", "HEAD", "OPTIONS"}


@cache
def changing() -> dict[str, Any]:
    """Operation id -> handler, for everything that changes something."""
    return {
        handler.operation_id: handler
        for route in create_app(Settings()).routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler.operation_id, str) and set(handler.http_methods) - READS
    }


def test_no_operation_that_decides_is_open_to_a_badge_and_a_pin() -> None:
    deciding = {name for name in changing() if DECIDES.match(name)}
    assert len(deciding) > 15
    assert {name for name in deciding if not wants_own_secret(changing()[name])} == set()


def test_what_is_done_at_the_counter_is_listed_by_names_that_exist() -> None:
    assert COUNTER_ACTS - changing().keys() == set()
    assert {name for name in COUNTER_ACTS if DECIDES.match(name)} == set()


def test_what_nobody_listed_asks_for_the_own_secret() -> None:
    public = {name for name, h in changing().items() if h.opt.get("open_to") == "public"}
    asking = {name for name, handler in changing().items() if wants_own_secret(handler)}
    assert asking == changing().keys() - COUNTER_ACTS - public
