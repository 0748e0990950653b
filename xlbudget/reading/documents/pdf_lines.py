"""Characters to lines, and the lines of one cell to its text."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Sequence

from xlbudget.domain.records import dataclass
from xlbudget.reading.documents.pdf_shapes import Box, Glyph

_GAP = 0.75
"""So many ems between two characters are a space; between two of a word, fewer are."""

_WIDE_GAP = 1.6
_WORD_GAP = 0.15
_SAME_PLACE = 0.15
"""A character printed again so near is bold print."""

_IDEOGRAPHS = "\u2e80"
"""From here on characters are an em wide."""

_QUOTES = "“”‘’"
"""What may neither end nor begin a line."""

_OPENING = "（《【“‘("
_AMOUNT = re.compile(r"[-－—]?[\d,]*\d\.\d\d")
CLOSING = "，。；：、）》】”’！？,.;:)%％"
"""What may not begin a line; it may hang over the edge."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text: its words, its room, the width of an em, and that of the word it begins
    with, which could not be broken.
    """

    text: str
    box: Box
    em: float
    first_word: float


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines that characters stand in, from top to bottom."""
    rows: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda each: each.middle[1]):
        here = glyph.middle[1]
        if rows and here - middle <= 0.35 * max(height, glyph.bottom - glyph.top):
            rows[-1].append(glyph)
            # The first character may be a small one: the row's middle follows.
            middle += (here - middle) / len(rows[-1])
            height = max(height, glyph.bottom - glyph.top)
        else:
            rows.append([glyph])
            middle, height = here, glyph.bottom - glyph.top
    return [_line(row) for row in rows]


def _line(row: list[Glyph]) -> TextLine:
    row.sort(key=lambda glyph: glyph.x0)
    em = _em(row)
    kept: list[Glyph] = []
    text = ""
    for glyph in row:
        if kept and _again(kept, glyph, em):
            continue
        if kept:
            text += _space(kept[-1], glyph, em)
        kept.append(glyph)
        text += glyph.text
    box = Box(
        kept[0].x0,
        min(glyph.top for glyph in kept),
        max(glyph.x1 for glyph in kept),
        max(glyph.bottom for glyph in kept),
    )
    return TextLine(text, box, em, _first_word(kept))


def _again(kept: Sequence[Glyph], glyph: Glyph, em: float) -> bool:
    return any(
        other.text == glyph.text and abs(other.x0 - glyph.x0) < _SAME_PLACE * em
        for other in kept[-2:]
    )


def _em(row: Sequence[Glyph]) -> float:
    wide = [glyph.x1 - glyph.x0 for glyph in row if glyph.text >= _IDEOGRAPHS]
    if wide:
        return statistics.median(wide)
    return max(0.7 * statistics.median(glyph.bottom - glyph.top for glyph in row), 1.0)


def _space(before: Glyph, after: Glyph, em: float) -> str:
    gap = after.x0 - before.x1
    if gap >= _WIDE_GAP * em:
        return "  "
    word = before.text.isascii() and after.text.isascii()
    letters = before.text.isalpha() or after.text.isalpha()
    return " " if gap >= (_WORD_GAP if word and letters else _GAP) * em else ""


def _first_word(row: Sequence[Glyph]) -> float:
    """How much room the first word of a line needs with what may not begin a line."""
    end = 1
    while row[end - 1].text in _OPENING and end < len(row):
        end += 1
    if row[end - 1].text.isascii():
        while end < len(row) and row[end].text.isascii() and row[end].x0 - row[end - 1].x1 < 1:
            end += 1
    while end < len(row) and (row[end].text in CLOSING + _QUOTES or row[end - 1].text in _QUOTES):
        end += 1
    return row[end - 1].x1 - row[0].x0


def joined(before: str, after: str) -> str:
    """Two lines of one text: words of letters stay apart, all else is one.

    >>> joined("共计1,48", "2.22万元"), joined("Excel", "files")
    ('共计1,482.22万元', 'Excel files')
    """
    apart = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii()
    return f"{before} {after}" if apart and after[:1].isalpha() else before + after


def cell_text(glyphs: Iterable[Glyph], room: Box) -> str:
    """The text of a cell: a line that fills the cell goes on in the next."""
    text = ""
    last: TextLine | None = None
    for line in lines_of(glyphs):
        if last is None:
            text = line.text
        elif _fills(last, line, room) and not _are_amounts(last, line):
            text = joined(text, line.text)
        else:
            text = f"{text}\n{line.text}"
        last = line
    return text


def _are_amounts(*lines: TextLine) -> bool:
    return all(_AMOUNT.fullmatch(line.text) for line in lines)


def is_full(glyphs: Iterable[Glyph], room: Box) -> bool:
    """Whether another character has no room in the last line of a cell.

    >>> two = [Glyph("支", 0, 0, 10, 10), Glyph("出", 10, 0, 20, 10)]
    >>> is_full(two, Box(0, 0, 24, 20)), is_full(two, Box(0, 0, 90, 20))
    (True, False)
    """
    lines = lines_of(glyphs)
    return bool(lines) and lines[-1].box.width + lines[-1].em > room.width - 1.2 * lines[-1].em


def _fills(line: TextLine, after: TextLine, room: Box) -> bool:
    """Whether the next line's first word had no room on this one."""
    return line.box.width + after.first_word > room.width - 1.2 * line.em
