"""The outline of a PDF (its bookmarks): which heading stands on which page."""

from __future__ import annotations

from typing import Any

from xlbudget.domain.records import dataclass


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of the outline: its words, and the page that it leads to, counted from 1."""

    title: str
    page: int


def pdf_outline(data: bytes) -> tuple[OutlineEntry, ...]:
    """The entries in order, those of all levels; for a PDF that we had made ourselves."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        found = [_entry(item) for item in document.get_toc()]
    finally:
        document.close()
    return tuple(entry for entry in found if entry is not None)


def _entry(item: Any) -> OutlineEntry | None:
    """An entry; None where it leads nowhere. pypdfium2 gives plain items up to version 4."""
    if hasattr(item, "get_title"):
        place = item.get_dest()
        title, page = item.get_title(), None if place is None else place.get_index()
    else:
        title, page = item.title, item.page_index
    return None if page is None else OutlineEntry(title, page + 1)
