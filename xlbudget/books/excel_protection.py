"""Sheets that are protected without a password: opened for a write, and protected as before after.

Our sheets are protected so that nobody types over a formula by accident; Excel refuses programs as
it refuses people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from xlbudget.books.undo import Journal
from xlbudget.domain.errors import OutputRefused

_ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
"""What a protected sheet may allow; these names of Protection are those of Protect as well."""


@contextmanager
def unprotected(sheets: Iterable[Any], book: str) -> Iterator[None]:
    """Sheets without their protection for a while; it comes back whatever happens.

    OutputRefused, and nothing is changed, if one has a password.
    """
    journal = Journal()
    try:
        for sheet in sheets:
            _open(sheet, journal, book)
        yield
    except BaseException:
        journal.undo()
        raise
    for failure in journal.undo():
        raise failure


def _open(sheet: Any, journal: Journal, book: str) -> None:
    api = sheet.api
    if not api.ProtectContents:
        return
    allowed = {name: bool(getattr(api.Protection, name)) for name in _ALLOWED}
    drawings, scenarios = bool(api.ProtectDrawingObjects), bool(api.ProtectScenarios)
    journal.before(partial(_protect, api, drawings, scenarios, allowed))
    try:
        # An empty password, because without one Excel would ask the user for it.
        api.Unprotect("")
    except Exception as error:
        raise _has_password(book, sheet.name) from error
    if api.ProtectContents:
        raise _has_password(book, sheet.name)


def _protect(api: Any, drawings: bool, scenarios: bool, allowed: dict[str, bool]) -> None:
    if not api.ProtectContents:
        api.Protect(DrawingObjects=drawings, Contents=True, Scenarios=scenarios, **allowed)


def _has_password(book: str, sheet: str) -> OutputRefused:
    return OutputRefused(
        where=f"{book} · {sheet}",
        seen="工作表设有保护密码",
        expected="没有密码的保护，或不保护",
        remedy="请在“审阅”里撤销工作表保护，再试。工作簿没有改动。",
    )
