from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from xlbudget.domain.figures import Contradicted, Figure, Missing, NotComparable, Value
from xlbudget.domain.money import Amount
from xlbudget.domain.statements import Cell, Source


def cell(place: str, file: str = "决算.xlsx") -> Cell:
    return Cell.with_amount(Source(file, "公开01", place), Amount(100))


def figure(name: str, *inputs: Figure | Cell, value: Value = Fraction(1, 2)) -> Figure:
    return Figure(name=name, label=name, value=value, formula="甲 ÷ 乙", inputs=inputs)


def places(found: Figure) -> list[str]:
    return [each.source.cell for each in found.cells()]


@pytest.mark.parametrize(
    ("value", "amount", "ratio", "count"),
    [
        (Amount(0), Amount(0), None, None),
        (Fraction(0), None, Fraction(0), None),
        (Decimal(0), None, None, Decimal(0)),
        (Decimal("92.5"), None, None, Decimal("92.5")),
        (NotComparable("上年为0，增减率不可比"), None, None, None),
        (Missing("上年决算数"), None, None, None),
        (Contradicted("收入总计与支出总计不等"), None, None, None),
    ],
)
def test_value_by_kind(
    value: Value, amount: Amount | None, ratio: Fraction | None, count: Decimal | None
) -> None:
    found = figure("收支总表.总计", value=value)
    assert (found.amount, found.ratio, found.count) == (amount, ratio, count)


def test_cells_in_the_order_of_the_formula() -> None:
    assert places(figure("甲", cell("C9"), cell("A1"), cell("B2"))) == ["C9", "A1", "B2"]


def test_cell_that_comes_twice_is_named_once() -> None:
    assert places(figure("甲", cell("C9"), cell("A1"), cell("C9"))) == ["C9", "A1"]


def test_cells_through_a_chain_of_figures() -> None:
    part = figure("本年", cell("C3"), cell("C1"))
    change = figure("增减额", part, figure("上年", cell("D1"), cell("C1")))
    rate = figure("增减率", change, cell("D1"), cell("E9"), part)
    assert places(rate) == ["C3", "C1", "D1", "E9"]


def test_same_address_in_another_file_is_another_cell() -> None:
    both = figure("甲", cell("C9"), cell("C9", "上年.xlsx"), cell("C9", "上年.xlsx"))
    assert [each.source.file for each in both.cells()] == ["决算.xlsx", "上年.xlsx"]


def test_figure_without_inputs_rests_on_no_cell() -> None:
    assert places(figure("年度")) == []
