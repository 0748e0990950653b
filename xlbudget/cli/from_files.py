"""`new --from`: the account of the files in a workbook of their size, and what is said of them."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan
from xlbudget.cli.gathering import Given, gather_all
from xlbudget.cli.import_report import Told, print_told, told_json
from xlbudget.cli.terminal import print_json
from xlbudget.domain.account import FinalAccount
from xlbudget.formats.model import Format
from xlbudget.intake.fresh import account_from, not_placed
from xlbudget.intake.missing import still_missing
from xlbudget.intake.tails import rounding_tails
from xlbudget.pipeline import Request, read
from xlbudget.workbook.entries import as_text
from xlbudget.workbook.mappings import added_mappings


def account_of_files(
    files: tuple[tuple[Path, ...], tuple[Path, ...]],
    resolved: Format,
    target: Path,
    unit_name: str,
    *,
    confirm: bool,
    formats: tuple[Path, ...] = (),
    withheld: tuple[str, ...] = (),
) -> tuple[Told, FinalAccount]:
    """The account of `files` (this year's, last year's) without the rows of `withheld` codes and
    of those that last year's workbook lists; and what is to be said of them.
    """
    name = as_text(unit_name)
    given = gather_all(
        *files,
        resolved,
        [name],
        confirm=confirm,
        formats=formats,
        withheld=withheld,
        withheld_again=True,
    )
    account = account_from(given.gathered, resolved, target.name, name, given.withheld)
    told = Told(
        given=given,
        missing=still_missing(account, resolved),
        findings=(
            *given.findings,
            *not_placed(given.gathered, account, resolved),
            *rounding_tails(account, given.gathered, resolved),
        ),
    )
    return told, account


def with_mappings(package: bytes, given: Given, request: Request, name: str) -> bytes:
    """A new workbook, called `name`, with the mappings that were confirmed on its 首页."""
    if not given.confirmed:
        return package
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(package)
        book = PackedBook(path)
        reading = read(book, request)
        book.apply(BookPlan(added_mappings(reading.sheets, reading.format, given.confirmed)))
        book.save(path, force=True)
        return path.read_bytes()


def tell(told: Told, target: Path, *, as_json: bool) -> None:
    """Say what there is to say; exit code 1 on errors."""
    if as_json:
        print_json(told_json(told, workbook=target.name, written=True))
    else:
        print_told(told, every_change=False)
        click.echo(f"已新建 {target}")
        click.echo(f"    接着核对首页，运行：xlbudget report {target}，照“待填写”填")
    if told.has_errors:
        sys.exit(1)
