"""Whatever people try in whatever order: one person alone puts no layout in force, and none but the one looked at."""

from datetime import date, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Refused
from daicho.places.floors import proposal_model, versions
from daicho.places.floors.proposal_model import Proposal, Wish
from daicho.places.floors.versions import Draft, FloorVersion

DAY = date(2023, 2, 20)
NOW = datetime(2023, 2, 20, 10, tzinfo=JST)


class Desk(msgspec.Struct):
    """One floor: its draft, its open proposal, what was put in force."""

    draft: Draft | None = None
    proposal: Proposal | None = None
    known: list[FloorVersion] = []


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["save", "propose", "return", "withdraw", "publish"]),
        st.sampled_from("abc"),
        st.sampled_from(["plan-1", "plan-2"]),
    ),
    max_size=14,
)


def save(desk: Desk, person: str, plan: str) -> None:
    if desk.proposal is not None:
        raise Refused("floor-proposed")
    desk.draft = versions.saved(
        desk.draft, floor="f", etag=plan, body=plan.encode(), person=person, now=NOW,
        going_on=versions.is_open(desk.draft, desk.known),
    )  # fmt: skip


def propose(desk: Desk, person: str, plan: str) -> None:
    desk.proposal = proposal_model.propose(
        desk.draft, desk.known, desk.proposal, Wish(DAY, plan), proposal_id="p", section="s",
        why="c:w", person=person, now=NOW, today=DAY,
    )  # fmt: skip


def give_back(desk: Desk, person: str, _: str) -> None:
    waiting = proposal_model.is_open(desk.proposal, "f")
    proposal_model.returned(waiting, person, NOW, answer="c:a")
    desk.proposal = None


def withdraw(desk: Desk, person: str, _: str) -> None:
    proposal_model.withdrawn(proposal_model.is_open(desk.proposal, "f"), person, NOW)
    desk.proposal = None


def publish(desk: Desk, person: str, plan: str) -> None:
    if desk.proposal is not None:
        proposal_model.published(desk.proposal, person, NOW, etag=plan, valid_from=DAY)
    version = versions.publish(
        desk.draft, desk.known, version_id=f"v{len(desk.known)}", section="s", person=person,
        valid_from=DAY, today=DAY,
    )  # fmt: skip
    if desk.proposal is not None:
        assert (version.document, version.valid_from) == (desk.proposal.etag, DAY)
        assert person != desk.proposal.proposed_by
    desk.proposal, desk.known = None, [*desk.known, version]


STEPS = {
    "save": save, "propose": propose, "return": give_back, "withdraw": withdraw,
    "publish": publish,
}  # fmt: skip


def play(acts: list[tuple[str, str, str]]) -> Desk:
    desk = Desk()
    for act, person, plan in acts:
        try:
            STEPS[act](desk, person, plan)
        except Refused:
            continue
    return desk


@given(acts=ACTS)
def test_who_publishes_never_drew_in_it(acts: list[tuple[str, str, str]]) -> None:
    for version in play(acts).known:
        assert version.drafters
        assert version.published_by not in version.drafters


@given(acts=ACTS)
def test_one_person_alone_puts_no_layout_in_force(acts: list[tuple[str, str, str]]) -> None:
    assert play([(act, "a", plan) for act, _, plan in acts]).known == []


def test_two_persons_do() -> None:
    acts = [("save", "a", "plan-1"), ("propose", "a", "plan-1"), ("publish", "b", "plan-1")]
    assert [version.document for version in play(acts).known] == ["plan-1"]
