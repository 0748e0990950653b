"""Classification codes: functional (类 3, 款 5, 项 7 digits) and economic (类 3, 款 5 digits).

Names belong to years: 207 was 文化体育与传媒支出 until 2018. The catalogue's dates decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from xlbudget.domain.records import dataclass, field

DIGITS = {"类": 3, "款": 5, "项": 7}
"""How many digits the codes of each level have."""


@dataclass(frozen=True, slots=True)
class CodeName:
    """A code's official name in the years from `valid_from` to `valid_to`, both included.

    None leaves that side open. `note` is 待核 where no official catalogue was seen.
    """

    code: str
    name: str
    valid_from: int | None = None
    valid_to: int | None = None
    note: str = ""

    def holds_in(self, year: int) -> bool:
        """Whether the name holds in a year."""
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999)


def is_code(text: str) -> bool:
    """Whether a text has the form of a code of 类, 款 or 项.

    >>> is_code("2010301"), is_code("20103"), is_code("2010"), is_code("合计")
    (True, True, False, False)
    """
    return text.isascii() and text.isdecimal() and len(text) in DIGITS.values()


@lru_cache(maxsize=2048)
def parents(code: str) -> tuple[str, ...]:
    """The codes above a code, nearest first.

    >>> parents("2010301"), parents("30101"), parents("201")
    (('20103', '201'), ('301',), ())
    """
    return tuple(code[:length] for length in (5, 3) if length < len(code))


@lru_cache(maxsize=2048)
def level(code: str) -> str:
    """类, 款 or 项, by the number of digits; ValueError for any other number of digits.

    >>> level("201"), level("20103"), level("2010301")
    ('类', '款', '项')
    """
    if not is_code(code):
        raise ValueError(f"科目编码应为 3、5 或 7 位数字：{code!r}")
    return next(name for name, digits in DIGITS.items() if digits == len(code))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A classification with the names of all years.

    >>> names = [CodeName("207", "文化体育与传媒支出", None, 2018),
    ...          CodeName("207", "文化旅游体育与传媒支出", 2019)]
    >>> catalogue = Catalogue(names)
    >>> catalogue.name("207", 2018), catalogue.name("207", 2024), catalogue.name("299", 2024)
    ('文化体育与传媒支出', '文化旅游体育与传媒支出', None)
    >>> catalogue.names("207")
    ('文化体育与传媒支出', '文化旅游体育与传媒支出')
    """

    entries: Iterable[CodeName]
    _by_code: dict[str, list[CodeName]] = field(init=False, repr=False, compare=False)
    _below: dict[str, list[str]] = field(init=False, repr=False, compare=False)
    _of_year: dict[int, dict[str, CodeName]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code: dict[str, list[CodeName]] = {}
        below: dict[str, list[str]] = {}
        for entry in self.entries:
            if entry.code not in by_code:
                below.setdefault(entry.code[:-2], []).append(entry.code)
            by_code.setdefault(entry.code, []).append(entry)
        object.__setattr__(self, "entries", tuple(e for es in by_code.values() for e in es))
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_below", below)
        object.__setattr__(self, "_of_year", {})

    def entry(self, code: str, year: int) -> CodeName | None:
        """What the catalogue says of a code in a year, or None where the code did not exist."""
        known = self._of_year.get(year)
        if known is None:
            known = self._of_year[year] = self._in_year(year)
        return known.get(code)

    def _in_year(self, year: int) -> dict[str, CodeName]:
        """What holds in a year: asked for thousands of times, so it is sorted out once."""
        found: dict[str, CodeName] = {}
        for code, entries in self._by_code.items():
            for entry in entries:
                if entry.holds_in(year):
                    found[code] = entry
                    break
        return found

    def name(self, code: str, year: int) -> str | None:
        """The official name in a year, or None where the code did not exist."""
        entry = self.entry(code, year)
        return entry.name if entry else None

    def names(self, code: str) -> tuple[str, ...]:
        """Every name that the code ever had."""
        return tuple(entry.name for entry in self._by_code.get(code, ()))

    def below(self, code: str, year: int) -> tuple[str, ...]:
        """The codes right below one in a year, in the order of the catalogue."""
        return tuple(each for each in self._below.get(code, ()) if self.entry(each, year))
