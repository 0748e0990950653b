"""审核用尺子量：没有差错的一条不说，每处差错单独出现时只说一条、说得对地方，全放在一起也都说到。"""

from __future__ import annotations

import pytest

from tests.ruler.reviewing import names, told
from tests.ruler.ruler import NAMES, Flaw, clean, every_flaw, flaws


@pytest.mark.parametrize("name", NAMES)
def test_a_clean_document_has_no_finding(name: str) -> None:
    assert [finding.message for finding in told(name, clean(name))] == []


@pytest.mark.parametrize("flaw", every_flaw(), ids=lambda flaw: f"{flaw.document}-{flaw.kind}")
def test_each_flaw_alone_is_the_only_thing_told(flaw: Flaw) -> None:
    found = told(flaw.document, flaw.into(clean(flaw.document)))
    assert found, "没有说出"
    assert names(found[0], flaw), [finding.message for finding in found]
    assert len(found) == 1, [finding.message for finding in found]


@pytest.mark.parametrize("name", NAMES)
def test_all_flaws_together_are_each_told(name: str) -> None:
    text = clean(name)
    for flaw in flaws(name):
        text = flaw.into(text)
    found = told(name, text)
    assert [
        flaw.kind for flaw in flaws(name) if not any(names(finding, flaw) for finding in found)
    ] == []
