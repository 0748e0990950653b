"""Paragraphs that a person wrote in place of ours, checked as any text that people wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xlbudget.analysis.indicators import Figures
from xlbudget.binding.binder import bind
from xlbudget.binding.bound import BoundText
from xlbudget.binding.clauses import say
from xlbudget.binding.said import Told
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.prose import check_prose
from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.findings import Finding
from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Kind, Paragraph, Place
from xlbudget.formats.model import Format

_ASIDE = (Told.REASON, Told.BUDGET_REASON, Told.NOT_COMPARABLE)
"""What a remark says that no number could contradict."""

_TOLD_OTHERWISE = ("document-gap",)
"""The gaps of our own text are told by `checks.own_text`, with the cell to fill in."""


@dataclass(frozen=True, slots=True)
class CheckedRewrites:
    """What was found in the rewritten paragraphs, and by the id of each the words in it that were
    not checked, because nobody knows of which figure they speak.
    """

    findings: tuple[Finding, ...]
    unread: Mapping[str, tuple[str, ...]]


def check_rewrites(
    paragraphs: Sequence[Paragraph], account: FinalAccount, resolved: Format, figures: Figures
) -> CheckedRewrites:
    """The rewritten paragraphs against the tables, read where they stand in the whole text; what
    is found elsewhere is ours and checked otherwise.
    """
    blocks, owners = _blocks(paragraphs, account.rewrites)
    document = Document(account.file, tuple(blocks))
    bound = bind(document, say(document), (resolved,))
    found, _ = check_prose(Manuscript(bound, account, figures))
    cells = {(entry.source.sheet, entry.source.cell) for entry in account.rewrites.values()}
    own = tuple(
        each
        for each in found
        if (each.where.sheet, each.where.cell) in cells and each.check not in _TOLD_OTHERWISE
    )
    unread: dict[str, tuple[str, ...]] = {}
    for block, words in _not_known(bound):
        if id_ := owners.get(block):
            unread[id_] = (*unread.get(id_, ()), words)
    return CheckedRewrites(own, unread)


def _blocks(
    paragraphs: Sequence[Paragraph], rewrites: Mapping[str, Entry]
) -> tuple[list[TextBlock], dict[int, str]]:
    """The final text, a line a block; the blocks of rewritten paragraphs, with the ids of those."""
    blocks: list[TextBlock] = []
    owners: dict[int, str] = {}
    for paragraph in paragraphs:
        entry = rewrites.get(paragraph.id)
        place = Place(sheet=entry.source.sheet, cell=entry.source.cell) if entry else Place()
        level = 1 if paragraph.kind is Kind.HEADING else None
        for line in paragraph.text.split("\n"):
            if entry:
                owners[len(blocks)] = paragraph.id
            blocks.append(TextBlock(line, place, level))
    return blocks, owners


def _not_known(bound: BoundText) -> Iterator[tuple[int, str]]:
    """The numbers and remarks that nobody knows the figure of, each with the block it stands in."""
    for at, mention in enumerate(bound.said.mentions):
        if at not in bound.owners:
            yield mention.mark.block, mention.quantity.text
    for at, remark in enumerate(bound.said.remarks):
        if at not in bound.spoken_of and remark.told not in _ASIDE:
            yield remark.mark.block, remark.text
