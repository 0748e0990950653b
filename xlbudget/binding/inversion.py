"""What the lines of a template say when they are read backwards, gathered as figures and texts.

A number that may print one of several figures is bound to none; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlbudget.binding.events import Cases, Name, Number, Turn, Used, Why, Written
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName, resolve
from xlbudget.narrative.nodes import LoopFigure


@dataclass(frozen=True, slots=True)
class Bound:
    """A number of a text and the figure it prints; `cases` are those of wording it may stand in."""

    figure: FigureName
    text: str
    start: int
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bindings:
    """A text as read back: its numbers in order, the cases that its phrases may be, and what
    people wrote: reasons and other texts by field, reasons for what differs from its budget, and
    what the money of lines was used for.
    """

    numbers: tuple[Bound, ...]
    cases: tuple[tuple[FigureName, tuple[str, ...]], ...]
    reasons: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...] = ()
    budget_reasons: tuple[tuple[FigureName, str], ...] = ()
    purposes: tuple[tuple[FigureName, str], ...] = ()


_OfFigure = Number | Cases | Why | Used
"""What is said of one figure."""


Fitting = Callable[[Format, Turn, dict[str, str]], Sequence[str]]
"""The lines of a loop that are printed by names, given by part in the order of the text."""


@dataclass(slots=True)
class Collected:
    """What was read so far, and the turn of a loop that is being read."""

    format: Format
    fitting: Fitting
    _numbers: list[Bound] = field(default_factory=list)
    _cases: list[tuple[FigureName, tuple[str, ...]]] = field(default_factory=list)
    _reasons: list[tuple[str, str]] = field(default_factory=list)
    _texts: dict[str, str] = field(default_factory=dict)
    _whys: list[tuple[FigureName, str]] = field(default_factory=list)
    _uses: list[tuple[FigureName, str]] = field(default_factory=list)
    _turn: Turn | None = None
    _names: dict[str, str] = field(default_factory=dict)
    _waiting: list[tuple[int, LoopFigure, _OfFigure]] = field(default_factory=list)
    _known: bool = True

    def take(self, at: int, event: Turn | Name | _OfFigure | Written) -> None:
        """The next thing that the text says."""
        match event:
            case Turn():
                self._close()
                self._turn = event
            case Name(part, text):
                self._names[part] = text
            case Written(field_name, text, True):
                self._reasons.append((field_name, text))
            case Written(field_name, text, _):
                before = self._texts.get(field_name)
                self._texts[field_name] = text if before is None else f"{before}\n{text}"
            case Number(figure) | Cases(figure) | Why(figure) | Used(figure):
                if isinstance(figure, LoopFigure):
                    self._waiting.append((at, figure, event))
                else:
                    self._add(at, figure, event)

    def bindings(self) -> Bindings | None:
        """All that was read; None where a loop names a line that there is not."""
        self._close()
        if not self._known:
            return None
        return Bindings(
            tuple(sorted(self._numbers, key=lambda bound: bound.start)),
            tuple(self._cases),
            tuple(self._reasons),
            tuple(self._texts.items()),
            tuple(self._whys),
            tuple(self._uses),
        )

    def _close(self) -> None:
        """The end of a turn: what it names is now known."""
        if self._turn is not None and (self._names or self._waiting):
            lines = self.fitting(self.format, self._turn, self._names)
            self._known = self._known and bool(lines)
            for at, figure, event in self._waiting if len(lines) == 1 else ():
                words = (figure.table, lines[0], *figure.words)
                self._add(at, resolve(self.format, words), event)
        self._turn, self._names, self._waiting = None, {}, []

    def _add(self, at: int, figure: FigureName, event: _OfFigure) -> None:
        match event:
            case Number(_, text, measure, cases):
                named = figure.of(measure) if measure else figure
                self._numbers.append(Bound(named, text, at, cases))
            case Cases(_, cases):
                self._cases.append((figure, cases))
            case Why(_, text):
                self._whys.append((figure, text))
            case Used(_, text):
                self._uses.append((figure, text))
