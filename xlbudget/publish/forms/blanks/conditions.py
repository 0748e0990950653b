"""What a form says for units that have none of something: （没有此项支出的，表述为：…）."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping

from xlbudget.analysis.indicators import Figures
from xlbudget.binding.bound import BoundText
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.names import ACTUAL, FigureName
from xlbudget.publish.forms.blanks.instructions import Instruction

_UNIT = re.compile(r"^(?:如|若|对于?|本|该|各)*(?:部门|单位)?(?:本年度?|当年)?")
_NIL = re.compile(r"(?:无|没有|未发生|未安排|未产生|不涉及)(?:使用|安排)?")
_THIS = re.compile(
    r"^(?:此项|该项|本项|相关|这项|上述|以上|此类|该类)?(?:支出|收入|经费|预算|情况|业务|内容)?的?$"
)
_FEW = 4
"""So many signs of a topic tell what it is about (政府性基)."""


@dataclass(slots=True)
class Conditions:
    """Decides which of a form's conditions hold. `instead` is what paragraphs are to say, `gone`
    are those to be left out, by position; `doubtful` are instructions of which it is not known.
    """

    texts: Mapping[int, str]
    bound: BoundText
    figures: Figures
    instead: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    doubtful: list[tuple[int, Instruction]] = field(default_factory=list)
    _spoken: list[int] = field(init=False)
    _actual: dict[int, list[FigureName]] = field(init=False)

    def __post_init__(self) -> None:
        mentions = self.bound.said.mentions
        self._spoken = sorted({each.mark.block for each in mentions})
        self._actual = defaultdict(list)
        for index, owner in self.bound.owners.items():
            if owner.figure.measure == ACTUAL:
                self._actual[mentions[index].mark.block].append(owner.figure)

    def decide(self, at: int, said: Instruction) -> None:
        """Where there is nothing, what the form says then; else nothing of it."""
        scope = self._scope(at, said)
        holds = self._is_nil(scope, said)
        if holds is None:
            self.doubtful.append((at, said))
        elif holds and said.instead:
            self.instead[scope[0]] = said.instead
            self.gone.update(scope[1:])
        elif holds and scope == [at] and self._has_others(at):
            self.gone.add(at)

    def _scope(self, at: int, said: Instruction) -> list[int]:
        """The paragraphs that an instruction speaks of: its own, or where it stands alone, those
        of its section that hold numbers.
        """
        text = self.texts[at]
        if (text[: said.start] + text[said.end :]).strip(" 　。"):
            return [at]
        stretch = self.bound.outline.at(at)
        first, last = (bisect_left(self._spoken, at) for at in (stretch.first, stretch.last))
        return self._spoken[first:last]

    def _has_others(self, at: int) -> bool:
        """Whether other text stands under the same heading."""
        stretch = self.bound.outline.at(at)
        heads = {each.block for each in stretch.under}
        return any(
            other in self.texts and other not in self.gone and other not in heads and other != at
            for other in range(stretch.first, stretch.last)
        )

    def _is_nil(self, scope: list[int], said: Instruction) -> bool | None:
        """Whether a unit has nothing of what paragraphs speak of; None where that is not known."""
        if not scope:
            return None
        topic = _NIL.sub("", _UNIT.sub("", said.nil), count=1).strip()
        heads = (head.words for head in self.bound.outline.at(scope[0]).under)
        spoken = "".join([*(self.texts[each] for each in scope), *heads])
        if not _THIS.match(topic) and topic[:_FEW].strip("“”") not in spoken:
            return None
        amounts = [
            self.figures.figure(figure).amount
            for block in scope
            for figure in self._actual.get(block, ())
        ]
        if not amounts or any(each is None for each in amounts):
            return None
        return not any(each.fen for each in amounts if each is not None)
