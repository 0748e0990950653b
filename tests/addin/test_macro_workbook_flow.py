"""从一个新建的 .xlsm 走到核对过的文档，只点按钮：由真的 xlwings 类写进测试用的 Excel。

同样的文件，另用命令走一遍：两边的数和文字要一样。
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import xlwings as xw

from tests.addin.test_buttons import cells
from tests.addin.test_documents import text, type_over
from tests.cli.import_runs import xlbudget
from tests.intake.filled import account_of
from tests.intake.raw_exports import raw_export
from tests.xlwings_engine.session import Excel
from tests.xlwings_engine.store import load
from xlbudget import addin
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite, parse_address
from xlbudget.domain.records import replace
from xlbudget.formats.cases import Case, load_case
from xlbudget.formats.library import HOME
from xlbudget.workbook import layout

Typed = dict[tuple[str, str], str]
"""What a person types, by sheet and cell."""

NOT_READABLE = re.compile(r"Traceback|Error|Exception|None|object at|[{}]|<[a-z]|\(\)|--\w")


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(HOME / "sichuan" / "cases" / "sample_complete.toml", "sichuan")


@pytest.fixture
def folder(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """新建的工作簿、本年的导出，和上年的导出（各数是本年的两倍）。"""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "状态"))
    (tmp_path / "命令").mkdir()
    xlbudget("new", case.place, str(case.year), "-o", tmp_path / "决算.xlsm")
    shutil.copy(tmp_path / "决算.xlsm", tmp_path / "命令" / "决算.xlsm")
    raw_export(*account_of(case), tmp_path / "导出.xlsx")
    doubled = {key: amount + amount for key, amount in case.amounts.items()}
    raw_export(
        *account_of(replace(case, year=case.year - 1, amounts=doubled, prior={})),
        tmp_path / "上年导出.xlsx",
        budgets=False,
    )
    return tmp_path


def said(excel: Excel) -> Iterator[str]:
    """What was said since the last time, each read as a person would."""
    for prompt, *_ in excel.app.alerts:
        bare = re.sub(r"/\S+", "", prompt)
        assert not NOT_READABLE.search(bare), prompt
        assert re.search(r"[\u4e00-\u9fff]", bare), prompt
        assert len(prompt) < 3000
        yield prompt
    excel.app.alerts.clear()


def clicked(excel: Excel, button: str, *answers: str) -> list[str]:
    excel.app.answers = [*answers]
    getattr(addin, button)()
    assert excel.app.answers == []
    return list(said(excel))


def known_only_to_the_unit(case: Case, book: xw.Book) -> Typed:
    """补充资料里还空着的，照案例填。"""
    sheet = book.sheets[layout.SUPPLEMENT]
    rows = {row[1]: (at, row[3]) for at, row in enumerate(sheet.range("A1:E200").value, 1)}
    return {
        (layout.SUPPLEMENT, f"D{rows[name][0]}"): words
        for name, words in case.supplement.items()
        if rows[name][1] is None
    }


def type_here(book: xw.Book, typed: Typed) -> None:
    for (sheet, cell), words in typed.items():
        book.sheets[sheet].range(cell).value = words


def type_there(path: Path, typed: Typed) -> None:
    """The same into the file, as numbers where they are such."""
    ranges = []
    for (sheet, cell), words in typed.items():
        number = re.fullmatch(r"-?\d+(\.\d+)?", words)
        write = CellWrite(Decimal(words) if number else words)
        ranges.append(RangeWrite(sheet, *parse_address(cell), ((write,),)))
    book = PackedBook(path)
    book.apply(BookPlan(tuple(ranges)))
    book.save(path, force=True)


def words_of(document: Path) -> str:
    return re.sub("<[^>]+>", "", text(document))


def brought_in(excel: Excel, book: xw.Book, folder: Path) -> None:
    excel.picks(folder / "导出.xlsx")
    question, told = clicked(excel, "import_exports", "yes")
    assert question.startswith("读入 ")
    assert "只填空白的格和空行" in question
    assert "没有保存" in told
    excel.picks(folder / "上年导出.xlsx")
    question, told = clicked(excel, "import_last_year", "yes")
    assert f"    {layout.PRIOR}：" in question
    assert book.sheets[layout.PRIOR].range("E4").value is not None


def typed_in(excel: Excel, book: xw.Book, case: Case) -> Typed:
    """两处缺口，跳到哪一格就填哪一格；其余的照案例填。"""
    typed: Typed = {}
    for words in ("按实际情况安排。", "按规定办理。"):
        assert clicked(excel, "next_gap") == []
        at = excel.app.selection
        assert at is not None
        where = (at.sheet.name, at.address.replace("$", ""))
        assert where not in typed
        typed[where] = known_only_to_the_unit(case, book).get(where, words)
        type_here(book, {where: typed[where]})
    rest = known_only_to_the_unit(case, book)
    type_here(book, rest)
    return typed | rest


def by_commands(folder: Path, typed: Typed) -> Path:
    """The workbook to which the same was done by commands, and reported on."""
    there = folder / "命令" / "决算.xlsm"
    xlbudget("import", folder / "导出.xlsx", "--into", there)
    xlbudget("import", "--last-year", folder / "上年导出.xlsx", "--into", there)
    type_there(there, typed)
    xlbudget("report", there)
    return there


def test_from_a_new_workbook_to_a_checked_document(
    excel: Excel, folder: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlbudget.addin.actions.now", lambda: "")
    book = excel.open(folder / "决算.xlsm", caller=True)
    excel.calculate_as_before(book)
    brought_in(excel, book, folder)
    typed = typed_in(excel, book, case)
    there = by_commands(folder, typed)
    copy = there.parent / "决算-说明" / "决算.xlsm"
    computed = load(copy)
    excel.app.on_calculate = lambda store: store.renew_results(computed)

    (checked,) = clicked(excel, "check")
    assert re.match(r"\d+ 处错误", checked)
    assert clicked(excel, "mark") == []
    (narrated,) = clicked(excel, "narrate")
    assert narrated.partition("\n")[0].startswith("0 处错误")
    live, expected = cells(excel.store(book)), cells(computed)
    for sheet, wanted in expected.items():
        assert live[sheet] == wanted, sheet

    (exported,) = clicked(excel, "export_word")
    document = folder / "决算-说明" / "决算.docx"
    assert str(document) in exported
    assert document.read_bytes() == (copy.parent / "决算.docx").read_bytes()

    # 在 Word 里改几个字，工作簿里又改了一个数
    type_over(document, "办理群众日常事务", "办理群众的日常事务")
    written = document.read_bytes()
    goals = next(at for at in typed if typed[at] == case.supplement["编制绩效目标项目数"])
    type_here(book, {goals: "40"})
    type_there(there, {goals: "40"})
    (renewed,) = clicked(excel, "refresh_word")
    newer = folder / "决算-说明" / "决算-更新1.docx"
    assert str(newer) in renewed
    assert document.read_bytes() == written
    assert "办理群众的日常事务" in text(newer)
    assert "对39个项目编制了绩效目标" in words_of(document)
    assert "对40个项目编制了绩效目标" in words_of(newer)
    assert clicked(excel, "next_gap") == ["没有待填写的地方了。"]
    assert clicked(excel, "unmark") == []
    assert len(clicked(excel, "show_help")) == 1
    done = xlbudget("check", newer, "--workbook", there)
    assert done.exit_code == 0
    assert "发现 0 处错误、3 处提醒" in done.output
    assert done.output.count("只能说明增加") == 3  # 上年的数加了倍，案例里的原因说的是增加
