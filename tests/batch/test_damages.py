from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.damages import DAMAGES, Damage
from tests.batch.trees import said, tree
from xlbudget.batch.making import make_unit
from xlbudget.batch.terms import Asked, State
from xlbudget.batch.units import Unit


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_a_damaged_workbook_is_named_and_nothing_else_is_left(
    damage: Damage, complete: bytes, asked: Asked, tmp_path: Path
) -> None:
    made = make_unit(asked, Unit("坏", (damage.put(complete, tmp_path),)))
    assert made.state is State.FAILED
    assert damage.says in made.says
    assert not made.trace
    assert set(tree(asked.out)) == {"坏/error.json"}
    told = said(asked.out / "坏" / "error.json")
    assert list(told) == ["program", "unit", "inputs", "errors"]
    assert str(tmp_path) not in str(told)
    assert all(each["seen"] and each["remedy"] for each in told["errors"])
