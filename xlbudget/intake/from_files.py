"""The account of files in a workbook of their size, and what is to be said of it."""

from __future__ import annotations

from pathlib import Path

from xlbudget.domain.account import FinalAccount
from xlbudget.formats.model import Format
from xlbudget.intake.fresh import account_from, not_placed
from xlbudget.intake.given import gather_all
from xlbudget.intake.missing import still_missing
from xlbudget.intake.tails import rounding_tails
from xlbudget.intake.told import Told
from xlbudget.workbook.entries import as_text


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
