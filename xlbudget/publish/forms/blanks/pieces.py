"""What a blank is filled with, and what the paragraph is then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from xlbudget.domain.records import dataclass
from xlbudget.formats.names import FigureName
from xlbudget.results.trace import SpanKind


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are put into a form; `figure` is what a number prints, or what a direction word
    tells the sign of; `asks` what a gap asks for; `exact` the published figure with its unit where
    the form's own decimals print it less exactly; `blank` what the form printed in its place, with
    the unit, where the words around do not tell.
    """

    text: str
    kind: SpanKind = SpanKind.WORDS
    figure: FigureName | None = None
    asks: str = ""
    exact: str = ""
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of a paragraph and what comes in its place, nothing where it is left out. Edits of
    one `group` belong together: none is made without the others.
    """

    start: int
    end: int
    pieces: tuple[Piece, ...] = ()
    group: int = 0

    @property
    def text(self) -> str:
        """What comes in the place of the stretch."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Left:
    """A blank that is left as it is, and why; `near` are the names that may be meant."""

    start: int
    end: int
    why: str
    near: tuple[str, ...] = ()


def words(text: str) -> tuple[Piece, ...]:
    """Plain words."""
    return (Piece(text),) if text else ()


def edited(text: str, edits: Iterable[Edit]) -> tuple[str, list[tuple[int, Edit, Piece]]]:
    """A paragraph with its edits made, and where each piece then stands.

    >>> edited("支出XX万元", [Edit(2, 4, (Piece("5"),))])[0]
    '支出5万元'
    """
    signs: list[str] = []
    length, at = 0, 0
    placed: list[tuple[int, Edit, Piece]] = []
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        signs.append(text[at : edit.start])
        length += edit.start - at
        for piece in edit.pieces:
            placed.append((length, edit, piece))
            signs.append(piece.text)
            length += len(piece.text)
        at = edit.end
    return "".join([*signs, text[at:]]), placed


def disjoint(edits: Sequence[Edit]) -> bool:
    """Whether no two edits touch the same characters."""
    ordered = sorted(edits, key=lambda each: (each.start, each.end))
    return all(one.end <= other.start for one, other in pairwise(ordered))


def rounded_words(where: str, stood: str, piece: Piece) -> list[str]:
    """What is told of a number that the form's own decimals print less exactly.

    >>> rounded_words("第3段", "X.XX", Piece("0.15", exact="1482.22万元"))
    ['第3段“X.XX”印成 0.15，公开的数是1482.22万元']
    """
    return [f"{where}“{stood}”印成 {piece.text}，公开的数是{piece.exact}"] if piece.exact else []
