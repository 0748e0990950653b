"""一个原因一条：改哪一个数，能让不相符的都相符，又不弄坏相符的。"""

from __future__ import annotations

from fractions import Fraction

import pytest

from xlbudget.checks.prose.causes import Cause, group_causes
from xlbudget.checks.prose.numbers import Number
from xlbudget.checks.prose.relations import Form, Range, Relation, Values, bounds, difference, holds

CENT = Fraction(1, 100)


def amount(text: str) -> Number:
    return Number(Fraction(text), CENT / 2, CENT, 2)


def ratio(text: str) -> Number:
    return Number(Fraction(text), CENT / 2, Fraction(1, 10 ** len(text.partition(".")[2])), 2)


def sum_(whole: int, *parts: int, at_least: bool = False, is_open: bool = False) -> Relation:
    right: Form = tuple((1, part) for part in parts)
    return Relation("甲", "和", ((1, whole),), right, at_least=at_least, is_open=is_open)


def share(rate: int, part: int, whole: int) -> Relation:
    return Relation("乙", "占比", ((1, rate),), ((1, part),), ((1, whole),))


def same(one: int, other: int) -> Relation:
    return Relation("丙", "同", ((1, one),), ((1, other),), same=True)


def causes(
    relations: list[Relation], *numbers: Number, ranks: dict[int, int] | None = None
) -> list[Cause]:
    values = dict(enumerate(numbers))
    ratios = frozenset(each.ratio for each in relations if each.is_ratio)
    return group_causes(relations, values, ranks or dict.fromkeys(values, 0), ratios)


def told(found: list[Cause]) -> list[tuple[int | None, str, int]]:
    """每个原因：指认的数、应有的数、几处不相符。"""
    return [
        (
            one.suspect.key if one.suspect else None,
            str(one.suspect.should_be) if one.suspect else "",
            len(one.failures),
        )
        for one in found
    ]


def test_a_base_that_should_be_nothing() -> None:
    """上年数印 5，另有两处是 0，增减率按 5 算：5 改为 0，增减率没有可以重算的。"""
    numbers = [amount("5"), amount("0"), amount("0"), ratio("200"), amount("10")]
    found = causes([same(0, 1), same(0, 2), share(3, 4, 0)], *numbers)
    assert told(found)[0] == (0, "0", 2)


# 合计 100，甲 60 占 60%，乙 40 占 40%
WHOLE = [sum_(0, 1, 3), share(2, 1, 0), share(4, 3, 0)]


def test_nothing_fails() -> None:
    numbers = [amount("100"), amount("60"), ratio("60.00"), amount("40"), ratio("40.00")]
    assert causes(WHOLE, *numbers) == []


def test_a_wrong_part_explains_sum_and_share() -> None:
    numbers = [amount("100"), amount("66"), ratio("60.00"), amount("40"), ratio("40.00")]
    assert told(causes(WHOLE, *numbers)) == [(1, "60", 2)]


def test_a_wrong_whole_explains_sum_and_all_shares() -> None:
    numbers = [amount("110"), amount("60"), ratio("60.00"), amount("40"), ratio("40.00")]
    assert told(causes(WHOLE, *numbers)) == [(0, "100", 3)]


def test_a_wrong_share_alone() -> None:
    numbers = [amount("100"), amount("60"), ratio("66.00"), amount("40"), ratio("40.00")]
    assert told(causes(WHOLE, *numbers)) == [(2, "60", 1)]


def test_a_wrong_part_with_a_share_computed_from_it() -> None:
    """同一个数在别处写着 60：改它，随它算的占比也要改。"""
    numbers = [
        *(amount("100"), amount("66"), ratio("66.00"), amount("40"), ratio("40.00"), amount("60"))
    ]
    found = causes([*WHOLE, same(1, 5)], *numbers)
    assert told(found) == [(1, "60", 2)]
    assert found[0].suspect is not None
    assert found[0].suspect.along == (2,)


def test_two_statements_that_differ_accuse_neither() -> None:
    found = causes([same(0, 1)], amount("10"), amount("11"))
    assert told(found) == [(None, "", 1)]
    assert {one.key for one in found[0].suspects} == {0, 1}


def test_of_two_that_differ_the_one_in_the_annex_is_meant() -> None:
    found = causes([same(0, 1)], amount("10"), amount("11"), ranks={0: 0, 1: 2})
    assert told(found) == [(1, "10", 1)]


def test_of_three_the_one_that_stands_alone() -> None:
    relations = [same(0, 1), same(0, 2), same(1, 2)]
    assert told(causes(relations, amount("10"), amount("11"), amount("10"))) == [(1, "10", 2)]


def test_a_wrong_part_is_what_another_place_says_of_it_and_no_remainder() -> None:
    """合计 100、乙 40.01、甲别处写着 60：甲改为 60，不是 100－40.01＝59.99。"""
    relations = [sum_(0, 1, 2), same(1, 3)]
    numbers = [amount("100"), amount("66"), amount("40.01"), amount("60")]
    (first, *_) = causes(relations, *numbers)
    assert first.suspect is not None
    assert (first.suspect.key, str(first.suspect.should_be)) == (1, "60")


def change(sum_of: int, now: int, then: int) -> Relation:
    return Relation("丁", "增减额", ((1, sum_of),), ((1, now), (-1, then)))


def rate(of: int, changed: int, then: int) -> Relation:
    return Relation("戊", "增减率", ((1, of),), ((1, changed),), ((1, then),))


@pytest.mark.parametrize(
    ("sign_of_rate", "turning", "failures"),
    [("", {1: (), 3: ()}, 2), ("-", {1: (3,), 3: ()}, 1)],
)
def test_a_change_whose_word_says_the_contrary_turns_with_its_rates(
    sign_of_rate: str, turning: dict[int, tuple[int, ...]], failures: int
) -> None:
    """本年 120、上年 100，写成减少 20；增长 20% 或者下降 20%。"""
    relations = [change(1, 0, 2), rate(3, 1, 2)]
    numbers = [amount("120"), amount("-20"), amount("100"), ratio(f"{sign_of_rate}20.00")]
    values = dict(enumerate(numbers))
    (found,) = group_causes(relations, values, dict.fromkeys(values, 0), frozenset({3}), turning)
    assert found.suspect is not None
    assert (found.suspect.key, found.suspect.turned) == (1, True)
    assert found.suspect.should_be == 20
    assert found.suspect.turning == turning[1]
    assert len(found.failures) == failures


def test_two_causes_are_two() -> None:
    numbers = [amount("100"), amount("60"), ratio("61.00"), amount("40"), ratio("44.00")]
    assert told(causes(WHOLE, *numbers)) == [(2, "60", 1), (4, "40", 1)]


def test_a_part_is_not_accused_where_another_may_be_missing() -> None:
    relations = [sum_(0, 1, is_open=True), same(0, 2)]
    found = causes(relations, amount("325"), amount("200"), amount("325"))
    assert told(found) == [(None, "", 1)]


TABLE = Number(Fraction(95), CENT / 2, Fraction(1, 10**6), 2)


def test_one_number_that_differs_from_the_tables_is_wrong_itself() -> None:
    found = group_causes([same(0, -1)], {0: amount("59"), -1: TABLE}, {0: 0, -1: 0}, frozenset())
    assert told(found) == [(0, "95", 1)]


def test_numbers_that_agree_among_themselves_put_the_tables_in_doubt() -> None:
    relations = [same(0, 1), same(0, -1), same(1, -1)]
    values = {0: amount("59"), 1: amount("59"), -1: TABLE}
    found = group_causes(relations, values, dict.fromkeys(values, 0), frozenset())
    assert told(found) == [(-1, "59", 2)]


@pytest.mark.parametrize(
    ("whole", "parts", "verdict"),
    [
        ("100.01", ("60.01", "40.01"), True),  # 差 0.01，三个数的容差 0.015
        ("100.00", ("60.01", "40.01"), False),  # 差 0.02
        ("60", ("60", "0"), True),
    ],
)
def test_a_sum_within_its_tolerance(whole: str, parts: tuple[str, str], verdict: bool) -> None:
    values = dict(enumerate(map(amount, (whole, *parts))))
    assert holds(sum_(0, 1, 2), values) is verdict


def test_at_least_lets_the_whole_be_more() -> None:
    values = dict(enumerate(map(amount, ("100", "60"))))
    assert holds(sum_(0, 1, at_least=True), values)
    assert difference(sum_(0, 1), values) == 40
    assert bounds(sum_(0, 1, at_least=True), 1, values)[0] is None


def test_a_ratio_bounds_its_amounts() -> None:
    """占 40.00%（±0.005）的部分在总额 100（±0.005）里：40 左右 0.01 多一点。"""
    values = {0: ratio("40.00"), 1: amount("40"), 2: amount("100")}
    low, high = bounds(share(0, 1, 2), 1, values)
    assert low is not None
    assert high is not None
    assert Fraction("39.98") < low < 40 < high < Fraction("40.02")


def test_a_thousand_contradictions_are_told_without_a_search_that_never_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """恶意的文本：许多和缠在一起，都不相符。找原因找到限度为止，余下的一处一条，一处也不少。"""
    looked = 0

    def counted(relation: Relation, key: int, values: Values) -> Range:
        nonlocal looked
        looked += len(relation.keys)
        return bounds(relation, key, values)

    monkeypatch.setattr("xlbudget.checks.prose.suspects.bounds", counted)
    monkeypatch.setattr("xlbudget.checks.prose.causes._MOST_WORK", 2_000)
    numbers = [amount(str(at * at % 97 + 1)) for at in range(120)]
    relations = [sum_(at, at + 1, at + 2, at + 3) for at in range(117)]
    failing = [each for each in relations if not holds(each, dict(enumerate(numbers)))]
    found = causes(relations, *numbers)
    assert {id(one) for cause in found for one in cause.failures} >= {*map(id, failing)}
    assert len(failing) > 100
    assert looked < 4_000
