"""Which figure a cell of a form's table asks for, by the names that a format knows itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from xlbudget.domain.records import dataclass
from xlbudget.formats.model import Format
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    MEASURES,
    PRIOR_ACTUAL,
    RATES,
    FigureName,
    default_column,
)
from xlbudget.formats.table_model import Layout
from xlbudget.publish.forms.blanks.cells import CellBlank
from xlbudget.publish.forms.short_names import ShortNames
from xlbudget.reading.items import Items
from xlbudget.reading.labels import unquoted

_FEWEST = 3
"""So many rows of a table that are items of an official one make it a table of these items."""

_ACTUALS = ("决算数", "金额", "数量", "数额", "数值", "数", "本年", "本年数", "本年决算数", "决算")
_HEADINGS = {
    **dict.fromkeys(_ACTUALS, ACTUAL),
    **dict.fromkeys(("上年数", "上年", "上年决算", "上年度", "上年度决算数"), PRIOR_ACTUAL),
    **dict.fromkeys(("预算", "年初预算", "年初预算数", "全年预算", "全年预算数"), BUDGET),
    **dict.fromkeys(("增减", "增减数", "增减变动额", "比上年增减", "比上年增减额"), CHANGE),
    **dict.fromkeys(("增减%", "增减幅度", "比上年增减%", "比上年增减率"), CHANGE_RATE),
    **dict.fromkeys(("完成预算%", "预算完成率", "完成预算比例"), COMPLETION_RATE),
}
"""What the columns of bureaus' own tables are headed beside the words of the glossary."""

_KINDS = ("基本支出", "项目支出", "明细")
"""Tables of these have the items of “三公”经费 too, with other amounts."""

_PERCENT = ("%", "％")


@dataclass(slots=True)
class CellNames:
    """The figures of the cells of one table that the names in a format tell."""

    resolved: Format
    names: ShortNames

    def of(
        self, cells: Sequence[CellBlank], around: Mapping[CellBlank, str]
    ) -> dict[CellBlank, list[FigureName]]:
        """The figures that each cell may be by its names; `around` are the words around it."""
        found: defaultdict[CellBlank, list[FigureName]] = defaultdict(list)
        for table in self.resolved.tables.values():
            if table.layout is Layout.CROSSED:
                others = [word for word in _KINDS if word not in table.title]
                if any(word in around[cell] for cell in cells for word in others):
                    continue
                for cell, name in self._items(Items(table), cells):
                    found[cell].append(name)
        for cell in cells:
            short = self._short(cell, around[cell])
            if short is not None:
                found[cell].append(short)
        return found

    def measure(self, cell: CellBlank, words: Iterable[str] | None = None) -> str:
        """What the headings of a cell's column say that it is of its row; "" where they say more
        than that.
        """
        found = ACTUAL
        for word in cell.path if words is None else words:
            known = self.resolved.glossary.identifier(word)
            told = known if known in MEASURES else _HEADINGS.get(word)
            if told is None:
                return ""
            found = told if told != ACTUAL else found
        if found == CHANGE and cell.blank.unit in _PERCENT and not cell.of_table:
            return CHANGE_RATE
        return found

    def _items(
        self, items: Items, cells: Sequence[CellBlank]
    ) -> list[tuple[CellBlank, FigureName]]:
        """The cells of a table whose rows of amounts are all items of an official table."""
        told: list[tuple[CellBlank, FigureName]] = []
        for cell in cells:
            if cell.blank.unit and not (cell.blank.unit.endswith("元") or _is_rate(cell)):
                continue
            words = (*cell.label, *cell.path)
            named = [
                each for each in words if each not in items.columns and not self._is_measure(each)
            ]
            line = items.named(tuple(named))
            if line is None or any(not self._is_item(each, items) for each in named):
                return []
            measure = self.measure(cell, [each for each in words if each not in named])
            if measure:
                column = default_column(self.resolved, items.table.name, line.name)
                told.append((cell, FigureName(items.table.name, line.name, column, measure)))
        return told if len({name.line for _, name in told}) >= _FEWEST else []

    def _is_measure(self, word: str) -> bool:
        return word in _HEADINGS or self.resolved.glossary.identifier(word) in MEASURES

    @staticmethod
    def _is_item(word: str, items: Items) -> bool:
        return word in ("小计", "合计") or items.line(word) is not None

    def _short(self, cell: CellBlank, around: str) -> FigureName | None:
        """The figure of a row that has one label, by its short name."""
        measure = self.measure(cell)
        if len(cell.label) != 1 or not measure:
            return None
        for said in dict.fromkeys((cell.label[0], unquoted(cell.label[0]))):
            found = self.names.figure(said, around)
            if isinstance(found, FigureName):
                return found.of(measure) if measure != ACTUAL else found
        return None


def _is_rate(cell: CellBlank) -> bool:
    return cell.blank.unit in _PERCENT


def unit_of(cell: CellBlank, name: FigureName, *, counts: bool) -> str:
    """The unit that a figure has in its cell: a rate and a count have their own in a table of
    amounts.
    """
    if name.measure in RATES and (cell.of_table or not cell.blank.unit):
        return "%"
    if counts and (cell.of_table or not cell.blank.unit):
        return "个"
    return cell.blank.unit
