"""What a number is looked up by: the words of its subject, its kind, its measure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.binder.hand import loosened
from xlbudget.binding.said import Mention, Quantity
from xlbudget.domain.records import dataclass
from xlbudget.formats.names import ACTUAL

MONEY, RATE = "金额", "率"

TELLING = 3
"""Shorter words do not tell what is meant: those before a count need those behind it."""

_ORGAN = re.compile(
    r"单位|部门|机关(?!运行|事业|服务)|局|办公室|办事处|街道|委员会|委|办(?!公|事|理)|中心|厅|院|校|所|站|"
    r"队|政府(?!采购|性)|镇|(?<!城)乡|馆|(?<!社)会(?!议)|本级|系统"
)
_NO_ORGAN = re.compile(r"支出|收入|费|预算|拨款|，|完成|保障|工作|用于|其中|项目|补助|公务")
_BEGINNING = re.compile(
    r"^(?:\d{4}年|[，：]|其中|年(?!初|末)|本?(?:单位|部门)(?=有)|本单位|本部门|占有使用)+"
)
_SAME_WORDS = (
    ("费用", "费"),
    ("经费", "费"),
    ("日常公用费", "公用费"),
    ("单位", "部门"),
    ("出国境", "出国（境）"),
    ("本年收入合计", "收入合计"),
    ("本年支出合计", "支出合计"),
    ("财政拨款三公费", "三公费"),
    ("三公费财政拨款", "三公费"),
    ("财政拨款本年支出", "财政拨款支出"),
    ("财政拨款本年收入", "财政拨款收入"),
    ("预算拨款", "预算财政拨款"),
)
_GENERIC = re.compile(
    r"(?:本年|年初|年末|收入|支出|收支|合计|总计|总额|结转|结余|基本|项目|人员|公用|费|经营|事业|其他|上级|附属|"
    r"部门|上缴|补助|对|分配|使用|资金|预算|数|和|各|，)+"
)
_BOTH_TOTALS = re.compile(r"收(?:入)?(?:总计)?，?支(?:出)?总计|收支$")
_COUNTS = {"批次": "批", "人次": "人", "台套": "台（套）", "台": "台（套）", "套": "台（套）"}
_COUNTS |= {"台/套": "台（套）", "个团组": "个", "团组": "个"}
_ENDINGS = ("合计", "总额", "数", "金额", "总计", "资金")
_SIDES = ("支出", "收入")


@dataclass(frozen=True, slots=True)
class Words:
    """What a number is looked up by."""

    key: str
    kind: str
    measure: str


def subject_key(words: str) -> str:
    """A subject as it is looked up: without quotes and the like.

    >>> subject_key("“三公”经费支出决算数"), subject_key("本单位机关运行经费支出")
    ('三公费支出', '机关运行费支出')
    """
    key = loosened(words).strip("，：。（")
    key = _BEGINNING.sub("", key)
    return _with_same_words(key)


def _with_same_words(key: str) -> str:
    for other, word in _SAME_WORDS:
        key = key.replace(other, word)
    return _BOTH_TOTALS.sub("收支总计", key)


def is_generic(key: str) -> bool:
    """Whether words tell what is meant only in their section.

    >>> is_generic("本年支出"), is_generic("一般公共预算财政拨款支出")
    (True, False)
    """
    return _GENERIC.fullmatch(key) is not None


def without_unit(key: str) -> Iterator[str]:
    """A key, then what is left of it behind each word that may end a unit's name.

    >>> list(without_unit("示例街道办事处机关运行费支出"))
    ['示例街道办事处机关运行费支出', '办事处机关运行费支出', '机关运行费支出']
    """
    yield key
    for match in _ORGAN.finditer(key):
        if _NO_ORGAN.search(key, 0, match.end()):
            return
        rest = _BEGINNING.sub("", key[match.end() :])
        if rest:
            yield rest


def behind(text: str, mention: Mention) -> str:
    """The words behind a count, which tell what is counted where those before it do not.

    >>> from decimal import Decimal
    >>> from xlbudget.binding.said import Mark
    >>> two = Quantity("2个", Decimal(2), 0, "个")
    >>> behind("对2个项目编制了绩效目标，", Mention(Mark(0, 1, 3), two, ACTUAL, "对"))
    '…项目编制了绩效目标'
    """
    if mention.quantity.unit and unit_class(mention.quantity) in (MONEY, RATE):
        return ""
    clause = re.split(r"[，,、。；;：:（(\d]", text[mention.mark.end :], maxsplit=1)[0]
    return "…" + loosened(clause).removeprefix("个")


def telling(key: str, tail: str) -> str:
    """A key that tells what is meant: with the words behind the number where it is short."""
    return key + tail if len(key) <= TELLING else key


def unit_class(quantity: Quantity) -> str:
    """What kind of number it is: an amount, a rate, or a count of something."""
    if quantity.is_money or not quantity.unit:
        return MONEY
    if quantity.is_rate or quantity.unit == "个百分点":
        return RATE
    return _COUNTS.get(quantity.unit, quantity.unit)


def asked(key: str, kind: str, measure: str, *, sides: bool) -> Iterator[tuple[Words, ...]]:
    """What to look up, the nearest first: the words as they are, then with other endings; with
    `sides` also as spending or revenue where they do not say which.
    """
    kinds = (kind,) if kind != RATE else (RATE, MONEY)
    measures = (measure,) if measure in (ACTUAL, "") else (measure, ACTUAL)
    for keys in ((key,), tuple(_endings(key, (*_SIDES, *_ENDINGS) if sides else _ENDINGS))):
        for each in kinds:
            for other in measures:
                yield tuple(Words(words, each, other) for words in keys)


def _endings(key: str, tails: tuple[str, ...]) -> Iterator[str]:
    if len(key) < TELLING:
        return
    for tail in tails:
        shorter = key.endswith(tail) and len(key) > len(tail) + 1
        yield _with_same_words(key.removesuffix(tail) if shorter else key + tail)
