"""Sheets and ranges of the engine, with the few of Excel's own objects that are asked for."""

import re
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal
from typing import Any

from tests.xlwings_engine.charts import Charts
from tests.xlwings_engine.protection import SheetApi
from tests.xlwings_engine.store import SheetStore, date_of, is_date, overlap
from tests.xlwings_engine.typed import ComError, ErrorValue, Stored
from xlbudget.books.giving_way import places
from xlbudget.books.port import address
from xlbudget.books.sheet_scan import Rectangle, contains, rectangle

_MONEY = re.compile(r"[¥￥$€]|_-?\*|_ \*")


class Sheet:
    def __init__(self, book: Any, store: SheetStore) -> None:
        self.book = book
        self.store = store
        self.api = SheetApi(store)

    @property
    def name(self) -> str:
        return self.store.name

    @property
    def index(self) -> int:
        return int(self.book.store.sheets.index(self.store)) + 1

    @property
    def visible(self) -> int:
        return self.store.visible

    @property
    def used_range(self) -> "Range":
        self.book.app.count("read")
        return Range(self, self.store.used())

    @property
    def charts(self) -> "Charts":
        return Charts(self)

    def activate(self) -> None:
        if self.store.visible != -1:
            raise ComError("类 Worksheet 的 Activate 方法无效")
        self.book.active_sheet = self.index - 1

    select = activate

    def range(self, first: Any, last: Any = None) -> "Range":
        if isinstance(first, tuple) and len(first) == 4:
            row, column, rows, columns = first
            return Range(self, (row, column, row + rows - 1, column + columns - 1))
        one, other = self._area(first), self._area(first if last is None else last)
        return Range(
            self,
            (
                min(one[0], other[0]),
                min(one[1], other[1]),
                max(one[2], other[2]),
                max(one[3], other[3]),
            ),
        )

    def _area(self, key: Any) -> Rectangle:
        if isinstance(key, Range):
            return key.area
        if isinstance(key, tuple):
            return (*key, *key)
        named = self.book.store.names.get(key)
        return rectangle((named or key).rpartition("!")[2])


class RangeApi:
    """Excel's own Range object."""

    def __init__(self, of: "Range") -> None:
        self._of = of

    @property
    def Value2(self) -> Any:  # noqa: N802
        self._of.app.count("read")
        return self._of.block(lambda sheet, at: _number(sheet.cell(at).value))

    @property
    def CurrentArray(self) -> Any:  # noqa: N802
        self._of.app.count("read")
        for area in self._of.store.arrays:
            if contains(area, self._of.row, self._of.column):
                return _Address(Range(self._of.sheet, area).address)
        raise ComError("未找到单元格")

    def Find(  # noqa: N802
        self,
        What: str,  # noqa: N803
        LookIn: int,  # noqa: N803, ARG002
        SearchOrder: int,  # noqa: N803
        SearchDirection: int,  # noqa: N803
    ) -> Any:
        self._of.app.count("read")
        assert (What, SearchDirection) == ("*", 2)
        cells = self._of.store.cells.items()
        filled = [at for at, cell in cells if cell.value is not None or cell.formula]
        if not filled:
            return None
        last = max(filled) if SearchOrder == 1 else max(filled, key=lambda at: at[::-1])
        return _Found(*last)


class _Address:
    def __init__(self, text: str) -> None:
        self.Address = text


class _Found:
    def __init__(self, row: int, column: int) -> None:
        self.Row, self.Column = row, column


class Range:
    options: Any = None
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Sheet, area: Rectangle) -> None:
        self.sheet = sheet
        self.area = area
        self.app = sheet.book.app
        self.store = sheet.store
        self.api = RangeApi(self)

    row = property(lambda self: self.area[0])
    column = property(lambda self: self.area[1])

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, first: int, second: int | None = None) -> "Range":
        if second is None:
            down, right = divmod(first - 1, self.shape[1])
        else:
            down, right = first - 1, second - 1
        at = self.row + down, self.column + right
        return Range(self.sheet, (*at, *at))

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        assert row_absolute and col_absolute and not external  # noqa: PT018
        return self.address

    @property
    def address(self) -> str:
        ends = (address(*self.area[:2]), address(*self.area[2:]))
        texts = [re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", end) for end in ends]
        return texts[0] if texts[0] == texts[1] else ":".join(texts)

    def block(self, value: Callable[[SheetStore, tuple[int, int]], Any]) -> Any:
        """Values as COM gives them: rows, or the bare value of a single cell."""
        top, left, bottom, right = self.area
        rows = tuple(
            tuple(value(self.store, (row, column)) for column in range(left, right + 1))
            for row in range(top, bottom + 1)
        )
        return rows[0][0] if len(self) == 1 else rows

    @property
    def raw_value(self) -> Any:
        self.app.count("read")
        return self.block(_com_value)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._enter(data)

    @property
    def formula(self) -> Any:
        self.app.count("read")
        return self.block(_formula_text)

    @formula.setter
    def formula(self, data: Any) -> None:
        self._enter(data)

    @property
    def formula_array(self) -> str | None:
        self.app.count("read")
        texts = {self.store.cell(at).formula for at in places(self.area)}
        return texts.pop() if len(texts) == 1 else None

    @formula_array.setter
    def formula_array(self, text: str) -> None:
        self.app.count("write")
        self.store.enter_array(self.area, text)
        self._calculated()

    def clear_contents(self) -> None:
        self.app.count("write")
        self.store.clear(self.area)
        self._calculated()

    def _enter(self, data: Any) -> None:
        self.app.count("write")
        rows = data if isinstance(data, list | tuple) else [[data] * self.shape[1]] * self.shape[0]
        if (len(rows), len(rows[0])) != self.shape:
            raise ComError(f"{len(rows)} 行的数组写入 {self.address}")
        if len(self) > 1 and any(isinstance(v, str) and len(v) > 8203 for r in rows for v in r):
            raise ComError("应用程序定义或对象定义错误")
        self.store.enter(self.area, [list(row) for row in rows])
        self._calculated()

    def _calculated(self) -> None:
        if self.app.calculation == "automatic":
            self.app.calculate()

    @property
    def has_array(self) -> bool | None:
        return self._share(list(self.store.arrays))

    @property
    def merge_cells(self) -> bool | None:
        return self._share(self.store.merged)

    def _share(self, areas: list[Rectangle]) -> bool | None:
        """True if all cells belong to such areas, False if none does, None (Null) if some do."""
        self.app.count("read")
        near = [area for area in areas if overlap(area, self.area)]
        held = {
            any(contains(area, *at) for area in near)
            for at in (places(self.area) if near else [self.area[:2]])
        }
        return held.pop() if len(held) == 1 else None

    @property
    def merge_area(self) -> "Range":
        self.app.count("read")
        for area in self.store.merged:
            if contains(area, self.row, self.column):
                return Range(self.sheet, area)
        return Range(self.sheet, self.area)

    @property
    def number_format(self) -> str | None:
        self.app.count("read")
        formats = {self.store.cell(at).number_format for at in places(self.area)}
        return formats.pop() if len(formats) == 1 else None

    def select(self) -> None:
        if self.sheet.book.active_sheet != self.sheet.index - 1:
            raise ComError("类 Range 的 Select 方法无效")
        self.app.selection = self


def _com_value(sheet: SheetStore, at: tuple[int, int]) -> Any:
    cell = sheet.cell(at)
    if isinstance(cell.value, float) and is_date(cell.number_format):
        return date_of(cell.value)
    if isinstance(cell.value, float) and _MONEY.search(cell.number_format):
        exact = Decimal(repr(cell.value))
        return exact.quantize(Decimal("0.0001"), ROUND_DOWN)
    return _number(cell.value)


def _number(value: Stored) -> Any:
    return value.code if isinstance(value, ErrorValue) else value


def _formula_text(sheet: SheetStore, at: tuple[int, int]) -> str:
    cell = sheet.cell(at)
    if cell.formula is not None:
        return cell.formula
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, ErrorValue):
        return value.text
    return f"{value:.15G}" if isinstance(value, float) else value
