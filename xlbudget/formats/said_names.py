"""Names of figures and their words, either of the other, found once for each format."""

from __future__ import annotations

from functools import lru_cache

from xlbudget.formats.model import Format
from xlbudget.formats.names import ACTUAL, FigureName, resolve

_REMEMBERED = 8_192
"""So many names are remembered; more, of codes that no catalogue has, are put together again."""


class SaidNames:
    """The names of one format's figures, each with its identifier and its label.

    >>> from xlbudget.formats.library import find
    >>> national = find("national", 2024)
    >>> said_names(national)[FigureName("revenue_accounts", "total", "total")]
    ('revenue_accounts.total.actual', '收入决算表.合计.决算数')
    """

    def __init__(self, resolved: Format) -> None:
        self._format = resolved
        self._actual = resolved.glossary.chinese(ACTUAL)
        self._known: dict[FigureName, tuple[str, str]] = {}
        self._resolved: dict[tuple[str, ...], FigureName] = {}

    def __getitem__(self, name: FigureName) -> tuple[str, str]:
        said = self._known.get(name)
        if said is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            said = self._known[name] = self._put_together(name)
        return said

    def _put_together(self, name: FigureName) -> tuple[str, str]:
        """The identifier and the label; all measures of a line begin alike."""
        measure = name.measure
        if measure == ACTUAL or measure in (name.table, name.line):
            return name.identifier(self._format), name.label(self._format)
        identifier, label = self[name.of(ACTUAL)]
        known = self._format.code_name(measure) or self._format.glossary.chinese(measure)
        return (
            f"{identifier.removesuffix(ACTUAL)}{measure}",
            f"{label.removesuffix(self._actual)}{known}",
        )

    def resolved(self, words: tuple[str, ...]) -> FigureName:
        """A figure's name from its words, of which the line may be any code."""
        name = self._resolved.get(words)
        if name is None:
            if len(self._resolved) >= _REMEMBERED:
                self._resolved.clear()
            name = self._resolved[words] = resolve(self._format, words, any_code=True)
        return name


def said_names(resolved: Format) -> SaidNames:
    """The names of a format; a workbook's settings change none of them."""
    return _said_names(_Vocabulary(resolved))


class _Vocabulary:
    """What the names of a format are put together from, as a key: the very same objects."""

    __slots__ = ("format", "parts")

    def __init__(self, resolved: Format) -> None:
        self.format = resolved
        named = (resolved.tables, resolved.glossary, resolved.supplement, resolved.averages)
        self.parts = tuple(map(id, (*named, resolved.functional, resolved.economic)))

    def __hash__(self) -> int:
        return hash(self.parts)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Vocabulary)
            and self.parts == other.parts
            and self.format.year == other.format.year
        )


@lru_cache(maxsize=32)
def _said_names(vocabulary: _Vocabulary) -> SaidNames:
    return SaidNames(vocabulary.format)
