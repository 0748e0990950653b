from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.errors import UnknownLayout, UnreadableCell, XlbudgetError
from xlbudget.formats.library import find
from xlbudget.workbook.amount_entries import read_budgets, read_prior
from xlbudget.workbook.entries import OwnSheets, as_text, read_home, read_rewrites, read_terms
from xlbudget.workbook.supplement_entries import Supplement, read_supplement

SICHUAN = find("sichuan", 2024)


def sheets(text: str) -> OwnSheets:
    book = MemoryBook(text, "决算.xlsx")
    return OwnSheets([book.read(sheet.name) for sheet in book.sheets()], book.name)


HOME = """
== 首页改名
部门决算公开工作簿
.
.
说明|项目|内容
|单位名称| 示例街道办事处
.
|年度|2024
|比率小数位|1
|格式|sichuan
"""


def test_home_is_read_by_words_wherever_they_stand() -> None:
    home = read_home(sheets(HOME))
    assert home.unit_name is not None
    assert home.unit_name.text == "示例街道办事处"
    assert str(home.unit_name.source) == "首页改名!C5"
    assert home.year is not None
    assert home.year.text == "2024"
    assert {label: entry.text for label, entry in home.settings.items()} == {"比率小数位": "1"}


@pytest.mark.parametrize("value", ["#N/A", '=A9&"局"'])
def test_what_is_no_words_is_not_printed_as_the_units_name(value: str) -> None:
    with pytest.raises(UnreadableCell, match="首页改名!C5"):
        read_home(sheets(HOME.replace("示例街道办事处", value)))


def test_without_home_nothing_is_known() -> None:
    home = read_home(sheets("== 表\n别的"))
    assert (home.unit_name, home.year, home.place) == (None, None, None)


PRIOR = """
== 上年数
上年决算数
||||金额单位：{unit}
表|编码|项目|列|上年决算数
收入支出决算总表||收入总计||{value}
财政拨款收入支出决算总表||收入总计||7
"""
SUMMARY_TOTAL = ("revenue_expenditure_summary", "revenue_grand_total", "actual")


@pytest.mark.parametrize(
    ("unit", "value", "fen", "precision"),
    [
        ("万元", "636.43", 636_430_000, 10_000),
        ("元", "6364300.12", 636_430_012, 1),
        ("万元", "'1,636.43", 1_636_430_000, 10_000),
        ("万元", "636.4312", 636_431_200, 1),
    ],
)
def test_prior_amounts_in_their_unit(unit: str, value: str, fen: int, precision: int) -> None:
    errors: list[XlbudgetError] = []
    cells, source = read_prior(sheets(PRIOR.format(unit=unit, value=value)), SICHUAN, errors)
    assert not errors
    assert str(source) == "上年数!E2"
    cell = cells[SUMMARY_TOTAL]
    assert cell.amount is not None
    assert (cell.amount.fen, cell.amount.precision) == (fen, precision)
    assert str(cell.source) == "上年数!E4"
    assert cells["appropriation_summary", "revenue_grand_total", "actual"].amount is not None


def test_a_blank_prior_amount_stays_blank() -> None:
    cells, _ = read_prior(sheets(PRIOR.format(unit="万元", value="")), SICHUAN, [])
    assert cells[SUMMARY_TOTAL].amount is None


GENERAL = "general_public_budget_expenditure"


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("一般公共预算财政拨款支出决算表|2010301|行政运行||5", (GENERAL, "2010301", "total")),
        ("一般公共预算财政拨款支出决算表|２０１０３０１|||5", (GENERAL, "2010301", "total")),
        ("一般公共预算财政拨款支出决算表||合计||5", (GENERAL, "total", "total")),
        ("一般公共预算财政拨款支出决算表||合计|基本支出|5", (GENERAL, "total", "basic")),
        ("一般公共预算财政拨款支出表||合计||5", (GENERAL, "total", "total")),
        (
            "政府性基金预算财政拨款收入支出决算表||合计||5",
            ("government_fund_accounts", "total", "expenditure"),
        ),
        (
            "财政拨款“三公”经费支出决算表||公务接待费||5",
            ("three_public", "official_hospitality", "actual"),
        ),
    ],
)
def test_prior_rows_by_code_name_and_column(row: str, key: tuple[str, str, str]) -> None:
    text = PRIOR.format(unit="万元", value="1") + row + "\n"
    errors: list[XlbudgetError] = []
    cells, _ = read_prior(sheets(text), SICHUAN, errors)
    assert not errors
    assert cells[key].amount is not None
    assert str(cells[key].source) == "上年数!E6"


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (PRIOR.format(unit="万元", value="见附表"), UnreadableCell, ["上年数!E4", "“见附表”"]),
        (
            PRIOR.replace("||收入总计||{value}", "||收入合共||5").format(unit="万元"),
            UnknownLayout,
            ["上年数!A4", "收入合共"],
        ),
        (
            PRIOR.replace("金额单位：{unit}", "").format(value="5"),
            UnknownLayout,
            ["上年数", "金额单位"],
        ),
        (
            PRIOR.format(unit="万元", value="5") + "收入支出决算总表||收入总计||6\n",
            UnknownLayout,
            ["上年数!E6", "第一次在 E4"],
        ),
        (
            PRIOR.format(unit="万元", value="5") + "||收入总计||6\n",
            UnknownLayout,
            ["上年数!A6", "表名"],
        ),
        (
            PRIOR.format(unit="万元", value="5")
            + "一般公共预算财政拨款支出决算表|9990101|某项||6\n",
            UnknownLayout,
            ["上年数!A6", "9990101"],
        ),
        (
            PRIOR.format(unit="万元", value="5") + "收入支出决算总表||支出总计|预算|6\n",
            UnknownLayout,
            ["上年数!A6", "列名"],
        ),
    ],
)
def test_prior_faults_name_their_cell(text: str, kind: type, words: list[str]) -> None:
    errors: list[XlbudgetError] = []
    read_prior(sheets(text), SICHUAN, errors)
    assert [type(error) for error in errors] == [kind]
    for word in ("决算.xlsx", *words):
        assert word in str(errors[0])


BUDGET = """
== 预算数
预算数（年初和全年）
||||金额单位：万元
表|编码|项目|年初预算数|全年预算数|差异原因
一般公共预算财政拨款支出决算表|2010301|行政运行|100|122.01|追加人员经费
财政拨款“三公”经费支出决算表||公务用车运行维护费||3.82|
"""


def test_budgets_of_both_bases_with_reasons() -> None:
    errors: list[XlbudgetError] = []
    budgets = read_budgets(sheets(BUDGET), SICHUAN, errors)
    assert not errors
    item = (GENERAL, "2010301", "total")
    amounts = {key: cell.amount and cell.amount.number() for key, cell in budgets.cells.items()}
    assert amounts == {
        (*item, "年初预算数"): Decimal(100),
        (*item, "全年预算数"): Decimal("122.01"),
        ("three_public", "vehicle_running", "actual", "年初预算数"): None,
        ("three_public", "vehicle_running", "actual", "全年预算数"): Decimal("3.82"),
    }
    assert {key: entry.text for key, entry in budgets.reasons.items()} == {
        (GENERAL, "2010301"): "追加人员经费"
    }
    assert str(budgets.reason_cells[GENERAL, "2010301"]) == "预算数!F4"
    assert str(budgets.unit) == "预算数!E2"


def test_a_budget_of_an_unknown_row_is_an_error_not_a_loss() -> None:
    errors: list[XlbudgetError] = []
    read_budgets(sheets(BUDGET.replace("行政运行", "").replace("2010301", "77")), SICHUAN, errors)
    assert "预算数!A4" in str(errors[0])
    assert "一般公共预算财政拨款支出决算表 77" in str(errors[0])


SUPPLEMENT = """
== 补充资料
补充资料（只有单位自己知道的内容）
||||金额单位：万元
节|项目|类型|内容|上年|怎样填|主要变动科目|状态
一|{name}||{value}|{prior}|写原因||
"""


def supplement(
    name: str, value: str, prior: str = "", errors: list[XlbudgetError] | None = None
) -> Supplement:
    text = SUPPLEMENT.format(name=name, value=value, prior=prior)
    return read_supplement(sheets(text), SICHUAN, errors if errors is not None else [])


def test_supplement_texts_by_field() -> None:
    found = supplement("总体变动原因", " 老旧小区改造增加 ")
    assert found.texts["总体变动原因"].text == "老旧小区改造增加"
    assert str(found.texts["总体变动原因"].source) == "补充资料!D4"
    assert str(found.cells["总体变动原因"]) == "补充资料!D4"


def test_supplement_counts_and_amounts() -> None:
    vehicles = supplement("公务用车保有量", "2").numbers["公务用车保有量"]
    assert vehicles.count == Decimal(2)
    found = supplement("机关运行经费支出", "20.97", "21.89")
    now = found.numbers["机关运行经费支出"].amount
    then = found.prior["supplement", "机关运行经费支出", "value"].amount
    assert now is not None
    assert then is not None
    assert (now.fen, then.fen) == (20_970_000, 21_890_000)
    assert str(found.unit) == "补充资料!E2"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("公务用车保有量", "两辆", ["补充资料!D4", "“两辆”", "整数"]),
        ("公务用车保有量", "2.5", ["补充资料!D4", "整数"]),
        ("公务用车保有量", "-1", ["补充资料!D4", "不小于零"]),
        ("部门整体绩效得分", "九十六", ["补充资料!D4", "不小于零的数"]),
        ("机关运行经费支出", "见附表", ["补充资料!D4", "“见附表”"]),
        ("总体变动理由", "x", ["补充资料!B4", "总体变动原因"]),
        ("总体变动原因", "#REF!", ["补充资料!D4", "#REF!"]),
        ("总体变动原因", '=A1&"x"', ["补充资料!D4"]),
    ],
)
def test_supplement_faults_name_their_cell(name: str, value: str, words: list[str]) -> None:
    errors: list[XlbudgetError] = []
    found = supplement(name, value, errors=errors)
    assert found.texts == {}
    assert len(errors) == 1
    for word in words:
        assert word in str(errors[0])


def test_a_note_among_the_supplement_is_the_users_own() -> None:
    errors: list[XlbudgetError] = []
    assert supplement("备注", "随手记", errors=errors).texts == {}
    assert errors == []


def test_a_supplement_field_filled_in_twice_is_an_error() -> None:
    errors: list[XlbudgetError] = []
    text = SUPPLEMENT.format(name="总体变动原因", value="一个原因", prior="")
    text += "一|总体变动原因||另一个原因||||\n"
    read_supplement(sheets(text), SICHUAN, errors)
    assert "补充资料!D5" in str(errors[0])


TERMS = "== 名词解释\n名词解释（单位自己的，优先于参考释义）\n.\n名词|释义|来源\n"


def test_terms_of_the_unit() -> None:
    errors: list[XlbudgetError] = []
    found = read_terms(sheets(f"{TERMS}事业收入|指开展业务取得的收入。|科目说明\n空着||\n"), errors)
    assert {name: entry.text for name, entry in found.items()} == {
        "事业收入": "指开展业务取得的收入。"
    }
    assert not errors


def test_a_term_twice_is_an_error() -> None:
    errors: list[XlbudgetError] = []
    read_terms(sheets(f"{TERMS}事业收入|甲|\n事业收入|乙|\n"), errors)
    assert "名词解释!B5" in str(errors[0])
    assert "第一次在 B4" in str(errors[0])


def test_rewrites_by_paragraph() -> None:
    text = (
        "== 说明\n决算情况说明（正文由程序生成，改写栏由人填写）\n.\n编号|类别|状态|正文|改写\n"
        "一|标题|已生成|一、总体|\n一.1|正文|已改写|原文|我的话\n"
    )
    rewrites = read_rewrites(sheets(text), [])
    assert {id_: entry.text for id_, entry in rewrites.items()} == {"一.1": "我的话"}


def test_two_sheets_of_ours_with_one_title_are_refused() -> None:
    text = PRIOR.format(unit="万元", value="5")
    with pytest.raises(UnknownLayout) as caught:
        sheets(text + text.replace("== 上年数", "== 上年数 (2)"))
    for word in ("上年数 (2)!A1", "第一张在“上年数”", "备份"):
        assert word in str(caught.value)


def test_a_sheet_of_ours_without_its_header_is_refused() -> None:
    with pytest.raises(UnknownLayout) as caught:
        sheets(PRIOR.format(unit="万元", value="5").replace("|上年决算数\n", "|去年\n"))
    assert "“上年决算数”" in str(caught.value)


def test_control_characters_never_reach_a_text() -> None:
    book = MemoryBook("== 说明\n甲")
    grid = replace(book.read("说明"), rows=(("\x1b[31m红\x07",),))
    assert as_text(grid.at(1, 1)) == "[31m红"
