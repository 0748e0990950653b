"""图表: the points of each chart of the text as formulas over 分析, with the charts beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from xlbudget.analysis.compositions import parts_of
from xlbudget.books.formulas import marked
from xlbudget.books.port import CellWrite, ChartWrite, column_letters
from xlbudget.domain.charts import ChartKind, ChartPoint, ChartSpec
from xlbudget.domain.codes import level
from xlbudget.domain.records import dataclass, field
from xlbudget.files.chart_parts import ChartData
from xlbudget.formats.model import ChartDef, Format, Language
from xlbudget.formats.names import SHARE, resolve
from xlbudget.formats.table_model import LEVELS
from xlbudget.narrative import nodes, template
from xlbudget.workbook import expressions, layout
from xlbudget.workbook.analysis_sheet import AnalysisSheet
from xlbudget.workbook.texts import Row


@dataclass(frozen=True, slots=True)
class Slot:
    """The rows that are kept for a chart: as many as it may ever have points."""

    chart: ChartDef
    first_row: int
    rows: int


def placed_charts(resolved: Format) -> list[ChartDef]:
    """The charts that the templates of a format place, in the order of the text."""
    titles = (
        node.title
        for section in resolved.sections
        for node in nodes.walk(template.parse(section, resolved))
        if isinstance(node, nodes.Chart)
    )
    return [resolved.charts[title] for title in dict.fromkeys(titles)]


@dataclass(slots=True)
class ChartSheet:
    """图表 as it is written: `columns` are those of its header words, `first_row` the first row
    below the header.
    """

    analysis: AnalysisSheet
    columns: Mapping[str, int]
    sheet: str = layout.CHARTS
    first_row: int = layout.FIRST_ROW
    slots: list[Slot] = field(default_factory=list)
    _specs: dict[str, ChartSpec] = field(init=False)

    def __post_init__(self) -> None:
        results = self.analysis.results
        self._specs = {spec.title: spec for spec in results.charts}
        row = self.first_row
        for chart, rows in _kept_rows(Language(results.format)):
            self.slots.append(Slot(chart, row, rows))
            row += rows

    def rows(self) -> Iterator[Row]:
        """The rows of all slots, in the order of the header."""
        for slot in self.slots:
            spec = self._specs.get(slot.chart.title)
            points = spec.points if spec else ()
            for at in range(slot.rows):
                title = self._title_cell(slot) if at == 0 else CellWrite(None)
                name = CellWrite(slot.chart.title)
                if at < len(points):
                    row = slot.first_row + at
                    label = spec.categories[at] if spec else ""
                    yield (name, title, *self._point(slot, points[at], label, row))
                else:
                    yield (name, title, *(CellWrite(None),) * 3)

    def writes(self) -> tuple[ChartWrite, ...]:
        """The charts with their data."""
        return tuple(
            ChartWrite(self.sheet, slot.chart.title, self.data(slot)) for slot in self.slots
        )

    def data(self, slot: Slot) -> ChartData:
        """What a chart draws: nothing where all would be zero or anything is missing."""
        spec = self._specs.get(slot.chart.title)
        points = spec.points if spec else ()
        last = slot.first_row + max(len(points), 1) - 1
        unit = self.analysis.results.format.style.unit
        return ChartData(
            kind=spec.kind if spec else ChartKind(slot.chart.kind),
            title=self._title(slot),
            categories=spec.categories if spec else (),
            values=tuple(p.figure.amount.number(unit) for p in points if p.figure.amount),
            title_at=self._area("图题", slot.first_row, slot.first_row),
            categories_at=self._area("标注", slot.first_row, last),
            values_at=self._area("数", slot.first_row, last),
        )

    def _title(self, slot: Slot) -> str:
        return f"{self._caption(slot)}（{self.analysis.results.format.style.unit.value}）"

    def _caption(self, slot: Slot) -> str:
        spec = self._specs.get(slot.chart.title)
        return spec.caption if spec else slot.chart.title

    def _title_cell(self, slot: Slot) -> CellWrite:
        """The title with the unit that 首页 sets."""
        before, unit = expressions.quoted(f"{self._caption(slot)}（"), self.analysis.outside.unit
        return CellWrite(self._title(slot), marked(f'{before}&{unit}&"）"'))

    def _area(self, word: str, first: int, last: int) -> str:
        letters = column_letters(self.columns[word])
        sheet = expressions.sheet_reference(self.sheet)
        start = f"{sheet}!${letters}${first}"
        return start if first == last else f"{start}:${letters}${last}"

    def _point(self, slot: Slot, point: ChartPoint, label: str, row: int) -> Row:
        """类别, 数 and 标注: the amount is that of 分析, the share beside it the text's own."""
        resolved = self.analysis.results.format
        name = resolve(resolved, point.figure.name.split("."), any_code=True)
        at = self.analysis.from_outside(self.analysis.number_at(name))
        amount = point.figure.amount
        assert amount is not None
        said = CellWrite(label)
        if slot.chart.composition:
            category = f"{column_letters(self.columns['类别'])}{row}"
            share = self.analysis.from_outside(self.analysis.text_at(name.of(SHARE)))
            said = CellWrite(label, marked(f'{category}&" "&{share}'))
        return (
            CellWrite(point.category),
            CellWrite(amount.number(resolved.style.unit), marked(at)),
            said,
        )


@lru_cache(maxsize=64)
def _kept_rows(held: Language) -> tuple[tuple[ChartDef, int], ...]:
    """The charts of a format, and how many rows are kept for each."""
    resolved = held.format
    return tuple((chart, _most_points(chart, resolved)) for chart in placed_charts(resolved))


def _most_points(chart: ChartDef, resolved: Format) -> int:
    """How many points a chart may have: of a group of codes, all that the catalogue has."""
    if chart.points:
        return len(chart.points)

    def lines(table: str, group: str) -> tuple[str, ...]:
        known = resolved.tables[table]
        defined = tuple(line.name for line in known.lines() if line.group == group)
        if defined or known.functional is None:
            return defined
        codes = (e.code for e in known.functional.entries if e.holds_in(resolved.year))
        return tuple({code: None for code in codes if LEVELS[level(code)] == group})

    return len(list(parts_of(resolved.compositions[chart.composition], resolved, lines)))
