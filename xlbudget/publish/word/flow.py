"""The blocks of a text one after the other, and where a section of it ends.

The properties of a section stand in its last paragraph: no empty paragraph is needed for them,
which could fall on a page of its own.
"""

from __future__ import annotations

from xlbudget.publish.word.sections import Sections
from xlbudget.publish.word.tables import Paper


class Flow:
    """Blocks that end in a paragraph with properties, put one after the other."""

    def __init__(self, sections: Sections) -> None:
        self._sections = sections
        self._blocks: list[str] = []
        self._begun = 0
        self._first = True
        self._paper: Paper | None = None
        self._continuous = False

    @property
    def at_top(self) -> bool:
        """Whether a page has just begun with a section."""
        return self._empty and not self._continuous

    @property
    def _empty(self) -> bool:
        return len(self._blocks) == self._begun

    def add(self, block: str) -> None:
        """The next block."""
        self._blocks.append(block)

    def turn(self, paper: Paper | None = None, *, continuous: bool = False) -> None:
        """Begin another section: of tables on a paper, or of text; `continuous` on the same page.
        The paper that lies there already, or an empty section, is gone on with.
        """
        if paper == self._paper and not continuous:
            return
        if not self._empty:
            last = self._blocks.pop()
            at = last.rindex("</w:pPr>")
            self._blocks.append(f"{last[:at]}{self._properties()}{last[at:]}")
            self._begun = len(self._blocks)
            self._first = False
        self._paper, self._continuous = paper, continuous

    def body(self) -> str:
        """All blocks, with the properties of the last section."""
        return "".join([*self._blocks, self._properties()])

    def _properties(self) -> str:
        if self._paper:
            return self._sections.tables(self._paper, first=self._first)
        return self._sections.text(first=self._first, continuous=self._continuous)
