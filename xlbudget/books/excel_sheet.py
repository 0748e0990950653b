"""What stands on a sheet of the open workbook: values, merged ranges, array formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from xlbudget.books.excel_target import Standing, indices, reference
from xlbudget.books.excel_values import ERROR_WORDS, as_rows, as_seen
from xlbudget.books.giving_way import places
from xlbudget.books.port import CellError, Value
from xlbudget.books.rectangles import areas_in
from xlbudget.books.sheet_scan import Rectangle, contains, rectangle


def values_of(sheet: Any, area: Rectangle) -> list[list[Value]]:
    """The values of an area.

    Words of errors are read a second time, where errors are nothing and texts remain. Currency
    arrives cut to four places; Excel's plain numbers (Value2) have all.
    """
    part = sheet.range(reference(area))
    raw: list[list[Any]] = part.options(ndim=2, err_to_str=True).value
    rows = [
        [
            as_seen(value, lambda at=(row, column): sheet.range(at).number_format)  # type: ignore[misc]
            for column, value in enumerate(line, 1)
        ]
        for row, line in enumerate(raw, 1)
    ]
    cells = list(indices(raw))
    words = [(y, x) for y, x in cells if isinstance(raw[y][x], str) and raw[y][x] in ERROR_WORDS]
    if words:
        texts: list[list[Any]] = part.options(ndim=2).value
        for y, x in words:
            if texts[y][x] is None:
                rows[y][x] = CellError(raw[y][x])
    currency = [(y, x) for y, x in cells if isinstance(raw[y][x], Decimal)]
    if currency:
        numbers = as_rows(part.api.Value2)
        for y, x in currency:
            rows[y][x] = as_seen(numbers[y][x], str)
    return rows


def merged_areas(
    sheet: Any, region: Rectangle, matters: Callable[[Rectangle], bool]
) -> Iterator[Rectangle]:
    """The merged ranges that reach into a region, as far as its parts matter."""
    return areas_in(
        region,
        lambda part: sheet.range(reference(part)).merge_cells,
        lambda row, column: _place(sheet.range((row, column)).merge_area),
        matters,
    )


def array_areas(sheet: Any, standing: Standing) -> Iterator[tuple[Rectangle, str]]:
    """The array formulas that reach into a rectangle, whole, with their texts."""
    found = areas_in(
        standing.box,
        lambda part: sheet.range(reference(part)).has_array,
        lambda row, column: rectangle(sheet.range((row, column)).api.CurrentArray.Address),
        standing.formulas_in,
        standing.runs(),
    )
    for area in found:
        inside = next(at for at in places(area) if contains(standing.box, *at))
        yield area, standing.formula(*inside) or "="


def _place(area: Any) -> Rectangle:
    (rows, columns), row, column = area.shape, area.row, area.column
    return row, column, row + rows - 1, column + columns - 1
