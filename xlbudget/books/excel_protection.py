"""Sheets that are protected without a password: opened for a write, and protected as before after.

Our sheets are protected so that nobody types over a formula by accident; Excel refuses programs as
it refuses people.
"""

from __future__ import annotations

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


def unprotect(sheet: Any, journal: Journal, book: str) -> None:
    """Open a sheet for a write; how it is protected again goes into the journal.

    OutputRefused if it cannot be opened, for which a password is the usual reason.
    """
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
        raise _protected(book, sheet.name) from error
    if api.ProtectContents:
        raise _protected(book, sheet.name)


def _protect(api: Any, drawings: bool, scenarios: bool, allowed: dict[str, bool]) -> None:
    if not api.ProtectContents:
        api.Protect(DrawingObjects=drawings, Contents=True, Scenarios=scenarios, **allowed)


def _protected(book: str, sheet: str) -> OutputRefused:
    return OutputRefused(
        where=f"{book} · {sheet}",
        seen="工作表受保护，没能打开",
        expected="没有密码的保护，或不保护",
        remedy="设了密码的，请在“审阅”里撤销工作表保护；有单元格正在编辑的，请先按回车。再试。",
    )
