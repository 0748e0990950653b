"""评审的人拿着计算器：只看印出来的字，每个占比、增减率、完成率都复算得出来。

这里不用程序的任何计算：金额从句子里读，用 Decimal 四舍五入。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import pytest

from xlbudget.formats.cases import Case, cases, load_case
from xlbudget.formats.library import HOME, find
from xlbudget.pipeline import run
from xlbudget.workbook.blank import account_of_case

NUMBER = r"(\d+(?:\.\d+)?)"
SHARES_OF_LIST = re.compile(rf"{NUMBER}万元(?:，其中：|，主要用于以下方面：)(.*?)。")
ITEM = re.compile(rf"{NUMBER}万元，占{NUMBER}%")
OF_PROCUREMENT = re.compile(rf"{NUMBER}万元，占政府采购支出总额的{NUMBER}%")
SHARE_OF = re.compile(rf"支出{NUMBER}万元，占本年支出合计的{NUMBER}%")
CHANGED = re.compile(rf"{NUMBER}万元，(增长|下降){NUMBER}%")
FIRST_AMOUNT = re.compile(rf"{NUMBER}万元")

FULL = ["sample", "sample_complete", "unit_2020", "nothing"]


def texts(case: Case) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    resolved = find(case.place, case.year, case.settings)
    results = run(account_of_case(case, resolved), resolved)
    for paragraph in results.paragraphs:
        found.setdefault(paragraph.id.partition(".")[0], []).append(paragraph.text)
    return found


def percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def full_cases() -> Iterator[Case]:
    for name in FULL:
        yield load_case(HOME / "sichuan" / "cases" / f"{name}.toml", "sichuan")


@pytest.fixture(params=list(full_cases()), ids=FULL)
def sections(request: pytest.FixtureRequest) -> dict[str, list[str]]:
    return texts(request.param)


def test_each_share_of_a_list_is_of_the_amount_in_front_of_it(
    sections: dict[str, list[str]],
) -> None:
    checked = 0
    for id_ in "二三五":
        for text in sections[id_]:
            for whole, items in SHARES_OF_LIST.findall(text):
                for amount, share in ITEM.findall(items):
                    assert percent(Decimal(amount), Decimal(whole)) == Decimal(share), text
                    checked += 1
    assert checked >= 5


def test_each_share_of_the_year_is_of_what_section_three_prints(
    sections: dict[str, list[str]],
) -> None:
    total = Decimal(FIRST_AMOUNT.findall(sections["三"][1])[0])
    checked = 0
    for id_ in "五八九":
        for amount, share in SHARE_OF.findall("\n".join(sections[id_])):
            assert percent(Decimal(amount), total) == Decimal(share)
            checked += 1
    assert checked


def test_each_share_of_procurement_is_of_its_total(sections: dict[str, list[str]]) -> None:
    for text in sections["十"]:
        for amount, share in OF_PROCUREMENT.findall(text):
            assert percent(Decimal(amount), Decimal(FIRST_AMOUNT.findall(text)[0])) == Decimal(
                share
            )


def test_three_public_shares_are_of_their_total(sections: dict[str, list[str]]) -> None:
    text = "\n".join(sections["七"])
    total = Decimal(FIRST_AMOUNT.findall(text)[0])
    items = ITEM.findall(text)
    assert len(items) == (3 if total else 0)
    for amount, share in items:
        assert percent(Decimal(amount), total) == Decimal(share)


def test_each_rate_follows_from_the_amount_and_the_change_before_it(
    sections: dict[str, list[str]],
) -> None:
    for id_ in ("一", "四", "五", "七", "八", "九", "十"):
        for text in sections[id_]:
            for change, word, rate in CHANGED.findall(text):
                now = Decimal(FIRST_AMOUNT.findall(text)[0])
                then = now - Decimal(change) if word == "增长" else now + Decimal(change)
                assert percent(Decimal(change), then) == Decimal(rate), text


def test_the_words_of_change_are_used_where_something_changed() -> None:
    """上面的测试不是空转：示例里真有增长和下降。"""
    case = next(case for case in cases("sichuan") if case.name == "sample")
    words = [
        word for each in texts(case).values() for text in each for word in CHANGED.findall(text)
    ]
    assert {word for _, word, _ in words} == {"增长", "下降"}
    assert len(words) >= 6
