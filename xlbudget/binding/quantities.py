"""The numbers of a text that may be amounts: with units, without years, dates and numberings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xlbudget.binding.said import MONEY, Quantity
from xlbudget.domain.records import dataclass

_MONEY = sorted((unit for unit in MONEY if unit.endswith("元")), key=len, reverse=True)
_RATES = ("个百分点", "百分点", "%", "‰", "倍")
_MEASURES = (
    r"平方公里|平方米|公里|米|亩|吨|公斤|批次|批(?!复)|人次|车次|场次|人(?![员均才大民])|名|团组|"
    r"台（套）|台套|台/套|台(?!账)|套|辆|个|项|次(?![要年月])|分(?![别局析配项])|户|家|栋|幢|"
    r"处(?![室置])|件|份|张|条(?![例件])|场(?!所)|期(?![末初间])|篇|册|本(?![年级部单])|支(?![出付])|"
    r"只|头|株|座|间(?!接)|所(?![属占需有])|岁|天|小时|单元|例(?!如)|宗"
)
_AFTER_MONEY = "元比较与占完增减上下较同其主的和及用由为"
"""What follows 万 or 亿 where 元 was left out; another word is what is counted (3.6万卷)."""

_COUNTED = rf"[万亿](?:单位|人份|册次|条次|字节|[一-龥](?<![{_AFTER_MONEY}余多]))"
_UNIT = re.compile(
    rf"[万亿](?:{_MEASURES})|{'|'.join((*_MONEY, *_RATES))}|{_MEASURES}|{_COUNTED}|[万亿](?![余多])"
)
_NUMBER = re.compile(r"(?<![\d.,])-?\d+(?:,\d{3})*(?:\.\d+)?(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_YEARLY = re.compile(r"年(?!终?金)|[-—~至、/](?:19|20)?\d\d(?:年|[^\d.]|$)")
_AFTER_YEAR = re.compile(r"(?:19|20)\d\d[-—~至、/]$")
_NOT_AMOUNT_AFTER = re.compile(
    r"\s*(?:[月日时号届级层楼路院集]|年(?!金)|季度|世纪|热线|[A-Za-z]|余|多(?!于|支|元)|[—~至]|-\d|"
    r"(?:[^\W\d]{0,4})?(?:（含）)?(?:以[上下内外]|及以[上下]|左右|起[）。，])|"
    r"(?:万|亿)?(?:元|平方米|人|人次|个|张|份|条|次|户|米)?[余多](?!于)|[万亿][余多])"
)
_NOT_AMOUNT_BEFORE = re.compile(
    r"(?:[A-Za-z_/@#+]|第|[图表]|附件?|公开|财决附?|[〔\[【（]|\d[—~至]|\d-|[—~]|电话[^\d]{0,6}|"
    r"[大小高低]于|不足|不[大小高低]于|不超过|超过?|超出|未超|近|将近|接近|至少|最[多高低]|"
    r"[Vv]|No\.?|编号|房间|邮编|传真|QQ|微信)[：:为]?$"
)
_ITEM = re.compile(r"(?:^|[。；：！？\n] ?)（?$")
_ITEM_AFTER = re.compile(r"[.、）](?!\d)")
_DOCUMENT_NUMBER = re.compile(r"[〕\]】）]号?$")
_BARE_AFTER = re.compile(
    r"(?:[为计是达]|收入|支出|经费|费|资金|金额|决算数?|预算数?|合计|总计|总额|结余|"
    r"[增减]加?少?|增[加长]|减少|下降|降低|上升|占[^，。；]{0,20}|比例|比重|率|的)$"
)
_PHONE_DIGITS = 7
_JOINED = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ）〕]"
_LOOK = 24
_DIGITS_LIMIT = 24


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a normalised text with the stretch that it and its unit take."""

    quantity: Quantity
    start: int
    end: int


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a normalised text that may be amounts, in order.

    >>> [each.quantity.unit for each in numbers("2024年度共有车辆2辆，支出1,234.50万元，占5%")]
    ['辆', '万元', '%']
    >>> list(numbers("根据〔2022〕12号文，单价100万元（含）以上设备，1—8月，图1，2.收入情况"))
    []
    """
    found = list(_NUMBER.finditer(text))
    result: list[Number] = []
    for match in found:
        number = _number(text, match)
        if number is not None:
            result.append(number)
    yield from _with_shared_units(text, result)


def _number(text: str, match: re.Match[str]) -> Number | None:
    start, end = match.start(), match.end()
    if text[start] == "-" and start and text[start - 1] in _JOINED:
        return None
    before = text[max(0, start - _LOOK) : start]
    digits = text[start:end]
    unit_found = _UNIT.match(text, end)
    unit = unit_found.group() if unit_found else ""
    after_unit = end + len(unit)
    if _numbers_no_amount(text, digits, before, end, after_unit, unit):
        return None
    shown = digits.lstrip("-")
    if len(shown) > _DIGITS_LIMIT:
        return None
    if not unit and "." not in shown and not _is_bare_amount(text, end, shown, before):
        return None
    places = len(shown.partition(".")[2])
    value = Decimal(digits.replace(",", ""))
    return Number(
        Quantity(text[start:after_unit], value, places, _canonical(unit)), start, after_unit
    )


def _is_bare_amount(text: str, end: int, shown: str, before: str) -> bool:
    """Whether a whole number without a unit stands where an amount is due."""
    if len(shown) >= _PHONE_DIGITS or _YEAR.match(shown) or "一" <= text[end : end + 1] <= "龥":
        return False
    return bool(_BARE_AFTER.search(before))


def _canonical(unit: str) -> str:
    return {"百分点": "个百分点", "台套": "台（套）", "台/套": "台（套）"}.get(unit, unit)


def _numbers_no_amount(
    text: str, digits: str, before: str, end: int, after_unit: int, unit: str
) -> bool:
    """Whether it is a year, a date, a numbering, a threshold, an estimate or part of a name."""
    after = text[end : end + _LOOK]
    if _YEAR.match(digits) and (_YEARLY.match(after) or _AFTER_YEAR.search(before)):
        return True
    if _ITEM.search(before) and _ITEM_AFTER.match(after):
        return True
    if _NOT_AMOUNT_BEFORE.search(before) and not (before.endswith("（") and unit):
        return True
    if _DOCUMENT_NUMBER.search(before) and after.startswith("号"):
        return True
    if unit:
        return bool(_THRESHOLD.match(text, after_unit))
    return bool(_NOT_AMOUNT_AFTER.match(after))


_THRESHOLD = re.compile(r"(?:（含）|\(含\))?(?:及?以[上下内外]|左右|[余多](?!于)|起[）。，])|/")


def _with_shared_units(text: str, found: list[Number]) -> Iterator[Number]:
    """A number without a unit right before one with a unit has the same: 4125.49，4143.91万元."""
    unit_after = ""
    start_after = -1
    turned: list[Number] = []
    for number in reversed(found):
        quantity = number.quantity
        joined = text[number.end : start_after] if start_after >= 0 else ""
        if not quantity.unit and unit_after and joined in ("，", "、", "和", "与", "及"):
            quantity = Quantity(quantity.text, quantity.value, quantity.places, unit_after)
        turned.append(Number(quantity, number.start, number.end))
        unit_after, start_after = quantity.unit, number.start
    yield from reversed(turned)
