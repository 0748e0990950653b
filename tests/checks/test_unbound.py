"""没有认出的数：只凭后面的话认得的，算认出，不说没有核对。"""

from __future__ import annotations

from tests.checks.prose.manuscripts import read
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.unbound import unbound_mentions

TEXT = (
    "第二部分　2024年度部门决算情况说明\n一、收入支出决算总体情况说明\n"
    "2024年度收入120.00万元、支出总计125.00万元。2023年度收入总计100.00万元，支出总计100.00万元。"
    "另有12.50万元在途。"
)


def test_what_is_known_by_what_is_said_of_it_is_not_unknown() -> None:
    manuscript = read(TEXT)
    texts = [mention.quantity.text for mention in manuscript.bound.said.mentions]
    assert 0 not in manuscript.bound.owners
    assert 0 in Facts(manuscript).owners
    assert [texts[at] for at, _ in unbound_mentions(manuscript)] == ["12.50万元"]
