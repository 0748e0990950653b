"""图：画什么、编几号、标什么字。图里的字就是文中印的字。"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.narrative.accounts import (
    FILE,
    GENERAL,
    SPENDING,
    SUMMARY,
    account_of,
    build,
    format_of,
    in_wan,
    narrative_of,
    of_case,
    only,
    texts_of,
)
from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.charts import ChartKind, ChartSpec
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Gap, Kind, State
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.formats.model import Format
from xlbudget.formats.settings import apply_settings

COLUMNS = '{{图("收入、支出决算总计变动情况图")}}'
PIE = '{{图("支出决算结构图")}}'
STRUCTURE = '{{图("一般公共预算财政拨款支出决算结构")}}'
TITLE = "收入、支出决算总计变动情况图"
SHARE = re.compile(r"(?<=占)[\d.]+%")


def totals(amount: str) -> dict[str, str]:
    return {"revenue_grand_total": amount, "expenditure_grand_total": amount}


def spending(resolved: Format, **columns: str) -> FinalAccount:
    """支出决算表的合计行。"""
    lines = {f"total@{column}": amount for column, amount in columns.items()}
    return build(resolved, in_wan(resolved, {SPENDING: lines}))


def categories(resolved: Format, *amounts: tuple[str, str]) -> FinalAccount:
    """一般公共预算支出表的合计和各类。"""
    whole = str(sum(int(amount) for _, amount in amounts))
    lines = {"total": whole, **dict(amounts)}
    return build(resolved, in_wan(resolved, {GENERAL: lines}))


def chart_of(account: FinalAccount, resolved: Format) -> ChartSpec:
    (chart,) = narrative_of(account, resolved).charts
    return chart


# --- 编号、缺数、不画 ---


def test_chart_has_a_caption_and_its_points() -> None:
    resolved = format_of("甲\n" + COLUMNS)
    account = account_of(resolved, totals("1200.50"), totals("1000"))
    narrative = narrative_of(account, resolved)
    caption = narrative.paragraphs[1]
    assert (caption.text, caption.kind, caption.state) == (
        f"（图1：{TITLE}）",
        Kind.CHART,
        State.DRAWN,
    )
    (chart,) = narrative.charts
    assert (chart.number, chart.kind, chart.caption) == (1, ChartKind.COLUMN, f"图1：{TITLE}")
    assert [(point.category, point.label) for point in chart.points] == [
        ("2023年", "1000万元"),
        ("2024年", "1200.5万元"),
    ]
    assert [point.figure.name for point in chart.points] == [
        f"{SUMMARY}.grand_total.prior_actual",
        f"{SUMMARY}.grand_total.actual",
    ]


def test_charts_that_are_left_out_take_no_number() -> None:
    """支出全是零的图不画，后面的图往前编。"""
    resolved = format_of(f"{COLUMNS}\n{PIE}\n{COLUMNS}")
    amounts = {SUMMARY: totals("3"), SPENDING: {"total@total": "0", "total@basic": "0"}}
    account = build(resolved, in_wan(resolved, amounts), in_wan(resolved, {SUMMARY: totals("2")}))
    narrative = narrative_of(account, resolved)
    assert [each.text for each in narrative.paragraphs] == [
        f"（图1：{TITLE}）",
        f"（图2：{TITLE}）",
    ]
    assert [chart.number for chart in narrative.charts] == [1, 2]


@pytest.mark.parametrize(
    ("now", "then", "drawn"),
    [("0", "0", False), ("0", "3", True), ("3", "0", True), ("-3", "3", False), ("3", "-3", False)],
)
def test_chart_of_nothing_or_less_is_left_out(now: str, then: str, drawn: bool) -> None:
    resolved = format_of("甲\n" + COLUMNS)
    narrative = narrative_of(account_of(resolved, totals(now), totals(then)), resolved)
    assert len(narrative.charts) == len(narrative.paragraphs) - 1 == drawn


@pytest.mark.parametrize(
    ("now", "then", "gap"),
    [
        ("3", None, Gap("2023年度收入支出决算总表的收入总计", "上年数")),
        (None, "3", Gap("2024年度收入支出决算总表的收入总计", "公开01 收入支出决算总表")),
    ],
)
def test_chart_without_a_number_is_a_gap_and_keeps_its_place(
    now: str | None, then: str | None, gap: Gap
) -> None:
    resolved = format_of(f"{COLUMNS}\n{PIE}")
    amounts = {SUMMARY: totals(now) if now else {}, SPENDING: {"total": "1", "total@basic": "1"}}
    prior = in_wan(resolved, {SUMMARY: totals(then)}) if then else {}
    narrative = narrative_of(build(resolved, in_wan(resolved, amounts), prior), resolved)
    first, second = narrative.paragraphs
    assert first.gaps == (gap,)
    assert (first.kind, first.state) == (Kind.CHART, State.GAP)
    assert second.text == "（图2：支出决算结构图）"


def test_chart_of_totals_that_differ_is_withheld() -> None:
    resolved = format_of(COLUMNS)
    now = {"revenue_grand_total": "3", "expenditure_grand_total": "2"}
    narrative = narrative_of(account_of(resolved, now, totals("1")), resolved)
    assert [each.state for each in narrative.paragraphs] == [State.WITHHELD]
    assert narrative.charts == ()


def test_structure_without_its_whole_is_a_gap() -> None:
    resolved = format_of(PIE)
    (paragraph,) = narrative_of(spending(resolved, basic="3"), resolved).paragraphs
    assert paragraph.gaps == (Gap("2024年度支出决算表的合计", "公开03 支出决算表"),)


# --- 结构图 ---


def test_parts_without_an_amount_are_not_drawn() -> None:
    resolved = format_of(PIE)
    account = spending(resolved, total="4", basic="3", project="1", commercial="0")
    chart = chart_of(account, resolved)
    assert chart.kind is ChartKind.PIE
    assert [(point.category, point.label) for point in chart.points] == [
        ("基本支出", "75%"),
        ("项目支出", "25%"),
    ]


def test_four_slices_are_a_pie_and_five_are_bars_with_the_largest_first() -> None:
    resolved = format_of(STRUCTURE)
    four = chart_of(
        categories(resolved, ("201", "1"), ("208", "4"), ("210", "2"), ("221", "3")), resolved
    )
    assert four.kind is ChartKind.PIE
    assert [point.label for point in four.points] == ["10%", "40%", "20%", "30%"]
    amounts = [("201", "1"), ("208", "4"), ("210", "2"), ("213", "2"), ("221", "11")]
    five = chart_of(categories(resolved, *amounts), resolved)
    assert five.kind is ChartKind.BAR
    assert [(point.category, point.label) for point in five.points] == [
        ("住房保障支出", "55%"),
        ("社会保障和就业支出", "20%"),
        ("卫生健康支出", "10%"),
        ("农林水支出", "10%"),
        ("一般公共服务支出", "5%"),
    ]


def test_a_form_that_demands_pies_gets_pies() -> None:
    """首页“结构图”选饼图：块再多也画饼图，大的在前；不是结构的图不变。"""
    plain = format_of(f"{STRUCTURE}\n{COLUMNS}")
    demanded = apply_settings(plain, {"结构图": "饼图"})
    amounts = {"201": "1", "208": "4", "210": "2", "213": "2", "221": "11", "total": "20"}
    drawn = {}
    for resolved in (plain, demanded):
        now = in_wan(resolved, {GENERAL: amounts, SUMMARY: totals("3")})
        before = in_wan(resolved, {SUMMARY: totals("2")})
        charts = narrative_of(build(resolved, now, before), resolved).charts
        drawn[resolved.style.always_pies] = [chart.kind for chart in charts]
        assert [point.category for point in charts[0].points][:2] == [
            "住房保障支出",
            "社会保障和就业支出",
        ]
    assert drawn == {
        False: [ChartKind.BAR, ChartKind.COLUMN],
        True: [ChartKind.PIE, ChartKind.COLUMN],
    }


def test_categories_as_drawn_carry_the_shares_of_a_structure() -> None:
    resolved = format_of(PIE)
    chart = chart_of(spending(resolved, total="4", basic="3", project="1"), resolved)
    assert chart.categories == ("基本支出 75%", "项目支出 25%")


# --- 各部分之和与总额 ---


@pytest.mark.parametrize(
    ("total", "basic", "project", "drawn"),
    [
        ("4", "3", "1", True),
        # 三个数各知道到 0.01 万元，各差半个尾数：0.015 万元以内
        ("4.01", "3", "1", True),
        ("3.99", "3", "1", True),
        ("4.02", "3", "1", False),
        ("3.98", "3", "1", False),
        # 知道到分的数，差一分也不行；零不带尾差
        ("4.000001", "3.000001", "1.000001", False),
        ("4.000002", "3.000001", "1.000001", True),
        ("3.01", "3", "0", True),
        ("3.02", "3", "0", False),
    ],
)
def test_parts_that_do_not_add_up_are_not_drawn(
    total: str, basic: str, project: str, *, drawn: bool
) -> None:
    resolved = format_of(PIE)
    account = spending(resolved, total=total, basic=basic, project=project)
    narrative = narrative_of(account, resolved)
    (paragraph,) = narrative.paragraphs
    assert len(narrative.charts) == drawn
    assert paragraph.kind is Kind.CHART
    assert paragraph.state is (State.DRAWN if drawn else State.WITHHELD)


def test_a_chart_withheld_says_why_and_keeps_its_number() -> None:
    resolved = format_of(f"{PIE}\n{COLUMNS}")
    amounts = {
        SPENDING: {"total@total": "4.02", "total@basic": "3", "total@project": "1"},
        SUMMARY: totals("3"),
    }
    before = in_wan(resolved, {SUMMARY: totals("2")})
    narrative = narrative_of(build(resolved, in_wan(resolved, amounts), before), resolved)
    withheld, second = narrative.paragraphs
    assert withheld.text == (
        "〔暂不生成：支出决算结构图的各部分相加为4万元，"
        "支出决算表的合计为4.02万元，相差0.02万元。请更正后重新生成〕"
    )
    assert len(withheld.withheld_by) == 3
    assert second.text == f"（图2：{TITLE}）"


def test_parts_kept_back_may_be_missing_from_the_sum() -> None:
    """涉密科目不列：其余之和可以小于合计，不能大于。"""
    resolved = format_of(PIE)
    for total, drawn in (("9", 1), ("3", 0)):
        account = spending(resolved, total=total, basic="3", project="1")
        listed = {"涉密科目": Entry("2010308", Source(FILE, "补充资料", "D4"))}
        kept_back = replace(account, supplement=listed)
        assert len(narrative_of(kept_back, resolved).charts) == drawn


@pytest.mark.parametrize("name", ["sample_complete", "unit_2020", "nothing"])
def test_labels_of_structures_are_the_shares_in_the_text(name: str) -> None:
    case = load_case(HOME / "sichuan" / "cases" / f"{name}.toml", "sichuan")
    resolved = only(find("sichuan", case.year, case.settings), "二", "三", "五", "七")
    account = of_case(case, resolved)
    text = "\n".join(texts_of(account, resolved))
    shares = SHARE.findall(text)
    charts = [c for c in narrative_of(account, resolved).charts if c.kind is not ChartKind.COLUMN]
    assert charts
    for chart in charts:
        assert all(point.label in shares for point in chart.points)
        for point in chart.points:
            amount = resolved.style.amount(point.figure.amount) if point.figure.amount else ""
            assert re.search(
                rf"{re.escape(point.category)}(支出决算)?{amount}，占{point.label}", text
            )


@pytest.mark.parametrize("name", ["sample_complete", "unit_2020", "nothing"])
def test_parts_of_a_chart_add_up_to_the_whole_that_the_text_prints(name: str) -> None:
    """按元相加分毫不差；各部分四舍五入后之和与印出的总额至多差几个尾数。"""
    case = load_case(HOME / "sichuan" / "cases" / f"{name}.toml", "sichuan")
    resolved = find("sichuan", case.year, {**case.settings, "计算依据": "元"})
    wholes = {
        "收入决算结构图": case.amounts[SUMMARY, "current_year_revenue", "actual"],
        "支出决算结构图": case.amounts[SPENDING, "total", "total"],
        "一般公共预算财政拨款支出决算结构": case.amounts[GENERAL, "total", "total"],
    }
    charts = {each.title: each for each in narrative_of(of_case(case, resolved), resolved).charts}
    for title, whole in wholes.items():
        drawn = [point.figure.amount for point in charts[title].points]
        assert sum(amount.fen for amount in drawn if amount) == whole.fen


def test_numbers_and_captions_of_the_sample_run_from_one_to_seven() -> None:
    case = load_case(HOME / "sichuan" / "cases" / "sample_complete.toml", "sichuan")
    resolved = find("sichuan", 2024)
    narrative = narrative_of(of_case(case, resolved), resolved)
    assert [chart.number for chart in narrative.charts] == [1, 2, 3, 4, 5, 6, 7]
    captions = [each.text for each in narrative.paragraphs if each.kind is Kind.CHART]
    assert captions == [f"（{chart.caption}）" for chart in narrative.charts]
