"""The words that a table of codes is known by: its headers, its totals, its codes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from xlbudget.books.port import Value
from xlbudget.domain.codes import Catalogue, parents
from xlbudget.domain.records import dataclass
from xlbudget.formats.table_model import LEVELS, Column, LineDef, Table
from xlbudget.reading.code_cells import LENGTHS, code_and_name, without_zeros
from xlbudget.reading.headers import LEVEL_WORDS, Path, Said, said_of
from xlbudget.reading.labels import plain, row_label
from xlbudget.reading.remembered import Remembered

_NEUTRAL = frozenset(
    map(plain, ("小计", "合计", "金额", "决算数", "决算", "本年决算数", "支出数", "金额合计"))
)
"""Words that only say that the amounts of the word above follow."""


@dataclass(frozen=True)
class Words:
    """All that stands in the header or in the labels of a table, ready to be compared.

    `totals` are the lines that are no codes, by label; `columns` the columns of all blocks, each
    once. The rows are codes of the catalogue `functional`, or those `listed` with their names.
    """

    table: Table
    totals: Mapping[str, LineDef]
    codes: frozenset[str]
    names: frozenset[str]
    columns: tuple[Column, ...]
    functional: Catalogue | None
    listed: Mapping[str, tuple[str, ...]]
    details: bool = False
    """Whether columns that are not read are details of the total."""

    @cached_property
    def by_word(self) -> dict[str, list[Column]]:
        """The columns that a header word may mean."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            for word in dict.fromkeys(map(plain, column.headers)):
                found.setdefault(word, []).append(column)
        return found

    @cached_property
    def coded(self) -> frozenset[str]:
        """The names of columns that are codes: headers may say them in digits."""
        return frozenset(column.name for column in self.columns if column.name.isdecimal())

    @cached_property
    def said(self) -> Said:
        """How the table's headers are read."""
        return said_of(self.columns, self.table.year, self.coded)

    @cached_property
    def by_name(self) -> dict[str, tuple[str, ...]]:
        """The codes of this year that have a name."""
        found: dict[str, dict[str, None]] = {}
        for code, names in self._names():
            for name in names:
                found.setdefault(row_label(name), {})[code] = None
        return {name: tuple(codes) for name, codes in found.items()}

    def _names(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        if self.functional is None:
            return self.listed.items()
        year = self.table.year
        return ((e.code, (e.name,)) for e in self.functional.entries if e.holds_in(year))

    def known(self, code: str) -> bool:
        """Whether a code is one that the rows of the table may have, in any year."""
        if self.functional is not None:
            return bool(self.functional.names(code))
        return code in self.listed

    def code_in(self, value: Value) -> str:
        """The code that a cell holds, alone or with a name, if the table may have such a code."""
        return "" if value is None else self.code_and_name_in(value)[0]

    def code_and_name_in(self, value: Value) -> tuple[str, str]:
        """The code that a cell holds if the table may have such a code, and the name behind it."""
        return self._codes[value] if isinstance(value, str | Decimal) else ("", "")

    @cached_property
    def _codes(self) -> Remembered[Value, tuple[str, str]]:
        """The cells asked for already."""

        def code_and_name_in(value: Value) -> tuple[str, str]:
            code, name = code_and_name(value)
            code = self.real(code)
            return (code, name) if self.likely(code) else ("", "")

        return Remembered(code_and_name_in)

    def real(self, code: str, *, padded: bool = False) -> str:
        """The code as it is meant: without the 00 of levels that it does not have."""
        return without_zeros(code, self.known, padded=padded)

    def likely(self, code: str) -> bool:
        """Whether a code may be one of the rows though the catalogue does not know it."""
        if not code:
            return False
        if self.functional is not None:
            return code[0] == "2" or self.known(code)
        return self.known(code) or code[: LENGTHS[0]] in self.listed

    def code_of_name(
        self, label: str, above: str, seen: Container[str], over: Container[str]
    ) -> str:
        """The code of a row that only has a name, if one alone may stand here.

        None of those `seen` does. `above` is the last code: the row is below it, or beside it or
        those above it, if these stand `over` it on the sheet.
        """
        codes = [code for code in self.by_name.get(row_label(label), ()) if code not in seen]
        near_to = {code for code in (above, *parents(above)) if code in over}
        near = [code for code in codes if near_to.intersection(parents(code)[:1])]
        found = near or [c for c in codes if self.functional is None or len(c) == LENGTHS[0]]
        return found[0] if len(found) == 1 else ""

    def agrees(self, code: str, name: Value) -> bool:
        """Whether a name does not say that another code is meant."""
        label = row_label(name) if isinstance(name, str) else ""
        meant = self.by_name.get(label, ())
        if not meant or code in meant:
            return True
        return self.functional is not None and label in map(row_label, self.functional.names(code))

    def is_header_word(self, text: str) -> bool:
        """Whether a text is one of the header's words."""
        return self._header_words[text]

    @cached_property
    def _header_words(self) -> Remembered[str, bool]:
        """The texts asked for already."""
        known = (self.codes, self.names, self.by_word, LEVEL_WORDS)

        def is_known(text: str) -> bool:
            word = self.said.word(text)
            return any(word in words for words in known) or code_and_name(word)[0] in self.coded

        return Remembered(is_known)

    def is_total(self, text: str) -> bool:
        """Whether a text is the label of a line that is no code."""
        return row_label(text) in self.totals

    def column(self, path: Path) -> Column | None:
        """The column that the words over it say: the lowest of them, or one above 小计 and such.

        Where two columns say the same, the words above decide.
        """
        return self._told[path]

    @cached_property
    def _told(self) -> Remembered[Path, Column | None]:
        """The columns asked for already."""
        return Remembered(self._tell)

    def _tell(self, path: Path) -> Column | None:
        for start in range(len(path) - 1, -1, -1):
            for word in ("".join(path[start:]), path[start]):
                column = self._said(word, path[:start], over=start < len(path) - 1)
                if column is not None and not self._is_detail(column, path[:start]):
                    return column
            if path[start] not in _NEUTRAL:
                return None
        return None

    def _is_detail(self, column: Column, above: Path) -> bool:
        """Whether words above say that this is a part of the total, not the total itself.

        Words of the table's own title (财政拨款, 项目支出) say nothing new.
        """
        if not self.details or column is not self.columns[0]:
            return False
        whole = (*_NEUTRAL, *self.by_word, *self.names, "支出", "本年支出")
        title = plain(self.table.title)
        return any(word not in whole and word not in title for word in above)

    def below(self, path: Path) -> list[Column]:
        """The columns that a word above the lowest says: what stands below is a detail of them."""
        found = (self._said(word, path[:at], over=True) for at, word in enumerate(path[:-1]))
        return [column for column in found if column is not None]

    def _said(self, word: str, above: Path, *, over: bool) -> Column | None:
        """The column of a word below others; `over` tells that 小计 or details stand below it."""
        code, name = code_and_name(word)
        if code and code in self.by_word:
            return self.by_word[code][0]
        candidates = self.by_word.get(name or word, [])
        spoken = {said for each in above for said in _spoken(each)}
        strict = [column for column in candidates if spoken.intersection(map(plain, column.under))]
        if len(strict) > 1 and word not in _NEUTRAL:
            strict = [column for column in strict if not _is_top(column)]
        free = [column for column in candidates if not column.under]
        loose = [column for column in candidates if column.under]
        if len(loose) > 1 and (over or not above):
            loose = [column for column in loose if _is_top(column)]
        for chosen in (strict, free, loose):
            if len(chosen) == 1 and (chosen is strict or not self._belongs_above(chosen[0], above)):
                return chosen[0]
        return None

    def _belongs_above(self, column: Column, above: Path) -> bool:
        """Whether the words above say another column, of which this is a part only.

        Parts of the table's first column, the total, are its other columns.
        """
        over = [said for each in above for said in _spoken(each)]
        said = [self.by_word[word] for word in over if word in self.by_word]
        return any(column not in known and self.columns[0] not in known for known in said)

    def line(self, code: str, label: str) -> LineDef:
        """The line of a code; one that the catalogue does not know is read all the same.

        Its group is that of its level, or that of its neighbours where the lines are defined.
        """
        known = self.table.line(code)
        if known is not None:
            return known
        if self.functional is not None:
            group = dict(zip(LENGTHS, LEVELS.values(), strict=True)).get(len(code), "")
        else:
            near = (
                line.group
                for line in self.table.lines()
                if len(line.name) == len(code)
                and (len(code) == LENGTHS[0] or line.name.startswith(code[: LENGTHS[0]]))
            )
            group = next(near, "")
        return LineDef(name=code, label=label, labels=(label,), group=group)


def _spoken(word: str) -> tuple[str, ...]:
    """A header word, and code and name where it holds both."""
    code, name = code_and_name(word)
    return tuple(filter(None, (word, code, name)))


def _is_top(column: Column) -> bool:
    """Whether a column of a code is that of a 类, which holds the sum of its 款."""
    return column.name in column.under
