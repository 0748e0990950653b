"""Protected sheets: what Excel's own Worksheet object tells and does."""

from types import SimpleNamespace
from typing import Any

from tests.xlwings_engine.typed import ComError

# Excel's word and that of the file, where a 1 forbids.
_ALLOWED = {
    "AllowFormattingCells": "formatCells",
    "AllowFormattingColumns": "formatColumns",
    "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns",
    "AllowInsertingRows": "insertRows",
    "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns",
    "AllowDeletingRows": "deleteRows",
    "AllowSorting": "sort",
    "AllowFiltering": "autoFilter",
    "AllowUsingPivotTables": "pivotTables",
}


def protection_of(source: Any) -> dict[str, bool]:
    """The protection of a sheet, by the argument names of Protect."""
    return {
        "DrawingObjects": bool(source.objects),
        "Contents": True,
        "Scenarios": bool(source.scenarios),
        **{name: not getattr(source, word) for name, word in _ALLOWED.items()},
    }


class SheetApi:
    """Excel's own Worksheet object, as far as protection goes."""

    def __init__(self, store: Any) -> None:
        self._store = store

    @property
    def ProtectContents(self) -> bool:  # noqa: N802
        return self._store.protection is not None

    @property
    def ProtectDrawingObjects(self) -> bool:  # noqa: N802
        return bool(self._store.protection["DrawingObjects"])

    @property
    def ProtectScenarios(self) -> bool:  # noqa: N802
        return bool(self._store.protection["Scenarios"])

    @property
    def Protection(self) -> SimpleNamespace:  # noqa: N802
        return SimpleNamespace(**self._store.protection)

    def Unprotect(self, password: str) -> None:  # noqa: N802
        if self._store.password != password:
            raise ComError("密码不正确")
        self._store.protection = None

    def Protect(self, **options: bool) -> None:  # noqa: N802
        self._store.protection = options
