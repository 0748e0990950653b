"""数的读法和四舍五入：与 Decimal 照规矩算的一样。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal

from benchmarks.fuzz.targets.target import Target, text_of
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit, Zeros, decimals, plain
from xlbudget.domain.numerals import ordinal, value_of
from xlbudget.domain.statements import Source
from xlbudget.reading.amounts import (
    between_fen,
    in_fen,
    may_be_amount,
    precision_of,
    read_cell,
    to_cell,
)
from xlbudget.reading.numbers import is_spoilt, not_applicable, read_number

_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000"
_HALF = "".join(map(chr, range(0x21, 0x7F))) + " "
_DASHES = "−﹣－‐‑–—"
_EXACT = Context(prec=200_000)
SOURCE = Source("甲.xlsx", "公开01", "C5")


def expected(text: str) -> Decimal | None:
    """The number that a text is, letter by letter."""
    narrow = text.translate(str.maketrans(_WIDE, _HALF)).strip()
    narrow = narrow.translate(str.maketrans(_DASHES, "-" * len(_DASHES)))
    bracketed = narrow[:1] == "(" and narrow[-1:] == ")" and len(narrow) > 1
    if bracketed:
        narrow = narrow[1:-1].strip()
    sign = narrow[:1] if narrow[:1] in ("+", "-") else ""
    if bracketed and sign:
        return None
    whole, dot, rest = narrow.removeprefix(sign).partition(".")
    groups = whole.split(",")
    digits = "".join((*groups, rest))
    if not digits.isascii() or not digits.isdigit() or (not whole and not rest):
        return None
    if len(groups) > 1:
        three = all(len(group) == 3 for group in groups[1:])
        if not three or not 1 <= len(groups[0]) <= 3:
            return None
    if not whole and not dot:
        return None
    number = Decimal(f"{''.join(groups) or 0}.{rest or 0}")
    return number.copy_negate() if bracketed or sign == "-" else number


def run(data: bytes) -> None:
    """Read a text as a number, a cell, a numeral; round what it is."""
    text = text_of(data)
    number, meant = read_number(text), expected(text)
    assert number == meant, f"{text!r}：{number} ≠ {meant}"
    is_spoilt(text), not_applicable(text), may_be_amount(text)
    value = value_of(text)
    if 0 < value < 100:
        assert value_of(ordinal(value)) == value
    try:
        cell = read_cell(text, SOURCE)
    except XlbudgetError:
        return
    if cell.number is None:
        assert number is None
        return
    assert cell.number == number
    assert number is not None
    for unit in Unit:
        rounded(cell.number, unit)
        (fen,), between = in_fen([cell], unit)
        assert fen == _fen(number, unit)
        assert bool(between) == (fen != _scaled(number, unit) and between_fen(cell, unit))
        to_cell(cell, unit, precision_of([fen], unit))


def _scaled(number: Decimal, unit: Unit) -> Decimal:
    return _EXACT.multiply(number, Decimal(unit.fen))


def _fen(number: Decimal, unit: Unit) -> int:
    scaled = _scaled(number, unit)
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP, context=_EXACT))


def rounded(number: Decimal, unit: Unit) -> None:
    """An amount is what Decimal rounds half up; as printed, too."""
    amount = Amount.of(number, unit)
    assert amount.fen == _fen(number, unit)
    assert amount.precision in (EXACT, PUBLISHED)
    places = -min(0, int(plain(number).as_tuple().exponent)) if number else 0
    assert decimals(number) == places
    back = _EXACT.divide(Decimal(amount.fen), Decimal(unit.fen))
    assert amount.number(unit) == back
    two = back.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP, context=_EXACT)
    printed = amount.text(unit, zeros=Zeros.KEEP, separators=True).removesuffix(unit.value)
    assert Decimal(printed.replace(",", "")) == two
    stripped = amount.text(unit).removesuffix(unit.value)
    assert Decimal(stripped) == two
    assert stripped == format(two.normalize(_EXACT) or Decimal(0), "f")
    assert read_number(printed) == two
    assert (-amount).fen == -amount.fen
    assert abs(amount).fen == abs(amount.fen)


def seeds() -> Iterator[bytes]:
    """Numbers as people write them, and what looks like one."""
    for text in (
        *("1482.22", "1,482.22", "１４８２．２２", "(12.00)", "－3.5", "0.005", "+7", ".5", "5."),
        *("1e5", "￥1,482.22", "540.5万元", "***", "十二", "二十", "99", "一", "—", "不适用", ""),
        *("0.0000499999", "99999999999999999", "99999999999999999.999", "1,234,567.895", "-0"),
        *("636①", "12²", "NaN", "Infinity", "-1,000,000.005", "（1,000.50）", "无", "0x10", "١٢"),
    ):
        yield text.encode()


WORDS = (
    "，",
    "．",
    "（",
    "）",
    "－",
    "万元",
    "元",
    "１",
    "²",
    "①",
    "十",
    "二",
    "%",
    "E+5",
    "9999999",
)
TARGET = Target("numbers", "数的读法", run, seeds, WORDS, 512)
