"""What is put into a form: runs of words, and figures with their marks, each recorded."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from xlbudget.domain.records import dataclass, field, replace
from xlbudget.publish.word.marks import control
from xlbudget.publish.word.ooxml import bookmark, lines
from xlbudget.reading.documents.xml_parts import W
from xlbudget.results.trace import Marks, SpanKind, TracedSpan

_FIRST = 90_000
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


class Numbers:
    """Numbers for bookmarks, controls and drawings that nothing in the document has."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._taken: set[str] = set()
        for root in roots:
            for element in root.iter(f"{W}bookmarkStart", f"{W}id", f"{_WP}docPr"):
                said = element.get(f"{W}id") or element.get(f"{W}val") or element.get("id")
                if said:
                    self._taken.add(said)
        self._next = _FIRST

    def __iter__(self) -> Numbers:
        return self

    def __next__(self) -> int:
        while str(self._next) in self._taken:
            self._next += 1
        self._next += 1
        return self._next - 1


def bookmarks_of(root: etree._Element) -> set[str]:
    """The names of a text's bookmarks."""
    return {each.get(f"{W}name", "") for each in root.iter(f"{W}bookmarkStart")}


@dataclass(slots=True)
class Stamps:
    """Makes the content of paragraphs; `loose` are the stretches in sentences that are not ours."""

    marks: Marks
    numbers: Numbers
    loose: list[TracedSpan] = field(default_factory=list)

    def stretch(self, span: TracedSpan, *, marked: bool) -> str:
        """A stretch in a sentence of the form's own."""
        if span.kind is SpanKind.WORDS or not marked:
            return lines(span.text)
        placed = replace(span, mark=self.marks.new())
        self.loose.append(placed)
        return control(placed, next(self.numbers))

    def paragraph(self, spans: Iterable[TracedSpan], mark: str) -> str:
        """The content of a paragraph that is all ours, with a bookmark around it."""
        words = "".join(
            control(span, next(self.numbers)) if span.mark else lines(span.text) for span in spans
        )
        return bookmark(mark, next(self.numbers), words) if mark else words
