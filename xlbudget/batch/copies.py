"""The copy of a workbook that stands in OUT: what somebody entered into it since is not lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlbudget.batch.stamp import WORKBOOK, digests
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import OutputRefused
from xlbudget.results import Results

_REMEDY = (
    "请改在原工作簿里（从导出建的，把这个副本移到它的导出旁边，同名的换掉导出），"
    "再加 --resume 运行；不要了，请删去这个副本。"
)


def saved_since(folder: Path, known: Mapping[str, Any]) -> Path | None:
    """The copy in the folder of a unit, if somebody saved it since it was written."""
    name = known[WORKBOOK]
    saved = name and digests([folder / name])[name] != known["files"].get(name)
    return folder / name if saved else None


def refuse_to_lose_entered(
    book: PackedBook, results: Results, copy: Path, formats: tuple[Path, ...]
) -> None:
    """OutputRefused where the copy holds what the workbook does not."""
    from xlbudget.pipeline import Request
    from xlbudget.pipeline.typed_entries import refuse_other_entries, refuse_to_lose_entries

    try:
        refuse_to_lose_entries(results, copy)
    except OutputRefused as error:
        raise OutputRefused(
            where=error.where, seen=error.seen, expected=error.expected, remedy=_REMEDY
        ) from error
    refuse_other_entries(book, results, copy, Request(formats=formats), _REMEDY)
