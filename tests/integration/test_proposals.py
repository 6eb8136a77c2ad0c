"""A drawing laid before a second person: proposed, returned, withdrawn, published; on both engines."""

import asyncio

import pytest

from tests.support.changes import WHY, floor_of, in_force, kinds, proposed, rules
from tests.support.office import Office
from tests.support.plans import cabinet, draw, office_plan

pytestmark = pytest.mark.anyio


async def test_a_proposal_is_shown_with_its_reason_and_waits_for_the_second_person(
    office: Office,
) -> None:
    floor = await floor_of(office)
    etag = await proposed(office, floor, office_plan())
    hara, fujii = await office.client("hara"), await office.client("fujii")
    told = (await hara.get(f"/floors/{floor}/proposal")).json()
    by = {"staff_id": office.staff["fujii"], "name": "藤井 図"}
    assert (told["state"], told["valid_from"], told["why"]) == ("proposed", "2023-02-20", WHY)
    assert (told["proposed_by"], told["etag"], told["may_decide"]) == (by, etag, True)
    assert (await fujii.get(f"/floors/{floor}/proposal")).json()["may_decide"] is False
    assert (await kinds(office, "hara"), await kinds(office, "fujii")) == (["publish"], [])


async def test_nobody_draws_on_while_a_second_person_is_looking(office: Office) -> None:
    floor = await floor_of(office)
    etag = await proposed(office, floor, office_plan())
    for account in ("fujii", "hara"):
        client = await office.client(account)
        refused = await client.put(f"/floors/{floor}/draft", office_plan(cabinet()), If_Match=etag)
        assert (refused.status_code, refused.json()["code"]) == (409, "floor-proposed")
    again = {"valid_from": "2023-02-20", "why": WHY, "etag": etag}
    twice = await (await office.client("hara")).post(f"/floors/{floor}/proposal", again)
    assert (twice.status_code, twice.json()["code"]) == (409, "floor-proposed")


async def test_publishing_approves_exactly_what_was_proposed(office: Office) -> None:
    floor = await floor_of(office)
    etag = await proposed(office, floor, office_plan(), "2023-02-22")
    hara = await office.client("hara")
    for other in (
        {"valid_from": "2023-02-20", "etag": etag},
        {"valid_from": "2023-02-22", "etag": "0" * 64},
        {"valid_from": "2023-02-22"},
    ):
        refused = await hara.post(f"/floors/{floor}/publication", other)
        assert (refused.status_code, refused.json()["code"]) == (409, "proposal-differs")
    same = {"valid_from": "2023-02-22", "etag": etag}
    await hara.post(f"/floors/{floor}/publication", same, status=200)
    gone = await hara.get(f"/floors/{floor}/proposal")
    assert (gone.status_code, gone.json()["code"]) == (404, "no-proposal")
    assert await kinds(office, "hara") == []
    (version,) = (await hara.get(f"/floors/{floor}/versions")).json()["items"]
    assert (version["valid_from"], version["published_by"]["name"]) == ("2023-02-22", "原 建")


async def test_who_drew_or_proposed_decides_nothing(office: Office) -> None:
    floor = await floor_of(office)
    fujii, hara = await office.client("fujii"), await office.client("hara")
    etag = await draw(fujii, floor, office_plan())
    body = {"valid_from": "2023-02-20", "why": WHY, "etag": etag}
    await hara.post(f"/floors/{floor}/proposal", body, status=201)
    publication = {"valid_from": "2023-02-20", "etag": etag}
    refusals = [
        (await fujii.post(f"/floors/{floor}/publication", publication)),
        (await hara.post(f"/floors/{floor}/publication", publication)),
        (await fujii.post(f"/floors/{floor}/proposal/return", {"why": WHY})),
        (await hara.post(f"/floors/{floor}/proposal/return", {"why": WHY})),
    ]
    assert [(r.status_code, r.json()["code"]) for r in refusals] == [
        (403, "own-draft"), (403, "own-proposal"), (403, "own-draft"), (403, "own-proposal"),
    ]  # fmt: skip
    await fujii.post(f"/floors/{floor}/proposal/withdrawal", {}, status=200)
    await fujii.post(f"/floors/{floor}/proposal", body, status=201)
    await hara.post(f"/floors/{floor}/publication", publication, status=200)


async def test_a_returned_drawing_is_drawn_on_and_proposed_again(office: Office) -> None:
    floor = await floor_of(office)
    await proposed(office, floor, office_plan(cabinet()))
    hara = await office.client("hara")
    notmine = await hara.post(f"/floors/{floor}/proposal/withdrawal", {})
    assert (notmine.status_code, notmine.json()["code"]) == (403, "not-the-proposer")
    answer = await hara.post(f"/floors/{floor}/proposal/return", {"why": "棚が違う"}, status=200)
    assert answer.json()["state"] == "returned"
    etag = await proposed(office, floor, office_plan())
    publication = {"valid_from": "2023-02-20", "etag": etag}
    await hara.post(f"/floors/{floor}/publication", publication, status=200)
    assert await rules(await office.client("yamada")) == []


@pytest.mark.parametrize("ending", ["withdrawal", "return"])
async def test_what_was_withdrawn_or_returned_is_not_put_in_force_from_a_page_left_open(
    office: Office, ending: str
) -> None:
    floor = await floor_of(office)
    etag = await proposed(office, floor, office_plan())
    fujii, hara = await office.client("fujii"), await office.client("hara")
    who, why = (fujii, {}) if ending == "withdrawal" else (hara, {"why": WHY})
    await who.post(f"/floors/{floor}/proposal/{ending}", why, status=200)
    for body in ({"valid_from": "2023-02-20", "etag": etag}, {"valid_from": "2023-02-21"}):
        late = await hara.post(f"/floors/{floor}/publication", body)
        assert (late.status_code, late.json()["code"]) == (409, "proposal-decided")
    assert await kinds(office, "hara") == []
    await draw(fujii, floor, office_plan(lock_minutes=4))
    assert await kinds(office, "hara") == ["publish"]
    await hara.post(f"/floors/{floor}/publication", {"valid_from": "2023-02-20"}, status=200)


async def test_who_approved_a_layout_does_not_move_its_day_alone(office: Office) -> None:
    floor = await floor_of(office)
    etag = await proposed(office, floor, office_plan(), "2023-04-01")
    hara = await office.client("hara")
    await hara.post(
        f"/floors/{floor}/publication", {"valid_from": "2023-04-01", "etag": etag}, status=200
    )
    sooner = {"valid_from": "2023-02-21", "etag": etag}
    alone = await hara.post(f"/floors/{floor}/publication", sooner)
    assert (alone.status_code, alone.json()["code"]) == (409, "proposal-decided")
    wish = sooner | {"why": WHY}
    await (await office.client("fujii")).post(f"/floors/{floor}/proposal", wish, status=201)
    await hara.post(f"/floors/{floor}/publication", sooner, status=200)


async def test_only_the_draft_that_was_looked_at_is_proposed_for_a_day_to_come(
    office: Office,
) -> None:
    floor = await in_force(office)
    fujii = await office.client("fujii")
    etag = await draw(fujii, floor, office_plan(cabinet()))
    wishes = {
        ("2023-02-21", "0" * 64): (412, "floor-changed"),
        ("2023-02-19", etag): (400, "valid-from-past"),
        ("2099-01-01", etag): (400, "valid-from-too-far"),
    }
    for (day, tag), wanted in wishes.items():
        body = {"valid_from": day, "why": WHY, "etag": tag}
        refused = await fujii.post(f"/floors/{floor}/proposal", body)
        assert (refused.status_code, refused.json()["code"]) == wanted
    await draw(fujii, floor, office_plan())
    tag = (await fujii.get(f"/floors/{floor}/draft")).headers["etag"].strip('"')
    same = {"valid_from": "2023-02-21", "why": WHY, "etag": tag}
    refused = await fujii.post(f"/floors/{floor}/proposal", same)
    assert (refused.status_code, refused.json()["code"]) == (409, "floor-unchanged")


async def test_a_draft_is_compared_with_what_is_in_force_on_a_day(office: Office) -> None:
    floor = await in_force(office, cabinet(), wire_lock=False)
    fujii = await office.client("fujii")
    moved = office_plan(cabinet("c2"), wire_lock=False, lock_minutes=30)
    moved["viewpoints"][0]["at"] = [8000, 3100]
    etag = await draw(fujii, floor, moved)
    head = await office.client("yamada")
    told = (await head.get(f"/floors/{floor}/comparison")).json()
    changes = [(c["what"], c["id"], c["how"], c["fields"]) for c in told["changes"]]
    assert (told["from_version"], told["etag"]) == (1, etag)
    assert changes == [
        ("wall", "c1", "removed", []),
        ("wall", "c2", "added", []),
        ("viewpoint", "v1", "moved", ["at"]),
        ("terminal", "t1", "changed", ["lock_minutes"]),
    ]
    assert [v["rule"] for v in told["opened"]] == ["TM-08"]
    assert (told["closed"], told["staying"]) == ([], 2)
    fresh = (await head.get(f"/floors/{floor}/comparison", on="2022-01-01")).json()
    assert fresh["from_version"] is None
    assert {c["how"] for c in fresh["changes"]} == {"added"}
    assert len(fresh["opened"]) == 3


async def test_a_comparison_is_for_those_who_see_the_map_of_their_sections(office: Office) -> None:
    floor = await in_force(office)
    statuses = [
        (await (await office.client(account)).get(f"/floors/{floor}/comparison")).status_code
        for account in ("shibata", "fujii", "mori", "sato", "nishi")
    ]
    assert statuses == [200, 200, 200, 403, 404]


async def test_proposals_of_other_sections_are_unknown(office: Office) -> None:
    floor = await floor_of(office, "machiya")
    await proposed(office, floor, office_plan())
    answer = await (await office.client("sato")).get(f"/floors/{floor}/proposal")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-floor")


async def test_what_waits_is_what_was_proposed_whoever_saves_at_the_same_moment(
    office: Office,
) -> None:
    floor = await floor_of(office)
    fujii, hara = await office.client("fujii"), await office.client("hara")
    etag = await draw(fujii, floor, office_plan())
    body = {"valid_from": "2023-02-20", "why": WHY, "etag": etag}
    proposal, *saves = await asyncio.gather(
        fujii.post(f"/floors/{floor}/proposal", body),
        *(
            hara.put(f"/floors/{floor}/draft", office_plan(cabinet(f"c{n}")), If_Match=etag)
            for n in range(3)
        ),
    )
    statuses = sorted(answer.status_code for answer in saves)
    assert (proposal.status_code, statuses) in [(201, [409, 409, 409]), (412, [200, 412, 412])]
    drawn = (await hara.get(f"/floors/{floor}/draft")).headers["etag"].strip('"')
    told = await hara.get(f"/floors/{floor}/proposal")
    assert told.status_code == 404 or told.json()["etag"] == drawn
