"""What an amount is said of, and whether two clauses speak of the same."""

from __future__ import annotations

import re
from functools import lru_cache

_PAIR = re.compile(
    r"收(?:入)?(?:决算)?(?P<first>总计|合计)?[、，和与及]?支(?:出)?(?:决算)?(?P<second>总计|合计)?"
)
_YEAR = re.compile(
    r"(?:截[至止到])?(?:(?:19|20)\d\d年(?:度|末|底|初)?|本年度|当年度?)(?:\d+月(?:\d+日|底|末)?)?[，、]?"
)
_DATE = re.compile(r"^截[至止到][^，]{0,14}?(?:日|底|末|时)[，、]?")
_LEAD = re.compile(
    r"^(?:[、，；：和及并且含]|其中|包括|包含|此外|另外|同时|全年|本(?:部门|单位|局|街道|乡|镇|校|院)|"
    r"[①-⑳]|\d{1,3}[.、](?!\d)|\d{1,3}[.、](?=(?:19|20)\d\d年)|（\d{1,3}）[.、]?|（?[一二三四五六七八九十]{1,3}[）、]|[•·●■◆★▪])+"
)
_TAIL = re.compile(
    r"(?:[，、：]|决算数额?|决算|支出数|执行数|总额|金额|数额|数|总计|合计|费用|经费|费|支出)$"
)
_THREE_PUBLIC = re.compile("(?:财政拨款)?三公经费(?:财政拨款)?")
_DEFINED = re.compile(r"^.{0,30}?(?:用于保障|为完成)[^，。；]{4,40}的(?=(?:基本|项目)支出)")
"""What the official forms say of 基本支出 and 项目支出 before their name."""

_QUOTES = str.maketrans("", "", "“”\"'‘’《》 ")

GENERIC = frozenset(
    (
        "",
        "支出决算",
        "支出决算数",
        "决算",
        "决算数",
        "决算支出",
        "费用支出",
        "费用",
        "支出",
        "支出数",
        "支出金额",
        "执行数",
        "实际支出",
        "实际支出数",
        "该项支出",
        "该项经费",
        "该支出",
        "该费用",
        "经费",
        "经费支出",
        "其",
        "共支出",
        "共计支出",
        "合计支出",
        "累计支出",
        "总支出",
        "金额",
        "总额",
        "总体",
        "收支",
        "为",
        "是",
        "占",
        "比",
        "较",
        "完成",
    )
)
"""Subjects that only continue what was spoken of."""


def cleaned(subject: str) -> str:
    """A subject without numbering, connecting words and years.

    >>> cleaned("2024年度，其中：公务接待费支出")
    '公务接待费支出'
    >>> cleaned("用于保障示例局正常运转、完成日常工作的基本支出")
    '基本支出'
    """
    before = None
    while subject != before:
        before = subject
        subject = _DATE.sub("", subject)
        subject = _YEAR.sub("", subject, count=1) if _YEAR.match(subject) else subject
        subject = _LEAD.sub("", subject).strip(" ，、：；")
    return _DEFINED.sub("", _YEAR.sub("", subject))


def both(subject: str) -> tuple[str, str] | None:
    """The two names of a subject that names revenue and expenditure at once.

    >>> both("财政拨款收入、支出总计"), both("收、支总计"), both("收入总计")
    (('财政拨款收入总计', '财政拨款支出总计'), ('收入总计', '支出总计'), None)
    """
    found = _PAIR.search(subject)
    if not found or found.end() != len(subject):
        return None
    before = subject[: found.start()]
    total = found["second"] or found["first"] or ("总计" if subject == "收支" else "")
    return f"{before}收入{total}", f"{before}支出{total}"


@lru_cache(maxsize=4096)
def same_words(subject: str) -> str:
    """A subject so that other spellings of it are equal."""
    words = subject.translate(_QUOTES).replace("拨款本年", "拨款").replace("总支出", "支出")
    words = _THREE_PUBLIC.sub("三公经费", words)
    pair = _PAIR.search(words)
    if pair and pair.end() == len(words):
        return words[: pair.start()] + "收入支出总计"
    return re.sub(r"^(.*)(收|支)(总计|合计)$", _whole_word, words)


def _whole_word(found: re.Match[str]) -> str:
    return found[1] + {"收": "收入", "支": "支出"}[found[2]] + found[3]


@lru_cache(maxsize=4096)
def core(subject: str) -> str:
    """A subject without the words that may be left out.

    >>> core("公务接待费支出决算"), core("公务接待费"), core("基本支出"), core("支出总计")
    ('公务接待', '公务接待', '基本', '支出')
    """
    words = same_words(subject)
    if words.endswith("收入支出总计"):
        return words
    while True:
        shorter = _TAIL.sub("", words)
        if not shorter or shorter == words:
            return words
        words = shorter


_FEW_SIGNS = 4
_UNIT_ENDS = (
    *"局委办处院校站所会部厅镇乡府队馆台园团司社的",
    *("中心", "街道", "本年", "单位", "公务用车"),
)
_SHORT_NAMES = ("三公",)


def likeness(one: str, other: str) -> int:
    """How sure it is that two subjects are the same: 3 in all words, 2 but for words that may be
    left out, 1 where one ends with the other, 0 not.

    >>> likeness("公务接待费支出决算", "公务接待费")
    2
    >>> likeness("示例局机关运行经费支出", "机关运行经费"), likeness("财政拨款收入", "其他收入")
    (1, 0)
    """
    if same_words(one) == same_words(other):
        return 3
    first, second = core(one), core(other)
    if first == second:
        return 2
    if _ends_with(first, second) or _ends_with(same_words(one), same_words(other)):
        return 1
    return 0


def _ends_with(one: str, other: str) -> bool:
    """Whether one is the other after the name of a unit."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    known = len(shorter) >= _FEW_SIGNS or shorter in _SHORT_NAMES
    before = longer[: len(longer) - len(shorter)]
    return known and longer.endswith(shorter) and before.endswith(_UNIT_ENDS)
