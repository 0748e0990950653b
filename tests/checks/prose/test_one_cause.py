"""一个原因一条：合在一起说的、点名说清在哪里的、凭什么说漏了一项。期望值手算。"""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.checks.prose.manuscripts import read
from tests.ruler.reviewing import told
from tests.ruler.ruler import clean, flaws
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.prose import check_numbers
from xlbudget.checks.prose.numbers import Number
from xlbudget.checks.prose.relations import Relation, holds
from xlbudget.domain.findings import Finding, Level, Verdict


def failures(manuscript: Manuscript) -> list[Finding]:
    return [
        each
        for each in check_numbers(manuscript)[0]
        if each.verdict is Verdict.FAIL and each.level is not Level.INFO
    ]


def of_flaw(name: str, kind: str) -> Finding:
    """尺子里一处差错说出来的那一条。"""
    flaw = next(each for each in flaws(name) if each.kind == kind)
    (found,) = told(name, flaw.into(clean(name)))
    return found


def test_sums_that_fall_short_by_the_same_name_the_numbers_they_share() -> None:
    """142.62 比 143.52 少 0.9，1179.71 比 1180.61 也少 0.9：是这一类的四项之一，或者漏了一项。"""
    found = of_flaw("sichuan", "款项数字颠倒，各项之和不等于类")
    assert "可能漏列了一项" in found.message
    assert "“61.21万元”（第39段）、“31.06万元”（第40段）" in found.message
    assert [each.check for each in found.follows] == ["general-items-in-text"]


def test_an_item_of_the_tables_that_is_left_out_explains_the_sums() -> None:
    found = of_flaw("shanghai", "款项漏了一项")
    assert found.check == "items-listed"
    assert "2210203 购房补贴125万元" in found.message
    assert {each.check for each in found.follows} == {"general-items-in-text"}


def test_a_wrong_cell_is_told_once_with_the_text_under_it() -> None:
    found = of_flaw("shanghai", "表里的合计错了")
    assert found.check == "summary-revenue-sources"
    assert "revenue-in-text" in [each.check for each in found.follows]
    assert all(not each.follows for each in found.follows)


def test_a_difference_that_is_another_amount_of_the_text_says_whose() -> None:
    """1242.91－1180.61＝62.3，正好是政府性基金的支出。"""
    found = of_flaw("sichuan", "一般公共预算里混进政府性基金")
    assert "62.3万元正好是第67段政府性基金预算财政拨款支出，可能把它也列进来了" in found.message
    assert found.expected == "205.34万元"


def test_an_amount_of_few_digits_is_no_such_sign() -> None:
    text = (
        "六、一般公共预算财政拨款基本支出决算情况说明\n"
        "2024年度一般公共预算财政拨款基本支出90万元，其中：人员经费70万元，公用经费10万元。\n"
        "八、政府性基金预算支出决算情况说明\n"
        "2024年度政府性基金预算财政拨款支出10万元。"
    )
    (found,) = failures(read(text))
    assert "相差10万元" in found.message
    assert "正好是" not in found.message


CATEGORIES = (
    "（一）一般公共预算财政拨款支出决算总体情况\n"
    "示例局2024年度一般公共预算财政拨款支出{}元。\n"
    "（二）一般公共预算财政拨款支出决算具体情况\n"
    "1.社会保障和就业支出（类）900,000.00元，占一般公共预算财政拨款总支出的40.00%。\n"
    "2.农林水支出（类）1,350,000.00元，占一般公共预算财政拨款总支出的60.00%。\n"
)


@pytest.mark.parametrize(("total", "wrong"), [("2,250,000.00", 0), ("2,250,000.07", 1)])
def test_shares_that_make_a_hundred_tell_that_a_list_is_complete(total: str, wrong: int) -> None:
    text = "三、一般公共预算财政拨款支出决算情况说明\n" + CATEGORIES.format(total)
    assert len(failures(read(text, "yunnan"))) == wrong


NONE_LEFT = (
    "九、国有资本经营预算支出决算情况说明\n"
    "2024年度无国有资本经营预算财政拨款支出。与2023年度相比，国有资本经营预算财政拨款支出"
    "减少6万元，{}100%。"
)


@pytest.mark.parametrize(("word", "wrong"), [("下降", []), ("增长", ["direction-words"])])
def test_a_change_and_its_rate_go_one_way_though_the_amount_is_not_stated(
    word: str, wrong: list[str]
) -> None:
    assert [each.check for each in failures(read(NONE_LEFT.format(word)))] == wrong


CONTRACTS = (
    "（二）政府采购支出情况\n"
    "2024年度，示例局政府采购支出总额共计200万元，其中：政府采购货物支出200万元。"
    "授予中小企业合同金额150万元，占政府采购支出总额共计的75%，"
    "其中：授予小微企业合同金额50万元，占政府采购支出总额共计的{}%。"
)


@pytest.mark.parametrize(("share", "wrong"), [("25", []), ("33.33", ["25%"])])
def test_a_whole_that_is_named_is_no_other_amount(share: str, wrong: list[str]) -> None:
    """“占…总额共计的”说了占什么，不能当作占上一层的合同金额：50÷200，不是50÷150。"""
    found = failures(read("十、其他重要事项的情况说明\n" + CONTRACTS.format(share)))
    assert [each.expected for each in found] == wrong


TOTALS = "二、收入决算情况说明\n示例局2024年度收入合计1,000元，财政拨款收入900元，占总收入的{}%。"


@pytest.mark.parametrize(("share", "wrong"), [("90.00", 0), ("91.00", 1)])
def test_the_total_of_the_paragraph_is_what_it_calls_so(share: str, wrong: int) -> None:
    assert len(failures(read(TOTALS.format(share), "yunnan"))) == wrong


@pytest.mark.parametrize(("rate", "sound"), [("-100", True), ("-100.07", False)])
def test_a_change_to_nothing_has_no_room_for_rounding(rate: str, sound: bool) -> None:
    """表里只知道到0.01万元的5万元减到0，不论四舍五入以前是多少，都是下降100%。"""
    cent = Fraction(1, 100)
    values = {
        1: Number(Fraction(rate), cent / 2, cent, 2),
        -1: Number(Fraction(0), Fraction(0), cent, 2),
        -2: Number(Fraction(5), cent / 2, cent, 2),
    }
    relation = Relation("甲", "率", ((1, 1),), ((1, -1), (-1, -2)), ((1, -2),))
    assert holds(relation, values, generous=True) is sound


AVERAGE = (
    "（三）“三公”经费实物量情况\n2024年度本部门公务用车保有量为4辆。"
    "公务用车运行维护费支出6.00万元。2024年度本部门车均运行维护费{}。"
)


@pytest.mark.parametrize(
    ("printed", "wrong"),
    [("1.50万元", []), ("15,000元", []), ("1.50元", ["1.5万元"]), ("1.60万元", ["1.5万元"])],
)
def test_an_average_may_be_printed_in_either_unit(printed: str, wrong: list[str]) -> None:
    text = "三、“三公”经费情况说明\n" + AVERAGE.format(printed)
    found = failures(read(text, "chongqing"))
    assert [each.expected for each in found] == wrong
