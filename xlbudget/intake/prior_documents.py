"""Last year's published document: its amounts for 上年数, its terms for 名词解释."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from xlbudget.binding.binder import bind
from xlbudget.binding.clauses import say
from xlbudget.domain.documents import Document
from xlbudget.domain.errors import UnknownLayout, raise_all
from xlbudget.domain.findings import Finding, Verdict
from xlbudget.domain.money import PUBLISHED, Amount, half_up
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell, Source
from xlbudget.formats.library import find
from xlbudget.formats.model import HISTORY, MERGED, SPLIT, SUPPLEMENT, Format
from xlbudget.intake.asked import asked_prior, asked_prior_numbers
from xlbudget.intake.gathered import Key
from xlbudget.intake.prior import NOT_COMPARABLE, OTHER_UNIT
from xlbudget.intake.prior_keys import this_years_key
from xlbudget.intake.prior_sums import sum_of_lines
from xlbudget.intake.prior_text import TextAmounts, amounts_of_text, cells_of
from xlbudget.intake.prior_text_told import (
    against_table,
    filled,
    filled_from_tables,
    not_filled,
    note,
    odd_unit,
    terms_told,
    too_coarse,
)
from xlbudget.intake.same_unit import goes_by
from xlbudget.intake.terms_text import terms_of
from xlbudget.reading.document_head import unit_of, year_of
from xlbudget.reading.document_tables import account_of_document
from xlbudget.reading.table_findings import UNREAD
from xlbudget.workbook.own_rows import prior_rows


@dataclass(frozen=True, slots=True)
class OfDocuments:
    """What last year's documents give: amounts of last year by this year's rows, and terms."""

    prior: Mapping[Key, Cell] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def gather_documents(
    documents: Sequence[Document],
    resolved: Format,
    *,
    formats: tuple[Path, ...] = (),
    names: Collection[str] = (),
    tables: Mapping[Key, Cell] | None = None,
) -> OfDocuments:
    """What last year's documents state, read by the place's format of last year.

    `tables` are the amounts that last year's tables gave: they win, and where a document says
    otherwise, that is told. Raises UnknownLayout for a document of another year.
    """
    raise_all(list(_other_years(documents, resolved.year - 1)))
    findings = [each for document in documents for each in _other_unit(document, names)]
    last = find(resolved.place, resolved.year - 1, None, formats)
    prior: dict[Key, Cell] = {}
    terms: dict[str, str] = {}
    for document in documents:
        bound = bind(document, say(document), [last])
        amounts = amounts_of_text(bound, resolved)
        if refused := _refused(resolved):
            findings.append(note(NOT_COMPARABLE, document, refused))
        else:
            within, told = _of_tables(document, last, resolved, {**(tables or {}), **prior})
            prior |= within
            findings += told
            given, told = _amounts(document, amounts, resolved, {**prior, **(tables or {})})
            prior |= given
            findings += told
        own = terms_of(document, bound.outline)
        terms = {**own.texts, **terms}
        findings += terms_told(document, own)
    return OfDocuments(prior, terms, tuple(findings))


def _other_years(documents: Iterable[Document], year: int) -> Iterator[UnknownLayout]:
    for document in documents:
        seen = year_of(document)
        if seen != year:
            yield UnknownLayout(
                where=document.file,
                seen=f"{seen}年度的说明" if seen else "没有写明年度的说明",
                expected=f"上年（{year}年度）的决算说明",
                remedy=f"请换成 {year} 年度公开的说明；年度没有写明的，请在标题里写上。",
            )


def _other_unit(document: Document, names: Collection[str]) -> Iterator[Finding]:
    unit = unit_of(document)
    if unit and names and not goes_by(unit, names):
        message = (
            f"上年的说明是“{unit}”的。改了名的，请在首页“{HISTORY}”选“更名”，并在补充资料填“曾用名”；"
            "只是简称的不必理会；都不是的，请核对是不是拿错了文件。"
        )
        yield note(OTHER_UNIT, document, message, Verdict.FAIL)


def _refused(resolved: Format) -> str:
    """Why nothing of a document can be last year's figures; "" if they can."""
    history = resolved.traits.get(HISTORY)
    if resolved.is_new_unit:
        return "上年的说明没有用来填上年数：首页写明新设立，没有上年数。"
    if history in (MERGED, SPLIT):
        return (
            f"上年的说明没有用来填上年数：单位沿革是“{history}”，一份说明只有一个前身单位的数。"
            "请用各前身单位的工作簿、导出或公开表。"
        )
    return ""


def _of_tables(
    document: Document, last: Format, resolved: Format, known: Mapping[Key, Cell]
) -> tuple[dict[Key, Cell], list[Finding]]:
    """The amounts of the official tables inside a document that nothing else gave."""
    inside = account_of_document(document, last)
    told = [each for each in inside.findings if each.check == UNREAD]
    found: dict[Key, list[Cell]] = {}
    for name, statement in (inside.account.statements if inside.account else {}).items():
        for line in statement.lines:
            for column, cell in line.cells.items():
                now = this_years_key((name, line.name, column), last, resolved)
                if now is not None and cell.amount is not None:
                    found.setdefault(now, []).append(cell)
        if not statement.lines and last.tables[name].nil_when_empty:
            nil = Cell.with_amount(Source(document.file, statement.sheet, ""), Amount(0))
            for row in prior_rows(resolved, ()):
                if row.table == name:
                    found.setdefault((row.table, row.line, row.column), [nil])
    cells = asked_prior(resolved, {key: sum_of_lines(each) for key, each in found.items()})
    given = {key: cell for key, cell in cells.items() if key not in known}
    if given:
        told.append(filled_from_tables(document, given, resolved))
    return given, told


def _amounts(
    document: Document, amounts: TextAmounts, resolved: Format, tables: Mapping[Key, Cell]
) -> tuple[dict[Key, Cell], list[Finding]]:
    """The amounts that are asked for and that no table gave; and what is said of them."""
    cells = _asked(cells_of(amounts.known), resolved)
    if amounts.is_coarse:
        lacking = [key for key in cells if key not in tables]
        return {}, [too_coarse(document, amounts.places)] if lacking else []
    given = {key: cell for key, cell in cells.items() if key not in tables}
    known, findings = amounts.known, []
    if given:
        findings.append(filled(document, {key: known[key] for key in given}, resolved))
    for key, cell in cells.items():
        if key in tables and not _agree(tables[key], cell):
            findings.append(against_table(document, key, tables[key], known[key][0], resolved))
    for why, unsure in (("说法不一", amounts.differing), ("几个旧科目现在是一个", amounts.merged)):
        for key in _asked(cells_of(unsure), resolved):
            if key not in tables:
                findings.append(not_filled(document, key, unsure[key], why, resolved))
    findings += [odd_unit(document, each, resolved) for each in amounts.odd]
    return given, findings


def _asked(cells: Mapping[Key, Cell], resolved: Format) -> dict[Key, Cell]:
    numbers = asked_prior_numbers(resolved, cells)
    of_supplement = {key: cell for key, cell in cells.items() if key[0] == SUPPLEMENT}
    return {
        **asked_prior(resolved, cells),
        **{key: cell for key, cell in of_supplement.items() if key[1] in numbers},
    }


def _agree(table: Cell, text: Cell) -> bool:
    """Whether a document prints what a table holds, rounded as it is published."""
    if table.amount is None or text.amount is None:
        return table.count == text.count
    rounded = half_up(table.amount.fen, PUBLISHED) * PUBLISHED
    return text.amount.fen in (table.amount.fen, rounded)
