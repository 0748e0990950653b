"""恶意的长字串读得完：写坏了的正则表达式会在这里停上几小时，测试不结束就是失败。"""

from __future__ import annotations

import re

import pytest

from xlbudget.binding.clauses import remarks
from xlbudget.binding.outline import headings
from xlbudget.checks.words import reason_rules


@pytest.mark.parametrize("blank", [" ", "\t", "　", ".", "-"])
def test_a_line_of_blanks_in_a_contents(blank: str) -> None:
    assert headings._PAGE.search(blank * 400 + "甲") is None
    assert headings._PAGE.search(f"收入{blank * 400}12")


@pytest.mark.parametrize("pattern", [reason_rules._REASON, remarks.REASON])
@pytest.mark.parametrize("word", ["增加", "增减", "变动", "增减变化"])
def test_words_before_a_reason_that_never_comes(pattern: re.Pattern[str], word: str) -> None:
    assert pattern.search(word * 10_000) is None
    assert pattern.search("主要变动原因是项目增加")
