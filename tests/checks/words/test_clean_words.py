"""没有毛病的说明，各条文字规则一处也不标。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.words.reviewing import manuscript_of
from tests.ruler.ruler import NAMES, clean
from xlbudget.checks.manuscript import run_text_rules
from xlbudget.checks.words import WORD_RULES

HOME = Path(__file__).parent / "clean_words"
TEXTS = {
    "department_with_contents": ("sichuan", 2024),
    "unit_in_yuan": ("yunnan", 2023),
    "terse_notice": ("national", 2024),
    "contents_unmarked": ("yunnan", 2022),
    "contents_without_pages": ("national", 2022),
    "three_public_only": ("national", 2023),
    "tables_and_funds": ("national", 2024),
}


def found(text: str, place: str, year: int) -> list[str]:
    text = text.replace("|", "｜")
    return [
        each.message for each in run_text_rules(WORD_RULES, manuscript_of(text, place, year))[0]
    ]


def test_every_clean_text_is_read() -> None:
    assert {path.stem for path in HOME.glob("*.txt")} == set(TEXTS)


@pytest.mark.parametrize("name", TEXTS)
def test_clean_words_have_no_finding(name: str) -> None:
    assert found((HOME / f"{name}.txt").read_text(encoding="utf-8"), *TEXTS[name]) == []


@pytest.mark.parametrize("place", ["sichuan", "shanghai", "national"])
@pytest.mark.parametrize("name", NAMES)
def test_the_clean_texts_of_the_ruler_have_no_finding(name: str, place: str) -> None:
    assert found(clean(name), place, 2024) == []
