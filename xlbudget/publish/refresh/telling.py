"""What was left and what was replaced, told so that a person finds it."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.binding.said import Mark
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.domain.text import Place
from xlbudget.publish.refresh.outcome import Left, LeftKind, Replaced


@dataclass(slots=True)
class Told:
    """Gathers what became of a document, with its places. `labels` are the names of figures as
    people say them.
    """

    document: Document
    labels: Mapping[str, str]
    left: list[Left] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    current: int = 0

    def place(self, mark: Mark | None, section: str) -> Place:
        """The place of a stretch, with the paragraph around it."""
        if mark is None:
            return Place(section=section or None)
        block = self.document.blocks[mark.block]
        quote = block.text if isinstance(block, TextBlock) else None
        span = (mark.start, mark.end)
        at = replace(block.place, section=section or None, quote=quote, quote_at=0)
        return replace(at, span=span)

    def leave(
        self,
        kind: LeftKind,
        mark: Mark | None,
        section: str,
        what: str,
        *,
        was: str = "",
        new: str = "",
        remedy: str = "",
        near: Mark | None = None,
    ) -> None:
        """Note that something stays as it stands; `near` is beside where it stood."""
        at = self.place(mark, section)
        if near is not None and mark is None:
            at = replace(self.place(near, section), quote=None, quote_at=None, span=None)
        self.left.append(Left(kind, at, what, self.words(mark), was, new, remedy))

    def replace(self, mark: Mark | None, section: str, now: str, was: str | None = None) -> None:
        """Note that words were put in the place of others."""
        words = self.words(mark) if was is None else was
        self.replaced.append(Replaced(self.place(mark, section), words, now))

    def words(self, mark: Mark | None) -> str:
        """The words of a stretch, as they were read."""
        if mark is None:
            return ""
        block = self.document.blocks[mark.block]
        return block.text[mark.start : mark.end] if isinstance(block, TextBlock) else ""

    def label(self, name: str) -> str:
        """A figure, or what a gap asks for, in words."""
        return self.labels.get(name, name)


def section_of(id_: str) -> str:
    """The section of a paragraph by its id.

    >>> section_of("五.9.2010301"), section_of("一")
    ('五', '一')
    """
    return id_.partition(".")[0]
