"""What `report` writes, where, and that nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path, PureWindowsPath

from xlbudget.books.packed_book import PackedBook
from xlbudget.checks.own_text import GAP
from xlbudget.domain.errors import OutputRefused, UnknownName
from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass, replace
from xlbudget.files.whole import make_folder, refuse_target, same_file, write_together, write_whole
from xlbudget.formats.keys import nearest
from xlbudget.pipeline import Request, read, report, run
from xlbudget.pipeline.copy_record import readable, record_in, record_of, with_record
from xlbudget.pipeline.made_files import DOCX, FILES, ON_DEMAND, PDF, TRACE, XLSX, MadeFiles
from xlbudget.pipeline.typed_entries import entered, refuse_to_lose_typed
from xlbudget.publish.delivery import SIDECAR, Asked, refuse_edited, with_sidecar_first
from xlbudget.results import Results

_SHOWN = 5
"""So many of what stands in the way of publishing are named."""


def parse_kinds(only: str | None, known: Collection[str] = (*FILES, *ON_DEMAND)) -> tuple[str, ...]:
    """The kinds of --only, or all that are written unasked.

    >>> parse_kinds("json, txt")
    ('json', 'txt')
    """
    kinds = tuple(kind.strip() for kind in only.split(",")) if only else tuple(FILES)
    for kind in kinds:
        if kind not in known:
            raise UnknownName(
                where="--only",
                seen=f"“{kind}”",
                expected="、".join(known),
                remedy=nearest(kind, known),
            )
    return kinds


def targets_of(folder: Path, workbook: Path, kinds: Iterable[str]) -> dict[str, Path]:
    """The files to write: the name of each as FILES has it, and its path."""
    known = {**FILES, **ON_DEMAND}
    return {
        name: folder / name.format(name=workbook.name, stem=workbook.stem)
        for kind in kinds
        for name in known[kind]
    }


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
        if target.is_symlink():
            raise OutputRefused(
                where=str(target),
                seen="一个链接，指向别处的文件",
                expected="输出文件夹里的普通文件",
                remedy="请删去这个链接，或换一个 -o 目录。",
            )
        if target.parent.is_dir():
            refuse_target(target, force=force)


def refuse_unfit(asked: Asked, targets: Iterable[str]) -> None:
    """Refuse what would be left out in silence: sections in a bureau's form, and either where no
    document is written.
    """
    if asked.template is not None and asked.sections:
        raise OutputRefused(
            where="--section",
            seen="与 --template 写在一起",
            expected="两个中的一个",
            remedy="填范本时，自己写好的部分请在范本里写好，或在填好的文档里插入。",
        )
    if (asked.template is not None or asked.sections) and not {DOCX, PDF} & set(targets):
        raise OutputRefused(
            where="--only",
            seen="没有要写 Word 文档",
            expected="docx 或 pdf",
            remedy="--template、--section 只用于 Word 文档：请在 --only 里加上 docx，或去掉它们。",
        )


def refuse_target_of(
    option: str,
    target: Path,
    suffixes: Sequence[str],
    remedy: str,
    *,
    inputs: Sequence[Path],
    force: bool,
) -> None:
    """Refuse what an option names: another suffix, a file that is read, one that is there."""
    if target.suffix.lower() not in suffixes:
        raise OutputRefused(
            where=str(target),
            seen=f"后缀“{target.suffix}”",
            expected=f"以 {suffixes[0]} 结尾的文件名",
            remedy=remedy,
        )
    if any(same_file(target, path) for path in inputs):
        raise OutputRefused(
            where=str(target),
            seen="就是要读的文件",
            expected="另一个文件名",
            remedy=f"读入的文件不会被改写：请换一个 {option}。",
        )
    if target.parent.is_dir():
        refuse_target(target, force=force)


@dataclass(frozen=True, slots=True)
class Written:
    """A run whose outputs are written, and what a person must be told of them."""

    results: Results
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A run that has succeeded and of which nothing is written yet."""

    book: PackedBook
    results: Results
    asked: Asked
    request: Request

    def refuse_to_lose(self, targets: Mapping[str, Path]) -> None:
        """OutputRefused where a person wrote in what stands there: not even --force replaces it."""
        if XLSX in targets and targets[XLSX].exists() and not self.book.is_saved_as(targets[XLSX]):
            known = record_in(targets[XLSX].with_suffix(SIDECAR))
            refuse_to_lose_typed(self.book, self.results, targets[XLSX], self.request, known)
        if DOCX in targets:
            refuse_edited(targets[DOCX])

    def would_write(self, name: str, target: Path) -> bool:
        """Whether a file that stands there already holds what would be written."""
        return target.read_bytes() == MadeFiles(self.results, self.asked).content(name)

    def write(self, targets: Mapping[str, Path], *, force: bool) -> Written:
        """Write every target; all contents are made before the first is written."""
        pages = self.asked.final or PDF in targets
        made = MadeFiles(self.results, replace(self.asked, pages=pages))
        contents = {
            target: self.book.packed() if name == XLSX else made.content(name)
            for name, target in targets.items()
        }
        if DOCX in targets:
            contents = with_sidecar_first(contents, targets[DOCX])
        told = self._record(contents, targets)
        for folder in {target.parent for target in contents}:
            make_folder(folder)
        if told is not None:
            write_whole(*told, force=True)
        write_together(contents, force=force)
        return Written(self.results, tuple(made.told))

    def _record(
        self, contents: dict[Path, bytes], targets: Mapping[str, Path]
    ) -> tuple[Path, bytes] | None:
        """Tell of the copy of the workbook in the side-car: of the one that is written with it, or
        of the one that stays. Where no side-car is written, the one that stands there as it is to
        become.
        """
        copy, beside = targets.get(XLSX), targets.get(TRACE)
        if copy is None:
            if beside is not None:
                contents[beside] = with_record(contents[beside], record_in(beside))
            return None
        record = record_of(contents[copy], entered(self.results.account), copy)
        if beside is not None:
            contents[beside] = with_record(contents[beside], record)
            return None
        beside = copy.with_suffix(SIDECAR)
        standing = readable(beside)
        return (beside, with_record(standing, record)) if standing else None


def write_outputs(
    workbook: Path,
    targets: Mapping[str, Path],
    request: Request,
    asked: Asked | None = None,
    *,
    force: bool,
) -> Written:
    """Run, then write every target; nothing is written before the run has succeeded.

    What is final holds no gap and no error, or it is not written.
    """
    worked_out = work_out(workbook, request, asked or Asked(), with_copy=XLSX in targets)
    worked_out.refuse_to_lose(targets)
    return worked_out.write(targets, force=force)


def work_out(workbook: Path, request: Request, asked: Asked, *, with_copy: bool) -> WorkedOut:
    """Read a workbook and run, `with_copy` into the book too; what is final is refused where a gap
    or an error stands.
    """
    book = PackedBook(workbook)
    if with_copy:
        book.refuse_values_only()
        results = report(book, request)
    else:
        reading = read(book, request)
        results = run(reading.account, reading.format, reading.findings)
    if asked.sections:
        from xlbudget.publish.people import without_sections

        results = without_sections(results, asked.sections)
    if asked.final:
        _refuse_not_final(results, workbook)
    return WorkedOut(book, results, asked, request)


def _refuse_not_final(results: Results, workbook: Path) -> None:
    """Refuse to publish while a gap or an error stands, or a table is not in the workbook: it would
    be published as a gap.
    """
    if not results.publishable:
        raise not_final(results, workbook)
    known = results.account.statements
    absent = [table for name, table in results.format.tables.items() if name not in known]
    if absent:
        raise OutputRefused(
            where=str(workbook),
            seen="、".join(f"没有{table.number}“{table.title}”" for table in absent),
            expected="格式里的每一张表；没有数的也要有表头",
            remedy="请从 xlbudget new 新建的工作簿里把空表复制过来，再定稿。",
        )


def not_final(results: Results, workbook: Path) -> OutputRefused:
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
