"""xlbudget: the tables of a department's final accounts to figures, text and findings.

>>> import xlbudget
>>> results = xlbudget.run(*xlbudget.sample_account())
>>> first = next(paragraph for paragraph in results.paragraphs if paragraph.id == "一.1")
>>> print(first.text.partition("。")[0])
2024年度收入、支出总计均为1482.22万元

The document to publish, with native charts; `refresh` renews one that people edited:

>>> from io import BytesIO
>>> from zipfile import ZipFile
>>> made = xlbudget.deliver(results, xlbudget.Asked())
>>> "word/charts/chart1.xml" in ZipFile(BytesIO(made.document)).namelist()
True

What other people wrote is reviewed by its own words, or `Against` the tables of a workbook:

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> words = "2024年度部门决算：支出合计80万元，其中：基本支出60万元，占57%。"
>>> with TemporaryDirectory() as folder:
...     path = Path(folder, "说明.txt")
...     written = path.write_text(words, encoding="utf-8")
...     reviewed = xlbudget.review_file(path)
>>> wrong = next(each for each in reviewed.findings if each.check == "share-recomputed")
>>> wrong.printed, wrong.expected
('57%', '75%')
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
    "deliver": "xlbudget.publish.delivery",
    "Asked": "xlbudget.publish.delivery",
    "refresh": "xlbudget.publish.refresh",
    "review_file": "xlbudget.pipeline.documents",
    "Against": "xlbudget.pipeline.documents",
    "PackedBook": "xlbudget.books.packed_book",
    "sample_account": "xlbudget.workbook.blank",
}

__all__ = [
    "Against",
    "Asked",
    "PackedBook",
    "Request",
    "__version__",
    "deliver",
    "frames",
    "read",
    "refresh",
    "report",
    "review_file",
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
