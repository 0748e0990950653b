"""Charts that an extractor wrote at the end of a text: titles and labels, then the saved values.

The values of a chart stand between tabs, with a tab behind the last: the name of a series (or none,
with one series), its categories, its values, and the categories once more or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlbudget.domain.documents import ChartBlock, ChartSeries
from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Place

_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:年度?)?")
_LABEL = re.compile(r"[0-9.,]+\s?%|-?[0-9][0-9,]*(?:\.[0-9]+)?(?:万元|元)?")
_HEADING = re.compile(
    r"第.{1,3}部分|附件|[一二三四五六七八九十]+、|（.{1,3}）|[0-9]{1,2}[.、．]|图[0-9]"
)

_MOST_CELLS = 300
"""Of a chart that a reader can read, names and values together."""


def charts_at_the_end(lines: Sequence[str]) -> tuple[int, list[ChartBlock]]:
    """The charts written behind the text, and the line where they begin (the number of lines,
    where there are none).
    """
    start = 1 + max((at for at, line in enumerate(lines) if "。" in line), default=-1)
    streams = list(_streams(lines, start))
    charts: list[ChartBlock] = []
    first = len(lines)
    behind = start
    for stream in streams:
        series = _series([token.strip() for token in stream.text.split("\t")[:-1]])
        if series is None:
            if charts:
                return len(lines), []
            behind = stream.end
            continue
        head = _head(lines, behind, stream.first, series)
        if charts and any(line.strip() for line in lines[behind : head.first]):
            return len(lines), []  # text between charts: they are none that follow the text
        first = min(first, head.first)
        charts.append(ChartBlock(head.title, "", _labelled(series, head.labels), Place()))
        behind = stream.end
    if not charts or any(line.strip() for line in lines[behind:]):
        return len(lines), []
    return first, charts


@dataclass(frozen=True, slots=True)
class _Stream:
    first: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Head:
    first: int
    title: str = ""
    labels: tuple[str, ...] = ()


def _streams(lines: Sequence[str], start: int) -> Iterator[_Stream]:
    """Lines with a tab at their end, those that belong together in one."""
    at = start
    while at < len(lines):
        first = at
        while at < len(lines) and lines[at].endswith("\t") and lines[at].strip():
            at += 1
            if at - first > _MOST_CELLS:
                continue
            if _series(_tokens(lines[first:at])) is not None and not _goes_on(lines, first, at):
                break
        if at > first:
            yield _Stream(first, at, "".join(lines[first:at]))
        else:
            at += 1


def _goes_on(lines: Sequence[str], first: int, at: int) -> bool:
    """Whether the next line is more of the same chart."""
    if at >= len(lines) or not lines[at].endswith("\t"):
        return False
    return _series(_tokens(lines[first : at + 1])) is not None


def _tokens(lines: Sequence[str]) -> list[str]:
    return [token.strip() for token in "".join(lines).split("\t")[:-1]]


def _series(tokens: Sequence[str]) -> tuple[ChartSeries, ...] | None:
    """The series that a run of cells spells, if it spells them in one way only."""
    if len(tokens) > _MOST_CELLS:
        return None
    ways = {
        series
        for count in range(1, len(tokens) + 1)
        for named in (True, False)
        if (series := _spelled(tokens, count, named=named)) is not None
    }
    return ways.pop() if len(ways) == 1 else None


def _spelled(tokens: Sequence[str], count: int, *, named: bool) -> tuple[ChartSeries, ...] | None:
    size = 2 * count + named
    if not named and count == 1:
        return None  # a name and a number: as well a line of a table
    whole, rest = divmod(len(tokens), size)
    if whole < 1 or (not named and whole > 1) or rest not in (0, count):
        return None
    series = []
    for at in range(0, whole * size, size):
        name, *cells = tokens[at : at + size] if named else ("", *tokens[at : at + size])
        categories, values = tuple(cells[:count]), tuple(cells[count:])
        if (
            (named and (not name or (_NUMBER.fullmatch(name) and not _YEAR.fullmatch(name))))
            or not all(map(_is_category, categories))
            or not all(map(_NUMBER.fullmatch, values))
        ):
            return None
        series.append(ChartSeries(name, categories, values))
    if rest and tuple(tokens[whole * size :]) != series[-1].categories:
        return None
    return tuple(series)


def _is_category(token: str) -> bool:
    return bool(token) and (not _NUMBER.fullmatch(token) or bool(_YEAR.fullmatch(token)))


def _head(lines: Sequence[str], behind: int, first: int, series: tuple[ChartSeries, ...]) -> _Head:
    """The title and the labels that stand above the values of a chart."""
    top = first
    if top > behind and not lines[top - 1].strip():
        top -= 1
    while top > behind and lines[top - 1].strip() and "\t" not in lines[top - 1]:
        top -= 1
    said = [line.strip() for line in lines[top:first] if line.strip()]
    categories = series[0].categories
    labels: list[str] = []
    while said and _is_label(said[-1], categories):
        labels.insert(0, said.pop())
    if len(said) > 1 or any(map(_HEADING.match, said)):
        return _Head(first)
    return _Head(top, "".join(said), tuple(labels))


def _is_label(line: str, categories: Sequence[str]) -> bool:
    return line in categories or _LABEL.fullmatch(line) is not None


def _labelled(series: tuple[ChartSeries, ...], labels: Sequence[str]) -> tuple[ChartSeries, ...]:
    """The series with the labels of its points: a category and what stands below it."""
    only = series[0]
    by_category: dict[str, list[str]] = {}
    for line in labels:
        if line in only.categories:
            by_category[line] = [line]
        elif by_category:
            by_category[next(reversed(by_category))].append(line)
    if len(series) > 1 or not by_category:
        return series
    texts = tuple("\n".join(by_category.get(each, ())) for each in only.categories)
    return (ChartSeries(only.name, only.categories, only.values, texts),)
