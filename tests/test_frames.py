"""许多单位的表变成 pandas 的表；docs/frames.md 里的例子照着运行。"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import xlbudget
from tests.small_department import BOOKS, BUREAU, CENTRE, SCHOOL, Key, unit, yuan
from xlbudget import frames
from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.port import Book
from xlbudget.domain.errors import SeveralErrors, UnreadableFile
from xlbudget.formats.library import find
from xlbudget.frames.columns import ENTRIES, FIGURES, FINDINGS, STATEMENTS
from xlbudget.pipeline import run
from xlbudget.results import Results
from xlbudget.workbook.blank import account_in_layout
from xlbudget.workbook.build import build

DOC = (Path(__file__).parents[1] / "docs" / "frames.md").read_text(encoding="utf-8")
THREE = "three_public"
SPENT = {BUREAU: ("3", "3"), SCHOOL: ("2.01", "2"), CENTRE: ("1", "2")}
"""“三公”经费的决算数和预算数，元。"""

PERSONNEL = {BUREAU: "140000", SCHOOL: "400000", CENTRE: "75000"}
"""基本支出 700,000、400,000、150,000 元里的人员经费：五分之一、全部、一半。"""


def results(name: str) -> Results:
    basic = "general_public_budget_basic"
    changes: dict[Key, str] = {
        (THREE, "total", "actual"): SPENT[name][0],
        (THREE, "total", "budget"): SPENT[name][1],
        (basic, "personnel_total", "actual"): PERSONNEL[name],
    }
    prior: dict[Key, Any] = {("revenue_accounts", "total", "total"): yuan("12.34")}
    made = unit(name, changes, prior=prior, supplement={"车辆总数": "2"})
    return run(*made)


RESULTS = {name: results(name) for name in BOOKS}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """两个文件夹：今年三个单位，上年一个。"""
    home = tmp_path_factory.mktemp("区")
    (home / "各单位").mkdir()
    (home / "各单位上年").mkdir()
    for name, known in RESULTS.items():
        (home / "各单位" / f"{name}.xlsx").write_bytes(build(known))
    (home / "各单位" / "~$示例学校.xlsx").write_bytes(b"locked")
    (home / "各单位" / "说明.txt").write_text("不是工作簿", encoding="utf-8")
    older = find("national", 2023)
    amounts = {
        ("expenditure_accounts", line, "total"): yuan("1000000")
        for line in ("total", "205", "20501", "2050101")
    }
    summary = "revenue_expenditure_summary"
    totals = {(summary, "revenue_grand_total", "actual"): yuan("1000000")}
    account = account_in_layout(older, BUREAU, "旧.xlsx", {**amounts, **totals})
    (home / "各单位上年" / "旧.xlsx").write_bytes(build(run(account, older)))
    return home


def test_importing_the_package_does_not_import_pandas() -> None:
    code = (
        "import sys, xlbudget, xlbudget.cli; xlbudget.frames.statements; "
        "assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("function", "columns"),
    [
        (frames.statements, STATEMENTS),
        (frames.entries, ENTRIES),
        (frames.figures, FIGURES),
        (frames.findings, FINDINGS),
    ],
)
def test_columns_and_types_are_as_documented(function: Any, columns: dict[str, str]) -> None:
    frame = function(RESULTS[SCHOOL])
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == columns
    assert len(frame)
    assert set(frame["unit"]) == {SCHOOL}
    part = DOC.partition(f"### {function.__name__}\n")[2].partition("\n#")[0]
    common = DOC.partition("## 各列\n")[2].partition("\n### statements")[0]
    written = set(re.findall(r"`(\w+)`", common + part + DOC.partition("### statements")[2]))
    assert set(columns) <= written
    assert function([]).dtypes.to_dict() == frame.dtypes.to_dict()


def test_every_cell_of_the_account_is_one_row_with_its_exact_amount() -> None:
    frame = frames.statements(RESULTS[SCHOOL])
    account = RESULTS[SCHOOL].account
    cells = {
        (table, line.name, column): cell
        for table, statement in account.statements.items()
        for line in statement.lines
        for column, cell in line.cells.items()
    }
    assert len(frame) == len(cells)
    for row in frame.itertuples():
        cell = cells[str(row.table), str(row.line), str(row.column)]
        fen = None if pd.isna(row.fen) else int(row.fen)  # type: ignore[arg-type]
        assert fen == (cell.amount.fen if cell.amount else None)
        assert (row.sheet, row.cell, row.holds) == (
            cell.source.sheet,
            cell.source.cell,
            cell.holds.value,
        )


def test_a_row_of_a_table_says_what_it_is() -> None:
    frame = frames.statements(RESULTS[SCHOOL])
    chosen = frame[
        (frame["table"] == "revenue_accounts")
        & (frame["line"] == "2050202")
        & (frame["column"] == "service_revenue")
    ]
    (row,) = chosen.to_dict("records")
    assert row["fen"] == 7_000_035
    assert row["wan"] == pytest.approx(7.000035)
    assert (row["level"], row["code"], row["label"]) == ("项", "2050202", "小学教育")
    assert (row["table_title"], row["column_title"]) == ("收入决算表", "事业收入")
    assert row["group"] == "items"


def test_what_stands_beside_the_tables() -> None:
    frame = frames.entries(RESULTS[SCHOOL])
    prior = frame[(frame["kind"] == "上年决算数") & (frame["table"] == "revenue_accounts")]
    assert prior["fen"].dropna().tolist() == [1234]
    vehicles = frame[(frame["kind"] == "补充资料") & (frame["label"] == "车辆总数")]
    assert vehicles["count"].tolist() == [2.0]
    assert {"年初预算数", "全年预算数"} <= set(frame["kind"])


def test_figures_are_those_of_the_text() -> None:
    frame = frames.figures(RESULTS[SCHOOL]).set_index("name")
    total = frame.loc["收支总表.收入总计.决算数"]
    assert (total["text"], total["fen"]) == ("60万元", 60_000_000)
    share = frame.loc["支出决算表.合计.基本支出.占比"]
    assert share["fraction"] == "10/13"  # 40 ÷ 52
    assert share["ratio"] == pytest.approx(10 / 13)
    assert share["text"] == "76.92%"
    assert "示例学校.xlsx · 公开03 支出决算表!D7" in share["inputs"].split("；")
    rate = frame.loc["收支总表.总计.增减率"]
    assert pd.isna(rate["ratio"])
    assert "2023年度" in rate["why"]


def test_findings_are_those_of_the_run() -> None:
    frame = frames.findings(RESULTS[CENTRE])
    assert frame["message"].tolist() == [each.message for each in RESULTS[CENTRE].findings]
    assert "错误" in set(frame["level"])


def test_a_folder_a_path_and_results_together(folder: Path) -> None:
    whole = frames.statements(folder / "各单位")
    assert set(whole["unit"]) == set(BOOKS)
    mixed = frames.statements([str(folder / "各单位" / f"{BUREAU}.xlsx"), RESULTS[SCHOOL]])
    assert list(dict.fromkeys(mixed["unit"])) == [BUREAU, SCHOOL]
    assert whole.attrs["unreadable"] == {}


def test_unreadable_workbooks_are_raised_together_or_told(folder: Path, tmp_path: Path) -> None:
    broken, empty = tmp_path / "坏.xlsx", tmp_path / "空"
    broken.write_bytes(b"nothing")
    empty.mkdir()
    given = [broken, empty, folder / "各单位"]
    with pytest.raises(SeveralErrors) as caught:
        frames.figures(given)
    assert len(caught.value.errors) == 2
    frame = frames.statements(given, unreadable="tell")
    assert set(frame["unit"]) == set(BOOKS)
    assert set(frame.attrs["unreadable"]) == {str(broken), str(empty)}
    assert "没有工作簿" in frame.attrs["unreadable"][str(empty)]
    with pytest.raises(UnreadableFile):
        frames.statements(broken)


PAGE = """
== 表一
收入支出决算总表
单位：示例中心|2024年度||金额单位：万元
收入||支出|
项目|决算数|项目|决算数
一、一般公共预算财政拨款收入|10.01|二十三、其他支出|10.01
本年收入合计|10.01|本年支出合计|10.01
总计|10.01|总计|10.01
== 表四
财政拨款收入支出决算总表
单位：示例中心|2024年度||金额单位：万元
收入||支出||||
项目|决算数|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
一、一般公共预算财政拨款|10.01|二十三、其他支出|10.01|10.01||
本年收入合计|10.01|本年支出合计|10.01|10.01||
总计|10.01|总计|10.01|10.01||
"""


def test_any_book_can_be_opened() -> None:
    def opened(path: Path) -> Book:
        return MemoryBook(PAGE, path.name)

    request = xlbudget.Request(place="national")
    frame = frames.statements("公开.xlsx", request=request, opener=opened)
    whole = frame[(frame["line"] == "revenue_grand_total")]
    assert whole["fen"].tolist() == [10_010_000, 10_010_000]
    assert set(whole["precision"]) == {10_000}
    assert set(whole["file"]) == {"公开.xlsx"}


# --- docs/frames.md 的例子 ---


def example(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """照着文档运行一个例子，当前目录里有那两个文件夹。"""
    mark = f"<!-- 例子：{name} -->\n```python\n"
    code = DOC.partition(mark)[2].partition("```")[0]
    assert code
    monkeypatch.chdir(folder)
    found: dict[str, Any] = {}
    exec(code, found)  # noqa: S102  文档里的例子
    return found


def test_who_is_over_budget(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over = example("超预算", folder, monkeypatch)["over"]
    assert over.index.tolist() == [SCHOOL]
    assert over.loc[SCHOOL, "actual"] == pytest.approx(0.000201)


def test_personnel_by_share(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shares = example("人员经费", folder, monkeypatch)["shares"]
    assert shares.to_dict() == {SCHOOL: 1.0, CENTRE: 0.5, BUREAU: 0.2}
    assert shares.index.tolist() == [SCHOOL, CENTRE, BUREAU]


def test_categories_against_last_year(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    totals = example("各类支出", folder, monkeypatch)["totals"]
    education, culture = totals.xs("205").iloc[0], totals.xs("207").iloc[0]
    # 930,000 + 520,000 元，上年 1,000,000 元；文化今年才有
    assert education.to_dict() == {2023: 100_000_000, 2024: 145_000_000, "增减": 45_000_000}
    assert culture["增减"] == 20_000_000
