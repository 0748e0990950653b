"""One line of a template read backwards: from its words to the figures that it prints.

Words must stand as they are, a figure is a number with its unit, a phrase is any of its wording's
cases, a list any of its parts. A line of ours that was withheld reads as one without numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from xlbudget.binding.events import (
    ANY,
    GAP,
    OWN_HAND,
    RATE,
    Cases,
    Event,
    Hand,
    Name,
    Number,
    Reader,
    Turn,
    Used,
    Why,
    Written,
)
from xlbudget.binding.kinds import Prints, prints
from xlbudget.binding.lists import Listing, filled, unnamed
from xlbudget.binding.paths import Free, Piece
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import AVERAGES, VALUE, Format
from xlbudget.formats.names import (
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    FigureName,
)
from xlbudget.formats.settings import TRAITS, base_words
from xlbudget.narrative import nodes
from xlbudget.narrative.nodes import Reference

_SAID = (nodes.Literal, nodes.Word, nodes.BudgetBase)
"""What every line of its place has, whatever the account."""

_WITHHELD = re.compile(r"〔暂不生成：[^\n]*〕")
_ABOVE = r"(?:\d{1,3}(?:,\d{3})+|\d{3,})(?:\.\d+)?[%％]"
_ONLY = {
    "nil_this_year": r"100(?:\.0+)?[%％]",
    "equal": r"100(?:\.0+)?[%％]",
    "nil_actual": r"0(?:\.0+)?[%％]",
    "over": _ABOVE,
    "near_over": _ABOVE,
    "tiny": r"\d{1,2}(?:\.\d+)?[%％]",
}
"""The rates of a case where others have the same words: only what is nil this year has fallen by
all of it, only what is equal to its budget is all of it."""

_ANY_RATE = re.compile(r"\{[^{}]*率\}")


@dataclass(slots=True)
class Line:
    """The expression of a line, and what reads each of its groups."""

    format: Format
    pieces: tuple[Piece, ...]
    hand: Hand = OWN_HAND
    _readers: dict[str, Reader] = field(default_factory=dict)
    _text: str = ""
    _regex: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        self._text = self._sequence(self.pieces)
        self._regex = re.compile(self._text)

    def read(self, text: str) -> list[Event] | None:
        """What a line says, in order, or None if it is not written so."""
        match = self._regex.fullmatch(text)
        if match is not None:
            return self._events(match)
        words = all(isinstance(piece, _SAID) for piece in self.pieces)
        if words or not _WITHHELD.fullmatch(text):
            return None
        return [(0, piece) for piece in self.pieces if isinstance(piece, Turn)]

    def turns(self, text: str, at: int) -> list[Event] | None:
        """What the turns of a loop say, for the line of one turn."""
        found: list[Event] = []
        place = 0
        while place < len(text):
            match = self._regex.match(text, place)
            said = self._events(match) if match and match.end() > place else None
            if match is None or said is None:
                return None
            found += [(at + start, event) for start, event in said]
            place = match.end()
        return found

    def _events(self, match: re.Match[str]) -> list[Event] | None:
        found: list[Event] = []
        for group, reader in self._readers.items():
            if match[group] is not None:
                said = reader(match[group], match.start(group))
                if said is None:
                    return None
                found.extend(said)
        return sorted(found, key=lambda event: event[0])

    def _group(self, pattern: str, reader: Reader) -> str:
        group = f"g{len(self._readers)}"
        self._readers[group] = reader
        return f"(?P<{group}>{pattern})"

    def _sequence(self, pieces: Iterable[Piece]) -> str:
        return "".join(self._piece(piece) for piece in pieces)

    def _piece(self, piece: Piece) -> str:
        match piece:
            case nodes.Literal(text):
                return self.hand.words(text)
            case nodes.Word(name):
                return self._word(name)
            case nodes.BudgetBase(trait):
                return self._base(trait)
            case nodes.Slot(figure):
                return self._number(figure, self._kind(figure))
            case nodes.Phrase():
                return self._phrase(piece)
            case nodes.Structure():
                listing = Listing(self.format, piece, self.hand)
                return f"(?:{self._group(listing.expression, listing.read)}|{listing.instead})"
            case nodes.Average(name):
                return self._number(FigureName(AVERAGES, name, VALUE), self.hand.amount)
            case nodes.Reason(name):
                return self._written(ANY, name, is_reason=True)
            case nodes.Purpose(figure):
                return self._used(figure)
            case Free(pattern, name):
                return self._written(pattern, name, is_reason=False) if name else f"(?:{pattern})"
            case nodes.Chart(title):
                return f"(?:（图\\d+：{self.hand.words(title)}）|{GAP})?"
            case nodes.LoopName(part):
                return self._group(ANY, lambda text, at: [(at, Name(part, text))])
            case nodes.LoopNumber():
                return r"\d+"
            case nodes.Choice(branches):
                bodies = [self._sequence(branch.body) for branch in branches]
                return f"(?:{'|'.join(bodies if branches[-1].is_else else [*bodies, ''])})"
            case nodes.Repeat(table, group, body):
                turn = Line(self.format, (Turn(table, group), *body), self.hand)
                return self._group(f"(?:{unnamed(turn._text)})*", turn.turns)
            case Turn():
                return self._group("", lambda _, at: [(at, piece)])
            case nodes.Break() | nodes.Filled() | nodes.Terms() | nodes.Annexes():
                raise TypeError(piece)  # 这些由 paths 拆成几行

    def _word(self, name: str) -> str:
        if name in ("年度", "上年度"):
            return r"\d{4}"
        if name == "单位":
            return self.hand.unit
        words = TRAITS.get(name) or (self.format.words[name],)
        return f"(?:{'|'.join(map(self.hand.words, words))})"

    def _written(self, pattern: str, name: str, *, is_reason: bool) -> str:
        def read(text: str, at: int) -> list[Event]:
            is_gap = re.fullmatch(GAP, text)
            return [] if is_gap else [(at, Written(name, text, is_reason))]

        return self._group(pattern, read)

    def _used(self, figure: Reference) -> str:
        def read(text: str, at: int) -> list[Event]:
            return [] if re.fullmatch(GAP, text) else [(at, Used(figure, text))]

        return self._group(ANY, read)

    def _number(
        self, figure: Reference, kind: str, measure: str = "", cases: tuple[str, ...] = ()
    ) -> str:
        """A number; where it is not one of a phrase, the gap that may stand for it too."""

        def read(text: str, at: int) -> list[Event]:
            is_gap = text.startswith("〔")
            return [] if is_gap else [(at, Number(figure, text, measure, cases))]

        return self._group(kind if cases else f"{kind}|{GAP}", read)

    def _kind(self, figure: Reference) -> str:
        """The expression of a figure's numbers."""
        known = {Prints.RATE: RATE, Prints.COUNT: self.hand.count, Prints.AMOUNT: self.hand.amount}
        return known[prints(figure, self.format)]

    def _phrase(self, node: nodes.Phrase) -> str:
        """Any of the cases; those with the same words are told apart by the rate, if at all."""
        written = self.format.wording[node.filter, node.variant]
        patterns = {case: _ANY_RATE.sub("{率}", pattern) for case, pattern in written.items()}
        said = list(patterns.values())
        cases_of: dict[tuple[str, str], tuple[str, ...]] = {}
        for case, pattern in patterns.items():
            only = _ONLY.get(case, "") if said.count(pattern) > 1 and "率}" in pattern else ""
            cases_of[pattern, only] = (*cases_of.get((pattern, only), ()), case)
        alternatives = [
            self._case(node, pattern, only, cases) for (pattern, only), cases in cases_of.items()
        ]
        return f"(?:{'|'.join(alternatives)})"

    def _case(self, node: nodes.Phrase, pattern: str, only: str, cases: tuple[str, ...]) -> str:
        rate = CHANGE_RATE if node.filter == "比上年" else COMPLETION_RATE

        def why(text: str, at: int) -> list[Event]:
            return [] if re.fullmatch(GAP, text) else [(at, Why(node.figure, text))]

        def slot(name: str) -> str:
            if name == "增减额":
                return self._number(node.figure, self.hand.amount, CHANGE, cases)
            if name == "预算增减额":
                return self._number(node.figure, self.hand.amount, BUDGET_CHANGE, cases)
            if name == "预算增减幅度":
                return self._number(node.figure, RATE, BUDGET_CHANGE_RATE, cases)
            if name.endswith("率"):
                return self._number(node.figure, only or RATE, rate, cases)
            if name == "原因":
                return self._group(ANY, why)
            if name == "预算口径":
                return self._base(self.format.tables[node.figure.table].budget)
            if name in ("年度", "上年度", "单位"):
                return self._word(name)
            return {"主语": self.hand.words(node.subject), "缺口": GAP}[name]

        words = filled(pattern, slot, self.hand.words)
        return self._group(words, lambda _, at: [(at, Cases(node.figure, cases))])

    def _base(self, trait: str) -> str:
        """年初预算 or 全年预算; of a table without a base, nothing."""
        words = map(base_words, TRAITS.get(trait, ("",)))
        return f"(?:{'|'.join(map(self.hand.words, words))})"
