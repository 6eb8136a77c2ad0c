"""Blank labels over HTTP: printed ahead, claimed for a thing or a place, put over a torn label, voided when lost."""

from typing import Any

import pytest

from daicho.foundation.kernel import codes
from tests.integration.test_label_life import open_rules
from tests.integration.things import placed, registered
from tests.support.office import Client, Office
from tests.support.queue import Queue

pytestmark = pytest.mark.anyio


async def resolved(client: Client, code: str) -> dict[str, Any]:
    answer = await client.get(f"/codes/{code}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def blanks(office: Office, count: int) -> list[str]:
    kato = await office.client("kato")
    body = {"count": count, "section": office.sections["nippori"], "sheet": "a4-44"}
    job = (await kato.post("/labels/blanks", body, status=201)).json()["id"]
    assert (await kato.get(f"/labels/sheets/{job}.pdf")).status_code == 200
    return [str(code) for code in (await kato.get(f"/labels/prints/{job}")).json()["codes"]]


async def test_a_blank_is_claimed_by_registering_a_thing_with_it(office: Office) -> None:
    first, second = await blanks(office, 2)
    kato, sato = await office.client("kato"), await office.client("sato")

    told = await resolved(kato, first)
    code = await registered(office, await placed(office, "nippori"), code=first)
    again = await kato.post("/assets", _twin(office, first))

    assert (told["kind"], told["actions"]) == (
        "blank",
        ["registerAsset", "registerPlaceWithBlank"],
    )
    assert (await resolved(sato, second))["actions"] == []
    assert code == first
    assert (await resolved(kato, first))["kind"] == "asset"
    assert (again.status_code, again.json()["code"]) == (409, "blank-taken")
    label = (await resolved(kato, first))["label"]
    assert (label["state"], label["read"]) == ("current", True)


async def test_a_blank_on_a_door_becomes_the_label_of_a_storage_place(office: Office) -> None:
    first, second = await blanks(office, 2)
    kato, sato = await office.client("kato"), await office.client("sato")
    body = {"name": "鍵付き書庫", "kind": "cabinet", "section": office.sections["nippori"]}

    made = await kato.post(f"/labels/{first}/place", body, status=201)
    again = await kato.post(f"/labels/{first}/place", body)

    assert made.json()["code"] == first
    assert (await resolved(kato, first))["kind"] == "place"
    assert (again.status_code, again.json()["code"]) == (409, "blank-taken")
    assert (await sato.post(f"/labels/{second}/place", body)).status_code == 403
    assert (await resolved(kato, second))["kind"] == "blank"


async def test_what_is_left_of_a_lost_batch_labels_nothing_any_more(office: Office) -> None:
    first, second, third = await blanks(office, 3)
    kato, minami = await office.client("kato"), await office.client("minami")
    await registered(office, await placed(office, "nippori"), code=first)
    (job,) = [
        one for one in (await kato.get("/labels/prints")).json()["items"] if second in one["codes"]
    ]
    path, why = f"/labels/prints/{job['id']}/void", {"why": "一束を紛失"}

    assert job["unclaimed"] == 2
    assert (await minami.post(path, why)).status_code in (403, 404)
    await kato.post(path, why, status=200)

    for lost in (second, third):
        card = await resolved(kato, lost)
        assert (card["kind"], card["state"], card["actions"]) == ("void", "void", [])
        label = card["label"]
        assert (label["state"], label["voided_by"], label["why"]) == (
            "void",
            "加藤 守",
            "一束を紛失",
        )
        assert label["voided_at"] == office.now.isoformat()
        assert (await kato.post("/assets", _twin(office, lost))).json()["code"] == "blank-taken"
    assert (await resolved(kato, first))["kind"] == "asset"
    assert (await kato.post(path, why)).json()["code"] == "no-blanks-left"


async def test_a_void_blank_that_turns_up_is_a_stray_and_no_unregistered_medium(
    office: Office,
) -> None:
    (lost,) = await blanks(office, 1)
    kato, yamada = await office.client("kato"), await office.client("yamada")
    (job,) = (await kato.get("/labels/prints")).json()["items"]
    await kato.post(f"/labels/prints/{job['id']}/void", {"why": "紛失"}, status=200)
    queue = Queue(office)
    queue.scan("lookUp", lost)

    (told,) = await queue.sync("kato")

    assert told["state"] == "done"
    (stray,) = (await yamada.get("/stray-scans")).json()["items"]
    assert (stray["code"], stray["kind"], stray["asset_name"]) == (lost, "void", None)
    assert "MD-01" not in await open_rules(office)


def _twin(office: Office, code: str) -> dict[str, Any]:
    return {
        "name": "もう一つ", "kind": "medium", "type": "usb", "model": "SU-32", "serial": "SN-9",
        "section": office.sections["nippori"], "data_class": 1, "code": code,
    }  # fmt: skip


async def test_only_a_printed_blank_becomes_a_label(office: Office) -> None:
    asset = await registered(office, await placed(office, "nippori"))
    kato = await office.client("kato")

    foreign = await kato.post("/assets", _twin(office, codes.printed(codes.make("0" * 12))))
    taken = await kato.post("/assets", _twin(office, asset))

    assert {foreign.json()["code"], taken.json()["code"]} == {"no-such-blank"}


async def test_a_blank_at_hand_takes_the_place_of_a_torn_label(office: Office) -> None:
    (blank,) = await blanks(office, 1)
    kato, minami = await office.client("kato"), await office.client("minami")
    asset = await registered(office, await placed(office, "nippori"))

    body = {"why": "破れた", "blank": blank}
    await kato.post(f"/labels/{asset}/reissue", body, status=200)

    found = await resolved(kato, blank)
    assert (found["code"], found["label"]["read"]) == (asset, True)
    assert (await minami.get(f"/codes/{blank}")).status_code == 404
    unborn = await kato.post(f"/labels/{(await blanks(office, 1))[0]}/reissue", {"why": "x"})
    assert unborn.json()["code"] == "label-is-blank"
