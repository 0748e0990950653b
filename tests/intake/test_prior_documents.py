"""上年公开的说明填上年数和名词解释：只填认得准的，别的都说出来。"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from xlbudget.domain.documents import Document
from xlbudget.domain.errors import UnknownLayout
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.statements import Cell, Source
from xlbudget.formats.library import find
from xlbudget.formats.model import SUPPLEMENT, VALUE
from xlbudget.formats.settings import apply_settings
from xlbudget.intake.gathered import Key
from xlbudget.intake.prior_documents import OfDocuments, gather_documents
from xlbudget.reading.documents import read_document

TEXT = Path(__file__).with_name("last_year.txt").read_text(encoding="utf-8")
THIS_YEAR = find("sichuan", 2024)
WAN = Unit.TEN_THOUSAND_YUAN
SUMMARY, GENERAL = "revenue_expenditure_summary", "general_public_budget_expenditure"
TOTAL: Key = (GENERAL, "total", "total")


def document(tmp_path: Path, text: str = TEXT) -> Document:
    path = tmp_path / "上年说明.txt"
    path.write_text(text, encoding="utf-8")
    return replace(read_document(path), file=path.name)


def changed(*pairs: tuple[str, str]) -> str:
    text = TEXT
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def gathered(tmp_path: Path, text: str = TEXT, **more: object) -> OfDocuments:
    return gather_documents([document(tmp_path, text)], THIS_YEAR, **more)  # type: ignore[arg-type]


def wan(found: OfDocuments, key: Key) -> Decimal | None:
    cell = found.prior.get(key)
    return cell.amount.number(WAN) if cell is not None and cell.amount is not None else None


def said(found: OfDocuments, check: str) -> list[Finding]:
    return [finding for finding in found.findings if finding.check == check]


AMOUNTS = {
    (SUMMARY, "revenue_grand_total", "actual"): "636.43",
    (SUMMARY, "expenditure_grand_total", "actual"): "636.43",
    (SUMMARY, "current_year_revenue", "actual"): "600.43",
    (SUMMARY, "current_year_expenditure", "actual"): "636.43",
    TOTAL: "608.48",
    (GENERAL, "2010301", "total"): "400",
    (GENERAL, "2210201", "total"): "173.32",
    ("three_public", "total", "actual"): "4.53",
    ("three_public", "official_hospitality", "actual"): "0",
    ("government_fund_accounts", "total", "expenditure"): "27.95",
    ("state_capital_expenditure", "total", "total"): "0",
    (SUPPLEMENT, "机关运行经费支出", VALUE): "21.89",
}


def test_amounts_go_to_the_rows_of_this_year(tmp_path: Path) -> None:
    found = gathered(tmp_path)
    for key, number in AMOUNTS.items():
        assert wan(found, key) == Decimal(number), key


def test_each_amount_is_listed_with_its_place_and_how_sure_it_is(tmp_path: Path) -> None:
    found = gathered(tmp_path)
    (whole,) = said(found, "prior-from-text")
    assert whole.level is Level.INFO
    assert len(whole.follows) == len(found.prior)
    assert f"上年数有 {len(found.prior)} 个取自上年的说明“上年说明.txt”" in whole.message
    lines = [each.message for each in whole.follows]
    total = (
        "“一般公共预算财政拨款支出决算表”合计：608.48万元（第14段，照格式的写法认出），"
        "另有 1 处相同。"
    )
    assert total in lines
    assert any("国有资本经营预算" in line and "：无（" in line for line in lines)
    at = lines.index(total)
    paragraph = document(tmp_path).blocks[(whole.follows[at].where.paragraph or 0) - 1]
    assert "608.48万元" in getattr(paragraph, "text", "")


def test_word_and_text_give_the_same(tmp_path: Path) -> None:
    made = docx.Document()
    for line in TEXT.splitlines():
        made.add_paragraph(line)
    made.save(str(tmp_path / "上年说明.docx"))
    word = gather_documents([read_document(tmp_path / "上年说明.docx")], THIS_YEAR)
    text = gathered(tmp_path)
    assert {key: cell.amount for key, cell in word.prior.items()} == {
        key: cell.amount for key, cell in text.prior.items()
    }
    assert word.terms == text.terms


def test_what_is_stated_twice_and_differently_is_told_and_not_filled(tmp_path: Path) -> None:
    found = gathered(tmp_path)
    assert ("three_public", "vehicles", "actual") not in found.prior
    (differs,) = said(found, "prior-text-differs")
    assert "4.53万元" in differs.message
    assert "4.35万元" in differs.message
    assert "没有填" in differs.message


def test_an_amount_in_another_unit_than_the_text_is_told_and_not_filled(tmp_path: Path) -> None:
    found = gathered(tmp_path)
    assert (GENERAL, "2080505", "total") not in found.prior
    (unsure,) = said(found, "prior-text-unsure")
    assert "35.16元" in unsure.message
    assert "2080505" in unsure.message


def test_annexes_are_not_asked(tmp_path: Path) -> None:
    found = gathered(tmp_path)
    assert all("999.99" not in each.message for each in found.findings)


def test_terms_come_as_they_are_written(tmp_path: Path) -> None:
    found = gathered(tmp_path)
    running = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）"
    assert found.terms == {
        "财政拨款收入": "指从同级财政部门取得的财政预算资金。",
        "基本支出": "指为保障机构正常运转、完成日常工作任务而发生的支出。",
        running: "反映行政单位的基本支出。",
    }
    (told,) = said(found, "terms-from-text")
    assert "名词解释有 3 条" in told.message
    assert "“事业收入”（没有写完）" in told.message
    assert "“基本支出”（第二次出现）" in told.message


def test_a_code_that_was_renumbered_comes_under_its_number_of_now(tmp_path: Path) -> None:
    text = changed(
        (
            "住房保障（类）住房改革支出（款）住房公积金（项）",
            "社会保障和就业（类）其他社会保障和就业支出（款）其他社会保障和就业支出（项）",
        )
    ).replace("2023", "2020").replace("2022", "2019")  # fmt: skip
    found = gather_documents([document(tmp_path, text)], find("sichuan", 2021))
    assert wan(found, (GENERAL, "2089999", "total")) == Decimal("173.32")


def test_tables_win_and_what_the_text_says_otherwise_is_told(tmp_path: Path) -> None:
    at = Source("上年表.xlsx", "公开07", "D7")
    exact = Cell.with_amount(at, Amount.of("6084812.34", Unit.YUAN))
    found = gathered(tmp_path, tables={TOTAL: exact})
    assert TOTAL not in found.prior
    assert len(said(found, "prior-text-differs")) == 1
    other = Cell.with_amount(at, Amount.of("608.84", WAN))
    found = gathered(tmp_path, tables={TOTAL: other})
    (told, _) = said(found, "prior-text-differs")
    assert "上年表.xlsx · 公开07!D7 是608.84万元" in told.message
    assert "608.48万元" in told.message


def test_a_text_with_one_decimal_is_too_coarse_to_compare_with(tmp_path: Path) -> None:
    text = """示例街道办事处2023年度部门决算
第二部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
2023年度收入、支出总计均为636.4万元。与2022年度相比，各增加36.4万元，增长6.1%。"""
    found = gathered(tmp_path, text)
    assert found.prior == {}
    (told,) = said(found, "prior-text-unsure")
    assert "只印到 1 位小数" in told.message


@pytest.mark.parametrize(("year", "seen"), [("2022", "2022年度的说明"), ("", "没有写明年度的说明")])
def test_a_text_of_another_year_is_refused(year: str, seen: str, tmp_path: Path) -> None:
    text = (
        f"示例街道办事处{year}年度部门决算\n说明如下。"
        if year
        else "示例街道办事处部门决算\n说明如下。"
    )
    with pytest.raises(UnknownLayout) as caught:
        gathered(tmp_path, text)
    assert seen in caught.value.seen
    assert "2023" in caught.value.remedy


def test_a_text_of_another_unit_is_told(tmp_path: Path) -> None:
    assert said(gathered(tmp_path, names=["示例街道办事处"]), "prior-other-unit") == []
    (told,) = said(gathered(tmp_path, names=["另一街道办事处"]), "prior-other-unit")
    assert "“示例街道办事处”" in told.message


@pytest.mark.parametrize("history", ["新设立", "合并", "分立"])
def test_histories_that_a_text_knows_nothing_of(history: str, tmp_path: Path) -> None:
    resolved = apply_settings(THIS_YEAR, {"单位沿革": history})
    found = gather_documents([document(tmp_path)], resolved)
    assert found.prior == {}
    assert [each.check for each in found.findings] == ["prior-not-comparable", "terms-from-text"]
    assert found.terms


TABLE = """附表
收入支出决算总表
公开01表
部门：示例街道办事处\t\t2023年度\t金额单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t572.48\t一、一般公共服务支出\t600.43
本年收入合计\t600.43\t本年支出合计\t636.43
年初结转和结余\t60.5\t年末结转和结余\t24.5
总计\t660.93\t总计\t660.93
"""


def test_official_tables_inside_the_text_win(tmp_path: Path) -> None:
    found = gathered(tmp_path, TEXT + "\n第五部分 附表\n" + TABLE)
    assert wan(found, (SUMMARY, "closing_carryover", "actual")) == Decimal("24.5")
    assert wan(found, (SUMMARY, "revenue_grand_total", "actual")) == Decimal("660.93")
    of_tables, of_text = said(found, "prior-from-text")
    assert "里的公开表" in of_tables.message
    assert "照格式的写法认出" in of_text.message
    assert any("636.43万元" in each.message for each in said(found, "prior-text-differs"))


def test_two_texts_agree_or_the_second_is_told(tmp_path: Path) -> None:
    one = document(tmp_path)
    other = replace(document(tmp_path, TEXT.replace("608.48", "608.84")), file="另一稿.txt")
    found = gather_documents([one, other], THIS_YEAR)
    assert wan(found, TOTAL) == Decimal("608.48")
    assert any("608.84万元" in each.message for each in said(found, "prior-text-differs"))
