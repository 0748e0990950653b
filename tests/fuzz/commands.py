"""改坏的文件交给命令：整个程序在这个进程里跑一遍，看它守不守规矩。"""

from __future__ import annotations

import contextlib
import io
import json
import random
import shutil
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree as ET

from tests.fuzz.mangled import mangled
from tests.intake.filled import account_of
from tests.intake.raw_exports import raw_export
from tests.workbook.workbooks import case, results_of, workbook_of
from xlbudget.cli.commands import main
from xlbudget.publish.delivery import Asked, deliver

BOOK, EXPORT, DOCUMENT, SIDE = "决算.xlsx", "导出.xlsx", "说明.docx", "说明.trace.json"


@dataclass(frozen=True)
class Command:
    """A command, and which of its files is spoilt."""

    spoilt: str
    words: tuple[str, ...]
    over: str = ""
    """The file that the command itself may replace."""


COMMANDS = {
    "check": Command(BOOK, ("check", BOOK)),
    "report": Command(BOOK, ("report", BOOK, "-o", "出")),
    "import-into": Command(BOOK, ("import", EXPORT, "--into", BOOK), over=BOOK),
    "import": Command(EXPORT, ("import", EXPORT, "--into", BOOK), over=BOOK),
    "new": Command(EXPORT, ("new", "sichuan", "2024", "-o", "新.xlsx", "--from", EXPORT)),
    "last-year": Command(BOOK, ("new", "sichuan", "2025", "-o", "新.xlsx", "--last-year", BOOK)),
    "review": Command(DOCUMENT, ("check", DOCUMENT, "--workbook", BOOK, "--page", "页.html")),
    "review-alone": Command(DOCUMENT, ("check", DOCUMENT, "-o", "意见.xlsx")),
    "annotate": Command(DOCUMENT, ("check", DOCUMENT, "--workbook", BOOK, "--annotate")),
    "refresh": Command(DOCUMENT, ("refresh", DOCUMENT, "--workbook", BOOK, "-o", "新.docx")),
    "refresh-final": Command(
        DOCUMENT, ("refresh", DOCUMENT, "--workbook", BOOK, "-o", "新.docx", "--final")
    ),
    "refresh-book": Command(BOOK, ("refresh", DOCUMENT, "--workbook", BOOK, "-o", "新.docx")),
    "form": Command(DOCUMENT, ("report", BOOK, "-o", "出", "--template", DOCUMENT)),
    "explain": Command(BOOK, ("explain", BOOK, "收支总表.总计.增减率")),
}


def build(room: Path) -> None:
    """The good files: a workbook, its export, its document."""
    workbook_of("sample_complete", room / BOOK)
    raw_export(*account_of(case("sample_complete")), room / EXPORT)
    delivered = deliver(results_of("sample_complete"), Asked())
    (room / DOCUMENT).write_bytes(delivered.document)
    (room / SIDE).write_bytes(delivered.sidecar)


@cache
def good(room: Path) -> dict[str, bytes]:
    """The good files by name."""
    return {path.name: path.read_bytes() for path in room.iterdir()}


@dataclass(frozen=True)
class Ran:
    """How a command ended; `error` is what no command may raise."""

    code: int | None
    said: str
    error: BaseException | None = None


def ran(words: tuple[str, ...], cwd: Path) -> Ran:
    """The whole program, its errors and exit codes too."""
    out = io.StringIO()
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        mock.patch.object(sys, "argv", ["xlbudget", *words]),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else None
            return Ran(code, out.getvalue())
        except Exception as error:  # noqa: BLE001  正是要找的错
            return Ran(None, out.getvalue(), error)


def breaches(name: str, seed: int, files: dict[str, bytes], room: Path) -> Iterator[str]:
    """What a command does to a spoilt file that it must not do."""
    command = COMMANDS[name]
    content = mangled(files[command.spoilt], random.Random(f"{name} {seed}"))  # noqa: S311
    yield from broken_rules(command, {**files, command.spoilt: content}, room)


def broken_rules(command: Command, files: dict[str, bytes], room: Path) -> Iterator[str]:
    """Run a command on files; what is wrong with what it did."""
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir()
    for each, data in files.items():
        (room / each).write_bytes(data)
    done = ran(command.words, room)
    if done.error is not None:
        raise done.error
    if done.code not in (0, 1, 2) or "Traceback" in done.said:
        yield f"退出码 {done.code}：{done.said[-500:]}"
    if done.code == 2 and not done.said.strip():
        yield "什么也没说"
    for each, data in files.items():
        replaced = each == command.over and done.code != 2
        if not replaced and (room / each).read_bytes() != data:
            yield f"输入 {each} 变了"
    written = [path for path in room.rglob("*") if path.is_file()]
    written = [path for path in written if path.name not in files or path.parent != room]
    if done.code == 2 and written:
        yield f"没有做成，却写了 {[path.name for path in written]}"
    if command.over and done.code != 2:
        written.append(room / command.over)
    unsound = {name for data in files.values() for name in _unsound_parts(data)}
    for path in written:
        yield from _half_written(path, unsound)


def _unsound_parts(data: bytes) -> Iterator[str]:
    """The parts of a package that are no XML as it was given."""
    with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            try:
                ET.fromstring(archive.read(name))
            except (ET.ParseError, ValueError, OSError, zipfile.BadZipFile, zlib.error):
                yield name


def _half_written(path: Path, unsound: set[str]) -> Iterator[str]:
    """What a file lacks that a run wrote; parts that came `unsound` are copied as they are."""
    if path.name.startswith((".", "~")) or path.suffix == ".tmp":
        yield f"剩下临时文件 {path.name}"
    elif path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")) and name not in unsound:
                    ET.fromstring(archive.read(name))
    elif path.suffix == ".json":
        json.loads(path.read_text(encoding="utf-8"))
    elif path.suffix == ".html" and not path.read_text(encoding="utf-8").rstrip().endswith(
        "</html>"
    ):
        yield f"{path.name} 没有写完"
