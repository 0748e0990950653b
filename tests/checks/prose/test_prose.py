"""文字自身的数：同一段话，数对的没有问题，改错一个就说出是哪一个。期望值手算。"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.checks.prose.manuscripts import document, of, read
from xlbudget.checks.ledger import Entry
from xlbudget.checks.prose import check_numbers
from xlbudget.domain.documents import ChartBlock, ChartSeries
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place
from xlbudget.formats.library import find


class Case(NamedTuple):
    """一段话，{} 处填对的数没有问题；填错的，第一条是 check，指在 printed，应为 expected。"""

    text: str
    right: str
    wrong: str
    check: str
    printed: str
    expected: str | None
    level: Level = Level.ERROR
    cause: str | None = None


OVERALL = "一、收入支出决算总体情况说明\n"
REVENUE = "二、收入决算情况说明\n"
SPENDING = "三、支出决算情况说明\n"
GENERAL = "五、一般公共预算财政拨款支出决算情况说明\n"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明\n"
THREE = "七、财政拨款“三公”经费支出决算情况说明\n"
FUND = "八、政府性基金预算支出决算情况说明\n"
OTHER = "十、其他重要事项的情况说明\n"

CHANGED = (
    OVERALL + "2024年度收入、支出总计均为240.5万元。与2023年度相比，收入、支出总计各增加"
    "40.5万元，增长{}。"
)
SHARES = (
    SPENDING + "2024年度本年支出合计120.05万元，其中：基本支出80.04万元，占{}；"
    "项目支出40.01万元，占33.33%。"
)
GOODS = (
    OTHER + "（二）政府采购支出情况\n2024年度，示例街道办事处政府采购支出总额{}，其中：政府采购"
    "货物支出12.5万元、政府采购工程支出0万元、政府采购服务支出7.25万元。"
)
COMPLETED = (
    THREE + "2024年度“三公”经费财政拨款支出年初预算为8.4万元，支出决算为6.3万元，完成年初预算的{}。"
)

CASES = {
    # 80.04 ÷ 120.05 = 66.672…%
    "占比算错": Case(SHARES, "66.67%", "67.66%", "share-recomputed", "67.66%", "66.67%"),
    "占比截尾": Case(
        SHARES.replace("33.33%", "{}").replace("{}", "66.67%", 1),
        *("33.33%", "33.32%", "share-recomputed", "33.32%", "33.33%"),
        *(Level.WARNING, "truncated"),
    ),
    "占比少一位": Case(
        *(SHARES, "66.67%", "66.7%", "share-recomputed", "66.7%", "66.67%"),
        *(Level.WARNING, "precision_inconsistent"),
    ),
    "占比没有乘以100": Case(
        *(SHARES, "66.67%", "0.67%", "share-recomputed", "0.67%", "66.67%"),
        *(Level.ERROR, "not_in_percent"),
    ),
    # 40.5 ÷ (240.5 − 40.5) = 20.25%；40.5 ÷ 240.5 = 16.84%
    "增减率用本年数作分母": Case(
        *(CHANGED, "20.25%", "16.84%", "rate-recomputed", "16.84%", "20.25%"),
        *(Level.ERROR, "wrong_denominator"),
    ),
    "增减率写成两年之比": Case(
        *(CHANGED, "20.25%", "120.25%", "rate-recomputed", "120.25%", "20.25%"),
        *(Level.ERROR, "level_for_change"),
    ),
    # 6.3 ÷ 8.4 = 75%；倒过来 133.33%
    "完成率颠倒": Case(
        *(COMPLETED, "75%", "133.33%", "completion-recomputed", "133.33%", "75%"),
        *(Level.ERROR, "upside_down"),
    ),
    "增减额": Case(
        THREE + "2024年度“三公”经费财政拨款支出决算为6.3万元，比上年8.4万元减少{}，下降25%。",
        *("2.1万元", "1.2万元", "change-in-text", "1.2万元", "2.1万元"),
    ),
    "总额不等于各部分之和": Case(
        *(GOODS, "19.75万元", "19.95万元", "procurement-in-text", "19.95万元", None),
    ),
    "人员加公用": Case(
        BASIC + "2024年度一般公共预算财政拨款基本支出{}，其中：\n人员经费61.5万元，主要包括：基本"
        "工资。\n公用经费8.25万元，主要包括：办公费。",
        *("69.75万元", "69.57万元", "basic-in-text", "69.57万元", None),
    ),
    "基金与一般公共超过本年支出": Case(
        SPENDING
        + "2024年度本年支出合计120.05万元。\n"
        + GENERAL
        + "2024年度一般公共预算财政拨款支出100.05万元。\n"
        + FUND
        + "2024年度政府性基金预算财政拨款支出{}。",
        *("20万元", "25万元", "fund-in-text", "120.05万元", None),
    ),
    "分项的增减不等于合计的增减": Case(
        THREE + "2024年度“三公”经费财政拨款支出决算为5.86万元，较上年度减少0.54万元。2024年度"
        "“三公”经费财政拨款支出决算中，因公出国（境）费支出决算0万元；公务用车购置及运行维护费"
        "支出决算4.92万元；公务接待费支出决算0.94万元。\n1.因公出国（境）经费支出0万元。因公出国"
        "（境）支出决算与2023年度持平。\n2.公务用车购置及运行维护费支出4.92万元。公务用车购置及"
        "运行维护费支出决算比2023年度减少0.38万元。\n3.公务接待费支出0.94万元。公务接待费支出"
        "决算比2023年度减少{}。",
        *("0.16万元", "0.61万元", "three-public-in-text", "5.86万元", None, Level.WARNING),
    ),
    "少写了万": Case(
        SPENDING + "2024年度本年支出合计120.05万元，其中：基本支出{}，占66.67%；项目支出40.01"
        "万元，占33.33%。",
        *("80.04万元", "80.04元", "amount-unit", "80.04元", "80.04万元", Level.ERROR, "unit"),
    ),
    "没有单位": Case(
        SPENDING + "2024年度本年支出合计120.05万元，其中：基本支出{}，占66.67%；项目支出40.01"
        "万元，占33.33%。",
        *("80.04万元", "80.04", "amount-unit", "80.04", "80.04万元", Level.ERROR, "unit"),
    ),
    "万后面缺元": Case(
        GOODS.replace("12.5万元", "{}", 1).replace("{}", "19.75万元", 1),
        *("12.5万元", "12.5万", "amount-unit", "12.5万", "12.5万元", Level.WARNING, "unit"),
    ),
    "持平却有增减": Case(
        THREE + "公务接待费支出0.94万元，比上年减少0.16万元。公务接待费支出{}。",
        *("0.94万元", "与上年持平", "direction-words", "公务接待费支出与上年持平", "减少"),
        *(Level.ERROR, "direction"),
    ),
    "额和率方向相反": Case(
        CHANGED.replace("增长{}", "{}20.25%"),
        *("增长", "下降", "direction-words", "20.25%", "增长", Level.ERROR, "direction"),
    ),
    "额的方向相反": Case(
        CHANGED.replace("增加", "{}").replace("增长{}", "增长20.25%"),
        *("增加", "减少", "direction-words", "40.5万元", "增加", Level.ERROR, "direction"),
    ),
    "大于小于": Case(
        THREE + "2024年度“三公”经费财政拨款支出决算为6.3万元，完成预算75%。决算数{}预算数的主要"
        "原因是接待减少。",
        *("小于", "大于", "completion-words", "决算数大于预算", "小于"),
        *(Level.ERROR, "direction"),
    ),
    "从无到有的增长率": Case(
        FUND + "2024年度政府性基金预算财政拨款支出20万元。与2023年度相比，政府性基金预算财政拨款"
        "支出增加{}，增长100%。",
        *("10万元", "20万元", "no-base", "100%", None, Level.WARNING, "no_base"),
    ),
    "二级单位数": Case(
        "第一部分　部门概况\n二、机构设置\n示例街道办事处下属二级预算单位{}，其中行政单位1个，"
        "参照公务员法管理的事业单位0个，其他事业单位2个。",
        *("3个", "4个", "counts-add-up", "4个", None),
    ),
    # (250×100 + 450×87.56) ÷ 700 = 92.0029
    "加权执行率": Case(
        "第四部分　附件\n2024年度项目总数38个，涉及预算总金额700万元，预算执行总体进度为{}。"
        "其中：\n常年项目总数20个，涉及预算总金额250万元，预算执行总体进度为100%。\n阶段项目总数18个，"
        "涉及预算总金额450万元，预算执行总体进度为87.56%。",
        *("92%", "95%", "weighted-progress", "95%", "92%"),
    ),
}


def findings(text: str, place: str = "sichuan") -> list[Finding]:
    return [one for one in check_numbers(read(text, place))[0] if one.check != "text-tails"]


@pytest.mark.parametrize("case", list(CASES.values()), ids=list(CASES))
def test_what_is_right_has_no_finding(case: Case) -> None:
    assert findings(case.text.replace("{}", case.right)) == []


@pytest.mark.parametrize("case", list(CASES.values()), ids=list(CASES))
def test_what_is_wrong_is_one_finding_at_its_place(case: Case) -> None:
    (found,) = findings(case.text.replace("{}", case.wrong))
    assert (found.check, found.level) == (case.check, case.level)
    assert (found.printed, found.expected) == (case.printed, case.expected)
    if case.cause:
        assert found.cause == case.cause
    quote, span, at = found.where.quote, found.where.span, found.where.quote_at
    assert quote is not None
    assert span is not None
    assert at is not None
    assert quote[span[0] - at : span[1] - at] == case.printed


def test_the_same_mistake_in_two_sections_is_told_once_with_both_places() -> None:
    text = CHANGED.replace("{}", "20.52%")
    text += (
        "\n四、财政拨款收入支出决算总体情况说明\n2024年度财政拨款收入、支出总计均为240.5万元。"
        "与2023年度相比，财政拨款收入总计、支出总计各增加40.5万元，增长20.52%。"
    )
    (found,) = findings(text)
    assert [found.where.section, *(each.where.section for each in found.follows)] == ["一", "四"]


def test_a_list_that_may_leave_something_out_is_not_short() -> None:
    text = SPENDING + "2024年度本年支出合计120.05万元，其中：设备购置20.5万元，房屋维修30.25万元。"
    assert findings(text) == []


def test_a_tail_is_one_note() -> None:
    text = REVENUE + (
        "2024年度本年收入合计100.01万元，其中：一般公共预算财政拨款收入80.01万元，占80%；"
        "政府性基金预算财政拨款收入20.01万元，占20.01%。"
    )
    (note,) = check_numbers(read(text))[0]
    assert (note.check, note.level, note.cause) == ("text-tails", Level.INFO, "rounding")
    assert "有 1 处" in note.message
    assert [("相差0.01万元" in one.message, one.where) for one in note.follows] == [
        (True, note.where)
    ]


def test_an_annex_may_print_fewer_decimals() -> None:
    text = (
        SHARES.replace("{}", "66.67%")
        + "\n第四部分　附件\n示例街道办事处2024年度支出120.1万元，其中：基本支出80万元，"
        "项目支出40万元。"
    )
    assert findings(text) == []


def test_amounts_in_yuan_are_exact() -> None:
    text = (
        "三、支出决算情况说明\n2024年度支出合计8,100,100.10元。其中：基本支出6,000,000.00元，"
        "占总支出的{}；项目支出2,100,100.10元，占总支出的25.93%。"
    )
    assert findings(text.replace("{}", "74.07%"), "yunnan") == []
    (found,) = findings(text.replace("{}", "74.70%"), "yunnan")
    assert (found.printed, found.expected) == ("74.70%", "74.07%")


CHART = ChartSeries("", ("基本支出", "项目支出"), ("80.04", "40.01"), ("66.67%", "33.33%"))


def charted(*series: ChartSeries) -> list[Finding]:
    chart = ChartBlock("支出决算结构图", "饼图", series, Place(paragraph=9))
    written = document(SHARES.replace("{}", "66.67%"), chart)
    return check_numbers(of(written, find("sichuan", 2024)))[0]


def test_a_chart_that_agrees() -> None:
    assert charted(CHART) == []


@pytest.mark.parametrize(
    ("values", "labels", "level", "printed"),
    [
        (("80.04", "41.01"), CHART.labels, Level.ERROR, "41.01"),
        (("80.04", "40.02"), CHART.labels, Level.WARNING, "40.02"),
        (CHART.values, ("66.67%", "34.33%"), Level.ERROR, "34.33%"),
    ],
)
def test_a_chart_that_does_not(
    values: tuple[str, ...], labels: tuple[str, ...], level: Level, printed: str
) -> None:
    (found,) = charted(ChartSeries("", CHART.categories, values, labels))
    assert (found.check, found.level, found.printed) == ("chart-agrees", level, printed)
    assert found.where.paragraph == 9


@pytest.mark.parametrize("behind", [" {}", "（{}）", " ({})"])
def test_percentages_behind_the_names_of_a_chart_are_checked(behind: str) -> None:
    """占比写在类别里的图，数和占比照样核对。"""
    first, second = CHART.categories

    def drawn(share: str, value: str = CHART.values[0]) -> ChartSeries:
        categories = (first + behind.format(share), second + behind.format("33.33%"))
        return ChartSeries("", categories, (value, CHART.values[1]))

    assert charted(drawn("66.67%")) == []
    (wrong,) = charted(drawn("76.67%"))
    assert (wrong.check, wrong.printed, wrong.expected) == ("chart-agrees", "76.67%", "66.67%")
    (wrong,) = charted(drawn("66.67%", "81.04"))
    assert (wrong.printed, wrong.level) == ("81.04", Level.ERROR)


def test_a_large_value_of_a_chart_is_told_to_the_cent() -> None:
    text = (
        SHARES.replace("{}", "66.67%").replace("80.04", "123480.04").replace("120.05", "123520.05")
    )
    series = ChartSeries("", CHART.categories, ("123480.14", "40.01"))
    chart = ChartBlock("", "", (series,), Place(paragraph=9))
    found = check_numbers(of(document(text, chart), find("sichuan", 2024)))[0]
    (told,) = (each for each in found if each.check == "chart-agrees")
    assert (told.printed, told.expected) == ("123480.14", "123480.04万元")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+999999999", "12%%", "#N/A", ""])
def test_what_is_no_number_in_a_chart_is_passed_over(value: str) -> None:
    assert charted(ChartSeries("", CHART.categories, (value, "40.01"), ())) == []


@pytest.mark.parametrize(("share", "found"), [("50%", [("no-base", "50%")]), ("0%", [])])
def test_nothing_is_a_share_of_nothing(share: str, found: list[tuple[str, str]]) -> None:
    text = f"{SPENDING}2024年度本年支出合计0万元，其中：基本支出0万元，占{share}。"
    assert [(one.check, one.printed) for one in findings(text)] == found


def test_amounts_in_thousands() -> None:
    text = SHARES.replace("120.05万元", "1200.5千元").replace("80.04万元", "800.4千元")
    assert findings(text.replace("{}", "66.67%")) == []
    (found,) = findings(text.replace("{}", "67.66%"))
    assert (found.printed, found.expected) == ("67.66%", "66.67%")  # 800.4 ÷ 1200.5


def test_columns_of_years_are_this_year_and_what_it_was_before() -> None:
    text = GENERAL + (
        "2024年度一般公共预算财政拨款支出100.5万元。与2023年度相比，一般公共预算财政拨款支出"
        "增加20.25万元，增长25.23%。"
    )
    series = [
        ChartSeries(year, ("一般公共预算财政拨款支出",), (value,))
        for year, value in (("2023", "80.25"), ("2024", "100.5"))
    ]
    chart = ChartBlock("", "", tuple(series), Place(paragraph=9))
    assert check_numbers(of(document(text, chart), find("sichuan", 2024)))[0] == []
    wrong = ChartBlock("", "", (ChartSeries("2023", series[0].categories, ("82.05",)),), Place())
    (found,) = check_numbers(of(document(text, wrong), find("sichuan", 2024)))[0]
    assert (found.printed, found.expected) == ("82.05", "80.25万元")


def ledger(text: str) -> dict[str, set[Verdict]]:
    found: dict[str, set[Verdict]] = {}
    entries: list[Entry] = check_numbers(read(text))[1]
    for entry in entries:
        found.setdefault(entry.check, set()).add(entry.verdict)
    return found


def test_every_rule_is_in_the_ledger_with_what_came_of_it() -> None:
    ran = ledger(SHARES.replace("{}", "67.66%"))
    assert ran["share-recomputed"] == {Verdict.PASS, Verdict.FAIL}
    assert ran["expenditure-in-text"] == {Verdict.PASS}
    assert ran["weighted-progress"] == {Verdict.UNCHECKED}


def test_an_amount_in_ten_thousands_among_yuan() -> None:
    text = (
        "四、“三公”经费\n2024年度“三公”经费支出决算数为52,000.00元，完成年初预算60,000.00元的86.67%。"
        "其中：公务用车运行维护费48,000.00元，公务接待费4,000.00万元。"
    )
    assert findings(text.replace("00万元", "00元"), "yunnan") == []
    (found,) = findings(text, "yunnan")
    assert (found.check, found.printed, found.expected) == (
        "amount-unit",
        "4,000.00万元",
        "4,000.00元",
    )


ITEMS = (
    GENERAL
    + "（二）一般公共预算财政拨款支出决算结构情况\n2024年度一般公共预算财政拨款支出100.5万元，"
    "主要用于以下方面：一般公共服务支出50.25万元，占50%；社会保障和就业支出30.15万元，占30%；住房保障支出"
    "20.1万元，占20%。\n（三）一般公共预算财政拨款支出决算具体情况\n"
    "1.一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）：支出决算数为50.25万元。\n"
    "2.社会保障和就业（类）行政事业单位养老支出（款）行政单位离退休（项）：支出决算数为10.05万元。\n"
    "3.社会保障和就业（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）："
    "支出决算数为{}。\n"
    "4.住房保障（类）住房改革支出（款）住房公积金（项）：支出决算数为20.1万元。"
)


def test_items_make_their_category_and_the_total() -> None:
    assert findings(ITEMS.replace("{}", "20.1万元")) == []
    (over,) = findings(ITEMS.replace("{}", "21.1万元"))
    assert (over.check, len(over.follows)) == ("general-items-in-text", 1)
    assert "“10.05万元”（第6段）、“21.1万元”（第7段）中至少有一个不对" in over.message


def test_items_that_fall_short_may_lack_one() -> None:
    found = findings(ITEMS.replace("{}", "20.01万元"))
    assert {one.check for one in found} == {"general-items-in-text"}
    assert all("可能漏列了一项" in one.message for one in found)


def test_a_wrong_category_is_told_with_the_share_computed_from_it() -> None:
    """类写成了 40.2 万元：各类之和、同类各项都不符，占比是随它算的。"""
    text = ITEMS.replace("{}", "20.1万元").replace("30.15万元，占30%", "40.2万元，占40%")
    (found,) = findings(text)
    assert (found.printed, found.expected) == ("40.2万元", "30.15万元")
    assert "随它算出的40%也要重算" in found.message


HEADS = "第四部分　附件\n截至2024年末，行政编制12人，事业编制20人，{}年末实有人数{}。"


@pytest.mark.parametrize(
    ("kinds", "heads", "expected"),
    [
        ("", "30人", []),  # 编制没有满
        ("聘用人员6人，", "38人", []),
        ("聘用人员6人，", "36人", ["36人"]),
        ("聘用人员XX人，", "36人", []),  # 还没有填的
    ],
)
def test_heads_are_those_of_each_kind_but_posts_need_not_be_filled(
    kinds: str, heads: str, expected: list[str]
) -> None:
    text = HEADS.replace("{}", kinds, 1).replace("{}", heads)
    assert [one.printed for one in findings(text)] == expected
