"""Charts as SVG, from the same data as those in the workbook. Labels never stand on each other:
each has a line of its own.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence

from xlbudget.domain.charts import ChartKind, ChartPoint, ChartSpec
from xlbudget.domain.style import Style
from xlbudget.publish.page_figures import Cards
from xlbudget.publish.page_html import text

_WIDTH = 480
_LINE = 18
_COLOURS = ("#2f5d9b", "#d98a1f", "#3f8f6b", "#8a4f9e")
_WORD = re.compile(r"[\d.,%-]+(?:万?元)?|.")
_APART = 0.5
"""Numbers beside the slices of a pie stand at least so far apart, in radians."""


def svg(chart: ChartSpec, style: Style, cards: Cards) -> str:
    """A chart; nothing where all it would draw is zero."""
    if not any(_size(point) for point in chart.points):
        return ""
    drawn = {ChartKind.COLUMN: _columns, ChartKind.BAR: _bars, ChartKind.PIE: _pie}[chart.kind]
    body, height = drawn(chart.points, style, cards)
    said = "，".join(f"{point.category} {_value(point, style)}" for point in chart.points)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{text(chart.caption)}">'
        f"<title>{text(f'{chart.caption}：{said}')}</title>{''.join(body)}</svg>"
    )


def _size(point: ChartPoint) -> int:
    return point.figure.amount.fen if point.figure.amount is not None else 0


def _value(point: ChartPoint, style: Style) -> str:
    """The amount, and the share that the text prints of it."""
    amount = style.amount(point.figure.amount) if point.figure.amount is not None else ""
    return amount if point.label == amount else f"{amount}　{point.label}"


def _words(point: ChartPoint, words: str, at: tuple[float, float], cards: Cards, kind: str) -> str:
    """A label that leads to the cell of its figure."""
    return (
        f'<a href="#{cards.target(point.figure)}">'
        f'<text x="{at[0]:g}" y="{at[1]:g}" class="{kind}">{text(words)}</text></a>'
    )


def _columns(points: Sequence[ChartPoint], style: Style, cards: Cards) -> tuple[list[str], int]:
    """Columns beside each other: the amount above, the category below."""
    top, high, base = 24, 160, 190
    most = max(map(_size, points))
    step = _WIDTH / len(points)
    width = min(90.0, step * 0.6)
    body = [f'<line x1="0" y1="{base}" x2="{_WIDTH}" y2="{base}" class="axis"/>']
    deepest = 1
    for position, point in enumerate(points):
        tall = _size(point) / most * high
        middle = step * (position + 0.5)
        body.append(
            f'<rect x="{middle - width / 2:.1f}" y="{base - tall:.1f}" width="{width:.1f}" '
            f'height="{tall:.1f}" fill="{_COLOURS[0]}"/>'
        )
        value = _value(point, style)
        body.append(_words(point, value, (middle, max(base - tall - 6, top - 8)), cards, "mid"))
        lines = list(_folded(point.category, int(step // 13)))
        deepest = max(deepest, len(lines))
        body += (
            f'<text x="{middle:.1f}" y="{base + _LINE * nth}" class="mid">{text(line)}</text>'
            for nth, line in enumerate(lines, 1)
        )
    return body, base + _LINE * deepest + 8


def _bars(points: Sequence[ChartPoint], style: Style, cards: Cards) -> tuple[list[str], int]:
    """Bars below each other, the largest first, each under its label."""
    most = max(map(_size, points))
    body: list[str] = []
    y = 0
    for point in points:
        for line in _folded(f"{point.category}　{_value(point, style)}", _WIDTH // 13):
            y += _LINE
            body.append(_words(point, line, (0, y - 4), cards, "left"))
        long = max(_size(point) / most * _WIDTH, 1)
        body.append(f'<rect x="0" y="{y}" width="{long:.1f}" height="12" fill="{_COLOURS[0]}"/>')
        y += 18
    return body, y + 2


def _pie(points: Sequence[ChartPoint], style: Style, cards: Cards) -> tuple[list[str], int]:
    """Slices with numbers around them, and beside them what each number is."""
    middle, radius = 98.0, 72.0
    total = sum(map(_size, points))
    largest = max(range(len(points)), key=lambda at: _size(points[at]))
    # The largest slice lies under the others: as an arc, one of nearly all would vanish.
    body = [f'<circle cx="{middle:g}" cy="{middle:g}" r="{radius:g}" fill="{_colour(largest)}"/>']
    start = 0.0
    angles = []
    for position, point in enumerate(points):
        end = start + _size(point) / total
        if position != largest:
            body.append(_slice(middle, radius, (start, end), _colour(position)))
        angles.append((start + end) * math.pi)
        start = end
    for position, (angle, shown) in enumerate(zip(angles, _spread(angles), strict=True), 1):
        inner, outer = _at(middle, radius, angle), _at(middle, radius + 9, shown)
        x, y = _at(middle, radius + 17, shown)
        body.append(
            f'<line x1="{inner[0]:.1f}" y1="{inner[1]:.1f}" x2="{outer[0]:.1f}" '
            f'y2="{outer[1]:.1f}" class="axis"/>'
            f'<text x="{x:.1f}" y="{y + 4:.1f}" class="mid">{position}</text>'
        )
    y = 10
    for position, point in enumerate(points):
        body.append(
            f'<rect x="200" y="{y + 5}" width="12" height="12" fill="{_colour(position)}"/>'
        )
        words = f"{position + 1}　{point.category}　{_value(point, style)}"
        for line in _folded(words, 19):
            y += _LINE
            body.append(_words(point, line, (220, y - 2), cards, "left"))
        y += 6
    return body, max(y + 10, 196)


def _at(middle: float, radius: float, angle: float) -> tuple[float, float]:
    """A point on a circle; angles run clockwise from the top."""
    return middle + radius * math.sin(angle), middle - radius * math.cos(angle)


def _slice(middle: float, radius: float, share: tuple[float, float], colour: str) -> str:
    """A slice of no more than half of the pie."""
    (x1, y1), (x2, y2) = (_at(middle, radius, 2 * math.pi * each) for each in share)
    return (
        f'<path d="M{middle:g} {middle:g}L{x1:.3f} {y1:.3f}A{radius:g} {radius:g} 0 0 1 '
        f'{x2:.3f} {y2:.3f}Z" fill="{colour}" class="slice"/>'
    )


def _colour(position: int) -> str:
    return _COLOURS[position % len(_COLOURS)]


def _spread(angles: Sequence[float]) -> list[float]:
    """Angles in rising order, moved apart.

    >>> _spread([1.0, 1.1, 3.0])
    [1.0, 1.5, 3.0]
    """
    shown: list[float] = []
    for angle in angles:
        shown.append(max(angle, shown[-1] + _APART) if shown else angle)
    full = 2 * math.pi + (shown[0] if shown else 0) - _APART
    for at in range(len(shown) - 1, -1, -1):
        limit = full if at == len(shown) - 1 else shown[at + 1] - _APART
        shown[at] = min(shown[at], limit)
    return shown


def _folded(words: str, width: int) -> Iterator[str]:
    """Words in lines of so many Chinese characters at most.

    >>> list(_folded("住房保障支出 123.45万元", 6))
    ['住房保障支出', ' 123.45万元']
    """
    line, wide = "", 0.0
    for word in _WORD.findall(words):
        size = sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.55 for sign in word)
        if wide + size > width and line:
            yield line.rstrip()
            line, wide = "", 0.0
        line, wide = line + word, wide + size
    yield line.rstrip()
