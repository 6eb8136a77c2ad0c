"""Queues of two devices, delivered in any order, in any parts, and twice: the same rows as an in-memory model."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from daicho.things.scans.model import scan_id
from tests.integration.things import Things, placed, registered
from tests.support.office import Client, Office, Template, opened
from tests.support.queue import Queue

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SCANNERS = ("kato", "ito", "suzuki")
"""Two custodians, and a clerk who may take back but not hand over."""

SCANS = st.tuples(
    st.sampled_from(("kato", "ito", "kato", "ito", "suzuki")),
    st.sampled_from(("handOver", "declareReturn", "handOver", "declareReturn", "lookUp")),
    st.sampled_from((True, True, True, False)),
    st.sampled_from((0, 1, 45)),
)
"""Who scans, for which act, whether the data are encrypted, and how many seconds after the scan before."""

Row = tuple[str, str | None]


class Expected:
    """What scans of one approved medium come to, as a state machine in memory."""

    def __init__(self) -> None:
        self.state = "approved"
        self.out: tuple[str, str] | None = None
        self.back: tuple[str, str] | None = None
        self.rows: dict[str, Row] = {}

    def take(self, scan: dict[str, Any]) -> None:
        refusal = self._refusal(scan)
        self.rows[scan["id"]] = ("conflict", refusal) if refusal else ("done", None)
        if refusal is None and scan["act"] == "handOver":
            self.state, self.out = "handed_over", (scan["person"], scan["device_at"])
        elif refusal is None and scan["act"] == "declareReturn":
            self.state, self.back = "returned", (scan["person"], scan["device_at"])

    def _refusal(self, scan: dict[str, Any]) -> str | None:
        wanted = {"handOver": "approved", "declareReturn": "handed_over"}.get(scan["act"])
        if wanted is None:
            return None
        if self.state != wanted:
            return "take-out-in-another-state"
        if scan["act"] == "declareReturn":
            return None
        if scan["person"] == "suzuki":
            return "role-required"
        return None if scan["answers"]["encrypted"] else "encryption-required"


class Running:
    """One office for all examples, in a loop of its own: each example takes a fresh medium."""

    def __init__(self, portal: BlockingPortal, office: Office) -> None:
        self.portal = portal
        self.office = office
        self.safe = portal.call(placed, office, "nippori")
        self.clients: dict[str, Client] = {}
        self.made = 0

    def client(self, account: str) -> Client:
        if account not in self.clients:
            self.clients[account] = self.portal.call(self.office.client, account)
        return self.clients[account]

    def fresh(self) -> tuple[Things, str]:
        """A medium with an approved take-out."""
        self.made += 1
        return self.portal.call(self._approved, f"SN-Q{self.made:05}")

    async def _approved(self, serial: str) -> tuple[Things, str]:
        things = Things(
            self.office, await registered(self.office, self.safe, serial=serial), self.safe
        )
        take_out = await things.requested()
        await things.act("yamada", take_out, "approval", state="approved")
        return things, take_out

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        asked = partial(self.client("kato").get, path, **query)
        told: dict[str, Any] = self.portal.call(asked).json()
        return told


class Deliveries(RuleBasedStateMachine):
    """Scans are made one after the other on three devices; each is delivered when and how often it likes."""

    running: Running

    @initialize(made=st.lists(SCANS, min_size=5, max_size=5))
    def begin(self, made: list[tuple[str, str, bool, int]]) -> None:
        self.things, self.take_out = self.running.fresh()
        self.queues = {name: Queue(self.running.office) for name in SCANNERS}
        self.scans = [self._scan(*one) for one in made]

    def _scan(self, who: str, act: str, encrypted: bool, seconds: int) -> dict[str, Any]:
        self.running.office.later(seconds=seconds)
        answers: dict[str, Any] = {"encrypted": encrypted} if act == "handOver" else {}
        place = self.running.safe if act == "declareReturn" else None
        made = self.queues[who].scan(act, self.things.code, place=place, **answers)
        ident = scan_id(self.running.office.staff[who], made["key"])
        return {**made, "person": who, "id": ident, "item": made}

    @rule(order=st.permutations(range(5)), count=st.integers(1, 5), twice=st.booleans())
    def deliver(self, order: list[int], count: int, twice: bool) -> None:
        chosen = [self.scans[n] for n in order[:count]]
        for _ in range(2 if twice else 1):
            self._send(chosen)

    @rule(order=st.permutations(range(5)))
    def deliver_one_by_one(self, order: list[int]) -> None:
        for number in order:
            self._send(self.scans[number : number + 1])

    def _send(self, chosen: list[dict[str, Any]]) -> None:
        for who in dict.fromkeys(scan["person"] for scan in chosen):
            items = [scan["item"] for scan in chosen if scan["person"] == who]
            self.running.portal.call(self.queues[who].sync, self.running.client(who), items)

    def teardown(self) -> None:
        self._send(list(reversed(self.scans)))
        expected = Expected()
        for scan in sorted(self.scans, key=_turn):
            expected.take(scan)
        assert self._rows() == expected.rows
        self._compare(self.running.get(f"/take-outs/{self.take_out}"), expected)

    def _rows(self) -> dict[str, Row]:
        found = self.running.get("/history", register="scans", limit=200)["items"]
        mine = {scan["id"] for scan in self.scans}
        rows: dict[str, Row] = {}
        for entry in reversed(found):
            after = entry["after"]
            if after["id"] in mine:
                rows[after["id"]] = (after["state"], after["refusal"])
        return rows

    def _compare(self, shown: dict[str, Any], expected: Expected) -> None:
        assert shown["state"] == expected.state
        assert self._who_and_when(shown, "handed_over") == expected.out
        assert self._who_and_when(shown, "returned") == expected.back
        asset = self.running.get(f"/assets/{self.things.code}")
        lies = (
            "in_storage" if expected.out is None else "returned" if expected.back else "taken_out"
        )
        assert asset["state"] == lies

    def _who_and_when(self, shown: dict[str, Any], step: str) -> tuple[str, str] | None:
        by = shown[f"{step}_by"]
        if by is None:
            return None
        accounts = {staff: account for account, staff in self.running.office.staff.items()}
        return accounts[by["staff_id"]], shown[f"{step}_at"]


def _turn(scan: dict[str, Any]) -> tuple[datetime, int, str]:
    return datetime.fromisoformat(scan["device_at"]), scan["device_seq"], scan["id"]


@pytest.fixture
def running(template: Template, tmp_path: Path) -> Iterator[Running]:
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(opened(template, tmp_path)) as office,
    ):
        yield Running(portal, office)


def test_queues_end_in_the_same_state_in_whatever_order_and_however_often_they_arrive(
    running: Running,
) -> None:
    run_state_machine_as_test(
        type("OnOneOffice", (Deliveries,), {"running": running}),
        settings=settings(
            max_examples=40,
            stateful_step_count=4,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=(Phase.generate,),
        ),
    )

    acts = running.get("/history", register="take-outs", limit=200)["items"]
    assert any(entry["act"] == "TakenBack" for entry in acts)
