"""Numbers without a mark: whether the words around them say the figure that we take them for."""

from __future__ import annotations

from xlbudget.binding.binder import bind
from xlbudget.binding.bound import BoundText
from xlbudget.binding.clauses import say
from xlbudget.binding.said import Said
from xlbudget.domain.documents import Document
from xlbudget.formats.model import Format
from xlbudget.publish.refresh.placing import PlacedSpan


class Bindings:
    """A document read as people's words, once it is asked about."""

    def __init__(self, document: Document, resolved: Format) -> None:
        self._document = document
        self._format = resolved
        self._said: Said | None = None
        self._bound: BoundText | None = None

    @property
    def said(self) -> Said:
        """What the document says in numbers."""
        if self._said is None:
            self._said = say(self._document)
        return self._said

    @property
    def bound(self) -> BoundText:
        """The document with its numbers bound to figures."""
        if self._bound is None:
            self._bound = bind(self._document, self.said, (self._format,))
        return self._bound

    def agrees(self, placed: PlacedSpan) -> bool:
        """Whether a number has a mark of its own, or else the words do not say another figure."""
        if placed.by_mark or placed.mark is None:
            return placed.by_mark
        for index, mention in enumerate(self.bound.said.mentions):
            mark = mention.mark
            if mark.block == placed.mark.block and mark.start == placed.mark.start:
                owner = self.bound.owners.get(index)
                if owner is not None:
                    return owner.figure.identifier(self._format) == placed.span.name
                return index not in self.bound.unbound
        return True
