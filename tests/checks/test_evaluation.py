"""按数直接核的与一格一格核的处处相同：结果、备注、空着的行、错的原因和台账。"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.conftest import read
from tests.identity_runs import causes_of, run, with_blanks
from xlbudget.checks.causes import group_causes
from xlbudget.checks.evaluation import Evaluation
from xlbudget.checks.identities import Runner
from xlbudget.checks.identity_entries import IdentityEntries
from xlbudget.checks.outcomes import NOT_FILLED, Outcome
from xlbudget.checks.ran import State
from xlbudget.checks.taking_part import Precisions, taking_part
from xlbudget.checks.wording import Words
from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.findings import Verdict
from xlbudget.domain.money import EXACT, PUBLISHED, Amount
from xlbudget.domain.statements import Cell, Holds, Line, Source, Statement
from xlbudget.domain.withheld import FIELD
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.formats.model import Format
from xlbudget.workbook.blank import account_of_case

CASES = {"shanghai": "complete", "sichuan": "sample_complete"}
FORMATS = {place: find(place, 2024) for place in CASES}
COMPLETE = {
    place: account_of_case(
        load_case(HOME / place / "cases" / f"{name}.toml", place), FORMATS[place]
    )
    for place, name in CASES.items()
}


def agree(account: FinalAccount, resolved: Format) -> None:
    evaluation, runner = Evaluation(account, resolved), Runner(account, resolved)
    every = run(runner)
    same(evaluation, every)
    failures = [outcome for outcome in evaluation.told() if outcome.verdict is Verdict.FAIL]
    evaluation.fill_in()
    every = with_blanks(runner, every)
    same(evaluation, every)
    few = taking_part(evaluation, failures)
    assert group_causes(few, Precisions(evaluation).of) == causes_of(every)


def same(evaluation: Evaluation, every: list[Outcome]) -> None:
    assert list(evaluation.outcomes()) == every
    states = [state for ran in evaluation.ran for _, _, state in ran.states()]
    for state, outcome in zip(states, every, strict=True):
        if state is State.SOUND:
            assert outcome.verdict is Verdict.PASS
            assert (outcome.is_tail, outcome.remark, outcome.absent) == (False, "", ())
        elif state is State.BLANK:
            assert (outcome.verdict, outcome.remark) == (Verdict.UNCHECKED, NOT_FILLED)
        elif isinstance(state, str):
            assert (outcome.verdict, outcome.remark) == (Verdict.UNCHECKED, state)
            assert not outcome.addends
    counted = IdentityEntries(evaluation, Words(evaluation.account, FORMATS["sichuan"]))
    counts = Counter(entry.kind for entry in counted.entries())
    assert counted.kinds() == counts
    remarked = [kind for kind in counts if kind.remark]
    assert [kind for kind in counted.kinds() if kind.remark] == remarked


def disturbed(account: FinalAccount, chance: random.Random) -> FinalAccount:
    """几处改过的账：空着、不适用、零、错数，少一行、少一列、少一张表，也有涉密科目。"""
    statements = dict(account.statements)
    for name in chance.sample(sorted(statements), 2):
        statements[name] = _disturbed(statements[name], chance)
    if chance.random() < 0.2:
        del statements[chance.choice(sorted(statements))]
    hidden = {}
    if chance.random() < 0.3:
        codes = [
            line.name for known in statements.values() for line in known.lines if len(line.name) > 4
        ]
        code = chance.choice([code for code in codes if code.isdecimal()])
        hidden = {FIELD: Entry(code, Source(account.file, "补充资料", "D1"))}
    return replace(account, statements=statements, supplement={**account.supplement, **hidden})


def _disturbed(statement: Statement, chance: random.Random) -> Statement:
    often = chance.choice((0.01, 0.1, 0.6))
    lines = []
    for line in statement.lines:
        cells = {
            column: _other(cell, chance) if chance.random() < often else cell
            for column, cell in line.cells.items()
            if chance.random() > 0.005
        }
        if chance.random() > 0.03:
            lines.append(Line(line.name, line.label, cells, line.group))
    return replace(statement, lines=tuple(lines))


def _other(cell: Cell, chance: random.Random) -> Cell:
    fen = cell.amount.fen if cell.amount is not None else 0
    return chance.choice(
        (
            Cell(cell.source),
            Cell(cell.source, None, Holds.NOT_APPLICABLE),
            Cell.with_amount(cell.source, Amount(0, PUBLISHED)),
            Cell.with_amount(cell.source, Amount(-fen, EXACT)),
            Cell.with_amount(cell.source, Amount(fen + 10_000, PUBLISHED)),
            Cell.with_amount(cell.source, Amount(fen + 500_000, PUBLISHED)),
        )
    )


@pytest.mark.parametrize("place", CASES)
def test_a_complete_account(place: str) -> None:
    agree(COMPLETE[place], FORMATS[place])


@pytest.mark.parametrize(("place", "examples"), [("shanghai", 15), ("sichuan", 3)])
def test_disturbed_accounts(place: str, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(st.integers(0, 2**32))
    def some(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311
        agree(disturbed(COMPLETE[place], chance), FORMATS[place])

    some()


ODD = {
    "左边空着、各项是零": "# 表 万元\n合计 |\n各项/甲 | 0\n各项/乙 | 0\n? 表.合计 = 表.各项.*",
    "左边没有这一行": "# 表 万元\n各项/甲 | 1\n? 表.合计 = 表.各项.*",
    "左边可以没有": "# 表 万元\n各项/甲 | 1\n? 表.合计 = 表.各项.*; left_optional",
    "没有这一列": "# 表 万元 | 合计 | 甲\n行 | 1 | 1\n? 表.行@合计 = 表.行@甲 表.行@乙",
    "没有下级科目": "# 表 万元\n201 | 1\n? 表.{row} = 表.{row}/*; rows=表.categories",
    "下级都空着": "# 表 万元\n201 | 0\n20101 |\n? 表.{row} = 表.{row}/*; rows=表.categories",
    "没有这一级": "# 表 万元\n201 | 0\n? 表.{row} = 表.{row}/*; rows=表.items",
    "没有下级的列": "# 表 万元 | 合计 | 301\n201 | 1 | 1\n? 表.201@301 = 表.201@301/*",
    "下级的列": "# 表 万元 | 301 | 30101 | 30102\n201 | 3 | 1 | 1\n? 表.{row}@301 = 表.{row}@301/*"
    "; rows=表.categories",
    "减号": "# 表 万元\n甲 | 1\n乙 | 3\n丙 | 2\n? 表.甲 = 表.乙 -表.丙",
    "不小于": "# 表 万元\n甲 | 5\n乙 | 3\n? 表.甲 >= 表.乙\n? 表.乙 >= 表.甲\n? 表.甲 >= 0",
    "同一列写两遍": "# 表 万元\n甲 | 5\n乙 | 5\n? 表.甲 = 表.乙\n? 表.甲 = 表.乙",
    "上年数": "# 表 万元\n甲 | 5\n# 上年:表 万元\n甲 | 4\n? 表.甲 = prior:表.甲\n"
    "? 表.甲 = prior:表.乙",
    "性质不同": "# 表 万元\n甲 | 5\n? 表.甲 = 表.甲; only_if=单位性质:事业单位",
    "可补的数": "# 表 万元\n甲 | 5\n乙 | 4\n# 补充 | 调整数 | 1 | 因故\n"
    "? 表.甲 = 表.乙; adjusted_by=调整数; optional",
    "没有其他才相等": "# 表 万元\n甲 | 5\n乙 | 4\n其他 | 0\n"
    "? 表.甲 >= 表.乙; equal_without=表.其他",
    "没有这张表": "# 表 万元\n甲 | 5\n? 表.甲 = 别的表.甲",
}


@pytest.mark.parametrize("text", list(ODD.values()), ids=list(ODD))
def test_odd_tables(text: str) -> None:
    agree(*read(text))
