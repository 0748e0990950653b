"""`new --from`: the mappings that were confirmed go along, and what is said of the files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan
from xlbudget.cli.import_report import print_told
from xlbudget.cli.terminal import print_json
from xlbudget.files.temporary import temporary_folder
from xlbudget.intake.given import Given
from xlbudget.intake.told import Told, told_json
from xlbudget.pipeline import Request, read
from xlbudget.workbook.mappings import added_mappings


def with_mappings(package: bytes, given: Given, request: Request, name: str) -> bytes:
    """A new workbook, called `name`, with the mappings that were confirmed on its 首页."""
    if not given.confirmed:
        return package
    with temporary_folder("new") as folder:
        path = folder / name
        path.write_bytes(package)
        book = PackedBook(path)
        reading = read(book, request)
        book.apply(BookPlan(added_mappings(reading.sheets, reading.format, given.confirmed)))
        book.save(path, force=True)
        return path.read_bytes()


def tell(told: Told, target: Path, versions: dict[str, str], *, as_json: bool) -> None:
    """Say what there is to say; exit code 1 on errors. `versions` are of what did it."""
    if as_json:
        print_json({**versions, **told_json(told, workbook=target.name, written=True)})
    else:
        print_told(told, every_change=False)
        click.echo(f"已新建 {target}")
        click.echo(f"    接着核对首页，运行：xlbudget report {target}，照“待填写”填")
    if told.has_errors:
        sys.exit(1)
