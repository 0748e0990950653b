"""审核页在真的浏览器里：脚本运行、按键、筛选、宽窄、打印；不要任何网络，不违反自己的 CSP。"""

from __future__ import annotations

import base64
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from tests.error_folders import result
from tests.publish.browser import Tab, opened
from xlbudget.binding.bound import BoundText
from xlbudget.binding.outline import Outline, Role, Stretch
from xlbudget.binding.said import Said
from xlbudget.checks.ledger import Ledger
from xlbudget.domain.charts import ChartKind, ChartPoint, ChartSpec
from xlbudget.domain.documents import Document, TableBlock
from xlbudget.domain.figures import Figure
from xlbudget.domain.findings import Level
from xlbudget.domain.money import Amount
from xlbudget.domain.text import Kind, Paragraph, Place, State, Words
from xlbudget.formats.library import find
from xlbudget.publish.page import page
from xlbudget.results import Results
from xlbudget.results.reviewed import Reviewed

NAME = "summary-totals-equal"
MORE = ("vehicles-add-up", "terms-reference", "gap", "unit-name")
_WIDE = """
(() => {
  const seen = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")].filter((each) => {
    if (each.closest(".scroll, .skip, svg, [hidden]")) return false;
    const box = each.getBoundingClientRect();
    return box.width > 0 && (box.right > seen + 1 || box.left < -1);
  }).map((each) => each.outerHTML.slice(0, 80));
})()
"""
_OVER_EACH_OTHER = """
(() => {
  const found = [];
  for (const drawing of document.querySelectorAll("svg")) {
    const texts = [...drawing.querySelectorAll("text")];
    const boxes = texts.map((each) => each.getBBox());
    const view = drawing.viewBox.baseVal;
    boxes.forEach((one, i) => {
      if (one.x < -1 || one.x + one.width > view.width + 1 || one.y + one.height > view.height + 1)
        found.push("外 " + texts[i].textContent);
      boxes.slice(i + 1).forEach((other, j) => {
        const apart = one.x + one.width <= other.x || other.x + other.width <= one.x ||
          one.y + one.height <= other.y + 2 || other.y + other.height <= one.y + 2;
        if (!apart) found.push(texts[i].textContent + " / " + texts[i + 1 + j].textContent);
      });
    });
  }
  return found;
})()
"""


@pytest.fixture(scope="module")
def results() -> Results:
    """一套账的结果，另加别的几套账的问题。"""
    more = [each for name in MORE for each in result(name).findings if each.check == name]
    found = result(NAME)
    return replace(found, findings=(*found.findings, *more))


@pytest.fixture(scope="module")
def file(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("审核页") / "决 算#1.html"
    path.write_bytes(page(results))
    return path


@pytest.fixture(scope="module")
def tab(browser: Path, file: Path) -> Iterator[Tab]:
    with opened(browser, file) as opened_tab:
        yield opened_tab


@pytest.fixture(autouse=True)
def _as_opened(tab: Tab) -> None:
    tab.width(1400)
    tab.press("Escape")


def shown(tab: Tab) -> int:
    found: int = tab.value("document.querySelectorAll('#findings .finding:not([hidden])').length")
    return found


def test_the_script_runs_without_any_complaint_or_request(tab: Tab, results: Results) -> None:
    total = len(results.findings) - results.gaps
    assert tab.value("document.getElementById('shown').textContent") == f"显示 {total} / {total}"
    assert tab.value("document.getElementById('filter').hidden") is False
    assert [url for url in tab.requests if not url.startswith("file:")] == []
    assert len(tab.requests) == 1
    assert tab.complaints == []


def test_what_the_policy_forbids_the_browser_forbids(browser: Path, tmp_path: Path) -> None:
    spoiled = page(result("gap")).replace(
        b"</main>", b"<script>document.title = '1'</script><img src='http://127.0.0.1:9/a'></main>"
    )
    path = tmp_path / "坏.html"
    path.write_bytes(spoiled)
    with opened(browser, path) as tab:
        assert tab.value("document.title") != "1"
        tab.ask("Page.enable")
        assert any("Content Security Policy" in each for each in tab.complaints)


def test_filters(tab: Tab, results: Results) -> None:
    for level in Level:
        tab.value(
            f"(() => {{ const s = document.getElementById('by-level'); s.value = "
            f"'{level.chinese}'; s.dispatchEvent(new Event('input', {{bubbles: true}})); }})()"
        )
        assert shown(tab) == results.count(level)
    tab.press("Escape")
    assert shown(tab) == len(results.findings) - results.gaps
    tab.press("/")
    assert tab.value("document.activeElement.id") == "by-words"
    tab.ask("Input.insertText", text="没有这样的话")
    assert shown(tab) == 0
    tab.press("Escape")
    assert shown(tab) == len(results.findings) - results.gaps


def test_the_next_and_the_previous_finding(tab: Tab, results: Results) -> None:
    tab.value("document.activeElement.blur()")
    first = "document.activeElement.id"
    tab.press("n")
    assert tab.value(first) == "k1"
    tab.press("n")
    assert tab.value(first) == "k2"
    tab.press("p")
    tab.press("p")
    assert tab.value("document.activeElement.className").startswith("finding")
    assert len(results.findings) > 5
    assert tab.value(first) == tab.value("[...document.querySelectorAll('.finding')].at(-1).id")


def test_a_number_explains_itself_and_leads_to_its_cell(tab: Tab) -> None:
    tab.value("document.querySelector('a.number').focus()")
    card = tab.value(
        "document.getElementById(document.querySelector('a.number').dataset.card).textContent"
    )
    assert tab.value("document.getElementById('hint').textContent") == card
    assert tab.value("document.querySelectorAll('td.input').length") >= 1
    tab.press("Escape")
    assert tab.value("document.getElementById('hint').hidden") is True
    tab.value("document.querySelector('a.number').click()")
    assert tab.value("document.querySelector(':target').tagName") == "TD"
    top = tab.value("document.querySelector(':target').getBoundingClientRect().top")
    assert 0 <= top < 1000


@pytest.mark.parametrize("width", [360, 800, 1024, 1600])
def test_nothing_stands_out_of_the_window(tab: Tab, width: int) -> None:
    tab.width(width)
    assert tab.value("document.documentElement.scrollWidth") <= width
    assert tab.value(_WIDE) == []


def test_no_label_of_a_chart_over_another(tab: Tab) -> None:
    assert tab.value("document.querySelectorAll('svg text').length") > 10
    assert tab.value(_OVER_EACH_OTHER) == []


def drawn(kind: ChartKind, *parts: tuple[str, int]) -> ChartSpec:
    """一个图：类别和万元。"""
    whole = sum(size for _, size in parts)
    points = []
    for name, size in parts:
        amount = Amount(size * 1_000_000)
        figure = Figure(f"a.{name}.actual", name, amount, "取自表", ())
        share = f"{100 * size / whole:.2f}%"
        points.append(
            ChartPoint(name, figure, share if kind is not ChartKind.COLUMN else amount.text())
        )
    return ChartSpec(1, f"{kind.value}{len(parts)}", kind, "金额", tuple(points))


LONG = "“三公”经费以外的其他一般公共预算财政拨款支出（含上年结转和结余资金安排的支出）"
CHARTS = (
    drawn(ChartKind.PIE, ("甲", 1)),
    drawn(ChartKind.PIE, ("甲", 99_999), ("乙", 1)),
    drawn(ChartKind.PIE, ("甲", 997), (LONG, 1), ("丙", 1), (f"{LONG}丁", 1)),
    drawn(ChartKind.PIE, (LONG, 1), ("乙", 1), ("丙", 1), ("丁", 997)),
    drawn(ChartKind.PIE, ("甲", 1), ("乙", 1), ("丙", 1), ("丁", 1)),
    drawn(ChartKind.COLUMN, ("2023年", 0), ("2024年", 123_456_789)),
    drawn(ChartKind.COLUMN, (f"2023年{LONG}", 5), (f"2024年{LONG}", 5), ("2025年", 1)),
    drawn(ChartKind.BAR, *((f"{LONG}{size}", size) for size in range(24, 0, -1))),
)


def test_labels_of_any_chart_stand_apart_and_inside(
    browser: Path, results: Results, tmp_path: Path
) -> None:
    charts = tuple(replace(chart, number=at) for at, chart in enumerate(CHARTS, 1))
    paragraphs = tuple(
        Paragraph(f"一.{chart.number}", Kind.CHART, (Words(f"（{chart.caption}）"),), State.DRAWN)
        for chart in charts
    )
    path = tmp_path / "图.html"
    path.write_bytes(page(replace(results, charts=charts, paragraphs=paragraphs, findings=())))
    with opened(browser, path) as tab:
        tab.width(1000)
        assert tab.value("document.querySelectorAll('svg').length") == len(CHARTS)
        assert tab.value(_OVER_EACH_OTHER) == []
        assert tab.complaints == []


def _squeezed(text: str, results: Results) -> str:
    """不带空白，也不带段落旁边的编号：它在一行的中间读出来。"""
    for each in reversed(results.paragraphs):
        if "." in each.id:
            text = re.sub(rf"(?<=\s){re.escape(each.id)}(?=\s)", "", text)
    return "".join(text.split())


def on_paper(tab: Tab) -> str:
    """打印出来的全部文字；有字伸出版心就不通过。"""
    printed = tab.ask("Page.printToPDF", preferCSSPageSize=True)["data"]
    words = ""
    for sheet in pypdfium2.PdfDocument(base64.b64decode(printed)):
        text = sheet.get_textpage()
        words += text.get_text_range()
        width, _ = sheet.get_size()
        for at in range(text.count_rects()):
            left, _, right, _ = text.get_rect(at)
            assert left > 20
            assert right < width - 20
    return words


@pytest.mark.parametrize("columns", [5, 14, 30])
def test_a_wide_table_of_a_document_is_not_cut(browser: Path, columns: int, tmp_path: Path) -> None:
    rows = (
        tuple(f"工资福利支出合计{at}" for at in range(columns)),
        tuple(f"{at}23456.78" for at in range(columns)),
    )
    table = TableBlock(rows, Place(paragraph=1))
    resolved = find("sichuan", 2024)
    outline = Outline((Stretch(Role.TABLES, (), 0, 1),))
    bound = BoundText(Document("说明.docx", (table,)), outline, Said(()), resolved, {})
    path = tmp_path / "宽表.html"
    path.write_bytes(page(Reviewed(bound, (), Ledger(()))))
    with opened(browser, path) as tab:
        words = "".join(on_paper(tab).split())
    assert words.count("23456.78") == columns


def test_on_paper_nothing_is_cut(tab: Tab, results: Results) -> None:
    words = on_paper(tab)
    read = _squeezed(words, results)
    told = [each.message for each in results.findings] + [p.text for p in results.paragraphs]
    for said in told:
        assert "".join(said.split())[:20] in read
    words = "".join(words.split())
    assert words.index("一、收入支出决算总体情况说明") < words.index("公开01收入支出决算总表")


def test_it_can_be_read_without_a_script(browser: Path, file: Path, results: Results) -> None:
    with opened(browser, file, script=False) as tab:
        assert tab.value("document.getElementById('filter').hidden") is True
        assert tab.value("document.getElementById('keys').hidden") is True
        assert tab.value("document.querySelectorAll('.finding').length") == len(results.findings)
        assert tab.value("document.querySelector('a.number').title") != ""


def test_the_browser_alone_shows_the_page(browser: Path, file: Path) -> None:
    """没有调试接口，只是打开：与人双击文件一样。"""
    command = [str(browser), "--no-sandbox", "--dump-dom", "--enable-logging=stderr"]
    done = subprocess.run(
        [*command, file.as_uri()], capture_output=True, text=True, check=True, timeout=60
    )
    assert "显示 " in done.stdout
    assert "CONSOLE" not in done.stderr
