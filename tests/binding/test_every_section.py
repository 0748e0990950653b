"""每个格式的每个例子、任意自洽的账，每一节都读得回来，每个数都认对了量。"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.binding.read_text import composed, meant, told
from tests.consistent_accounts import consistent_accounts
from tests.narrative.accounts import (
    SETTINGS,
    of_case,
    text_of,
)
from tests.read_back import read_back
from xlbudget.analysis.indicators import Figures
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.figures import Figure
from xlbudget.domain.text import Gap, Printed, Span
from xlbudget.formats.cases import Case, cases
from xlbudget.formats.library import find, places
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName
from xlbudget.narrative.reasons import as_clause, as_reason
from xlbudget.narrative.wording import comparison_case, completion_case

# --- 每个格式的每个例子、任意自洽的账，每一节都读得回来 ---


def assert_every_section_reads_back(account: FinalAccount, resolved: Format) -> int:
    """How many numbers were bound, each to the figure that it was printed from."""
    figures = Figures(account, resolved)
    paragraphs = composed(account, resolved)
    bound = 0
    for section in resolved.sections:
        own = tuple(each for each in paragraphs if each.id.partition(".")[0] == section.id)
        bindings = read_back(section, resolved, text_of(own))
        assert bindings is not None, section.id
        assert told(bindings, resolved) == meant(own)
        bound += len(bindings.numbers)
        for field, text in bindings.reasons:
            assert text == joined(as_reason(account.supplement[field].text, Gap("")))
        for field, text in bindings.texts:
            entry = account.supplement.get(field)
            written = entry.text if entry else resolved.supplement[field].default
            clause = joined(as_clause(written, Gap(""), "其中："))
            assert text in (clause, written.strip(), "\n".join(written.split("\n")).strip())
        for figure, said in bindings.cases:
            assert true_case(figure, figures, resolved) & set(said)
    return bound


def joined(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def true_case(figure: FigureName, figures: Figures, resolved: Format) -> set[str]:
    """The cases of a comparison with last year, or with the budget, that hold for a line."""

    def ask(measure: str) -> Figure:
        return figures.figure(figure.of(measure))

    style, now = resolved.style, ask("actual")
    return {
        comparison_case(now, ask("prior_actual"), ask("change_rate"), style),
        completion_case(now, ask("budget"), ask("completion_rate"), style),
    }


def every_case() -> Iterator[tuple[Case, Format]]:
    for place in places():
        for case in cases(place):
            yield case, find(place, case.year, case.settings)


@pytest.mark.parametrize(
    ("case", "resolved"), list(every_case()), ids=lambda each: getattr(each, "name", "")
)
def test_every_section_of_every_case_reads_back(case: Case, resolved: Format) -> None:
    account = of_case(case, resolved)
    bound = assert_every_section_reads_back(account, resolved)
    spans = (span for each in composed(account, resolved) for span in each.spans)
    printed = sum(isinstance(span, Printed) for span in spans)
    assert bound == printed
    assert printed >= (2 * len(resolved.tables) if case.complete else 0)


@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.data())
def test_every_section_of_a_random_account_reads_back(data: st.DataObject) -> None:
    place, year = data.draw(st.sampled_from([("sichuan", 2024), ("sichuan", 2020)]))
    resolved = find(place, year, data.draw(st.sampled_from(SETTINGS)))
    account = data.draw(consistent_accounts(resolved)).account(resolved)
    assert assert_every_section_reads_back(account, resolved) > 0
