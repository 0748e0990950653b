"""The renewal of a chart in a document that people have worked on: what it draws, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from xlbudget.books.calamine_source import library, open_values
from xlbudget.books.port import CellWrite, Grid, column_letters, grid, parse_address
from xlbudget.books.sheet_patch import judge, patch
from xlbudget.books.values import from_file
from xlbudget.books.workbook_parts import recalculated_on_load, workbook_parts
from xlbudget.domain.charts import ChartSpec
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.style import Style
from xlbudget.files.chart_parts import ChartData, refreshed
from xlbudget.files.chart_values import Kept, chart_values, kept_in
from xlbudget.files.package import Package
from xlbudget.publish.word.charts import chart_data, looks, workbook_of

__all__ = ["chart_values", "renewed_chart"]

_REFERENCE = re.compile(
    r"(?P<sheet>'(?:[^']|'')+'|[^'!]+)!"
    r"\$?(?P<column>[A-Z]{1,3})\$?(?P<first>[1-9]\d{0,6})"
    r"(?::\$?(?P=column)\$?(?P<last>[1-9]\d{0,6}))?"
)
_NAMED = Path("图的数据.xlsx")
"""What the workbook behind a chart is called while it is open; no error of it is shown."""

_Writes = dict[tuple[int, int], CellWrite]


def renewed_chart(
    part: bytes, workbook: bytes, spec: ChartSpec, style: Style
) -> tuple[bytes, bytes]:
    """Chart part and workbook with the numbers of `spec`; colours, size and all that a person set
    stay, in the workbook too.

    A workbook that cannot be read, or that the chart does not draw from, is replaced by ours (of
    type .xlsx), and the chart refers to that. A part that is written in a way that we do not know
    stays as it is, with its workbook: `chart_values` of the result tells.
    """
    wanted = chart_data(spec, style)
    placed = _patched(workbook, kept_in(part), wanted)
    data, book = placed or (wanted, workbook_of(wanted, style))
    try:
        new = refreshed(part, data, looks(data, style))
    except UnicodeDecodeError:
        return part, workbook
    if chart_values(new) != (data.categories, data.values):
        return part, workbook
    return new, book


@dataclass(frozen=True, slots=True)
class _Area:
    """Cells below each other."""

    sheet: str
    column: int
    first: int
    last: int

    @classmethod
    def of(cls, reference: str) -> _Area | None:
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            return None
        first = int(found["first"])
        _, column = parse_address(f"{found['column']}1")
        return cls(found["sheet"], column, first, int(found["last"] or first))

    @property
    def sheet_name(self) -> str:
        return self.sheet[1:-1].replace("''", "'") if self.sheet[0] == "'" else self.sheet

    @property
    def reference(self) -> str:
        letters = column_letters(self.column)
        start = f"{self.sheet}!${letters}${self.first}"
        return start if self.last == self.first else f"{start}:${letters}${self.last}"


def _patched(workbook: bytes, kept: Kept, wanted: ChartData) -> tuple[ChartData, bytes] | None:
    """The new data in the workbook as it stands; None where that cannot be."""
    categories, values = _Area.of(kept.categories_at), _Area.of(kept.values_at)
    if categories is None or values is None or categories.sheet != values.sheet:
        return None
    if (categories.first, categories.last) != (values.first, values.last):
        return None
    try:
        package = Package.of_bytes(workbook, _NAMED)
        parts = workbook_parts(package)
        sheets = {info.name: part for info, part in parts.sheets}
        sheet = sheets[values.sheet_name]
        standing = _grid(workbook, values.sheet_name)
        name = _Area.of(kept.name_at)
        data = _placed(wanted, kept.name_at, categories, values)
        writes = _writes(data, standing, name, (categories, values))
        if writes is None or judge(package.xml(sheet), writes).decision.left_alone:
            free = standing.width + 2
            beside = replace(categories, column=free, first=2, last=2)
            name = replace(beside, column=free + 1, first=1, last=1)
            areas = beside, replace(beside, column=free + 1)
            data = _placed(wanted, name.reference, *areas)
            writes = _writes(data, standing, name, areas) or {}
        changed = patch(judge(package.xml(sheet), writes))
        new = {sheet: changed.data} if writes else {}
        if new and changed.stale:
            new[parts.workbook] = recalculated_on_load(package.xml(parts.workbook))
        return data, package.patched(new) if new else workbook
    except (XlbudgetError, ValueError, KeyError):
        return None


def _grid(workbook: bytes, sheet: str) -> Grid:
    values = open_values(_NAMED, workbook)
    with library(_NAMED):
        rows = values.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return grid(sheet, [[from_file(value) for value in row] for row in rows])


def _placed(wanted: ChartData, name_at: str, categories: _Area, values: _Area) -> ChartData:
    """The data at the place of old, from the same first row."""
    last = values.first + max(len(wanted.values), 1) - 1
    return replace(
        wanted,
        title_at=name_at,
        categories_at=replace(categories, last=last).reference,
        values_at=replace(values, last=last).reference,
    )


def _writes(
    data: ChartData, standing: Grid, name: _Area | None, areas: tuple[_Area, _Area]
) -> _Writes | None:
    """The cells that change; None where something of a person's stands in the way."""
    found: _Writes = {}
    if name is not None and name.sheet == areas[0].sheet and name.first == name.last:
        found[name.first, name.column] = CellWrite(data.title)
    columns: tuple[tuple[_Area, tuple[str | Decimal, ...]], ...] = (
        (areas[0], data.categories),
        (areas[1], data.values),
    )
    for area, texts in columns:
        for at, text in enumerate(texts):
            row = area.first + at
            if row > area.last and standing.at(row, area.column) is not None:
                return None
            found[row, area.column] = CellWrite(text)
        for row in range(area.first + len(texts), area.last + 1):
            found[row, area.column] = CellWrite(None)
    return dict(_changing(found, standing))


def _changing(writes: _Writes, standing: Grid) -> Iterator[tuple[tuple[int, int], CellWrite]]:
    for at, write in writes.items():
        there = standing.at(*at)
        same = isinstance(there, bool) == isinstance(write.value, bool) and there == write.value
        if not same:
            yield at, write
