"""Numbers bound because their paragraph is written as a line of the format's template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xlbudget.binding.binder.line_keys import called_in_turn
from xlbudget.binding.binder.template_lines import Spot, TemplateLine, TemplateLines
from xlbudget.binding.events import Event, Written
from xlbudget.binding.inversion import Bindings, Collected
from xlbudget.binding.outline import Outline, Role
from xlbudget.binding.plain import Plain
from xlbudget.binding.said import Mark
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.names import FigureName

_READ = (Role.OVERVIEW, Role.EXPLANATION, Role.ANNEX)
"""The parts that explain amounts."""


_LIMITS = ("不足", "超过")


@dataclass(slots=True)
class Read:
    """What the templates' lines read in a document: figures by place, and what people wrote."""

    figures: dict[Mark, set[FigureName]] = field(default_factory=dict)
    written: dict[str, Mark] = field(default_factory=dict)


def read_lines(texts: Mapping[int, Plain], outline: Outline, known: TemplateLines) -> Read:
    """Read each paragraph (by the position of its block) as a line of its section's template, or
    else of another's.
    """
    found = Read()
    for stretch in outline.stretches:
        if stretch.role not in _READ:
            continue
        near = list(_tried(known, stretch.role, known.spot_of(stretch)))
        for position in range(stretch.first, stretch.last):
            if position in texts:
                _read(position, texts[position], near, found)
    return found


def _tried(known: TemplateLines, role: Role, spot: Spot | None) -> Iterator[list[TemplateLine]]:
    """The lines to try, the nearest first: of the heading, of the section, of all others."""
    lines = [each for each in known.lines if (each.spot.role is Role.ANNEX) is (role is Role.ANNEX)]
    if spot is not None:
        yield [each for each in lines if each.spot == spot]
        yield [each for each in lines if each.spot.whole == spot.whole]
    yield lines


def _read(position: int, text: Plain, tried: list[list[TemplateLine]], found: Read) -> None:
    for lines in tried:
        said = list(_bindings(text.text, lines))
        for events, bindings in said:
            _take(position, text, bindings, found)
            for at, event in events:
                if isinstance(event, Written):
                    place = text.original(at, at + len(event.text))
                    found.written.setdefault(event.field, Mark(position, *place))
        if said:
            return


def _bindings(text: str, lines: Iterable[TemplateLine]) -> Iterator[tuple[list[Event], Bindings]]:
    """What each line that reads a text says, and its numbers with their figures."""
    for line in lines:
        for written in (text, f"{text}。"):
            events = line.read(written)
            if events is not None:
                collected = Collected(line.format, called_in_turn)
                for at, event in events:
                    collected.take(at, event)
                bindings = collected.bindings()
                if bindings and (bindings.numbers or bindings.reasons):
                    yield events, bindings
                break


def _take(position: int, text: Plain, bindings: Bindings, found: Read) -> None:
    for bound in bindings.numbers:
        if text.text[: bound.start].endswith(_LIMITS):
            continue  # 不足、超过后面印的是界限，不是这个数
        start, end = text.original(bound.start, bound.start + len(bound.text))
        found.figures.setdefault(Mark(position, start, end), set()).add(bound.figure)
