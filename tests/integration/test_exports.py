"""Bundles over HTTP: who may take them, what is in them, and that each one shows in the history."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.service import change
from daicho.foundation.identity.model import Section
from daicho.foundation.identity.service import SECTIONS
from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.kernel.ids import new_id
from daicho.oversight.exports.verify import Verdict, verify
from tests.support.office import Client, Office
from tests.unit.exports.tampering import members

pytestmark = pytest.mark.anyio


async def bundle(client: Client, folder: Path, body: dict[str, Any] | None = None) -> Path:
    """Ask for a bundle and fetch it."""
    made = await client.post("/exports", body or {}, status=201)
    answer = await client.get(f"/exports/{made.json()['id']}/file")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    path = folder / f"{made.json()['id']}.fetched"
    path.write_bytes(answer.content)
    return path


def sheet(path: Path, register: str) -> str:
    return members(path)[f"registers/{register}.csv"].decode("utf-8-sig")


def judged(path: Path, **pinned: str) -> Verdict:
    verdict = verify(path, **pinned)
    assert verdict.problems == []
    return verdict


async def test_a_bundle_of_everything_verifies_and_holds_every_register(
    office: Office, tmp_path: Path
) -> None:
    auditor = await office.client("shibata")
    path = await bundle(auditor, tmp_path)
    verdict = judged(path)
    assert verdict.entries == verdict.size
    known = (await auditor.get("/registers")).json()["items"]
    assert {f"registers/{r['name']}.csv" for r in known} <= members(path).keys()
    assert "佐藤 花" in sheet(path, "people")


async def test_the_export_is_in_its_own_bundle_and_its_hash_in_the_next(
    office: Office, tmp_path: Path
) -> None:
    auditor = await office.client("shibata")
    first = await bundle(auditor, tmp_path)
    second = await bundle(auditor, tmp_path)
    digest = (await auditor.get("/exports")).json()["items"][1]["manifest_sha256"]
    assert office.staff["shibata"] in sheet(first, "exports")
    assert "begun" in sheet(first, "exports")
    assert digest in sheet(second, "exports")
    held = members(first)["history/checkpoint"].decode()
    key = str(judged(first).key)
    assert judged(second, key=key, checkpoint=held).pinned == ["key", "checkpoint"]
    told = (await auditor.get("/history", register="exports")).json()["items"]
    assert [t["act"] for t in told] == ["Cut", "Begun", "Cut", "Begun"]


async def test_a_register_is_told_as_of_a_moment_that_has_passed(
    office: Office, tmp_path: Path
) -> None:
    section = Section(new_id(), "旧名称課", "section", office.sections["ward"])
    async with change(SYSTEM, office.later(days=1)) as c:
        await c.add(SECTIONS, section, act="Registered")
    before = office.now
    async with change(SYSTEM, office.later(days=1)) as c:
        renamed = Section(section.id, "新名称課", "section", office.sections["ward"])
        await c.amend(SECTIONS, renamed, act="Renamed")
    auditor = await office.client("shibata")
    then = await bundle(auditor, tmp_path, {"as_of": before.isoformat()})
    now = await bundle(auditor, tmp_path)
    judged(then)
    assert ("旧名称課" in sheet(then, "sections"), "新名称課" in sheet(then, "sections")) == (
        True,
        False,
    )
    assert ("旧名称課" in sheet(now, "sections"), "新名称課" in sheet(now, "sections")) == (
        False,
        True,
    )


async def test_names_can_be_left_out_and_what_was_erased_stays_out(
    office: Office, tmp_path: Path
) -> None:
    manager = await office.client("ono")
    path = await bundle(manager, tmp_path, {"personal": False})
    judged(path)
    whole = path.read_bytes().decode("utf-8", "replace")
    assert "佐藤 花" not in whole
    assert json.loads(members(path)["manifest.json"])["exporter"]["name"] is None
    async with db.write():
        await sealed.erase(office.staff["sato"], office.now)
    path = await bundle(manager, tmp_path)
    judged(path)
    assert "佐藤 花" not in sheet(path, "people")
    assert "鈴木 一" in sheet(path, "people")


async def test_a_bundle_of_one_register_shows_the_counts_of_all(
    office: Office, tmp_path: Path
) -> None:
    auditor = await office.client("shibata")
    path = await bundle(auditor, tmp_path, {"registers": ["sections"]})
    verdict = judged(path)
    assert verdict.entries == 6
    assert "registers/people.csv" not in members(path)
    counted = {r["name"]: r for r in json.loads(members(path)["manifest.json"])["registers"]}
    assert counted["people"]["entries"] == 17
    assert counted["people"]["rows"] is None
    assert counted["deputies"]["entries"] == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"registers": ["nothing"]}, "unknown-register"),
        ({"registers": []}, "request-invalid"),
        ({"as_of": "2999-01-01T00:00:00+09:00"}, "as-of-in-future"),
        ({"as_of": "2022-01-01T00:00:00"}, "request-invalid"),
        ({"more": 1}, "request-invalid"),
    ],
)
async def test_a_bundle_that_cannot_be_is_refused(office: Office, body: Any, code: str) -> None:
    auditor = await office.client("shibata")
    answer = await auditor.post("/exports", body, status=400)
    assert answer.json()["code"] == code
    assert (await auditor.get("/exports")).json()["items"] == []


@pytest.mark.parametrize("account", ["sato", "yamada", "kato", "fujii", "admin"])
async def test_only_auditors_and_security_managers_take_bundles(
    office: Office, account: str
) -> None:
    client = await office.client(account)
    for answer in (
        await client.post("/exports"),
        await client.get("/exports"),
        await client.get(f"/exports/{new_id()}/file"),
    ):
        assert answer.status_code == 403


async def test_a_bundle_nobody_made_is_not_found(office: Office) -> None:
    auditor = await office.client("shibata")
    for name in (new_id(), "..%2f..%2fdaicho.sqlite", "x"):
        assert (await auditor.get(f"/exports/{name}/file")).status_code == 404


async def test_a_bundle_asked_for_twice_with_one_key_is_cut_once(office: Office) -> None:
    auditor = await office.client("shibata")
    one = await auditor.post("/exports", {}, key="export-key-1", status=201)
    two = await auditor.post("/exports", {}, key="export-key-1", status=201)
    assert one.json() == two.json()
    assert len((await auditor.get("/exports")).json()["items"]) == 1


async def test_a_bundle_lies_where_only_its_owner_reads_it(office: Office) -> None:
    auditor = await office.client("shibata")
    made = await auditor.post("/exports", {}, status=201)
    folder = office.settings.data_dir / "exports"
    path = folder / f"{made.json()['id']}.zip"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in folder.iterdir()] == [path.name]


async def test_exports_are_listed_page_by_page_newest_first(office: Office) -> None:
    auditor = await office.client("shibata")
    ids = []
    for _ in range(3):
        ids.append((await auditor.post("/exports", {}, status=201)).json()["id"])
        office.later(minutes=1)
    page = (await auditor.get("/exports", limit=2)).json()
    rest = (await auditor.get("/exports", limit=2, after=page["next"])).json()
    assert [e["id"] for e in page["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None
    assert page["items"][0]["made_by_name"] == "柴田 鑑"


async def test_the_history_is_read_newest_first_with_names_and_texts_opened(office: Office) -> None:
    async with change(await office.actor("admin"), office.later(hours=1)) as c:
        section = Section(new_id(), "新設課", "section", office.sections["ward"])
        await c.add(SECTIONS, section, act="Registered", why="組織改正のため")
    auditor = await office.client("shibata")
    newest = (await auditor.get("/history", limit=1)).json()["items"][0]
    assert newest["subject"] == f"section:{section.id}"
    assert (newest["subject_name"], newest["act"]) == ("新設課", "Registered")
    assert newest["actor"] == {"staff_id": office.staff["admin"], "name": "高木 整"}
    assert newest["texts"] == {newest["why"]: "組織改正のため"}
    person = (await auditor.get("/history", register="people", limit=1)).json()["items"][0]
    assert person["subject_name"] == "高木 整"


async def test_the_history_is_filtered_and_paged(office: Office) -> None:
    auditor = await office.client("shibata")
    seen: list[int] = []
    after: str | None = None
    while True:
        query = {"register": "posts", "limit": 5} | ({"after": after} if after else {})
        page = (await auditor.get("/history", **query)).json()
        seen += [e["seq"] for e in page["items"]]
        if (after := page["next"]) is None:
            break
    assert len(seen) == len(set(seen)) == 17
    assert seen == sorted(seen, reverse=True)
    admin = await auditor.get("/history", actor=office.staff["admin"])
    assert admin.json()["items"] == []
    nobody = await auditor.get("/history", subject="section:none")
    assert nobody.json() == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/history", {"limit": 201}),
        ("/history", {"limit": 0}),
        ("/history", {"limit": "٣"}),
        ("/history", {"after": "x"}),
        ("/history", {"after": "9" * 30}),
        ("/history", {"subject": "a\x00b"}),
        ("/history", {"as_of": "yesterday"}),
        ("/history", {"from": "2023-02-30"}),
        ("/exports", {"limit": 1000}),
        ("/exports", {"after": "x"}),
    ],
)
async def test_a_query_that_cannot_be_read_is_refused(
    office: Office, path: str, query: dict[str, Any]
) -> None:
    auditor = await office.client("shibata")
    assert (await auditor.get(path, **query)).status_code == 400


async def test_the_history_is_told_as_it_was_known_on_a_day(office: Office) -> None:
    first = office.now
    async with change(SYSTEM, office.later(days=2)) as c:
        late = Section(new_id(), "後日課", "section", office.sections["ward"])
        await c.add(SECTIONS, late, act="Registered", occurred_at=first - timedelta(days=30))
    auditor = await office.client("shibata")
    query = {"subject": f"section:{late.id}"}
    assert len((await auditor.get("/history", **query)).json()["items"]) == 1
    known = await auditor.get("/history", **query, as_of=first.date().isoformat())
    assert known.json()["items"] == []
    january = await auditor.get("/history", **query, **{"from": "2023-01-01", "to": "2023-01-31"})
    assert len(january.json()["items"]) == 1
    december = await auditor.get("/history", **query, to="2022-12-31")
    march = await auditor.get("/history", **query, **{"from": "2023-03-01T00:00:00+09:00"})
    assert december.json()["items"] == march.json()["items"] == []
    wrong = await auditor.get("/history", as_of="2023-02-30")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "moment-wrong")


async def test_staff_read_the_history_of_their_own_section_only(office: Office) -> None:
    staff = await office.client("sato")
    items = (await staff.get("/history", limit=200)).json()["items"]
    assert items
    assert {e["section"] for e in items} == {office.sections["nippori"]}
    head = await office.client("mori")
    below = {e["section"] for e in (await head.get("/history", limit=200)).json()["items"]}
    assert below == {office.sections[s] for s in ("kumin", "nippori", "machiya")}
    auditor = await office.client("shibata")
    assert None in {
        e["section"] for e in (await auditor.get("/history", limit=200)).json()["items"]
    }


async def test_registers_are_listed_with_titles_and_counts(office: Office) -> None:
    client = await office.client("sato")
    listed = {r["name"]: r for r in (await client.get("/registers")).json()["items"]}
    assert listed["people"]["entries"] == 17
    assert listed["people"]["title_ja"] == "職員"
    assert all(r["title_ja"] != r["name"] for r in listed.values())
