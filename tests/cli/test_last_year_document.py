"""上年公开的说明当作 --last-year：新建、导入，只填空着的格。"""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.cli.import_runs import edited, xlbudget
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.errors import UnknownLayout
from xlbudget.domain.money import Unit
from xlbudget.formats.model import SUPPLEMENT, VALUE
from xlbudget.pipeline import read
from xlbudget.workbook import layout

TEXT = Path(__file__).parents[1] / "intake" / "last_year.txt"
GENERAL = ("general_public_budget_expenditure", "total", "total")
ITEM = ("general_public_budget_expenditure", "2010301", "total")
OPERATING = (SUPPLEMENT, "机关运行经费支出", VALUE)
RUNNING = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）"
FUND = ("government_fund_accounts", "total", "expenditure")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(TEXT, tmp_path / "上年说明.txt")
    return tmp_path


def account_of(path: Path) -> FinalAccount:
    return read(PackedBook(path)).account


def wan(account: FinalAccount, key: tuple[str, str, str]) -> Decimal | None:
    cell = account.prior.get(key)
    unit = Unit.TEN_THOUSAND_YUAN
    return cell.amount.number(unit) if cell is not None and cell.amount is not None else None


def test_a_new_workbook_has_last_years_amounts_and_terms(folder: Path) -> None:
    book = folder / "决算.xlsx"
    done = xlbudget("new", "sichuan", "2024", "-o", book, "--last-year", folder / "上年说明.txt")
    account = account_of(book)
    expected = {GENERAL: "608.48", ITEM: "400", OPERATING: "21.89", FUND: "27.95"}
    for key, number in expected.items():
        assert wan(account, key) == Decimal(number)
    assert list(account.terms) == ["财政拨款收入", "基本支出", RUNNING]
    assert account.terms["基本支出"].text.startswith("指为保障机构正常运转")
    assert "个取自上年的说明“上年说明.txt”" in done.output
    assert "合计：608.48万元（第14段，照格式的写法认出），另有 1 处相同。" in done.output
    assert "名词解释有 3 条取自上年的说明" in done.output


def test_an_import_fills_blank_cells_only(folder: Path) -> None:
    book = folder / "决算.xlsx"
    xlbudget("new", "sichuan", "2024", "-o", book, "--unit", "示例街道办事处")
    terms_row = layout.FIRST_ROW

    def by_hand(workbook: openpyxl.Workbook) -> None:
        sheet = workbook[layout.TERMS]
        sheet.cell(terms_row, 1, "基本支出")
        sheet.cell(terms_row, 2, "我们自己的解释。")
        prior = workbook[layout.PRIOR]
        at = account_of(book).prior[GENERAL].source.cell
        prior[at] = 600

    edited(book, by_hand)
    asked = ("import", "--into", book, "--last-year", folder / "上年说明.txt")
    dry = xlbudget(*asked, "--dry-run", "--json")
    told = json.loads(dry.output)
    assert told["written"] is False
    done = xlbudget(*asked)
    account = account_of(book)
    assert wan(account, GENERAL) == Decimal(600)
    assert wan(account, ITEM) == Decimal(400)
    assert wan(account, OPERATING) == Decimal("21.89")
    assert account.terms["基本支出"].text == "我们自己的解释。"
    assert account.terms["财政拨款收入"].text == "指从同级财政部门取得的财政预算资金。"
    assert "原来有别的内容、没有动的格：1 处" in done.output
    again = json.loads(xlbudget(*asked, "--json").output)
    assert again["changes"] == []


def test_a_text_of_this_year_is_refused_and_nothing_is_written(folder: Path) -> None:
    book = folder / "决算.xlsx"
    with pytest.raises(UnknownLayout, match="2023年度的说明"):
        xlbudget("new", "sichuan", "2023", "-o", book, "--last-year", folder / "上年说明.txt")
    assert not book.exists()
