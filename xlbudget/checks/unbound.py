"""The numbers of a text whose figure is not known: told together, checked by nobody."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.binding.outline import Role
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.prose.facts import Facts
from xlbudget.domain.documents import TextBlock
from xlbudget.domain.findings import Finding, Level, Verdict

UNBOUND = "numbers-unbound"
_FEW = 8
"""So many are named in the note; all of them stand under it."""

NOT_KNOWN = "看不出是哪个指标"


def unbound_mentions(manuscript: Manuscript) -> Iterator[tuple[int, str]]:
    """The numbers of 情况说明 that are bound to no figure, and those elsewhere that two might own;
    each with why. What is only known by what is said of it counts as known: it is checked.
    """
    bound, known = manuscript.bound, Facts(manuscript).owners
    for at, mention in enumerate(bound.said.mentions):
        if at in known:
            continue
        if at in bound.unbound:
            yield at, bound.unbound[at]
        elif bound.outline.at(mention.mark.block).role is Role.EXPLANATION:
            yield at, NOT_KNOWN


def unbound_numbers(manuscript: Manuscript) -> Iterator[Finding]:
    """One note for all numbers that are bound to no figure, each of them under it."""
    single = [_single(manuscript, at, why) for at, why in unbound_mentions(manuscript)]
    if not single:
        return
    named = [finding.printed or "" for finding in single]
    shown = "、".join(f"“{text}”" for text in named[:_FEW])
    rest = f"等 {len(named)} 个" if len(named) > _FEW else ""
    yield Finding(
        check=UNBOUND,
        verdict=Verdict.UNCHECKED,
        level=Level.INFO,
        file=manuscript.file,
        message=f"有 {len(named)} 个数没有认出是哪个指标，没有与表、与别处核对"
        f"（同一句里算得出的仍复算）：{shown}{rest}。请自己核对。",
        follows=tuple(single),
    )


def _single(manuscript: Manuscript, at: int, why: str) -> Finding:
    mark = manuscript.bound.said.mentions[at].mark
    block = manuscript.bound.document.blocks[mark.block]
    text = block.text[mark.start : mark.end] if isinstance(block, TextBlock) else ""
    return Finding(
        check=UNBOUND,
        verdict=Verdict.UNCHECKED,
        level=Level.INFO,
        file=manuscript.file,
        where=manuscript.place(mark),
        printed=text or manuscript.bound.said.mentions[at].quantity.text,
        message=f"“{text}”没有与别处核对：{why}。",
    )
