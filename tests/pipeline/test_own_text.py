"""我们写的说明，当作别人写的来审：每个格式抽一两个案例；全部案例见 benchmarks/own_text.py。"""

from __future__ import annotations

import pytest

from tests.own_text import document_of, faults, misread, results_of_case
from xlbudget.formats.cases import Case, load_case
from xlbudget.formats.library import HOME, places
from xlbudget.pipeline.documents import review

SAMPLE = {
    "chongqing": ("complete",),
    "guangdong": ("complete",),
    "national": ("every_section", "expenditure_of_every_kind"),
    "shaanxi": ("complete",),
    "shanghai": ("complete",),
    "sichuan": ("sample_complete", "unit_2020"),
    "yunnan": ("complete",),
}
CHOSEN = [
    load_case(HOME / place / "cases" / f"{name}.toml", place)
    for place, names in SAMPLE.items()
    for name in names
]


def test_every_format_is_in_the_sample() -> None:
    assert set(SAMPLE) == set(places())


@pytest.mark.parametrize("case", CHOSEN, ids=lambda case: f"{case.place}-{case.name}")
def test_our_own_text_is_read_as_it_was_meant_and_has_no_finding(case: Case) -> None:
    assert faults(case) == []


def test_a_number_read_as_another_figure_would_be_told() -> None:
    """看的人自己也要看得出来：把两个数对调，就说认成了别的。"""
    results = results_of_case(CHOSEN[-1])
    document, numbers = document_of(results.paragraphs)
    first, other = numbers[0], next(each for each in numbers if each.figure != numbers[0].figure)
    swapped = [
        type(first)(first.block, first.start, first.end, other.figure),
        type(first)(first.block, first.start + 1, first.end, first.figure),
    ]
    told = list(misread(review(document, (results.format,)), swapped))
    assert [("认成" in line, "没有认出" in line) for line in told] == [(True, False), (False, True)]
