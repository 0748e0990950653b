"""What is known at a point of a paragraph: its amounts so far, and what the sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from xlbudget.binding.clauses.frames import Frames
from xlbudget.binding.clauses.owners import Anchor, fits, of_name, of_pair
from xlbudget.binding.clauses.record import Record
from xlbudget.binding.clauses.subjects import GENERIC
from xlbudget.binding.clauses.words import Against, Phrase
from xlbudget.binding.plain import Plain
from xlbudget.binding.quantities import Number
from xlbudget.binding.said import Mark, Mention, Quantity
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.formats.names import PRIOR_ACTUAL, SHARE

_OF_FUND = re.compile(r"^(?P<fund>.{0,40}拨款)?(?:年初|本年|年末)")
_OF_APPROPRIATION = re.compile(r"^(?P<fund>.{0,40}?财政拨款)?(?:收入|支出)(?:总计|合计)$")
_TOTALS = ("总收入", "总支出", "总额", "其", "合计", "总计", "全部", "总数")
_BOTH = "收支"
_SIDES = ("收入", "总收入", "收入总额", "支出", "总支出", "支出总额")
_MONEY = "金额"
UNKNOWN = Quantity("", Decimal(0), 0, "万元")
"""A number that is not there: of money, as most are."""


@dataclass(slots=True)
class Sentence:
    """What is known so far in a sentence.

    `known` is the comparison it makes, `anchor` what it speaks of, `label` a name before a colon,
    `year` the year it begins with, `fund` the words that 年初…, 本年…, 年末… share, `mains` the
    amounts that it states itself, `last` the last amount of each kind, `names` those that 分别
    still promises, `owners` the amounts compared, `ordinal` the number before it. A `silent`
    sentence tells a reason or a purpose: its numbers are no figures.
    """

    known: Against | None = None
    anchor: Anchor | None = None
    label: str = ""
    year: int | None = None
    fund: str = ""
    mains: list[int] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    owners: set[int | None] = field(default_factory=set)
    ordinal: int | None = None
    silent: bool = False


@dataclass(slots=True)
class Reading:
    """Where the reading of a paragraph has come to.

    `before` are the amounts that the paragraph before stated last, `mains` those that the last
    sentence stated, `stated` how many of a kind the first one did, `first` the first amount,
    `title` the name that the paragraph begins with, `over` the 类 and 款 that the heading above
    names, `compared` the comparison that the last sentence made, `spoken` what it spoke of where
    that was one amount, `sign` the sign before the clause being read.
    """

    told: Record
    block: int
    plain: Plain
    frames: Frames
    before: Sequence[int] = ()
    mains: list[int] = field(default_factory=list)
    stated: int = 0
    first: int | None = None
    title: str = ""
    over: str = ""
    compared: Against | None = None
    spoken: Anchor | None = None
    actuals: list[int] = field(default_factory=list)
    sentence: Sentence = field(default_factory=Sentence)
    in_brackets: bool = False
    sign: str = ""
    clauses: int = 0

    def quantity(self, at: int) -> Quantity:
        """The number of a mention."""
        return self.told.mentions[at].quantity

    def add(self, number: Number, told: Phrase, of: int | None = None, subject: str = "") -> int:
        """Note a number; its subject is that of its phrase, unless another is given."""
        before = self.told.mentions[-1] if self.told.mentions else None
        if told.measure == SHARE and before and before.mark.block == self.block:
            of_prior = before.measure == PRIOR_ACTUAL  # 上年110万元，占1.4%：占的是上年的总额
            told = replace(told, measure="") if of_prior else told
        start, end = self.plain.original(number.start, number.end)
        mention = Mention(
            mark=Mark(self.block, start, end),
            quantity=number.quantity,
            measure=told.measure,
            subject=subject or told.subject,
            direction=told.direction,
            of=of,
            whole_words=told.whole_words,
            year=told.year,
            budget_words=told.budget_words,
        )
        self.told.mentions.append(mention)
        return len(self.told.mentions) - 1

    def find(self, subject: str, quantity: Quantity | None = None) -> int | None:
        """The amount of this paragraph that goes by a name."""
        if not subject:
            return None
        found = of_name(subject, self.actuals, self.told.mentions, quantity)
        if found is None and subject not in GENERIC:
            found = of_pair(subject, self.actuals, self.told.mentions)
        return found

    def find_anywhere(self, subject: str) -> int | None:
        """The amount that goes by a name, of this paragraph or of those before."""
        found = self.find(subject)
        return self.told.known.whole(subject, self.told.mentions) if found is None else found

    def owner(self, told: Phrase, quantity: Quantity) -> Anchor | None:
        """The amount that a clause qualifies."""
        if told.subject == _BOTH:
            pair = of_pair("收入、支出总计", self.actuals, self.told.mentions)
            return Anchor(pair, told.subject)
        if told.subject and told.subject != "其":
            of = self.find(told.subject, quantity)
            if of is None and told.subject in _SIDES:
                return self._of_side(told.subject, quantity)
            if of is not None or not told.goes_on:
                return Anchor(of, told.subject)
        return self.going_on(quantity)

    def _of_side(self, subject: str, quantity: Quantity) -> Anchor:
        """收入 or 支出 alone goes on from an amount of that side only."""
        found = self.going_on(quantity)
        own, other = ("收入", "支出") if "收入" in subject else ("支出", "收入")
        if found is None or other in found.subject:
            return Anchor(None, subject)
        return found if own == "支出" or own in found.subject else Anchor(None, subject)

    def going_on(self, quantity: Quantity) -> Anchor | None:
        """The amount that words without a subject go on from: that of their sentence, else the
        only one that the sentence before stated.
        """
        sentence, mentions = self.sentence, self.told.mentions
        if sentence.anchor is not None:
            after_item = self.sign == "；" and self.frames.in_list
            return None if after_item else sentence.anchor
        if self.in_brackets or sentence.label:
            return Anchor(None, sentence.label) if sentence.label else None
        found = [at for at in self.mains if fits(quantity, mentions[at].quantity)]
        if quantity.is_rate:
            found = [at for at in found if mentions[at].quantity.is_money] or found
        return Anchor(found[0], mentions[found[0]].subject) if len(found) == 1 else None

    def whole(self, told: Phrase, of: int | None) -> int | None:
        """The whole that a share is of."""
        words = told.whole_words
        if not words or words in _TOTALS:
            return self.told.mentions[of].whole if of is not None else None
        found = self.find(words)
        if found is None or found == of:
            found = self.told.known.whole(words, self.told.mentions)
        return None if found == of else found

    def subject(self, told: Phrase) -> str:
        """What an amount is said of: its own words, else what its sentence speaks of."""
        sentence = self.sentence
        anchor = sentence.anchor.subject if sentence.anchor else ""
        if not told.goes_on:
            return self._of_fund(told.subject)
        if told.subject == _MONEY and anchor:
            return anchor.removesuffix(_MONEY) + _MONEY
        return sentence.label or anchor or self.title or told.subject

    def _of_fund(self, subject: str) -> str:
        """年末结转和结余 after 政府性基金预算财政拨款年初结转和结余 is that of the same money."""
        found = _OF_FUND.match(subject) or _OF_APPROPRIATION.match(subject)
        if found is None:
            return subject
        if found["fund"]:
            self.sentence.fund = found["fund"]
            return subject
        return self.sentence.fund + subject
