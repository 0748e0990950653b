"""R97: a table without amounts says that it is empty; one with amounts does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.said import Mark
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import tables
from xlbudget.domain.documents import TableBlock, TextBlock

_TITLE = re.compile(r"(?:政府性基金|国有资本经营|“?三公”?)[^。；]{0,30}表")
_NOTE = re.compile(
    r"空表|本表(?:为空|无(?:数据|内容))|此表无(?:数据|内容)|无相关(?:数据|收支)|无此项"
    r"|(?:没有|无|未安排|未发生|不涉及)[^。；]{0,40}(?:收入|支出|收支|结转|经费|预算|数据)"
)
_EMPTY = re.compile(r"空表|本表(?:为空|无(?:数据|内容))|此表无(?:数据|内容)|故本表无|故此表无")
_AMOUNT = re.compile(r"(?:-|(?<![\d,]))[\d,]*\d\.\d+|-?\d{1,3}(?:,\d{3})+|-?\d{3,}")
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}|20\d\d")
_AROUND = 4


def notes_of_empty_tables(manuscript: Manuscript) -> Iterator[Noticed]:
    """The tables of funds, state capital and “三公” that stand in the document itself."""
    for _, position, table in tables(manuscript):
        title, at = _title(manuscript, position)
        if title is None:
            continue
        words = _words_around(manuscript, position)
        inside = " ".join(cell for row in table.rows for cell in row)
        filled = any(_is_amount(cell) for row in table.rows for cell in row)
        if filled and _EMPTY.search(words):
            yield Noticed(
                mark=Mark(at, 0, 0),
                message=f"“{title}”里有数，旁边却说是空表。请删去空表说明，或核对表中的数。",
                cause="note-of-filled-table",
            )
        elif not filled and not _NOTE.search(words) and not _NOTE.search(inside):
            yield Noticed(
                mark=Mark(at, 0, 0),
                message=f"“{title}”没有数，也没有空表说明。"
                "请在表下写明，如：本单位没有这项收支，本表为空表。",
                cause="note-missing",
            )
        else:
            yield Noticed(Mark(at, 0, 0))


def _title(manuscript: Manuscript, position: int) -> tuple[str | None, int]:
    """The title of a table, right above it or in its first row."""
    blocks = manuscript.bound.document.blocks
    for at in range(position - 1, max(position - 1 - _AROUND, -1), -1):
        block = blocks[at]
        if isinstance(block, TableBlock):
            break
        if isinstance(block, TextBlock):
            found = _TITLE.search(block.text)
            if found and "。" not in block.text and not _NOTE.search(block.text):
                return found.group(), at
    table = blocks[position]
    if isinstance(table, TableBlock) and table.rows:
        found = _TITLE.search("".join(table.rows[0]))
        if found:
            return found.group(), position
    return None, position


def _words_around(manuscript: Manuscript, position: int) -> str:
    """The paragraphs right below a table, up to the next title or table."""
    words: list[str] = []
    for block in manuscript.bound.document.blocks[position + 1 : position + 1 + _AROUND]:
        if not isinstance(block, TextBlock):
            break
        is_title = re.search("表$", block.text.strip()) is not None and "。" not in block.text
        if is_title and not _NOTE.search(block.text):
            break
        words.append(block.text)
    return "\n".join(words)


def _is_amount(cell: str) -> bool:
    """Whether a cell holds an amount that is not nil: a number of a column or a code is none.

    >>> _is_amount("12.50"), _is_amount("0.00"), _is_amount("7"), _is_amount("2082201")
    (True, False, False, False)
    """
    text = cell.strip()
    if not _AMOUNT.fullmatch(text) or _CODE.fullmatch(text):
        return False
    return bool(text.strip("-0.,"))
