"""How a printed ratio is judged: rounded, cut off, short of decimals, or not to be had at all.

Ratios here are in percent, as they are printed; amounts in one unit of any kind.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from xlbudget.domain.money import half_up
from xlbudget.domain.records import dataclass

PERCENT = 100


class Judged(Enum):
    """What a printed ratio is, the mildest first."""

    SOUND = "相符"
    PRECISION = "小数位数不一致"
    TRUNCATED = "截尾"
    UNROUNDED = "用未取整的数算得"
    WRONG = "不符"


@dataclass(frozen=True, slots=True)
class Quotient:
    """A ratio to be printed in percent, and how far its two amounts may lie from the true ones;
    with `is_change` it is by how much the numerator is more than the base.
    """

    numerator: Fraction
    base: Fraction
    numerator_half: Fraction = Fraction(0)
    base_half: Fraction = Fraction(0)
    is_change: bool = False

    @property
    def value(self) -> Fraction:
        """In percent.

        >>> str(Quotient(Fraction(3), Fraction(4), is_change=True).value)
        '-25'
        """
        return PERCENT * self.numerator / self.base - (PERCENT if self.is_change else 0)

    def reach(self) -> tuple[Fraction, Fraction] | None:
        """The least and the most it can be before its amounts were rounded; None without bound."""
        least, most = self.base - self.base_half, self.base + self.base_half
        if least <= 0:
            return None
        ends = [
            PERCENT * (self.numerator + shift) / base
            for shift in (-self.numerator_half, self.numerator_half)
            for base in (least, most)
        ]
        less = PERCENT if self.is_change else 0
        return min(ends) - less, max(ends) - less


def judge(printed: Fraction, places: int, usual: int, ratio: Quotient) -> Judged:
    """A ratio printed with `places` decimals in a document that usually prints `usual`.

    >>> part, whole = Fraction("25.92"), Fraction("1433.63")
    >>> judge(Fraction("1.81"), 2, 2, Quotient(part, whole)).value
    '相符'
    >>> judge(Fraction("1.8"), 1, 2, Quotient(part, whole)).value
    '小数位数不一致'
    >>> judge(Fraction("1.80"), 2, 2, Quotient(part, whole)).value
    '截尾'
    >>> judge(Fraction("1.9"), 1, 2, Quotient(part, whole)).value
    '不符'
    """
    value = ratio.value
    if printed == rounded(value, max(places, usual)):
        return Judged.SOUND
    if printed == rounded(value, places):
        return Judged.PRECISION if places < usual else Judged.SOUND
    if printed == truncated(value, places):
        return Judged.TRUNCATED
    reach = ratio.reach()
    if reach and rounded(reach[0], places) <= printed <= rounded(reach[1], places):
        return Judged.UNROUNDED
    return Judged.WRONG


def rounded(value: Fraction, places: int) -> Fraction:
    """Half-up, halves away from zero.

    >>> str(rounded(Fraction("1.745"), 2)), str(rounded(Fraction("-0.5"), 0))
    ('7/4', '-1')
    """
    return Fraction(half_up(value.numerator * 10**places, value.denominator), 10**places)


def truncated(value: Fraction, places: int) -> Fraction:
    """Cut off behind so many decimals.

    >>> str(truncated(Fraction("1.749"), 2)), str(truncated(Fraction("-1.99"), 0))
    ('87/50', '-1')
    """
    whole = abs(value.numerator) * 10**places // value.denominator
    return Fraction(whole if value >= 0 else -whole, 10**places)


def shown(value: Fraction, places: int) -> str:
    """A number half-up at so many decimals, zeros at the end dropped.

    >>> shown(Fraction("1.8"), 2), shown(Fraction(3), 2), shown(Fraction("-0.004"), 2)
    ('1.8', '3', '0')
    """
    scaled = half_up(value.numerator * 10**places, value.denominator)
    digits = f"{abs(scaled):0{places + 1}d}"
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    text = f"{whole}.{rest}" if rest else whole
    return f"-{text}" if scaled < 0 else text
