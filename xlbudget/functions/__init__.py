"""The functions for cells of a macro workbook: blocks of numbers in, blocks of answers out.

An answer is a number, a text or the name of an Excel error, which the wrappers in VBA turn into
the true error. Amounts have any unit, but both the same; ratios are in percent: 1.81 is 1.81 %.
Each function is described in Chinese, as Excel shows it.
"""

from __future__ import annotations

import sys

from xlbudget.domain import ratios
from xlbudget.functions import phrases
from xlbudget.functions.cells import Answers, Block, cell_by_cell, whole_number_in
from xlbudget.functions.code_names import code_name
from xlbudget.functions.ratio_cells import changes, in_wan, rates
from xlbudget.functions.registry import Example, Registry, block, option

FUNCTIONS = Registry()
"""All functions, in the order of the handbook."""

_PERCENT = "%（1.81 就是 1.81%）"
_PLACES = option("places", "保留的小数位数，0 至 6；不写是 2")
_FORMAT = option("format", "格式的名称，如 sichuan；不写是 national（全国通用）")
_YEARS = range(1949, phrases.NEWEST + 1)


@FUNCTIONS.register(
    block("current", "本年数"),
    block("prior", "上年数"),
    unit="与两个数相同",
    examples=(Example("=XB_CHANGE(1482.22,636.43)", 845.79),),
)
def XB_CHANGE(current: Block, prior: Block) -> Answers:  # noqa: N802
    """增减额：本年数减上年数，增加为正，减少为负；四舍五入到 6 位小数。"""
    return changes(current, prior)


@FUNCTIONS.register(
    block("current", "本年数"),
    block("prior", "上年数"),
    _PLACES,
    unit=_PERCENT,
    examples=(
        Example("=XB_CHANGE_RATE(1482.22,636.43)", 132.9),
        Example("=XB_CHANGE_RATE({110;90},{100;0},1)", "{10;#DIV/0!}"),
    ),
)
def XB_CHANGE_RATE(current: Block, prior: Block, places: object = None) -> Answers:  # noqa: N802
    """增减率：增减额除以上年数，下降为负。上年数是零或负数时不可比，得 #DIV/0!。"""
    return rates(current, prior, ratios.change_rate, places)


@FUNCTIONS.register(
    block("part", "部分"),
    block("whole", "总额；可以只是一个单元格"),
    _PLACES,
    unit=_PERCENT,
    examples=(
        Example("=XB_SHARE(25.92,1433.63)", 1.81),
        Example("=XB_SHARE({1;2},3)", "{33.33;66.67}"),
    ),
)
def XB_SHARE(part: Block, whole: Block, places: object = None) -> Answers:  # noqa: N802
    """占比：部分除以总额。总额是零时不计算，得 #DIV/0!。"""
    return rates(part, whole, ratios.share, places)


@FUNCTIONS.register(
    block("actual", "决算数"),
    block("budget", "预算数"),
    _PLACES,
    unit=_PERCENT,
    examples=(Example("=XB_COMPLETION(380,382)", 99.48),),
)
def XB_COMPLETION(actual: Block, budget: Block, places: object = None) -> Answers:  # noqa: N802
    """完成率：决算数除以预算数。预算数是零或负数时不计算，得 #DIV/0!。"""
    return rates(actual, budget, ratios.completion_rate, places)


@FUNCTIONS.register(
    block("yuan", "以元为单位的金额"),
    _PLACES,
    unit="万元",
    examples=(Example("=XB_TO_WAN(14822250)", 1482.23),),
)
def XB_TO_WAN(yuan: Block, places: object = None) -> Answers:  # noqa: N802
    """元换成万元，四舍五入。"""
    return in_wan(yuan, places)


@FUNCTIONS.register(
    block("current", "本年决算数，万元"),
    block("prior", "上年决算数，万元"),
    _FORMAT,
    unit="文字；金额万元，比率按格式的小数位",
    examples=(
        Example("=XB_COMPARE_TEXT(1482.22,636.43)", "较上年度增加845.79万元，增长132.90%"),
        Example('=XB_COMPARE_TEXT(3,3,"sichuan")', "与上年度持平"),
    ),
)
def XB_COMPARE_TEXT(current: Block, prior: Block, format: object = None) -> Answers:  # noqa: A002, N802
    """与上年比较的一句话，按格式的措辞表。缺数时写出要填的空缺。"""
    resolved = phrases.format_in(format)
    return cell_by_cell(
        [current, prior], lambda cells: phrases.compare_text(cells[0], cells[1], resolved)
    )


@FUNCTIONS.register(
    block("actual", "决算数，万元"),
    block("budget", "预算数，万元"),
    _FORMAT,
    unit="文字；比率按格式的小数位",
    examples=(
        Example("=XB_COMPLETION_TEXT(380,382)", "完成预算99.48%"),
        Example("=XB_COMPLETION_TEXT(5,0)", "未安排预算，不计算完成率"),
    ),
)
def XB_COMPLETION_TEXT(  # noqa: N802
    actual: Block,
    budget: Block,
    format: object = None,  # noqa: A002
) -> Answers:
    """完成预算的一句话，按格式的措辞表。缺数时写出要填的空缺。"""
    resolved = phrases.format_in(format)
    return cell_by_cell(
        [actual, budget], lambda cells: phrases.completion_text(cells[0], cells[1], resolved)
    )


@FUNCTIONS.register(
    block("names", "各项的名称，一行或一列"),
    block("amounts", "各项的金额，万元，与名称一一对应"),
    block("whole", "总额，一个单元格，万元；不写是各项之和"),
    _FORMAT,
    unit="文字；金额万元，比率按格式的小数位",
    examples=(
        Example(
            '=XB_SHARES_TEXT({"基本支出";"项目支出"},{1;3})',
            "基本支出1万元，占25%；项目支出3万元，占75%",
        ),
    ),
    one_answer=True,
)
def XB_SHARES_TEXT(  # noqa: N802
    names: Block,
    amounts: Block,
    whole: Block | None = None,
    format: object = None,  # noqa: A002
) -> Answers:
    """构成的一句话：各项的金额和占比，按格式的措辞表；没有数的项目不列。只得一个结果。"""
    resolved = phrases.format_in(format)
    own = () if whole is None else (phrases.single_cell(whole),)
    return [[phrases.shares_text(phrases.named_cells(names, amounts), own, resolved)]]


@FUNCTIONS.register(
    block("code", "科目编码：功能分类 3、5、7 位，经济分类 3、5 位，数字或文字"),
    option("year", "年度；不写是最新的名称"),
    unit="文字",
    examples=(
        Example("=XB_CODE_NAME(2010301)", "行政运行"),
        Example('=XB_CODE_NAME("207",2018)', "文化体育与传媒支出"),
        Example("=XB_CODE_NAME(30201)", "办公费"),
    ),
)
def XB_CODE_NAME(code: Block, year: object = None) -> Answers:  # noqa: N802
    """科目的名称：支出功能分类或经济分类，按年度。没有这个编码得 #N/A。"""
    holding = whole_number_in(year, phrases.NEWEST, _YEARS)
    return cell_by_cell([code], lambda cells: code_name(cells[0], holding))


if "xlwings.udfs" in sys.modules:  # Windows 上由 xlwings 的服务进程导入
    FUNCTIONS.offer(sys.modules["xlwings.udfs"])
