"""A section's template as paths: which lines a text may have, one after the other.

Between two ends of paragraphs a template writes one line. Conditions and loops that reach over
several lines branch and turn here; what stays inside a line is left to `binding.lines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlbudget.binding.events import ANY, Turn
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import Format, Kind
from xlbudget.narrative import nodes
from xlbudget.narrative.nodes import Node


@dataclass(frozen=True, slots=True)
class Free:
    """Free words of one line; where a person fills them in, the name of her field."""

    pattern: str
    field: str = ""


Piece = Node | Turn | Free
"""What stands in one line."""

_TERM = Free(rf"\d+\.{ANY}")
_ANNEX = Free(rf"[一二三四五六七八九十]+、{ANY}|注：{ANY}")
_END = nodes.Break(0)


@dataclass(frozen=True, slots=True)
class Step:
    """A line that may come next, and the place in the template that it leads to."""

    pieces: tuple[Piece, ...]
    target: int


@dataclass(slots=True)
class Paths:
    """The places of a template and what leads from one to the next; a text begins at 0."""

    format: Format
    last: int = 0
    _arcs: list[list[tuple[Piece | None, int]]] = field(default_factory=lambda: [[]])

    def steps(self, start: int) -> Iterator[Step]:
        """The lines that may be written from a place on, the shortest loops first."""
        yield from self._steps(start, (), ())

    def read(self, sequence: Iterable[Node]) -> Paths:
        """Take in a template."""
        self.last = self._add(sequence, 0)
        return self

    def _steps(self, at: int, pieces: tuple[Piece, ...], seen: tuple[int, ...]) -> Iterator[Step]:
        if at == self.last:
            yield Step(pieces, at)
        if seen.count(at) > 1:
            return  # 一行里不转第三圈
        for piece, target in self._arcs[at]:
            if isinstance(piece, nodes.Break):
                yield Step(pieces, target)
            else:
                more = pieces if piece is None else (*pieces, piece)
                yield from self._steps(target, more, (*seen, at))

    def _place(self) -> int:
        self._arcs.append([])
        return len(self._arcs) - 1

    def _add(self, sequence: Iterable[Node], at: int) -> int:
        """Lead from a place through some nodes; the place behind them."""
        for node in sequence:
            match node:
                case nodes.Choice(branches) if _breaks(node):
                    end = self._place()
                    for branch in branches:
                        begin = self._place()
                        self._arcs[at].append((None, begin))
                        self._arcs[self._add(branch.body, begin)].append((None, end))
                    if not branches[-1].is_else:
                        self._arcs[at].append((None, end))
                    at = end
                case nodes.Repeat(table, group, body) if _breaks(node):
                    at = self._loop(at, Turn(table, group), body)
                case nodes.Filled(name):
                    free = Free(ANY, name)
                    at = self._next(at, free)
                    if self.format.supplement[name].kind is Kind.LINES:
                        at = self._loop(at, None, (_END,), free)
                case nodes.Terms():
                    at = self._loop(at, None, (_END,), _TERM)
                case nodes.Annexes():
                    at = self._loop(at, None, (_END,), _ANNEX)
                case _:
                    at = self._next(at, node)
        return at

    def _next(self, at: int, piece: Piece) -> int:
        target = self._place()
        self._arcs[at].append((piece, target))
        return target

    def _loop(
        self, at: int, turn: Turn | None, body: tuple[Node, ...], free: Free | None = None
    ) -> int:
        """Any number of turns through a body, with free words at its end."""
        head, begin, end = self._place(), self._place(), self._place()
        self._arcs[at].append((None, head))
        self._arcs[head] += [(None, end), (turn, begin)]
        behind = self._add(body, begin)
        if free:
            behind = self._next(behind, free)
        self._arcs[behind].append((None, head))
        return end


def _breaks(node: Node) -> bool:
    """Whether a node reaches over several lines."""
    several = nodes.Break | nodes.Filled | nodes.Terms | nodes.Annexes
    return any(isinstance(each, several) for each in nodes.walk((node,)))
