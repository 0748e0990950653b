"""每个随程序提供的格式：它的每个案例逐字写得出、只报该报的、读得回来。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from xlbudget.binding.inversion import read_back
from xlbudget.checks.own_text import GAP
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Paragraph, Printed
from xlbudget.formats.cases import Case, cases, sample
from xlbudget.formats.library import find, places
from xlbudget.narrative.wording import comparison_case
from xlbudget.pipeline import run
from xlbudget.results import Results
from xlbudget.workbook.blank import account_in_layout

CASES = [
    pytest.param(case, id=f"{place}-{case.name}") for place in places() for case in cases(place)
]
every_case = pytest.mark.parametrize("case", CASES)


def results_of(case: Case) -> Results:
    """What the program makes of a case."""
    resolved = find(case.place, case.year, case.settings)
    account = account_in_layout(
        resolved, case.unit_name, "决算.xlsx", case.amounts, case.prior, case.supplement
    )
    return run(account, resolved)


def with_follows(findings: Iterable[Finding]) -> Iterable[Finding]:
    for finding in findings:
        yield finding
        yield from with_follows(finding.follows)


def of_section(results: Results, id_: str) -> list[Paragraph]:
    return [each for each in results.paragraphs if each.id.partition(".")[0] == id_]


@pytest.mark.parametrize("place", list(places()))
def test_names_its_authority_and_has_a_case(place: str) -> None:
    known = list(cases(place))
    assert known
    for case in known:
        assert find(place, case.year).authority.strip()
    assert len({case.title for case in known}) == len(known)


def test_national_cases_hold_every_row_of_the_wording() -> None:
    """措辞表的每一行至少有一个案例印出它。"""
    resolved = find("national", 2024)
    seen = Counter[str]()
    for case in cases("national"):
        results = results_of(case)
        figures = {figure.name: figure for figure in results.figures}
        total = "revenue_expenditure_summary.grand_total"
        seen[
            comparison_case(
                figures[f"{total}.actual"],
                figures[f"{total}.prior_actual"],
                figures[f"{total}.change_rate"],
                results.format.style,
            )
        ] += 1
    assert set(seen) == set(resolved.wording["比上年", "总体"])


@every_case
def test_paragraphs_come_out_word_for_word(case: Case) -> None:
    written = {each.id: each.text for each in results_of(case).paragraphs}
    assert written == dict(case.paragraphs)


@every_case
def test_exactly_its_checks_fail(case: Case) -> None:
    failed = {
        finding.check
        for finding in with_follows(results_of(case).findings)
        if finding.verdict is Verdict.FAIL and finding.level in (Level.ERROR, Level.WARNING)
    }
    assert failed == set(case.findings)


@every_case
def test_each_gap_is_reported_once(case: Case) -> None:
    results = results_of(case)
    told = [finding.printed for finding in results.findings if finding.check == GAP]
    gaps = [gap.text for each in results.paragraphs for gap in each.gaps]
    assert told == list(dict.fromkeys(gaps))


@every_case
def test_text_reads_back_to_its_figures(case: Case) -> None:
    results = results_of(case)
    for section in results.format.sections:
        written = of_section(results, section.id)
        text = "\n".join(each.text for each in written)
        bindings = read_back(section, results.format, text)
        assert bindings is not None
        assert [(b.figure.identifier(results.format), b.text) for b in bindings.numbers] == [
            (span.figure.name, span.text)
            for each in written
            for span in each.spans
            if isinstance(span, Printed)
        ]
        assert [text[b.start : b.start + len(b.text)] for b in bindings.numbers] == [
            b.text for b in bindings.numbers
        ]


@every_case
def test_every_printed_figure_rests_on_cells(case: Case) -> None:
    for figure in (figure for each in results_of(case).paragraphs for figure in each.figures):
        assert all(cell.amount is not None for cell in figure.cells())
        assert list(figure.cells())


def test_sample_is_one_of_the_cases() -> None:
    assert sample("sichuan") in list(cases("sichuan"))
