"""xlbudget rollup：照 docs/rollup.md 用一遍。"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import openpyxl
import pytest

from tests.small_department import (
    BOOKS,
    BUREAU,
    CENTRE,
    RESOLVED,
    REVENUE,
    SCHOOL,
    SPENDING,
    SUMMARY,
    TOTALS,
    Key,
    department,
    unit,
    yuan,
)
from tests.workbook.workbooks import edit, in_yuan
from xlbudget.analysis.rollup import roll_up
from xlbudget.books.packed_book import PackedBook
from xlbudget.cli.commands import main
from xlbudget.domain.money import Amount
from xlbudget.pipeline import read, run
from xlbudget.workbook.blank import account_in_layout
from xlbudget.workbook.build import build

DOC = (Path(__file__).parents[2] / "docs" / "rollup.md").read_text(encoding="utf-8")
ODD = "多一分.xlsx"
FILES = [f"{name}.xlsx" for name in BOOKS]
SUBSIDY: Key = (SPENDING, "2050202", "affiliate_subsidy")


@dataclass(frozen=True)
class Ran:
    """命令跑完以后：退出码，说了什么。"""

    returncode: int
    stdout: str
    stderr: str


def xlbudget(*args: str | Path, cwd: Path) -> Ran:
    """整个程序，连同报错和退出码，在这个进程里跑一遍。"""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", ["xlbudget", *map(str, args)]),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    code = ended.value.code
    assert isinstance(code, int)
    return Ran(code, out.getvalue(), err.getvalue())


def rollup(cwd: Path, *args: str | Path, files: list[str] | None = None) -> Ran:
    named = args if "--unit" in args else ("--unit", "示例局", *args)
    output = named if "-o" in named else ("-o", "部门.xlsx", *named)
    return xlbudget("rollup", *(files or FILES), *output, cwd=cwd)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """三个单位的工作簿，各表以元计；和部门自己的两本：一本对，一本没有抵消。"""
    home = tmp_path_factory.mktemp("汇总")
    odd = unit(BUREAU, {SUBSIDY: "30000.01"})
    for made, name in (*((each, each.account.file) for each in department()), (odd, ODD)):
        (home / name).write_bytes(build(run(*made)))
        in_yuan(home / name, "公开01", "公开02", "公开03", "公开04", "公开05", "公开06")
    rolled = roll_up(department(), RESOLVED)
    plain = {key: Amount(each.fen + each.eliminated) for key, each in rolled.sums.items()}
    for name, amounts in (("对", rolled.amounts()), ("没有抵消", plain)):
        own = account_in_layout(RESOLVED, "示例局", f"{name}.xlsx", amounts)
        (home / f"{name}.xlsx").write_bytes(build(run(own, RESOLVED)))
    return home


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    for path in built.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_a_departments_workbook_is_built(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    found = rollup(folder)
    assert (found.returncode, found.stderr) == (0, "")
    for words in (
        "汇总 3 个单位：示例局本级、示例学校、示例中心",
        "抵消 上缴上级支出 2万元",
        "    示例学校 2050202 2万元  示例学校.xlsx · 公开03 支出决算表!F",
        "抵消 附属单位上缴收入 2万元",
        "抵消 对附属单位补助支出 3万元",
        "抵消 上级补助收入 3万元",
        "错误 0",
    ):
        assert words in found.stdout
    reading = read(PackedBook(folder / "部门.xlsx"))
    account, resolved = reading.account, reading.format
    assert (account.unit_name, account.year) == ("示例局", 2024)
    assert (resolved.traits["公开主体"], resolved.traits["编报范围"]) == ("部门", "汇总")
    for key, expected in TOTALS.items():
        cell = account.cell(*key)
        assert cell is not None
        assert (cell.amount.fen if cell.amount else None) == (
            yuan(expected).fen if expected else None
        )
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_against_the_departments_own_tables(folder: Path) -> None:
    found = rollup(folder, "--against", "对.xlsx")
    assert found.returncode == 0
    assert "rollup-differs" not in found.stdout
    last = next(line for line in found.stdout.splitlines() if line.startswith("核对 "))
    count = len(roll_up(department(), RESOLVED).sums)
    assert last == f"核对 {count} 格，分毫不差 {count} 格。"


def test_against_tables_without_eliminations(folder: Path) -> None:
    found = rollup(folder, "--against", "没有抵消.xlsx", "--json")
    assert found.returncode == 1
    told = json.loads(found.stdout)
    assert told["counts"]["error"] == 0
    (finding,) = told["against"]["findings"]
    assert (finding["check"], finding["cause"]) == ("rollup-differs", "not-eliminated")
    assert finding["file"] == "没有抵消.xlsx"
    assert {each["payment"] for each in told["eliminations"]} == {"上缴", "补助"}
    assert told["units"] == list(BOOKS)


def test_one_cell_that_was_changed_is_found(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "对.xlsx")
    sheet = book["公开02 收入决算表"]
    cell = next(c for row in sheet for c in row if c.value == pytest.approx(7.000035))
    changed = cell.coordinate
    cell.value = 7.000036
    book.save(folder / "对.xlsx")
    found = rollup(folder, "--against", "对.xlsx")
    assert found.returncode == 1
    for words in (f"公开02 收入决算表!{changed}", "7.000036万元", "相差0.000001万元"):
        assert words in found.stdout
    assert "示例学校7.000035万元（示例学校.xlsx · 公开02 收入决算表!" in found.stdout


def test_what_is_not_certain_is_asked_and_answered_by_a_list(folder: Path) -> None:
    files = [ODD, f"{SCHOOL}.xlsx", f"{CENTRE}.xlsx"]
    found = rollup(folder, files=files)
    assert found.returncode == 1
    assert "对附属单位补助支出共3.000001万元" in found.stdout
    listed = DOC.partition("```csv\n")[2].partition("```")[0]
    (folder / "抵消.csv").write_bytes(listed.encode("gb18030"))
    more = ("-o", "再来.xlsx", "--eliminations", "抵消.csv", "--json")
    found = rollup(folder, *more, files=files)
    told = json.loads(found.stdout)
    assert "rollup-internal" not in {each["check"] for each in told["findings"]}
    assert sorted(
        (each["unit"], each["item"], each["fen"])
        for elimination in told["eliminations"]
        for each in elimination["booked"]
        if elimination["payment"] == "补助"
    ) == [(SCHOOL, "上级补助收入", 3_000_000), (BUREAU, "对附属单位补助支出", 3_000_000)]
    account = read(PackedBook(folder / "再来.xlsx")).account
    left = account.cell(*SUBSIDY)
    assert left is not None
    assert left.amount is not None
    assert left.amount.fen == 1


def test_the_commands_of_the_handbook(folder: Path) -> None:
    named = {"本级": BUREAU, "学校": SCHOOL, "中心": CENTRE, "部门决算": "对"}
    for short, name in named.items():
        (folder / f"{name}.xlsx").rename(folder / f"{short}.xlsx")
    listed = DOC.partition("```csv\n")[2].partition("```")[0]
    (folder / "抵消.csv").write_text(listed, encoding="utf-8")
    commands = re.findall(r"```sh\nxlbudget (.+)\n```", DOC)
    assert len(commands) == 3
    for command in commands:
        found = xlbudget(*shlex.split(command), "--force", cwd=folder)
        assert (found.returncode, found.stderr) == (0, "")
        assert "抵消 上级补助收入 3万元" in found.stdout


def test_a_list_that_is_wrong_stops_everything(folder: Path) -> None:
    text = "单位,收支项目,科目编码,金额（元）\n示例学校,上级补助收入,2050202,30000\n"
    (folder / "抵消.csv").write_text(text, encoding="utf-8")
    found = rollup(folder, "--eliminations", "抵消.csv")
    assert found.returncode == 2
    assert "两边相等" in found.stderr
    assert not (folder / "部门.xlsx").exists()


def test_units_that_cannot_be_summed_are_told_together(folder: Path) -> None:
    edit(folder / f"{SCHOOL}.xlsx", {"首页!单位名称": BUREAU})
    (folder / "坏.xlsx").write_bytes(b"nothing")
    found = rollup(folder)
    assert found.returncode == 2
    assert "“示例局本级”第二次出现" in found.stderr
    found = rollup(folder, files=["坏.xlsx", "没有.xlsx"])
    assert found.returncode == 2
    assert "坏.xlsx" in found.stderr
    assert "没有.xlsx" in found.stderr
    assert not (folder / "部门.xlsx").exists()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["-o", "部门.xlsm"], ".xlsx"),
        (["-o", "示例学校.xlsx", "--force"], "就是要读的工作簿"),
        (["-o", "对.xlsx", "--against", "对.xlsx", "--force"], "就是要读的工作簿"),
        (["--unit", " "], "部门全称"),
    ],
)
def test_outputs_that_are_refused(args: list[str], words: str, folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    found = rollup(folder, *args)
    assert found.returncode == 2
    assert words in found.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_department_that_someone_went_on_filling_in_is_kept(folder: Path) -> None:
    assert rollup(folder).returncode == 0
    assert rollup(folder).returncode == 2
    assert rollup(folder, "--force").returncode == 0
    edit(folder / "部门.xlsx", {"补充资料!总体变动原因": "所属单位增加了两个项目"})
    before = (folder / "部门.xlsx").read_bytes()
    found = rollup(folder, "--force")
    assert found.returncode == 2
    assert "填写了 1 处" in found.stderr
    assert (folder / "部门.xlsx").read_bytes() == before


def test_a_unit_with_errors_of_its_own_is_named(folder: Path) -> None:
    odd = unit(CENTRE, {(REVENUE, "total", "total"): "200001", (SUMMARY, "229", "actual"): "1"})
    (folder / f"{CENTRE}.xlsx").write_bytes(build(run(*odd)))
    found = rollup(folder)
    assert found.returncode == 1
    assert "示例中心（示例中心.xlsx）自己的表有" in found.stdout


def test_what_a_unit_withholds_is_told_and_may_be_summed_again(folder: Path) -> None:
    edit(folder / f"{SCHOOL}.xlsx", {"补充资料!涉密科目": "2050299"})
    found = rollup(folder)
    assert "单位列了涉密科目 2050299：部门也不写它们的行" in found.stdout
    account = read(PackedBook(folder / "部门.xlsx")).account
    assert account.withheld == ("2050299",)
    assert account.statements[SPENDING].line("2050299") is None
    assert "填写了" not in rollup(folder, "--force").stderr


def test_a_unit_left_out_is_told_in_few_lines_with_the_tables_own_labels(folder: Path) -> None:
    rolled = roll_up([unit(BUREAU), unit(SCHOOL)], RESOLVED)
    own = account_in_layout(RESOLVED, "示例局", "少.xlsx", rolled.amounts())
    (folder / "少.xlsx").write_bytes(build(run(own, RESOLVED)))
    told = json.loads(rollup(folder, "--against", "少.xlsx", "--json").stdout)
    (finding,) = told["against"]["findings"]
    assert finding["cause"] == "unit-left-out"
    count = len(finding["follows"])
    assert count > 5
    said = rollup(folder, "--against", "少.xlsx", "-o", "再.xlsx").stdout
    part = said.partition("与部门决算表核对")[2]
    assert part.count("· 同一原因：") == 6
    assert f"    · 同一原因：等共 {count} 处，全部见 --json" in part
    messages = [each["message"] for each in (finding, *finding["follows"])]
    assert [each for each in messages if re.search("20[0-9] [一二三四五六七八九十]+、", each)] == []
    assert any("“收入决算表”207 文化旅游体育与传媒支出" in each for each in messages)
