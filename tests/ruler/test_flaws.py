"""尺子自己是准的：每处差错在文中只有一处，手算的结果复算得出。"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.ruler.ruler import NAMES, Flaw, clean, computed, every_flaw, flaws


@pytest.mark.parametrize("flaw", every_flaw(), ids=lambda flaw: f"{flaw.document}-{flaw.kind}")
def test_each_flaw_changes_one_place_and_is_computed_by_hand(flaw: Flaw) -> None:
    changed = flaw.into(clean(flaw.document))
    assert changed != clean(flaw.document)
    assert flaw.shown in changed
    if flaw.formula:
        exact = computed(flaw.formula)
        step = Decimal(flaw.expected)
        rounded = (Decimal(exact.numerator) / exact.denominator).quantize(step, ROUND_HALF_UP)
        assert rounded == step
        assert flaw.expected not in flaw.shown


@pytest.mark.parametrize("name", NAMES)
def test_all_flaws_of_a_document_can_stand_in_it_together(name: str) -> None:
    text = clean(name)
    for flaw in flaws(name):
        text = flaw.into(text)
    assert all(flaw.flawed in text for flaw in flaws(name))
