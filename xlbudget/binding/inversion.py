"""A section's template read backwards: from a text to the figures that it prints.

The nodes that `narrative.compose` walks to write are turned into one pattern: words must stand as
they are, a figure is a number with its unit, a phrase is any of its wording's cases. A text that
does not fit is not bound at all; nothing is guessed.

A paragraph without content is not written, so a break of the template may stand for nothing where
a paragraph ends anyway. A paragraph of ours that was withheld reads as one without numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from xlbudget.formats.model import Format, Language, Section
from xlbudget.formats.names import CHANGE, CHANGE_RATE, FigureName, resolve
from xlbudget.narrative import nodes, template
from xlbudget.narrative.nodes import Node

_AMOUNT = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:万元|元)"
_RATE = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[%％]"
_WHOLE_RATE = r"100(?:\.0+)?[%％]"
_GAP = r"〔请填写：[^〕\n]*〕"
_REASON = rf"{_GAP}|(?:(?!〔请填写：)[^\n])+?"
_WITHHELD = r"〔暂不生成：[^〕\n]*〕"
_BREAK = r"(?:\n|(?<=\n)|\A|\Z)"
_PATTERN_SLOT = re.compile(r"\{([^{}]+)\}")
_GROUP_NAME = re.compile(r"\(\?P<\w+>")
_RATES = ("增减率", "最小率", "最大率")


@dataclass(frozen=True, slots=True)
class Bound:
    """A number of a text and the figure it prints; `case` is the case of wording it stood in."""

    figure: FigureName
    text: str
    start: int
    case: str = ""


@dataclass(frozen=True, slots=True)
class Bindings:
    """A section as read back: its numbers in order, the cases of its phrases, its reasons."""

    numbers: tuple[Bound, ...]
    cases: tuple[tuple[FigureName, str], ...]
    reasons: tuple[tuple[str, str], ...]


def read_back(section: Section, resolved: Format, text: str) -> Bindings | None:
    """The figures that a section's text prints, or None if it is not written as the template."""
    pattern = _pattern(section, Language(resolved))
    start = len(text) - len(text.lstrip("\n"))
    match = pattern.regex.fullmatch(text, start, max(start, len(text.rstrip("\n"))))
    found = _Found()
    if match is None or not pattern.collect(match, found):
        return None
    found.numbers.sort(key=lambda bound: bound.start)
    return Bindings(tuple(found.numbers), tuple(found.cases), tuple(found.reasons))


@lru_cache(maxsize=256)
def _pattern(section: Section, key: Language) -> _Pattern:
    pattern = _Pattern(key.format)
    pattern.regex = re.compile(pattern.paragraphs(template.parse(section, key.format)))
    return pattern


@dataclass(slots=True)
class _Found:
    """What is collected from a match and the turns of its loops."""

    numbers: list[Bound] = field(default_factory=list)
    cases: list[tuple[FigureName, str]] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Pattern:
    """A compiled section, or the body of a loop: the expression, and what its groups stand for.

    `lines` are the lines of the loop by their printed name, `names` and `slots` the groups that
    print the name and the measures of the line that the loop stands at.
    """

    format: Format
    regex: re.Pattern[str] = field(default_factory=lambda: re.compile(""))
    lines: dict[str, FigureName] = field(default_factory=dict)
    figures: dict[str, tuple[FigureName, str]] = field(default_factory=dict)
    phrases: dict[str, tuple[FigureName, str]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    slots: dict[str, tuple[str, ...]] = field(default_factory=dict)
    loops: dict[str, _Pattern] = field(default_factory=dict)
    _count: int = 0

    def paragraphs(self, sequence: Iterable[Node]) -> str:
        """The expression of a section; each paragraph may have been withheld."""
        groups: list[list[Node]] = [[]]
        for node in sequence:
            if isinstance(node, nodes.Break):
                groups.append([])
            else:
                groups[-1].append(node)
        return _BREAK.join(self._paragraph(group) for group in groups)

    def _paragraph(self, sequence: list[Node]) -> str:
        words = all(isinstance(node, nodes.Literal | nodes.Word) for node in sequence)
        text = self._sequence(sequence)
        return text if words else f"(?:{text}|{_WITHHELD})"

    def _sequence(self, sequence: Iterable[Node]) -> str:
        return "".join(self._node(node) for node in sequence)

    def _group(self, prefix: str) -> str:
        self._count += 1
        return f"{prefix}{self._count}"

    def _node(self, node: Node) -> str:
        match node:
            case nodes.Literal(text):
                return re.escape(text)
            case nodes.Break():
                return _BREAK
            case nodes.Word(name):
                return ".+?" if name == "单位" else r"\d{4}"
            case nodes.Slot(figure):
                return self._number(figure, "")
            case nodes.Phrase():
                return self._phrase(node)
            case nodes.Reason(name):
                group = self._group("r")
                self.reasons[group] = name
                return f"(?P<{group}>{_REASON})"
            case nodes.Chart(title):
                return f"(?:（图\\d+：{re.escape(title)}）|{_GAP})?"
            case nodes.LoopName():
                group = self._group("n")
                self.names.append(group)
                return f"(?P<{group}>{'|'.join(map(re.escape, self.lines))})"
            case nodes.LoopSlot(_, words):
                group = self._group("l")
                self.slots[group] = words
                line = next(iter(self.lines.values()))
                return f"(?P<{group}>{_kind(self._of_line(line, words))}|{_GAP})"
            case nodes.Choice(branches):
                bodies = [self._sequence(branch.body) for branch in branches]
                has_else = any(branch.figure is None for branch in branches)
                return f"(?:{'|'.join(bodies if has_else else [*bodies, ''])})"
            case nodes.Repeat():
                return self._repeat(node)

    def _number(self, figure: FigureName, case: str) -> str:
        group = self._group("f")
        self.figures[group] = (figure, case)
        return f"(?P<{group}>{_kind(figure, case)}|{_GAP})"

    def _phrase(self, node: nodes.Phrase) -> str:
        alternatives = []
        for case, pattern in self.format.wording[node.filter, node.variant].items():
            group = self._group("p")
            self.phrases[group] = (node.figure, case)
            parts = _PATTERN_SLOT.split(pattern)
            words = [
                self._slot(node, part, case) if position % 2 else re.escape(part)
                for position, part in enumerate(parts)
            ]
            alternatives.append(f"(?P<{group}>{''.join(words)})")
        return f"(?:{'|'.join(alternatives)})"

    def _slot(self, node: nodes.Phrase, slot: str, case: str) -> str:
        if slot == "增减额":
            return self._number(node.figure.of(CHANGE), case)
        if slot in _RATES:
            return self._number(node.figure.of(CHANGE_RATE), case)
        return {"上年度": r"\d{4}", "主语": re.escape(node.subject), "缺口": _GAP}[slot]

    def _repeat(self, node: nodes.Repeat) -> str:
        table = self.format.tables[node.table]
        names = [
            FigureName(table.name, line.name, "")
            for line in table.lines()
            if line.group == node.group
        ]
        body = _Pattern(self.format, lines={name.line_label(self.format): name for name in names})
        text = body._sequence(node.body)
        body.regex = re.compile(text)
        group = self._group("w")
        self.loops[group] = body
        return f"(?P<{group}>(?:{_GROUP_NAME.sub('(?:', text)})*)"

    def _of_line(self, line: FigureName, words: tuple[str, ...]) -> FigureName:
        return resolve(self.format, (line.table, line.line, *words))

    def collect(self, match: re.Match[str], found: _Found) -> bool:
        """Add what a match's groups say; False where a loop's turns cannot be told apart."""
        line = next((self.lines[match[group]] for group in self.names if match[group]), None)
        groups = dict(self.figures)
        if line is not None:
            groups |= {group: (self._of_line(line, ws), "") for group, ws in self.slots.items()}
        for group, (figure, case) in groups.items():
            if match[group] and not match[group].startswith("〔"):
                found.numbers.append(Bound(figure, match[group], match.start(group), case))
        found.cases += [named for group, named in self.phrases.items() if match[group] is not None]
        for group, name in self.reasons.items():
            if match[group] and not re.fullmatch(_GAP, match[group]):
                found.reasons.append((name, match[group]))
        return all(
            item is not None and body.collect(item, found)
            for group, body in self.loops.items()
            for item in body.turns(match.string, *match.span(group))
        )

    def turns(self, text: str, start: int, end: int) -> Iterator[re.Match[str] | None]:
        """The turns of a loop from start to end; None where they cannot be told apart."""
        while start < end:
            item = self.regex.match(text, start, end)
            if item is None or item.end() == start:
                yield None
                return
            yield item
            start = item.end()


def _kind(figure: FigureName, case: str = "") -> str:
    """The expression of a figure's numbers. Only what is nil this year has fallen by all of it."""
    if figure.measure != CHANGE_RATE:
        return _AMOUNT
    return _WHOLE_RATE if case == "nil_this_year" else _RATE
