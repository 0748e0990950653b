"""Lists that a form shows one item of: 1.××（类）××（款）××（项）：支出决算为XX万元, written once
for each item that the table has, and ××支出XX万元，占XX%；……, once for each 类.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from xlbudget.analysis.indicators import Figures
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.records import dataclass
from xlbudget.formats.model import Format
from xlbudget.formats.names import ACTUAL, FigureName, default_column
from xlbudget.formats.table_model import LEVELS
from xlbudget.narrative.term_list import category_name, loop_name

_GROUPS = {"类": LEVELS["类"], "款": LEVELS["款"], "项": LEVELS["项"]}
_BLANK = r"(?:[XxＸｘ×✕╳]{1,8}+|[_＿*＊○〇△□]{2,60}+|…{1,20}+|（\s{0,9}）)"
_NAME = r"[^（）()，。；：、]{1,40}"
_MARK = "[（(]{}[）)]"
_ITEM = re.compile(
    r"^(?P<number>\d{1,3}[.．、]|[（(]\d{1,3}[）)][.．、]?|[①-⑳])?\s*"
    rf"(?P<names>(?P<类>{_NAME}){_MARK.format('类')}"
    rf"(?:(?P<款>{_NAME}){_MARK.format('款')}(?:(?P<项>{_NAME}){_MARK.format('项')})?)?)"
    r"(?P<rest>.*)$",
    re.DOTALL,
)
_GOES_ON = re.compile(
    r"^(?:\d{1,3}[.．、]|[（(]\d{1,3}[）)]|[①-⑳])?\s*(?:…+|\.{3,}|。{3,}|以此类推.*|依此类推.*)[。；]?$"
)
_AMOUNT = rf"{_BLANK}\s*万元"
_CHUNK = re.compile(
    rf"(?P<name>{_BLANK}|[一-龥]{{2,16}}?)(?P<mark>[（(]类[）)])?(?P<tail>支出)?"
    rf"(?P<rest>(?:决算)?(?:为)?{_AMOUNT}(?:，(?:所)?占[^，。；、]{{0,20}}?{_BLANK}\s*[%％])?)"
)
_NUMERAL = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A paragraph that stands for each line of a table: how it is numbered, and which of 类, 款, 项
    it names.
    """

    number: str
    levels: str
    rest: str
    blank: bool
    marks: tuple[str, ...]

    @property
    def group(self) -> str:
        """The group of the lines it stands for."""
        return _GROUPS[self.levels[-1]]

    def written(self, turn: int, line: str, account: FinalAccount, resolved: Format) -> str:
        """The paragraph of one line."""
        names = {
            "类": category_name(line[:3], resolved) if self.levels == "类" else "",
            "款": loop_name("名称", line, account, resolved),
            "项": loop_name("名称", line, account, resolved),
        }
        if self.levels != "类":
            names["类"] = loop_name("类名", line, account, resolved)
        if self.levels == "类款项":
            names["款"] = loop_name("款名", line, account, resolved)
        said = "".join(
            f"{names[each]}{mark}" for each, mark in zip(self.levels, self.marks, strict=True)
        )
        return f"{self.numbered(turn)}{said}{self.rest}"

    def numbered(self, turn: int) -> str:
        """The number of a turn, counted on from that of the form."""
        return _NUMERAL.sub(lambda found: str(int(found[0]) + turn - 1), self.number)


def item_line(text: str) -> ItemLine | None:
    """A paragraph as the pattern of a list; None where it is none.

    >>> item_line("1.教育（类）××（款）××（项）：支出决算为XX万元。").levels
    '类款项'
    """
    found = _ITEM.match(text)
    if found is None:
        return None
    levels = "".join(level for level in "类款项" if found[level])
    blank = any(found[level] and re.search(_BLANK, found[level]) for level in "类款项")
    marks = tuple(re.findall(r"[（(][类款项][）)]", found["names"]))
    return ItemLine(found["number"] or "", levels, found["rest"], blank, marks)


def goes_on(text: str) -> bool:
    """Whether a paragraph only says that a list goes on: 2.……."""
    return bool(_GOES_ON.match(text.strip()))


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list inside of a sentence whose names are left blank, or which ends in ……."""

    start: int
    end: int
    first: re.Match[str]
    separator: str

    def written(self, lines: tuple[str, ...], resolved: Format) -> str:
        """The list with one part for each 类."""
        mark, tail = self.first["mark"] or "", self.first["tail"] or ""
        parts = []
        for line in lines:
            name = category_name(line, resolved)
            ending = "" if name.endswith("支出") else tail
            parts.append(f"{name}{mark}{ending}{self.first['rest']}")
        return self.separator.join(parts)


def enumerations(text: str) -> Iterator[Enumeration]:
    """The open lists of a paragraph.

    >>> found = next(enumerations("用于：××（类）支出XX万元，占XX%；……。"))
    >>> found.start, found.end, found.separator
    (3, 22, '；')
    """
    at = 0
    while first := _CHUNK.search(text, at):
        end, parts, separator = first.end(), 1, ""
        open_list = bool(re.fullmatch(_BLANK, first["name"]))
        while end < len(text) and text[end] in "；、，":
            sign = text[end]
            more = re.compile(r"(?:…+|\.{3,})(?=[。；，]|$)").match(text, end + 1)
            if more:
                separator, end, open_list = separator or sign, more.end(), True
                parts += 1
                break
            following = _CHUNK.match(text, end + 1)
            if following is None or (separator and sign != separator):
                break
            open_list = open_list or bool(re.fullmatch(_BLANK, following["name"]))
            separator, end, parts = sign, following.end(), parts + 1
        at = max(end, first.end())
        if open_list and parts > 1:
            yield Enumeration(first.start(), end, first, separator)


Trial = Callable[[str], frozenset[FigureName]]
"""The figures that the numbers of a paragraph are read as, if it were written so."""


def lines_of(
    levels: str,
    written: Callable[[str], str],
    trial: Trial,
    figures: Figures,
    resolved: Format,
) -> tuple[str, ...]:
    """The lines that a list stands for: those of the table whose amounts it is read as, written
    with the name of one of them.
    """
    group = _GROUPS[levels[-1]]
    found: dict[str, tuple[str, ...]] = {}
    for table in resolved.tables.values():
        if table.functional is None:
            continue
        lines = figures.lines(table.name, group)
        first = next(iter(lines), "")
        if first:
            read = trial(written(first))
            column = default_column(resolved, table.name, first)
            if FigureName(table.name, first, column, ACTUAL) in read:
                found[table.name] = lines
    return next(iter(found.values())) if len(found) == 1 else ()
