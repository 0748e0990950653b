"""小表和勾稽写成文字，读成决算和格式。

    # 甲 万元 | 合计 | 一般     一张表：名称、单位、各列（不写列的只有一列“金额”）
    收入总计 | 10.00 | —        一行：名称、各格；空着是空白，— 是不适用
    各项/捐款 | 6.00            属于“各项”这一组的行；科目编码自成类、款、项
    # 上年:甲 万元              上年数里这张表的各行，写法相同
    # 补充 | 调整数 | 5 | 原因   补充资料：一个金额（万元），和它的原因
    ? 甲.收入总计 = 甲.各项.*    勾稽，名称和标题就是它自己；列写作 @一般

勾稽后面可以写 ; 分开的选项：level=warning、rows=甲.各项、only_if=单位性质:行政单位、
adjusted_by=调整数、optional（调整可补可不补）、left_optional、equal_without=甲.其他。
要读的格子写法与 checks.toml 相同：prior:甲.合计、甲.{row}/*、甲.{row}@301/*。
表名就是工作表名，第一行是 1，各格从 B 列起；首页的单位性质是行政单位。
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import field

import pytest

from tests.identity_runs import causes_of, run_identities
from xlbudget.checks.causes import Cause
from xlbudget.checks.outcomes import Outcome
from xlbudget.checks.tables import Checked, check_tables
from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.codes import level
from xlbudget.domain.findings import Level
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit
from xlbudget.domain.statements import Cell, Holds, Line, Source, Statement
from xlbudget.formats.identity_model import ROW, Identity, Term
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import LEVELS, BlockDef, Column, Layout, LineDef, Table

FILE = "决算.xlsx"
NATIONAL = find("national", 2024)


@dataclasses.dataclass
class Sheet:
    """一张表的文字。"""

    name: str
    unit: Unit
    columns: list[str]
    lines: list[Line] = field(default_factory=list)


@dataclasses.dataclass
class Scene:
    """读到的全部。"""

    tables: dict[str, Sheet] = field(default_factory=dict)
    prior: dict[str, Sheet] = field(default_factory=dict)
    numbers: dict[str, Cell] = field(default_factory=dict)
    reasons: dict[str, Entry] = field(default_factory=dict)
    identities: list[Identity] = field(default_factory=list)


def read(text: str) -> tuple[FinalAccount, Format]:
    scene, sheet = Scene(), None
    for row in filter(None, map(str.strip, text.splitlines())):
        if row.startswith("?"):
            scene.identities.append(_identity(row.removeprefix("?").strip()))
            continue
        first, *others = [part.strip() for part in row.split("|")]
        if first == "# 补充":
            _supplement(scene, *others)
        elif row.startswith("#"):
            name, unit = first.removeprefix("#").split()
            of = scene.prior if name.startswith("上年:") else scene.tables
            sheet = Sheet(name, Unit(unit), others or ["金额"])
            of[name.removeprefix("上年:")] = sheet
        else:
            assert sheet is not None
            sheet.lines.append(_line(first, others, sheet))
    return _account(scene), _format(scene)


def _supplement(scene: Scene, name: str, amount: str, reason: str = "") -> None:
    source = Source(FILE, "补充资料", f"D{len(scene.numbers) + 1}")
    known = Amount.of(amount, Unit.TEN_THOUSAND_YUAN) if amount else None
    scene.numbers[name] = Cell.with_amount(source, known) if known else Cell(source)
    if reason:
        scene.reasons[f"{name}原因"] = Entry(reason, source)


def _account(scene: Scene) -> FinalAccount:
    return FinalAccount(
        file=FILE,
        unit_name="示例街道办事处",
        year=2024,
        statements={
            name: Statement(
                table=name,
                title=name,
                file=FILE,
                sheet=name,
                unit=sheet.unit,
                lines=tuple(sheet.lines),
            )
            for name, sheet in scene.tables.items()
        },
        prior={
            (name, line.name, column): cell
            for name, sheet in scene.prior.items()
            for line in sheet.lines
            for column, cell in line.cells.items()
        },
        numbers=scene.numbers,
        supplement=scene.reasons,
    )


def _format(scene: Scene) -> Format:
    sheets = {**scene.prior, **scene.tables}
    return dataclasses.replace(
        NATIONAL,
        tables={name: _table(name, sheet) for name, sheet in sheets.items()},
        identities=tuple(scene.identities),
        traits={**NATIONAL.traits, "单位性质": "行政单位"},
    )


def _table(name: str, sheet: Sheet) -> Table:
    coded = any(line.name.isdecimal() for line in sheet.lines)
    block = BlockDef(
        name="",
        heading="",
        label_headers=("项目",),
        columns=tuple(Column(name=column, headers=(column,)) for column in sheet.columns),
        lines=tuple(
            LineDef(name=line.name, label=line.label, labels=(line.label,), group=line.group)
            for line in sheet.lines
        ),
    )
    return Table(
        name=name,
        number="",
        title=name,
        titles=(name,),
        blocks=(block,),
        layout=Layout.CODES,
        functional=NATIONAL.functional if coded else None,
        year=2024,
    )


def _line(first: str, texts: list[str], sheet: Sheet) -> Line:
    group, _, name = first.rpartition("/")
    if name.isdecimal() and not group:
        group = LEVELS[level(name)]
    row = len(sheet.lines) + 1
    cells = {
        column: _cell(text, sheet.unit, Source(FILE, sheet.name, f"{'BCDE'[at]}{row}"))
        for at, (column, text) in enumerate(zip(sheet.columns, texts, strict=True))
    }
    return Line(name, name, cells, group)


def _cell(text: str, unit: Unit, source: Source) -> Cell:
    if text in ("", "—"):
        return Cell(source, None, Holds.NOT_APPLICABLE if text else Holds.BLANK)
    precision = EXACT if unit is Unit.YUAN else PUBLISHED
    return Cell.with_amount(source, Amount.of(text, unit, precision))


def _identity(text: str) -> Identity:
    formula, *options = [part.strip() for part in text.split(";")]
    relation = ">=" if " >= " in formula else "="
    left, right = formula.split(f" {relation}")
    terms = right.replace("+ ", "").replace("- ", "-").split()
    found = Identity(
        name=formula,
        rule="R00",
        title=formula,
        relation=relation,
        level=Level.ERROR,
        left=_term(left.strip()),
        right=tuple(_term(term) for term in terms if term != "0"),
    )
    for option in options:
        name, _, value = option.partition("=")
        found = _with_option(found, name, value)
    return found


def _with_option(identity: Identity, name: str, value: str) -> Identity:
    head, _, tail = value.partition(":" if name == "only_if" else ".")
    match name:
        case "level":
            return dataclasses.replace(identity, level=Level(value))
        case "rows":
            return dataclasses.replace(identity, each=(head, tail))
        case "only_if":
            return dataclasses.replace(identity, only_if=(head, tuple(tail.split("、"))))
        case "adjusted_by":
            return dataclasses.replace(identity, adjusted_by=(value,))
        case "optional":
            return dataclasses.replace(identity, adjustment_optional=True)
        case "left_optional":
            return dataclasses.replace(identity, left_optional=True)
        case "equal_without":
            terms = tuple(_term(term) for term in value.split())
            return dataclasses.replace(identity, equal_without=(value, terms))
    raise AssertionError(name)


def _term(text: str) -> Term:
    path, _, column = text.removeprefix("-").removeprefix("prior:").partition("@")
    table, _, line = path.partition(".")
    plain = line.removesuffix(".*").removesuffix("/*")
    return Term(
        sign=-1 if text.startswith("-") else 1,
        table=table,
        line=ROW if plain == "{row}" else plain,
        column=column.removesuffix("/*") or "金额",
        whole_group=line.endswith(".*"),
        children=line.endswith("/*"),
        sub_columns=column.endswith("/*"),
        prior="prior:" in text,
    )


@pytest.fixture
def outcomes() -> Callable[[str], list[Outcome]]:
    """The outcomes of a scenario."""
    return lambda text: run_identities(*read(text))


@pytest.fixture
def causes() -> Callable[[str], list[Cause]]:
    """The causes of a scenario's failures."""
    return lambda text: causes_of(run_identities(*read(text)))


@pytest.fixture
def check() -> Callable[[str], Checked]:
    """The findings and the ledger of a scenario."""
    return lambda text: check_tables(*read(text))
