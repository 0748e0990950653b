"""The one dictionary of terms: Chinese words of public finance and our identifiers for them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xlbudget.domain.errors import BrokenFormat
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.csv_files import load_rows

COLUMNS = ["中文", "identifier", "English", "note"]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Words to identifiers and back. An identifier may have several words; the first is primary.

    >>> glossary = Glossary([("决算数", "actual"), ("收入总计", "revenue_grand_total")])
    >>> glossary.identifier("决算数"), glossary.chinese("actual"), glossary.identifier("没有")
    ('actual', '决算数', None)
    """

    terms: Iterable[tuple[str, str]]
    _identifiers: dict[str, str] = field(init=False, repr=False, compare=False)
    _words: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        identifiers: dict[str, str] = {}
        words: dict[str, str] = {}
        for word, identifier in self.terms:
            identifiers[word] = identifier
            words.setdefault(identifier, word)
        object.__setattr__(self, "terms", tuple(identifiers.items()))
        object.__setattr__(self, "_identifiers", identifiers)
        object.__setattr__(self, "_words", words)

    def identifier(self, word: str) -> str | None:
        """Our identifier for a word; codes stand for themselves."""
        return word if word.isdecimal() else self._identifiers.get(word)

    def chinese(self, identifier: str) -> str:
        """The primary word for an identifier, or the identifier itself where there is none."""
        return self._words.get(identifier, identifier)

    def words(self) -> tuple[str, ...]:
        """All words, for proposals of the nearest one."""
        return tuple(self._identifiers)


def load_glossary(path: Path) -> Glossary:
    """The glossary of a CSV file with the columns 中文, identifier, English, note."""
    rows = load_rows(path, COLUMNS, "词汇表")
    terms: dict[str, str] = {}
    for number, row in enumerate(rows, 2):
        if len(row) != len(COLUMNS) or not row[0] or not row[1].isidentifier():
            raise BrokenFormat(
                where=f"{path.name} 第{number}行",
                seen="，".join(row) or "空行",
                expected="中文词、英文标识、英文、备注四列",
                remedy="请补齐这一行。",
            )
        if row[0] in terms:
            raise BrokenFormat(
                where=f"{path.name} 第{number}行",
                seen=f"“{row[0]}”第二次出现",
                expected="每个词只有一行",
                remedy="请删去重复的一行。",
            )
        terms[row[0]] = row[1]
    return Glossary(terms.items())
