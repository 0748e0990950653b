"""Texts: paragraphs of ours that know their figures, and blocks that people wrote."""

from __future__ import annotations

import re
from enum import Enum

from xlbudget.domain.figures import Figure, Missing
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Source


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a paragraph that are no figure."""

    text: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as a paragraph prints it. `text` holds its unit or % sign."""

    text: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Gap:
    """What only a person can fill in: `name` says what, `where` is the sheet to fill it in, and
    `cell` the cell, where one stands ready.

    >>> Gap("总体变动原因").text
    '〔请填写：总体变动原因〕'
    """

    name: str
    where: str = ""
    cell: Source | None = field(default=None, compare=False)

    @classmethod
    def of(cls, missing: Missing) -> Gap:
        """The gap where a value is missing."""
        return cls(missing.what, missing.where, missing.cell)

    @property
    def text(self) -> str:
        """The gap as a reader sees it."""
        return f"〔请填写：{self.name}〕"


Span = Words | Printed | Gap


_GAP = re.compile(r"〔请填写：([^〔〕]*)〕")


def words_and_gaps(text: str) -> tuple[Span, ...]:
    """A text that a person wrote as spans, with the gaps she left in it.

    >>> [span.text for span in words_and_gaps("因〔请填写：原因〕减少")]
    ['因', '〔请填写：原因〕', '减少']
    """
    parts = _GAP.split(text)
    spans: list[Span] = []
    for position, part in enumerate(parts):
        if position % 2:
            spans.append(Gap(part))
        elif part:
            spans.append(Words(part))
    return tuple(spans)


class Kind(Enum):
    """What a paragraph is."""

    HEADING = "标题"
    BODY = "正文"
    CHART = "图"


class State(Enum):
    """Whether a paragraph can be published."""

    READY = "已生成"
    GAP = "待填写"
    WITHHELD = "已停写"
    REWRITTEN = "已改写"
    DRAWN = "见图表"
    REFERENCE = "参考释义"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the explanatory text.

    `id` is stable over runs (section and place in the template, "一.2"). A withheld paragraph
    holds no figure, only the words that say why it cannot be written; `withheld_by` are the cells
    that contradict each other.
    """

    id: str
    kind: Kind
    spans: tuple[Span, ...]
    state: State = State.READY
    withheld_by: tuple[str, ...] = ()
    _text: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The paragraph as a reader sees it; joined once, for every output asks for it."""
        text = self._text
        if text is None:
            text = "".join([span.text for span in self.spans])
            object.__setattr__(self, "_text", text)
        return text

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures printed, in order."""
        return tuple(span.figure for span in self.spans if isinstance(span, Printed))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps left, in order."""
        return tuple(span for span in self.spans if isinstance(span, Gap))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a workbook or a document; what is not known is None.

    In a document `span` is where the words spoken of stand in the paragraph, and `quote_at` where
    the quote begins there.
    """

    section: str | None = None
    page: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None
    quote: str | None = None
    quote_at: int | None = None
    span: tuple[int, int] | None = None

    @property
    def paragraph_words(self) -> str:
        """The paragraph as people say it (第12段); "" where it is not known."""
        return f"第{self.paragraph}段" if self.paragraph is not None else ""
