"""The paragraphs of a text: spans are put in one after the other until a paragraph is closed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from xlbudget.domain.figures import Contradicted, Figure
from xlbudget.domain.money import Unit
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.style import Style
from xlbudget.domain.text import Gap, Kind, Paragraph, Span, State, Words
from xlbudget.narrative.printing import printed

_HEADING = re.compile(
    r"第[一二三四五]部分[^。；]*|[一二三四五六七八九十]{1,2}、[^。；：]*|（[一二三四五六七八九十]{1,2}）[^。；：]*"
)


@dataclass(slots=True)
class Paragraphs:
    """The finished paragraphs, and the one that is being written: the section and the line of the
    template that it is of, the line of the account or other key at which it was begun, its spans,
    what withholds it, and its state.
    """

    finished: list[Paragraph] = field(default_factory=list)
    section: str = ""
    ordinal: int = 0
    begun_at: str = ""
    spans: list[Span] = field(default_factory=list)
    withheld: list[Contradicted] = field(default_factory=list)
    state: State = State.READY

    @property
    def is_begun(self) -> bool:
        """Whether anything stands in the paragraph that is being written."""
        return bool(self.spans or self.withheld)

    @property
    def lead(self) -> str:
        """The words that the sentence ends in so far."""
        before = self.spans[-1] if self.spans else None
        return before.text if isinstance(before, Words) else ""

    def put(self, figure: Figure, style: Style, unit: Unit | None = None) -> None:
        """A figure as it is printed; one that contradicts itself withholds the paragraph."""
        if isinstance(figure.value, Contradicted):
            self.withheld.append(figure.value)
        else:
            self.spans.append(printed(figure, style, unit))

    def close(self) -> None:
        """End a paragraph. One without any span (an if that did not hold) is not a paragraph."""
        spans, withheld, state = tuple(self.spans), self.withheld, self.state
        self.spans, self.withheld, self.state = [], [], State.READY
        if not spans and not withheld:
            return
        place = f"{self.section}.{self.ordinal}" if self.ordinal else self.section
        id_ = f"{place}.{self.begun_at}" if self.begun_at else place
        kinds = set(map(type, spans))
        kind = Kind.CHART if state is State.DRAWN else _kind(spans, kinds, self.ordinal)
        cells: tuple[str, ...] = ()
        if withheld:
            why = "；".join(value.what for value in dict.fromkeys(withheld))
            spans = (Words(f"〔暂不生成：{why}。请更正后重新生成〕"),)
            state = State.WITHHELD
            cells = tuple(dict.fromkeys(cell for value in withheld for cell in value.cells))
        elif Gap in kinds:
            state = State.GAP
        self.finished.append(Paragraph(id_, kind, spans, state, cells))


def _kind(spans: tuple[Span, ...], kinds: Collection[type], ordinal: int) -> Kind:
    """A first line, and any line of words that is numbered like a heading, is a heading."""
    if not ordinal:
        return Kind.HEADING
    words = kinds == {Words} and _HEADING.fullmatch("".join([span.text for span in spans]))
    return Kind.HEADING if words else Kind.BODY


def is_missed(paragraphs: Iterable[Paragraph], title: str, year: int) -> bool:
    """Whether a text leaves a gap for an amount of a table of the year.

    >>> gap = Paragraph("三.1", Kind.BODY, (Gap("2024年度支出决算表的合计"),), State.GAP)
    >>> is_missed([gap], "支出决算表", 2024), is_missed([gap], "收入决算表", 2024)
    (True, False)
    """
    named = f"{year}年度{title}的"
    return any(gap.name.startswith(named) for each in paragraphs for gap in each.gaps)
