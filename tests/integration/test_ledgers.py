"""Old ledgers come in as a whole or not at all, with every line answered for."""

import io
import zipfile
from typing import Any

import pytest
import xlsxwriter

from tests.integration.things import placed, registered
from tests.support.ledgers import (
    HEADINGS,
    as_csv,
    as_workbook,
    file_of,
    inspected,
    media_line,
    taken_in,
    to_try,
    tried,
)
from tests.support.office import Client, Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def kato(office: Office) -> Client:
    """Who keeps the things of an office that has a safe."""
    await placed(office, "nippori")
    return await office.client("kato")


async def numbers(client: Client) -> set[str]:
    return {one["control_no"] for one in (await client.get("/assets", limit=200)).json()["items"]}


@pytest.mark.parametrize(
    ("encoding", "titles"), [("cp932", 0), ("cp932", 2), ("utf-8", 0), ("utf-8-sig", 1)]
)
async def test_a_ledger_is_read_in_its_own_encoding_with_titles_above(
    kato: Client, encoding: str, titles: int
) -> None:
    content = as_csv([HEADINGS, media_line(1)], encoding=encoding, titles=titles)
    told = await inspected(kato, file_of(content))
    assert (told["encoding"], told["header_line"], told["lines"]) == (encoding, titles + 1, 1)
    assert [column["heading"] for column in told["columns"]] == list(HEADINGS)
    assert told["columns"][3]["samples"] == ["㈱髙橋電機"]
    assert {field: HEADINGS[column] for field, column in told["guessed"].items()} == {
        "control_no": "管理番号", "name": "品名", "type": "種別", "maker": "メーカー", "model": "型番",
        "serial": "製造番号", "section": "所管課", "place": "保管場所", "data_class": "機密性",
        "encrypted": "暗号化",
    }  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_ledger_is_taken_in_after_a_dry_run(kato: Client, form: str) -> None:
    rows = [list(HEADINGS), *(media_line(number) for number in range(1, 41))]
    content = as_csv(rows) if form == "csv" else as_workbook(rows)
    asked = await to_try(kato, file_of(content, name=f"媒体.{form}"))
    told = await tried(kato, asked)
    assert (told["new"], told["refused"], told["items"][0]["line"]) == (40, 0, 2)
    assert await numbers(kato) == set()
    assert (await taken_in(kato, asked))["state"] == "taken_in"
    found = (await kato.get("/assets", limit=200)).json()["items"]
    assert len(found) == 40
    first = next(one for one in found if one["control_no"] == "M-2019-0001")
    assert (first["name"], first["maker"]) == ("持出し用ＵＳＢメモリ①", "㈱髙橋電機")
    assert (first["state"], first["place_name"], first["type"]) == ("in_storage", "金庫", "usb")
    assert (first["data_class"], first["encrypted"]) == (2, True)
    listed = (await kato.get("/imports")).json()["items"]
    assert [(one["made"], one["lines"], one["file"]) for one in listed] == [
        (40, 40, f"媒体.{form}")
    ]


async def test_a_broken_line_in_the_middle_refuses_all_and_is_named(kato: Client) -> None:
    rows = [list(HEADINGS), *(media_line(number) for number in range(1, 21))]
    rows[10] = media_line(10, 機密性="極秘")
    rows[15] = media_line(15, 保管場所="屋根裏")
    asked = await to_try(kato, file_of(as_csv(rows)))
    told = await tried(kato, asked)
    broken = [one for one in told["items"] if one["outcome"] == "refused"]
    assert [(one["line"], one["faults"][0]["column"], one["faults"][0]["code"]) for one in broken] == [
        (11, "機密性", "cell-not-a-number"), (16, "保管場所", "unknown-place"),
    ]  # fmt: skip
    assert "極秘" in broken[0]["faults"][0]["detail"]
    refused = await taken_in(kato, asked, status=409)
    assert refused["code"] == "ledger-line-refused"
    assert (refused["facts"]["line"], refused["facts"]["column"]) == (11, "機密性")
    assert await numbers(kato) == set()
    assert (await kato.get("/imports")).json()["items"] == []


async def test_what_was_confirmed_is_what_is_done(kato: Client, office: Office) -> None:
    asked = await to_try(kato, file_of(as_csv([HEADINGS, media_line(1), media_line(2)])))
    told = await tried(kato, asked)
    other = await to_try(kato, file_of(as_csv([HEADINGS, media_line(1), media_line(3)])))
    sent = {**other, "confirm": told["confirm"], "why": "x"}
    answer = await kato.post("/imports", sent, status=412)
    assert answer.json()["code"] == "ledger-report-outdated"
    safe = (await kato.get("/places")).json()["items"][0]["code"]
    await registered(office, safe, control_no="M-2019-0002", model="SU-32", serial="OLD-00002")
    answer = await kato.post(
        "/imports", {**asked, "confirm": told["confirm"], "why": "x"}, status=412
    )
    assert answer.json()["code"] == "ledger-report-outdated"


async def test_the_same_ledger_twice_changes_nothing(kato: Client) -> None:
    asked = await to_try(kato, file_of(as_csv([HEADINGS, media_line(1), media_line(2)])))
    await taken_in(kato, asked)
    told = await tried(kato, asked)
    assert (told["new"], told["same"]) == (0, 2)
    assert (await taken_in(kato, asked, status=409))["code"] == "ledger-nothing-new"


async def test_a_key_sent_twice_takes_it_in_once(kato: Client) -> None:
    asked = await to_try(kato, file_of(as_csv([HEADINGS, media_line(1)])))
    sent = {**asked, "confirm": (await tried(kato, asked))["confirm"], "why": "x"}
    first = await kato.post("/imports", sent, key="ledger-once-0001", status=201)
    again = await kato.post("/imports", sent, key="ledger-once-0001", status=201)
    assert again.json() == first.json()
    assert len((await kato.get("/imports")).json()["items"]) == 1


async def test_twins_in_the_file_and_things_of_others_are_refused(
    office: Office, kato: Client
) -> None:
    safe = await placed(office, "machiya")
    minami = await office.client("minami")
    theirs = {
        "name": "よそのUSB", "kind": "medium", "type": "usb", "model": "SU-32", "serial": "OLD-00007",
        "section": office.sections["machiya"], "place": safe, "control_no": "M-2019-0007",
    }  # fmt: skip
    await minami.post("/assets", theirs, status=201)
    rows = [HEADINGS, media_line(1), media_line(1), media_line(7), media_line(8, 所管課="町野区民事務所"),
            media_line(9, 製造番号=""), media_line(10, 種別="そろばん")]  # fmt: skip
    told = await tried(kato, await to_try(kato, file_of(as_csv(rows))))
    codes = {one["line"]: [fault["code"] for fault in one["faults"]] for one in told["items"]}
    assert codes == {
        2: [], 3: ["ledger-line-twice", "ledger-line-twice"], 4: ["asset-of-others"],
        5: ["unknown-section"], 6: ["cell-required"], 7: ["cell-word-unknown"],
    }  # fmt: skip
    assert "よそのUSB" not in str(told)


async def test_numbers_made_here_go_on_after_those_of_the_file(kato: Client) -> None:
    rows = [HEADINGS, media_line(1, 管理番号=""), media_line(2, 管理番号="M-2022-0005"),
            media_line(3, 管理番号="")]  # fmt: skip
    await taken_in(kato, await to_try(kato, file_of(as_csv(rows))))
    assert await numbers(kato) == {"M-2022-0005", "M-2022-0006", "M-2022-0007"}


async def test_one_text_for_all_lines_stands_where_there_is_no_column(kato: Client) -> None:
    rows = [["品名", "種別", "型番", "S/N"], ["USB", "ＵＳＢメモリ", "A", "1"]]
    asked = await to_try(kato, file_of(as_csv(rows)))
    assert (await tried(kato, asked))["items"][0]["faults"][0]["code"] == "cell-required"
    asked["defaults"] = {"section": "日の里区民事務所", "place": "金庫", "data_class": "1"}
    await taken_in(kato, asked)
    only = (await kato.get("/assets")).json()["items"][0]
    assert (only["place_name"], only["data_class"], only["serial"]) == ("金庫", 1, "1")


def far_away(row: int, column: int) -> bytes:
    """A workbook with one cell at the end of the world."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["管理番号", "品名"])
        sheet.write(row, column, "x")
    return out.getvalue()


def packed(size: int) -> bytes:
    """A workbook with so many bytes that pack well."""
    out = io.BytesIO(as_workbook([["a", "b"], ["1", "2"]]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/more.bin", bytes(size))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"PK\x03\x04 no workbook", "a.xlsx", "ledger-unreadable"),
        (far_away(1_048_575, 16_383), "a.xlsx", "ledger-unreadable"),
        (far_away(1_048_575, 1), "a.xlsx", "ledger-too-long"),
        (packed(120_000_000), "a.xlsx", "ledger-too-large"),
        (b"plain,text\n1,2\n", "a.xlsx", "ledger-unknown-format"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.csv", "ledger-unknown-format"),
        (b"\x81\xff,\xfe\n", "a.csv", "ledger-encoding-unknown"),
        ("管理番号,品名\n\"M-1,USB\n".encode("cp932"), "a.csv", "ledger-csv-broken"),
        ("管理番号,品名\n".encode("cp932"), "a.csv", "ledger-empty"),
        (("管理番号,品名\n" + "M,U\n" * 5001).encode(), "a.csv", "ledger-too-long"),
        (("a,b\n" + "x" * 2001 + ",1\n").encode(), "a.csv", "ledger-cell-too-long"),
        (("a," * 101 + "a\n1\n").encode(), "a.csv", "ledger-too-wide"),
    ],
)  # fmt: skip
async def test_a_file_that_is_no_ledger_is_refused_in_words(
    office: Office, content: bytes, name: str, code: str
) -> None:
    client = await office.client("kato")
    answer = await client.post("/imports/inspection", file_of(content, name=name), status=400)
    assert answer.json()["code"] == code


@pytest.mark.parametrize(
    ("mapping", "code"),
    [({"name": 1, "model": 1}, "ledger-column-twice"), ({"name": 50}, "ledger-column-unknown"),
     ({"secret": 1}, "ledger-field-unknown")],
)  # fmt: skip
async def test_columns_that_cannot_be_are_refused(
    office: Office, mapping: dict[str, int], code: str
) -> None:
    client = await office.client("kato")
    sent = {**file_of(as_csv([HEADINGS, media_line(1)])), "mapping": mapping}
    assert (await client.post("/imports/trial", sent, status=400)).json()["code"] == code


# Places and people --------------------------------------------------------------------------------


async def test_storage_places_come_in_and_those_registered_stay(
    office: Office, kato: Client
) -> None:
    rows = [["名称", "種類", "所属", "施錠", "耐火", "情報の区分"],
            ["北の書庫", "書庫", "日の里区民事務所", "有", "無", "0、1"],
            ["金庫", "金庫", "日の里区民事務所", "有", "", ""]]  # fmt: skip
    asked = await to_try(kato, file_of(as_csv(rows), "places"))
    told = await tried(kato, asked)
    assert [one["outcome"] for one in told["items"]] == ["new", "same"]
    await taken_in(kato, asked)
    found = {p["name"]: p for p in (await kato.get("/places")).json()["items"]}
    assert (found["北の書庫"]["kind"], found["北の書庫"]["classes"]) == ("cabinet", [0, 1])


async def test_staff_come_in_by_an_administrator_only(office: Office, kato: Client) -> None:
    rows = [["職員番号", "氏名", "フリガナ"], ["S0001", "佐藤 花", "さとう はな"],
            ["N-0001", "渡邉 﨑", "わたなべ さき"]]  # fmt: skip
    sent = file_of(as_csv(rows), "people")
    refused = await kato.post("/imports/inspection", sent, status=403)
    assert refused.json()["code"] == "role-required"
    admin = await office.client("admin")
    asked = await to_try(admin, sent)
    assert [one["outcome"] for one in (await tried(admin, asked))["items"]] == ["same", "new"]
    await taken_in(admin, asked)
    post = {"person": "N-0001", "section": office.sections["nippori"], "role": "staff", "title": "主事",
            "valid_from": "2023-02-01"}  # fmt: skip
    await admin.post("/posts", post, status=201)
    staff = (await admin.get("/staff", section=office.sections["nippori"])).json()["items"]
    assert "渡邉 﨑" in {one["name"] for one in staff}


# Out and back -------------------------------------------------------------------------------------


async def workbook_of(client: Client) -> bytes:
    answer = await client.get("/imports/workbook")
    assert answer.status_code == 200
    return answer.content


def edited(content: bytes, heading: str, row: int, value: Any) -> bytes:
    """The workbook opened, one cell changed, and saved as a spreadsheet does."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    rows[row][rows[0].index(heading)] = value
    return as_workbook(rows)


async def test_the_register_goes_out_and_comes_back_with_a_difference_to_confirm(
    kato: Client, office: Office
) -> None:
    await taken_in(
        kato, await to_try(kato, file_of(as_csv([HEADINGS, media_line(1), media_line(2)])))
    )
    out = await workbook_of(kato)
    asked = await to_try(kato, file_of(out, "assets", "台帳.xlsx"))
    assert (await tried(kato, asked))["same"] == 2
    changed = edited(edited(out, "品名", 1, "更新後のUSB"), "メーカー", 1, "")
    asked = await to_try(kato, file_of(changed, "assets", "台帳.xlsx"))
    told = await tried(kato, asked)
    assert (told["changed"], told["same"]) == (1, 1)
    assert told["items"][0]["changes"] == [
        {"field": "name", "before": "持出し用ＵＳＢメモリ①", "after": "更新後のUSB"},
        {"field": "maker", "before": "㈱髙橋電機", "after": ""},
    ]
    await taken_in(kato, asked)
    code = told["items"][0]["code"]
    asset = (await kato.get(f"/assets/{code}")).json()
    assert (asset["name"], asset["maker"]) == ("更新後のUSB", None)
    history = (await kato.get("/history", subject=f"asset:{code.replace('-', '')}")).json()["items"]
    amended = next(one for one in history if one["act"] == "Amended")
    assert amended["texts"] == {amended["why"]: "旧台帳の移行"}


@pytest.mark.parametrize(
    "name", ["=1+1", "+81", "-30℃用", "@home", "'=quoted", "＝全角", "'plain", '=HYPERLINK("x")']
)
async def test_no_name_becomes_a_formula_and_every_name_comes_back(
    kato: Client, office: Office, name: str
) -> None:
    from python_calamine import CalamineWorkbook

    await registered(office, None, name=name)
    out = await workbook_of(kato)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(out)).get_sheet_by_index(0).to_python()
    cell = str(rows[1][2])
    assert cell.startswith("'") or cell[0] not in "=+-@＝"
    told = await tried(kato, await to_try(kato, file_of(out, "assets", "台帳.xlsx")))
    assert [one["outcome"] for one in told["items"]] == ["same"]


async def test_what_a_correction_may_not_touch_stays(office: Office, kato: Client) -> None:
    await taken_in(kato, await to_try(kato, file_of(as_csv([HEADINGS, media_line(1)]))))
    out = await workbook_of(kato)
    client = await office.client("fujii")
    for heading, value, code in (
        ("所属", "戸籍住民課", "not-amendable"), ("区分", "機器", "not-amendable"),
        ("品名", "", "cell-required"), ("管理コード", "0123-4567-89AB-9", "unknown-asset"),
        ("保管場所", "", "place-required"), ("種類", "統合端末", "type-not-of-kind"),
    ):  # fmt: skip
        sent = file_of(edited(out, heading, 1, value), "assets", "台帳.xlsx")
        told = await tried(client, await to_try(client, sent))
        assert [f["code"] for f in told["items"][0]["faults"]] == [code], heading
