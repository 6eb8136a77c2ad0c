"""Forms for a downtime over HTTP: reserved, printed, keyed in afterwards as 停止時記入, on both engines."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from daicho.foundation.history.fsck import check
from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS
from tests.integration.forms import Forms
from tests.integration.test_paper import Printed, printed, set_boxes
from tests.integration.things import Things, some_things
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def forms(office: Office) -> Forms:
    return Forms(office)


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


async def history(office: Office, subject: str) -> list[dict[str, Any]]:
    """The entries of a subject, the oldest first."""
    client = await office.client("kato")
    return list((await client.get("/history", subject=subject)).json()["items"])[::-1]


# Reserved and printed -----------------------------------------------------------------------------


async def test_serials_are_gapless_for_each_section(forms: Forms) -> None:
    await forms.issue("take-out", 3)
    await forms.issue("return", 2, account="nishi", section="machiya")
    await forms.issue("media-use", 2)
    own = [one["serial"] for one in await forms.listed()]
    assert [serial[-4:] for serial in own] == ["0001", "0002", "0003", "0004", "0005"]
    assert len({serial[:-5] for serial in own}) == 1
    other = [one["serial"] for one in await forms.listed("nishi")]
    assert [serial[-4:] for serial in other] == ["0001", "0002"]
    assert not set(own) & set(other)


async def test_serials_begin_anew_with_the_fiscal_year(forms: Forms) -> None:
    await forms.issue("return")
    forms.office.later(days=60)
    await forms.issue("return")
    serials = [one["serial"] for one in await forms.listed()]
    assert [(serial[:5], serial[-4:]) for serial in serials] == [
        ("F2022", "0001"),
        ("F2023", "0001"),
    ]


async def test_each_page_carries_the_code_of_its_serial_and_the_boxes(forms: Forms) -> None:
    await set_boxes(forms.office, ["所長", "係長"], sheet="take-out")
    batch = await forms.issue("take-out", 3)
    kato = await forms.office.client("kato")
    paper = await printed(kato, f"/paper/blank-forms/batches/{batch}/sheets")
    serials = [one["serial"] for one in await forms.listed()]
    assert paper.codes == [[serial] for serial in serials]
    for page, serial in zip(paper.pages, serials, strict=True):
        assert all(words in page for words in (serial, "日の里区民事務所", "所長", "許可者"))


async def test_every_kind_of_form_fits_on_one_page(forms: Forms) -> None:
    kato = await forms.office.client("kato")
    for form in ("take-out", "return", "bring-in", "media-use", "delivery"):
        batch = await forms.issue(form)
        answer = await kato.get(f"/paper/blank-forms/batches/{batch}/sheets")
        paper = Printed(answer.content)
        assert (len(paper.pages), len(paper.codes[0])) == (1, 1), form


async def test_200_forms_are_the_most(forms: Forms) -> None:
    kato = await forms.office.client("kato")
    body = {"form": "return", "section": forms.office.sections["nippori"], "count": 201}
    await kato.post("/paper/blank-forms", body, status=400)
    await kato.post("/paper/blank-forms", body | {"form": "entry", "count": 1}, status=400)
    await kato.post("/paper/blank-forms", body | {"count": 200}, status=201)
    assert len(await forms.listed(limit=200)) == 200


# Keyed in -----------------------------------------------------------------------------------------


async def test_a_take_out_on_paper_by_three_persons_is_keyed_in_by_each(
    forms: Forms, things: Things
) -> None:
    serial, began = await forms.serial("take-out"), forms.office.now
    asked, decided, given = (began + timedelta(minutes=n) for n in (10, 20, 30))
    forms.office.later(hours=5)
    told = await forms.key_in(serial, "sato", "requestTakeOut", asked, things.wish(["sato"]))
    assert (told.status_code, told.json()["state"]) == (200, "requested")
    take_out = told.json()["id"]
    assert (await forms.one(serial))["left"] == ["approveTakeOut", "handOver"]
    told = await forms.key_in(serial, "yamada", "approveTakeOut", decided)
    assert told.json()["state"] == "approved"
    told = await forms.key_in(serial, "kato", "handOver", given, things.packing())
    assert told.json()["state"] == "handed_over"
    assert await things.asset_state() == "taken_out"
    form = await forms.one(serial)
    assert (form["state"], form["became"], form["left"]) == ("used", f"take-out:{take_out}", [])
    assert [k["late_minutes"] for k in form["keyed"]] == [290, 280, 270]
    entries = await history(forms.office, f"take-out:{take_out}")
    assert [e["act"] for e in entries] == ["Requested", "Approved", "HandedOver"]
    assert [e["actor"]["name"] for e in entries] == ["佐藤 花", "山田 司", "加藤 守"]
    for entry, happened in zip(entries, (asked, decided, given), strict=True):
        assert datetime.fromisoformat(entry["occurred_at"]) == happened
        assert datetime.fromisoformat(entry["recorded_at"]) > happened
        assert entry["texts"][entry["why"]] == f"停止時記入 {serial}"
    assert (await check(REGISTERS, None, EXTRA_CHECKS)).findings == []


async def test_four_eyes_on_paper_stay_four_eyes(forms: Forms, things: Things) -> None:
    serial, began = await forms.serial("take-out"), forms.office.now
    forms.office.later(hours=1)
    wish = things.wish(["sato"])
    await forms.key_in(serial, "yamada", "requestTakeOut", began + timedelta(minutes=1), wish)
    at = began + timedelta(minutes=2)
    told = await forms.key_in(serial, "yamada", "approveTakeOut", at)
    assert (told.status_code, told.json()["code"]) == (403, "own-request")
    told = await forms.key_in(serial, "kato", "approveTakeOut", at)
    assert (told.status_code, told.json()["code"]) == (403, "not-the-decider")
    assert len((await forms.one(serial))["keyed"]) == 1


async def test_a_return_on_paper_finds_its_take_out_by_the_code(
    forms: Forms, things: Things
) -> None:
    take_out, serial = await things.out(), await forms.serial("return")
    at = forms.office.later(minutes=5)
    forms.office.later(hours=2)
    told = await forms.key_in(serial, "sato", "declareReturn", at, things.returning())
    assert told.json() == {"id": take_out, "state": "returned"}
    told = await forms.key_in(serial, "ito", "verifyReturn", at, things.checked())
    assert told.json()["state"] == "verified"


async def test_a_use_of_a_medium_on_paper(forms: Forms, things: Things) -> None:
    kato = await forms.office.client("kato")
    facts = {
        "name": "窓口端末", "kind": "terminal", "type": "business_terminal", "model": "DT-1",
        "serial": "T-1", "section": forms.office.sections["nippori"],
    }  # fmt: skip
    terminal = (await kato.post("/assets", facts, status=201)).json()["code"]
    serial, at = await forms.serial("media-use"), forms.office.now
    forms.office.later(hours=1)
    answers = {"terminal": terminal, "purpose": "統計"}
    bare = await forms.key_in(serial, "sato", "startMediaUse", at, answers)
    assert (bare.status_code, bare.json()["code"]) == (400, "subject-missing")
    told = await forms.key_in(serial, "sato", "startMediaUse", at, answers, subject=things.code)
    assert told.json()["state"] == "open"
    later = at + timedelta(minutes=30)
    told = await forms.key_in(serial, "sato", "endMediaUse", later, {"erased": True})
    assert told.json()["state"] == "ended"
    told = await (await forms.office.client("kato")).get("/media-uses")
    assert told.status_code == 200, told.text
    (use,) = told.json()["items"]
    assert (use["started_at"], use["ended_at"]) == (at.isoformat(), later.isoformat())


async def test_the_same_key_keys_in_once(forms: Forms, things: Things) -> None:
    serial, at = await forms.serial("take-out"), forms.office.now
    forms.office.later(hours=1)
    wish = things.wish(["sato"])
    first, again = [
        await forms.key_in(serial, "sato", "requestTakeOut", at, wish, key="once-and-again")
        for _ in range(2)
    ]
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    other = await forms.key_in(serial, "sato", "requestTakeOut", at, wish)
    assert (other.status_code, other.json()["code"]) == (409, "act-keyed-already")


async def test_a_form_holds_when_things_can_have_happened(forms: Forms, things: Things) -> None:
    serial, issued = await forms.serial("take-out"), forms.office.now
    forms.office.later(hours=1)
    for at, code in (
        (issued - timedelta(minutes=1), "happened-before-form"),
        (forms.office.now + timedelta(minutes=1), "happened-in-future"),
    ):
        told = await forms.key_in(serial, "sato", "requestTakeOut", at, things.wish(["sato"]))
        assert (told.status_code, told.json()["code"]) == (400, code)
    late = issued + timedelta(minutes=30)
    await forms.key_in(serial, "sato", "requestTakeOut", late, things.wish(["sato"]))
    told = await forms.key_in(serial, "yamada", "approveTakeOut", issued + timedelta(minutes=10))
    assert (told.status_code, told.json()["code"]) == (409, "happened-before-state")
    assert (await forms.one(serial))["left"] == ["approveTakeOut", "handOver"]


async def test_what_does_not_belong_on_a_form_is_refused_and_nothing_happened(
    forms: Forms, things: Things
) -> None:
    serial, at = await forms.serial("return"), forms.office.now
    for act, answers, code in (
        ("requestTakeOut", things.wish(["sato"]), "act-not-of-form"),
        ("declareReturn", {"code": things.code}, "form-answers-invalid"),
        ("declareReturn", things.returning(), "no-take-out-open"),
        ("verifyReturn", things.checked(), "subject-missing"),
    ):
        told = await forms.key_in(serial, "sato", act, at, answers)
        assert told.json()["code"] == code, (act, told.text)
    assert (await forms.one(serial))["state"] == "blank"


async def test_a_form_is_about_one_matter_of_its_own_section(forms: Forms, things: Things) -> None:
    batch = await forms.issue("return", account="mori", section="kumin")
    foreign = next(o["serial"] for o in await forms.listed("mori") if o["batch"] == batch)
    await things.out()
    at = forms.office.later(minutes=1)
    told = await forms.key_in(foreign, "sato", "declareReturn", at, things.returning())
    assert (told.status_code, told.json()["code"]) == (404, "unknown-form")
    told = await forms.key_in(foreign, "mori", "declareReturn", at, things.returning())
    assert (told.status_code, told.json()["code"]) == (409, "form-of-another-section")
    assert await things.asset_state() == "taken_out"


# Accounted for ------------------------------------------------------------------------------------


async def test_every_serial_is_used_void_or_listed_as_missing(forms: Forms, things: Things) -> None:
    await forms.issue("take-out", 3)
    used, spoiled, missing = [one["serial"] for one in await forms.listed()]
    kato, at = await forms.office.client("kato"), forms.office.now
    await forms.key_in(used, "sato", "requestTakeOut", at, things.wish(["sato"]))
    path = f"/paper/blank-forms/{spoiled}/void"
    await kato.post(path, {"reason": "書き損じ"}, status=200)
    assert [o["serial"] for o in await forms.listed(status="unaccounted")] == [missing]
    (void,) = await forms.listed(status="void")
    assert (void["remark"], void["voided_by"]["name"], void["actions"]) == (
        "書き損じ",
        "加藤 守",
        [],
    )
    (tally,) = (await kato.get("/paper/blank-forms/tallies")).json()["items"]
    counts = [tally[name] for name in ("issued", "used", "void", "unaccounted")]
    assert counts == [3, 1, 1, 1]
    told = await forms.key_in(spoiled, "sato", "requestTakeOut", at, things.wish(["sato"]))
    assert told.json()["code"] == "form-void"
    for serial in (used, spoiled):
        told = await kato.post(f"/paper/blank-forms/{serial}/void", {"reason": "x"}, status=409)
        assert told.json()["code"] == "form-not-blank"
    assert (await check(REGISTERS, None, EXTRA_CHECKS)).findings == []


async def test_forms_stay_within_reach(forms: Forms) -> None:
    batch = await forms.issue("return")
    (one,) = await forms.listed()
    minami = await forms.office.client("minami")
    assert await forms.listed("minami") == []
    assert (await minami.get("/paper/blank-forms/tallies")).json()["items"] == []
    for path in (one["serial"], f"batches/{batch}/sheets"):
        assert (await minami.get(f"/paper/blank-forms/{path}")).status_code == 404
    path = f"/paper/blank-forms/{one['serial']}/void"
    await minami.post(path, {"reason": "x"}, status=404)
    body = {"form": "return", "section": forms.office.sections["nippori"], "count": 1}
    await minami.post("/paper/blank-forms", body, status=404)
