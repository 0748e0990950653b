"""A test-only xlwings engine over files: the real xlwings.Book, Sheet, Range run on it.

It follows the interfaces of xlwings' BSD modules `base_classes.py` and `_xlwindows.py` as far as
`XlwingsBook`, the buttons and the Excel functions need them, and behaves as Excel does where that
matters: texts are read as typed, currency arrives as Decimal, arrays cannot be changed in part.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.xlwings_engine.areas import Range, Sheet
from tests.xlwings_engine.store import BookStore, load
from tests.xlwings_engine.typed import ERROR_BASE, ERRORS, ComError

NAME = "openpyxl"
LONGEST_FILTER = 255
# xlwings knows these errors by name; others arrive as their codes.
_KNOWN = {ERROR_BASE + code: text for text, code in ERRORS.items() if code < 2043}


class Engine:
    """The engine, with one application."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.app = App(self)
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:  # noqa: ARG004
        return "" if value is None or value != value else value  # noqa: PLR0124

    @staticmethod
    def clean_value_data(
        data: Any, dates: Any, empty: Any, numbers: Any, err_to_str: bool
    ) -> list[list[Any]]:
        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty
            if hasattr(value, "tzinfo"):
                parts = ["year", "month", "day", "hour", "minute", "second", "microsecond"]
                return dates(**{part: getattr(value, part) for part in parts}, tzinfo=None)
            if numbers is not None and isinstance(value, float):
                return numbers(value)
            if isinstance(value, int) and value in _KNOWN:
                return _KNOWN[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


class Apps:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def keys(self) -> list[int]:
        return [self.engine.app.pid]

    def __iter__(self) -> Iterator["App"]:
        yield self.engine.app

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> "App":
        if pid != self.engine.app.pid:
            raise KeyError(pid)
        return self.engine.app


class AppApi:
    """Excel's own Application object; `picked` is what a person picks in the dialog for files,
    False where she cancels, and `dialogs` what it was opened with.
    """

    Name = "Microsoft Excel"
    Path = r"C:\Program Files\Microsoft Office\root\Office16"

    def __init__(self) -> None:
        self.picked: tuple[str, ...] | bool = False
        self.dialogs: list[dict[str, Any]] = []

    def GetOpenFilename(self, **asked: Any) -> tuple[str, ...] | bool:  # noqa: N802
        if len(asked["FileFilter"]) > LONGEST_FILTER:
            raise ComError("不能取得类 Application 的 GetOpenFilename 属性")
        self.dialogs.append(asked)
        return self.picked


class App:
    """The application. Tests look at `calls`, `alerts`, and set `fail_at`, `on_calculate`, and
    `answers`, what a person answers to the questions to come ("yes", "no", "cancel").

    `fail_at` = n lets the n-th write from now on fail; `on_calculate(book store)` runs whenever
    Excel would compute.
    """

    pid = 4711
    visible = True
    display_alerts = True
    path = AppApi.Path
    version = "16.0"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.api = AppApi()
        self.books = Books(self)
        self.calls: Counter[str] = Counter()
        self.alerts: list[tuple[Any, ...]] = []
        self.answers: list[str] = []
        self.fail_at = 0
        self.on_calculate: Callable[[BookStore], None] | None = None
        self.selection: Range | None = None
        self.status_bar: str | bool = False
        self.settings: dict[str, Any] = {
            "screen_updating": True,
            "enable_events": True,
            "calculation": "automatic",
        }
        self.refuse_setting = ""

    # Names of xlwings; set to anything, seen by the tests in `settings`.
    screen_updating = property(
        lambda self: self.settings["screen_updating"],
        lambda self, value: self._set("screen_updating", value),
    )
    enable_events = property(
        lambda self: self.settings["enable_events"],
        lambda self, value: self._set("enable_events", value),
    )
    calculation = property(
        lambda self: self.settings["calculation"],
        lambda self, value: self._set("calculation", value),
    )

    def _set(self, name: str, value: Any) -> None:
        self.calls["settings"] += 1
        if f"{name}={value}" == self.refuse_setting:
            raise ComError(f"不能设置类 Application 的 {name} 属性")
        self.settings[name] = value
        if name == "calculation" and value == "automatic":
            self.calculate()

    def calculate(self) -> None:
        for book in self.books:
            if self.on_calculate is not None:
                self.on_calculate(book.store)

    def count(self, kind: str) -> None:
        self.calls[kind] += 1
        if kind == "write" and self.fail_at:
            self.fail_at -= 1
            if not self.fail_at:
                raise ComError("应用程序定义或对象定义错误")

    def alert(self, prompt: Any, title: Any, buttons: Any, mode: Any, callback: Any) -> str:
        self.alerts.append((prompt, title, buttons, mode, callback))
        if buttons == "ok":
            return "ok"
        answer = self.answers.pop(0)
        assert answer in buttons.split("_")
        return answer

    def activate(self, _steal_focus: object = None) -> None:
        """There is only one."""

    def run(self, macro: str, args: Any) -> None:
        raise ComError(f"没有宏 {macro}（{args}）")


class Books:
    def __init__(self, app: App) -> None:
        self.app = app
        self._open: list[Book] = []
        self.api = self

    @property
    def active(self) -> "Book":
        return self._open[-1]

    def __call__(self, key: int | str) -> "Book":
        for number, book in enumerate(self._open, 1):
            if key in (number, book.name):
                return book
        raise KeyError(key)

    def __iter__(self) -> Iterator["Book"]:
        return iter(list(self._open))

    def __len__(self) -> int:
        return len(self._open)

    def open(self, fullname: str, *_: Any, **__: Any) -> "Book":
        book = Book(self.app, load(Path(fullname)))
        self._open.append(book)
        return book

    def close(self, book: "Book") -> None:
        self._open.remove(book)


class Book:
    """A workbook; `store` is what stands in it."""

    def __init__(self, app: App, store: BookStore) -> None:
        self.app = app
        self.store = store
        self.api = store
        self.active_sheet = 0

    @property
    def name(self) -> str:
        return self.store.path.name

    @property
    def fullname(self) -> str:
        return str(self.store.path)

    @property
    def sheets(self) -> "Sheets":
        return Sheets(self)

    @property
    def names(self) -> "Names":
        return Names(self)

    def activate(self) -> None:
        self.app.books._open.sort(key=lambda book: book is self)

    def close(self) -> None:
        self.app.books.close(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        raise AssertionError(f"nobody but the user saves the workbook ({path}, {password})")


class Sheets:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.api = book

    @property
    def active(self) -> "Sheet":
        return Sheet(self.book, self.book.store.sheets[self.book.active_sheet])

    def __call__(self, key: int | str) -> "Sheet":
        for number, store in enumerate(self.book.store.sheets, 1):
            if key in (number, store.name):
                return Sheet(self.book, store)
        raise ComError("下标越界")

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, store) for store in self.book.store.sheets)

    def __len__(self) -> int:
        return len(self.book.store.sheets)


class Names:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.api = book

    def __call__(self, key: int | str) -> "Name":
        for number, name in enumerate(self.book.store.names, 1):
            if key in (number, name):
                return Name(self.book, name)
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self.book.store.names)

    def contains(self, name: str) -> bool:
        return name in self.book.store.names


class Name:
    def __init__(self, book: Book, name: str) -> None:
        self.book = book
        self.name = name
        self.api = book

    @property
    def refers_to(self) -> str:
        return "=" + self.book.store.names[self.name]

    @property
    def refers_to_range(self) -> Range:
        sheet, _, area = self.book.store.names[self.name].rpartition("!")
        return Sheets(self.book)(sheet.strip("'")).range(area.replace("$", ""))
