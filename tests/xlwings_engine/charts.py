"""Charts of the engine: name, kind, and the formula of the only series."""

from collections.abc import Iterator
from typing import Any

from tests.xlwings_engine.store import ChartStub
from tests.xlwings_engine.typed import ComError


class Charts:
    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.api = sheet

    def __call__(self, key: int | str) -> "Chart":
        self.sheet.book.app.count("read")
        for number, stub in enumerate(self.sheet.store.charts.values(), 1):
            if key in (number, stub.name):
                return Chart(self.sheet, stub)
        raise KeyError(key)

    def __iter__(self) -> Iterator["Chart"]:
        return (Chart(self.sheet, stub) for stub in self.sheet.store.charts.values())

    def __len__(self) -> int:
        return len(self.sheet.store.charts)

    def __contains__(self, key: object) -> bool:
        return key in self.sheet.store.charts


class Chart:
    def __init__(self, sheet: Any, stub: ChartStub) -> None:
        self.parent = sheet
        self.stub = stub
        self.api = self, ChartApi(sheet.book.app, stub)

    @property
    def name(self) -> str:
        return self.stub.name

    @property
    def chart_type(self) -> str:
        self.parent.book.app.count("read")
        return self.stub.chart_type

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        self.parent.book.app.count("write")
        self.stub.chart_type = value


class ChartApi:
    """Excel's own Chart object, and its only series."""

    def __init__(self, app: Any, stub: ChartStub) -> None:
        self._app = app
        self._stub = stub

    def SeriesCollection(self, number: int = 0) -> "ChartApi":  # noqa: N802
        if number > self.Count:
            raise ComError("参数无效")
        return self

    @property
    def Count(self) -> int:  # noqa: N802
        return 1 if self._stub.formula else 0

    @property
    def Formula(self) -> str:  # noqa: N802
        self._app.count("read")
        return self._stub.formula

    @Formula.setter
    def Formula(self, text: str) -> None:  # noqa: N802
        self._app.count("write")
        self._stub.formula = text
