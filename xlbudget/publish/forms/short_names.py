"""The figures that a word of one or two parts may mean in a form: 本年收入合计, 收入总计.增减率."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from xlbudget.binding.facts import facts_of
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import SUPPLEMENT, VALUE, Format, Language
from xlbudget.formats.names import MEASURES, FigureName, resolve, unnumbered

_FUNDS = ("财政拨款", "一般公共预算", "政府性基金", "国有资本")
"""What is said where an amount is not all of the unit's."""

_TOTAL = "合计"


@dataclass(frozen=True, slots=True)
class Several:
    """A name that several figures have, each in full."""

    names: tuple[str, ...]


@dataclass(slots=True)
class ShortNames:
    """The short names of a format. One that a table of the whole unit and tables of single funds
    share is that of the whole unit, where the words around do not speak of a fund.
    """

    format: Format
    _known: dict[str, list[FigureName]] = field(default_factory=dict)
    _full: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for word, name in _words(self.format):
            known = self._known.setdefault(word, [])
            if name not in known:
                known.append(name)

    def figure(self, said: str, around: str) -> FigureName | Several | None:
        """The figure that a name in dots means; None where nobody has it."""
        words = said.split(".")
        if not all(words):
            return None
        with suppress(UnknownName):  # 不是全名的，再看是不是简称
            return resolve(self.format, words)
        measured = self._measured(words[1:])
        found = self._known.get(words[0]) if measured is not None else None
        if not found:
            return None
        one = self._one(found, around)
        if isinstance(one, FigureName):
            return one.of(measured) if measured else one
        full = (each.of(measured) if measured else each for each in one)
        return Several(tuple(each.label(self.format) for each in full))

    def _measured(self, words: list[str]) -> str | None:
        if not words:
            return ""
        known = self.format.glossary.identifier(words[0]) or words[0]
        return known if len(words) == 1 and known in MEASURES else None

    def _one(self, found: list[FigureName], around: str) -> FigureName | list[FigureName]:
        facts = facts_of(self.format)
        apart: dict[FigureName, FigureName] = {}
        for name in found:
            apart.setdefault(facts.fact(name), name)
        if len(apart) == 1:
            return found[0]
        whole = {fact: name for fact, name in apart.items() if not self._is_of_fund(name)}
        of_fund = any(fund in around for fund in _FUNDS)
        if len(whole) == 1 and not of_fund:
            return next(iter(whole.values()))
        return list(apart.values())

    def _is_of_fund(self, name: FigureName) -> bool:
        table = self.format.tables.get(name.table)
        return table is not None and any(fund in table.title for fund in _FUNDS)

    @property
    def all(self) -> tuple[str, ...]:
        """Every name, the short ones first."""
        if not self._full:
            self._full = (*self._known, *dict.fromkeys(_full_names(self.format)))
        return self._full


def short_names(resolved: Format) -> ShortNames:
    """The short names of a format.

    >>> from xlbudget.formats.library import find
    >>> names = short_names(find("national", 2024))
    >>> names.figure("本年收入合计", "").table
    'revenue_expenditure_summary'
    >>> names.figure("本年收入合计", "财政拨款收入").names[1]
    '财政拨款总表.本年收入合计.决算数'
    """
    return _short_names(Language(resolved))


@lru_cache(maxsize=8)
def _short_names(key: Language) -> ShortNames:
    return ShortNames(key.format)


def _words(resolved: Format) -> Iterator[tuple[str, FigureName]]:
    for table in resolved.tables.values():
        agreed = [each.name for each in table.agreed]
        joined = {line for each in table.agreed for line in each.lines}
        for line in [*(each.name for each in table.lines()), *agreed]:
            name = FigureName(table.name, line, _column(resolved, table.name, line))
            for word in _words_of(resolved, name):
                if word != _TOTAL and not (line in joined and word == "总计"):
                    yield word, name
        total = next((each.name for each in table.lines() if each.label == _TOTAL), None)
        block = table.block_of(total) if total else None
        for column in block.columns if block and total else ():
            name = FigureName(table.name, total or "", column.name)
            yield name.column_label(resolved), name
            for header in column.headers:
                if header not in (_TOTAL, "小计", "金额", "决算数", "统计数", "支出数", "本年支出"):
                    yield header, name
    for field_ in resolved.supplement.values():
        if field_.kind.is_number:
            yield field_.name, FigureName(SUPPLEMENT, field_.name, VALUE)


def _column(resolved: Format, table: str, line: str) -> str:
    found = resolved.tables[table]
    for agreed in found.agreed:
        if agreed.name == line:
            return found.default_column(agreed.lines[0])
    return found.default_column(line)


def _words_of(resolved: Format, name: FigureName) -> Iterator[str]:
    yield name.line_label(resolved)
    line = resolved.tables[name.table].line(name.line)
    if line is not None:
        yield unnumbered(line.label)


def _full_names(resolved: Format) -> Iterator[str]:
    for table in resolved.tables.values():
        for title in table.titles:
            for line in table.lines():
                yield f"{title}.{unnumbered(line.label)}"
        short = resolved.glossary.chinese(table.name)
        yield from (
            f"{short}.{FigureName(table.name, line.name, '').line_label(resolved)}"
            for line in table.lines()
        )
