"""改一个输入，改法照它的写法：标签、词、数、整行成块地删、重复、对调、换成别的种子里的。"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

Pieces = list[bytes]
Change = Callable[[Pieces, random.Random, Sequence[bytes]], None]

_PIECE = re.compile(rb"<[^<>]*>|[0-9][0-9.,]*|[A-Za-z_:]+|[\x80-\xff]{3}|\s+|.", re.DOTALL)
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_DIGITS = re.compile(rb"[0-9][0-9.,]*")
ODD = (
    *(
        b"0",
        b"-1",
        b"1",
        b"00",
        b"2147483648",
        b"16385",
        b"1048577",
        b"99999999999999999999",
        b"1e308",
    ),
    *("１２".encode(), b"0.005", b"-0", b"1,23", b"NaN", b"", b"9" * 400, "①".encode(), b"1.2.3"),
)
"""What stands in the place of a number."""


def mutated(
    data: bytes, chance: random.Random, words: Sequence[bytes], other: bytes = b""
) -> bytes:
    """A changed input; `words` are put into it, and pieces of the `other` input."""
    pattern = _LINE if chance.random() < 0.25 else _PIECE
    pieces: Pieces = pattern.findall(data) or [b""]
    given = [*words, *chance.choices(pattern.findall(other) or [b""], k=4)]
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        chance.choice(CHANGES)(pieces, chance, given)
    return b"".join(pieces)


def _span(pieces: Pieces, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(pieces) + 1)
    return start, min(len(pieces), start + chance.choice((1, 1, 2, 3, 8, 40)))


def _drop(pieces: Pieces, chance: random.Random, _: Sequence[bytes]) -> None:
    start, end = _span(pieces, chance)
    del pieces[start:end]


def _repeat(pieces: Pieces, chance: random.Random, _: Sequence[bytes]) -> None:
    start, end = _span(pieces, chance)
    pieces[end:end] = pieces[start:end] * chance.choice((1, 1, 2, 5, 40))


def _move(pieces: Pieces, chance: random.Random, _: Sequence[bytes]) -> None:
    start, end = _span(pieces, chance)
    moved = pieces[start:end]
    del pieces[start:end]
    at = chance.randrange(len(pieces) + 1)
    pieces[at:at] = moved


def _insert(pieces: Pieces, chance: random.Random, words: Sequence[bytes]) -> None:
    at = chance.randrange(len(pieces) + 1)
    pieces[at:at] = [chance.choice(words)]


def _replace(pieces: Pieces, chance: random.Random, words: Sequence[bytes]) -> None:
    start, end = _span(pieces, chance)
    pieces[start:end] = [chance.choice(words)]


def _number(pieces: Pieces, chance: random.Random, _: Sequence[bytes]) -> None:
    at = [position for position, piece in enumerate(pieces) if _DIGITS.search(piece)]
    if at:
        chosen = chance.choice(at)
        odd = chance.choice(ODD)
        pieces[chosen] = _DIGITS.sub(lambda _: odd, pieces[chosen], count=1)


def _byte(pieces: Pieces, chance: random.Random, _: Sequence[bytes]) -> None:
    at = [position for position, piece in enumerate(pieces) if piece]
    if at:
        chosen = chance.choice(at)
        piece = bytearray(pieces[chosen])
        piece[chance.randrange(len(piece))] = chance.randrange(256)
        pieces[chosen] = bytes(piece)


CHANGES: tuple[Change, ...] = (_drop, _repeat, _move, _insert, _replace, _number, _byte)
