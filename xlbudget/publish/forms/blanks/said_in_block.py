"""What a form says, paragraph by paragraph: a form may have many thousands of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from xlbudget.binding.bound import BoundText
from xlbudget.binding.said import Listing, Mark, Remark
from xlbudget.domain.records import dataclass, field


@dataclass(slots=True)
class SaidInBlock:
    """What one paragraph says: the positions of its numbers in the whole text, by where they
    begin; its remarks, with their positions; its lists; what people wrote in it, by field.
    """

    mentions: dict[int, int] = field(default_factory=dict)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    written: list[tuple[str, Mark]] = field(default_factory=list)


def said_in(bound: BoundText) -> Mapping[int, SaidInBlock]:
    """What each paragraph says, by its position; nothing of one that says nothing."""
    found: defaultdict[int, SaidInBlock] = defaultdict(SaidInBlock)
    for index, mention in enumerate(bound.said.mentions):
        found[mention.mark.block].mentions[mention.mark.start] = index
    for index, remark in enumerate(bound.said.remarks):
        found[remark.mark.block].remarks.append((index, remark))
    for listing in bound.said.listings:
        for block in {bound.said.mentions[each].mark.block for each in listing.parts}:
            found[block].listings.append(listing)
    for name, (_, mark) in bound.written.items():
        found[mark.block].written.append((name, mark))
    return found
