"""Generated paragraphs and people's words in sentences, which are refreshed one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xlbudget.domain.records import dataclass, replace
from xlbudget.results.trace import SpanKind, TracedSpan

_END = re.compile(r"[。！？\n]+[”’）]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A generated sentence: its stretches in order."""

    spans: tuple[TracedSpan, ...]

    @property
    def text(self) -> str:
        """The sentence as generated."""
        return "".join(span.text for span in self.spans)

    @property
    def bare(self) -> Sentence:
        """The sentence without its marks, which differ from run to run."""
        return Sentence(tuple(replace(span, mark="") for span in self.spans))

    def placed(self) -> Iterator[tuple[int, int, TracedSpan]]:
        """The stretches with where they begin and end in the sentence."""
        at = 0
        for span in self.spans:
            yield at, at + len(span.text), span
            at += len(span.text)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it stands in a document: its block, where it begins and ends there, its words.

    Blanks around it are not counted in.
    """

    block: int
    start: int
    end: int
    text: str


def sentences_of(spans: Iterable[TracedSpan]) -> list[Sentence]:
    """A generated paragraph in sentences.

    >>> words = TracedSpan(SpanKind.WORDS, "甲。乙")
    >>> [each.text for each in sentences_of([words])]
    ['甲。', '乙']
    """
    found: list[list[TracedSpan]] = [[]]
    for span in spans:
        if span.kind is not SpanKind.WORDS:
            found[-1].append(span)
            continue
        for part, ends in _parts(span.text):
            found[-1].append(replace(span, text=part))
            if ends:
                found.append([])
    return [Sentence(tuple(each)) for each in found if each]


def said_in(block: int, text: str) -> list[Said]:
    """The sentences of a paragraph in a document.

    >>> [each.text for each in said_in(0, "甲。 乙（见表）。")]
    ['甲。', '乙（见表）。']
    """
    found = []
    begin = 0
    for part, _ in _parts(text):
        words = part.strip()
        start = begin + part.index(words) if words else begin
        begin += len(part)
        if words:
            found.append(Said(block, start, start + len(words), words))
    return found


def joined(spans: Iterable[TracedSpan]) -> tuple[TracedSpan, ...]:
    """Stretches with words that belong together as one.

    >>> [each.text for each in joined([TracedSpan(SpanKind.WORDS, "甲"),
    ...                                TracedSpan(SpanKind.WORDS, "乙")])]
    ['甲乙']
    """
    found: list[TracedSpan] = []
    for span in spans:
        if span.kind is SpanKind.WORDS and found and found[-1].kind is SpanKind.WORDS:
            found[-1] = replace(found[-1], text=found[-1].text + span.text)
        elif span.text:
            found.append(span)
    return tuple(found)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """A text in parts, each with whether a sentence ends with it."""
    begin = 0
    for end in _END.finditer(text):
        yield text[begin : end.end()], True
        begin = end.end()
    if begin < len(text):
        yield text[begin:], False
