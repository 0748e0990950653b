"""The numeric rules of texts by name, and which of them a figure of a table belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.domain.codes import DIGITS
from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import FigureName


@dataclass(frozen=True, slots=True)
class TextCheck:
    """A rule of numbers in texts: its name, the obligation it serves, what it says, how much it
    matters at most, and why it may have had nothing to look at.
    """

    name: str
    obligation: str
    title: str
    level: Level = Level.ERROR
    unseen: str = "文中没有这一项，或者没有可以互相复算的数"


_NO_TABLES = "没有可以对照的表，或者文中没有逐一列出"

_LISTED = (
    TextCheck("overall-in-text", "R67", "收入、支出总计与表一致，两个总计相等"),
    TextCheck("revenue-in-text", "R68", "本年收入合计和各项收入与表一致，各项之和等于合计"),
    TextCheck("expenditure-in-text", "R69", "本年支出合计和各项支出与表一致，各项之和等于合计"),
    TextCheck("appropriation-in-text", "R70", "财政拨款收入、支出总计与表一致，两个总计相等"),
    TextCheck("general-total-in-text", "R71", "一般公共预算财政拨款支出合计与表一致"),
    TextCheck("general-categories-in-text", "R72", "一般公共预算各类支出与表一致，之和等于合计"),
    TextCheck("general-items-in-text", "R73", "一般公共预算各项支出与表一致，之和等于类和合计"),
    TextCheck("items-listed", "R73", "表中有数的项逐一列出，不多、不漏", unseen=_NO_TABLES),
    TextCheck("basic-listed", "R74", "列举的正是有数的款", Level.WARNING, _NO_TABLES),
    TextCheck("basic-in-text", "R74", "基本支出与表一致，人员经费与公用经费之和等于基本支出"),
    TextCheck("three-public-in-text", "R75", "“三公”经费与表一致，各项之和等于合计"),
    TextCheck("fund-in-text", "R76", "政府性基金预算支出与表一致，各项资金之和不超过本年支出"),
    TextCheck("state-capital-in-text", "R77", "国有资本经营预算支出与表一致"),
    TextCheck("agency-operating-in-text", "R78", "机关运行经费与公用经费一致", Level.WARNING),
    TextCheck("procurement-in-text", "R79", "政府采购各项之和等于总额"),
    TextCheck("vehicles-in-text", "R80", "国有资产中的车辆与“三公”经费的车辆一致", Level.WARNING),
    TextCheck("same-fact", "R81", "同一个数在各处写得一样"),
    TextCheck("chart-agrees", "R81", "图里的数与文、表一致"),
    TextCheck("chart-picture", "R81", "图可以核对", Level.INFO, "文中没有图片"),
    TextCheck("shares-foot", "R82", "占比之和为100%", Level.INFO),
    TextCheck("share-recomputed", "R83", "占比与金额复算一致"),
    TextCheck("rate-recomputed", "R83", "增减率与金额复算一致"),
    TextCheck("completion-recomputed", "R83", "完成率与金额复算一致"),
    TextCheck("items-completion", "R83", "合计的完成率不高于各项推算的", Level.WARNING),
    TextCheck("change-in-text", "R83", "增减额等于两个数之差"),
    TextCheck("average-recomputed", "R83", "平均数与金额、数量复算一致"),
    TextCheck("direction-words", "R84", "增加、减少、持平的说法与数一致"),
    TextCheck("completion-words", "R85", "大于、小于、持平的说法与完成率一致"),
    TextCheck("no-base", "R86", "分母为零不写比率", Level.WARNING),
    TextCheck("amount-unit", "R91", "金额有单位，数量级合理"),
    TextCheck("counts-add-up", "R95", "计数等于各类之和"),
    TextCheck("heads-add-up", "R95", "人数等于各类人数之和", Level.WARNING),
    TextCheck("weighted-progress", "R95", "总体执行进度等于各部分的加权平均"),
    TextCheck("annex-agrees", "R96", "附件与正文一致", Level.WARNING),
)

TEXT_CHECKS: Mapping[str, TextCheck] = {check.name: check for check in _LISTED}

_BY_TABLE = {
    "revenue_expenditure_summary": "overall-in-text",
    "revenue_accounts": "revenue-in-text",
    "expenditure_accounts": "expenditure-in-text",
    "appropriation_summary": "appropriation-in-text",
    "general_public_budget_expenditure": "general-total-in-text",
    "general_public_budget_accounts": "general-total-in-text",
    "general_public_budget_basic": "basic-in-text",
    "three_public": "three-public-in-text",
    "government_fund_accounts": "fund-in-text",
    "state_capital_accounts": "state-capital-in-text",
    "state_capital_expenditure": "state-capital-in-text",
}
_REVENUE = {"current_year_revenue", "sources"}
_EXPENDITURE = {"current_year_expenditure", "functions"}


def check_of(name: FigureName, group: str = "") -> str:
    """The rule that a figure belongs to, by its table, its line and the line's group.

    >>> check_of(FigureName("revenue_expenditure_summary", "current_year_revenue", "amount"))
    'revenue-in-text'
    >>> check_of(FigureName("general_public_budget_expenditure", "2010301", "total"))
    'general-items-in-text'
    """
    if name.table == SUPPLEMENT:
        return _of_field(name.line)
    found = _BY_TABLE.get(name.table, "same-fact")
    if found == "overall-in-text":
        if name.line in _REVENUE or group in _REVENUE:
            return "revenue-in-text"
        if name.line in _EXPENDITURE or group in _EXPENDITURE:
            return "expenditure-in-text"
    if found == "general-total-in-text" and name.column == "basic":
        return "basic-in-text"
    if found == "general-total-in-text" and name.line.isdecimal():
        items = len(name.line) == DIGITS["项"]
        return "general-items-in-text" if items else "general-categories-in-text"
    return found


def _of_field(field: str) -> str:
    if "采购" in field or "合同" in field:
        return "procurement-in-text"
    if "机关运行" in field:
        return "agency-operating-in-text"
    if "公务" in field or "接待" in field or "出国" in field:
        return "three-public-in-text"
    return "counts-add-up"


def check_in(resolved: Format, name: FigureName) -> str:
    """The rule that a figure of a format belongs to."""
    table = resolved.tables.get(name.table)
    line = table.line(name.line) if table else None
    return check_of(name, line.group if line else "")
