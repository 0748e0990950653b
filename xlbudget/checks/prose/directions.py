"""The words of more, less and alike against the numbers they stand at: R84, R85, R86."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xlbudget.binding.said import Mention, Remark, Told
from xlbudget.checks.manuscript import Noticed
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.sentences import Sentences
from xlbudget.domain.findings import Level
from xlbudget.formats.names import (
    BUDGET,
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    PRIOR_ACTUAL,
    SHARE,
)

_RATES = {CHANGE_RATE: CHANGE, BUDGET_CHANGE_RATE: BUDGET_CHANGE}
_CHANGES = (CHANGE, BUDGET_CHANGE)
_SIGNED = (*_RATES, *_CHANGES)
_WORDS = {1: "增加", -1: "减少", 0: "持平"}
_WHOLE = 100
"""A budget completed in full, in percent."""


class Directions:
    """What a text says of more and less, number by number."""

    def __init__(
        self,
        numbers: Numbers,
        facts: Facts,
        sentences: Sentences,
        accused: Collection[int] = (),
    ) -> None:
        self.numbers, self.facts, self.sentences = numbers, facts, sentences
        self.accused = accused
        self.mentions = numbers.mentions
        self.remarks = facts.manuscript.bound.said.remarks

    def direction_words(self) -> Iterator[Noticed]:
        """R84: a change and its rate go one way, carry no sign of their own and are not nothing;
        持平 stands at no change.
        """
        for at, mention in enumerate(self.mentions):
            if mention.measure in _SIGNED and mention.direction:
                change = self._change_of(at, mention)
                if not {at, change} & set(self.accused):
                    yield self._signed(at, mention, change)
        for remark in self.remarks:
            if remark.told in (Told.AS_PRIOR, Told.MORE, Told.LESS) and remark.of is not None:
                yield from self._compared(remark, remark.of)

    def _signed(self, at: int, mention: Mention, change: int | None) -> Noticed:
        said, words = mention.quantity.text, _WORDS[mention.direction]
        if mention.quantity.value < 0:
            return self._noticed(
                at,
                f"“{words}”后面又带负号（{said}）：方向用词说，数不带负号。请改为正数，或者改用相反的词。",
                cause="sign",
            )
        if change is not None and self.mentions[change].direction == -mention.direction:
            other = self.mentions[change]
            return self._noticed(
                at,
                f"{other.quantity.text}是{_WORDS[other.direction]}，{said}却说"
                f"{_WORDS[mention.direction]}：额和率的方向不一致，请核对是哪一个写错。",
                cause="direction",
            )
        if mention.quantity.value == 0 and mention.measure in _CHANGES and not self._is_tiny(at):
            return self._noticed(
                at,
                f"{words}{said}：没有增减，应当写与上年持平。",
                level=Level.WARNING,
                cause="direction",
            )
        return self._noticed(at)

    def _is_tiny(self, at: int) -> bool:
        """Whether a change of nothing has a rate beside it that is not nothing: the amount was
        rounded away.
        """
        actual = self.sentences.actual(at)
        rate = None if actual is None else self.sentences.beside(actual, CHANGE_RATE)
        return rate is not None and self.mentions[rate].quantity.value != 0

    def _change_of(self, at: int, mention: Mention) -> int | None:
        """The change that a rate is of."""
        measure, actual = _RATES.get(mention.measure), self.sentences.actual(at)
        if measure is None:
            return None
        if actual is None:
            return self._just_before(at, mention, measure)
        found = self.sentences.beside_of(at, actual, measure)
        return found if found is not None and found < at else None

    def _just_before(self, at: int, mention: Mention, measure: str) -> int | None:
        """The change right before a rate of the same, where the amount itself is not stated."""
        other = self.mentions[at - 1] if at else None
        if other is None or other.measure != measure or other.of is not None:
            return None
        alike = (other.mark.block, other.subject) == (mention.mark.block, mention.subject)
        return at - 1 if alike else None

    def _compared(self, remark: Remark, actual: int) -> Iterator[Noticed]:
        """What is said of an amount without a number, against what is said of it with one."""
        way = {Told.AS_PRIOR: 0, Told.MORE: 1, Told.LESS: -1}[remark.told]
        change = self.sentences.beside(actual, CHANGE)
        prior = self.sentences.beside(actual, PRIOR_ACTUAL)
        if prior is not None:
            now, then = self.numbers.known[actual].value, self.numbers.known[prior].value
            real, shown = (now > then) - (now < then), self.mentions[prior].quantity.text
            told = f"本年{self.mentions[actual].quantity.text}，上年{shown}"
        elif change is not None and self.mentions[change].direction:
            value = self.mentions[change].quantity.value
            real = self.mentions[change].direction if value else 0
            told = f"文中写着{_WORDS[real]}{self.mentions[change].quantity.text}"
        else:
            return
        if real == way:
            yield Noticed(remark.mark, inputs=(remark.text,))
        else:
            yield Noticed(
                remark.mark,
                f"“{remark.text}”与数不符：{told}。请核对。",
                printed=remark.text,
                expected=_WORDS[real],
                cause="direction",
                inputs=(remark.text,),
            )

    def completion_words(self) -> Iterator[Noticed]:
        """R85: 大于 stands at more than 100 %, 小于 at less, 持平 at just that."""
        for remark in self.remarks:
            way = {Told.OVER_BUDGET: 1, Told.UNDER_BUDGET: -1, Told.AS_BUDGET: 0}.get(remark.told)
            if way is None or remark.of is None:
                continue
            yield from self._completed(remark, remark.of, way)

    def _completed(self, remark: Remark, actual: int, way: int) -> Iterator[Noticed]:
        rate = self.sentences.beside(actual, COMPLETION_RATE)
        budget = self.sentences.beside(actual, BUDGET)
        if budget is not None:
            now, then = self.numbers.known[actual].value, self.numbers.known[budget].value
            real = (now > then) - (now < then)
            spent, granted = (self.mentions[each].quantity.text for each in (actual, budget))
            told = f"决算{spent}，预算{granted}"
        elif rate is not None:
            value = self.numbers.known[rate].value
            real = (value > _WHOLE) - (value < _WHOLE)
            told = f"完成预算{self.mentions[rate].quantity.text}"
        else:
            return
        if {rate, budget, actual} & set(self.accused):
            return  # 数已经指出来了
        if real == way or self._is_nothing(actual, real, way):
            yield Noticed(remark.mark, inputs=(remark.text,))
            return
        words = {1: "大于", -1: "小于", 0: "持平"}
        yield Noticed(
            remark.mark,
            f"“{remark.text}”与数不符：{told}，应当是{words[real]}。请核对是词还是数写错。",
            printed=remark.text,
            expected=words[real],
            cause="direction",
            inputs=(remark.text,),
        )

    def _is_nothing(self, actual: int, real: int, way: int) -> bool:
        """Whether nothing was spent of nothing: 完成预算0%，持平 is how some forms say so."""
        return real < 0 and way == 0 and not self.numbers.known[actual].value

    def no_base(self) -> Iterator[Noticed]:
        """R86: no rate where last year was nothing, no completion rate of a budget of nothing, no
        share of nothing but 0%.
        """
        for at, mention in enumerate(self.mentions):
            if not mention.quantity.is_rate:
                continue
            actual = self.sentences.actual(at)
            if actual is None:
                continue
            base = self._nothing(at, mention, actual)
            if base is not None:
                yield base

    def _nothing(self, at: int, mention: Mention, actual: int) -> Noticed | None:
        known, said = self.numbers.known, mention.quantity.text
        if mention.measure == CHANGE_RATE:
            change = self._change_of(at, mention)
            prior = self.sentences.beside_of(at, actual, PRIOR_ACTUAL)
            base = change if prior is None else prior
            if prior is not None:
                is_nothing = known[prior].value == 0
            elif change is not None:
                is_nothing = known[change].value == known[actual].value > 0
            else:
                return None
            message = f"上年为0，没有增减率可言，文中却印{said}。请删去增减率，写明上年无此项。"
        elif mention.measure == COMPLETION_RATE:
            budget = base = self.sentences.beside_of(at, actual, BUDGET)
            if budget is None:
                return None
            is_nothing = known[budget].value == 0
            message = f"预算为0，没有完成率可言，文中却印{said}。请删去完成率。"
        elif mention.measure == SHARE and mention.quantity.value:
            whole = base = self.sentences.whole(at)
            if whole is None:
                return None
            is_nothing = known[whole].value == 0
            message = f"总额为0，没有占比可言，文中却印{said}。请核对总额，或删去占比。"
        else:
            return None
        if not is_nothing or {base, actual} & set(self.accused):
            return self._noticed(at)
        return self._noticed(at, message, level=Level.WARNING, cause="no_base")

    def _noticed(
        self,
        at: int,
        message: str = "",
        *,
        level: Level | None = None,
        cause: str | None = None,
    ) -> Noticed:
        mention = self.mentions[at]
        return Noticed(
            mention.mark,
            message,
            printed=mention.quantity.text if message else None,
            cause=cause,
            inputs=(self.facts.spot(at),),
            level=level,
        )
