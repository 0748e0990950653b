"""总览页：一页列出全部单位，离线、不联网，不认任何单位写的东西为代码；筛选、排序、键盘。"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pypdfium2
import pytest

from tests.batch.league_tree import put, put_failed, small
from tests.publish.browser import Tab, opened
from tests.publish.parsed import parsed
from tests.small_department import BUREAU, CENTRE, SPENDING
from xlbudget.batch.league import PAGE, league
from xlbudget.batch.league_page import league_page
from xlbudget.batch.league_units import State, UnitRecord, Units

HOSTILE = "<script>alert(1)</script>'\"&#%20 喆䶮"
FOLDER = "甲_script #%20'喆䶮"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("输出")
    wrong = {(SPENDING, "total", "basic"): "150100"}
    put(home, FOLDER, small(CENTRE, wrong), unit=HOSTILE)
    put(home, BUREAU, small(BUREAU))
    put(home, CENTRE, small(CENTRE))
    said = {"where": HOSTILE, "seen": HOSTILE, "expected": "", "remedy": ""}
    put_failed(home, "坏的", [said])
    league(home)
    return home / PAGE


def test_what_units_write_is_only_ever_text(page: Path) -> None:
    names = [each.name for each in parsed(page.read_bytes()).walk()]
    assert names.count("script") == 1
    assert not {"img", "iframe", "b", "object"} & set(names)
    text = page.read_text("utf-8")
    assert "alert(1)</script>" not in text
    assert text.count("<script>") == text.count("</script>") == 1
    assert " onclick" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#39;&quot;&amp;#%20 喆䶮" in text


@pytest.fixture(scope="module")
def tab(browser: Path, page: Path) -> Iterator[Tab]:
    with opened(browser, page) as opened_tab:
        yield opened_tab


@pytest.fixture(autouse=True)
def _as_opened(request: pytest.FixtureRequest) -> None:
    if "tab" in request.fixturenames:
        request.getfixturevalue("tab").press("Escape")


def names(tab: Tab) -> list[str]:
    found: list[str] = tab.value(
        "[...document.querySelectorAll('#units tbody tr:not([hidden]) th')]"
        ".map((each) => each.firstChild.textContent)"
    )
    return found


def click(tab: Tab, header: str) -> None:
    tab.value(
        "[...document.querySelectorAll('thead button')]"
        f".find((each) => each.textContent === '{header}').click()"
    )


def test_the_script_runs_without_any_complaint_or_request(tab: Tab) -> None:
    assert tab.value("document.getElementById('shown').textContent") == "显示 4 / 4"
    assert [url for url in tab.requests if not url.startswith("file:")] == []
    assert len(tab.requests) == 1
    assert tab.complaints == []
    assert names(tab)[:2] == ["坏的", HOSTILE]


def test_links_lead_to_the_folders(tab: Tab, page: Path) -> None:
    found = tab.value("[...document.querySelectorAll('.links a')].map((each) => each.href)")
    assert len(found) == 9
    folders = {unquote(url).removeprefix(f"file://{page.parent}/").split("/")[0] for url in found}
    assert folders == {FOLDER, BUREAU, CENTRE}


def test_search_and_filter_by_keyboard(tab: Tab) -> None:
    tab.press("/")
    assert tab.value("document.activeElement.id") == "by-words"
    tab.ask("Input.insertText", text="ALERT")
    assert names(tab) == ["坏的", HOSTILE]
    tab.press("Escape")
    tab.value(
        "(() => { const s = document.getElementById('by-state'); s.value = '有错误';"
        " s.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    assert names(tab) == [HOSTILE]
    assert tab.value("document.getElementById('shown').textContent") == "显示 1 / 4"
    tab.press("Escape")
    assert len(names(tab)) == 4


def test_columns_are_sorted_up_down_and_back(tab: Tab) -> None:
    before = names(tab)
    click(tab, "待填写")
    numbers = ".map((row) => Number(row.cells[6].textContent))"
    gaps = f"[...document.querySelectorAll('tbody tr')]{numbers}"
    most_first = tab.value(gaps)
    assert most_first == sorted(most_first, reverse=True)
    assert tab.value("document.querySelector('[aria-sort]').textContent") == "待填写"
    click(tab, "待填写")
    assert tab.value(gaps) == sorted(most_first)
    click(tab, "待填写")
    assert names(tab) == before
    assert tab.value("document.querySelector('[aria-sort]')") is None


def test_without_a_script_it_is_a_plain_table(browser: Path, page: Path) -> None:
    with opened(browser, page, script=False) as mute:
        assert mute.complaints == []
    text = page.read_text("utf-8")
    assert '<form id="filter" hidden>' in text
    assert text.count("<tr>") == 5


def test_on_paper_every_page_has_the_header(browser: Path, tmp_path: Path) -> None:
    records = [
        UnitRecord(f"单位{at}", f"单位{at}", State.ERRORS, errors=1, says="收支不平。" * 20)
        for at in range(60)
    ]
    path = tmp_path / "index.html"
    path.write_bytes(league_page(Units(tmp_path, records), "汇总.xlsx"))
    with opened(browser, path) as tab:
        printed = tab.ask("Page.printToPDF", preferCSSPageSize=True)["data"]
    document = pypdfium2.PdfDocument(base64.b64decode(printed))
    texts = [page.get_textpage().get_text_bounded() for page in document]
    assert len(texts) > 2
    assert all("最要紧的一条" in each and "打开" not in each for each in texts)
    assert "单位59" in texts[-1]
    assert not any("查找" in each for each in texts)
