"""What a text says, before anyone knows of which figure: numbers with their part in the sentence.

`binding.clauses` makes it from a document alone, without a format. Positions are those of the
document's blocks and of characters in a block's own text, so that every number can be shown where
it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

from xlbudget.domain.records import dataclass

MONEY: Mapping[str, int] = {
    "元": 1,
    "千元": 1000,
    "万元": 10**4,
    "万": 10**4,
    "百万元": 10**6,
    "亿元": 10**8,
    "亿": 10**8,
}
"""The units of money in 元; 万 and 亿 alone are taken for it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a document: the position of its block, and of characters in the block's text."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed, with the unit that stands at it.

    `value` is the number in that unit, `places` its printed decimals (1.80 has two), `unit` is
    one of MONEY, %, 倍, 个百分点, a measure word (辆, 批次, 人次, 台 …) or "" where none
    stands at it.
    """

    text: str
    value: Decimal
    places: int
    unit: str

    @property
    def is_money(self) -> bool:
        """Whether the unit is one of money."""
        return self.unit in MONEY

    @property
    def is_rate(self) -> bool:
        """Whether it is a ratio."""
        return self.unit in ("%", "倍")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number of a text and what its sentence says of it.

    `measure` is one of formats.names (actual, prior_actual, change, change_rate, budget,
    completion_rate, budget_change, budget_change_rate, share; counts are actual), or "" where the
    sentence does not tell. `subject` are the words that it is said of, as written but for spaces
    and the words of a year (一般公共预算财政拨款支出). `direction` is 1 where the words say more
    (增加, 增长, 上升), −1 where they say less (减少, 下降, 降低), else 0; the number itself has no
    sign. `of` is the mention of the amount that this one qualifies: the amount whose share,
    change, rate, budget or last year this is. `whole` is the mention of the whole that a part or
    share belongs to, `whole_words` the words that name it (本年支出合计), where the text does.
    `year` is the year that the words name, `budget_words` the budget that they name (年初预算).
    """

    mark: Mark
    quantity: Quantity
    measure: str = ""
    subject: str = ""
    direction: int = 0
    of: int | None = None
    whole: int | None = None
    whole_words: str = ""
    year: int | None = None
    budget_words: str = ""


class Told(Enum):
    """What words without a number say of an amount."""

    AS_PRIOR = "与上年持平"
    ABOUT_PRIOR = "与上年基本持平"
    AS_BUDGET = "与预算持平"
    OVER_BUDGET = "大于预算"
    UNDER_BUDGET = "小于预算"
    MORE = "比上年增加"
    LESS = "比上年减少"
    NONE = "没有这项"
    """无…支出, 未安排, 均无此项."""
    NOT_COMPARABLE = "不可比"
    REASON = "变动原因"
    """主要变动原因是…: the mark is the reason itself, empty where nothing follows."""
    BUDGET_REASON = "决算数与预算数不同的原因"


@dataclass(frozen=True, slots=True)
class Remark:
    """Words without a number that say something of an amount: `of` is the mention of that amount,
    `subject` the words it is said of.
    """

    mark: Mark
    told: Told
    text: str
    subject: str = ""
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Amounts listed after 其中, 主要用于以下方面, 包括: the mention of the whole (None where the
    sentence does not state it) and of each part, in order. A part's own 其中 is a listing apart.
    `words` are what leads to the list.
    """

    parts: tuple[int, ...]
    whole: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """All that a document says in numbers. Indices are positions in `mentions`."""

    mentions: tuple[Mention, ...]
    remarks: tuple[Remark, ...] = ()
    listings: tuple[Listing, ...] = ()
