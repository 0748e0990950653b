"""Names of figures: 主题.行.量 in Chinese words or identifiers, resolved against one format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlbudget.domain.errors import UnknownName
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import Format, Table

ACTUAL = "actual"
PRIOR_ACTUAL = "prior_actual"
CHANGE = "change"
CHANGE_RATE = "change_rate"
MEASURES = (ACTUAL, PRIOR_ACTUAL, CHANGE, CHANGE_RATE)


@dataclass(frozen=True, slots=True)
class FigureName:
    """One figure: table, line (or agreed name), column of amounts, and measure."""

    table: str
    line: str
    column: str
    measure: str = ACTUAL

    def of(self, measure: str) -> FigureName:
        """Another measure of the same line."""
        return FigureName(self.table, self.line, self.column, measure)

    def _parts(self, resolved: Format) -> list[str]:
        table = resolved.tables[self.table]
        column = [] if self.column == default_column(table, self.line) else [self.column]
        return [self.table, self.line, *column, self.measure]

    def identifier(self, resolved: Format) -> str:
        """The name in identifiers; the column only where it is not the first.

        >>> from xlbudget.formats.library import find
        >>> resolve(find("national", 2024), ["收支总表", "总计", "增减率"]).identifier(
        ...     find("national", 2024))
        'revenue_expenditure_summary.grand_total.change_rate'
        """
        return ".".join(self._parts(resolved))

    def label(self, resolved: Format) -> str:
        """The name in Chinese words."""
        return ".".join(resolved.glossary.chinese(part) for part in self._parts(resolved))

    def line_label(self, resolved: Format) -> str:
        """The line in words as people say it: 收入总计, 卫生健康支出."""
        name = resolved.functional.name(self.line, resolved.year)
        return name or resolved.glossary.chinese(self.line)


def default_column(table: Table, line: str) -> str:
    """The column meant when none is named."""
    for agreed in table.agreed:
        if agreed.name == line:
            return table.default_column(agreed.lines[0])
    return table.default_column(line)


def resolve(resolved: Format, words: Sequence[str]) -> FigureName:
    """A figure's name from its words; UnknownName names the nearest known word."""
    shown = ".".join(words)
    table = resolve_table(resolved, words[0], shown)
    if len(words) == 1:
        raise _unknown(shown, "主题.行，如 收支总表.收入总计", "请写出表中的行。")
    lines = [line.name for line in table.lines()] + [agreed.name for agreed in table.agreed]
    line = _identifier(resolved, words[1], lines, shown)
    block = table.block_of(line)
    columns = [column.name for column in block.columns] if block else []
    column, measure = default_column(table, line), ACTUAL
    for word in words[2:]:
        part = _identifier(resolved, word, [*MEASURES, *columns], shown)
        if part in MEASURES:
            measure = part
        else:
            column = part
    return FigureName(table.name, line, column, measure)


def resolve_table(resolved: Format, word: str, shown: str) -> Table:
    """The table that the first word of a name means."""
    return resolved.tables[_identifier(resolved, word, list(resolved.tables), shown)]


def resolve_group(resolved: Format, words: Sequence[str]) -> tuple[str, str]:
    """The table and group of lines that a name of two words means (收支总表.按功能)."""
    shown = ".".join(words)
    table = resolve_table(resolved, words[0], shown)
    groups = list(dict.fromkeys(line.group for line in table.lines() if line.group))
    if len(words) != 2:  # noqa: PLR2004  主题.组
        raise _unknown(shown, "主题.组", "请写成两段。")
    return table.name, _identifier(resolved, words[1], groups, shown)


def _identifier(resolved: Format, word: str, known: list[str], shown: str) -> str:
    found = resolved.glossary.identifier(word) or word
    if found not in known:
        found = next((code for code in known if word in resolved.functional.names(code)), found)
    if found not in known:
        words = [
            resolved.functional.name(name, resolved.year) or resolved.glossary.chinese(name)
            for name in known
        ]
        raise _unknown(f"{shown}（“{word}”）", "、".join(words), nearest(word, [*words, *known]))
    return found


def _unknown(seen: str, expected: str, remedy: str) -> UnknownName:
    return UnknownName(where="名称", seen=seen, expected=expected, remedy=remedy)
