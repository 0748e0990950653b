"""The words of the template language: names, filters, functions, and what is not let through."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import nodes as syntax

from xlbudget.domain.errors import UnknownName
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import Format, Kind
from xlbudget.formats.names import resolve_table
from xlbudget.formats.table_model import LEVELS
from xlbudget.narrative.nodes import (
    Annexes,
    Average,
    BudgetBase,
    Chart,
    Filled,
    Node,
    Purpose,
    Reason,
    Reference,
    Structure,
    Terms,
)

NAMES = ("年度", "上年度", "单位", "公开主体")
PURPOSE = "用途"
"""The filter that puts in what a person says of a line's use; it has no wording of its own."""
FILTERS = {"比上年": 2, "完成": 1, PURPOSE: 0}
"""Filters and how many texts they take: 比上年("措辞", "主语"), 完成("措辞"), 用途."""
FUNCTIONS = {
    "原因": 1,
    "填写": 1,
    "图": 1,
    "构成": 2,
    "列举": 2,
    "平均": 1,
    "预算口径": 1,
    "名词解释": 0,
    "附表": 0,
}
"""Functions and how many texts they take: 构成("构成名", "措辞")."""
LOOP_NAMES = ("名称", "类名", "款名", "类全名")
NAMES_OF_GROUP = {LEVELS["款"]: ("名称", "类名", "类全名"), LEVELS["项"]: LOOP_NAMES}
"""What a loop's line may be called by its group: only codes have codes above them."""

LOOP_NUMBER = "序号"

_KINDS: tuple[tuple[type[syntax.Node], str], ...] = (
    (syntax.For, "嵌套的、带条件的或带 else 的循环"),
    (syntax.Compare, "比较"),
    (syntax.CondExpr, "if … else 表达式"),
    (syntax.BinExpr, "计算"),
    (syntax.UnaryExpr, "计算"),
    (syntax.Concat, "拼接"),
    (syntax.Literal, "直接写出的值"),
    (syntax.Filter, "连用的过滤器"),
    (syntax.Call, "函数的结果"),
    (syntax.Test, "判断用作内容"),
    (syntax.Macro, "宏 macro"),
    (syntax.Assign, "赋值 set"),
    (syntax.AssignBlock, "赋值 set"),
    (syntax.Include, "包含 include"),
    (syntax.Import, "导入 import"),
    (syntax.FromImport, "导入 import"),
)
"""What is not let through, in words."""


def not_allowed_kind(node: syntax.Node) -> str:
    """What a node that is not let through is, in words."""
    return next((name for kind, name in _KINDS if isinstance(node, kind)), type(node).__name__)


def function_arguments(name: str, arguments: tuple[str, ...], resolved: Format) -> Node:
    """The node of a function; UnknownName for an argument that the format does not know."""
    if name == "名词解释":
        return Terms()
    if name == "附表":
        return Annexes()
    first = arguments[0]
    if name in ("原因", "填写"):
        kinds = (Kind.REASON,) if name == "原因" else (Kind.TEXT, Kind.LINES)
        fields = [field.name for field in resolved.supplement.values() if field.kind in kinds]
        words = "、".join(kind.value for kind in kinds)
        _known(name, first, fields, f"supplement.toml 中类型为{words}的 name")
        return Reason(first) if name == "原因" else Filled(first)
    if name == "预算口径":
        return _budget_base(first, resolved)
    if name == "平均":
        _known(name, first, resolved.averages, "format.toml 中 [[average]] 的 name")
        return Average(first)
    if name == "图":
        _known(name, first, resolved.charts, "format.toml 中图的 title")
        return Chart(first)
    _known(name, first, resolved.compositions, "format.toml 中构成的 name")
    variants = [variant for filter_name, variant in resolved.wording if filter_name == name]
    _known(name, arguments[1], variants, "wording.toml 中的 variant")
    return Structure(first, name, arguments[1])


def purpose_of(figure: Reference, resolved: Format) -> Node:
    """The node of 用途; UnknownName for a line that has no row on 预算数, where it is filled in."""
    asked = {name: table.title for name, table in resolved.tables.items() if table.budget}
    if figure.table not in asked:
        raise UnknownName(
            where="名称",
            seen=f"别的表的行 | {PURPOSE}",
            expected=f"“预算数”表里有的行：{'、'.join(asked.values())}",
            remedy="用途填在“预算数”表里；别处只有人知道的内容请用 填写(“…”)。",
        )
    return Purpose(figure)


def _budget_base(word: str, resolved: Format) -> BudgetBase:
    table = resolve_table(resolved, word, f"预算口径(“{word}”)")
    if not table.budget:
        known = [each.title for each in resolved.tables.values() if each.budget]
        raise UnknownName(
            where="名称",
            seen=f"预算口径(“{word}”)",
            expected="有预算口径的表：" + "、".join(known),
            remedy="表的文件里用 budget 写明首页上哪一项说明它的预算口径。",
        )
    return BudgetBase(table.budget)


def _known(function: str, argument: str, known: Iterable[str], source: str) -> None:
    names = list(known)
    if argument not in names:
        raise UnknownName(
            where="名称",
            seen=f"{function}(“{argument}”)",
            expected=f"{source}：" + "、".join(names),
            remedy=nearest(argument, names),
        )
