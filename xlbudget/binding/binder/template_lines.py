"""The lines that the templates of a format may write, each with the section that it stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from xlbudget.binding.binder.hand import LOOSE_HAND, loosened
from xlbudget.binding.events import Event, Turn
from xlbudget.binding.lines import Line
from xlbudget.binding.outline import Role, Stretch, role_of
from xlbudget.binding.outline.headings import Rank, title_of
from xlbudget.binding.paths import Free, Paths, Piece
from xlbudget.domain.documents import TextBlock
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Place
from xlbudget.formats.model import Format, Language
from xlbudget.narrative import nodes, template

_ALIKE, _APART = 0.7, 0.06
"""How alike two headings must be, and how much more alike than the next."""

_ALL = "全部"
"""The topic of a heading that says no more than 部门决算情况说明."""

_NUMBER = re.compile(r"^(?:\d{1,2}[.．、]|（\d{1,2}）)")
_AFTER_NUMBER = re.compile(r"^[.．、）]")
_FILLER = re.compile(r"\d{4}年|部门|单位|情况|说明|[，（）]")
_SAYING = (nodes.Slot, nodes.Phrase, nodes.Structure, nodes.Average, nodes.Reason, nodes.Purpose)


@dataclass(frozen=True, slots=True)
class Spot:
    """A section of a format: its part, the topic of its heading, and of the heading below that."""

    role: Role
    section: str = ""
    sub: str = ""

    @property
    def whole(self) -> Spot:
        """The section without what is below it."""
        return Spot(self.role, self.section)


@dataclass(slots=True)
class TemplateLine:
    """A line of a template, and what reads it as other people write it."""

    format: Format
    spot: Spot
    pieces: tuple[Piece, ...]
    _needs: tuple[str, ...] = field(init=False)
    _line: Line | None = None

    def __post_init__(self) -> None:
        said = (each for each in self.pieces if isinstance(each, nodes.Literal))
        self._needs = tuple(loosened(each.text) for each in said)

    def read(self, text: str) -> list[Event] | None:
        """What a text says if it is written as this line, else None."""
        if not all(words in text for words in self._needs):
            return None
        if self._line is None:
            self._line = Line(self.format, self.pieces, LOOSE_HAND)
        return self._line.read(text)


@dataclass(slots=True)
class TemplateLines:
    """All lines of a format that print figures or what people wrote, by where they stand."""

    format: Format
    lines: list[TemplateLine] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    _role: Role = Role.EXPLANATION

    def __post_init__(self) -> None:
        for section in self.format.sections:
            paths = Paths(self.format).read(template.parse(section, self.format))
            self._walk(paths)

    def _walk(self, paths: Paths) -> None:
        """Every line that a section may have, with the headings before it."""
        begin = Spot(self._role)
        waiting, seen = [(0, begin)], {(0, begin)}
        lines: dict[tuple[Spot, tuple[Piece, ...]], None] = {}
        while waiting:
            place, spot = waiting.pop(0)
            for step in paths.steps(place):
                under = self._under(spot, step.pieces)
                if under == spot and says_something(step.pieces):
                    lines[spot, without_number(step.pieces)] = None
                if (step.target, under) not in seen:
                    seen.add((step.target, under))
                    waiting.append((step.target, under))
        self.lines += [TemplateLine(self.format, spot, pieces) for spot, pieces in lines]

    def _under(self, spot: Spot, pieces: tuple[Piece, ...]) -> Spot:
        """Where the lines after this one stand."""
        words = heading_words(pieces)
        title = title_of(TextBlock(words, Place())) if words else None
        if title is None or not title.is_whole:
            return spot
        if title.rank is Rank.PART:
            self._role = role_of(title.words) or Role.ANNEX
            found = Spot(self._role)
        elif title.rank is Rank.SECTION:
            found = Spot(spot.role, topic(title.words))
        elif title.rank is Rank.SUB:
            found = Spot(spot.role, spot.section, topic(title.words))
        else:
            return spot
        if found not in self.spots:
            self.spots.append(found)
        return found

    def spot_of(self, stretch: Stretch) -> Spot | None:
        """The section of the format that a stretch of a document is, None where there is none."""
        deeper = stretch.role is Role.ANNEX
        sections = {each.section: each for each in self._sections(deeper=deeper)}
        section = sections.get(_likest(topic(stretch.words(2 + deeper)), sections))
        if section is None:
            return None
        subs = {each.sub: each for each in self.spots if each.whole == section and each.sub}
        return subs.get(_likest(topic(stretch.words(3 + deeper)), subs), section)

    def _sections(self, *, deeper: bool) -> list[Spot]:
        return [
            each
            for each in self.spots
            if each.section and not each.sub and (each.role is Role.ANNEX) is deeper
        ]


def lines_of(resolved: Format) -> TemplateLines:
    """The lines of a format's templates."""
    return _lines_of(Language(resolved))


@lru_cache(maxsize=32)
def _lines_of(key: Language) -> TemplateLines:
    return TemplateLines(key.format)


def topic(words: str) -> str:
    """What a heading is about, without the words that every heading has.

    >>> topic("政府性基金预算财政拨款支出决算情况说明"), topic("2024年度部门决算情况说明")
    ('政府性基金预算财政拨款支出', '全部')
    """
    said = _FILLER.sub("", loosened(words))
    if "三公" in said:
        said = said.replace("财政拨款", "")
    return said or (_ALL if words else "")


def likeness(one: str, other: str) -> float:
    """How alike two topics are, from 0 to 1: twice the signs they share, of all their signs."""
    if not one or not other:
        return 0.0
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other))


def _likest(said: str, known: Iterable[str]) -> str:
    """The known topic that one is most like, "" where none is like enough, or two are."""
    ranked = sorted(((likeness(said, each), each) for each in known), reverse=True)
    if not ranked or ranked[0][0] < _ALIKE:
        return ""
    unique = len(ranked) == 1 or ranked[0][0] == 1 or ranked[0][0] - ranked[1][0] >= _APART
    return ranked[0][1] if unique else ""


def heading_words(pieces: tuple[Piece, ...]) -> str:
    """A line that holds nothing but given words, as a text; "" for any other."""
    said: list[str] = []
    for piece in pieces:
        match piece:
            case nodes.Literal(text):
                said.append(text)
            case nodes.Word("年度"):
                said.append("2024")
            case nodes.Word(name):
                said.append("部门" if name == "公开主体" else "")
            case _:
                return ""
    return "".join(said)


def says_something(pieces: tuple[Piece, ...]) -> bool:
    """Whether a line prints a figure, or what a person wrote among given words."""
    found = list(nodes.walk(each for each in pieces if not isinstance(each, Turn | Free)))
    words = any(isinstance(each, nodes.Literal) for each in found)
    free = any(isinstance(each, Free) and each.field for each in pieces)
    return words and (free or any(isinstance(each, _SAYING) for each in found))


def without_number(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A line without the number that it may begin with."""
    return tuple(_unnumbered(pieces))


def _unnumbered(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    begun, after_number = False, False
    for piece, following in zip(pieces, (*pieces[1:], None), strict=True):
        if begun or isinstance(piece, Turn):
            yield piece
        elif isinstance(piece, nodes.LoopNumber):
            after_number = True
        elif isinstance(piece, nodes.Literal):
            if piece.text == "（" and isinstance(following, nodes.LoopNumber):
                continue
            number = _AFTER_NUMBER if after_number else _NUMBER
            rest = number.sub("", piece.text)
            begun = True
            if rest:
                yield nodes.Literal(rest)
        else:
            begun = True
            yield piece
