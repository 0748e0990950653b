"""记着的名称与逐个拼出的处处相同；认名称也一样。"""

from __future__ import annotations

import pytest

from xlbudget.domain.errors import UnknownName
from xlbudget.formats import said_names as module
from xlbudget.formats.library import find
from xlbudget.formats.model import SUPPLEMENT, VALUE
from xlbudget.formats.names import (
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    MEASURES,
    FigureName,
    resolve,
)
from xlbudget.formats.said_names import SaidNames, said_names

ALL_MEASURES = (*MEASURES, BUDGET_CHANGE, BUDGET_CHANGE_RATE)


@pytest.mark.parametrize("place", ["sichuan", "shanghai"])
def test_every_name_is_said_as_it_is_put_together(place: str) -> None:
    resolved = find(place, 2024)
    names = [(SUPPLEMENT, field, VALUE) for field in resolved.supplement]
    for table in resolved.tables.values():
        codes = ("201", "20103", "2010301", "9999999") if table.functional else ()
        lines = [line.name for line in table.lines()] + [known.name for known in table.agreed]
        names += [
            (table.name, line, column)
            for line in (*lines, *codes)
            for column in {table.default_column(line), *_few_columns(table.blocks[0].column_names)}
        ]
    for name in (FigureName(*each, measure) for each in names for measure in ALL_MEASURES):
        assert said_names(resolved)[name] == (name.identifier(resolved), name.label(resolved))


def _few_columns(columns: tuple[str, ...]) -> tuple[str, ...]:
    return (*columns[:3], *columns[-1:])


def test_words_are_resolved_as_ever() -> None:
    national = find("national", 2024)
    words = ("expenditure_accounts", "2010399", "基本支出", "增减率")
    for _ in range(2):
        assert said_names(national).resolved(words) == resolve(national, words, any_code=True)
    for _ in range(2):
        with pytest.raises(UnknownName, match="没有的表"):
            said_names(national).resolved(("没有的表", "合计"))


def test_names_of_unknown_codes_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 4)
    national = find("national", 2024)
    said = SaidNames(national)
    for code in range(9_990_000, 9_990_020):
        name = FigureName("expenditure_accounts", str(code), "total")
        assert said[name] == (name.identifier(national), name.label(national))
        assert len(vars(said)["_known"]) <= 4


def test_each_format_has_its_own_names() -> None:
    assert said_names(find("national", 2024)) is said_names(find("national", 2024))
    assert said_names(find("national", 2024)) is not said_names(find("national", 2020))
