from __future__ import annotations

from dataclasses import replace

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.errors import UnknownLayout, UnreadableCell, XlbudgetError
from xlbudget.formats.library import find
from xlbudget.workbook.entries import (
    OwnSheets,
    as_text,
    read_home,
    read_prior,
    read_rewrites,
    read_supplement,
)

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


def test_without_home_nothing_is_known() -> None:
    home = read_home(sheets("== 表\n别的"))
    assert (home.unit_name, home.year, home.place) == (None, None, None)


PRIOR = """
== 上年数
上年决算数
||金额单位：{unit}
表|项目|上年决算数
收入支出决算总表|收入总计|{value}
财政拨款收入支出决算总表|收入总计|7
"""


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
    assert str(source) == "上年数!C2"
    cell = cells["revenue_expenditure_summary", "revenue_grand_total", "actual"]
    assert cell.amount is not None
    assert (cell.amount.fen, cell.amount.precision) == (fen, precision)
    assert str(cell.source) == "上年数!C4"
    assert cells["appropriation_summary", "revenue_grand_total", "actual"].amount is not None


def test_a_blank_prior_amount_stays_blank() -> None:
    cells, _ = read_prior(sheets(PRIOR.format(unit="万元", value="")), SICHUAN, [])
    assert cells["revenue_expenditure_summary", "revenue_grand_total", "actual"].amount is None


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (PRIOR.format(unit="万元", value="见附表"), UnreadableCell, ["上年数!C4", "“见附表”"]),
        (
            PRIOR.replace("|收入总计|{value}", "|收入合共|5").format(unit="万元"),
            UnknownLayout,
            ["上年数!A4", "收入合共"],
        ),
        (
            PRIOR.replace("金额单位：{unit}", "").format(value="5"),
            UnknownLayout,
            ["上年数", "金额单位"],
        ),
    ],
)
def test_prior_faults_name_their_cell(text: str, kind: type, words: list[str]) -> None:
    errors: list[XlbudgetError] = []
    read_prior(sheets(text), SICHUAN, errors)
    assert [type(error) for error in errors] == [kind]
    for word in ("决算.xlsx", *words):
        assert word in str(errors[0])


SUPPLEMENT = """
== 补充资料
补充资料（只有单位自己知道的内容）
.
节|项目|内容|怎样填|状态
一|{name}| 老旧小区改造增加 |写原因|
"""


def test_supplement_by_field() -> None:
    entries = read_supplement(sheets(SUPPLEMENT.format(name="总体变动原因")), SICHUAN, [])
    assert entries["总体变动原因"].text == "老旧小区改造增加"
    assert str(entries["总体变动原因"].source) == "补充资料!C4"


def test_an_unknown_supplement_field_is_an_error_not_a_loss() -> None:
    errors: list[XlbudgetError] = []
    read_supplement(sheets(SUPPLEMENT.format(name="总体变动理由")), SICHUAN, errors)
    assert "补充资料!B4" in str(errors[0])
    assert "总体变动原因" in str(errors[0])


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
        sheets(PRIOR.format(unit="万元", value="5").replace("表|项目|上年决算数", "表|项目|去年"))
    assert "“上年决算数”" in str(caught.value)


def test_a_prior_line_twice_is_an_error() -> None:
    errors: list[XlbudgetError] = []
    text = PRIOR.format(unit="万元", value="5") + "收入支出决算总表|收入总计|6\n"
    read_prior(sheets(text), SICHUAN, errors)
    assert "上年数!C6" in str(errors[0])
    assert "第一次在 C4" in str(errors[0])


def test_a_prior_amount_without_its_table_is_an_error() -> None:
    errors: list[XlbudgetError] = []
    read_prior(sheets(PRIOR.format(unit="万元", value="5") + "|收入总计|6\n"), SICHUAN, errors)
    assert "上年数!A6" in str(errors[0])


def test_a_note_among_the_supplement_is_the_users_own() -> None:
    errors: list[XlbudgetError] = []
    assert read_supplement(sheets(SUPPLEMENT.format(name="备注")), SICHUAN, errors) == {}
    assert errors == []


def test_a_supplement_field_filled_in_twice_is_an_error() -> None:
    errors: list[XlbudgetError] = []
    text = SUPPLEMENT.format(name="总体变动原因") + "一|总体变动原因|另一个原因||\n"
    read_supplement(sheets(text), SICHUAN, errors)
    assert "补充资料!C5" in str(errors[0])


@pytest.mark.parametrize("value", ["#REF!", '=A1&"x"'])
def test_an_error_or_unsaved_formula_is_no_reason(value: str) -> None:
    errors: list[XlbudgetError] = []
    text = SUPPLEMENT.format(name="总体变动原因").replace(" 老旧小区改造增加 ", value)
    assert read_supplement(sheets(text), SICHUAN, errors) == {}
    assert "补充资料!C4" in str(errors[0])


def test_control_characters_never_reach_a_text() -> None:
    book = MemoryBook("== 说明\n甲")
    grid = replace(book.read("说明"), rows=(("\x1b[31m红\x07",),))
    assert as_text(grid.at(1, 1)) == "[31m红"
