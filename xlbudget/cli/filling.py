"""An import from the first file to the last byte: read, fill, tell, write whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from xlbudget.books.packed_book import PackedBook
from xlbudget.cli.import_report import print_told
from xlbudget.cli.terminal import print_json
from xlbudget.domain.records import dataclass
from xlbudget.files.whole import changed_meanwhile, refuse_target, write_whole
from xlbudget.formats.versions import version_fields
from xlbudget.intake.importing import Sources, fill_in, given_for, told_of
from xlbudget.intake.told import Told, told_json
from xlbudget.pipeline import Request, read

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
    def sources(self) -> Sources:
        """What is handed in."""
        return Sources(
            exports=self.exports,
            last_year=self.last_year,
            unit_name=self.unit_name,
            confirm=self.confirm,
            request=self.request,
        )

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
    given = given_for(reading, asked.sources)
    where = str(asked.target)
    filled = fill_in(book, reading, given, asked.request, overwrite=asked.overwrite, where=where)
    told = told_of(given, filled)
    writes = not asked.dry_run and bool(told.changes or given.confirmed)
    kept = None
    if writes and output:
        book.save(output, force=asked.force)
    elif writes:
        kept = save_over(book)
    if as_json:
        more: dict[str, Any] = {"workbook": asked.target.name, "written": writes}
        more |= {"kept": kept.name if kept else None}
        print_json({**version_fields(reading.format), **told_json(told, **more)})
    else:
        print_told(told, every_change=asked.dry_run)
        _print_end(told, output or asked.target, kept, dry_run=asked.dry_run)
    return told


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
        # 按了 Ctrl-C 的时候可能已经换好：那就留着原样
        with suppress(OSError):
            if target.read_bytes() == original:
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
