"""The account of a department as the sum of the accounts of its units (部门汇总), in exact 分."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlbudget.analysis.eliminations import (
    Elimination,
    Given,
    Question,
    eliminations,
    has_received,
    reductions,
    tables_of_payments,
)
from xlbudget.analysis.rollup_entries import Incomplete, budget_sums, number_sums, prior_sums
from xlbudget.analysis.sums import Sum, Sums, UnitAccount
from xlbudget.domain.account import BudgetKey, CellKey
from xlbudget.domain.codes import is_code
from xlbudget.domain.errors import UnknownLayout, UnknownName, XlbudgetError, raise_all
from xlbudget.domain.money import EXACT, PUBLISHED, Amount
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.domain.statements import Cell, Statement
from xlbudget.formats.model import HISTORY, Format
from xlbudget.formats.names import BUDGET
from xlbudget.formats.settings import LABELS, holding

WHO, SCOPE, NATURE = "公开主体", "编报范围", "单位性质"
ADMINISTRATIVE, INSTITUTION, MIXED = "行政单位", "事业单位", "行政和事业单位"
DEPARTMENT, ALL_UNITS = "部门", "汇总"
THREE_PUBLIC_BASE = "三公经费预算口径"


@dataclass(frozen=True, slots=True)
class RolledUp:
    """A department: the sums of its tables and of what stands beside them; what was eliminated and
    what must be asked; what could not be summed. `labels` are what units print beside codes that
    the catalogue does not have. `withheld` are the codes that any unit lists as 涉密科目: the
    department does not publish their rows either, for a part of them would be no sum.
    """

    units: tuple[str, ...]
    sums: Sums[CellKey]
    prior: Sums[CellKey]
    budgets: Sums[BudgetKey]
    numbers: Sums[str]
    eliminations: tuple[Elimination, ...] = ()
    questions: tuple[Question, ...] = ()
    incomplete: tuple[Incomplete, ...] = ()
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()

    def amounts(self) -> dict[CellKey, Amount]:
        """The amounts of the tables as precisely as they are known: a table that one unit has in
        0.01 万元 is known to no more.
        """
        coarse = {key[0] for key, summed in self.sums.items() if summed.coarse}
        return {key: written(summed, coarse=key[0] in coarse) for key, summed in self.sums.items()}

    @property
    def coarse_units(self) -> tuple[str, ...]:
        """The units that have amounts in 0.01 万元 only."""
        found = {unit for each in self.sums.values() for unit in each.coarse}
        return tuple(unit for unit in self.units if unit in found)


def written(summed: Sum, *, coarse: bool) -> Amount:
    """A sum as a cell holds it."""
    return Amount(summed.fen, EXACT).rounded(PUBLISHED if coarse else EXACT)


def roll_up(units: Sequence[UnitAccount], resolved: Format, given: Given | None = None) -> RolledUp:
    """The sum of the units of a department in its format. What units pay each other is eliminated
    where it is certain, or as `given`. What makes a sum impossible is raised, all at once.
    """
    raise_all([*_not_one_department(units), *_lacking_tables(units, resolved)])
    withheld = tuple(sorted({code for unit in units for code in unit.account.withheld}))
    accounts = [unit.account for unit in units]
    units = [unit.without(withheld) for unit in units]
    names = tuple(unit.account.unit_name for unit in units)
    sums, unplanned = _table_sums(units, resolved)
    found, asked = eliminations(accounts, given)
    taken = reductions(found)
    sums = {key: replace(each, eliminated=taken[key]) for key, each in sums.items()}
    prior, without_prior = prior_sums(units, resolved, taken.keys())
    budgets, without_budget = budget_sums(units, resolved)
    numbers, without_number = number_sums(units, resolved)
    return RolledUp(
        units=names,
        sums=sums,
        prior=prior,
        budgets=budgets,
        numbers=numbers,
        eliminations=tuple(found),
        questions=tuple(asked),
        incomplete=(*unplanned, *without_prior, *without_budget, *without_number),
        labels=_labels(units, resolved),
        withheld=withheld,
    )


def department_settings(units: Sequence[UnitAccount]) -> dict[str, str]:
    """首页 of the department: 部门, 汇总, what its units are together, and the switches that they
    all agree on. What became of a unit in its year did not become of the department.
    """
    labels = [label for label in LABELS if label != HISTORY]
    words = {label: {holding(unit.format, label) for unit in units} for label in labels}
    agreed = {label: word for label, (word, *others) in words.items() if not others}
    natures = words[NATURE]
    if len(natures) > 1:
        agreed[NATURE] = MIXED if natures & {INSTITUTION, MIXED} else ADMINISTRATIVE
    return {**agreed, WHO: DEPARTMENT, SCOPE: ALL_UNITS}


def _table_sums(
    units: Sequence[UnitAccount], resolved: Format
) -> tuple[dict[CellKey, Sum], list[Incomplete]]:
    """All cells of all tables. A column of budgets that a unit leaves blank is left blank."""
    addends: dict[CellKey, list[tuple[str, Cell]]] = {}
    unplanned: dict[str, list[str]] = {}
    for unit in units:
        for table, statement in unit.account.statements.items():
            if lacks_budget(statement):
                unplanned.setdefault(table, []).append(unit.account.unit_name)
            for line in statement.lines:
                for column, cell in line.filled.items():
                    if cell.amount is not None:
                        at = table, line.name, column
                        addends.setdefault(at, []).append((unit.account.unit_name, cell))
    sums = {
        key: Sum(tuple(each))
        for key, each in addends.items()
        if not (key[0] in unplanned and key[2] == BUDGET)
    }
    told = [
        Incomplete(resolved.tables[table].title, ("预算数",), tuple(lacking))
        for table, lacking in unplanned.items()
        if any(key[0] == table and key[2] == BUDGET for key in addends)
    ]
    return sums, told


def lacks_budget(statement: Statement) -> bool:
    """Whether a table that prints budgets has amounts but no budget."""
    if not any(BUDGET in line.places for line in statement.lines):
        return False
    amounts = [
        (column, cell.amount)
        for line in statement.lines
        for column, cell in line.filled.items()
        if cell.amount is not None
    ]
    planned = any(column == BUDGET for column, _ in amounts)
    return not planned and any(amount.fen for _, amount in amounts)


def _labels(units: Iterable[UnitAccount], resolved: Format) -> dict[tuple[str, str], str]:
    """What is printed beside the codes that the catalogue does not have; of several wordings the
    same one in any order of units.
    """
    found: dict[tuple[str, str], str] = {}
    for unit in units:
        for table, statement in unit.account.statements.items():
            for line in statement.lines:
                if is_code(line.name) and resolved.tables[table].line(line.name) is None:
                    at = table, line.name
                    found[at] = min(found.get(at, line.label), line.label)
    return found


def _not_one_department(units: Sequence[UnitAccount]) -> Iterator[XlbudgetError]:
    """Units without a name, twice, or of another year or format."""
    first = units[0]
    seen: dict[str, str] = {}
    for account, resolved in units:
        name = account.unit_name
        if not name:
            yield UnknownName(
                where=account.file,
                seen="没有单位名称",
                expected="单位全称",
                remedy="请在首页“单位名称”填写；汇总靠名称分辨各单位。",
            )
        elif name in seen:
            yield UnknownName(
                where=account.file,
                seen=f"“{name}”第二次出现（第一次在 {seen[name]}）",
                expected="每个单位一个工作簿",
                remedy="请去掉重复的一个；若是两个单位，请改正首页的单位名称。",
            )
        seen.setdefault(name, account.file)
        if account.year != first.account.year:
            yield UnknownLayout(
                where=account.file,
                seen=f"{account.year}年度",
                expected=f"{first.account.year}年度（同 {first.account.file}）",
                remedy="请换成同一年度的工作簿。",
            )
        if resolved.place != first.format.place:
            yield UnknownLayout(
                where=account.file,
                seen=f"格式 {resolved.place}",
                expected=f"{first.format.place}（同 {first.account.file}）",
                remedy="请统一各单位首页的格式，或在命令行加上 --format。",
            )
        base, expected = resolved.traits[THREE_PUBLIC_BASE], first.format.traits[THREE_PUBLIC_BASE]
        if base != expected:
            yield UnknownLayout(
                where=account.file,
                seen=f"{THREE_PUBLIC_BASE}是“{base}”",
                expected=f"“{expected}”（同 {first.account.file}）",
                remedy="两种预算数不能相加：请统一首页的口径和“三公”经费表的预算数。",
            )


def _lacking_tables(units: Sequence[UnitAccount], resolved: Format) -> Iterator[XlbudgetError]:
    """A table that one unit fills and another does not have: the sum would lack its part. Without
    the tables by code nobody sees what units paid each other, where any has received something.
    """
    needed = tables_of_payments() if any(has_received(unit.account) for unit in units) else ()
    for name, table in resolved.tables.items():
        known = [unit.account.statements.get(name) for unit in units]
        filled = any(statement and statement.has_amounts for statement in known)
        if not filled and name not in needed:
            continue
        for unit, statement in zip(units, known, strict=True):
            if statement is None:
                yield UnknownLayout(
                    where=unit.account.file,
                    seen=f"没有{table.number}“{table.title}”",
                    expected="各单位都有这张表",
                    remedy="缺一个单位就不是汇总数：请补上这张表；没有数就放一张空表。",
                )
