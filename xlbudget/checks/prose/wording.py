"""Numbers of a text and their relations in words: where they stand, and their sums reckoned out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.mixed_in import amount_of
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.ratio_verdicts import rounded, shown
from xlbudget.checks.prose.relations import Form, Key, Relation, Values, difference, quotient, total
from xlbudget.checks.prose.suspects import Suspect
from xlbudget.checks.prose.tables import TableNumbers, merged_values
from xlbudget.domain.records import replace
from xlbudget.domain.text import Place

_PLACES = 4
"""So many decimals show every amount of 元."""

_FEW_CELLS = 2

_MEASURES = {
    "share": "占比",
    "change": "增减额",
    "change_rate": "增减率",
    "completion_rate": "完成率",
    "prior_actual": "上年数",
    "budget": "预算数",
    "budget_change": "较预算的增减额",
    "budget_change_rate": "较预算的增减率",
}


_BY_DIRECTION = {
    "change": ("增加额", "减少额"),
    "change_rate": ("增长率", "下降率"),
    "budget_change": ("较预算的增加额", "较预算的减少额"),
    "budget_change_rate": ("较预算的增长率", "较预算的下降率"),
}


class Wording:
    """The words for the numbers of one manuscript."""

    def __init__(
        self,
        manuscript: Manuscript,
        numbers: Numbers,
        facts: Facts,
        tables: TableNumbers | None = None,
    ) -> None:
        self.manuscript, self.numbers, self.facts, self.tables = manuscript, numbers, facts, tables
        self.known = merged_values(numbers, tables)

    def text(self, key: Key) -> str:
        """A number as it stands in the text, or in the tables."""
        if key < 0 and self.tables:
            return self.tables.texts[key]
        mention = self.numbers.mentions[key]
        return mention.quantity.text or self.manuscript.text(mention.mark)

    def place(self, key: Key) -> Place:
        """Where a number stands."""
        return self.manuscript.place(self.numbers.mentions[key].mark)

    def spots(self, key: Key) -> tuple[str, ...]:
        """A number with its paragraph, or the cells that it is from, as the ledger names them."""
        if key < 0 and self.tables:
            return self.tables.inputs[key]
        return (self.facts.spot(key, self.text(key)),)

    def inputs(self, relation: Relation) -> tuple[str, ...]:
        """The numbers of a relation, as the ledger names them."""
        return tuple(dict.fromkeys(spot for key in relation.keys for spot in self.spots(key)))

    def formula(self, relation: Relation) -> str:
        """A relation reckoned out with the numbers as they stand."""
        if relation.is_ratio:
            above = self._part(relation.right)
            if self.falls(relation):
                above = above.removeprefix("－")
            return f"{above} ÷ {self._part(relation.base)}"
        return self._side(relation.right)

    def falls(self, relation: Relation) -> bool:
        """Whether a ratio is that of a decrease, which the text states without a sign."""
        return len(relation.right) == 1 and self.known[relation.ratio].value < 0

    def percent(self, relation: Relation, value: Fraction) -> str:
        """A ratio as it is reckoned, without the sign that the words of a decrease stand for."""
        return f"{shown(-value if self.falls(relation) and value < 0 else value, _PLACES)}%"

    def told(self, relation: Relation, at: Key | None = None) -> str:
        """What a relation says and how it comes out, to be told at one of its numbers."""
        if relation.is_ratio:
            found = quotient(relation, self.known)
            return (
                f"{self.subject(relation.ratio)}印{self.text(relation.ratio)}，"
                f"{self.formula(relation)}={self.percent(relation, found.value)}。"
            )
        if len(relation.right) == 1 and len(relation.left) == 1 and not relation.at_least:
            one, other = relation.left[0][1], relation.right[0][1]
            said = f"{self.subject(one)}印{self.text(one)}"
            if other < 0:
                return f"{said}，{self._in_tables(other, one)}（{self._cells(relation, other)}）。"
            here = one if at is None else at
            mine, where = self._where(one, here), self._where(other, here)
            other_said = f"{where}{self.subject(other)}印{self.text(other)}"
            return f"{relation.title}，而{mine}{said}，{other_said}。"
        near, form = relation.left[0][1], relation.right
        left, summed = self._side(relation.left), total(form, self._printed(relation))
        off = abs(total(relation.left, self._printed(relation)) - summed)
        if self._is_decrease(relation) and summed < 0:
            left, summed = self.text(near), -summed
            form = tuple((-sign, key) for sign, key in reversed(form))
        sum_ = self._side(form)
        if len(form) > 1:
            sum_ += f"={self.numbers.total_shown(near, summed)}"
        elif form:
            sum_ = self.subject(form[0][1]) + sum_
        must = "不应当超过" if relation.at_least else "应当等于"
        about = f"{relation.title}：" if len(relation.left) > 1 else ""
        apart = self.numbers.total_shown(near, off)
        return f"{about}{sum_}，{must}{self.subject(near)}{left}，相差{apart}。"

    def _is_decrease(self, relation: Relation) -> bool:
        """Whether a sum is the difference of a decrease, which is told without signs."""
        is_difference = len(relation.left) == 1 and len(relation.right) > 1
        return is_difference and self.numbers.direction(relation.left[0][1]) < 0

    def _printed(self, relation: Relation) -> Values:
        """The numbers of a relation as a reader has them: those of the tables as published."""
        if self.numbers.unit == "元":
            return self.known
        tables = {key: self.known[key] for key in relation.keys if key < 0}
        published = {
            key: replace(number, value=rounded(number.value, number.places))
            for key, number in tables.items()
        }
        return {**self.known, **published}

    def _in_tables(self, key: Key, near: Key) -> str:
        """A number of the tables beside one of the text; a count has the unit of that."""
        text, quantity = self.text(key), self.numbers.mentions[near].quantity
        return text if quantity.is_money or not text[-1].isdigit() else f"{text}{quantity.unit}"

    def _cells(self, relation: Relation, key: Key) -> str:
        """The cells of a number of the tables; of a sum of many its name."""
        spots = self.spots(key)
        return "、".join(spots) if 0 < len(spots) <= _FEW_CELLS else relation.title

    def located(self, key: Key, other: Key) -> str:
        """A number in quotes, with its paragraph if the other number stands in another one."""
        where = self._where(key, other)
        return f"“{self.text(key)}”（{where}）" if where else f"“{self.text(key)}”"

    def mixed_in(self, failures: Sequence[Relation], suspect: Suspect | None = None) -> str:
        """Whose amount a sum is off by, where the text states it: 政府性基金 among 一般公共预算."""
        for relation in failures:
            if relation.same or relation.is_ratio or relation.at_least:
                continue
            off, at = difference(relation, self.known), relation.left[0][1]
            found = amount_of(off, at, relation.keys, self.numbers, self.facts)
            if found is not None:
                if suspect is not None:
                    off = suspect.should_be - self.known[suspect.key].value
                shown, subject = (
                    self.numbers.total_shown(found, self.known[found].value),
                    self.subject(found),
                )
                why = "可能漏了它" if off > 0 else "可能把它也列进来了"
                return f"相差的{shown}正好是{self._where(found, at)}{subject}，{why}。"
        return ""

    def _where(self, key: Key, other: Key) -> str:
        """Where a number stands, if in another paragraph."""
        if key < 0:
            return ""
        here, there = self.place(key), self.place(other)
        return here.paragraph_words if here.paragraph and here.paragraph != there.paragraph else ""

    def _part(self, form: Form) -> str:
        side = self._side(form)
        return f"（{side}）" if len(form) > 1 else side

    def _side(self, form: Form) -> str:
        parts: list[str] = []
        for sign, key in form:
            mark = ("－" if sign < 0 else "＋") if parts else ("－" if sign < 0 else "")
            number = self.known[key]
            negative = number.value < 0 and not self.text(key).startswith("-")
            if negative and parts:
                mark, negative = ("＋" if sign < 0 else "－"), False
            parts.append(f"{mark}{'－' if negative else ''}{self.text(key)}")
        return "".join(parts)

    def subject(self, key: Key) -> str:
        """What a number is said of."""
        if key < 0:
            return ""
        mention = self.numbers.mentions[key]
        words = _MEASURES.get(mention.measure, "")
        if mention.direction and mention.measure in _BY_DIRECTION:
            words = _BY_DIRECTION[mention.measure][mention.direction < 0]
        subject = mention.subject
        if not subject and mention.of is not None:
            subject = self.numbers.mentions[mention.of].subject
        return f"{subject}{'的' if subject and words else ''}{words}"
