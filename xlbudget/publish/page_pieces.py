"""A text cut into the pieces that are drawn alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from xlbudget.publish.page_model import Number, Piece


def pieces_of(
    words: str,
    numbers: Sequence[tuple[int, int, Number]],
    findings: Sequence[tuple[int, int, int]],
) -> Iterator[Piece]:
    """A text cut where a number or the place of a finding begins or ends.

    >>> known = Number(None, "收入合计")
    >>> [(p.text, bool(p.number), p.findings, p.begins)
    ...  for p in pieces_of("收入1万元，增长2%", [(2, 5, known)], [(0, 5, 0)])]
    [('收入', False, (0,), (0,)), ('1万元', True, (0,), ()), ('，增长2%', False, (), ())]
    """
    cuts = {0, len(words)}
    for start, end, _ in (*numbers, *findings):
        cuts |= {min(start, len(words)), min(end, len(words))}
    edges = sorted(cuts)
    begun: set[int] = set()
    for start, end in pairwise(edges):
        number = next((each for s, e, each in numbers if s <= start and end <= e), None)
        about = tuple(dict.fromkeys(at for s, e, at in findings if s <= start and end <= e))
        begins = tuple(at for at in about if at not in begun)
        begun |= set(begins)
        yield Piece(words[start:end], number, findings=about, begins=begins)
