"""A section's template read backwards: from a text to the figures that it prints.

The nodes that `narrative.compose` walks to write are walked to read. A text that does not fit is
not bound at all, and a number that may print one of several figures is bound to none; nothing is
guessed. A paragraph without content is not written, so a line of the template that may be empty
may be missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from xlbudget.binding.events import Cases, Event, Name, Number, Turn, Used, Why, Written
from xlbudget.binding.lines import Line
from xlbudget.binding.lists import line_names
from xlbudget.binding.paths import Paths
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import Format, Language, Section
from xlbudget.formats.names import FigureName, resolve
from xlbudget.narrative import template
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
    """A section as read back: its numbers in order, the cases that its phrases may be, and what
    people wrote: reasons and other texts by field, reasons for what differs from its budget, and
    what the money of lines was used for.
    """

    numbers: tuple[Bound, ...]
    cases: tuple[tuple[FigureName, tuple[str, ...]], ...]
    reasons: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...] = ()
    budget_reasons: tuple[tuple[FigureName, str], ...] = ()
    purposes: tuple[tuple[FigureName, str], ...] = ()


def read_back(section: Section, resolved: Format, text: str) -> Bindings | None:
    """The figures that a section's text prints, or None if it is not written as the template."""
    start = len(text) - len(text.lstrip("\n"))
    body = text.strip("\n")
    lines = body.split("\n") if body else []
    said = _known(section, Language(resolved)).read(lines)
    if said is None:
        return None
    collected = Collected(resolved)
    for at, event in said:
        collected.take(start + at, event)
    return collected.bindings()


@lru_cache(maxsize=256)
def _known(section: Section, key: Language) -> _Section:
    paths = Paths(key.format).read(template.parse(section, key.format))
    return _Section(key.format, paths)


@dataclass(slots=True)
class _Section:
    """A section's places, with the lines that lead on from each."""

    format: Format
    paths: Paths
    _steps: dict[int, list[tuple[Line, int]]] = field(default_factory=dict)

    def read(self, lines: list[str]) -> list[Event] | None:
        """What a text says, place by place; None if no way through the template fits it."""
        offsets = [0]
        for line in lines:
            offsets.append(offsets[-1] + len(line) + 1)
        came: dict[tuple[int, int], tuple[tuple[int, int], list[Event]]] = {}
        begin = (0, 0)
        waiting, seen = [begin], {begin}
        while waiting:
            here = waiting.pop()
            if here == (len(lines), self.paths.last):
                return self._told(here, came)
            found: dict[tuple[int, int], list[Event]] = {}
            for after, events in self._ways(here, lines, offsets):
                if after not in seen:
                    found.setdefault(after, events)
            came.update((after, (here, events)) for after, events in found.items())
            seen.update(found)
            waiting.extend(reversed(found))
        return None

    def _ways(
        self, here: tuple[int, int], lines: list[str], offsets: list[int]
    ) -> Iterator[tuple[tuple[int, int], list[Event]]]:
        """The places that may follow, the likeliest first: a line read comes before none, and what
        an if may hold before nothing.
        """
        number, place = here
        if place not in self._steps:
            self._steps[place] = [
                (Line(self.format, step.pieces), step.target) for step in self.paths.steps(place)
            ]
        for skipped in (False, True):
            for line, target in self._steps[place]:
                if not skipped and number == len(lines):
                    continue
                events = line.read("" if skipped else lines[number])
                if events is not None:
                    moved = [(offsets[number] + at, event) for at, event in events]
                    yield (number if skipped else number + 1, target), moved

    def _told(
        self,
        here: tuple[int, int],
        came: dict[tuple[int, int], tuple[tuple[int, int], list[Event]]],
    ) -> list[Event]:
        steps: list[list[Event]] = []
        while here in came:
            here, events = came[here]
            steps.append(events)
        return [event for events in reversed(steps) for event in events]


_OfFigure = Number | Cases | Why | Used
"""What is said of one figure."""


Fitting = Callable[[Format, Turn, dict[str, str]], Sequence[str]]
"""The lines of a loop that are printed by names, given by part in the order of the text."""


def _fitting(resolved: Format, turn: Turn, names: dict[str, str]) -> list[str]:
    """The lines of a loop that are printed by just these names."""
    known = _lines(Language(resolved), turn.table, turn.group)
    return [line for line, said in known.items() if _is_named(said, names.items())]


@dataclass(slots=True)
class Collected:
    """What was read so far, and the turn of a loop that is being read."""

    format: Format
    fitting: Fitting = _fitting
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


def _is_named(said: dict[str, str], names: Iterable[tuple[str, str]]) -> bool:
    return all(said.get(part) == text for part, text in names)


@lru_cache(maxsize=64)
def _lines(key: Language, table: str, group: str) -> dict[str, dict[str, str]]:
    return line_names(key.format, table, group)
