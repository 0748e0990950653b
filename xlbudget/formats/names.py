"""Names of figures: 主题.行.量 in Chinese words or identifiers, resolved against one format."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import NamedTuple

from xlbudget.domain.codes import is_code
from xlbudget.domain.errors import UnknownName
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import AVERAGES, SUPPLEMENT, VALUE, Format
from xlbudget.formats.table_model import Table

ACTUAL = "actual"
PRIOR_ACTUAL = "prior_actual"
CHANGE = "change"
CHANGE_RATE = "change_rate"
BUDGET = "budget"
COMPLETION_RATE = "completion_rate"
BUDGET_CHANGE = "budget_change"
BUDGET_CHANGE_RATE = "budget_change_rate"
SHARE = "share"
COMPARED = (ACTUAL, PRIOR_ACTUAL, CHANGE, CHANGE_RATE)
"""The measures of a comparison with last year."""

COMPLETED = (ACTUAL, BUDGET, COMPLETION_RATE, BUDGET_CHANGE, BUDGET_CHANGE_RATE)
"""The measures of a comparison with the budget; the last two only its phrases print."""

MEASURES = (*COMPARED, BUDGET, COMPLETION_RATE, SHARE)
SIGNED = (CHANGE, CHANGE_RATE, BUDGET_CHANGE, BUDGET_CHANGE_RATE)
"""Measures whose sign a word before them tells: 增加, 下降."""

RATES = (CHANGE_RATE, COMPLETION_RATE, BUDGET_CHANGE_RATE, SHARE)
"""The measures that are ratios."""


class FigureName(NamedTuple):
    """One figure: table, line (or agreed name), column of amounts, and measure.

    The table SUPPLEMENT has the number fields of 补充资料 as lines.
    """

    table: str
    line: str
    column: str
    measure: str = ACTUAL

    @property
    def is_rate(self) -> bool:
        """Whether it is a ratio."""
        return self.measure in RATES

    def of(self, measure: str) -> FigureName:
        """Another measure of the same line."""
        return FigureName(self.table, self.line, self.column, measure)

    def _parts(self, resolved: Format) -> list[str]:
        default = default_column(resolved, self.table, self.line)
        column = [] if self.column == default else [self.column]
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
        table = resolved.tables.get(self.table)
        own = {self.line: self.line_label(resolved)}
        if table and resolved.glossary.chinese(self.table) == self.table:
            own[self.table] = table.title
        return ".".join(
            own.get(part) or resolved.code_name(part) or resolved.glossary.chinese(part)
            for part in self._parts(resolved)
        )

    def words(self, resolved: Format) -> str:
        """The name as a reviewer says it: 收支总表的收入总计, 支出决算表的项目支出.

        >>> from xlbudget.formats.library import find
        >>> national = find("national", 2024)
        >>> resolve(national, ["支出决算表", "合计", "项目支出", "决算数"]).words(national)
        '支出决算表的项目支出'
        """
        table, line = resolved.tables.get(self.table), self.line_label(resolved)
        named = resolved.glossary.chinese(self.table)
        told = [table.title if table and named == self.table else named] if table else []
        column = self.column != default_column(resolved, self.table, self.line)
        if not column or line != _TOTAL:
            told.append(line)
        told += [self.column_label(resolved)] if column else []
        if self.measure == PRIOR_ACTUAL:
            told[-1] = f"上年{told[-1]}"
        elif self.measure != ACTUAL:
            told.append(resolved.glossary.chinese(self.measure))
        return "的".join(told)

    def line_label(self, resolved: Format) -> str:
        """The line in words as people say it: 收入总计, 卫生健康支出; else by its label."""
        said = resolved.code_name(self.line) or resolved.glossary.chinese(self.line)
        table = resolved.tables.get(self.table) if said == self.line else None
        line = table.line(self.line) if table else None
        return unnumbered(line.label) if line else said

    def column_label(self, resolved: Format) -> str:
        """The column in words: 基本支出, 政府性基金预算财政拨款."""
        return resolved.code_name(self.column) or resolved.glossary.chinese(self.column)


_TOTAL = "合计"
_FEW = 8
"""So many known words are named, the nearest."""

_NUMBERED = r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．])"


def unnumbered(label: str) -> str:
    """A row's label without its number.

    >>> unnumbered("一、马车"), unnumbered("合计")
    ('马车', '合计')
    """
    return re.sub(_NUMBERED, "", label)


def default_column(resolved: Format, table: str, line: str) -> str:
    """The column meant when none is named."""
    if table in (SUPPLEMENT, AVERAGES):
        return VALUE
    found = resolved.tables[table]
    for agreed in found.agreed:
        if agreed.name == line:
            return found.default_column(agreed.lines[0])
    return found.default_column(line)


def resolve(resolved: Format, words: Sequence[str], *, any_code: bool = False) -> FigureName:
    """A figure's name from its words; UnknownName names the nearest known word.

    With `any_code` the line may be a code that the catalogue does not know: an account may hold
    one, and its amount is an amount all the same.
    """
    shown = ".".join(words)
    if words[0] == resolved.glossary.chinese(SUPPLEMENT) or words[0] == SUPPLEMENT:
        return _resolve_field(resolved, words, shown)
    table = resolve_table(resolved, words[0], shown)
    if len(words) == 1:
        raise _unknown(shown, "主题.行，如 收支总表.收入总计", "请写出表中的行。")
    unlisted = any_code and table.functional is not None and is_code(words[1])
    line = words[1] if unlisted else _line(resolved, table, words[1], shown)
    block = table.block_of(line)
    columns = [column.name for column in block.columns] if block else []
    column, measure = default_column(resolved, table.name, line), ACTUAL
    for word in words[2:]:
        part = _identifier(resolved, word, [*columns, *MEASURES], shown)
        if part in columns and part != BUDGET:  # 表中印的预算数也是预算数：没有印就取预算数表的
            column = part
        else:
            measure = part
    return FigureName(table.name, line, column, measure)


def _resolve_field(resolved: Format, words: Sequence[str], shown: str) -> FigureName:
    fields = [field.name for field in resolved.supplement.values() if field.kind.is_number]
    if len(words) == 1 or words[1] not in fields:
        word = "".join(words[1:2])
        raise _unknown(shown, _few(word, fields), nearest(word, fields))
    measure = _identifier(resolved, words[2], list(MEASURES), shown) if words[2:] else ACTUAL
    return FigureName(SUPPLEMENT, words[1], VALUE, measure)


def resolve_table(resolved: Format, word: str, shown: str) -> Table:
    """The table that the first word of a name means."""
    for table in resolved.tables.values():
        if word in table.titles:
            return table
    return resolved.tables[_identifier(resolved, word, list(resolved.tables), shown)]


def resolve_group(resolved: Format, words: Sequence[str]) -> tuple[str, str]:
    """The table and group of lines that a name of two words means (收支总表.按功能)."""
    shown = ".".join(words)
    table = resolve_table(resolved, words[0], shown)
    if len(words) != 2:  # noqa: PLR2004  主题.组
        raise _unknown(shown, "主题.组", "请写成两段。")
    return table.name, _identifier(resolved, words[1], list(table.groups()), shown)


def _line(resolved: Format, table: Table, word: str, shown: str) -> str:
    """A line by its word, or by its code where the rows of a table are codes."""
    if table.code_line(word):
        return word
    lines = [line.name for line in table.lines()] + [agreed.name for agreed in table.agreed]
    if (resolved.glossary.identifier(word) or word) not in lines:
        named = [line.name for line in table.lines() if unnumbered(line.label) == word]
        if len(named) == 1:
            return named[0]
    return _identifier(resolved, word, lines, shown)


def _identifier(resolved: Format, word: str, known: list[str], shown: str) -> str:
    found = resolved.glossary.identifier(word) or word
    if found in known:
        return found
    catalogues = (resolved.functional, resolved.economic)
    named = [code for code in known if any(word in of.names(code) for of in catalogues)]
    if len(named) > 1:
        seen = f"{shown}（“{word}”是几个科目的名称）"
        raise _unknown(seen, _few(word, named), "请写科目编码。")
    if not named:
        words = [resolved.code_name(name) or resolved.glossary.chinese(name) for name in known]
        raise _unknown(f"{shown}（“{word}”）", _few(word, words), nearest(word, [*words, *known]))
    return named[0]


def _few(word: str, known: Sequence[str]) -> str:
    """The known words, of many the nearest.

    >>> _few("收入", ["收入", "支出"]), _few("9", list("123456789"))
    ('收入、支出', '9、8、7、6、5、4、3、2等 9 个')
    """
    if len(known) <= _FEW:
        return "、".join(known)
    near = difflib.get_close_matches(word, known, n=_FEW, cutoff=0)
    return f"{'、'.join(near)}等 {len(known)} 个"


def _unknown(seen: str, expected: str, remedy: str) -> UnknownName:
    return UnknownName(where="名称", seen=seen, expected=expected, remedy=remedy)
