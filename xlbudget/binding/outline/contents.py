"""The table of contents of a document: its lines are headings only to look at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlbudget.binding.outline.headings import LONGEST, Rank, Title, is_contents_line, plain
from xlbudget.domain.documents import TextBlock

_FEW = 3
"""So many lines with page numbers in a row are a table of contents without its title."""


def contents_of(texts: Sequence[tuple[int, TextBlock]], titles: dict[int, Title]) -> list[int]:
    """The positions of the lines of a table of contents."""
    lines = [is_contents_line(block.text) for _, block in texts]
    for index, (_, block) in enumerate(texts):
        if re.fullmatch(r"目\s*录", block.text.strip()):
            end = _end_of_contents(texts, titles, lines, index + 1)
            return [position for position, _ in texts[index:end]]
    found: list[int] = []
    run: list[int] = []
    for (position, _), is_line in zip(texts, lines, strict=True):
        run = [*run, position] if is_line else []
        if len(run) >= _FEW:
            found += run if len(run) == _FEW else run[-1:]
    return found


def _end_of_contents(
    texts: Sequence[tuple[int, TextBlock]], titles: dict[int, Title], lines: list[bool], begin: int
) -> int:
    """Where a table of contents ends: with its last line, or where a heading comes again."""
    seen: set[str] = set()
    end = begin
    for index in range(begin, len(texts)):
        position, block = texts[index]
        title = titles.get(position)
        if lines[index]:
            end = index + 1
        elif len(block.text) > 2 * LONGEST or "。" in block.text:
            break
        words = re.sub(r"[\s\d.．·…]+$", "", re.sub(r"\s+", "", plain(block.text)))
        if words in seen and title is not None and title.rank in (Rank.PART, Rank.SECTION):
            return index
        seen.add(words)
    return end
