"""工作簿里的任何内容：认表、读表、校验、写说明。内容照 MemoryBook 的写法。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.fuzz.targets.target import Target, text_of
from xlbudget.books.memory_book import MemoryBook
from xlbudget.pipeline.workbooks import Request, read
from xlbudget.pipeline.workbooks import run as results_of

REQUEST = Request(place="sichuan", year=2024)
ERRORS = Path(__file__).parents[3] / "tests" / "errors"
LAYOUTS = Path(__file__).parents[3] / "tests" / "reading"


def run(data: bytes) -> None:
    """Read a book and do everything with it; what is no text of a book is passed over."""
    try:
        book = MemoryBook(text_of(data))
    except (ValueError, KeyError, IndexError):
        return
    found = read(book, REQUEST)
    done = results_of(found.account, found.format, found.findings)
    for finding in done.findings:
        assert finding.message


def seeds() -> Iterator[bytes]:
    """The tables that fire the rules, and layouts of every kind."""
    for path in [*sorted(ERRORS.glob("*/input.txt")), *sorted(LAYOUTS.glob("*.txt"))]:
        yield path.read_bytes()


WORDS = (
    *(
        "== 公开01",
        "== 首页",
        "== 补充资料",
        "项目 | ",
        " | 决算数",
        "单位：万元",
        "金额",
        "合计",
        "科目编码",
    ),
    *(
        "一、",
        "收入",
        "支出",
        "总计",
        "2010301",
        "'2010301",
        "—",
        "#DIV/0!",
        "=A1 → ",
        "1E20",
        "\n.\n",
    ),
)
TARGET = Target("tables", "任何工作表", run, seeds, WORDS, 6000)
