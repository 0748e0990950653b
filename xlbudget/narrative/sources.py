"""What the narrative needs to know of figures: the analysis provides it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from xlbudget.domain.figures import Figure
from xlbudget.formats.model import Composition
from xlbudget.formats.names import FigureName


class FigureSource(Protocol):
    """Where the figures come from."""

    def figure(self, name: FigureName) -> Figure:
        """The figure of a name."""

    def lines(self, table: str, group: str) -> tuple[str, ...]:
        """The lines of a group that the account has."""

    def parts(self, composition: Composition) -> Iterable[tuple[FigureName, str]]:
        """The parts of a composition that the account has, and what the text calls them."""
