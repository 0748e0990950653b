"""改错的数说得出来，改写不多话：各地各抽一个完整的案例改错几处；跑遍见 benchmarks/mutations.py。"""

from __future__ import annotations

import random

import pytest

from tests.found_mistakes import subject_of, tallied
from tests.intake.filled import complete_cases

PLACES = sorted({case.place for case in complete_cases()})
MOST = 4


@pytest.mark.parametrize("place", PLACES)
def test_every_spoilt_number_is_told_where_it_stands_and_nothing_else(place: str) -> None:
    chance = random.Random(place)  # noqa: S311
    cases = [case for case in complete_cases() if case.place == place]
    subject = subject_of(chance.choice(cases))
    for with_tables in (True, False):
        kinds, faults = tallied(subject, chance, with_tables=with_tables, most=MOST)
        missed = [each for tally in kinds.values() for each in tally.missed]
        assert (faults, missed) == ([], [])
        assert kinds or not with_tables
