"""Documents that people wrote (.docx, .doc, .pdf, saved web pages, plain text), as blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from xlbudget.domain.documents import Document

__all__ = ["read_document"]


def read_document(path: Path) -> Document:
    """The blocks of a document of any kind; see `reader.read_document`."""
    from xlbudget.reading.documents import reader

    return reader.read_document(path)
