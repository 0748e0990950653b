"""Places on the page of a PDF, in points from its upper left corner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from xlbudget.domain.records import dataclass, field


class Box(NamedTuple):
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def wider(self, by: float) -> Box:
        """The rectangle with a margin around it."""
        return Box(self.x0 - by, self.top - by, self.x1 + by, self.bottom + by)


class Glyph(NamedTuple):
    """A character as printed and the room that it takes on its line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(slots=True)
class PdfPage:
    """A page: its characters, rules, drawn areas and pictures; `number` is from 1.

    `scanned` tells that a picture covers it, `garbled` that its characters have no meaning.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    scanned: bool = False
    garbled: bool = False
    crowded: bool = False

    def as_data(self) -> dict[str, Any]:
        """The page as plain data."""
        return {
            "number": self.number,
            "size": (self.width, self.height),
            "glyphs": [(text, *_rounded(box)) for text, *box in self.glyphs],
            "rules": [_rounded(box) for box in self.rules],
            "areas": [_rounded(box) for box in self.areas],
            "pictures": [_rounded(box) for box in self.pictures],
            "signs": (self.scanned, self.garbled, self.crowded),
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> PdfPage:
        """The page that plain data describes."""
        width, height = data["size"]
        scanned, garbled, crowded = data["signs"]
        return cls(
            number=data["number"],
            width=width,
            height=height,
            glyphs=[Glyph(*each) for each in data["glyphs"]],
            rules=[Box(*each) for each in data["rules"]],
            areas=[Box(*each) for each in data["areas"]],
            pictures=[Box(*each) for each in data["pictures"]],
            scanned=scanned,
            garbled=garbled,
            crowded=crowded,
        )


def _rounded(box: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(place, 2) for place in box)
