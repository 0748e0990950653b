"""The numbers of a clause: what each measures, and of which amount."""

from __future__ import annotations

import re

from xlbudget.binding.clauses.lists import kind
from xlbudget.binding.clauses.owners import Anchor, fits, of_name
from xlbudget.binding.clauses.state import UNKNOWN, Reading
from xlbudget.binding.clauses.words import OWN_YEAR, RATE_UNITS, Phrase, phrase
from xlbudget.binding.quantities import Number
from xlbudget.binding.said import Mention
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.formats.names import ACTUAL, BUDGET, COMPLETION_RATE, PRIOR_ACTUAL, SHARE

_OF_A_YEAR = ("总计", "合计", "决算")
_TWO = 2


@dataclass(slots=True)
class Numbers:
    """Reads the numbers of one paragraph; budgets and amounts of last year may wait for the amount
    that they belong to.
    """

    reading: Reading
    _budgets: list[int] = field(default_factory=list)
    _priors: list[int] = field(default_factory=list)
    _lead: str = ""

    def read(self, words: str, number: Number, *, aside: bool) -> None:
        """A number with the words before it; `aside` are words in brackets that come before what
        they belong to.
        """
        reading = self.reading
        words = self._lead + words if words == "的" and number.quantity.is_rate else words
        self._lead = words
        told = phrase(words, number.quantity, reading.sentence.known, reading.told.year)
        told = self._in_year(told, words)
        told = replace(told, own=self._is_other_side(told))
        if aside:
            told = replace(told, measure="") if told.goes_on else told
            reading.add(number, told, self._of_aside(told, number))
        elif told.measure == ACTUAL:
            self._actual(number, told)
        elif told.measure == BUDGET:
            self._budget(number, told)
        elif told.measure == PRIOR_ACTUAL:
            self._prior(number, told)
        elif told.measure:
            self._qualifier(number, told, words)
        else:
            self._untold(number, told)

    def blank(self, words: str) -> None:
        """A number left blank: nothing after it goes on from the amount before."""
        reading = self.reading
        told = phrase(words, UNKNOWN, reading.sentence.known, reading.told.year)
        if told.measure != ACTUAL:
            return
        reading.sentence.anchor = Anchor(None, reading.subject(told))
        reading.frames.doubt()
        if not len(reading.frames):
            reading.mains = []

    def end(self) -> None:
        """The paragraph is over: what of last year's has no amount yet finds it by its name."""
        mentions = self.reading.told.mentions
        for at in self._priors:
            mention = mentions[at]
            of = of_name(mention.subject, self.reading.actuals, mentions, mention.quantity)
            measure = mention.measure
            if of is None and mention.year and not mention.subject.endswith(_OF_A_YEAR):
                measure = ""
            mentions[at] = replace(mention, of=of, measure=measure)

    def _in_year(self, told: Phrase, words: str) -> Phrase:
        """The year that a sentence begins with is that of all its amounts."""
        sentence, year = self.reading.sentence, self.reading.told.year
        named = OWN_YEAR.search(words)
        sentence.year = int(named[1]) if named else sentence.year
        if told.year is not None:
            return told
        of_last_year = year is not None and sentence.year == year - 1
        if told.measure == ACTUAL and of_last_year:
            return replace(told, measure=PRIOR_ACTUAL, year=sentence.year)
        return told

    def _is_other_side(self, told: Phrase) -> bool:
        """Whether 支出 stands beside 收入, and does not go on from it."""
        anchor = self.reading.sentence.anchor
        spoken = anchor.subject if anchor else ""
        return "支出" in told.subject and "收入" in spoken and "支出" not in spoken

    def _of_aside(self, told: Phrase, number: Number) -> int | None:
        if told.measure in (ACTUAL, BUDGET, "") or told.goes_on:
            return None
        return self.reading.find(told.subject, number.quantity)

    def _untold(self, number: Number, told: Phrase) -> None:
        """A number of which the words do not tell what it measures."""
        reading = self.reading
        at = reading.add(number, told)
        if number.quantity.unit in RATE_UNITS or told.passing:
            return
        reading.sentence.anchor = Anchor(None, told.subject)
        if len(reading.frames) and not told.direction:
            reading.frames.take(at, reading.sign)

    def _actual(self, number: Number, told: Phrase) -> None:
        reading, sentence = self.reading, self.reading.sentence
        subject = reading.subject(told)
        if told.pair:
            names = re.split(r"[、和与及]", subject)
            if len(names) == _TWO:
                subject, sentence.names = names[0], (names[1],)
        elif sentence.names and not told.subject:
            subject, sentence.names = sentence.names[0], ()
        at = reading.add(number, told, subject=subject)
        reading.told.known.add(at, reading.told.mentions[at])
        reading.actuals.append(at)
        self._link_budgets(at, told)
        self._link_remarks(at, subject)
        sentence.anchor = Anchor(at, subject)
        if reading.first is None:
            reading.first = at
        if not reading.frames.take(at, reading.sign, sentence.ordinal):
            sentence.mains.append(at)
        sentence.last[kind(number.quantity)] = at

    def _link_budgets(self, at: int, told: Phrase) -> None:
        """A budget that was stated before its amount: 年初预算为…，支出决算为…."""
        mentions = self.reading.told.mentions
        for budget in self._budgets:
            other = mentions[budget]
            if not fits(other.quantity, mentions[at].quantity):
                continue
            if told.goes_on or of_name(other.subject, [at], mentions, other.quantity) == at:
                mentions[budget] = replace(other, of=at)
        self._budgets = []

    def _link_remarks(self, at: int, subject: str) -> None:
        """What was said of an amount before it: …与上年持平，为1000万元."""
        reading, remarks = self.reading, self.reading.told.remarks
        for position in range(max(0, len(remarks) - _TWO), len(remarks)):
            remark = remarks[position]
            here = remark.mark.block == reading.block and reading.sentence.anchor is not None
            if here and remark.of is None and remark.subject == subject and subject:
                remarks[position] = replace(remark, of=at)

    def _budget(self, number: Number, told: Phrase) -> None:
        reading, sentence = self.reading, self.reading.sentence
        if told.goes_on:
            of = sentence.anchor.of if sentence.anchor else None
        else:
            of = reading.find(told.subject, number.quantity)
        subject = reading.subject(told)
        at = reading.add(number, told, of, subject)
        if of is None:
            self._budgets.append(at)
            sentence.anchor = Anchor(None, subject)

    def _prior(self, number: Number, told: Phrase) -> None:
        reading = self.reading
        anchor = reading.going_on(number.quantity) if told.goes_on else None
        if told.goes_on:
            of = anchor.of if anchor else None
        else:
            of = reading.find(told.subject, number.quantity)
        subject = anchor.subject if anchor else told.subject
        at = reading.add(number, told, of, subject)
        if of is None:
            self._priors.append(at)
            reading.sentence.anchor = Anchor(None, subject)

    def _qualifier(self, number: Number, told: Phrase, words: str) -> None:
        """A share, a change, a rate: of the amount that its clause speaks of."""
        reading, mentions = self.reading, self.reading.told.mentions
        anchor = Anchor(None) if "分别" in words else reading.owner(told, number.quantity)
        of = self._fitting(anchor, number, mentions)
        subject = anchor.subject if anchor else told.subject
        reading.sentence.owners.add(of)
        at = reading.add(number, told, of, subject)
        if told.measure == SHARE:
            mentions[at] = replace(mentions[at], whole=reading.whole(told, of))
        stays = told.measure in (SHARE, COMPLETION_RATE) and told.goes_on and "分别" not in words
        if not stays:
            reading.sentence.anchor = anchor or Anchor(None, told.subject)

    def _fitting(
        self, anchor: Anchor | None, number: Number, mentions: list[Mention]
    ) -> int | None:
        if anchor is None or anchor.of is None:
            return None
        return anchor.of if fits(number.quantity, mentions[anchor.of].quantity) else None
