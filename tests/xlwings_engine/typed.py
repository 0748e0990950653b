"""What Excel makes of what is entered in a cell, as if a person had typed it."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

ERRORS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
    "#SPILL!": 2045,
    "#CALC!": 2050,
}
ERROR_BASE = -2146828288
DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001

_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?", re.IGNORECASE)
_MONEY = re.compile(r"([¥￥$€]\s*[\d,.]+|-[¥￥$€]\s*[\d,.]+|\([\d,.]+\))")
_DATE = re.compile(r"(?:(\d{2,4})[-/年])?(\d{1,2})(?:[-/月](\d{1,2})日?|月)")
_TIME = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")


class ComError(Exception):
    """What pywin32 raises when Excel refuses."""


@dataclass(frozen=True)
class ErrorValue:
    """An error in a cell."""

    text: str

    @property
    def code(self) -> int:
        return ERROR_BASE + ERRORS[self.text]


Stored = None | float | bool | str | ErrorValue


@dataclass(frozen=True)
class Entered:
    """What comes of an entry: a value or a formula, and a number format that Excel sets."""

    value: Stored = None
    formula: str | None = None
    number_format: str = ""


def entered(raw: object, number_format: str) -> Entered:
    """What Excel makes of a value that is handed to `Formula` or `Value`."""
    if raw is None or raw == "":
        return Entered()
    if isinstance(raw, bool):
        return Entered(raw)
    if isinstance(raw, Decimal):  # pywin32 makes Currency of it
        cut = raw.quantize(Decimal("0.0001"), ROUND_DOWN)
        return Entered(float(cut), number_format="¥#,##0.00")
    if isinstance(raw, int | float):
        return Entered(f"{raw:.15g}" if number_format == "@" else float(raw))
    if isinstance(raw, dt.datetime):
        return Entered((raw.replace(tzinfo=None) - DAY_ZERO) / dt.timedelta(days=1), None, "m/d/yy")
    if not isinstance(raw, str):
        raise ComError(f"a cell takes no {type(raw).__name__}")
    return Entered(raw.removeprefix("'")) if number_format == "@" else typed(raw)


def typed(text: str) -> Entered:
    """What Excel makes of a text.

    >>> typed("001").value, typed("'001").value, typed("5%").value, typed("正文").value
    (1.0, '001', 0.05, '正文')
    >>> typed("1-2").number_format, typed("=A1").formula, typed("#N/A").value
    ('m"月"d"日"', '=A1', ErrorValue(text='#N/A'))
    """
    if text.startswith("'"):
        return Entered(text[1:])
    bare = text.strip()
    if bare.upper() in ("TRUE", "FALSE"):
        return Entered(bare.upper() == "TRUE")
    if bare in ERRORS:
        return Entered(ErrorValue(bare))
    if _NUMBER.fullmatch(bare):
        return Entered(float(bare.replace(",", "")))
    if bare.endswith("%") and _NUMBER.fullmatch(bare[:-1].strip()):
        return Entered(float(bare[:-1].replace(",", "")) / 100, None, "0%")
    if _MONEY.fullmatch(bare):
        digits = re.sub(r"[^\d.]", "", bare)
        sign = -1 if bare[0] in "-(" else 1
        return Entered(sign * float(digits), None, "¥#,##0.00")
    if found := _DATE.fullmatch(bare):
        return Entered(45000.0 + int(found[2]), None, 'm"月"d"日"')
    if _TIME.fullmatch(bare):
        return Entered(0.5, None, "h:mm")
    if text[0] in "=＝":
        return _formula("=" + text[1:])
    if text[0] in "+-＋－":
        return _formula("=" + text)
    if text[0] in "@＠":
        raise ComError("这个函数无效")
    return Entered(text)


def _formula(text: str) -> Entered:
    if len(text) == 1:
        return Entered(text)
    if len(text) > 8192:
        raise ComError("公式太长")
    return Entered(None, text)
