"""How a publication prints its numbers: unit, decimals, zeros, separators, basis."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from fractions import Fraction

from xlbudget.domain.money import Amount, Unit, Zeros, half_up, plain, scaled_text
from xlbudget.domain.records import dataclass


class Basis(Enum):
    """What ratios and differences are computed from.

    PUBLISHED: the amounts as printed, mostly in 万元 with two decimals, because a reviewer
    recomputes them with a calculator from the page. YUAN: the amounts as exactly as they are known.
    """

    PUBLISHED = "published"
    YUAN = "yuan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The number style of one publication. `nil_items`: lists name items without an amount too;
    `nil_sentences`: so do sentences that only say that there was nothing (团组0次); `always_pies`:
    charts of structure are pies however many slices they have.

    >>> style = Style()
    >>> style.amount(Amount(1_456_300_000)), style.rate(Fraction(84579, 63643))
    ('1456.3万元', '132.90%')
    >>> style.rate(Fraction(1)), Style(rate_places=1, rate_zeros=Zeros.KEEP).rate(Fraction(1))
    ('100%', '100.0%')
    """

    unit: Unit = Unit.TEN_THOUSAND_YUAN
    amount_places: int = 2
    rate_places: int = 2
    amount_zeros: Zeros = Zeros.STRIP
    rate_zeros: Zeros = Zeros.WHOLE
    separators: bool = False
    basis: Basis = Basis.PUBLISHED
    nil_items: bool = False
    nil_sentences: bool = True
    always_pies: bool = False

    def amount(self, amount: Amount) -> str:
        """An amount as printed, with its unit."""
        return amount.text(
            self.unit,
            places=self.amount_places,
            zeros=self.amount_zeros,
            separators=self.separators,
        )

    def rate(self, ratio: Fraction) -> str:
        """A ratio as printed, in percent."""
        scaled = self.scaled_rate(ratio)
        return scaled_text(scaled, self.rate_places, self.rate_zeros, self.separators) + "%"

    def count(self, count: Decimal) -> str:
        """A count as printed: groups, vehicles, a score.

        >>> Style().count(Decimal("1200")), Style(separators=True).count(Decimal("96.50"))
        ('1200', '96.5')
        """
        number = plain(count)
        return f"{number:,}" if self.separators else f"{number}"

    def scaled_rate(self, ratio: Fraction) -> int:
        """The printed ratio as a whole number of the last printed place.

        >>> Style().scaled_rate(Fraction(84579, 63643))
        13290
        """
        return half_up(ratio.numerator * 100 * 10**self.rate_places, ratio.denominator)

    def basis_amount(self, amount: Amount) -> Amount:
        """The amount that figures are computed from.

        >>> Style().basis_amount(Amount(1_482_225_000)).text()
        '1482.23万元'
        >>> Style(unit=Unit.YUAN).basis_amount(Amount(1_482_225_001)).text(Unit.YUAN)
        '14822250.01元'
        """
        if self.basis is Basis.YUAN:
            return amount
        return amount.rounded(max(self.unit.fen // 10**self.amount_places, 1))

    def prints_nonzero(self, amount: Amount) -> bool:
        """Whether an amount is still an amount after rounding to the printed places.

        >>> Style().prints_nonzero(Amount(4_999)), Style().prints_nonzero(Amount(5_000))
        (False, True)
        """
        return half_up(amount.fen * 10**self.amount_places, self.unit.fen) != 0
