"""Sentences of a format's templates with made-up numbers: what a line may look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xlbudget.binding.events import Turn
from xlbudget.binding.kinds import Prints, prints
from xlbudget.binding.lists import filled
from xlbudget.binding.paths import Free, Piece
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import AVERAGES, VALUE, Format
from xlbudget.formats.names import (
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    RATES,
    FigureName,
)
from xlbudget.formats.settings import TRAITS, base_words
from xlbudget.narrative import nodes
from xlbudget.narrative.nodes import Reference

THE_UNIT = "本单位"
"""The unit in a sample."""

_WRITTEN = "工作需要"
_USUAL = {"比上年": "increase", "完成": "over"}
_UNITS = {Prints.AMOUNT: "万元", Prints.COUNT: "", Prints.RATE: "%"}
_OF_SLOT = {
    "增减额": CHANGE,
    "增减率": CHANGE_RATE,
    "完成率": COMPLETION_RATE,
    "预算增减额": BUDGET_CHANGE,
    "预算增减幅度": BUDGET_CHANGE_RATE,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A line as it may be written, and the figures of its numbers by where they begin. Those of a
    loop or a list are not among them.
    """

    text: str
    figures: dict[int, FigureName]


def samples(resolved: Format, pieces: tuple[Piece, ...]) -> Iterator[Sample]:
    """Ways to write a line: the fullest, and others, until every branch has been written."""
    seen: set[str] = set()
    for turn in range(1 + max(map(_branches, pieces), default=0)):
        writer = _Writer(resolved, turn)
        writer.write(pieces)
        sample = Sample("".join(writer.words), writer.figures)
        if sample.text not in seen:
            seen.add(sample.text)
            yield sample


def _branches(piece: Piece) -> int:
    found = nodes.walk((piece,)) if not isinstance(piece, Turn | Free) else ()
    return max((len(each.branches) for each in found if isinstance(each, nodes.Choice)), default=0)


def _weight(body: Iterable[nodes.Node]) -> int:
    said = nodes.Slot | nodes.Phrase | nodes.Structure
    return sum(isinstance(each, said) for each in nodes.walk(body))


@dataclass(slots=True)
class _Writer:
    """Writes the pieces of a line; `turn` says which branch of a choice, 0 the fullest."""

    format: Format
    turn: int
    words: list[str] = field(default_factory=list)
    figures: dict[int, FigureName] = field(default_factory=dict)
    _length: int = 0
    _count: int = 10

    def write(self, pieces: Iterable[Piece]) -> None:
        """Write some pieces."""
        for piece in pieces:
            self._piece(piece)

    def _say(self, words: str) -> None:
        self.words.append(words)
        self._length += len(words)

    def _number(self, figure: Reference, unit: str) -> None:
        if isinstance(figure, FigureName):
            self.figures[self._length] = figure
        self._count += 1
        self._say(f"{self._count}.{self._count}{unit}" if unit else f"{self._count}")

    def _piece(self, piece: Piece) -> None:
        match piece:
            case nodes.Literal(text):
                self._say(text)
            case nodes.Word(name):
                self._say(self._word(name))
            case nodes.BudgetBase(trait):
                self._say(base_words(TRAITS.get(trait, ("",))[0]))
            case nodes.Slot(figure):
                self._number(figure, _UNITS[prints(figure, self.format)])
            case nodes.Phrase():
                self._phrase(piece)
            case nodes.Structure():
                self._list(piece)
            case nodes.Average(name):
                self._number(
                    FigureName(AVERAGES, name, VALUE), self.format.averages[name].unit.value
                )
            case nodes.Reason() | nodes.Filled() | nodes.Purpose() | Free():
                self._say(_WRITTEN)
            case nodes.LoopName(part):
                self._say({"类名": "甲类", "类全名": "甲类支出", "款名": "乙款"}.get(part, "丙项"))
            case nodes.LoopNumber():
                self._say("1")
            case nodes.Choice(branches):
                self.write(self._branch(branches))
            case nodes.Repeat(_, _, body):
                self.write(body)
            case _:
                return

    def _branch(self, branches: tuple[nodes.Branch, ...]) -> tuple[nodes.Node, ...]:
        if 0 < self.turn <= len(branches):
            return branches[self.turn - 1].body
        return max((branch.body for branch in branches), key=_weight)

    def _word(self, name: str) -> str:
        known = {
            "年度": str(self.format.year),
            "上年度": str(self.format.year - 1),
            "单位": THE_UNIT,
        }
        return known.get(name) or self.format.words.get(name) or TRAITS[name][0]

    def _phrase(self, node: nodes.Phrase) -> None:
        written = self.format.wording[node.filter, node.variant]
        pattern = written.get(_USUAL[node.filter]) or next(iter(written.values()))
        for part in _parts(pattern):
            slot = part[1:-1] if part.startswith("{") else ""
            if not slot:
                self._say(part)
            elif slot in _OF_SLOT:
                measure = _OF_SLOT[slot]
                figure = node.figure
                named = figure.of(measure) if isinstance(figure, FigureName) else figure
                self._number(named, "%" if measure in RATES else "万元")
            else:
                self._say(self._given(node, slot))

    def _given(self, node: nodes.Phrase, slot: str) -> str:
        if slot == "主语":
            return node.subject
        if slot == "预算口径":
            trait = self.format.tables[node.figure.table].budget
            return base_words(TRAITS.get(trait, ("",))[0])
        return self._word(slot) if slot in ("年度", "上年度", "单位") else _WRITTEN

    def _list(self, node: nodes.Structure) -> None:
        patterns = self.format.wording[node.filter, node.variant]
        items: list[str] = []
        for name in ("甲项支出", "乙项支出"):
            self._count += 2
            numbers = {
                "名称": name,
                "金额": f"{self._count}.{self._count}万元",
                "占比": f"{self._count}.05%",
            }
            items.append(filled(patterns["item"], numbers.__getitem__, str))
        self._say(patterns["separator"].join(items))


def _parts(pattern: str) -> list[str]:
    """A pattern as words and slots in braces.

    >>> _parts("比{上年度}年度增加{增减额}")
    ['比', '{上年度}', '年度增加', '{增减额}']
    """
    return [part for part in re.split(r"(\{[^{}]+\})", pattern) if part]
