"""Money as integers of 分, and how exactly each amount is known.

A table in 元 knows its amounts to 1 分. A table in 万元 with two decimals knows them to 0.01 万元,
which is 10,000 分: half of that may be lost in every cell. Where precisions mix, the coarser wins.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum

from xlbudget.domain.records import dataclass

EXACT = 1
"""Known to 1 分."""

PUBLISHED = 10_000
"""Known to 0.01 万元, the precision of nearly every published table, in 分."""


PUBLISHED_PLACES = 2
"""The decimals of a published amount in 万元."""


class Unit(Enum):
    """The unit amounts are printed in. Amounts themselves are always 分."""

    YUAN = "元"
    TEN_THOUSAND_YUAN = "万元"

    @property
    def fen(self) -> int:
        """How many 分 one unit is.

        >>> Unit.TEN_THOUSAND_YUAN.fen
        1000000
        """
        return 100 if self is Unit.YUAN else 1_000_000


class Zeros(Enum):
    """What happens to zeros at the end of the decimals."""

    STRIP = "strip"
    KEEP = "keep"
    WHOLE = "whole"
    """Dropped only when all decimals are zero: 100%, but 132.90%."""


def half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to a whole number, halves away from zero, as Excel's ROUND does.

    >>> half_up(5, 10), half_up(-5, 10), half_up(4999, 10_000), half_up(15, 10)
    (1, -1, 0, 2)
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money: whole 分, and the precision in 分 to which it is known.

    >>> Amount(1_482_220_000, PUBLISHED).text()
    '1482.22万元'
    """

    fen: int
    precision: int = EXACT

    @classmethod
    def of(cls, number: Decimal | str, unit: Unit, precision: int | None = None) -> Amount:
        """An amount from a number in `unit`; what lies between two 分 is rounded half-up.

        Without `precision`, an amount in 元 or with more than two decimals in 万元 is exact.

        >>> Amount.of("1482.22", Unit.TEN_THOUSAND_YUAN)
        Amount(fen=1482220000, precision=10000)
        >>> Amount.of("1482.2213", Unit.TEN_THOUSAND_YUAN).precision
        1
        >>> Amount.of("0.005", Unit.YUAN).fen
        1
        """
        exact = Decimal(number)
        if precision is None:
            coarse = unit is Unit.TEN_THOUSAND_YUAN and decimals(exact) <= PUBLISHED_PLACES
            precision = PUBLISHED if coarse else EXACT
        numerator, denominator = exact.as_integer_ratio()
        return cls(half_up(numerator * unit.fen, denominator), precision)

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.fen + other.fen, max(self.precision, other.precision))

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self.fen - other.fen, max(self.precision, other.precision))

    def __neg__(self) -> Amount:
        return Amount(-self.fen, self.precision)

    def __abs__(self) -> Amount:
        return Amount(abs(self.fen), self.precision)

    @property
    def slack(self) -> int:
        """How far the true amount may lie from this one, in half 分: 0 when known to 1 分.

        Counted in half 分 so that it stays whole: ±0.005 万元 is 10,000 half 分.
        """
        return 0 if self.precision == EXACT else self.precision

    def rounded(self, step: int) -> Amount:
        """The amount half-up to a multiple of `step` 分, and known to no more than that.

        >>> Amount(1_482_225_000).rounded(PUBLISHED).text()
        '1482.23万元'
        """
        if step <= self.precision:
            return self
        return Amount(half_up(self.fen, step) * step, step)

    def number(self, unit: Unit = Unit.TEN_THOUSAND_YUAN) -> Decimal:
        """The amount as an exact number of `unit`.

        >>> Amount(35_160_000).number(), Amount(35_160_000).number(Unit.YUAN)
        (Decimal('35.16'), Decimal('351600'))
        """
        return plain(Decimal(self.fen) / unit.fen)

    def text(
        self,
        unit: Unit = Unit.TEN_THOUSAND_YUAN,
        *,
        places: int = 2,
        zeros: Zeros = Zeros.STRIP,
        separators: bool = False,
    ) -> str:
        """The amount as printed, with its unit.

        >>> Amount.of("1456.30", Unit.TEN_THOUSAND_YUAN).text()
        '1456.3万元'
        >>> Amount.of("1456.30", Unit.TEN_THOUSAND_YUAN).text(zeros=Zeros.KEEP, separators=True)
        '1,456.30万元'
        """
        scaled = half_up(self.fen * 10**places, unit.fen)
        return scaled_text(scaled, places, zeros, separators) + unit.value

    def exact_text(self, unit: Unit = Unit.TEN_THOUSAND_YUAN) -> str:
        """The amount to the last 分, with its unit: six decimals of 万元 show every one.

        >>> Amount(25_918_001).exact_text(), Amount(25_918_001).exact_text(Unit.YUAN)
        ('25.918001万元', '259180.01元')
        """
        return self.text(unit, places=6)


def decimals(number: Decimal) -> int:
    """How many decimals a number needs.

    >>> decimals(Decimal("1.50")), decimals(Decimal("3")), decimals(Decimal("1E+2"))
    (1, 0, 0)
    """
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def plain(number: Decimal) -> Decimal:
    """The number without trailing zeros and without an exponent.

    >>> plain(Decimal("1.50")), plain(Decimal("1E+2"))
    (Decimal('1.5'), Decimal('100'))
    """
    return Decimal(format(number.normalize(), "f"))


def scaled_text(scaled: int, places: int, zeros: Zeros, separators: bool) -> str:
    """A whole number of 10**-places as text.

    >>> scaled_text(-123450, 2, Zeros.STRIP, True), scaled_text(13290, 2, Zeros.WHOLE, False)
    ('-1,234.5', '132.90')
    """
    whole, rest = divmod(abs(scaled), 10**places)
    text = f"{whole:,}" if separators else str(whole)
    digits = f"{rest:0{places}d}" if places else ""
    if zeros is Zeros.STRIP or (zeros is Zeros.WHOLE and rest == 0):
        digits = digits.rstrip("0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{text}.{digits}" if digits else f"{sign}{text}"


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of amounts; of none, zero known to 1 分.

    >>> total([Amount(150), Amount(250, PUBLISHED)])
    Amount(fen=400, precision=10000)
    """
    result = Amount(0)
    for amount in amounts:
        result += amount
    return result
