"""What `report` writes, where, and that nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path, PureWindowsPath

from xlbudget.books.packed_book import PackedBook
from xlbudget.checks.own_text import GAP
from xlbudget.cli.terminal import json_text
from xlbudget.domain.errors import OutputRefused, UnknownName
from xlbudget.domain.findings import Level
from xlbudget.files.system import reason
from xlbudget.files.whole import refuse_target, write_whole
from xlbudget.formats.keys import nearest
from xlbudget.pipeline import Request, read, report, run
from xlbudget.results import Results, coverage_json, figures_json, findings_json
from xlbudget.workbook.amount_entries import read_budgets
from xlbudget.workbook.entries import OwnSheets, read_rewrites, read_terms
from xlbudget.workbook.supplement_entries import read_supplement

_SHOWN = 5
"""So many of what stands in the way of publishing are named."""

FILES = {
    "xlsx": (),
    "html": (),
    "json": ("figures.json", "findings.json", "coverage.json"),
    "txt": ("narrative.txt",),
}
"""Kinds of output and their file names; the workbook and its page are called as the workbook."""


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
    own_names = {"xlsx": workbook.name, "html": f"{workbook.stem}.html"}
    targets = {}
    for kind in kinds:
        for name in FILES[kind] or (own_names[kind],):
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
    workbook: Path,
    targets: dict[str, Path],
    request: Request,
    *,
    force: bool,
    final: bool = False,
) -> Results:
    """Run, then write every target; nothing is written before the run has succeeded.

    What is `final` holds no gap and no error, or it is not written.
    """
    book = PackedBook(workbook)
    if "xlsx" in targets:
        results = report(book, request)
    else:
        reading = read(book, request)
        results = run(reading.account, reading.format, reading.findings)
    if final and not results.publishable:
        raise _not_final(results, workbook)
    if "xlsx" in targets and targets["xlsx"].exists():
        _refuse_to_lose_entries(results, targets["xlsx"])
    contents: dict[str, Callable[[], bytes]] = {
        "html": lambda: _page(results),
        "narrative.txt": lambda: results.narrative().encode(),
        "figures.json": lambda: json_text(figures_json(results)).encode(),
        "findings.json": lambda: json_text(findings_json(results)).encode(),
        "coverage.json": lambda: json_text(coverage_json(results)).encode(),
    }
    for name, target in targets.items():
        make_folder(target.parent)
        if name in contents:
            write_whole(target, contents[name](), force=force)
        else:
            book.save(target, force=force)
    return results


def _page(results: Results) -> bytes:
    from xlbudget.publish.page import page

    return page(results)


def _not_final(results: Results, workbook: Path) -> OutputRefused:
    """What stands in the way of publishing, in one message."""
    left = [
        finding.message
        for finding in results.findings
        if finding.level is Level.ERROR or finding.check == GAP
    ]
    shown = [*left[:_SHOWN], *([f"等共 {len(left)} 处"] if len(left) > _SHOWN else [])]
    lines = "".join(f"\n        {each}" for each in shown)
    return OutputRefused(
        where=str(workbook),
        seen=f"{results.count(Level.ERROR)} 处错误，{results.gaps} 处待填写",
        expected="没有错误，也没有待填写",
        remedy=f"请改好、填齐后再定稿；先看送审稿，请去掉 --final。还差：{lines}",
    )


def refuse_unreachable(target: Path, python: str | None) -> None:
    """A macro workbook whose buttons could not work: xlwings divides its arguments at `=`, and a
    Python that is not named in full would be looked for in whatever folder is the current one.
    """
    if "=" in target.name:
        raise OutputRefused(
            where=str(target),
            seen="文件名里有“=”",
            expected="没有“=”的文件名",
            remedy="带按钮的工作簿名字里有“=”，按钮会找不到它。请换一个名字。",
        )
    if python and not (PureWindowsPath(python).is_absolute() or python.startswith(("%", "/"))):
        raise OutputRefused(
            where="--python",
            seen=f"“{python}”",
            expected=r"完整的路径，如 C:\xlbudget\.venv\Scripts\python.exe",
            remedy="请写完整的路径：别的文件夹里的同名程序不能被当成它。",
        )


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
    texts = (
        *(account.rewrites, account.supplement, account.terms),
        *(account.budget_reasons, account.purposes),
    )
    known = {entry.text for entries in texts for entry in entries.values()}
    budgets = read_budgets(sheets, results.format, [])
    written = [
        *read_rewrites(sheets, []).values(),
        *read_supplement(sheets, results.format, []).texts.values(),
        *read_terms(sheets, []).values(),
        *budgets.reasons.values(),
        *budgets.purposes.values(),
    ]
    for entry in written:
        if entry.text not in known:
            raise OutputRefused(
                where=f"{target}（{entry.source}）",
                seen=f"“{entry.text[:20]}”，原工作簿里没有这段话",
                expected="与原工作簿相同的改写和补充资料",
                remedy="覆盖会丢掉它：请把它抄回原工作簿，或换一个 -o 目录，"
                "或把这个副本当作原工作簿来运行。",
            )
