"""What a document of ours holds, so that its numbers are found again: by mark, figure and words.

The map goes into the document itself (a custom XML part) and beside it (`<name>.trace.json`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Gap, Kind, Paragraph, Printed, Span, State
from xlbudget.formats.names import SIGNED
from xlbudget.formats.versions import PROGRAM, version_fields
from xlbudget.results.computed import Results

BOOKMARK = "_xb"
"""How the names of our bookmarks begin: of numbers, paragraphs, tables."""

VERSIONS = ("format_version", "format_digest", "rules_version")
"""What the map says of them, as all JSON of ours does."""

_DIRECTION = re.compile(r"增加|减少|增长|下降|上升|降低|提高|超出|不足")


class SpanKind(Enum):
    """What a stretch of a generated paragraph is."""

    WORDS = "words"
    FIGURE = "figure"
    DIRECTION = "direction"
    GAP = "gap"

    __hash__ = object.__hash__  # Enum 的 __hash__ 是 Python 写的


@dataclass(frozen=True, slots=True)
class TracedSpan:
    """A stretch of a paragraph as generated.

    `name` is the figure that a number prints or that a direction word tells the sign of, or what a
    gap asks for; `mark` the name of the bookmark around it, "" for plain words. `blank` is what a
    form printed in its place, with the unit (X.XX亿元), where its sentence does not tell how the
    number is printed: in the cells of a table, in units that no table is published in.
    """

    kind: SpanKind
    text: str
    name: str = ""
    mark: str = ""
    blank: str = ""


@dataclass(frozen=True, slots=True)
class TracedParagraph:
    """A generated paragraph: its id in the text, its spans, and the bookmark around all of it.

    `rewritten` tells that the words are a person's own (column 改写): nothing in them is a number
    of ours.
    """

    id: str
    kind: Kind
    spans: tuple[TracedSpan, ...]
    mark: str
    rewritten: bool = False

    @property
    def text(self) -> str:
        """The paragraph as generated."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class TracedChart:
    """A chart: its title in the format, its number, and the categories and values it draws."""

    title: str
    number: int
    caption: str
    kind: str
    categories: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TracedTable:
    """A table that stands in the document: its name in the format, the bookmark around it, its
    rows of texts, and the notes below it.
    """

    name: str
    mark: str
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """All that a document of ours holds, and what made it.

    `loose` are numbers in sentences that are not ours: those of a bureau's form, and of tables;
    `form` tells that it is such a form, which has what it asked for and no more. `versions` are
    those of the format and its rules; a map of an early version has none.
    """

    program: str
    place: str
    year: int
    unit: str
    file: str
    paragraphs: tuple[TracedParagraph, ...] = ()
    charts: tuple[TracedChart, ...] = ()
    tables: tuple[TracedTable, ...] = ()
    loose: tuple[TracedSpan, ...] = ()
    form: bool = False
    versions: Mapping[str, str] = field(default_factory=dict)

    def spans(self) -> Iterator[TracedSpan]:
        """The stretches that have a mark, in order."""
        for paragraph in self.paragraphs:
            yield from (span for span in paragraph.spans if span.mark)
        yield from self.loose


def trace_of(results: Results) -> Trace:
    """The map of a text: every number, direction word and gap with a mark of its own, in order.

    Tables and loose numbers are added by who places them.
    """
    marks = Marks()
    return Trace(
        program=PROGRAM,
        place=results.format.place,
        year=results.account.year,
        unit=results.account.unit_name,
        file=results.account.file,
        paragraphs=tuple(_paragraph(each, marks) for each in results.paragraphs),
        charts=tuple(
            TracedChart(
                chart.title,
                chart.number,
                chart.caption,
                chart.kind.value,
                chart.categories,
                tuple(
                    str(point.figure.amount.number(results.format.style.unit))
                    for point in chart.points
                    if point.figure.amount is not None
                ),
            )
            for chart in results.charts
        ),
        versions=_versions(results),
    )


def _versions(results: Results) -> dict[str, str]:
    """The versions of format and rules: place and program stand apart."""
    told = version_fields(results.format)
    return {name: told[name] for name in VERSIONS}


class Marks:
    """Names of bookmarks, each once. Word allows 40 characters and hides those with _ in front."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next = 1

    def new(self, kind: str = "") -> str:
        """A name that is not taken: _xb_1, _xbp_2 (of a paragraph), _xbt_3 (of a table)."""
        while True:
            name = f"{BOOKMARK}{kind}_{self._next}"
            self._next += 1
            if name not in self._taken:
                self._taken.add(name)
                return name


def _paragraph(paragraph: Paragraph, marks: Marks) -> TracedParagraph:
    mark = marks.new("p")
    spans = tuple(_named(traced_spans(paragraph.spans), marks))
    rewritten = paragraph.state is State.REWRITTEN
    return TracedParagraph(paragraph.id, paragraph.kind, spans, mark, rewritten)


def _named(spans: Iterable[TracedSpan], marks: Marks) -> Iterator[TracedSpan]:
    for span in spans:
        named = span.kind is not SpanKind.WORDS
        yield TracedSpan(span.kind, span.text, span.name, marks.new()) if named else span


def traced_spans(spans: Iterable[Span]) -> list[TracedSpan]:
    """The stretches of a paragraph, without marks: words that belong together are one, and the
    word before a change that tells its sign stands apart.

    >>> from xlbudget.domain.text import Words
    >>> [span.text for span in traced_spans([Words("共"), Words("计"), Gap("数")])]
    ['共计', '〔请填写：数〕']
    """
    found: list[TracedSpan] = []
    words = ""
    for span in spans:
        if isinstance(span, Printed):
            found += _led(words, span)
            found.append(TracedSpan(SpanKind.FIGURE, span.text, span.figure.name))
            words = ""
        elif isinstance(span, Gap):
            found += _plain(words)
            found.append(TracedSpan(SpanKind.GAP, span.text, span.name))
            words = ""
        else:
            words += span.text
    return [*found, *_plain(words)]


def _plain(words: str) -> list[TracedSpan]:
    return [TracedSpan(SpanKind.WORDS, words)] if words else []


def _led(words: str, number: Printed) -> list[TracedSpan]:
    """The words before a number; of a change, the last word that tells its sign apart."""
    name = number.figure.name
    told = [*_DIRECTION.finditer(words)] if name.rpartition(".")[2] in SIGNED else []
    if not told:
        return _plain(words)
    last = told[-1]
    direction = TracedSpan(SpanKind.DIRECTION, last[0], name)
    return [*_plain(words[: last.start()]), direction, *_plain(words[last.end() :])]
