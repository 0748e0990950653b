"""程序自己写的说明：各地的案例都没有问题；改动其中任何一个数，与表一比就指到它。"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.prose.manuscripts import case, document, of, our_text
from xlbudget.analysis.indicators import Figures
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.prose import check_numbers
from xlbudget.domain.findings import Finding, Level
from xlbudget.formats.library import places

CASES = [(place, "complete") for place in places() if place not in ("national", "sichuan")]
CASES += [("sichuan", "sample"), ("sichuan", "unit_2020"), ("national", "every_section")]


@cache
def alone(place: str, name: str) -> Manuscript:
    return of(document(our_text(place, name)), case(place, name)[1])


def with_tables(manuscript: Manuscript, place: str, name: str) -> Manuscript:
    account, resolved = case(place, name)
    return replace(manuscript, account=account, figures=Figures(account, resolved))


def grave(manuscript: Manuscript) -> list[Finding]:
    return [one for one in check_numbers(manuscript)[0] if one.level is not Level.INFO]


@pytest.mark.parametrize(("place", "name"), CASES)
def test_our_own_text_has_no_finding(place: str, name: str) -> None:
    manuscript = alone(place, name)
    assert grave(manuscript) == []
    assert grave(with_tables(manuscript, place, name)) == []


SAMPLE = ("sichuan", "sample")


@cache
def bound_numbers() -> list[int]:
    """认得出指标、不是零的数。"""
    bound = alone(*SAMPLE).bound
    return [at for at in sorted(bound.owners) if bound.said.mentions[at].quantity.value]


def altered(at: int, digit: int) -> tuple[Manuscript, str]:
    """第几个数的一位改成别的。"""
    bound = alone(*SAMPLE).bound
    mark = bound.said.mentions[at].mark
    lines = our_text(*SAMPLE).splitlines()
    texts = [line.strip() for line in lines if line.strip()]
    text = texts[mark.block]
    number = re.match(r"[\d.]+", text[mark.start :])
    assert number is not None
    places = [each for each, sign in enumerate(number[0]) if sign.isdigit()]
    place = mark.start + places[len(places) // 2]
    new = str((int(text[place]) + digit) % 10)
    texts[mark.block] = text[:place] + new + text[place + 1 :]
    wrong = texts[mark.block][mark.start : mark.end]
    return of(document("\n".join(texts)), case(*SAMPLE)[1]), wrong


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 9))
def test_any_number_altered_is_found_against_the_tables(which: int, digit: int) -> None:
    numbers = bound_numbers()
    at = numbers[which % len(numbers)]
    manuscript, wrong = altered(at, digit)
    found = grave(with_tables(manuscript, *SAMPLE))
    assert found
    mark = alone(*SAMPLE).bound.said.mentions[at].mark
    first = next(islice((one for one in found if wrong in one.message), 1), None)
    assert first is not None
    assert first.where.paragraph == mark.block + 1
