"""An import from the first file to the last byte: read, fill, tell, write whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan
from xlbudget.cli.import_report import print_told
from xlbudget.cli.terminal import print_json
from xlbudget.domain.errors import OutputRefused, XlbudgetError, raise_all
from xlbudget.domain.records import dataclass, replace
from xlbudget.files.whole import changed_meanwhile, refuse_target, write_whole
from xlbudget.intake.changes import Change
from xlbudget.intake.given import Given, gather_all
from xlbudget.intake.into import Filling, fill
from xlbudget.intake.missing import still_missing
from xlbudget.intake.tails import rounding_tails
from xlbudget.intake.told import Told, contradictions, told_json
from xlbudget.pipeline import Reading, Request, read, run
from xlbudget.workbook.mappings import added_mappings, read_mappings

_SHOWN = 5
"""So many cells are named."""

KEPT = "导入前"
"""What the name of the untouched original ends with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says."""

    exports: tuple[Path, ...]
    target: Path
    last_year: tuple[Path, ...]
    unit_name: str
    dry_run: bool
    overwrite: bool
    output: Path | None
    confirm: bool
    request: Request
    force: bool

    @property
    def elsewhere(self) -> Path | None:
        """The other file that is to be written; None where it is the workbook itself."""
        same = self.output is None or self.output.resolve() == self.target.resolve()
        return None if same else self.output


def run_import(asked: Asked, *, as_json: bool) -> Told:
    """Do it, and tell what was done."""
    output = asked.elsewhere
    if not asked.dry_run:
        refuse_target(output or asked.target, force=asked.force or output is None)
    book = PackedBook(asked.target)
    reading = read(book, asked.request)
    given = _given(reading, asked)
    filling = fill(book, reading, given.gathered, overwrite=asked.overwrite)
    book.apply(_with_mappings(filling.plan, given, reading))
    after = read(book, asked.request)
    _refuse_misplaced(filling, fill(book, after, given.gathered), asked.target)
    told = _told(given, filling, after)
    writes = not asked.dry_run and bool(filling.changes or given.confirmed)
    kept = None
    if writes and output:
        book.save(output, force=asked.force)
    elif writes:
        kept = save_over(book)
    if as_json:
        more = {"workbook": asked.target.name, "written": writes}
        print_json(told_json(told, **more, kept=kept.name if kept else None))
    else:
        print_told(told, every_change=asked.dry_run)
        _print_end(told, output or asked.target, kept, dry_run=asked.dry_run)
    return told


def _given(reading: Reading, asked: Asked) -> Given:
    """What the files say, read with the mappings that the workbook keeps."""
    errors: list[XlbudgetError] = []
    mappings = read_mappings(reading.sheets, reading.format, errors)
    raise_all(errors)
    return gather_all(
        asked.exports,
        asked.last_year,
        reading.format,
        [reading.account.unit_name, asked.unit_name, *reading.account.former_names],
        mappings=mappings,
        confirm=asked.confirm,
        formats=asked.request.formats,
        predecessors=reading.account.predecessors,
        withheld=reading.account.withheld,
    )


def _refuse_misplaced(filling: Filling, again: Filling, target: Path) -> None:
    """OutputRefused where the workbook, read again, lacks what was just put in, or says otherwise
    in a cell that did not before.
    """
    known = {change.place for change in filling.conflicts}
    left: list[Change] = [*again.changes]
    left += (change for change in again.conflicts if change.place not in known)
    if left:
        places = "、".join(f"{change.place}（{change.what}）" for change in left[:_SHOWN])
        more = f" 等 {len(left)} 格" if len(left) > _SHOWN else ""
        raise OutputRefused(
            where=str(target),
            seen=f"填好以后再读一遍，{places}{more}读出来的不是填的数",
            expected="读出来的就是来源的数",
            remedy="什么也没有写入。表头或科目编码可能有两种读法：请核对这几格所在的表，"
            "或用 xlbudget new … --from 另建工作簿。",
        )


def _with_mappings(plan: BookPlan, given: Given, reading: Reading) -> BookPlan:
    """The plan, and the mappings that were confirmed."""
    added = added_mappings(reading.sheets, reading.format, given.confirmed)
    return replace(plan, ranges=(*plan.ranges, *added))


def _told(given: Given, filling: Filling, after: Reading) -> Told:
    tails = rounding_tails(after.account, given.gathered, after.format)
    return Told(
        given=given,
        missing=still_missing(after.account, after.format),
        findings=(*given.findings, *filling.findings, *tails),
        changes=filling.changes,
        conflicts=filling.conflicts,
        contradicted=contradictions(run(after.account, after.format)),
    )


def save_over(book: PackedBook) -> Path:
    """Write a workbook over its own file, after the untouched original has been kept beside it.

    Whole or not at all: where it cannot be written, the original stays and nothing is left beside.
    """
    target = book.path
    refuse_target(target, force=True)
    original = book.original
    if target.read_bytes() != original:
        raise changed_meanwhile(target)
    kept = _free_name(target)
    write_whole(kept, original)
    try:
        book.save(target, force=True)
    except BaseException:
        with suppress(OSError):
            kept.unlink()
        raise
    return kept


def _free_name(target: Path) -> Path:
    """A name for the original that no file has yet: …-导入前, …-导入前2 …"""
    number = 1
    while True:
        again = f"{number}" if number > 1 else ""
        path = target.with_name(f"{target.stem}-{KEPT}{again}{target.suffix}")
        if not path.exists():
            return path
        number += 1


def _print_end(told: Told, target: Path, kept: Path | None, *, dry_run: bool) -> None:
    count = len(told.changes)
    if dry_run:
        click.echo(f"会改 {count} 格；什么也没有写。")
    elif not count and not told.given.confirmed:
        click.echo(
            "没有要写的：来源里的数都已经在工作簿里。" if not told.conflicts else "没有写入。"
        )
    else:
        click.echo(f"已写入 {target}：{count} 格" + (f"；原样存为 {kept.name}" if kept else ""))
        click.echo(f"    接着运行：xlbudget report {target}")
