"""被审的文档的审核页：数与问题各在各的字上，认不出的数看得见，有表的数追到格子。"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.error_folders import account_of
from tests.publish.parsed import Element, parsed
from xlbudget.binding.bound import BoundText, Owner
from xlbudget.binding.outline import Heading, Outline, Role, Stretch
from xlbudget.binding.said import Mark, Mention, Quantity, Said
from xlbudget.checks.ledger import Entry, Ledger
from xlbudget.domain.documents import (
    ChartBlock,
    ChartSeries,
    Document,
    DocumentBlock,
    PictureBlock,
    TableBlock,
    TextBlock,
)
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place
from xlbudget.formats.library import find
from xlbudget.formats.names import resolve
from xlbudget.pipeline.documents import review
from xlbudget.publish.page import page
from xlbudget.results.reviewed import Reviewed

TEXT = "本年收入合计128万元，比上年增长<3%，其中甲项7万元、乙项9万元。"
FORMAT = find("sichuan", 2024)
HOSTILE = "</td><script>alert(1)</script>"


def mention(text: str, subject: str) -> Mention:
    start = TEXT.index(text)
    number = Quantity(text, Decimal(text.rstrip("万元%")), 0, text.lstrip("0123456789"))
    return Mention(Mark(1, start, start + len(text)), number, "actual", subject)


def finding(text: str, *, level: Level = Level.ERROR, inputs: tuple[str, ...] = ()) -> Finding:
    start = TEXT.index(text)
    return Finding(
        check="例",
        verdict=Verdict.FAIL,
        level=level,
        file="说明.txt",
        message=f"{text}不对",
        where=Place(
            section="二",
            paragraph=2,
            quote=TEXT,
            quote_at=0,
            span=(start, start + len(text)),
        ),
        inputs=inputs,
    )


def reviewed(*findings: Finding, with_tables: bool = True) -> Reviewed:
    """一份手写的文档：四个数，认出一个，两个说不清，一个不在管的范围里。"""
    blocks: tuple[DocumentBlock, ...] = (
        TextBlock("二、收入决算情况说明", Place(paragraph=1), level=2),
        TextBlock(TEXT, Place(paragraph=2, page=3)),
        TableBlock((("项目", HOSTILE), ("", ""), ("甲项", "7")), Place(paragraph=3)),
        ChartBlock(
            "收入结构",
            "饼图",
            (ChartSeries("金额", ("甲", "乙"), ("7", "8")),),
            Place(paragraph=4),
        ),
        PictureBlock("图片1", Place(paragraph=5)),
    )
    heading = Heading(0, 2, "二", "收入决算情况说明")
    said = Said(
        (
            mention("128万元", "本年收入合计"),
            mention("3%", ""),
            mention("7万元", "甲项"),
            mention("9万元", "乙项"),
        )
    )
    name = resolve(FORMAT, ["收支总表", "本年收入合计"])
    account, _ = account_of("")
    return Reviewed(
        bound=BoundText(
            Document("说明.txt", blocks),
            Outline((Stretch(Role.EXPLANATION, (heading,), 0, len(blocks)),)),
            said,
            FORMAT,
            {0: Owner(name, "words")},
            {1: "两个指标都像", 2: "两个指标都像"},
        ),
        findings=findings,
        ledger=Ledger((Entry("例", "R71", "占比", Verdict.PASS, ()),)),
        account=account if with_tables else None,
        unit="示例街道办事处",
    )


def shown(*findings: Finding, with_tables: bool = True) -> Element:
    return parsed(page(reviewed(*findings, with_tables=with_tables)))


def test_the_text_stands_there_as_it_was_written() -> None:
    root = shown(finding("128万元"))
    (heading,) = [each for each in root.by_id("text").named("h3") if "收入决算" in each.text]
    assert heading.text == "二、收入决算情况说明"
    assert root.by_id("p2").text.replace("第3页 第2段", "").replace("错误1", "") == TEXT


def test_a_known_number_leads_to_its_cell_where_there_are_tables() -> None:
    root = shown()
    (number,) = root.by_id("text").with_class("number")
    assert number.text == "128万元"
    cell = root.by_id((number.attributes["href"] or "")[1:])
    assert cell.name == "td"
    assert "128" in cell.text
    assert "第2段" in cell.text
    alone = shown(with_tables=False)
    assert not alone.with_class("number")
    (named,) = alone.by_id("text").with_class("named")
    assert (named.text, named.attributes["title"]) == ("128万元", "收支总表.本年收入合计.决算数")
    assert "没有用到的表" in alone.by_id("tables").text


def test_numbers_that_nobody_knows_are_marked_and_say_why() -> None:
    unbound = shown().by_id("text").with_class("unbound")
    assert [each.text for each in unbound] == ["3%", "7万元", "9万元"]
    assert unbound[0].attributes["title"] == "没有核对：两个指标都像"
    assert unbound[2].attributes["title"] == "没有核对：看不出是哪个指标"
    follows = replace(finding("128万元"), follows=(finding("3%"),))
    (item,) = shown(follows).by_id("k1").named("li")
    assert item.text == "第2段　3%不对"
    assert item.targets == ["p2"]
    assert "没有认出的数 3" in shown().named("nav")[0].text


def test_findings_are_marked_at_their_words_even_where_they_overlap() -> None:
    whole = finding("增长<3%，其中甲项7万元", level=Level.WARNING)
    root = shown(finding("3%"), whole)
    marked = [(each.classes[0], each.text) for each in root.by_id("text").named("mark")]
    assert marked == [
        ("warning", "增长<"),
        ("error", "3%"),
        ("warning", "，其中甲项"),
        ("warning", "7万元"),
    ]
    text = root.by_id("text").text
    assert text.index("提醒2") < text.index("增长<")
    assert text.index("增长<") < text.index("错误1") < text.index("3%")
    assert [root.by_id(f"w{at}").attributes["href"] for at in (1, 2)] == ["#k1", "#k2"]


def test_what_a_finding_rests_on_is_linked_words_and_cells() -> None:
    root = shown(finding("3%", inputs=("第2段“128万元”", "公开01 收入支出决算总表!C15")))
    links = root.by_id("k1").targets
    assert links[0] == "w1"
    assert "甲项" in root.by_id(links[1]).text
    assert root.by_id(links[2]).name == "td"
    assert "第3页 第2段" in root.by_id("k1").text


def test_a_link_leads_to_the_words_themselves_and_not_to_what_follows_from_them() -> None:
    before = replace(finding("3%"), where=Place(paragraph=1, span=(0, 1)))
    root = shown(replace(finding("128万元"), follows=(before,)))
    assert "w1" in root.by_id("p2").ids
    assert [each.text for each in root.by_id("text").with_class("tag")] == ["错误1", "错误1"]
    assert "第2段" in root.by_id("k1").named("h3")[0].text
    assert len(root.ids) == len(set(root.ids))


def test_tables_charts_and_pictures_of_the_document() -> None:
    text = shown().by_id("text")
    tables = text.named("table")
    assert [len(table.named("tr")) for table in tables] == [2, 2]
    assert HOSTILE in tables[0].text
    assert "收入结构" in text.text
    assert [cell.text for cell in tables[1].named("td")] == ["", "甲", "乙", "金额", "7", "8"]
    assert "图片，其中的数读不出来" in text.text


def test_a_finding_about_a_table_has_its_mark_there() -> None:
    at_table = replace(finding("3%"), where=Place(paragraph=3, span=(0, 1)))
    nowhere = replace(finding("3%"), where=Place())
    root = shown(at_table, nowhere)
    (around,) = [each for each in root.with_class("scroll") if HOSTILE in each.text]
    assert "w1" in around.ids
    assert "w2" not in root.ids
    assert "全文" in root.by_id("k2").text


def test_the_certificate_says_what_was_checked_and_what_was_not() -> None:
    scope = shown().by_id("scope")
    assert "核对证明" in scope.text
    assert "没有认出 3 个" in scope.text
    rows = {row.named("td")[0].text: row.text for row in scope.named("tr") if row.named("td")}
    assert "相符" in rows["R71"]
    for rule in FORMAT.text_obligations:
        assert rule in rows


@pytest.mark.parametrize("with_tables", [True, False])
def test_every_link_leads_somewhere(with_tables: bool) -> None:
    far = replace(finding("9万元"), where=Place(paragraph=99, span=(0, 3)), inputs=("第77段“1”",))
    follows = replace(finding("128万元"), follows=(finding("9万元"),))
    root = shown(far, follows, finding("3%"), with_tables=with_tables)
    assert len(root.ids) == len(set(root.ids))
    assert set(root.targets) <= set(root.ids)
    assert [each.text for each in root.by_id("text").named("mark")] == ["128万元", "3%", "9万元"]


def test_a_review_from_the_words_to_the_page() -> None:
    text = "三、支出决算情况说明\n2024年度本年支出合计200万元，其中：基本支出50万元，占26%。"
    blocks = [
        TextBlock(line, Place(paragraph=number)) for number, line in enumerate(text.splitlines(), 1)
    ]
    root = parsed(page(review(Document("说明.txt", tuple(blocks)), (FORMAT,))))
    wrong = [each.text for each in root.by_id("text").named("mark") if "26%" in each.text]
    assert wrong == ["26%"]
    assert any("25%" in each.text for each in root.with_class("finding"))
