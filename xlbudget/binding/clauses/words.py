"""What the words before a number say of it: which measure, of what, against what."""

from __future__ import annotations

import re

from xlbudget.binding.clauses.subjects import GENERIC, cleaned
from xlbudget.binding.said import Quantity
from xlbudget.domain.records import dataclass, replace
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    PRIOR_ACTUAL,
    SHARE,
)

POINTS = "个百分点"
RATE_UNITS = ("%", "‰", "倍", POINTS)

_BUDGET_KIND = (
    r"(?:年初|全年|年度|本年|当年|调整后?的?|批复|（调整）|（追加）|安排的?|下达的?|全部)*"
)
_THE_BUDGET = rf"(?<!公共)(?<!基金)(?<!经营)(?<!部门)(?<!单位)(?:{_BUDGET_KIND})预算"
_UP = "增加|增长|上升|提高|增多|增幅|升幅|涨幅|多支出|多"
_DOWN = "减少|下降|降低|下滑|降幅|减幅|少支出|压减|压缩|节约|少"
_LAST_YEAR = r"(?:去年|上一?年|(?P<year>(?:19|20)\d\d)年)(?:年?度)?"

PRIOR_BASE = re.compile(
    rf"(?:(?:与|同|比|较|和|相比|相较)于?{_LAST_YEAR}(?:同期)?(?:的?(?:支出|收入)?决算(?:支出)?数?|支出数?)?"
    r"(?:相比较?|比较|对比|相较|比)?|同比(?:去年|上年)?)"
)
BUDGET_BASE = re.compile(
    rf"(?:与|同|比|较|和|相比)于?(?P<words>{_THE_BUDGET})(?:(?:收入|支出)(?![合总]计))?"
    r"(?:数|安排数?|批复数?|金额|总额)?(?:相比较?|比较|对比|相较|比)?"
)
_CHANGE = re.compile(
    rf"(?:各|均|分别|共|共计|略有|有所){{0,4}}(?:(?P<up>{_UP})|(?P<down>{_DOWN})|增减|变动)"
    r"(?P<what>额|率+|幅度?|比例|金额|支出|收入|经费|了|变动)*(?:约|为|是|达|达到)*$"
)
_EITHER = re.compile(rf"(?:{_UP}|{_DOWN})（(?:{_UP}|{_DOWN})）(?:了|额|率|为)*$")
"""What a form leaves to choose: 增加（减少）."""

_TURNED = re.compile(r"(?:增[加长]|减少|下降|提高|上升|降低)(?:到|至)")
_SHARE = re.compile(
    r"所?占(?![有用地])(?P<whole>[^占，。；：]{0,60}?)(?:的?(?:比重|比例|百分比|份额))?的?"
    r"(?:约|为|是|达|达到|近)*$"
)
_SHARE_ALONE = re.compile(
    r"(?:所?占)?(?:比重|比例|份额|占比|百分比)(?:例|重)?(?:约|为|是|达|达到)*$"
)
_COMPLETION = re.compile(
    rf"(?:完成|执行|占|为|是|相当于)了?[^，。；：]{{0,12}}?(?P<words>{_THE_BUDGET})"
    r"(?:数|安排数?|批复数?|金额|总额)?的?(?:比例|比率|进度)?(?:约|为|是|达|达到)*$"
)
_COMPLETION_RATE = re.compile(r"预算(?:完成|执行)(?:率|比例)(?:约|为|是|达|达到)*$")
_BUDGET = re.compile(
    rf"(?P<words>{_THE_BUDGET})(?:数|安排数?|批复数?|金额|安排)?(?:约|为|是|共计|合计|：)*$"
)
_FULFILS = re.compile(r"(?:完成|占)了?$")
_NOT_THE_BUDGET = re.compile(r"涉及|预留|项目预算|采购|总?预算总?金额|事前|编制")
_PASSED = re.compile(r"占(?![有用地])(?P<whole>[^占，。；：]{2,60})$")
_PRIOR = re.compile(
    r"(?<![与比较同和])(?:上一?年度|上一?年(?!度)|去年)(?:同期)?(?!结转|结余|年?末|底)(?P<rest>[^，。；：]{0,40})$"
)
_AMOUNT_TAIL = re.compile(
    r"(?:决算数?额?|执行数|支出数)?(?:(?<![人车户平])均|(?<![成首])都(?=[约为是达])|各|共|共计|总共|分别|累计)*"
    r"(?:约|为|是|达|达到|(?<![总合])计|：)*$"
)
_LEFT_OVER = re.compile(r"(?<=）)决算支出$|[由从]的$")
_NO_ACTUAL = re.compile(
    r"追加|追减|下达|下拨|调增|调减|核减|调入|调出|收回|\d{1,2}月(?!\d+日|底|末)|预计|目标任务"
)
_OF_LAST_YEAR = re.compile(
    r"(?:为|是|达|达到|相当于|占)(?:去年|上一?年|(?:19|20)\d\d年)[^，。；]{0,12}的$"
)
OWN_YEAR = re.compile(r"(?<![与比较同和])(?<!相比)((?:19|20)\d\d)年(?:度)?")
"""A year that is not compared with."""

_SUBJECT_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:度|末|底)?")


@dataclass(frozen=True, slots=True)
class Against:
    """What a comparison compares with: last year, or a budget."""

    budget: bool
    words: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """What the words before a number say of it. `pair` tells that 分别 leads two numbers."""

    measure: str
    subject: str = ""
    direction: int = 0
    against: Against | None = None
    whole_words: str = ""
    budget_words: str = ""
    year: int | None = None
    pair: bool = False
    passing: bool = False
    own: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether it names no subject of its own."""
        return self.subject in GENERIC and not self.own


def against(words: str) -> Against | None:
    """The comparison that a clause names.

    >>> against("与2023年度相比").year, against("较年初预算数").words, against("其中")
    (2023, '年初预算', None)
    """
    budget = BUDGET_BASE.search(words)
    if budget:
        return Against(budget=True, words=budget["words"])
    prior = PRIOR_BASE.search(words)
    if prior:
        return Against(budget=False, year=int(prior["year"]) if prior["year"] else None)
    return None


def without_comparison(words: str) -> str:
    """The words of a clause but for those of a comparison."""
    return PRIOR_BASE.sub("", BUDGET_BASE.sub("", words))


def phrase(words: str, quantity: Quantity, known: Against | None, year: int | None) -> Phrase:
    """What the words of a clause say of the number that ends it; `known` is the comparison that the
    sentence is in, `year` the year of the accounts.

    >>> from decimal import Decimal
    >>> rate = Quantity("98%", Decimal(98), 0, "%")
    >>> phrase("占本年支出合计的", rate, None, 2024).whole_words
    '本年支出合计'
    >>> phrase("完成年初预算的", rate, None, 2024).measure
    'completion_rate'
    """
    rate = quantity.unit in RATE_UNITS or (not quantity.unit and _rate_words(words))
    found = _compared(words, quantity, known, rate=rate)
    if found is None:
        found = _ratio(words, quantity) if rate else _amount(words, quantity, year)
    named = _SUBJECT_YEAR.search(words)
    told = found if not named or found.year else replace(found, year=int(named[1]))
    base = found.against.year if found.against else found.year
    of_prior = told.measure in (PRIOR_ACTUAL, CHANGE, CHANGE_RATE)
    earlier = of_prior and base is not None and year is not None and base < year - 1
    return replace(told, measure="") if earlier else told


def _rate_words(words: str) -> bool:
    return bool(_SHARE.search(words) or _COMPLETION.search(words) or re.search(r"率为?$", words))


def _compared(
    words: str, quantity: Quantity, known: Against | None, *, rate: bool
) -> Phrase | None:
    """An increase or decrease, against what the clause or its sentence names."""
    change = _CHANGE.search(words)
    if not change or _TURNED.search(words, change.start()):
        return None
    named = against(words[: change.start()])
    base = named or known
    before = words[: change.start()]
    subject = cleaned(without_comparison(before) if named else before)
    direction = 1 if change["up"] else -1 if change["down"] else 0
    if quantity.unit == POINTS or base is None:
        return Phrase("", subject, direction, base)
    if base.budget:
        measure = BUDGET_CHANGE_RATE if rate else BUDGET_CHANGE
        return Phrase(measure, subject, direction, base, budget_words=base.words)
    return Phrase(CHANGE_RATE if rate else CHANGE, subject, direction, base)


def _ratio(words: str, quantity: Quantity) -> Phrase:
    if _EITHER.search(words):
        return Phrase("", passing=True)
    completion = _COMPLETION.search(words)
    if completion:
        return Phrase(
            COMPLETION_RATE,
            named_in(words[: completion.start()]),
            budget_words=completion["words"],
        )
    completion = _COMPLETION_RATE.search(words)
    if completion:
        return Phrase(COMPLETION_RATE, named_in(words[: completion.start()]), budget_words="预算")
    if _OF_LAST_YEAR.search(words):
        return Phrase("")
    if quantity.unit in ("倍", POINTS):
        return Phrase("", named_in(words))
    share = _SHARE.search(words)
    if share and not re.search(r"上一?年|去年|目标|任务", share["whole"]):
        whole = share["whole"].removesuffix("的")
        if whole not in ("比", "总体"):
            return Phrase(SHARE, named_in(words[: share.start()]), whole_words=cleaned(whole))
    share = _SHARE_ALONE.search(words)
    if share and not re.search(r"上一?年|去年|完成", words):
        return Phrase(SHARE, named_in(words[: share.start()]))
    return Phrase("", named_in(words))


def _amount(words: str, quantity: Quantity, year: int | None) -> Phrase:
    if _NO_ACTUAL.search(words):
        return Phrase("", named_in(words))
    if _EITHER.search(words) or _TURNED.search(words):
        return Phrase("", passing=True)
    passed = _PASSED.search(words)
    if passed:
        return Phrase("", cleaned(passed["whole"]), passing=True)
    compared = _compared_amount(words)
    if compared:
        return compared
    bare = OWN_YEAR.sub("", words)
    budget = _BUDGET.search(bare)
    if budget and not _NOT_THE_BUDGET.search(bare):
        kind = budget["words"]
        subject = _FULFILS.sub("", named_in(bare[: budget.start()]))
        return Phrase(BUDGET, subject, budget_words=kind)
    prior = _PRIOR.search(words)
    if prior:
        return Phrase(PRIOR_ACTUAL, named_in(words[: prior.start()] + prior["rest"]))
    named = _SUBJECT_YEAR.search(words)
    if named and year is not None and int(named[1]) != year:
        measure = PRIOR_ACTUAL if int(named[1]) == year - 1 else ""
        return Phrase(measure, named_in(words), year=int(named[1]))
    subject = named_in(words)
    measure = ACTUAL if subject or quantity.unit else ""
    return Phrase(measure, subject, pair="分别" in words[-6:])


def _compared_amount(words: str) -> Phrase | None:
    """The amount that a comparison names: 比上年决算数480万元(增加…), 比年初预算450万元(增加…)."""
    for base, measure in ((BUDGET_BASE, BUDGET), (PRIOR_BASE, PRIOR_ACTUAL)):
        found = base.search(words)
        if found and words[found.end() :].strip("的数") == "":
            kind = found.groupdict().get("words") or ""
            year = found.groupdict().get("year")
            subject = cleaned(words[: found.start()])
            named = int(year) if year else None
            return Phrase(measure, subject, budget_words=kind, year=named)
    return None


def named_in(words: str) -> str:
    """The subject in the words before a verb, without 决算数为.

    >>> named_in("2024年度公务接待费支出决算为")
    '公务接待费支出'
    """
    return _LEFT_OVER.sub("", cleaned(_AMOUNT_TAIL.sub("", words)))
