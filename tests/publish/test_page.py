"""审核页：每个数有链接，每个问题有位置，不带外部的东西，别人的文字只是文字。"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache

import pytest

from tests.error_folders import account_of, result
from tests.publish.parsed import Element, parsed
from xlbudget.checks.own_text import GAP
from xlbudget.domain.account import Entry
from xlbudget.domain.charts import ChartKind
from xlbudget.domain.findings import Finding
from xlbudget.domain.money import Amount
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Printed
from xlbudget.formats.cases import cases
from xlbudget.formats.library import find, places
from xlbudget.pipeline import run
from xlbudget.publish.page import page
from xlbudget.results import Results
from xlbudget.workbook.blank import account_of_case

ERRORS = (
    *("summary-totals-equal", "gap", "unit-name", "terms-reference", "sheet-unrecognised"),
    *("rewrite-orphan", "rewrite-unchecked", "table-empty", "detail-total", "rollup-differs"),
    *("vehicles-add-up", "code-unknown", "three-public-total"),
)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u202e"


@cache
def results_of(name: str = "gap") -> Results:
    return result(name)


@cache
def page_of(name: str = "gap") -> Element:
    return parsed(page(results_of(name)))


def test_every_number_of_the_text_leads_to_a_cell_and_an_explanation() -> None:
    results, root = results_of(), page_of()
    printed = [
        span
        for paragraph in results.paragraphs
        for span in paragraph.spans
        if isinstance(span, Printed)
    ]
    numbers = root.with_class("number")
    assert len(printed) == len(numbers) > 50
    by_id = {each.attributes["id"]: each for each in root.walk() if "id" in each.attributes}
    for span, number in zip(printed, numbers, strict=True):
        assert number.text == span.text
        cell = next(span.figure.cells())
        assert by_id[(number.attributes["href"] or "")[1:]].name == "td"
        card = by_id[number.attributes["data-card"] or ""]
        assert number.text in card.text
        assert span.figure.label in card.text
        assert span.figure.formula in card.text
        assert cell.source.cell in card.text


@pytest.mark.parametrize("name", ERRORS)
def test_every_link_leads_somewhere_and_every_id_is_one(name: str) -> None:
    root = page_of(name)
    assert len(root.ids) == len(set(root.ids))
    assert set(root.targets) <= set(root.ids)


@pytest.mark.parametrize("name", ERRORS)
def test_every_finding_stands_on_the_page_with_its_words(name: str) -> None:
    results, root = results_of(name), page_of(name)
    for position, finding in enumerate(results.findings, 1):
        shown = root.by_id(f"k{position}")
        assert finding.message in shown.text
        assert finding.level.chinese in shown.text or finding.check == GAP
        for follower in finding.follows:
            assert follower.message in shown.text
        if finding.where.sheet and finding.where.cell:
            assert f"!{finding.where.cell}" in shown.text
    assert len(root.with_class("finding")) == len(results.findings)
    gaps = root.by_id("gaps").with_class("finding")
    assert len(gaps) == results.gaps


def test_a_finding_about_the_text_has_its_mark_at_the_words() -> None:
    root = page_of("gap")
    (gap,) = [each for each in root.by_id("text").named("mark") if "gap" in each.classes]
    assert gap.text == "〔请填写：政府性基金变动原因〕"
    (position,) = (
        at for at, finding in enumerate(results_of("gap").findings, 1) if finding.check == GAP
    )
    assert root.by_id(f"w{position}").attributes["href"] == f"#k{position}"
    assert f"w{position}" in root.by_id(f"k{position}").targets


def test_a_cell_shows_the_sentences_that_use_it_and_the_findings_about_it() -> None:
    results, root = results_of("summary-totals-equal"), page_of("summary-totals-equal")
    finding = results.findings[0]
    sheet, _, cell = finding.inputs[0].rpartition("!")
    (found,) = (
        each
        for each in root.with_class("error")
        if each.name == "td"
        and "k1" in each.targets
        and (each.attributes["id"] or "").endswith(f"-{cell}")
    )
    assert sheet in root.by_id((found.attributes["id"] or "").partition("-")[0]).text
    used = page_of("gap").by_id("tables").with_class("used")[0]
    assert (
        used.text.partition("用在 ")[2].partition("、")[0]
        in page_of("gap").by_id(used.targets[0]).text
    )


def test_only_tables_that_are_led_to_and_rows_with_amounts() -> None:
    root = page_of()
    tables = root.by_id("tables")
    assert "公开01 收入支出决算总表" in tables.text
    assert "公开05 财政拨款支出决算明细表" not in tables.text
    for sheet in tables.with_class("sheet"):
        assert sheet.with_class("used") or any(at.startswith("k") for at in sheet.targets), (
            sheet.text[:30]
        )
    assert "行没有金额（空白或 0）" in tables.text


def test_a_detail_table_without_its_many_columns() -> None:
    tables = page_of("detail-total").by_id("tables")
    (detail,) = (each for each in tables.with_class("sheet") if each.text.startswith("公开05"))
    widest = max(
        len([cell for cell in row.inside if isinstance(cell, Element)])
        for row in detail.named("tr")
    )
    assert 3 < widest < 30
    assert "列没有金额，或是明细" in detail.text


def test_head() -> None:
    results, root = results_of(), page_of()
    head = root.named("header")[0].text
    assert f"{results.account.unit_name}2024年度" in head
    assert "（待核）" in head
    assert results.format.authority in head
    assert "送审稿" in root.with_class("draft")[0].text
    assert f"待填写 {results.gaps}" in root.named("nav")[0].text
    account, resolved = account_of("")
    assert not parsed(page(run(account, resolved))).with_class("draft")


def test_scope_names_every_obligation() -> None:
    results = results_of()
    scope = parsed(page(results, ("核对证明：示例",))).by_id("scope")
    assert "核对证明：示例" in scope.text
    for rule, title in results.format.obligations.items():
        assert rule in scope.text
        assert title in scope.text


def test_charts_carry_the_shares_of_the_text_and_draw_only_what_is_not_zero() -> None:
    results, root = results_of(), page_of()
    drawings = root.named("svg")
    assert len(drawings) == len(results.charts) > 4
    for drawing, chart in zip(drawings, results.charts, strict=True):
        assert drawing.attributes["aria-label"] == chart.caption
        for point in chart.points:
            assert point.category in drawing.text
            assert point.label in "".join(each.text for each in drawing.named("text"))
        numbers = [
            float(value or 0)
            for each in drawing.named("rect")
            for key, value in each.attributes.items()
            if key != "fill"
        ]
        assert all(number >= 0 for number in numbers)
    heights = [float(each.attributes["height"] or 0) for each in drawings[0].named("rect")]
    amounts = [point.figure.amount.fen for point in results.charts[0].points if point.figure.amount]
    assert heights[0] / heights[1] == pytest.approx(amounts[0] / amounts[1], abs=0.01)


def test_a_pie_of_nearly_one_part_is_still_whole() -> None:
    results = results_of()
    (pie, *_) = (chart for chart in results.charts if chart.kind is ChartKind.PIE)
    sizes = (Amount(1), Amount(10**15))
    points = tuple(
        replace(point, figure=replace(point.figure, value=size))
        for point, size in zip(pie.points, sizes, strict=False)
    )
    charts = tuple(
        replace(pie, points=points) if chart is pie else chart for chart in results.charts
    )
    root = parsed(page(replace(results, charts=charts)))
    (drawing,) = (
        each for each in root.named("svg") if each.attributes["aria-label"] == pie.caption
    )
    (whole,), (thin,) = drawing.named("circle"), drawing.named("path")
    swatches = [each.attributes["fill"] for each in drawing.named("rect")]
    assert [thin.attributes["fill"], whole.attributes["fill"]] == swatches


def test_nothing_from_outside_and_a_strict_policy() -> None:
    text = page(results_of()).decode()
    for forbidden in ("http:", "https:", "src=", "url(", "@import", "style=", "onclick", "//# "):
        assert forbidden not in text, forbidden
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == parts["base-uri"] == parts["form-action"] == "'none'"
    for name in ("style", "script"):
        (body,) = re.findall(f"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert parts[f"{name}-src"] == f"'sha256-{digest}'"


def test_hostile_words_are_only_words() -> None:
    account, resolved = account_of("")
    source = Source(account.file, f"补充{HOSTILE}", "D9")
    hostile = replace(
        account,
        unit_name=HOSTILE,
        file=f"{HOSTILE}.xlsx",
        rewrites={"一.1": Entry(f"{HOSTILE}\x00〔请填写：{HOSTILE}〕", source)},
        statements={
            name: replace(
                known,
                unit_name=HOSTILE,
                lines=tuple(replace(line, label=HOSTILE + line.label) for line in known.lines),
            )
            for name, known in account.statements.items()
        },
    )
    results = run(hostile, resolved)
    finding = results.findings[0]
    spoiled = replace(
        finding,
        message=HOSTILE,
        formula=HOSTILE,
        printed=HOSTILE,
        expected=HOSTILE,
        inputs=(HOSTILE, f"{HOSTILE}!A1"),
    )
    made = page(replace(results, findings=(spoiled, *results.findings)), (HOSTILE,))
    root = parsed(made)
    names = {each.name for each in root.walk()}
    assert not names & {"img", "iframe", "link", "object", "base"}
    assert len(root.named("script")) == 1
    for each in root.walk():
        assert not [name for name in each.attributes if name.startswith("on")]
    shown = HOSTILE.replace("\u202e", "\ufffd")
    assert root.named("h1")[0].text.startswith(shown)
    assert root.by_id("k1").text.count(shown) == 6
    assert "\u202e" not in made.decode()
    assert "\x00" not in made.decode()
    assert set(root.targets) <= set(root.ids)


@pytest.mark.parametrize("place", places())
def test_every_format_gives_a_page(place: str) -> None:
    case = next(case for case in cases(place) if case.paragraphs)
    resolved = find(case.place, case.year, case.settings)
    results = run(account_of_case(case, resolved, "决算.xlsx"), resolved)
    root = parsed(page(results))
    assert len(root.ids) == len(set(root.ids))
    assert set(root.targets) <= set(root.ids)
    assert root.with_class("number")


def test_the_same_results_give_the_same_bytes() -> None:
    assert page(results_of()) == page(result("gap"))


def test_a_page_is_small() -> None:
    assert len(page(results_of())) < 400_000


def test_a_finding_without_any_place() -> None:
    results = results_of()
    found: Finding = replace(
        results.findings[0], where=type(results.findings[0].where)(), inputs=()
    )
    root = parsed(page(replace(results, findings=(found,))))
    assert "全文" in root.by_id("k1").text
