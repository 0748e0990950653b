"""Lists inside a text: their parts make their whole, where the list is known to name all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from xlbudget.binding.said import Listing, Mark
from xlbudget.checks.manuscript import Noticed
from xlbudget.checks.prose.checks import check_in
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.ratio_verdicts import PERCENT, shown
from xlbudget.checks.prose.relations import Relation
from xlbudget.checks.prose.sentences import Sentences
from xlbudget.domain.documents import TextBlock
from xlbudget.domain.money import PUBLISHED_PLACES
from xlbudget.domain.records import replace
from xlbudget.formats.model import Part
from xlbudget.formats.names import ACTUAL, SHARE, FigureName

_FEW = 2
_BESIDE_OWN = re.compile(r"(?:本级|机关)[^，。；]{0,8}(?:和|及|与|以及)[^，。；\d]{0,8}$")
_ALL_OF_TOTAL = 3
_OTHER = "其他"
_OPEN = ("；", ";", "，", ",", "、")
_AVERAGES = ("人均", "车均", "户均", "平均", "单价", "标准")


class Lists:
    """The lists of a manuscript."""

    def __init__(self, numbers: Numbers, facts: Facts, sentences: Sentences) -> None:
        self.numbers, self.facts, self.sentences = numbers, facts, sentences
        self.mentions = numbers.mentions
        self.owners = facts.owners
        self.format = facts.format

    def relations(self) -> Iterator[Relation]:
        """A sum for each list whose whole is stated."""
        for listing in self.facts.manuscript.bound.said.listings:
            yield from self._listing(listing)

    def is_complete(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether a list is known to name all parts: those of a composition of the format, such
        whose shares make a hundred, or such as list zeros or end with what is 其他.
        """
        if self._goes_on(parts[-1]) or self._amount_follows(parts[-1]):
            return False
        return (
            self._is_composition(whole, parts)
            or self.sentences.foot(parts)
            or any(not self.mentions[at].quantity.value for at in parts)
            or self.mentions[parts[-1]].subject.startswith(_OTHER)
        )

    def _goes_on(self, part: int) -> bool:
        """Whether a list stands at the end of a paragraph that does not end there: a page may end
        there, or a line that was broken by hand, and more parts follow.
        """
        mark = self.mentions[part].mark
        block = self.facts.manuscript.bound.document.blocks[mark.block]
        rest = block.text[mark.end :].rstrip() if isinstance(block, TextBlock) else ""
        return rest.endswith(_OPEN) and "。" not in rest

    def _amount_follows(self, part: int) -> bool:
        """Whether another amount of its kind follows in the sentence that nobody owns: it may be a
        part as well.
        """
        mark, unit = self.mentions[part].mark, self.mentions[part].quantity.unit
        for mention in self.mentions[part + 1 :]:
            if mention.mark.block != mark.block:
                return False
            between = self._text(replace(mark, start=mark.end, end=mention.mark.start))
            if "。" in between:
                return False
            loose = mention.measure in ("", ACTUAL) and mention.of is mention.whole is None
            if loose and mention.quantity.unit == unit and mention.quantity.value:
                return True
        return False

    def _text(self, mark: Mark) -> str:
        return self.facts.manuscript.text(mark)

    def _listing(self, listing: Listing) -> Iterator[Relation]:
        if listing.whole is None:
            return
        whole = listing.whole
        named = [at for at in listing.parts if not self._is_average(at)]
        parts = [at for at in named if self._adds_up(at, whole)]
        one_count = len(parts) == 1 and not self.mentions[whole].quantity.is_money
        if (len(parts) < _FEW and not one_count) or len(parts) < len(named):
            return
        owner = self.owners.get(whole)
        check = self._check_of_list(whole, parts)
        if owner is None and self._summed_elsewhere(whole, parts):
            return
        if not self.mentions[whole].quantity.is_money and self._is_beside_own(whole):
            return
        complete = len(parts) >= _FEW and self.is_complete(whole, parts)
        grand = self._is_grand_total(whole, parts)
        complete = complete or (grand and len(parts) >= _ALL_OF_TOTAL)
        if not complete and not grand and owner is not None:
            parts = [at for at in parts if at in self.owners] or parts
        if len(parts) < _FEW and not one_count:
            return
        yield Relation(
            check,
            "各部分之和等于总额",
            ((1, whole),),
            tuple((1, at) for at in parts),
            at_least=not complete,
            extra=self._suggested(whole, parts),
        )

    def _is_grand_total(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether a list divides 收入总计 or 支出总计 into the year's own and what is carried over:
        what makes up a total is prescribed (本年合计, 非财政拨款结余 or 结余分配, 结转和结余).
        """
        subjects = [self.mentions[at].subject for at in parts]
        own = any(words in each for each in subjects for words in ("本年", "合计"))
        carried = any("结转" in each for each in subjects)
        return self.mentions[whole].subject.endswith("总计") and own and carried

    def _summed_elsewhere(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether the parts are those of another amount of the paragraph that stands before them:
        it is not sure then which of the two the list belongs to.
        """
        summed = sum((self.numbers.known[at].value for at in parts), Fraction(0))
        if summed == self.numbers.known[whole].value:
            return False
        block = self.mentions[whole].mark.block
        return any(
            mention.mark.block == block and self.numbers.known[at].value == summed
            for at, mention in enumerate(self.mentions[: parts[0]])
        )

    def _check_of_list(self, whole: int, parts: Sequence[int]) -> str:
        """The rule of a list: that of its parts, where they are codes, else that of its whole."""
        first = self.owners.get(parts[0])
        if first is not None and first.figure.line.isdecimal():
            return check_in(self.format, first.figure)
        owner = self.owners.get(whole)
        if owner is not None:
            return check_in(self.format, owner.figure)
        return "same-fact" if self.mentions[whole].quantity.is_money else "counts-add-up"

    def _is_beside_own(self, whole: int) -> bool:
        """Whether a count of units leaves out the one they belong to (由局本级和2个下属单位组成):
        what follows may count it among its kind.
        """
        mark = self.mentions[whole].mark
        block = self.facts.manuscript.bound.document.blocks[mark.block]
        before = block.text[: mark.start] if isinstance(block, TextBlock) else ""
        return bool(_BESIDE_OWN.search(before))

    def _is_average(self, at: int) -> bool:
        """Whether a number is so much for each one, and no part of anything."""
        return any(word in self.mentions[at].subject for word in _AVERAGES)

    def _adds_up(self, part: int, whole: int) -> bool:
        """Whether a part can be summed into a whole: an amount of this year into money, a count
        into a count of the same unit.
        """
        one, other = self.mentions[part], self.mentions[whole]
        if one.measure not in ("", ACTUAL) or one.quantity.is_rate:
            return False
        if one.quantity.is_money or other.quantity.is_money:
            return one.quantity.is_money == other.quantity.is_money
        return one.quantity.unit == other.quantity.unit

    def _is_composition(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether all parts are lines of one composition of the format, and the whole its whole."""
        names = [self.owners[at].figure for at in parts if at in self.owners]
        if len(names) < len(parts) or whole not in self.owners:
            return False
        mine = self.owners[whole].figure
        for composition in self.format.compositions.values():
            known = composition.whole
            if len(composition.parts) == 1 and not composition.parts[0].whole_group:
                continue
            if not self.facts.is_same(mine, FigureName(known.table, known.line, known.column)):
                continue
            if all(any(self._is_part(name, part) for part in composition.parts) for name in names):
                return True
        return False

    def _is_part(self, name: FigureName, part: Part) -> bool:
        table, line, column = part.table, part.line, part.column
        if not part.whole_group:
            return self.facts.is_same(name, FigureName(table, line, column))
        known = self.format.tables[name.table].line(name.line) if name.table == table else None
        return known is not None and known.group == line

    def _suggested(self, whole: int, parts: Sequence[int]) -> Fraction:
        """What the sides may differ by besides, where all parts are printed with fewer decimals
        than the document usually has: they may be rounded.
        """
        numbers = [self.numbers.known[at] for at in parts]
        filled = [number for number in numbers if number.value]
        steps = [number.step for number in filled]
        if len(filled) < _FEW or not self.mentions[whole].quantity.is_money:
            return Fraction(0)
        coarse = min(steps)
        both = [*filled, self.numbers.known[whole]]
        return sum((max(coarse / 2 - each.half, Fraction(0)) for each in both), Fraction(0))


def shares_foot(numbers: Numbers, facts: Facts, sentences: Sentences) -> Iterator[Noticed]:
    """The shares of a list make a hundred, but for the rounding of each. Where their whole is
    stated each is recomputed, which says more: here only what cannot be recomputed is told.
    """
    for listing in facts.manuscript.bound.said.listings:
        found = [sentences.beside(at, SHARE) for at in listing.parts]
        shares = [at for at in found if at is not None]
        if len(shares) < max(_FEW, len(found)):
            continue
        known = [numbers.known[at] for at in shares]
        summed = sum((number.value for number in known), Fraction(0))
        slack = sum((number.step / 2 for number in known), Fraction(0))
        mark, text = numbers.mentions[shares[-1]].mark, numbers.mentions[shares[-1]].quantity.text
        recomputed = any(sentences.whole(at) is not None for at in shares)
        if abs(summed - PERCENT) <= slack or recomputed:
            yield Noticed(mark, inputs=(text,))
            continue
        terms = "＋".join(numbers.mentions[at].quantity.text for at in shares)
        yield Noticed(
            mark,
            f"各部分的占比之和是{shown(summed, PUBLISHED_PLACES)}%（{terms}），不是100%。请核对。",
            printed=f"{shown(summed, PUBLISHED_PLACES)}%",
            expected="100%",
            inputs=(text,),
        )
