"""What a document has said so far."""

from __future__ import annotations

from xlbudget.binding.clauses.lists import Frame
from xlbudget.binding.clauses.owners import Known
from xlbudget.binding.said import Listing, Mention, Remark
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.formats.names import (
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    SHARE,
)

_COMPARES = (CHANGE, CHANGE_RATE, COMPLETION_RATE, BUDGET_CHANGE, BUDGET_CHANGE_RATE)
_NEAR = 8
"""So many numbers after an item its share may stand."""


@dataclass(slots=True)
class Record:
    """What a document has said so far; `year` is that of its accounts."""

    year: int | None
    mentions: list[Mention] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    known: Known = field(default_factory=Known)

    def unlink_after(self, frame: Frame) -> None:
        """What only follows the last item of a list may be of that item or of the whole
        (其中：甲1万元、乙2万元，较上年增加3万元): then it is of neither, unless the whole has been
        compared before.
        """
        if frame.initial or not frame.parts:
            return
        *earlier, last = frame.parts
        after = [at for at in range(last + 1, len(self.mentions)) if self._compares(at, {last})]
        before = set(earlier)
        if any(self._compares(at, before) for at in range(frame.parts[0], last)):
            return
        wholes = set(frame.wholes.values())
        said = {self.mentions[at].measure for at in self._of(wholes, before=frame.parts[0])}
        after = [at for at in after if self.mentions[at].measure not in said]
        for at in after:
            self.mentions[at] = replace(self.mentions[at], of=None, whole=None, subject="")
        for at, remark in enumerate(self.remarks):
            if remark.of == last:
                self.remarks[at] = replace(remark, of=None, subject="")

    def _of(self, wholes: set[int], *, before: int) -> list[int]:
        """What was said of wholes before a list of their parts."""
        start = min(wholes, default=before)
        return [at for at in range(start, before) if self.mentions[at].of in wholes]

    def _compares(self, at: int, amounts: set[int]) -> bool:
        """Whether a mention compares one of these amounts, or says its share of a whole named."""
        mention = self.mentions[at]
        told = mention.measure in _COMPARES or (mention.measure == SHARE and mention.whole_words)
        return mention.of in amounts and bool(told)

    def set_whole(self, part: int, whole: int | None) -> None:
        """An item is of another whole, or of none that is certain, and so is its share."""
        self.mentions[part] = replace(self.mentions[part], whole=whole)
        for at in range(part + 1, min(part + _NEAR, len(self.mentions))):
            mention = self.mentions[at]
            if mention.of == part and mention.measure == SHARE and not mention.whole_words:
                self.mentions[at] = replace(mention, whole=whole)
