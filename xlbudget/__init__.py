"""xlbudget: the tables of a department's final accounts to figures, text and findings.

>>> import xlbudget
>>> results = xlbudget.run(*xlbudget.sample_account())
>>> first = next(paragraph for paragraph in results.paragraphs if paragraph.id == "一.1")
>>> print(first.text.partition("。")[0])
2024年度收入、支出总计均为1482.22万元
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "read": "xlbudget.pipeline",
    "run": "xlbudget.pipeline",
    "report": "xlbudget.pipeline",
    "Request": "xlbudget.pipeline",
    "PackedBook": "xlbudget.books.packed_book",
    "sample_account": "xlbudget.workbook.blank",
}

__all__ = [
    "PackedBook",
    "Request",
    "__version__",
    "frames",
    "read",
    "report",
    "run",
    "sample_account",
]


def __getattr__(name: str) -> Any:
    """Public names, imported when first used: a click in Excel starts a new Python."""
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    if name == "frames":
        return import_module("xlbudget.frames")
    raise AttributeError(name)
