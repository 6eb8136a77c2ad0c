"""廃棄記録簿 and the receipt of a stock-take: under the same 決裁欄 and signed head as every other paper."""

import pytest

from tests.integration.counts import Counts, a_stocked_office
from tests.integration.disposals import Scrap, some_scrap
from tests.integration.test_paper import printed, set_boxes
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def scrap(office: Office) -> Scrap:
    return await some_scrap(office)


@pytest.fixture
async def counts(office: Office) -> Counts:
    return await a_stocked_office(office)


async def test_the_disposal_record_bears_boxes_names_and_the_signed_head(scrap: Scrap) -> None:
    disposal = await scrap.approved()
    await set_boxes(scrap.office, ["所長", "主査"], sheet="disposal")
    kato = await scrap.office.client("kato")
    paper = await printed(kato, f"/disposals/{disposal}/record")
    for words in ("廃棄記録簿", "所長", "主査", "佐藤 花", "日の里区民事務所", "1／1 頁"):
        assert words in paper.pages[0], words
    assert "係長" not in paper.pages[0]
    assert paper.codes[0][0].startswith("test.daicho\n")
    answer = await (await scrap.office.client("minami")).get(f"/disposals/{disposal}/record")
    assert answer.status_code == 404


async def test_the_receipt_of_a_stock_take_bears_the_boxes_of_its_section(counts: Counts) -> None:
    await counts.started()
    await counts.all_here()
    kato = await counts.office.client("kato")
    paper = await printed(kato, f"/stock-takes/{counts.session}/receipt")
    assert all(words in paper.pages[0] for words in ("棚卸結果書", "課長", "係長", "担当"))
    await set_boxes(counts.office, ["所長"], sheet="stock-take")
    paper = await printed(kato, f"/stock-takes/{counts.session}/receipt")
    assert "所長" in paper.pages[0]
    assert "課長" not in paper.pages[0]
    assert paper.codes[0][0].startswith("test.daicho\n")
    pages = len(paper.pages)
    assert f"{pages}／{pages} 頁" in paper.pages[-1]
