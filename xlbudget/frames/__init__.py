"""The tables of many units as pandas DataFrames: tidy, exact, each row with its place.

Amounts are whole 分 (`fen`, Int64): they add up exactly. `wan` is the same in 万元 as a float, to
look at and to draw. pandas is imported when a frame is made, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from xlbudget.books.port import Book
from xlbudget.domain.errors import UnreadableFile, XlbudgetError, raise_all
from xlbudget.frames import rows
from xlbudget.frames.columns import ENTRIES, FIGURES, FINDINGS, STATEMENTS
from xlbudget.frames.rows import Row
from xlbudget.pipeline import Reading, Request, read, run
from xlbudget.results import Results

if TYPE_CHECKING:
    import pandas as pd

Handed = str | Path | Results
"""A workbook, a folder of workbooks, or the outcome of a run."""

Opener = Callable[[Path], Book]
"""How a workbook is opened."""

Unreadable = Literal["raise", "tell"]
"""What happens to workbooks that cannot be read: all of them are raised together, or the frame's
`attrs["unreadable"]` names them with the reason.
"""

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")


def statements(
    units: Handed | Iterable[Handed],
    *,
    request: Request | None = None,
    opener: Opener | None = None,
    unreadable: Unreadable = "raise",
) -> pd.DataFrame:
    """This year's tables, one row for each cell, blank ones too.

    类 and 款 are sums of the 项 below them, and 合计 of all: choose one `level` before summing.
    """
    loaded = _Loaded(units, request, opener)
    made = (
        rows.of_unit(known) | row
        for known in loaded.read()
        for row in rows.cells(known.account, known.format)
    )
    return loaded.frame(made, STATEMENTS, unreadable)


def entries(
    units: Handed | Iterable[Handed],
    *,
    request: Request | None = None,
    opener: Opener | None = None,
    unreadable: Unreadable = "raise",
) -> pd.DataFrame:
    """What stands beside the tables: 上年决算数, 年初预算数, 全年预算数 and the numbers of 补充资料
    (`kind`), one row for each cell. `count` is a number that is no amount.
    """
    loaded = _Loaded(units, request, opener)
    made = (
        rows.of_unit(known) | row
        for known in loaded.read()
        for row in rows.entries(known.account, known.format)
    )
    return loaded.frame(made, ENTRIES, unreadable)


def figures(
    units: Handed | Iterable[Handed],
    *,
    request: Request | None = None,
    opener: Opener | None = None,
    unreadable: Unreadable = "raise",
) -> pd.DataFrame:
    """The figures that the text of each unit is made of, one row for each: amounts, shares, rates
    and counts with their printed text, their formula in words and the cells they rest on.
    """
    loaded = _Loaded(units, request, opener)
    made = (
        rows.of_unit(results) | rows.of_figure(figure, results.format)
        for results in loaded.run()
        for figure in results.figures
    )
    return loaded.frame(made, FIGURES, unreadable)


def findings(
    units: Handed | Iterable[Handed],
    *,
    request: Request | None = None,
    opener: Opener | None = None,
    unreadable: Unreadable = "raise",
) -> pd.DataFrame:
    """What the checks have to say, one row for each cause; `follows` is how many others it
    explains.
    """
    loaded = _Loaded(units, request, opener)
    made = (
        rows.of_unit(results) | rows.of_finding(finding)
        for results in loaded.run()
        for finding in results.findings
    )
    return loaded.frame(made, FINDINGS, unreadable)


class _Loaded:
    """Units one after another, each read when it is its turn; and those that cannot be read."""

    def __init__(
        self, units: Handed | Iterable[Handed], request: Request | None, opener: Opener | None
    ) -> None:
        self._units = [units] if isinstance(units, str | Path | Results) else units
        self._request = request
        self._open = opener or _file_book()
        self._errors: dict[str, XlbudgetError] = {}

    def read(self) -> Iterator[Reading | Results]:
        """The account of each unit."""
        for known in self._units:
            if isinstance(known, Results):
                yield known
                continue
            for path in self._workbooks(Path(known)):
                try:
                    reading = read(self._open(path), self._request)
                except XlbudgetError as error:
                    self._errors[str(path)] = error
                    continue
                yield reading

    def run(self) -> Iterator[Results]:
        """The results of each unit."""
        for known in self.read():
            if isinstance(known, Results):
                yield known
            else:
                yield run(known.account, known.format, known.findings)

    def _workbooks(self, path: Path) -> list[Path]:
        """A workbook, or those right in a folder; Excel's own files of open workbooks are none."""
        if not path.is_dir():
            return [path]
        found = sorted(
            each
            for each in path.iterdir()
            if each.suffix.lower() in SUFFIXES and not each.name.startswith(("~$", "."))
        )
        if not found:
            self._errors[str(path)] = UnreadableFile(
                where=str(path),
                seen="文件夹里没有工作簿",
                expected="、".join(SUFFIXES),
                remedy="请检查文件夹的名字；下一层的文件夹不会去找。",
            )
        return found

    def frame(
        self, made: Iterable[Row], columns: dict[str, str], unreadable: Unreadable
    ) -> pd.DataFrame:
        """All rows, and what could not be read."""
        import pandas as pd

        frame = pd.DataFrame.from_records(list(made), columns=list(columns))
        if unreadable == "raise":
            raise_all(list(self._errors.values()))
        frame = frame.astype(columns)
        frame.attrs["unreadable"] = {path: str(error) for path, error in self._errors.items()}
        return frame


def _file_book() -> Opener:
    """A frame is asked for from a notebook, where no command names the book: this is its place."""
    from xlbudget.books.packed_book import PackedBook

    return PackedBook
