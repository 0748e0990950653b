"""导出 Word and 刷新 Word: the document of the open workbook, beside its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from xlbudget.books.xlwings_book import XlwingsBook
from xlbudget.domain.errors import OutputRefused
from xlbudget.files.whole import make_folder, write_together
from xlbudget.pipeline import read, run
from xlbudget.pipeline.copy_record import record_in, with_record
from xlbudget.publish.delivery import (
    SIDECAR,
    Asked,
    deliver,
    refuse_edited,
    report_folder,
    sidecar,
    with_sidecar_first,
)
from xlbudget.results import Results
from xlbudget.workbook.texts import state_text

Say = Callable[[str], None]

_RENEWED = "-更新"
_SHOWN = 12
"""So many lines are told in a message; the rest are counted."""


def export(book: XlwingsBook, step: Say) -> str:
    """The document as a draft, in the folder of the workbook's outputs. One that a person went on
    writing in is not replaced.
    """
    file = _file(book)
    target = report_folder(file) / f"{file.stem}.docx"
    refuse_edited(target)
    results = _run(book, step)
    step("写 Word 文档")
    delivered = deliver(results, Asked())
    make_folder(target.parent)
    beside = target.with_suffix(SIDECAR)
    told = with_record(delivered.sidecar, record_in(beside))
    both = {target: delivered.document, beside: told}
    write_together(with_sidecar_first(both, target), force=True)
    return _short([f"{state_text(results)}。", f"已写出：{target}", *delivered.told])


def refresh(book: XlwingsBook, step: Say) -> str:
    """The newest document of the workbook with the numbers of now, as a new file: the document that
    a person wrote in stays as it is.
    """
    from xlbudget.publish.refresh import lines
    from xlbudget.publish.refresh import refresh as refreshed_document

    file = _file(book)
    found = list(_documents(file))
    if not found:
        return f"“{report_folder(file)}”里还没有文档：请先点“导出 Word”。"
    newest = max(found, key=lambda path: path.stat().st_mtime)
    last = max(found, key=_number)
    results = _run(book, step)
    step(f"更新 {newest.name}")
    done = refreshed_document(newest, results)
    if done.trace is None or not done.changed:
        nothing = f"“{newest.name}”没有要换的数，没有写新文件。"
        return _short([nothing, *_another(newest, last), *lines(done)])
    target = _free(file)
    traced = sidecar(done.trace, done.data, renewed=True)
    write_together({target.with_suffix(SIDECAR): traced, target: done.data})
    written = f"已写出：{target}（{newest.name} 没有动）"
    return _short([written, *_another(newest, last), *lines(done)])


def _another(newest: Path, last: Path) -> list[str]:
    """Which draft was taken is told where time and number disagree: a clock may have been wrong."""
    if newest == last:
        return []
    taken = f"取的是修改时间最近的“{newest.name}”，不是“{last.name}”"
    return [f"{taken}；要取那一份，请在 Word 里打开它，存一次盘，再点一次。"]


def _number(draft: Path) -> int:
    """How often a draft was renewed: the number in its name, 0 as it was exported."""
    number = draft.stem.rpartition(_RENEWED)[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def _file(book: XlwingsBook) -> Path:
    file = book.file
    if file is None:
        raise OutputRefused(
            where=book.name,
            seen="工作簿还没有存在这台电脑上（或者存在网盘里）",
            expected="本机文件夹里的工作簿",
            remedy="请先“另存为”到本机的文件夹，再点一次：Word 文档写在工作簿旁边。",
        )
    return file


def _run(book: XlwingsBook, step: Say) -> Results:
    step("读取各表")
    reading = read(book)
    step("计算和校验")
    return run(reading.account, reading.format, reading.findings)


def _documents(file: Path) -> Iterator[Path]:
    """The documents of a workbook: as exported, and as renewed since; not those open in Word."""
    folder = report_folder(file)
    if folder.is_dir():
        for path in folder.iterdir():
            ours = path.stem == file.stem or path.stem.startswith(f"{file.stem}{_RENEWED}")
            if path.suffix.lower() == ".docx" and ours and not path.name.startswith("~$"):
                yield path


def _free(file: Path) -> Path:
    """A name for the renewed document that is not taken."""
    folder, number = report_folder(file), 1
    while True:
        path = folder / f"{file.stem}{_RENEWED}{number}.docx"
        if not path.exists() and not path.with_suffix(SIDECAR).exists():
            return path
        number += 1


def _short(lines: list[str]) -> str:
    """Lines as a message box can hold them."""
    shown = lines[:_SHOWN]
    more = [f"……共 {len(lines)} 行，全部用命令 xlbudget refresh 看。"] if lines[_SHOWN:] else []
    return "\n".join([*shown, *more])
