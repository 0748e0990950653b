"""小账户与小模板：叙述、读回、指标各组测试共用。金额一律写万元；每个格子的地址各不相同。"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from hypothesis import strategies as st

from xlbudget.analysis.indicators import Figures
from xlbudget.books.port import column_letters
from xlbudget.domain.account import (
    BUDGET_SHEET,
    PRIOR_SHEET,
    SUPPLEMENT_SHEET,
    TERMS_SHEET,
    Entry,
    FinalAccount,
)
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit
from xlbudget.domain.statements import Cell, Line, Source, Statement
from xlbudget.domain.text import Paragraph, Printed
from xlbudget.formats.cases import Case
from xlbudget.formats.library import find
from xlbudget.formats.model import SUPPLEMENT, VALUE, Format, Kind, Language, Section
from xlbudget.formats.table_model import Table
from xlbudget.narrative.compose import Narrative, compose

SUMMARY, APPROPRIATION = "revenue_expenditure_summary", "appropriation_summary"
SPENDING, GENERAL = "expenditure_accounts", "general_public_budget_expenditure"
FUND, THREE = "government_fund_accounts", "three_public"
CAPITAL, BASIC = "state_capital_expenditure", "general_public_budget_basic"
REASON = "总体变动原因"
TOTALS = ("revenue_grand_total", "expenditure_grand_total")
UNIT_NAME, FILE = "示例街道办事处", "决算.xlsx"
Key = tuple[str, str, str]
Amounts = Mapping[Key, Amount]


def wan(text: str) -> Amount:
    """An amount in 万元."""
    return Amount.of(text, Unit.TEN_THOUSAND_YUAN)


def sheet_of(table: Table) -> str:
    """The sheet that a table stands on."""
    return f"{table.number} {table.title}"


def _cell(source: Source, amount: Amount | None) -> Cell:
    return Cell(source) if amount is None else Cell.with_amount(source, amount)


@lru_cache(maxsize=256)
def _blank(held: Language, name: str) -> Statement:
    """A table without any amount; many accounts have the same."""
    return _filled(held.format, held.format.tables[name], {})


def _statement(resolved: Format, table: Table, amounts: Amounts) -> Statement:
    own = {key: amount for key, amount in amounts.items() if key[0] == table.name}
    return _filled(resolved, table, own) if own else _blank(Language(resolved), table.name)


def _filled(resolved: Format, table: Table, amounts: Amounts) -> Statement:
    """All defined lines, and the codes that have an amount, a row each from row 2 on."""
    defined = [line.name for line in table.lines()]
    codes = {line for name, line, _ in amounts if name == table.name and line not in defined}
    lines = []
    for row, name in enumerate([*defined, *sorted(codes)], 2):
        line, block = table.line(name), table.block_of(name)
        assert line is not None
        assert block is not None
        cells = {
            column.name: _cell(
                Source(FILE, sheet_of(table), f"{column_letters(number)}{row}"),
                amounts.get((table.name, name, column.name)),
            )
            for number, column in enumerate(block.columns, 3)
        }
        lines.append(Line(name, line.label, cells, line.group))
    return Statement(
        table=table.name,
        title=table.title,
        file=FILE,
        sheet=sheet_of(table),
        unit=resolved.style.unit,
        lines=tuple(lines),
        unit_name=UNIT_NAME,
        year=resolved.year,
    )


def _number(source: Source, text: str, kind: Kind) -> Cell:
    if not text:
        return Cell(source)
    if kind is Kind.AMOUNT:
        return Cell.with_amount(source, wan(text))
    return Cell.with_count(source, Decimal(text))


def build(
    resolved: Format,
    amounts: Amounts | None = None,
    prior: Amounts | None = None,
    *,
    budgets: Mapping[tuple[str, str, str], Amount] | None = None,
    budget_reasons: Mapping[tuple[str, str], str] | None = None,
    supplement: Mapping[str, str] | None = None,
    supplement_prior: Mapping[str, str] | None = None,
    terms: Mapping[str, str] | None = None,
    unit_name: str = UNIT_NAME,
    without: Collection[str] = (),
) -> FinalAccount:
    """An account of the format's year. Every table is there but those of `without`.

    `budgets` by table, line and base; `supplement` by field, read by the kind of the field.
    """
    texts: dict[str, Entry] = {}
    numbers: dict[str, Cell] = {}
    before: dict[Key, Cell] = {}
    for row, (key, amount) in enumerate((prior or {}).items(), 5):
        before[key] = _cell(Source(FILE, PRIOR_SHEET, f"C{row}"), amount)
    for row, field in enumerate(resolved.supplement.values(), 4):
        at, then = (Source(FILE, SUPPLEMENT_SHEET, f"{letter}{row}") for letter in "DE")
        text = (supplement or {}).get(field.name, "")
        if field.kind.is_number:
            numbers[field.name] = _number(at, text, field.kind)
        elif text:
            texts[field.name] = Entry(text, at)
        last = (supplement_prior or {}).get(field.name, "")
        if last:
            before[SUPPLEMENT, field.name, VALUE] = _number(then, last, field.kind)
    planned = {}
    for row, ((table, line, base), amount) in enumerate((budgets or {}).items(), 5):
        column = resolved.tables[table].default_column(line)
        source = Source(FILE, BUDGET_SHEET, f"C{row}")
        planned[table, line, column, base] = Cell.with_amount(source, amount)
    return FinalAccount(
        file=FILE,
        unit_name=unit_name,
        year=resolved.year,
        statements={
            name: _statement(resolved, table, amounts or {})
            for name, table in resolved.tables.items()
            if name not in without
        },
        prior=before,
        prior_unit=Source(FILE, PRIOR_SHEET, "B2"),
        supplement=texts,
        numbers=numbers,
        budgets=planned,
        budget_reasons={
            key: Entry(text, Source(FILE, BUDGET_SHEET, f"F{row}"))
            for row, (key, text) in enumerate((budget_reasons or {}).items(), 5)
        },
        terms={
            name: Entry(text, Source(FILE, TERMS_SHEET, f"B{row}"))
            for row, (name, text) in enumerate((terms or {}).items(), 4)
        },
    )


def of_case(case: Case, resolved: Format) -> FinalAccount:
    """The account of a format's case."""
    return build(
        resolved,
        case.amounts,
        case.prior,
        budgets=case.budgets,
        budget_reasons=case.budget_reasons,
        supplement=case.supplement,
        supplement_prior=case.supplement_prior,
        terms=case.terms,
        unit_name=case.unit_name,
    )


def keyed(
    resolved: Format, amounts: Mapping[str, Amount], table: str = SUMMARY
) -> dict[Key, Amount]:
    """Amounts of a table's lines, in each line's first column, by full key."""
    known = resolved.tables[table]
    return {(table, line, known.default_column(line)): each for line, each in amounts.items()}


def in_wan(resolved: Format, tables: Mapping[str, Mapping[str, str]]) -> dict[Key, Amount]:
    """Amounts in 万元 by table and line; `line@column` names another column than the first."""
    found: dict[Key, Amount] = {}
    for table, lines in tables.items():
        for written, text in lines.items():
            line, _, column = written.partition("@")
            column = column or resolved.tables[table].default_column(line)
            found[table, line, column] = wan(text)
    return found


def account_of(
    resolved: Format,
    amounts: Mapping[str, str] | None = None,
    prior: Mapping[str, str] | None = None,
    reason: str = "",
) -> FinalAccount:
    """An account from lines of 收支总表 in 万元."""
    return build(
        resolved,
        in_wan(resolved, {SUMMARY: amounts or {}}),
        in_wan(resolved, {SUMMARY: prior or {}}),
        supplement={REASON: reason},
    )


def account_with_totals(
    resolved: Format, now: Amount | None, then: Amount | None, reason: str = ""
) -> FinalAccount:
    """An account of which only the two totals are known, this year and last."""
    return build(
        resolved,
        keyed(resolved, {} if now is None else dict.fromkeys(TOTALS, now)),
        keyed(resolved, {} if then is None else dict.fromkeys(TOTALS, then)),
        supplement={REASON: reason},
    )


def toy_section(template: str) -> Section:
    """A section of a template that belongs to no format."""
    return Section(id="一", file="甲.txt", template=template)


def format_of(template: str, settings: Mapping[str, str] | None = None, year: int = 2024) -> Format:
    """The format of Sichuan with one section of its own."""
    return replace(find("sichuan", year, settings), sections=(toy_section(template),))


def only(resolved: Format, *sections: str) -> Format:
    """The format with some of its sections."""
    kept = tuple(section for section in resolved.sections if section.id in sections)
    return replace(resolved, sections=kept)


def narrative_of(account: FinalAccount, resolved: Format) -> Narrative:
    """All that is composed from an account."""
    return compose(account, resolved, Figures(account, resolved))


def text_of(paragraphs: tuple[Paragraph, ...]) -> str:
    """Paragraphs as one text."""
    return "\n".join(each.text for each in paragraphs)


def texts_of(account: FinalAccount, resolved: Format) -> list[str]:
    """The texts of all paragraphs."""
    return [each.text for each in narrative_of(account, resolved).paragraphs]


def printed(paragraphs: tuple[Paragraph, ...]) -> list[Printed]:
    """The figures printed, in order, as they are printed."""
    return [span for each in paragraphs for span in each.spans if isinstance(span, Printed)]


def paragraphs_of(
    template: str,
    amounts: dict[str, str] | None = None,
    prior: dict[str, str] | None = None,
    reason: str = "",
) -> list[tuple[str, str]]:
    """Ids and texts of a template's paragraphs."""
    resolved = format_of(template)
    narrative = narrative_of(account_of(resolved, amounts, prior, reason), resolved)
    return [(each.id, each.text) for each in narrative.paragraphs]


def text_of_one(
    template: str,
    amounts: dict[str, str] | None = None,
    prior: dict[str, str] | None = None,
    reason: str = "",
) -> str:
    """The text of a template of one paragraph."""
    ((_, text),) = paragraphs_of(template, amounts, prior, reason)
    return text


def totals(amount: str) -> dict[str, str]:
    return {"revenue_grand_total": amount, "expenditure_grand_total": amount}


SETTINGS: tuple[dict[str, str], ...] = (
    {},
    {"计算依据": "元"},
    {"比率小数位": "0"},
    {"比率小数位": "1", "比率末尾的零": "保留", "计算依据": "元"},
    {"金额末尾的零": "保留", "千分位": "是"},
    {"比率末尾的零": "去掉", "千分位": "是", "计算依据": "元"},
)
"""首页上有代表性的几种设置。"""

_CENTS = st.integers(0, 10**14)
_PUBLISHED = st.integers(0, 10**10).map(lambda hundredths: hundredths * PUBLISHED)
_NEAR = st.sampled_from(
    [0, 1, 48, 4_999, 5_000, 5_001, 9_999, 10_000, 10_001, 50_000, 10**6]
).flatmap(lambda off: st.sampled_from([off, -off]))


def _exact(fen: int) -> Amount:
    return Amount(fen, EXACT)


@st.composite
def pairs_of_amounts(draw: st.DrawFn, *, negative: bool = False) -> tuple[Amount, Amount]:
    """This year and last: unrelated, close together, nearly nothing, nothing."""
    then = draw(st.one_of(st.just(0), _CENTS, _PUBLISHED))
    now = draw(
        st.one_of(
            st.just(0),
            st.just(then),
            _NEAR.map(lambda off: max(0, then + off)),
            _NEAR.map(abs),
            _CENTS,
            _PUBLISHED,
        )
    )
    signs = st.sampled_from([1, -1]) if negative else st.just(1)
    return _exact(now * draw(signs)), _exact(then * draw(signs))
