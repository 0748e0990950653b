"""The program as a person calls it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.workbook.workbooks import Edits, edit

UNIT = "攀枝花市西区大宝鼎街道办事处"


def xlbudget(*args: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "xlbudget", *map(str, args)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one demo run."""
    folder = tmp_path_factory.mktemp("示例")
    done = xlbudget("demo", "-o", "出", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture
def workbook(demo: Path, tmp_path: Path) -> Path:
    path = tmp_path / "决算.xlsx"
    path.write_bytes((demo / "出" / f"{UNIT}2024.xlsx").read_bytes())
    return path


def test_demo_prints_the_text_and_the_gap_and_writes_everything(tmp_path: Path) -> None:
    done = xlbudget("demo", cwd=tmp_path)
    assert done.returncode == 0
    for words in ("1482.22万元", "845.79万元", "132.90%", "待填写 3", "错误 0，提醒 0"):
        assert words in done.stdout
    folder = tmp_path / "xlbudget-示例" / f"{UNIT}2024-说明"
    assert {path.name for path in folder.iterdir()} == {
        f"{UNIT}2024.xlsx",
        f"{UNIT}2024.docx",
        f"{UNIT}2024.trace.json",
        f"{UNIT}2024-附表.xlsx",
        f"{UNIT}2024.html",
        "figures.json",
        "findings.json",
        "coverage.json",
        "narrative.txt",
    }
    text = (folder / "narrative.txt").read_text(encoding="utf-8")
    assert (
        "2024年度收入、支出总计均为1482.22万元。与2023年度相比，收入、支出总计各增加845.79万元，"
        "增长132.90%。主要变动原因是〔请填写：总体变动原因〕。"
    ) in text.splitlines()
    for part in ("第一部分", "第二部分", "十、其他重要事项", "第三部分", "第四部分", "第五部分"):
        assert any(line.startswith(part) for line in text.splitlines())
    again = xlbudget("demo", cwd=tmp_path)
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_figures_end_at_cells(demo: Path) -> None:
    folder = demo / "出" / f"{UNIT}2024-说明"
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))["figures"]
    rate = figures["revenue_expenditure_summary.grand_total.change_rate"]
    assert rate["ratio"] == "84579/63643"
    assert rate["text"] == "132.90%"
    assert rate["cells"] == [
        "公开01 收入支出决算总表!C37",
        "公开01 收入支出决算总表!F37",
        "上年数!E5",
        "上年数!E8",
    ]
    assert set(rate["inputs"]) <= set(figures)


def test_coverage_counts_what_was_checked(demo: Path) -> None:
    folder = demo / "出" / f"{UNIT}2024-说明"
    coverage = json.loads((folder / "coverage.json").read_text(encoding="utf-8"))
    assert coverage["total"]["fail"] == 0
    assert coverage["total"]["pass"] > 1000
    passed = sum(check["pass"] for check in coverage["checks"].values())
    assert passed == coverage["total"]["pass"]
    obliged = coverage["obligations"]
    assert set(obliged) >= {f"R{number:02d}" for number in (*range(1, 59), *range(61, 67))}
    missed = {rule for rule, found in obliged.items() if not found["covered"]}
    assert coverage["covered"] == f"{len(obliged) - len(missed)}/{len(obliged)}"
    # 示例没有资本性支出等类、没有财政拨款以外的收入，“预算数”里没有单填“三公”经费；没有绩效项目
    assert missed == {"R27", "R41", "B02", *(f"P{number:02d}" for number in range(1, 9))}


def test_explain_goes_down_to_the_cells(workbook: Path) -> None:
    done = xlbudget("explain", workbook, "收支总表.总计.增减率", cwd=workbook.parent)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "收支总表.总计.增减率 = 132.90%"
    leaf = "决算.xlsx · 公开01 收入支出决算总表!C37  1482.217万元"
    assert sum(leaf in line for line in lines) == 1
    assert any("决算.xlsx · 上年数!E8  636.43万元" in line for line in lines)


def test_explain_takes_identifiers_and_gives_json(workbook: Path) -> None:
    name = "revenue_expenditure_summary.grand_total.change"
    done = xlbudget("explain", workbook, name, "--json", cwd=workbook.parent)
    assert json.loads(done.stdout)[name]["fen"] == 845_790_000


def test_explain_proposes_the_nearest_name(workbook: Path) -> None:
    done = xlbudget("explain", workbook, "收支总表.总记", cwd=workbook.parent)
    assert done.returncode == 2
    assert "是否想写“总计”？" in done.stderr


def test_two_totals_that_differ(workbook: Path) -> None:
    edit(workbook, {"公开01 收入支出决算总表!C37": 1582.22})
    done = xlbudget("report", workbook, cwd=workbook.parent)
    assert done.returncode == 1
    text = (workbook.parent / "决算-说明" / "narrative.txt").read_text(encoding="utf-8")
    assert "收入、支出总计均为1" not in text.partition("二、收入决算")[0]
    findings = json.loads(
        (workbook.parent / "决算-说明" / "findings.json").read_text(encoding="utf-8")
    )
    assert findings["counts"]["error"] == 1
    first = findings["findings"][0]
    assert first["check"] == "summary-totals-equal"
    for words in (
        "收入总计1582.22万元（公开01 收入支出决算总表!C37）",
        "支出总计1482.217万元（F37）",
    ):
        assert words in first["message"]
    assert {follower["check"] for follower in first["follows"]} == {
        "summary-revenue-grand-total",
        "paragraph-withheld",
    }


def test_check_writes_nothing_and_json_is_only_json(workbook: Path) -> None:
    before = {path: path.read_bytes() for path in workbook.parent.iterdir()}
    done = xlbudget("check", workbook, workbook, "--json", cwd=workbook.parent)
    assert done.returncode == 0
    both = json.loads(done.stdout)
    assert [one["counts"]["gap"] for one in both] == [3, 3]
    assert {path: path.read_bytes() for path in workbook.parent.iterdir()} == before


def test_only_some_outputs(workbook: Path) -> None:
    done = xlbudget("report", workbook, "-o", "出", "--only", "txt", cwd=workbook.parent)
    assert done.returncode == 0
    assert [path.name for path in (workbook.parent / "出").iterdir()] == ["narrative.txt"]
    done = xlbudget("report", workbook, "-o", "页", "--only", "html", cwd=workbook.parent)
    assert done.returncode == 0
    assert [path.name for path in (workbook.parent / "页").iterdir()] == [f"{workbook.stem}.html"]
    page = (workbook.parent / "页" / f"{workbook.stem}.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "132.90%" in page


def test_the_source_is_never_a_target(workbook: Path) -> None:
    before = workbook.read_bytes()
    done = xlbudget("report", workbook, "-o", ".", "--force", cwd=workbook.parent)
    assert done.returncode == 2
    assert "另一个输出文件夹" in done.stderr
    assert workbook.read_bytes() == before


def test_same_input_same_bytes(workbook: Path) -> None:
    for folder in ("甲", "乙"):
        assert xlbudget("report", workbook, "-o", folder, cwd=workbook.parent).returncode == 0
    for path in (workbook.parent / "甲").iterdir():
        assert path.read_bytes() == (workbook.parent / "乙" / path.name).read_bytes()


BAD_CELLS: dict[str, tuple[Edits, list[str]]] = {
    "text": ({"公开01 收入支出决算总表!C33": "见附表"}, ["C33", "“见附表”", "金额"]),
    "formula": ({"公开01 收入支出决算总表!C33": "=1+2"}, ["C33", "没有保存过计算结果", "保存"]),
    "error": ({"公开01 收入支出决算总表!C33": "#DIV/0!"}, ["C33", "#DIV/0!"]),
    "year": ({"公开01 收入支出决算总表!C3": "2023年度"}, ["2023年度的表", "2024年度"]),
    "unit": ({"公开01 收入支出决算总表!F3": None}, ["金额单位"]),
    "setting": ({"首页!比率小数位": "两位"}, ["比率小数位", "“两位”"]),
    "format": ({"首页!格式": "sichuen"}, ["sichuen", "sichuan"]),
    "prior": ({"上年数!E5": "约六百万"}, ["上年数!E5", "约六百万"]),
}


@pytest.mark.parametrize("name", BAD_CELLS)
def test_bad_cells_are_told_and_nothing_is_written(name: str, workbook: Path) -> None:
    cells, words = BAD_CELLS[name]
    edit(workbook, cells)
    done = xlbudget("report", workbook, cwd=workbook.parent)
    assert (done.returncode, done.stdout) == (2, "")
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in workbook.parent.iterdir()] == ["决算.xlsx"]


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "空"), (b"PK\x03\x04 broken", "损坏"), (b"<html><table></table></html>", "网页")],
)
def test_files_that_are_no_workbook(content: bytes, word: str, tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    done = xlbudget("check", path, cwd=tmp_path)
    assert done.returncode == 2
    assert "坏.xlsx" in done.stderr
    assert word in done.stderr


def test_a_missing_file(tmp_path: Path) -> None:
    done = xlbudget("report", "没有.xlsx", cwd=tmp_path)
    assert done.returncode == 2
    assert "没有.xlsx" in done.stderr
    assert not list(tmp_path.iterdir())


def test_new_makes_a_workbook_that_reports_gaps(tmp_path: Path) -> None:
    unit = ["--unit", "示例街道办事处"]
    made = xlbudget("new", "sichuan", "2024", "-o", "新.xlsx", *unit, cwd=tmp_path)
    assert made.returncode == 0
    done = xlbudget("report", "新.xlsx", cwd=tmp_path)
    assert done.returncode == 0
    assert "〔请填写：2024年度收入支出决算总表的收入总计〕" in done.stdout
    refused = xlbudget("new", "sichuan", "2024", "-o", "新.xlsx", cwd=tmp_path)
    assert refused.returncode == 2


def test_a_control_character_in_the_name_of_the_unit_is_dropped(tmp_path: Path) -> None:
    made = xlbudget("new", "sichuan", "2024", "-o", "新.xlsx", "--unit", "甲\x01乙", cwd=tmp_path)
    assert made.returncode == 0
    book = openpyxl.load_workbook(tmp_path / "新.xlsx")
    assert book["首页"]["B4"].value == "甲乙"


def test_demo_makes_a_macro_workbook(tmp_path: Path) -> None:
    done = xlbudget("demo", "--xlsm", "-o", "出", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name.removeprefix(UNIT) for path in tmp_path.rglob(f"{UNIT}*.*")} == {
        *("2024.xlsm", "2024.docx", "2024.trace.json", "2024-附表.xlsx", "2024.html")
    }


def test_new_makes_a_macro_workbook_that_reports(tmp_path: Path) -> None:
    python = r"D:\工具\python.exe"
    made = xlbudget("new", "sichuan", "2024", "-o", "新.xlsm", "--python", python, cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    book = openpyxl.load_workbook(tmp_path / "新.xlsm")
    assert book["xlwings.conf"]["B1"].value == python
    assert book["xlwings.conf"]["B2"].value == r"D:\工具"
    done = xlbudget("report", "新.xlsm", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "新-说明" / "新.xlsm").is_file()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["report"], ["缺少参数"]),
        (["report", "甲.xlsx", "--onlly", "txt"], ["没有选项 --onlly"]),
        (
            ["report", "甲.xlsx", "--only", "word"],
            ["“word”", "xlsx、docx、annex、html、json、txt、pdf"],
        ),
        (["new", "sichuan", "二零二四", "-o", "甲.xlsx"], ["年度"]),
        (["new", "sichuan", "1998", "-o", "甲.xlsx"], ["1998年度", "2019年度及以后"]),
        (["new", "sichuan", "2024", "-o", "甲.docx"], [".xlsx", ".xlsm"]),
        (["new", "sichuan", "2024", "-o", "甲.xlsx", "--python", "p.exe"], ["只用于 .xlsm"]),
        (["new", "sichuan", "2024", "-o", "甲.xlsm", "--python", r".venv\p.exe"], ["完整的路径"]),
        (["new", "sichuan", "2024", "-o", "甲=乙.xlsm"], ["文件名里有“=”"]),
        (["attach", "生成"], ["“生成”", "说明、校验、缺口"]),
        (["attach"], ["没有找到打开着工作簿的 Excel", "xlbudget report"]),
        (["formats", "sichun"], ["sichuan"]),
    ],
)
def test_wrong_usage_is_told_in_chinese(args: list[str], words: list[str], tmp_path: Path) -> None:
    done = xlbudget(*args, cwd=tmp_path)
    assert done.returncode == 2
    for word in words:
        assert word in done.stderr
    assert not list(tmp_path.iterdir())


def test_help_lists_the_commands_in_chinese(tmp_path: Path) -> None:
    done = xlbudget("--help", cwd=tmp_path)
    assert done.returncode == 0
    for word in (
        "用法：",
        "命令",
        "demo",
        "new",
        "import",
        "report",
        "check",
        "explain",
        "formats",
    ):
        assert word in done.stdout


@pytest.mark.parametrize("command", ["report", "check", "refresh", "pdf", "rollup"])
def test_help_of_a_command_is_chinese(command: str, tmp_path: Path) -> None:
    done = xlbudget(command, "--help", cwd=tmp_path)
    assert done.stdout.startswith("用法：")
    assert "显示帮助。" in done.stdout
    assert not any(word in done.stdout for word in ("Usage", "Options", "Show this"))


def test_formats_tells_authority(tmp_path: Path) -> None:
    found = json.loads(xlbudget("formats", "--json", cwd=tmp_path).stdout)
    assert {row["place"] for row in found} >= {"national", "sichuan"}
    assert all(row["authority"] for row in found)


CASE = """
title = "甲"
unit = "示例街道办事处"
year = 2024
[amounts.revenue_expenditure_summary]
other_revenue = "{amount}"
current_year_revenue = "{amount}"
revenue_grand_total = "{amount}"
201 = "{amount}"
current_year_expenditure = "{amount}"
expenditure_grand_total = "{amount}"
[prior.revenue_expenditure_summary]
revenue_grand_total = "1"
expenditure_grand_total = "1"
[paragraphs]
"一" = "一、总体"
"一.1" = "共3万元。"
"""


@pytest.mark.parametrize(("amount", "code"), [("3", 0), ("4", 1)])
def test_cases_of_an_outside_format(amount: str, code: int, tmp_path: Path) -> None:
    home = tmp_path / "格式" / "mytown"
    (home / "cases").mkdir(parents=True)
    (home / "narrative").mkdir()
    (home / "format.toml").write_text(
        'title = "某县"\nextends = "national"\nauthority = "示例"\nverified = false\n'
        'version = "1"\n',
        encoding="utf-8",
    )
    template = "一、总体\n共{{收支总表.总计}}。\n"
    (home / "narrative" / "01_overall.txt").write_text(template, encoding="utf-8")
    (home / "cases" / "one.toml").write_text(CASE.format(amount=amount), encoding="utf-8")
    args = ("formats", "mytown", "--formats", "格式", "--cases")
    done = xlbudget(*args, cwd=tmp_path)
    assert done.returncode == code
    assert ("案例 one（甲）：2 段，相符" in done.stdout) == (code == 0)
    assert ("一.1 写出“共4万元。”，应为“共3万元。”" in done.stdout) == (code == 1)
    (row,) = json.loads(xlbudget(*args, "--json", cwd=tmp_path).stdout)
    (told,) = row["cases"]
    assert (told["name"], told["paragraphs"]) == ("one", 2)
    assert bool(told["differences"]) == (code == 1)


def test_an_outside_format(workbook: Path) -> None:
    folder = workbook.parent / "格式" / "mytown"
    (folder / "narrative").mkdir(parents=True)
    (folder / "format.toml").write_text(
        'title = "某县"\nextends = "sichuan"\nauthority = "示例"\nverified = false\n'
        'version = "1"\n',
        encoding="utf-8",
    )
    (folder / "narrative" / "01_overall.txt").write_text(
        "一、总体\n本县{{年度}}年度收支总计{{收支总表.总计}}。\n", encoding="utf-8"
    )
    options: list[str | Path] = [
        "--formats",
        workbook.parent / "格式",
        "--format",
        "mytown",
        "--only",
        "txt",
    ]
    done = xlbudget("report", workbook, *options, cwd=workbook.parent)
    assert "本县2024年度收支总计1482.22万元。" in done.stdout
    (folder / "narrative" / "01_overall.txt").write_text(
        "一、总体\n共{{收支总表.总记}}\n", encoding="utf-8"
    )
    broken = xlbudget("report", workbook, *options, "--force", cwd=workbook.parent)
    assert broken.returncode == 2
    for word in ("mytown/narrative/01_overall.txt 第2行", "总记", "“总计”"):
        assert word in broken.stderr


def test_a_copy_that_a_person_went_on_writing_in_is_not_replaced(workbook: Path) -> None:
    assert xlbudget("report", workbook, cwd=workbook.parent).returncode == 0
    copy = workbook.parent / "决算-说明" / "决算.xlsx"
    edit(copy, {"说明!一.1": "我在副本里写的话"})
    before = copy.read_bytes()
    done = xlbudget("report", workbook, "--force", cwd=workbook.parent)
    assert done.returncode == 2
    assert "我在副本里写的话" in done.stderr
    assert copy.read_bytes() == before
    edit(workbook, {"说明!一.1": "我在副本里写的话"})
    assert xlbudget("report", workbook, "--force", cwd=workbook.parent).returncode == 0


def test_a_setting_that_is_wrong_names_its_cell(workbook: Path) -> None:
    edit(workbook, {"首页!计算依据": "万元"})
    done = xlbudget("check", workbook, cwd=workbook.parent)
    assert done.returncode == 2
    assert re.search(r"首页!B\d+（计算依据）", done.stderr)


def test_a_blank_year_is_asked_for(workbook: Path) -> None:
    edit(workbook, {"首页!年度": None})
    done = xlbudget("check", workbook, cwd=workbook.parent)
    assert done.returncode == 2
    assert "“年度”一行没有填写" in done.stderr


def test_explain_takes_the_name_of_a_category(workbook: Path) -> None:
    done = xlbudget("explain", workbook, "收支总表.卫生健康支出", cwd=workbook.parent)
    assert done.stdout.splitlines()[0].endswith("= 22.28万元")
