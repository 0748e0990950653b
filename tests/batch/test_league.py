"""汇总表的工作簿：最要紧的单位在最前面，数和原因都在，读不出的也说。"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest

from tests.batch.league_tree import of_case, put, put_failed, rows, sheets, small
from tests.small_department import BUREAU, CENTRE, SPENDING
from xlbudget.batch.extract import EXTRACT
from xlbudget.batch.league import PAGE, WORKBOOK, league
from xlbudget.batch.league_units import State, read_units
from xlbudget.formats.library import find

HOSTILE = ["=坏#名%20 字", "+喆䶮镇&'", "@甲"]
ERRORS = [
    {
        "where": "坏的.xlsx",
        "seen": "=不是工作簿",
        "expected": ".xlsx 工作簿",
        "remedy": "请重新另存。",
    },
    {"where": "公开01!C3", "seen": "“一百”", "expected": "", "remedy": "请改。"},
]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """七个单位：没有做成、有错误、待填写、没有问题的，两个地方的，名字古怪的。"""
    home = tmp_path_factory.mktemp("输出")
    complete = of_case("sichuan", "sample_complete")
    wrong = {(SPENDING, "total", "basic"): "150100"}
    put(home, HOSTILE[0], complete, unit=HOSTILE[0])
    put(home, HOSTILE[1], small(CENTRE, wrong), unit=HOSTILE[1])
    put(home, HOSTILE[2], small(CENTRE), unit=HOSTILE[2])
    put(home, "云南的", of_case("yunnan", "complete"))
    put(home, BUREAU, small(BUREAU))
    put(home, "读不出", complete, unit="读不出")
    (home / "读不出" / EXTRACT).unlink()
    put_failed(home, "坏的", ERRORS)
    (home / ".xlbudget-batch").mkdir()
    (home / "不是单位").mkdir()
    told = league(home)
    assert told.files == (home / WORKBOOK, home / PAGE)
    assert told.units == 7
    return home


def test_the_worst_come_first(out: Path) -> None:
    found = rows(out / WORKBOOK, "总览")
    states = [row["状态"] for row in found]
    order = [state.value for state in State]
    assert states[:2] == ["没有做成", "有错误"]
    assert set(states) == set(order)
    wrong = [int(row["错误"] or 0) for row in found[1:]]
    assert wrong == sorted(wrong, reverse=True)
    assert found[0]["最要紧的一条"] == "=不是工作簿；应为：.xlsx 工作簿。请重新另存。（共 2 处）"
    assert found[0]["在哪里"] == "坏的.xlsx"
    assert (found[1]["单位"], found[1]["格式"], found[1]["年度"]) == (
        HOSTILE[1],
        "全国通用",
        "2024",
    )
    assert found[1]["最要紧的一条"].startswith("支出决算表的合计行等于各类之和：")
    assert found[1]["在哪里"].startswith("公开03 支出决算表!")
    lines = sheets(out / WORKBOOK)["总览"]
    assert lines[1][0].startswith("7 个单位：没有做成 1，有错误 1，")


def test_a_unit_without_its_extract_is_told_and_not_dropped(out: Path) -> None:
    (row,) = [each for each in rows(out / WORKBOOK, "总览") if each["单位"] == "读不出"]
    assert (row["状态"], row["应核"]) == ("有提醒", "")
    assert row["最要紧的一条"].startswith("extract.jsonl 读不出")
    (problem,) = [each for each in rows(out / WORKBOOK, "问题") if each["单位"] == "读不出"]
    assert problem["级别"] == "提醒"


def test_links_lead_to_the_files_of_the_unit(out: Path) -> None:
    sheet = openpyxl.load_workbook(out / WORKBOOK)["总览"]
    found = {cell.row: cell.value for cell in sheet["A"]}
    targets: dict[str, list[str]] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.hyperlink is not None:
                targets.setdefault(str(found[cell.row]), []).append(str(cell.hyperlink.target))
    for name in HOSTILE:
        assert [unquote(each) for each in targets[name]] == [
            f"{name}/{name}.html",
            f"{name}/{name}.xlsx",
        ]
        assert not any({" ", "#", "&", "'"} & set(each) for each in targets[name])
    assert "坏的" not in targets


def test_key_figures_stand_side_by_side(out: Path) -> None:
    lines = sheets(out / WORKBOOK)["各单位指标"]
    groups, header = lines[3], lines[4]
    named = [f"{over} {words}" for over, words in zip(groups, header, strict=True)]
    by_unit = {line[0]: dict(zip(named, line, strict=True)) for line in lines[5:]}
    own = by_unit[HOSTILE[0]]
    assert float(own["本年收入合计 本年"]) == 1433.63
    assert float(own["本年收入合计 上年"]) == 636.43
    assert float(own["本年收入合计 增减率"]) == 125.26
    assert float(own["一般公共预算财政拨款支出 完成率"]) == 100
    assert own["国有资本经营预算财政拨款支出 增减率"] == "不可比"
    assert by_unit[BUREAU]["本年收入合计 上年"] == "缺"
    assert list(by_unit[BUREAU]) == list(own)
    assert [over for over in dict.fromkeys(groups) if over][3:] == list(
        find("national", 2024).key_figures
    )


def test_problems_gaps_and_coverage_are_those_of_the_units(out: Path) -> None:
    problems = rows(out / WORKBOOK, "问题")
    assert [row["级别"] for row in problems[:3]] == ["没有做成", "没有做成", "错误"]
    assert problems[1]["问题"] == "“一百”。请改。"
    (wrong,) = [row for row in problems if row["单位"] == HOSTILE[1]]
    assert (wrong["现为"], wrong["应为"]) == ("15.01万元", "15万元")
    gaps = [row for row in rows(out / WORKBOOK, "待填写") if row["单位"] == BUREAU]
    assert len(gaps) == small(BUREAU).gaps
    assert {row["填在哪里"].partition("!")[0] for row in gaps} > {"上年数", "补充资料"}
    coverage = {row["编号"]: row for row in rows(out / WORKBOOK, "覆盖")}
    known = coverage["R01"]
    assert (known["应核单位数"], known["核到"], known["没有核到"]) == ("5", "5", "0")
    some = next(row for row in coverage.values() if row["没有核到"] != "0")
    assert "（" in some["没有核到的原因（单位数）"]


def test_the_same_units_give_the_same_bytes(out: Path) -> None:
    before = [(out / name).read_bytes() for name in (WORKBOOK, PAGE)]
    league(out)
    assert [(out / name).read_bytes() for name in (WORKBOOK, PAGE)] == before


def test_an_overview_with_notes_in_it_is_kept_under_another_name(tmp_path: Path) -> None:
    put(tmp_path, BUREAU, small(BUREAU))
    assert league(tmp_path).kept == ()
    book = openpyxl.load_workbook(tmp_path / WORKBOOK)
    book["总览"]["Z1"] = "已经打过电话"
    book.save(tmp_path / WORKBOOK)
    noted = (tmp_path / WORKBOOK).read_bytes()
    (tmp_path / PAGE).write_text("<p>我的网页</p>", "utf-8")
    (tmp_path / "汇总-留存1.xlsx").write_bytes(b"x")
    kept = league(tmp_path).kept
    assert [path.name for path in kept] == ["汇总-留存2.xlsx", "index-留存1.html"]
    assert kept[0].read_bytes() == noted
    assert kept[1].read_text("utf-8") == "<p>我的网页</p>"
    assert "总览" in sheets(tmp_path / WORKBOOK)
    assert league(tmp_path).kept == ()


@pytest.mark.parametrize("said", [b"{", b"[]", b'{"unit": 1}', b"\xff", b'{"findings": []}'])
def test_a_stamp_that_is_not_ours_does_not_end_the_overview(said: bytes, tmp_path: Path) -> None:
    put(tmp_path, "好的", small(CENTRE))
    (tmp_path / "怪的").mkdir()
    (tmp_path / "怪的" / "unit.json").write_bytes(said)
    league(tmp_path)
    first, second = rows(tmp_path / WORKBOOK, "总览")
    assert (first["单位"], first["状态"]) == ("怪的", "没有做成")
    assert "请重做这个单位" in first["最要紧的一条"]
    assert second["单位"] == CENTRE


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b'{"title": 1, "figures": [], "findings": [], "obligations": {}}',
        b'{"title": "", "figures": [1], "findings": [], "obligations": {}}',
        b'{"title": "", "figures": [], "findings": [["bad", 2, 3, 4, 5, 6, 7]], "obligations": {}}',
        b'{"title": "", "figures": [], "findings": [], "obligations": {"R01": ["x", 1]}}',
    ],
)
def test_an_extract_that_is_not_ours_is_told(line: bytes, tmp_path: Path) -> None:
    put(tmp_path, "甲", small(CENTRE))
    (tmp_path / "甲" / EXTRACT).write_bytes(line + b"\n")
    league(tmp_path)
    (row,) = rows(tmp_path / WORKBOOK, "总览")
    assert row["最要紧的一条"].startswith("extract.jsonl 读不出")
    assert rows(tmp_path / WORKBOOK, "各单位指标") == []


def test_what_failed_last_counts_before_what_was_made_earlier(tmp_path: Path) -> None:
    put(tmp_path, "甲", small(CENTRE))
    (tmp_path / "甲" / "error.json").write_bytes(b"{}")
    (record,) = read_units(tmp_path).records
    assert record.state is State.FAILED
    assert "没有写原因" in record.says


def test_no_units_at_all(tmp_path: Path) -> None:
    assert league(tmp_path).says == "0 个单位。"
    assert rows(tmp_path / WORKBOOK, "总览") == []
