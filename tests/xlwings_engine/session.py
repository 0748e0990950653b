"""Excel for a test: the engine registered with xlwings, and taken away again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from tests.xlwings_engine.engine import NAME, App, Engine
from tests.xlwings_engine.store import UNKNOWN, BookStore, load
from xlbudget.books.port import BookPlan
from xlbudget.books.values import writes_by_sheet
from xlbudget.files.office import recalculate


class Excel:
    """What a test has in hand.

    `excel.open(path)` gives a real `xw.Book`; with `caller=True` it is `xw.Book.caller()` too.
    `excel.app` has `calls` ("read", "write", "settings"), `alerts`, `settings`, `fail_at`,
    `refuse_setting`, `on_calculate`, `answers`; `excel.store(book)` what stands in the book.
    `excel.picks(files)` lets a person pick files in Excel's dialog the next time.
    """

    def __init__(self, engine: Engine) -> None:
        self.app: App = engine.app

    def open(self, path: Path, *, caller: bool = False) -> xw.Book:
        book = xw.Book(str(path))
        if caller:
            book.set_mock_caller()
        return book

    def picks(self, *files: Path) -> None:
        """The files that a person picks; without any she cancels."""
        self.app.api.picked = tuple(map(str, files)) or False

    def store(self, book: xw.Book) -> BookStore:
        store = book.impl.store
        assert isinstance(store, BookStore)
        return store

    def calculate_from(self, plan: BookPlan) -> None:
        """From now on Excel "computes" formulas to the results that a plan gives them."""
        writes = writes_by_sheet("", plan)

        def result(sheet: str, row: int, column: int) -> object:
            write = writes.get(sheet, {}).get((row, column))
            if write is None or write.formula is None:
                return UNKNOWN
            return write.value if write.value != "" else None

        self.app.on_calculate = lambda store: store.give_results(result)

    def calculate_as_before(self, book: xw.Book) -> None:
        """From now on Excel "computes" a formula that stood in its cell before to what it was."""
        known = {
            (sheet.name, *at): cell
            for sheet in self.store(book).sheets
            for at, cell in sheet.cells.items()
            if cell.formula is not None
        }

        def renew(store: BookStore) -> None:
            def result(sheet: str, row: int, column: int) -> object:
                before = known.get((sheet, row, column))
                now = store[sheet].cell((row, column))
                same = before is not None and before.formula == now.formula
                return before.value if before is not None and same else UNKNOWN

            store.give_results(result)

        self.app.on_calculate = renew

    def calculate_by_office(self, folder: Path) -> None:
        """From now on LibreOffice computes all formulas, by way of a copy in a folder."""

        def compute(store: BookStore) -> None:
            copy, computed = folder / f"未算{store.path.suffix}", folder / "已算.xlsx"
            store.save_copy(copy)
            recalculate(copy, computed, force=True)
            store.renew_results(load(computed))

        self.app.on_calculate = compute


@contextmanager
def running_excel() -> Iterator[Excel]:
    """Register and activate the engine; afterwards xlwings knows nothing of it."""
    before, engine = xw.engines.active, Engine()
    xw.engines.add(xw.Engine(impl=engine))
    xw.engines[NAME].activate()
    try:
        yield Excel(engine)
    finally:
        xw.engines.engines[:] = [each for each in xw.engines.engines if each.impl is not engine]
        xw.engines.engines_by_name.pop(NAME, None)
        xw.engines.active = before
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller
