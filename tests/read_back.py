"""一整节照它的模板倒着读：我们写出的每个数都要认得回来。

读的每一行（`binding.lines`）、行与行的先后（`binding.paths`）与审别人的文字是同一套。
不合模板的一个数也不认；没有内容的段落不写，所以可以为空的行可以没有。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from xlbudget.binding.events import Event, Turn
from xlbudget.binding.inversion import Bindings, Collected
from xlbudget.binding.lines import Line
from xlbudget.binding.lists import line_names
from xlbudget.binding.paths import Paths
from xlbudget.formats.model import Format, Language, Section
from xlbudget.narrative import template


def read_back(section: Section, resolved: Format, text: str) -> Bindings | None:
    """The figures that a section's text prints, or None if it is not written as the template."""
    start = len(text) - len(text.lstrip("\n"))
    body = text.strip("\n")
    lines = body.split("\n") if body else []
    said = _known(section, Language(resolved)).read(lines)
    if said is None:
        return None
    collected = Collected(resolved, _fitting)
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


def _fitting(resolved: Format, turn: Turn, names: dict[str, str]) -> list[str]:
    """The lines of a loop that are printed by just these names."""
    known = _lines(Language(resolved), turn.table, turn.group)
    return [line for line, said in known.items() if _is_named(said, names.items())]


def _is_named(said: dict[str, str], names: Iterable[tuple[str, str]]) -> bool:
    return all(said.get(part) == text for part, text in names)


@lru_cache(maxsize=64)
def _lines(key: Language, table: str, group: str) -> dict[str, dict[str, str]]:
    return line_names(key.format, table, group)
