"""The file of a PDF: opened within limits, its pages one by one, never longer than a while."""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xlbudget.domain.errors import UnreadableFile, UnsafeFile
from xlbudget.files.foreign import DOCUMENT, read_limited
from xlbudget.reading.documents import pdf_child
from xlbudget.reading.documents.pdf_shapes import PdfPage

MOST_BYTES = 200 << 20
MOST_PAGES = 800
PATIENCE = 60.0
"""Seconds for a page; an honest one takes a fraction of one."""

_MOST_UNPACKED = 96 << 20
"""Of one part of the file; pictures aside, an honest one is far smaller."""

_STREAM = re.compile(rb"stream\r?\n")
_TAIL = 8192
_DICTIONARY = 1024


def pages_of(path: Path) -> Iterator[PdfPage]:
    """The pages of a PDF, or an UnreadableFile that says what to do."""
    data = read_limited(path, MOST_BYTES, DOCUMENT)
    if len(data) > MOST_BYTES:
        raise _unsafe(path, f"文件超过 {MOST_BYTES >> 20} MB")
    if b"%PDF-" not in data[:_DICTIONARY]:
        raise _unreadable(path, "不是 PDF 文件，只是扩展名像", "请检查是否选错了文件。")
    if b"%%EOF" not in data[-_TAIL:]:
        raise _unreadable(
            path,
            "PDF 不完整（没有结尾），可能没有下载或复制完",
            "请重新取得这个文件；能用阅读器打开的，另存一份再试。",
        )
    _refuse_bombs(path, data)
    with _child(path) as child:
        number = 0
        for line in _lines(child):
            if line is None:
                raise _unsafe(path, f"第 {number + 1} 页读了 {PATIENCE:g} 秒还没有读完")
            told = json.loads(line)
            if "fault" in told:
                raise _fault(path, told["fault"], told["page"])
            number = told["number"]
            yield PdfPage.of_data(told)
    if child.returncode != 0:
        raise _unsafe(path, f"读第 {number + 1} 页的时候，读 PDF 的程序垮掉了")


@contextmanager
def _child(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process that reads the file, ended in any case."""
    # -P: nothing beside the document is taken for a module.
    command = [
        sys.executable,
        "-P",
        "-m",
        pdf_child.__name__,
        str(path.absolute()),
        str(MOST_PAGES),
    ]
    child = subprocess.Popen(  # noqa: S603
        command,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        yield child
        child.wait(PATIENCE)
    finally:
        child.kill()
        child.communicate()


def _lines(child: subprocess.Popen[bytes]) -> Iterator[bytes | None]:
    """What the process says, line by line; None where it says nothing for too long."""
    said: queue.Queue[bytes] = queue.Queue()

    def listen() -> None:
        for line in child.stdout or ():
            said.put(line)
        said.put(b"")

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = said.get(timeout=PATIENCE)
        except queue.Empty:
            yield None
            return
        if not line:
            return
        yield line


def _fault(path: Path, fault: str, page: int) -> UnreadableFile:
    """What the process found the file to be."""
    if fault == pdf_child.LOCKED:
        return _unreadable(
            path,
            "设有打开密码的 PDF",
            "请用阅读器输入密码打开，另存（或打印）为没有密码的 PDF，再试。",
        )
    if fault == pdf_child.PAGES and page:
        remedy = "请把决算公开的部分另存为单独的 PDF，再试。"
        return _unreadable(path, f"{page} 页，超过 {MOST_PAGES} 页", remedy)
    if fault == pdf_child.CROWDED:
        return _unsafe(path, f"第 {page} 页的内容多得读不下")
    return _damaged(path, f"第 {page} 页打不开" if page else "打不开")


def _refuse_bombs(path: Path, data: bytes) -> None:
    """Refuse parts that grow beyond all measure when they are unpacked."""
    for found in _STREAM.finditer(data):
        described = data[max(0, found.start() - _DICTIONARY) : found.start()]
        described = described[described.rfind(b" obj") :]
        if b"/Image" in described or b"/Fl" not in described:
            continue
        size = _unpacked(data, found.end())
        if size > _MOST_UNPACKED:
            raise _unsafe(path, f"有一段内容展开后超过 {_MOST_UNPACKED >> 20} MB")


def _unpacked(data: bytes, start: int) -> int:
    """How many bytes a packed part gives, counted no further than the limit."""
    unpacker = zlib.decompressobj()
    size = 0
    rest: bytes = data[start : start + _STEP]
    at = start + len(rest)
    try:
        while rest and size <= _MOST_UNPACKED and not unpacker.eof:
            size += len(unpacker.decompress(rest, _STEP))
            rest = unpacker.unconsumed_tail
            if not rest:
                rest = data[at : at + _STEP]
                at += len(rest)
    except zlib.error:
        return size
    return size


_STEP = 1 << 20


def scanned_error(path: Path, pages: Sequence[PdfPage]) -> UnreadableFile:
    """The error for a PDF without any text that can be read."""
    if any(page.garbled for page in pages):
        return _unreadable(
            path,
            "PDF 的字体没有带上文字编码，读不出是什么字",
            "请改用 Word 原文，或由 Word、WPS 重新导出 PDF（不要“打印为图片”）。",
        )
    return _unreadable(
        path,
        f"扫描件：{len(pages)} 页都没有文字，只有图片",
        "程序不能识别图片里的字。请改用 Word 原文，或由 Word、WPS 直接导出的 PDF。",
    )


def _damaged(path: Path, what: str) -> UnreadableFile:
    return _unreadable(
        path, f"PDF 已损坏：{what}", "请重新取得这个文件，或用阅读器打开、另存后再试。"
    )


def _unreadable(path: Path, seen: str, remedy: str) -> UnreadableFile:
    return UnreadableFile(where=str(path), seen=seen, expected=DOCUMENT.words, remedy=remedy)


def _unsafe(path: Path, seen: str) -> UnsafeFile:
    return UnsafeFile(
        where=str(path),
        seen=seen,
        expected=DOCUMENT.words,
        remedy="这样的文件可能是恶意构造的。请用阅读器打开，另存为新的 PDF 后再试。",
    )
