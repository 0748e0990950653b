"""单位沿革和换了编码的科目写成公式，LibreOffice 算出来和正文一字不差。"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.workbook.test_recalculated import assert_recalculated, packed
from tests.workbook.workbooks import wan
from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.statements import Cell
from xlbudget.formats.library import find
from xlbudget.pipeline import run
from xlbudget.workbook.blank import account_in_layout
from xlbudget.workbook.build import build

GENERAL = "general_public_budget_expenditure"
FIELDS: dict[str, dict[str, str]] = {
    "新设立": {},
    "更名": {"曾用名": "示例镇人民政府"},
    "合并": {"前身单位": "示例镇人民政府、示例管委会", "可比口径说明": "上年数为两个原单位之和。"},
    "职能划转": {},
}


def with_fields(account: FinalAccount, texts: dict[str, str]) -> FinalAccount:
    entries = {name: Entry(text, account.supplement_cells[name]) for name, text in texts.items()}
    return replace(account, supplement={**account.supplement, **entries})


@pytest.mark.usefixtures("soffice")
@pytest.mark.parametrize("word", FIELDS)
def test_sentences_about_the_unit(word: str, tmp_path: Path) -> None:
    resolved = find("sichuan", 2024, {"单位沿革": word})
    account = with_fields(packed(resolved, 0)[0], FIELDS[word])
    results = run(account, resolved)
    workbook = tmp_path / "决算.xlsx"
    workbook.write_bytes(build(results))
    assert assert_recalculated(workbook, tmp_path, results) > 500


def test_a_new_unit_draws_this_year_alone() -> None:
    resolved = find("sichuan", 2024, {"单位沿革": "新设立"})
    charts = {chart.title: chart for chart in run(packed(resolved, 0)[0], resolved).charts}
    shown = [point.category for point in charts["收入、支出决算总计变动情况图"].points]
    assert shown == ["2024年"]


def test_what_a_new_unit_typed_as_last_year_is_not_used() -> None:
    resolved = find("sichuan", 2024, {"单位沿革": "新设立"})
    results = run(packed(resolved, 0)[0], resolved)
    said = next(each.text for each in results.paragraphs if each.id == "一.1")
    assert said == (
        "2024年度收入、支出总计均为1482.22万元。示例街道办事处为2024年新设立，无上年数。"
    )
    gaps = [gap.name for each in results.paragraphs for gap in each.gaps]
    assert not any("2023年度" in gap or "变动原因" in gap for gap in gaps)


@pytest.mark.usefixtures("soffice")
@pytest.mark.parametrize(
    ("radio", "television", "said"),
    [
        ("4", "5", "与2020年度相比，广播电视事务增加3万元，增长33.33%。"),
        ("4", "", "与2020年度相比，广播电视事务增加8万元，增长200%。"),
        (
            "",
            "",
            "与2020年度相比，〔请填写：2020年度一般公共预算财政拨款支出决算表的广播电视事务〕。",
        ),
    ],
)
def test_last_year_of_two_codes_that_became_one(
    radio: str, television: str, said: str, tmp_path: Path
) -> None:
    """上年的广播 4 万元、电视 5 万元，今年都是广播电视事务：12 − 9 = 3，3 ÷ 9 = 33.33%。

    空着的不算；都空着是缺数，不是零。
    """
    found = find("sichuan", 2021)
    template = '一、甲\n{{一般公共预算支出表["2070808"] | 比上年("总体", "广播电视事务")}}。'
    sections = tuple(replace(each, template=template) for each in found.sections if each.id == "一")
    resolved = replace(found, sections=sections)
    account = account_in_layout(
        resolved,
        "示例街道办事处",
        "示例.xlsx",
        {(GENERAL, "2070808", "total"): wan("12")},
        {(GENERAL, "2070804", "total"): wan("1"), (GENERAL, "2070805", "total"): wan("1")},
    )
    then = {"2070804": radio, "2070805": television}
    prior = dict(account.prior)
    for code, text in then.items():
        source = prior[GENERAL, code, "total"].source
        filled = Cell.with_amount(source, wan(text)) if text else Cell(source)
        prior[GENERAL, code, "total"] = filled
    results = run(replace(account, prior=prior), resolved)
    (paragraph,) = (each for each in results.paragraphs if each.id == "一.1")
    assert paragraph.text == said
    cells = {cell.source.cell for figure in paragraph.figures for cell in figure.cells()}
    filled_in = sum(bool(text) for text in then.values())
    assert len([cell for cell in cells if cell.startswith("E")]) == filled_in
    workbook = tmp_path / "决算.xlsx"
    workbook.write_bytes(build(results))
    assert assert_recalculated(workbook, tmp_path, results) > 10
