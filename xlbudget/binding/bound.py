"""A document with its numbers bound to the figures of one format."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.binding.outline import Outline, Role
from xlbudget.binding.said import Mark, Said
from xlbudget.domain.documents import Document
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName

BY_TEMPLATE = "template"
"""Bound because the line is written as a template of the format writes it."""

BY_WORDS = "words"
"""Bound by the words of its clause, which only one figure of the section goes by."""

_MOST = 0.75
"""What part of the numbers is known where a document follows the format that reads it."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The figure that a number prints, and how that is known."""

    figure: FigureName
    how: str


@dataclass(frozen=True, slots=True)
class BoundText:
    """A document as one format reads it.

    `owners` are the figures of mentions, by position; a mention that two figures might own is in
    `unbound`, with why. `spoken_of` are the figures of remarks. `written` is what people wrote, by
    field of 补充资料 (reasons, 用途, other texts), with its place. `tried` says how many numbers
    each format tried would bind, or of one that cannot be it, how many its templates read.
    """

    document: Document
    outline: Outline
    said: Said
    format: Format
    owners: Mapping[int, Owner]
    unbound: Mapping[int, str] = field(default_factory=dict)
    spoken_of: Mapping[int, FigureName] = field(default_factory=dict)
    written: Mapping[str, tuple[str, Mark]] = field(default_factory=dict)
    tried: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_of_form(self) -> bool:
        """Whether the document follows the format: it was named, or most numbers of 情况说明 are
        known by it. Else it is only the nearest one, and what its form demands is not demanded.
        """
        if len(self.tried) == 1:
            return True
        explained = [
            at
            for at, mention in enumerate(self.said.mentions)
            if self.outline.at(mention.mark.block).role is Role.EXPLANATION
        ]
        known = sum(at in self.owners for at in explained)
        return known >= _MOST * len(explained)
