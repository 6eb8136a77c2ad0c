"""廃棄 over HTTP: from the request to the verified end, and everything that must not happen."""

import pytest

from daicho.foundation import db
from daicho.foundation.history.queries import bodies
from daicho.oversight.violations.service import sweep
from tests.integration.disposals import Scrap, some_scrap
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def scrap(office: Office) -> Scrap:
    return await some_scrap(office)


async def test_a_disk_is_destroyed_by_staff_before_a_witness_and_verified_by_somebody_else(
    scrap: Scrap,
) -> None:
    disposal = await scrap.requested("sato")
    assert await scrap.asset_state() == "disposing"
    await scrap.act("ono", disposal, "approval", state="approved")
    await scrap.act("kato", disposal, "sanitisations", scrap.work(), state="sanitised")
    await scrap.act("ito", disposal, "witnessing", {"lines": [scrap.disk]}, state="evidenced")
    await scrap.act("yamada", disposal, "verification", state="completed")

    assert await scrap.asset_state() == "disposed"
    shown = await scrap.shown(disposal)
    assert shown["number"] == "2022-0001"
    assert shown["reason"] == "更新のため"
    assert [p["name"] for p in (shown["requester"], shown["decided_by"], shown["verified_by"])] == [
        "佐藤 花", "小野 衛", "山田 司",
    ]  # fmt: skip
    line = shown["lines"][0]
    assert (line["level"], line["edition"]) == ("destroy", "NIST SP 800-88 Rev.1")
    assert (line["performed_by"]["name"], line["witnessed_by"]["name"]) == ("加藤 守", "伊藤 保")
    assert (line["gaps"], shown["actions"]) == ([], [])


async def test_a_contractor_takes_what_was_erased_and_certifies_its_destruction(
    scrap: Scrap,
) -> None:
    disposal = await scrap.approved(resident_data=False)
    taking = scrap.taking(leaves=False, signature=await scrap.signature())
    await scrap.act("kato", disposal, "delivery", taking, state="in_custody")
    work = scrap.work(performed_by="contractor", photos=[await scrap.photo()])
    await scrap.act("ito", disposal, "sanitisations", work, state="witnessed")
    day = scrap.office.now.date().isoformat()
    paper = scrap.certificate(("ＨＤ0001", "shred", day))
    await scrap.act("kato", disposal, "certificates", paper, state="evidenced")
    await scrap.act("yamada", disposal, "verification", state="completed")

    shown = await scrap.shown(disposal)
    assert (shown["company"], shown["collected_by"]) == ("架空リサイクル", "回収 太郎")
    assert shown["lines"][0]["performed_by"] is None
    assert shown["certificates"][0]["lines"][0]["serial"] == "ＨＤ0001"


async def test_everything_about_a_certificate_that_differs_is_listed_and_holds_the_end_up(
    scrap: Scrap,
) -> None:
    disposal = await scrap.approved(codes=[scrap.disk, scrap.stick])
    await scrap.act("kato", disposal, "delivery", scrap.taking(leaves=False), state="in_custody")
    work = scrap.work(
        scrap.disk, scrap.stick, performed_by="contractor", photos=[await scrap.photo()]
    )
    await scrap.act("kato", disposal, "sanitisations", work, state="witnessed")
    day = scrap.office.now.date().isoformat()
    wrong = scrap.certificate(("HD 0001", "degauss", "2023-02-18"), ("SN-9999", "shred", day))
    await scrap.act("ito", disposal, "certificates", wrong, state="witnessed")

    shown = await scrap.shown(disposal)
    assert [(d["kind"], d["serial"]) for d in shown["differences"]] == [
        ("missing", "SN-9001"), ("method", "HD 0001"), ("date", "HD 0001"), ("unknown", "SN-9999"),
    ]  # fmt: skip
    assert await scrap.refused("yamada", disposal, "verification") == (409, "certificate-differs")

    right = scrap.certificate(
        ("HD 0001", "shred", day), ("SN-9001", "shred", day), number="C-0002",
        replaces=shown["certificates"][0]["id"],
    )  # fmt: skip
    await scrap.act("ito", disposal, "certificates", right, state="evidenced")
    await scrap.act("yamada", disposal, "verification", state="completed")


async def test_the_end_is_refused_while_anything_is_missing(scrap: Scrap) -> None:
    disposal = await scrap.approved(codes=[scrap.disk, scrap.stick])
    assert await scrap.refused("yamada", disposal, "verification") == (
        409, "disposal-in-another-state",
    )  # fmt: skip
    await scrap.act("kato", disposal, "sanitisations", scrap.work(scrap.disk), state="sanitising")
    await scrap.act("kato", disposal, "sanitisations", scrap.work(scrap.stick), state="sanitised")

    answer = await scrap.post("yamada", f"/{disposal}/verification")

    assert answer.json()["code"] == "disposal-incomplete"
    assert answer.json()["facts"] == {"lines": 1, "missing": ["witness"]}
    gaps = [line["gaps"] for line in (await scrap.shown(disposal))["lines"]]
    assert sorted(gaps) == [[], ["witness"]]


async def test_the_security_manager_decides_about_class_2_and_the_head_about_the_rest(
    scrap: Scrap,
) -> None:
    disk = await scrap.requested("sato")
    stick = await scrap.requested("sato", codes=[scrap.stick])

    assert await scrap.refused("yamada", disk, "approval") == (403, "not-the-decider")
    assert await scrap.refused("ono", stick, "approval") == (403, "not-the-decider")
    await scrap.act("ono", disk, "approval", state="approved")
    await scrap.act("yamada", stick, "approval", state="approved")


async def test_nobody_decides_about_their_own_request(scrap: Scrap) -> None:
    own = await scrap.requested("ono")
    heads = await scrap.requested("yamada", codes=[scrap.stick])

    assert await scrap.refused("ono", own, "approval") == (403, "own-request")
    assert await scrap.refused("yamada", heads, "approval") == (403, "own-request")
    await scrap.act("mori", heads, "approval", state="approved")


async def test_who_did_the_work_neither_witnesses_nor_verifies_it(scrap: Scrap) -> None:
    disposal = await scrap.approved()
    await scrap.act("kato", disposal, "sanitisations", scrap.work(), state="sanitised")
    seen = {"lines": [scrap.disk]}
    assert await scrap.refused("kato", disposal, "witnessing", seen) == (403, "witness-took-part")
    await scrap.act("ito", disposal, "witnessing", seen, state="evidenced")

    for account in ("kato", "ito"):
        assert await scrap.refused(account, disposal, "verification") == (
            403, "verifier-took-part",
        )  # fmt: skip


async def test_a_rejected_or_withdrawn_disposal_leaves_things_as_they_were(scrap: Scrap) -> None:
    rejected = await scrap.requested("sato")
    await scrap.act("ono", rejected, "rejection", {"reason": "まだ使えます"}, state="rejected")
    assert await scrap.asset_state() == "in_storage"
    withdrawn = await scrap.requested("sato")
    assert await scrap.refused("suzuki", withdrawn, "withdrawal") == (403, "not-the-requester")
    await scrap.act("sato", withdrawn, "withdrawal", state="withdrawn")

    assert await scrap.asset_state() == "in_storage"
    assert (await scrap.shown(rejected))["remark"] == "まだ使えます"


async def test_a_thing_in_one_disposal_is_in_no_other_and_is_not_taken_out(scrap: Scrap) -> None:
    await scrap.requested("sato")

    again = await scrap.request("suzuki")
    client = await scrap.office.client("sato")
    out = await client.post(
        "/take-outs",
        {"code": scrap.disk, "purpose": "使用", "destination": "本庁", "planned_return": "2023-02-21",
         "carriers": [scrap.office.staff["sato"]]},
    )  # fmt: skip

    assert (again.status_code, again.json()["code"]) == (409, "asset-not-available")
    assert (out.status_code, out.json()["code"]) == (409, "asset-not-available")


async def test_a_leased_thing_goes_back_and_is_gone(scrap: Scrap) -> None:
    own = await scrap.request(outcome="lease_return")
    disposal = await scrap.approved(outcome="lease_return", ownership="lease")
    work = scrap.work(method="secure_erase")
    await scrap.act("kato", disposal, "sanitisations", work, state="sanitised")
    await scrap.act("ito", disposal, "witnessing", {"lines": [scrap.disk]}, state="evidenced")
    await scrap.act("yamada", disposal, "verification", state="completed")

    assert own.json()["code"] == "nothing-to-give-back"
    assert await scrap.asset_state() == "lease_returned"


async def test_what_was_erased_for_reuse_is_in_storage_again(scrap: Scrap) -> None:
    disposal = await scrap.requested(codes=[scrap.stick], outcome="erase_and_reuse")
    await scrap.act("yamada", disposal, "approval", state="approved")
    work = scrap.work(scrap.stick, method="overwrite")
    await scrap.act("kato", disposal, "sanitisations", work, state="evidenced")
    await scrap.act("mori", disposal, "verification", state="completed")

    assert await scrap.asset_state(scrap.stick) == "in_storage"


async def test_a_list_tells_what_waits_and_a_stranger_sees_nothing(scrap: Scrap) -> None:
    disposal = await scrap.requested("sato")
    ono = await scrap.office.client("ono")
    stranger = await scrap.office.client("higashi")

    mine = (await ono.get("/disposals", status="open", code=scrap.disk)).json()["items"]
    theirs = (await stranger.get("/disposals")).json()["items"]
    one = await stranger.get(f"/disposals/{disposal}")

    assert [(d["id"], d["things"], d["ready"]) for d in mine] == [(disposal, 1, 0)]
    assert mine[0]["actions"][:2] == ["approveDisposal", "rejectDisposal"]
    assert (theirs, one.status_code) == ([], 404)


async def test_the_record_is_a_pdf_with_the_names(scrap: Scrap) -> None:
    disposal = await scrap.approved()
    client = await scrap.office.client("kato")

    answer = await client.raw.get(f"/api/disposals/{disposal}/record")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


async def test_the_matrix_is_told_as_of_a_day(scrap: Scrap) -> None:
    client = await scrap.office.client("kato")
    now = (await client.get("/disposal-methods")).json()["items"]
    later = (await client.get("/disposal-methods", on="2025-09-26")).json()["items"]

    assert {m["edition"] for m in now if m["method"] == "degauss"} == {"NIST SP 800-88 Rev.1"}
    assert {m["edition"] for m in later if m["method"] == "degauss"} == {
        "NIST SP 800-88 Rev.2 / IEEE 2883-2022"
    }
    assert {m["level"] for m in (*now, *later) if m["method"] == "degauss"} == {"purge"}


async def rules_of(scrap: Scrap) -> set[str]:
    client = await scrap.office.client("ono")
    found = (await client.get("/violations", status="open")).json()["items"]
    return {violation["rule"] for violation in found if violation["rule"].startswith("DP-")}


async def test_facts_against_the_rules_are_refused_at_first_and_reported_when_recorded(
    scrap: Scrap,
) -> None:
    disposal = await scrap.requested("sato")
    early = scrap.work(method="format")
    assert await scrap.refused("kato", disposal, "sanitisations", early) == (
        409, "sanitised-before-approval",
    )  # fmt: skip
    fact = early | {"as_fact": True, "remark": "前任者が実施"}
    await scrap.act("kato", disposal, "sanitisations", fact, state="requested")
    assert await rules_of(scrap) == {"DP-02", "DP-06"}

    scrap.office.later(hours=1)
    await scrap.act("ono", disposal, "approval", state="sanitising")
    again = scrap.work()
    await scrap.act("kato", disposal, "sanitisations", again, state="sanitised")
    await scrap.act("ito", disposal, "witnessing", {"lines": [scrap.disk]}, state="evidenced")
    assert await rules_of(scrap) == {"DP-06"}


async def test_what_leaves_with_its_data_is_reported_beyond_the_end(scrap: Scrap) -> None:
    disposal = await scrap.approved()
    assert await scrap.refused("kato", disposal, "delivery", scrap.taking()) == (
        409, "leaves-with-data",
    )  # fmt: skip
    await scrap.act("kato", disposal, "delivery", scrap.taking(as_fact=True), state="in_custody")
    assert await rules_of(scrap) == {"DP-03"}
    scrap.office.later(days=31)
    await sweep(scrap.office.now)
    assert await rules_of(scrap) == {"DP-03", "DP-05"}

    work = scrap.work(
        performed_by="contractor", place="contractor_site", photos=[await scrap.photo()]
    )
    await scrap.act("kato", disposal, "sanitisations", work, state="witnessed")
    day = scrap.office.now.date().isoformat()
    wrong = scrap.certificate(("HD 0002", "shred", day))
    await scrap.act("kato", disposal, "certificates", wrong, state="witnessed")
    assert await rules_of(scrap) == {"DP-03", "DP-08"}
    old = (await scrap.shown(disposal))["certificates"][0]["id"]
    right = scrap.certificate(("HD 0001", "shred", day), replaces=old)
    await scrap.act("ito", disposal, "certificates", right, state="evidenced")
    await scrap.act("yamada", disposal, "verification", state="completed")
    assert await rules_of(scrap) == {"DP-03"}


async def test_photographs_and_signatures_are_those_of_the_section(scrap: Scrap) -> None:
    disposal = await scrap.approved()
    signature, photo = await scrap.signature(), await scrap.photo()

    swapped = scrap.taking(leaves=False, signature=photo)
    invented = scrap.work(photos=["0" * 64])
    as_photo = scrap.work(photos=[signature])

    assert await scrap.refused("kato", disposal, "delivery", swapped) == (
        400, "evidence-of-another-kind",
    )  # fmt: skip
    assert await scrap.refused("kato", disposal, "sanitisations", invented) == (
        404, "unknown-evidence",
    )  # fmt: skip
    assert await scrap.refused("kato", disposal, "sanitisations", as_photo) == (
        400, "evidence-of-another-kind",
    )  # fmt: skip


async def test_texts_and_names_stand_in_no_entry(scrap: Scrap) -> None:
    disposal = await scrap.approved()
    await scrap.act("kato", disposal, "delivery", scrap.taking(leaves=False), state="in_custody")
    async with db.read():
        written = [body async for _, body in bodies()]

    for word in ("更新のため", "架空リサイクル", "回収 太郎", "第12号"):
        assert not any(word.encode() in body for body in written)


async def test_the_same_request_twice_is_one_disposal(scrap: Scrap) -> None:
    client = await scrap.office.client("sato")
    body = {
        "codes": [scrap.disk, scrap.disk],
        "reason": "更新",
        "outcome": "destroy",
        "ownership": "own",
    }
    first = await client.post("/disposals", body, key="one-key-twice")
    again = await client.post("/disposals", body, key="one-key-twice")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert len((await scrap.shown(first.json()["id"]))["lines"]) == 1


async def asked_of(scrap: Scrap, account: str) -> list[str]:
    client = await scrap.office.client(account)
    tasks = (await client.get("/tasks")).json()["items"]
    return [task["operation"] for task in tasks if task["kind"] == "disposal"]


async def test_nobody_is_asked_to_witness_what_lacks_only_its_certificate(scrap: Scrap) -> None:
    disposal = await scrap.approved()
    await scrap.act("kato", disposal, "delivery", scrap.taking(leaves=False), state="in_custody")
    work = scrap.work(performed_by="contractor", photos=[await scrap.photo()])
    await scrap.act("kato", disposal, "sanitisations", work, state="witnessed")

    assert (await scrap.shown(disposal, "yamada"))["lines"][0]["gaps"] == ["certificate"]
    assert await asked_of(scrap, "yamada") == []
    assert await asked_of(scrap, "kato") == ["attachCertificate"]


async def test_each_step_waits_with_the_person_who_takes_it(scrap: Scrap) -> None:
    disposal = await scrap.requested("sato")
    assert await asked_of(scrap, "ono") == ["approveDisposal"]
    assert await asked_of(scrap, "kato") == []
    await scrap.act("ono", disposal, "approval", state="approved")
    assert await asked_of(scrap, "kato") == ["recordSanitisation"]
    await scrap.act("kato", disposal, "sanitisations", scrap.work(), state="sanitised")
    assert await asked_of(scrap, "suzuki") == ["witnessDisposal"]
    assert await asked_of(scrap, "higashi") == []
    await scrap.act("suzuki", disposal, "witnessing", {"lines": [scrap.disk]}, state="evidenced")
    assert await asked_of(scrap, "yamada") == ["verifyDisposal"]
    assert await asked_of(scrap, "suzuki") == []
