"""Packages that are no document of Word."""

from __future__ import annotations

from pathlib import Path

from xlbudget.domain.errors import UnreadableFile
from xlbudget.files.foreign import WORD_DOCUMENT
from xlbudget.reading.documents.xml_parts import Parts

_OTHERS = {"xl": "电子表格（Excel 工作簿）", "ppt": "演示文稿（PowerPoint）"}
"""What the folder of the main part tells."""


def refuse_other_kinds(path: Path, parts: Parts) -> None:
    """Raise UnreadableFile for a package of another program."""
    other = _OTHERS.get(parts.main().partition("/")[0])
    if other is not None:
        raise UnreadableFile(
            where=str(path),
            seen=other,
            expected=WORD_DOCUMENT.words,
            remedy="请检查是否选错了文件。",
        )
