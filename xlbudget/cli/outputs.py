"""What `report` writes, where, and that nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from xlbudget.books.packed_book import PackedBook
from xlbudget.cli.terminal import json_text
from xlbudget.domain.errors import OutputRefused, UnknownName
from xlbudget.files.system import reason
from xlbudget.files.whole import refuse_target, write_whole
from xlbudget.formats.keys import nearest
from xlbudget.pipeline import Request, read, report, run
from xlbudget.results import Results, coverage_json, figures_json, findings_json
from xlbudget.workbook.entries import OwnSheets, read_rewrites, read_supplement

FILES = {
    "xlsx": (),
    "json": ("figures.json", "findings.json", "coverage.json"),
    "txt": ("narrative.txt",),
}
"""Kinds of output and their file names; the workbook keeps its own name."""


def parse_kinds(only: str | None) -> tuple[str, ...]:
    """The kinds of --only, or all.

    >>> parse_kinds("json, txt")
    ('json', 'txt')
    """
    kinds = tuple(kind.strip() for kind in only.split(",")) if only else tuple(FILES)
    for kind in kinds:
        if kind not in FILES:
            raise UnknownName(
                where="--only",
                seen=f"“{kind}”",
                expected="、".join(FILES),
                remedy=nearest(kind, FILES),
            )
    return kinds


def report_folder(workbook: Path) -> Path:
    """Where a workbook's outputs go unless told otherwise."""
    return workbook.parent / f"{workbook.stem}-说明"


def targets_of(folder: Path, workbook: Path, kinds: Iterable[str]) -> dict[str, Path]:
    """The files to write: kind or file name, and path."""
    targets = {}
    for kind in kinds:
        for name in FILES[kind] or (workbook.name,):
            targets[name if FILES[kind] else kind] = folder / name
    return targets


def refuse_existing(source: Path | None, targets: Iterable[Path], *, force: bool) -> None:
    """Refuse before anything is computed: the source itself, existing files, open workbooks."""
    for target in targets:
        if source is not None and target.resolve() == source.resolve():
            raise OutputRefused(
                where=str(target),
                seen="就是要读的工作簿",
                expected="另一个输出文件夹",
                remedy="原工作簿不会被改写：请换一个 -o 目录。",
            )
        if target.parent.is_dir():
            refuse_target(target, force=force)


def write_outputs(
    workbook: Path, targets: dict[str, Path], request: Request, *, force: bool
) -> Results:
    """Run, then write every target; nothing is written before the run has succeeded."""
    book = PackedBook(workbook)
    if "xlsx" in targets:
        results = report(book, request)
    else:
        reading = read(book, request)
        results = run(reading.account, reading.format, reading.findings)
    if "xlsx" in targets and targets["xlsx"].exists():
        _refuse_to_lose_entries(results, targets["xlsx"])
    texts: dict[str, Callable[[], str]] = {
        "narrative.txt": results.narrative,
        "figures.json": lambda: json_text(figures_json(results)),
        "findings.json": lambda: json_text(findings_json(results)),
        "coverage.json": lambda: json_text(coverage_json(results)),
    }
    for name, target in targets.items():
        make_folder(target.parent)
        if name in texts:
            write_whole(target, texts[name]().encode(), force=force)
        else:
            book.save(target, force=force)
    return results


def make_folder(folder: Path) -> None:
    """The folder and those above it; OutputRefused where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused(
            where=str(folder),
            seen=f"不能建立文件夹（{reason(error)}）",
            expected="可以写入的文件夹",
            remedy="请换一个 -o 目录，或检查权限。",
        ) from error


def _refuse_to_lose_entries(results: Results, target: Path) -> None:
    """A copy that a person went on writing in is not replaced, not even with --force."""
    book = PackedBook(target)
    sheets = OwnSheets([book.read(sheet.name) for sheet in book.sheets()], book.name)
    account = results.account
    known = {entry.text for entry in (*account.rewrites.values(), *account.supplement.values())}
    written = {**read_rewrites(sheets, []), **read_supplement(sheets, results.format, [])}
    for entry in written.values():
        if entry.text not in known:
            raise OutputRefused(
                where=f"{target}（{entry.source}）",
                seen=f"“{entry.text[:20]}”，原工作簿里没有这段话",
                expected="与原工作簿相同的改写和补充资料",
                remedy="覆盖会丢掉它：请把它抄回原工作簿，或换一个 -o 目录，"
                "或把这个副本当作原工作簿来运行。",
            )
