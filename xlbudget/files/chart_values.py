"""What a chart part says that it draws: the categories and values that it keeps, and from where."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from xml.parsers import expat

from xlbudget.domain.records import dataclass, field

_CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart}"
_EXACT = 15
"""Office saves numbers with up to 17 digits of which 15 are meant."""

_MOST = 10_000
"""Points of a series; a chart that a reader can read has far fewer."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The first series of a chart: name, categories and values, and the references to their cells
    ("" where it has none). A value that is no number is None.
    """

    name_at: str
    categories_at: str
    values_at: str
    categories: tuple[str, ...]
    values: tuple[Decimal | None, ...]


def chart_values(part: bytes) -> tuple[tuple[str, ...], tuple[Decimal | None, ...]]:
    """Categories and values of the first series of a chart part; ((), ()) if it has none.

    >>> chart_values(b"<x/>")
    ((), ())
    """
    found = kept_in(part)
    return found.categories, found.values


def kept_in(part: bytes) -> Kept:
    """The first series of a chart part, empty if the part has none or is no XML."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        parser.Parse(part, True)  # noqa: FBT003
    except (expat.ExpatError, ValueError):
        return Kept("", "", "", (), ())
    categories, values = reader.points["cat"], reader.points["val"]
    return Kept(
        reader.references["tx"],
        reader.references["cat"],
        reader.references["val"],
        tuple(categories.get(at, "") for at in range(max(categories, default=-1) + 1)),
        tuple(_number(values.get(at, "")) for at in range(max(values, default=-1) + 1)),
    )


@dataclass(slots=True)
class _Reader:
    """Follows the first series: which of its three parts is being read, and at which point."""

    references: dict[str, str] = field(
        default_factory=lambda: dict.fromkeys(("tx", "cat", "val"), "")
    )
    points: dict[str, dict[int, str]] = field(
        default_factory=lambda: {"tx": {}, "cat": {}, "val": {}}
    )
    _path: list[str] = field(default_factory=list)
    _series: int = 0
    _levels: int = 0
    _point: int = -1
    _text: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = name.removeprefix(_CHARTS)
        self._path.append(local)
        self._text = ""
        if local == "ser":
            self._series += 1
        elif local in self.points:
            self._levels = 0
        elif local == "lvl":
            self._levels += 1
        elif local == "pt":
            index = attributes.get("idx", "")
            counted = index.isdecimal() and len(index) <= len(str(_MOST))
            at = int(index) if counted else -1
            self._point = at if at < _MOST else -1

    def end(self, _name: str) -> None:
        """An element ends."""
        local = self._path.pop()
        part = self._part()
        if part and local == "f":
            self.references[part] = self._text.strip()
        elif part and local == "v" and self._point >= 0 and self._levels <= 1:
            self.points[part][self._point] = self._text

    def characters(self, text: str) -> None:
        """Text of the element that was begun last."""
        self._text += text

    def refuse(self, *_: object) -> None:
        """A part with entities of its own is not read."""
        raise ValueError

    def _part(self) -> str:
        """tx, cat or val of the first series, or ""."""
        if self._series != 1 or "ser" not in self._path:
            return ""
        inside = self._path[self._path.index("ser") + 1 :]
        return inside[0] if inside and inside[0] in self.points else ""


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    if len(number.as_tuple().digits) > _EXACT:
        return Decimal(format(number, f".{_EXACT}g"))
    return number
