"""汇总核对：上级自己的工作簿与全部单位之和逐格核对，不留各单位的格也一分不差。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.league_tree import changed, put, put_failed, rows, small, superior
from tests.small_department import (
    APPROPRIATION,
    BOOKS,
    CENTRE,
    RESOLVED,
    REVENUE,
    SCHOOL,
    SPENDING,
    department,
)
from xlbudget.analysis.rollup import roll_up
from xlbudget.batch.league import WORKBOOK, league
from xlbudget.batch.league_sums import OfTable, Tally, amounts_of
from xlbudget.batch.league_units import read_units
from xlbudget.batch.stamp import digests
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.records import replace
from xlbudget.frames import statements

ALL = roll_up(department(), RESOLVED)
SUMS = ALL.amounts()
PAID = (SPENDING, "2050202", "affiliate_subsidy")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("输出")
    for name in BOOKS:
        put(home, name, small(name))
    return home


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """上级自己的工作簿，与各单位之和分毫不差。"""
    return superior(tmp_path_factory.mktemp("上级"), SUMS)


def of(found: list[dict[str, str]], how: str) -> list[dict[str, str]]:
    return [row for row in found if row["结果"] == how]


def test_a_superior_that_is_the_sum_agrees_in_every_cell(out: Path, own: Path) -> None:
    told = league(out, own)
    found = rows(out / WORKBOOK, "汇总核对")
    assert told.differing == 0
    assert told.compared == (
        f"与“示例局”自己的表核对：汇总 3 个单位，核对 {len(SUMS)} 格，"
        f"分毫不差 {len(SUMS)} 格，尾差 0 格，不符 0 格。"
    )
    assert {row["结果"] for row in found} == {"内部抵消", "相符"}
    paid = [(row["栏"], float(row["各单位之和"]), row["说明"]) for row in of(found, "内部抵消")]
    assert [each[:2] for each in paid] == [
        ("上缴上级支出", 2.0),
        ("附属单位上缴收入", 2.0),
        ("对附属单位补助支出", 3.0),
        ("上级补助收入", 3.0),
    ]
    assert paid[0][2] == f"{SCHOOL}（公开03 支出决算表!F10）"


def test_a_fen_in_one_cell_of_one_unit_is_found_and_named(out: Path, tmp_path: Path) -> None:
    key = (SPENDING, "2070199", "basic")
    league(out, superior(tmp_path, changed(SUMS, key, "-0.01")))
    (row,) = of(rows(out / WORKBOOK, "汇总核对"), "不符")
    assert float(row["相差"]) == -0.000001
    assert (row["表"], row["科目编码"], row["栏"]) == ("支出决算表", "2070199", "基本支出")
    assert row["上级的格"].startswith("公开03 支出决算表!D")
    assert row["说明"] == f"{CENTRE}15万元（公开03 支出决算表!D10）"


def test_the_unit_whose_own_tables_disagree_in_that_cell_is_named_first(
    own: Path, tmp_path: Path
) -> None:
    """一个单位的一格差了 0.01 万元：它自己的合计对不上，说明里先说它。"""
    home = tmp_path / "输出"
    key = (SPENDING, "total", "basic")
    for name in BOOKS:
        put(home, name, small(name, {key: "400100"} if name == SCHOOL else None))
    told = league(home, own)
    (row,) = of(rows(home / WORKBOOK, "汇总核对"), "不符")
    assert told.differing == 1
    assert row["说明"].startswith(
        f"这一格在自己的表里就对不上：{SCHOOL}40.01万元（公开03 支出决算表!D7）。"
    )


def test_a_unit_that_the_superior_left_out_is_said_once(out: Path, tmp_path: Path) -> None:
    without = {
        key: replace(amount, fen=amount.fen - ALL.sums[key].part(CENTRE))
        for key, amount in SUMS.items()
    }
    told = league(out, superior(tmp_path, without))
    assert f"部门表正好少了“{CENTRE}”的全部数：没有汇总它。" in told.compared


def test_payments_that_the_superior_did_not_eliminate_are_said(out: Path, tmp_path: Path) -> None:
    gross = {
        key: replace(amount, fen=amount.fen + ALL.sums[key].eliminated)
        for key, amount in SUMS.items()
    }
    told = league(out, superior(tmp_path, gross))
    assert "部门表没有抵消它们" in told.compared


def test_who_is_not_summed_is_named_with_the_reason(own: Path, tmp_path: Path) -> None:
    home = tmp_path / "输出"
    for name in BOOKS:
        put(home, name, small(name))
    put(home, "又一个", small(CENTRE))
    put(home, "去年的", small(CENTRE), year=2023, unit="去年的单位")
    put(home, "别的格式", small(CENTRE), place="yunnan", unit="别的单位")
    put(home, "读不出", small(CENTRE), unit="读不出的单位")
    (home / "读不出" / "extract.jsonl").write_bytes(b"{}\n{\n")
    put_failed(
        home, "坏的", [{"where": "坏的.xlsx", "seen": "打不开", "expected": "", "remedy": ""}]
    )
    told = league(home, own)
    said = [row["说明"] for row in of(rows(home / WORKBOOK, "汇总核对"), "没有汇总")]
    assert sorted(said) == sorted(
        [
            "去年的单位（去年的）是2023年度的，上级是2024年度。",
            "别的单位（别的格式）的格式是 yunnan，上级的是 national。",
            f"{CENTRE}（示例中心）第二次出现（第一次在“又一个”）。",
            "坏的（坏的）没有做成。",
            "读不出的单位：汇总用的数读不出，请重做它。",
        ]
    )
    assert told.differing == 0
    assert "5 个单位没有汇总在内" in told.compared


def test_the_superiors_own_folder_is_no_unit(own: Path, tmp_path: Path) -> None:
    home = tmp_path / "输出"
    for name in BOOKS:
        put(home, name, small(name))
    put(home, "示例局", small(CENTRE), unit="示例局", inputs=digests([own]))
    assert league(home, own).differing == 0


def test_a_table_that_one_unit_lacks_is_not_compared(own: Path, tmp_path: Path) -> None:
    home = tmp_path / "输出"
    for name in BOOKS:
        results = small(name)
        if name == CENTRE:
            kept = {**results.account.statements}
            del kept[APPROPRIATION]
            results = replace(results, account=replace(results.account, statements=kept))
        put(home, name, results)
    told = league(home, own)
    (note,) = of(rows(home / WORKBOOK, "汇总核对"), "没有核对")
    assert (note["表"], note["说明"]) == ("财政拨款收入支出决算总表", f"{CENTRE}没有这张表。")
    assert told.differing == 0


def test_payments_that_nobody_can_tell_are_asked(own: Path, tmp_path: Path) -> None:
    """学校少记一万元上级补助：两边不等，程序不猜。"""
    home = tmp_path / "输出"
    for name in BOOKS:
        fewer = {(REVENUE, "2050202", "superior_subsidy_revenue"): "20000"}
        put(home, name, small(name, fewer if name == SCHOOL else None))
    league(home, own)
    (asked,) = of(rows(home / WORKBOOK, "汇总核对"), "内部待定")
    assert "内部补助" in asked["说明"]
    assert "程序不猜" in asked["说明"]


def test_the_sums_are_those_of_pandas(out: Path) -> None:
    """逐个单位加出来的，和另一条路（pandas 分组求和）加出来的一样。"""
    units = read_units(out)
    tally = Tally({name: OfTable() for name in RESOLVED.tables})
    for record in units.records:
        amounts = amounts_of(units, record)
        assert amounts is not None
        tally.add(units, record, amounts)
    totals = tally.totals({}, list(RESOLVED.tables))
    frame = statements([small(name) for name in BOOKS])
    summed = frame.groupby(["table", "line", "column"])["fen"].sum()
    expected = {key: int(fen) for key, fen in summed.items() if fen}
    assert {key: total.fen for key, total in totals.items()} == expected
    assert len(expected) > 100


def test_a_superior_that_cannot_be_read_leaves_the_overview_whole(tmp_path: Path) -> None:
    home = tmp_path / "输出"
    put(home, CENTRE, small(CENTRE))
    (tmp_path / "坏.xlsx").write_bytes(b"no workbook")
    with pytest.raises(XlbudgetError, match=r"坏\.xlsx"):
        league(home, tmp_path / "坏.xlsx")
    assert [row["单位"] for row in rows(home / WORKBOOK, "总览")] == [CENTRE]


def test_a_superior_of_another_year_has_nobody_to_compare_with(own: Path, tmp_path: Path) -> None:
    home = tmp_path / "输出"
    put(home, CENTRE, small(CENTRE), year=2020)
    told = league(home, own)
    assert told.compared == "没有与“示例局”同一年度、同一格式的单位，没有核对。"
    assert [row["结果"] for row in rows(home / WORKBOOK, "汇总核对")] == ["没有汇总"]
