"""One tree of errors that a user can act on.

Every message has the same three lines: where, what stands there against what was expected, what
to do. An exception means that the run cannot go on; what a run *found* is a Finding, not an error.
"""

from __future__ import annotations

from collections.abc import Sequence


class XlbudgetError(Exception):
    """Base of all errors shown to users. `str(error)` is complete Chinese text.

    `where` names file, sheet and cell as far as known; `seen` what stands there; `expected` what
    was expected; `remedy` what the user does next.

    >>> print(UnreadableCell(where="决算.xlsx · 公开01!C15", seen="“见附表”",
    ...                      expected="金额（数字）", remedy="请填写数字，或留空。"))
    决算.xlsx · 公开01!C15
        这里是：“见附表”；应为：金额（数字）。
        请填写数字，或留空。
    """

    def __init__(self, *, where: str, seen: str, expected: str = "", remedy: str = "") -> None:
        self.where = where
        self.seen = seen
        self.expected = expected
        self.remedy = remedy
        super().__init__(where, seen, expected, remedy)

    def __str__(self) -> str:
        stands = f"这里是：{self.seen}"
        if self.expected:
            stands += f"；应为：{self.expected}"
        lines = [self.where, f"    {stands}。"]
        if self.remedy:
            lines.append(f"    {self.remedy}")
        return "\n".join(lines)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.where, self.seen, self.expected, self.remedy)


def _rebuild(
    kind: type[XlbudgetError], where: str, seen: str, expected: str, remedy: str
) -> XlbudgetError:
    return kind(where=where, seen=seen, expected=expected, remedy=remedy)


class UnreadableFile(XlbudgetError):
    """A file that cannot be opened as what it claims to be."""


class UnsafeFile(UnreadableFile):
    """A package beyond the limits of size, entries or compression ratio, or with unsafe names."""


class OutputRefused(XlbudgetError):
    """A file that must not be written: it exists, is open in Excel, or its folder is closed."""


class ProgramMissing(XlbudgetError):
    """An outside program (LibreOffice) is absent, failed or took too long."""


class UnknownLayout(XlbudgetError):
    """A table that is missing, stands twice, is of another year, or lacks header or unit line."""


class UnreadableCell(XlbudgetError):
    """A cell where an amount was expected and something else stands."""


class BrokenFormat(XlbudgetError):
    """A format's data file (TOML, template, CSV) that breaks its schema."""


class UnknownName(XlbudgetError):
    """A figure, place, year or setting that nobody knows; `remedy` proposes the nearest name."""


class SeveralErrors(XlbudgetError):
    """Several errors of one run together, so that the user mends them in one go."""

    def __init__(self, errors: Sequence[XlbudgetError]) -> None:
        self.errors = tuple(errors)
        super().__init__(where="", seen="")

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)

    def __reduce__(self) -> tuple[object, ...]:
        return SeveralErrors, (self.errors,)


def raise_all(errors: Sequence[XlbudgetError]) -> None:
    """Raise nothing, the one error, or all of them together."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SeveralErrors(errors)
