"""Lists of a composition's parts read backwards: 构成 and 列举."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from xlbudget.analysis.compositions import parts_of
from xlbudget.binding.events import GAP, OWN_HAND, RATE, Event, Hand, Number
from xlbudget.domain.codes import level, parents
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import Format
from xlbudget.formats.names import ACTUAL, SHARE, FigureName
from xlbudget.formats.table_model import LEVELS
from xlbudget.narrative.nodes import Structure
from xlbudget.narrative.term_list import category_name

_SLOT = re.compile(r"\{([^{}]+)\}")
_GROUP_NAME = re.compile(r"\(\?P<\w+>")
_MEASURES = {"金额": ACTUAL, "占比": SHARE}


def line_names(resolved: Format, table: str, group: str) -> dict[str, dict[str, str]]:
    """The lines that a group may have: how a loop prints each, by 名称, 类名, 类全名 and 款名."""
    known = resolved.tables[table]
    lines = [line.name for line in known.lines() if line.group == group]
    if known.functional and group in LEVELS.values():
        codes = {entry.code for entry in known.functional.entries if entry.holds_in(resolved.year)}
        lines += sorted(code for code in codes if LEVELS[level(code)] == group)
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        found[line] = {"名称": FigureName(table, line, "").line_label(resolved)}
        above = parents(line) if line.isdecimal() else ()
        if above:
            found[line]["类名"] = category_name(above[-1], resolved)
            found[line]["类全名"] = resolved.code_name(above[-1]) or above[-1]
            found[line]["款名"] = resolved.code_name(above[0]) or above[0]
    return found


def all_parts(node: Structure, resolved: Format) -> Iterator[tuple[FigureName, str]]:
    """The parts that a list may have, whatever the account, and what the text calls each."""
    yield from parts_of(
        resolved.compositions[node.composition],
        resolved,
        lambda table, group: tuple(line_names(resolved, table, group)),
    )


def filled(
    pattern: str, slot: Callable[[str], str], words: Callable[[str], str] = re.escape
) -> str:
    """A pattern of wording with an expression for each slot.

    >>> filled("{主语}（增长）", {"主语": "甲|乙"}.__getitem__)
    '甲|乙（增长）'
    """
    parts = _SLOT.split(pattern)
    return "".join(slot(p) if i % 2 else words(p) for i, p in enumerate(parts))


def unnamed(expression: str) -> str:
    """An expression whose groups capture nothing, so that it may be repeated.

    >>> unnamed("(?P<甲>乙)*")
    '(?:乙)*'
    """
    return _GROUP_NAME.sub("(?:", expression)


@dataclass(slots=True)
class Listing:
    """A list: the expressions of its items, by case, and of what stands in its place."""

    format: Format
    node: Structure
    hand: Hand = OWN_HAND
    expression: str = field(init=False)
    instead: str = field(init=False)
    _parts: dict[str, list[FigureName]] = field(default_factory=dict)
    _items: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, label in all_parts(self.node, self.format):
            self._parts.setdefault(self.hand.plain(label), []).append(name)
        patterns = self.format.wording[self.node.filter, self.node.variant]
        separator = self.hand.words(patterns["separator"])
        items = []
        for case in ("nil_item", "item", "item_without_share"):
            if case in patterns:
                item = self._item(patterns[case], case)
                self._items[case] = re.compile(f"{item}(?:{separator}|$)")
                items.append(unnamed(item))
        item = "|".join(items)
        self.expression = f"(?:{item})(?:{separator}(?:{item}))*"
        instead = [self.hand.words(patterns["nil"]), GAP]
        if "missing" in patterns:
            instead.append(filled(patterns["missing"], lambda _: GAP, self.hand.words))
        self.instead = "|".join(instead)

    def _item(self, pattern: str, case: str) -> str:
        labels = sorted(self._parts, key=len, reverse=True)
        slots = {
            "名称": "|".join(map(self.hand.words, labels)),
            "金额": f"{self.hand.nil if case == 'nil_item' else self.hand.amount}|{GAP}",
            "占比": f"{RATE}|{GAP}",
        }
        return filled(pattern, lambda slot: f"(?P<{slot}>{slots[slot]})", self.hand.words)

    def read(self, text: str, at: int) -> Iterator[Event]:
        """The numbers of a list. Those of a name that two parts share are nobody's."""
        place = 0
        while place < len(text):
            matches = ((case, item.match(text, place)) for case, item in self._items.items())
            case, match = next(((case, found) for case, found in matches if found), ("", None))
            if match is None:
                return
            said = match.groupdict()
            names = self._parts.get(said.pop("名称", ""), [])
            for slot, number in said.items():
                if len(names) == 1 and not number.startswith("〔"):
                    where = at + match.start(slot)
                    yield where, Number(names[0], number, _MEASURES[slot], (case,))
            place = match.end()
