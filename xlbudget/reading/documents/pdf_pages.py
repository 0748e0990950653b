"""What stands on the pages of a PDF: characters and rules with their places, through PDFium.

Places are in points from the upper left corner of the page as its text is read: a page that was
turned, or whose text runs sideways, is turned back here.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from xlbudget.reading.documents.pdf_characters import shown
from xlbudget.reading.documents.pdf_shapes import Box, Glyph, PdfPage

_MOST_OBJECTS = 200_000
"""A page of a document that people wrote has some thousands of objects."""

_THIN = 4.0
"""A drawn shape that is no thicker is a rule."""

_SHORT = 3.0
"""A rule that is no longer is a dot."""

_TURN = math.pi / 2
_SLANT = 0.02
_LARGE = 0.5
"""A picture that covers this much of a page is the page."""

_INVISIBLE = 3
"""The render mode of text that a scanner's program laid under the picture."""


class _Turn(NamedTuple):
    """How a page is turned back, and where its upper left corner is then."""

    quarters: int
    left: float
    up: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file, from the upper left corner."""
        x, y = _turned(x, y, self.quarters)
        return x - self.left, self.up - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle of the file, from the upper left corner."""
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return Box(min(a, c), min(b, d), max(a, c), max(b, d))


def _turned(x: float, y: float, quarters: int) -> tuple[float, float]:
    for _ in range(quarters):
        x, y = -y, x
    return x, y


def page_of(page: Any, number: int) -> PdfPage:
    """A loaded page of pypdfium2."""
    text = page.get_textpage()
    try:
        return _read(page, text, number)
    finally:
        text.close()


def _read(page: Any, text: Any, number: int) -> PdfPage:
    raw = list(_characters(text.raw))
    angles = Counter(angle for *_, angle in raw)
    quarters = angles.most_common(1)[0][0] if raw else 0
    corners = [_turned(x, y, quarters) for x, y in _corners(page.get_bbox())]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    low, up = min(y for _, y in corners), max(y for _, y in corners)
    turn = _Turn(quarters, left, up)
    read = PdfPage(number, right - left, up - low)
    whole = Box(0, 0, read.width, read.height)
    for word, x0, y0, x1, y1, angle in raw:
        if angle == quarters and word:
            box = turn.box(x0, y0, x1, y1)
            glyph = Glyph(word, *box)
            if whole.holds(*glyph.middle):
                read.glyphs.append(glyph)
    unreadable = sum(not word for word, *_ in raw)
    read.garbled = unreadable > len(raw) / 5
    _draw(page, turn, read)
    covered = any(
        box.width * box.height > _LARGE * read.width * read.height for box in read.pictures
    )
    read.scanned = covered and (not read.glyphs or _laid_under(text.raw))
    return read


def _corners(box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    x0, y0, x1, y1 = box
    return [(x0, y0), (x1, y0), (x0, y1), (x1, y1)]


def _characters(text: Any) -> Iterator[tuple[str, float, float, float, float, int]]:
    """Each character with its room, and how many quarters its line must be turned; −1 is askew."""
    room = pdfium.FS_RECTF()
    at = ctypes.byref(room)
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in _BLANK or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, index, at):
            continue
        turn, rest = divmod(pdfium.FPDFText_GetCharAngle(text, index) + _SLANT, _TURN)
        quarters = int(turn) % 4 if rest < 2 * _SLANT else -1
        yield shown(code), room.left, room.bottom, room.right, room.top, quarters


_BLANK = frozenset({0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000})


def _laid_under(text: Any) -> bool:
    """Whether the first characters are invisible."""
    for index in range(min(20, pdfium.FPDFText_CountChars(text))):
        thing = pdfium.FPDFText_GetTextObject(text, index)
        if thing and pdfium.FPDFTextObj_GetTextRenderMode(thing) != _INVISIBLE:
            return False
    return True


_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1, 0, 0, 1, 0, 0)


def _draw(page: Any, turn: _Turn, read: PdfPage) -> None:
    """Rules, areas and pictures of a page and of the forms on it."""
    matrices: dict[int, _Matrix] = {0: _SAME}
    kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM]
    for count, thing in enumerate(page.get_objects(filter=kinds)):
        if count > _MOST_OBJECTS:
            read.crowded = True
            return
        above = matrices[thing.level]
        if thing.type == pdfium.FPDF_PAGEOBJ_FORM:
            matrices[thing.level + 1] = _after(_matrix(thing), above)
            continue
        box = _moved(thing.get_bounds(), above)
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            read.pictures.append(turn.box(*box))
        else:
            _draw_path(thing.raw, turn.box(*box), _Way(_after(_matrix(thing), above), turn), read)


def _matrix(thing: Any) -> _Matrix:
    found: _Matrix = tuple(thing.get_matrix().get())
    return found


def _after(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        *(a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s),
        *(e * p + f * r + t, e * q + f * s + u),
    )


def _moved(box: tuple[float, float, float, float], by: _Matrix) -> tuple[float, ...]:
    a, b, c, d, e, f = by
    points = [(a * x + c * y + e, b * x + d * y + f) for x, y in _corners(box)]
    across, upright = [x for x, _ in points], [y for _, y in points]
    return min(across), min(upright), max(across), max(upright)


class _Way(NamedTuple):
    """From the points of a path to the page."""

    matrix: _Matrix
    turn: _Turn

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return self.turn.point(a * x + c * y + e, b * x + d * y + f)


def _draw_path(path: Any, box: Box, way: _Way, read: PdfPage) -> None:
    """A path as a rule, as an area, or as the rules of its outline."""
    if min(box.width, box.height) <= _THIN:
        if max(box.width, box.height) > _SHORT:
            read.rules.append(_straight(box))
        return
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    lines = list(_outline(path, way)) if stroke.value else []
    if fill.value or not lines:
        read.areas.append(box)
    read.rules += lines


def _straight(box: Box) -> Box:
    """A thin shape as a line without thickness."""
    if box.width >= box.height:
        middle = (box.top + box.bottom) / 2
        return Box(box.x0, middle, box.x1, middle)
    middle = (box.x0 + box.x1) / 2
    return Box(middle, box.top, middle, box.bottom)


def _outline(path: Any, way: _Way) -> Iterator[Box]:
    """The upright and level lines of a path."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = way.point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _line(last, point)
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _line(last, start)
            last = start


def _line(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    box = Box(
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
    )
    if min(box.width, box.height) <= 1 and max(box.width, box.height) > _SHORT:
        yield _straight(box)
