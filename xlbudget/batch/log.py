"""The record of a run, beside the outputs: times and tracebacks stand here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from io import RawIOBase
from pathlib import Path

from xlbudget.batch.terms import Made, State
from xlbudget.domain.errors import OutputRefused
from xlbudget.files.system import reason

_WORDS = {State.DONE: "完成", State.SKIPPED: "已有", State.FAILED: "没有做成"}


class RunLog:
    """A line for everything that happens; a run that is taken up goes on in the same file.

    A disk that is full ends the run by what it makes, which says how to go on, not by the record.
    """

    def __init__(self, file: RawIOBase) -> None:
        self._file = file

    def line(self, text: str) -> None:
        """One line, with the time."""
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        self._write(f"{now} {text}\n")

    def unit(self, made: Made) -> None:
        """How a unit went, how long it took, and the traceback of what nobody foresaw."""
        counts = f"错误 {made.errors}，提醒 {made.warnings}，待填写 {made.gaps}"
        told = made.says if made.state is State.FAILED else counts
        self.line(f"{_WORDS[made.state]} {made.folder} {made.seconds:.2f}秒 {told}")
        if made.trace:
            self._write(made.trace.rstrip() + "\n")

    def _write(self, text: str) -> None:
        with suppress(OSError):
            self._file.write(text.encode("utf-8", "backslashreplace"))


_HEAD = 64
_FIRST = re.compile(rb"\d{4}-\d\d-\d\dT[0-9:.+-]+ ")
"""How every line of a record begins."""


def _refuse_other(path: Path, head: bytes) -> None:
    if head and not _FIRST.match(head):
        raise OutputRefused(
            where=str(path),
            seen="已有的文件，不是批量处理的运行记录",
            expected="还没有的文件，或以前的运行记录",
            remedy="请用 --log 换一个文件名。那个文件没有改动。",
        )


@contextmanager
def log_in(path: Path) -> Iterator[RunLog]:
    """The record, opened to be continued; OutputRefused where that cannot be, or where the file is
    somebody's and no record.
    """
    try:
        if path.is_file():
            with path.open("rb") as before:
                _refuse_other(path, before.read(_HEAD))
        file = path.open("ab", buffering=0)
    except OSError as error:
        raise OutputRefused(
            where=str(path),
            seen=f"不能写入（{reason(error)}）",
            expected="可以写入的运行记录",
            remedy="请用 --log 换一个文件。",
        ) from error
    with file:
        yield RunLog(file)
