"""Where everything stands in our workbook: sheets, headers, places. The one place that knows.

Sheets of ours that are read again are found by their title in A1, their rows by the words of
their header row, so that inserted rows and renamed sheets do no harm.
"""

from __future__ import annotations

from xlbudget.books.port import Grid
from xlbudget.domain.account import BUDGET_SHEET, PRIOR_SHEET, SUPPLEMENT_SHEET, TERMS_SHEET
from xlbudget.domain.performance import INDICATOR_SHEET, PERFORMANCE_SHEET
from xlbudget.results import table_places

HOME = "首页"
PRIOR = PRIOR_SHEET
BUDGET = BUDGET_SHEET
SUPPLEMENT = SUPPLEMENT_SHEET
TERMS = TERMS_SHEET
PERFORMANCE = PERFORMANCE_SHEET
INDICATORS = INDICATOR_SHEET
ANALYSIS = "分析"
CHARTS = "图表"
NARRATIVE = "说明"
CHECKS = "校验"

TITLES = {
    HOME: "部门决算公开工作簿",
    PRIOR: "上年决算数",
    BUDGET: "预算数（年初和全年）",
    SUPPLEMENT: "补充资料（只有单位自己知道的内容）",
    TERMS: "名词解释（单位自己的，优先于参考释义）",
    PERFORMANCE: "绩效（项目支出自评，每个项目一行）",
    INDICATORS: "绩效指标（项目支出自评，每个指标一行）",
    ANALYSIS: "指标分析（公式，随表内数字变动）",
    CHARTS: "图表（随分析变动）",
    NARRATIVE: "决算情况说明（正文由程序生成，改写栏由人填写）",
    CHECKS: "校验结果与勾稽关系",
}
"""Sheet names and the titles in their A1."""

HEADERS = {
    HOME: ("项目", "内容", "说明"),
    PRIOR: ("表", "编码", "项目", "列", "上年决算数"),
    BUDGET: ("表", "编码", "项目", "年初预算数", "全年预算数", "差异原因"),
    SUPPLEMENT: ("节", "项目", "类型", "内容", "上年", "怎样填", "主要变动科目", "状态"),
    TERMS: ("名词", "释义", "来源"),
    PERFORMANCE: (
        "项目名称",
        "项目类别",
        "预算数",
        "执行数",
        "执行率",
        "自评得分",
        "目标完成情况",
    ),
    INDICATORS: (
        "项目名称",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ),
    ANALYSIS: (
        "项目",
        "决算数",
        "上年决算数",
        "预算数",
        "占比基数",
        "增减额",
        "增减率",
        "占比",
        "完成率",
        "决算数印法",
        "上年决算数印法",
        "增减额印法",
        "增减率印法",
        "占比印法",
        "完成率印法",
    ),
    CHARTS: ("图", "图题", "类别", "数", "标注"),
    NARRATIVE: ("编号", "类别", "状态", "正文", "改写"),
    CHECKS: ("级别", "位置", "问题"),
}
"""The header row of each sheet."""

PURPOSE = "用途"
"""The last column of 预算数, only where the format's text says what each line was used for."""

PHRASES = ("短语", "文字")
"""The second header of 分析: phrases and lists, put together from the numbers beside them."""

PHRASE_COLUMN = 17
"""The column of 分析 where the phrases begin (Q)."""

RATE_PLACES = "比率小数位"
"""The label on 分析 beside the number of decimals that its rates have."""

PARAMETERS = ("参数", "取值", "除以")
"""The third header of 分析: what its formulas all need, each once (`parameters`)."""

PARAMETER_COLUMN = 20
"""The column of 分析 where they stand, folded away (T)."""

UNITS = ("单位", "合元", "尾差")
"""The fourth header of 校验: the unit of each table, for the live checks."""

UNIT_COLUMN = 16
"""The column of 校验 where they stand, folded away (P)."""

TOTALS = ("汇总", "数")
"""The second header of 绩效: what the projects come to, by formulas."""

MAPPING = ("对应的表", "对应的列", "来源表头")
"""The second header of 首页: the columns of sheets of unknown layout, as they were confirmed."""

MAPPING_COLUMN = 7
"""The column of 首页 where they begin (G)."""

MAPPING_ROWS = 40
"""Rows kept ready for them."""

SAME_PLACE = "同上"
"""The place of what follows from a finding and has none of its own."""

MARKS = ("标出的格",)
"""The third header of 校验: the cells that are coloured (`mark`)."""

MARK_COLUMN = 14
"""The column of 校验 where the marks stand (N)."""

MOST_MARKS = 1000
"""So many marks are looked up."""

MARKS_NAME, MARKING_NAME = "xb_marks", "xb_marking"
"""Names in the workbook: the marks of 校验, and the switch of 首页 that shows them."""

CONF = "xlwings.conf"
"""The sheet, in macro workbooks only, from which xlwings takes its settings."""


def mark(level: str, title: str, cell: str) -> str:
    """How 校验 lists a cell that is coloured.

    >>> mark("错误", "收入决算表", "C5")
    '错误 收入决算表!C5'
    """
    return f"{level} {title}!{cell}"


LIVE_CHECKS = ("规则", "勾稽关系", "左", "右", "差额", "允许差", "结果")
"""The second header of 校验: the identities as live formulas."""

UNIT_NAME, YEAR, FORMAT, STATE = "单位名称", "年度", "格式", "运行状态"
MARKING, LAST_RUN = "标出问题格", "运行时间"
YES, NO = "是", "否"
"""Rows of 首页 beside the settings of the format, and what the switch may say."""

HEADER_ROW = 3
PRIOR_UNIT_CELL = "E2"
BUDGET_UNIT_CELL = "E2"
SUPPLEMENT_UNIT_CELL = "E2"
UNIT_NAME_CELL = "B4"
YEAR_CELL = "B5"
FIRST_ROW = HEADER_ROW + 1
SPARE_PARAGRAPHS = 260
"""Formatted rows kept ready for the lists of 分析, 说明 and 校验."""

SPARE_ENTRIES = 60
"""Formatted rows kept ready for codes in 上年数 and 预算数, and for terms in 名词解释."""

LIVE_COLUMN = 6
"""The column of 校验 where the live formulas begin (F)."""


def is_ours(grid: Grid, sheet: str) -> bool:
    """Whether a sheet is one of ours, by its title; its name may have changed."""
    return grid.at(1, 1) == TITLES[sheet]


def header_row(grid: Grid, words: tuple[str, ...]) -> tuple[int, dict[str, int]] | None:
    """The row where the words stand as a header, and each word's column; None if nowhere."""
    for row, values in enumerate(grid.rows, 1):
        columns: dict[str, int] = {}
        for column, value in enumerate(values, 1):
            if isinstance(value, str) and (word := value.strip()) in words:
                columns.setdefault(word, column)
        if len(columns) == len(words):
            return row, columns
    return None


MONEY, money_words, money_width = (
    table_places.MONEY,
    table_places.money_words,
    table_places.money_width,
)
"""The unit line of a sheet, what it begins with, and how wide its amounts are: as in the tables."""
