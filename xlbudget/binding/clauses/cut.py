"""A paragraph cut into clauses, each ended by a number or a sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlbudget.binding.quantities import Number
from xlbudget.domain.records import dataclass

STOPS = "。！？\n"
_SIGNS = "，；：" + STOPS
_GAP = re.compile(r"〔请填写：[^〔〕]{0,80}〕|[Xx×]{2,}|…+")
_SAYS_MORE = re.compile(r"持平|不可比|无此项|没有安排|未安排|原因|主要用于|占比|不足|超过")
_LONGEST_ASIDE = 200


@dataclass(frozen=True, slots=True)
class Clause:
    """Words up to a number or a sign; `at` is where each of their characters stands.

    `closer` is the sign that follows ("" where words go on after a number), `depth` how many
    brackets it stands in, `aside` that it interrupts the words of another clause. `gap` tells that
    a number is left blank.
    """

    words: str
    at: tuple[int, ...]
    number: Number | None
    closer: str
    depth: int = 0
    aside: bool = False
    gap: bool = False

    @property
    def stops(self) -> bool:
        """Whether it ends its sentence."""
        return self.closer in STOPS and bool(self.closer)


def clauses(text: str, numbers: Sequence[Number]) -> Iterator[Clause]:
    """The clauses of a normalised text, in order; the words in brackets that say more are clauses
    of their own.
    """
    yield from _Cutter(text, numbers).cut()


class _Cutter:
    """Goes through a text once."""

    def __init__(self, text: str, numbers: Sequence[Number]) -> None:
        self._text = text
        self._numbers = {number.start: number for number in numbers}
        self._gaps = {found.start(): found.end() for found in _GAP.finditer(text)}
        self._asides = self._brackets(sorted(self._numbers))

    def _brackets(self, starts: Sequence[int]) -> dict[int, int]:
        """The brackets whose words say more than a name, by where they open."""
        opened: list[int] = []
        asides: dict[int, int] = {}
        counted = 0
        before: dict[int, int] = {}
        for at, sign in enumerate(self._text):
            while counted < len(starts) and starts[counted] < at:
                counted += 1
            if sign == "（":
                opened.append(at)
                before[at] = counted
            elif sign == "）" and opened:
                start = opened.pop()
                short = at - start <= _LONGEST_ASIDE
                if short and (counted > before[start] or self._says_more(start, at)):
                    asides[start] = at
        return asides

    def _says_more(self, start: int, end: int) -> bool:
        return bool(_SAYS_MORE.search(self._text, start, end))

    def cut(self) -> Iterator[Clause]:
        yield from self._cut(0, len(self._text), 0, aside=False)

    def _cut(self, start: int, end: int, depth: int, *, aside: bool) -> Iterator[Clause]:
        signs: list[int] = []
        at = start
        while at < end:
            number = self._numbers.get(at)
            if number is not None and number.end <= end:
                closer, after = self._closer(number.end, end)
                yield self._clause(signs, number, closer, depth, aside=aside)
                signs, at = [], after
            elif at in self._gaps:
                closer, after = self._closer(min(self._gaps[at], end), end)
                yield self._clause(signs, None, closer, depth, aside=aside, gap=True)
                signs, at = [], after
            elif at in self._asides:
                close = self._asides[at]
                yield from self._cut(at + 1, close, depth + 1, aside=bool(signs))
                at = close + 1
                if not signs and at < end and self._text[at] in _SIGNS + "、":
                    yield Clause("", (), None, self._text[at], depth)
                    at += 1
            elif self._text[at] in _SIGNS:
                yield self._clause(signs, None, self._text[at], depth, aside=aside)
                signs, at = [], at + 1
            else:
                signs.append(at)
                at += 1
        if signs:
            yield self._clause(signs, None, "", depth, aside=aside)

    def _closer(self, at: int, end: int) -> tuple[str, int]:
        sign = self._text[at] if at < end else ""
        if sign and sign in _SIGNS + "、":
            return sign, at + 1
        return "", at

    def _clause(
        self,
        signs: list[int],
        number: Number | None,
        closer: str,
        depth: int,
        *,
        aside: bool,
        gap: bool = False,
    ) -> Clause:
        words = "".join(self._text[at] for at in signs)
        return Clause(words, tuple(signs), number, closer, depth, aside, gap)
