"""绩效的表：每个项目一张，另有一张汇总；缺什么看得见；数是算出来的，追得到。"""

from __future__ import annotations

import json

import pytest

from tests.error_folders import account_of
from xlbudget.domain.findings import Level
from xlbudget.domain.text import Gap, Printed
from xlbudget.pipeline import run
from xlbudget.results import Results, figures_json
from xlbudget.results.performance_tables import performance_tables
from xlbudget.results.printed_tables import PrintedTable

ROAD = '[projects."道路维修"]\n'
CHECKED = '[projects."道路维修".indicators."验收合格率"]\n'
UNSCORED = "".join(
    f'[projects."道路维修".indicators."{name}"]\n"分值" = ""\n"得分" = ""\n'
    for name in ("维修道路条数", "验收合格率", "居民满意度")
)


def results(changes: str = "") -> Results:
    return run(*account_of(changes))


def tables(changes: str = "") -> dict[str, PrintedTable]:
    return {table.title: table for table in performance_tables(results(changes))}


ROAD_TABLE = "2024年度项目支出绩效自评表（道路维修）"


def test_the_form_of_a_project() -> None:
    assert tables()[ROAD_TABLE].texts() == (
        ("项目名称", "", "道路维修", "", "", "", "", "", ""),
        ("主管部门", "", "示例区财政局", "", "实施单位", "示例街道办事处", "", "", ""),
        (
            *("项目资金（万元）", "", "", "年初预算数", "全年预算数", "全年执行数"),
            *("分值", "执行率", "得分"),
        ),
        ("", "年度资金总额", "", "12", "15", "15", "10", "100%", "10"),
        ("", "其中：财政拨款", "", "", "10", "10", "—", "—", "—"),
        ("", "其他资金", "", "", "5", "5", "—", "—", "—"),
        ("年度总体目标", "预期目标", "", "", "", "实际完成情况", "", "", ""),
        ("", "维修两条道路。", "", "", "", "维修了两条道路。", "", "", ""),
        (
            *("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"),
            *("分值", "得分", "偏差原因分析及改进措施"),
        ),
        ("", "产出指标", "数量指标", "维修道路条数", "2条", "2条", "30", "30", ""),
        ("", "", "质量指标", "验收合格率", "100%", "95%", "30", "28", "一处返修，已改好。"),
        (
            *("", "满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "92%"),
            *("30", "30", ""),
        ),
        ("总分", "", "", "", "", "", "100", "98", ""),
    )


def test_cells_that_belong_together_are_merged_and_cover_the_table_once() -> None:
    for table in tables().values():
        seen = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        ]
        assert sorted(seen) == [
            (row, column)
            for row in range(1, table.rows + 1)
            for column in range(1, table.columns + 1)
        ], table.title
    merged = set(tables()[ROAD_TABLE].merged())
    assert (10, 2, 11, 2) in merged  # 产出指标管两行
    assert (9, 1, 12, 1) in merged  # 绩效指标
    assert (3, 1, 6, 1) in merged  # 项目资金


def test_the_list_of_all_projects() -> None:
    found = tables()["2024年度项目支出绩效目标完成情况"]
    assert found.texts() == (
        ("序号", "项目名称", "项目类别", "预算数", "执行数", "执行率", "自评得分"),
        ("1", "道路维修", "阶段项目", "15", "15", "100%", "98"),
        ("2", "社会管理", "常年项目", "10", "9.5", "95%", "—"),
        ("合计", "", "", "25", "24.5", "98%", ""),
    )
    assert (found.header_rows, found.above) == (1, ("", "", "金额单位：万元"))


def test_what_we_computed_is_traced() -> None:
    spans = [span for cell in tables()[ROAD_TABLE].cells for span in cell.spans]
    assert [(s.text, s.figure.label) for s in spans if isinstance(s, Printed)] == [
        ("15", "绩效.道路维修.预算数"),
        ("15", "绩效.道路维修.执行数"),
        ("100%", "绩效.道路维修.执行率"),
        ("10", "绩效.道路维修.预算执行率得分"),
        ("98", "绩效.道路维修.总分"),
    ]


@pytest.mark.parametrize(
    ("changes", "gap", "cell"),
    [
        (f'{ROAD}"主管部门" = ""', "道路维修的主管部门", "绩效!M4"),
        (f'{ROAD}"预期目标" = ""', "道路维修的预期目标", "绩效!O4"),
        (f'{ROAD}"目标完成情况" = ""', "道路维修的目标完成情况", "绩效!G4"),
        (f'{ROAD}"预算数" = ""', "道路维修的预算数", "绩效!C4"),
        (f'{CHECKED}"实际完成值" = ""', "道路维修的“验收合格率”实际完成值", "绩效指标!F5"),
        (f'{CHECKED}"年度指标值" = ""', "道路维修的“验收合格率”年度指标值", "绩效指标!E5"),
        (f'{CHECKED}"得分" = ""', "道路维修的“验收合格率”得分", "绩效指标!H5"),
    ],
)
def test_what_is_missing_is_a_gap_that_is_told_with_its_cell(
    changes: str, gap: str, cell: str
) -> None:
    found = results(changes)
    spans = [s for t in performance_tables(found) for c in t.cells for s in c.spans]
    assert [s.name for s in spans if isinstance(s, Gap)] == [gap]
    told = [f for f in found.findings if f.check == "gap" and ROAD_TABLE in f.message]
    assert [(f.level, f"{f.where.sheet}!{f.where.cell}") for f in told] == [(Level.WARNING, cell)]
    assert f"〔请填写：{gap}〕" == told[0].printed
    assert not found.publishable


def test_without_scores_it_is_the_table_of_what_was_reached() -> None:
    found = tables(f'{UNSCORED}{ROAD}"实施单位" = ""\n"自评得分" = ""')
    table = found["2024年度项目支出绩效目标完成情况表（道路维修）"]
    rows = table.texts()
    assert rows[1] == ("预算单位", "", "示例区财政局", "", "", "")
    assert rows[3:6] == (
        ("", "年度资金总额", "", "15", "15", "100%"),
        ("", "其中：财政拨款", "", "10", "10", "—"),
        ("", "其他资金", "", "5", "5", "—"),
    )
    assert rows[8][1:] == ("一级指标", "二级指标", "三级指标", "预期指标值", "实际完成指标值")
    assert rows[10][3:] == ("验收合格率", "100%", "95%")
    assert not any("得分" in text for row in rows for text in row)


def test_rows_of_money_alone_make_no_table() -> None:
    assert performance_tables(results('projects = ""')) == ()
    only = '[projects."道路维修"]\n"预期目标" = ""\nindicators = ""\n"自评得分" = ""'
    assert performance_tables(results(only)) == ()


def test_the_json_has_the_projects() -> None:
    found = json.loads(json.dumps(figures_json(results())))
    first = found["projects"][0]
    assert (first["name"], first["kind"], first["cell"]) == ("道路维修", "阶段项目", "绩效!A4")
    assert found["figures"][first["score"]]["text"] == "98"
    assert found["figures"][first["execution_rate"]]["ratio"] == "1/1"
    assert [each["score"] for each in first["indicators"]] == ["30", "28", "30"]
    assert found["projects"][1]["execution_score"] is None
