"""Which paragraphs of a form stand outside of its text proper: in boxes, in notes."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.documents import TextBlock
from xlbudget.reading.documents.word import OpenWord
from xlbudget.reading.documents.xml_parts import W


def in_boxes(word: OpenWord) -> frozenset[int]:
    """The paragraphs that stand in text boxes, by position."""
    return frozenset(
        at
        for at, leaves in word.leaves.items()
        if leaves and next(leaves[0].element.iterancestors(f"{W}txbxContent"), None) is not None
    )


def texts_proper(word: OpenWord) -> Iterator[tuple[int, TextBlock]]:
    """The paragraphs of a form without those of its notes, with their positions."""
    notes = in_notes(word)
    return ((at, block) for at, block in word.document.texts() if at not in notes)


def in_notes(word: OpenWord) -> frozenset[int]:
    """The paragraphs that stand in another part than the text itself, by position."""
    return frozenset(
        at
        for at, leaves in word.leaves.items()
        if leaves and leaves[0].element.getroottree().getroot() is not word.root
    )
