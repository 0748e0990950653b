"""docs/functions.md: the functions for a reader, written from the registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlbudget.functions.registry import ExcelFunction

_HEAD = """\
# 单元格函数

带宏的工作簿（.xlsm）里，任何单元格都可以用下面的函数。它们和程序写正文、做校验用的是同一套算法：\
精确的小数，四舍五入与 Excel 的 ROUND 一样，比率以 % 计，1.81 就是 1.81%。

本页由 `docs/build_functions.py` 按函数的登记写成。

## 通则

- **区域进，区域出。**参数可以是一个单元格、一行、一列或一块。\
只有一格、一行或一列的参数，与其余参数的每一格、每一行、每一列配对；大小对不上，得 `#VALUE!`。\
结果占多个单元格时，选中同样大小的区域，输入后按 Ctrl+Shift+Enter（新版 Excel 会自动铺开）。\
几百个单元格写成一个区域公式，比写几百个公式快得多。
- **空白不是零。**任何一个参数是空白、只有空格，或填着“—”“一”“-”“不适用”，结果是空白。
- **错误照传。**参数里有错误值，结果是同一个错误值，即使另一个参数空着。
- **文字不当数。**其他文字、逻辑值、日期，和存成文字的数字（左上角有绿色三角），得 `#VALUE!`；\
请先改成数字。
- **没有底数不算。**除数是零，或增减率、完成率的底数是负数，得 `#DIV/0!`。
- 结果太大，得 `#NUM!`；没有这个编码，得 `#N/A`；格式、小数位数、年度写得不对，得 `#VALUE!`。
- 算增减和比率的金额用什么单位都可以，但要相同。
- 写成文字的函数，金额都以万元计，先按格式公开的位数四舍五入再计算，与正文一样；\
缺数时不是空白，而是写出要填的空缺，如〔请填写：上年决算数〕。

## 没有 Python 的电脑

工作簿自己的公式写成 `IFERROR(XB_…, 原生公式)`：停用宏、没有装 Python、用 WPS 或 LibreOffice \
打开时，由原生公式算出同样的数。自己在单元格里写的 `XB_…` 没有后备，\
显示错误值（`#VALUE!` 或 `#NAME?`；在启用了宏的 LibreOffice 里是空白），不会显示一个错的数。

连不上 Python 一次以后，本次打开期间不再尝试，免得每个公式都等一遍。装好以后，重新打开工作簿，\
或运行宏 `ReachPythonAgain`，再按 Ctrl+Alt+F9 全部重算。

## 一览

| 函数 | 是什么 |
|---|---|
"""


def handbook(functions: Iterable[ExcelFunction]) -> str:
    """The page as Markdown."""
    known = list(functions)
    rows = "\n".join(f"| `{_call(each)}` | {each.docs} |" for each in known)
    return _HEAD + rows + "\n" + "".join(f"\n{_section(each)}\n" for each in known)


def _call(function: ExcelFunction) -> str:
    """The function as it is written, with what may be left out in brackets."""
    words = (
        f"[{argument.name}]" if argument.name in function.optional else argument.name
        for argument in function.arguments
    )
    return f"{function.name}({', '.join(words)})"


def _section(function: ExcelFunction) -> str:
    return "\n".join((f"## {function.name}", "", function.docs, "", *_table(function)))


def _table(function: ExcelFunction) -> Iterator[str]:
    yield from ("| 参数 | 是什么 | 可以是 |", "|---|---|---|")
    for argument in function.arguments:
        kind = "区域" if argument.is_block else "一个值"
        yield f"| `{argument.name}` | {argument.docs} | {kind} |"
    yield from ("", f"结果的单位：{function.unit}。", "", "| 例子 | 得 |", "|---|---|")
    for example in function.examples:
        yield f"| `{example.formula}` | {example.result} |"
