"""The steps in order: a book to an account, an account to results, results into the book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from xlbudget.analysis.drivers import all_drivers
from xlbudget.analysis.indicators import Figures
from xlbudget.analysis.performance import evaluate
from xlbudget.books.port import Book, BookPlan
from xlbudget.checks.basis import check_basis
from xlbudget.checks.magnitudes import check_magnitudes
from xlbudget.checks.own_text import WITHHELD, check_own_text, table_gaps
from xlbudget.checks.tables import TABLE_UNIT, check_tables, unfilled_tables
from xlbudget.checks.text_rules import recompute_changes
from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.errors import XlbudgetError, raise_all
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass, replace
from xlbudget.domain.statements import Statement
from xlbudget.domain.style import Basis
from xlbudget.domain.text import Paragraph, Place, State, words_and_gaps
from xlbudget.formats.model import HISTORY, RENAMED, Format
from xlbudget.narrative.compose import compose
from xlbudget.pipeline.standing import stands
from xlbudget.reading.extract import extract
from xlbudget.reading.labels import plain
from xlbudget.reading.recognise import head, recognise
from xlbudget.reading.separate import separate
from xlbudget.results import Results
from xlbudget.results.performance_tables import performance_gaps
from xlbudget.workbook.amount_entries import read_budgets, read_prior
from xlbudget.workbook.entries import OwnSheets, read_home, read_rewrites, read_terms
from xlbudget.workbook.format_of_book import format_of_book, wrong_year
from xlbudget.workbook.left_alone import refuse_to_move, told
from xlbudget.workbook.performance_entries import (
    filled_in,
    performance_totals,
    read_projects,
)
from xlbudget.workbook.plan import plan
from xlbudget.workbook.supplement_entries import read_supplement


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the caller says instead of 首页: place and year of the format, folders of formats."""

    place: str | None = None
    year: int | None = None
    formats: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A book as read: the account, its format, what reading found, and our own sheets."""

    account: FinalAccount
    format: Format
    findings: tuple[Finding, ...]
    sheets: OwnSheets


def read(book: Book, request: Request | None = None) -> Reading:
    """The account of a workbook. All that stands in the way is raised together."""
    asked = request or Request()
    grids = [book.read(sheet.name) for sheet in book.sheets()]
    sheets = OwnSheets(grids, book.name)
    home = read_home(sheets)
    resolved = format_of_book(home, grids, book.name, asked.place, asked.year, asked.formats)
    own = {id(grid) for grid in sheets.grids()}
    errors: list[XlbudgetError] = []
    findings: list[Finding] = []
    given = [
        separate(grid, resolved.tables.values(), book.name) for grid in grids if id(grid) not in own
    ]
    for each in given:
        findings += each.findings
        errors += each.errors
    parts = (part for each in given for part in each.parts)
    recognised = recognise(parts, resolved, book.name, errors)
    findings += recognised.findings
    statements: dict[str, Statement] = {}
    for name, grid in recognised.tables.items():
        above = head(grid, book.name, errors)
        statement, found, faults = extract(grid, resolved.tables[name], above, book.name)
        errors += [*wrong_year(grid, above, resolved.year, book.name), *faults]
        findings += found
        if statement:
            statements[name] = statement
    prior, prior_unit = read_prior(sheets, resolved, errors)
    budgets = read_budgets(sheets, resolved, errors)
    supplement = read_supplement(sheets, resolved, errors)
    projects = read_projects(sheets, errors)
    terms = read_terms(sheets, errors)
    rewrites = read_rewrites(sheets, errors)
    raise_all(errors)
    unit_name = home.unit_name.text if home.unit_name else _printed_name(statements.values())
    account = FinalAccount(
        file=book.name,
        unit_name=unit_name,
        year=resolved.year,
        statements=statements,
        prior={**prior, **supplement.prior},
        prior_unit=prior_unit,
        budgets=budgets.cells,
        budget_unit=budgets.unit,
        budget_reasons=budgets.reasons,
        budget_reason_cells=budgets.reason_cells,
        purposes=budgets.purposes,
        purpose_cells=budgets.purpose_cells,
        supplement=supplement.texts,
        numbers=filled_in(supplement.numbers, performance_totals(projects, sheets)),
        projects=projects,
        supplement_cells=supplement.cells,
        supplement_unit=supplement.unit,
        terms=terms,
        unit_name_source=home.unit_name_cell,
        rewrites=rewrites,
        settings=home.settings,
        year_source=home.year.source if home.year else None,
        setting_cells=home.setting_cells,
    )
    findings += _names_that_differ(account, resolved)
    return Reading(account, resolved, tuple(findings), sheets)


def run(account: FinalAccount, resolved: Format, found: Iterable[Finding] = ()) -> Results:
    """Everything that is computed and written from an account."""
    checked = check_tables(account, resolved)
    unfilled = unfilled_tables(account, checked.findings)
    account = replace(account, unfilled=unfilled)
    figures = Figures(account, resolved)
    narrative = compose(account, resolved, figures)
    recomputed, entries = recompute_changes(narrative.paragraphs, account.file)
    wrong_units = {each.where.sheet or "" for each in checked.findings if each.check == TABLE_UNIT}
    table_findings = [*checked.findings, *check_magnitudes(account, resolved, wrong_units)]
    paragraphs = _rewritten(narrative.paragraphs, account.rewrites)
    text_findings = [*recomputed]
    unread: Mapping[str, tuple[str, ...]] = {}
    if any(paragraph.state is State.REWRITTEN for paragraph in paragraphs):
        from xlbudget.pipeline.rewrites import check_rewrites

        rewritten = check_rewrites(paragraphs, account, resolved, figures)
        text_findings += rewritten.findings
        unread = rewritten.unread
    text_findings += check_own_text(narrative.paragraphs, paragraphs, account, unread)
    if resolved.style.basis is Basis.YUAN:
        published = replace(resolved, style=replace(resolved.style, basis=Basis.PUBLISHED))
        other = compose(account, published, Figures(account, published))
        text_findings += check_basis(narrative.paragraphs, other.paragraphs, account.file)
    findings = _sorted([*found, *_joined(table_findings, text_findings)])
    results = Results(
        account=account,
        format=resolved,
        figures=figures.computed(),
        paragraphs=paragraphs,
        charts=narrative.charts,
        findings=tuple(findings),
        ledger=checked.ledger.followed_by(entries),
        outcomes=checked.outcomes.once,
        generated={paragraph.id: paragraph for paragraph in narrative.paragraphs},
        drivers=all_drivers(account, resolved, figures),
        performance=evaluate(account, resolved),
        source=figures,
    )
    asked = table_gaps(((t.title, gap) for t, gap in performance_gaps(results)), account.file)
    return replace(results, findings=tuple(_sorted([*results.findings, *asked])))


Planned = Callable[[Results, OwnSheets, str], BookPlan]
"""What a run writes: everything (`workbook.plan.plan`), or what checking alone writes."""


def report(
    book: Book,
    request: Request | None = None,
    planned: Planned = plan,
    *,
    when: str = "",
    progress: Callable[[str], None] = lambda _: None,
    built: Results | None = None,
) -> Results:
    """Read a book, run, and apply what we own to the book. File books are then saved.

    `when` is the time that 首页 shows; `progress` is told each step in a word. `built` are the
    results that the book was just built from: nothing is written where it reads as they say.
    """
    progress("读取各表")
    reading = read(book, request)
    progress("计算和校验")
    results = run(reading.account, reading.format, reading.findings)
    if built is not None and stands(results, built):
        return results
    progress("写入工作簿")
    writes = planned(results, reading.sheets, when)
    left = book.left_alone(writes)
    if left:
        refuse_to_move(left, writes, reading.sheets)
        results = replace(results, findings=(*results.findings, *told(left, book.name)))
        writes = planned(results, reading.sheets, when)
    book.apply(writes)
    return results


def _printed_name(statements: Iterable[Statement]) -> str:
    return next((s.unit_name for s in statements if s.unit_name), "")


def _names_that_differ(account: FinalAccount, resolved: Format) -> Iterable[Finding]:
    """Tables of another unit, those of one name together; a renamed unit may still go by a former
    name.
    """
    former = account.former_names if resolved.traits.get(HISTORY) == RENAMED else ()
    known = {plain(name) for name in (account.unit_name, *former)}
    of_name: dict[str, list[Statement]] = {}
    for statement in account.statements.values():
        if statement.unit_name and plain(statement.unit_name) not in known:
            of_name.setdefault(statement.unit_name, []).append(statement)
    for first, *others in of_name.values():
        follows = tuple(_of_another_unit(each, account) for each in others)
        yield _of_another_unit(first, account, follows)


def _of_another_unit(
    statement: Statement, account: FinalAccount, follows: tuple[Finding, ...] = ()
) -> Finding:
    tables = f"等 {len(follows) + 1} 张表" if follows else ""
    return Finding(
        check="unit-name",
        verdict=Verdict.FAIL,
        level=Level.WARNING,
        file=account.file,
        where=Place(sheet=statement.sheet),
        printed=statement.unit_name,
        expected=account.unit_name,
        message=f"“{statement.title}”{tables}表头的单位是“{statement.unit_name}”，"
        f"首页是“{account.unit_name}”，请核对是不是同一个单位。",
        follows=follows,
    )


def _rewritten(
    paragraphs: tuple[Paragraph, ...], rewrites: Mapping[str, Entry]
) -> tuple[Paragraph, ...]:
    """A person's own wording wins over ours; a gap that she left in it stays a gap."""
    return tuple(
        replace(paragraph, spans=words_and_gaps(rewrites[paragraph.id].text), state=State.REWRITTEN)
        if paragraph.id in rewrites
        else paragraph
        for paragraph in paragraphs
    )


def _joined(tables: list[Finding], texts: list[Finding]) -> list[Finding]:
    """One cause is one finding: a withheld paragraph goes below the error about its cells."""
    for withheld in [finding for finding in texts if finding.check == WITHHELD]:
        for position, error in enumerate(tables):
            about = {place for found in (error, *error.follows) for place in found.inputs}
            if error.level is Level.ERROR and about >= set(withheld.inputs):
                tables[position] = replace(error, follows=(*error.follows, withheld))
                texts = [finding for finding in texts if finding is not withheld]
                break
    return [*tables, *texts]


def _sorted(findings: list[Finding]) -> list[Finding]:
    order = [Level.ERROR, Level.WARNING, Level.INFO]
    return sorted(findings, key=lambda finding: order.index(finding.level))
