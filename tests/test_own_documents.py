"""每个格式的 Word 文档，送审稿和定稿：两个校验器、另一种读法、我们自己的审核都没有话说。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.own_documents import faults, of_the_text
from tests.own_text import results_of_case
from tests.pipeline.test_own_text import CHOSEN
from xlbudget.domain.text import Words
from xlbudget.formats.cases import Case
from xlbudget.publish.word.document import word_document


@pytest.mark.parametrize("case", CHOSEN, ids=lambda case: f"{case.place}-{case.name}")
def test_nobody_finds_fault_with_our_documents(case: Case, sdk_validator: str) -> None:
    results = results_of_case(case)
    assert list(faults(results, final=False, sdk=sdk_validator)) == []
    assert list(faults(results, final=True, sdk=sdk_validator)) == []


def test_what_is_missing_would_be_told() -> None:
    """看的人自己也要看得出来：说明里多一段，文档里没有，就说没有。"""
    results = results_of_case(CHOSEN[-1])
    more = replace(results.paragraphs[-1], spans=(Words("文档里没有的一段。"),))
    longer = replace(results, paragraphs=(*results.paragraphs, more))
    data = word_document(results).data
    assert list(of_the_text(data, results)) == []
    assert [line.partition("：")[2] for line in of_the_text(data, longer)] == [more.text]
