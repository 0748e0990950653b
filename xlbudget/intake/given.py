"""What the files that were handed in say, gathered for a workbook: exports, and last year's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import SeveralErrors, UnreadableCell, XlbudgetError, raise_all
from xlbudget.domain.findings import Finding
from xlbudget.domain.records import dataclass, replace
from xlbudget.formats.exports import exports
from xlbudget.formats.model import Format
from xlbudget.intake.gather import gather
from xlbudget.intake.gathered import Gathered, SourceFile, SourceSheet
from xlbudget.intake.mapping import Mapping, Proposal, propose, to_confirm
from xlbudget.intake.same_unit import goes_by
from xlbudget.intake.sheet_notes import UNREAD, NothingRecognised
from xlbudget.intake.sources import DOCUMENTS, read_sources
from xlbudget.intake.withheld import listed_last_year, without_withheld
from xlbudget.reading.raw_sheets import raw_sheet_on
from xlbudget.reading.recognise import head


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed in: the amounts, what is said of the files, the mappings that are new, and
    those that wait for a person's word; and what was listed as 涉密科目.
    """

    gathered: Gathered
    findings: tuple[Finding, ...]
    confirmed: tuple[Mapping, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    withheld: tuple[str, ...] = ()


def gather_all(
    exports: Sequence[Path],
    last_year: Sequence[Path],
    resolved: Format,
    names: Sequence[str],
    *,
    mappings: tuple[Mapping, ...] = (),
    confirm: bool = False,
    formats: tuple[Path, ...] = (),
    predecessors: Collection[str] = (),
    withheld: Collection[str] = (),
    withheld_again: bool = False,
) -> Given:
    """This year's and last year's figures of a unit that goes by `names` and came from
    `predecessors`; without the rows of `withheld` codes, and with `withheld_again` without those
    that last year's workbook lists.

    Raises where a file cannot be read, or is of another year or unit.
    """
    named = [name for name in names if name]
    given = _this_year(exports, resolved, named, mappings, confirm=confirm)
    given = replace(given, withheld=tuple(withheld))
    texts = tuple(path for path in last_year if path.suffix.lower() in DOCUMENTS)
    tables = tuple(path for path in last_year if path not in texts)
    if tables:
        older, passed_over = read_sources(tables, PackedBook)
        given = replace(given, findings=(*given.findings, *passed_over))
        if withheld_again:
            again, told = listed_last_year(older, resolved, formats)
            listed = tuple(dict.fromkeys((*given.withheld, *again)))
            given = replace(given, withheld=listed, findings=(*given.findings, *told))
        given = _with_last_year(
            given,
            older,
            resolved,
            named,
            mappings=(*mappings, *given.confirmed),
            formats=formats,
            predecessors=predecessors,
        )
    if texts:
        given = _with_documents(given, texts, resolved, named, formats)
    gathered, kept_back = without_withheld(given.gathered, given.withheld)
    return replace(given, gathered=gathered, findings=(*given.findings, *kept_back))


def _this_year(
    exports: Sequence[Path],
    resolved: Format,
    named: Sequence[str],
    mappings: tuple[Mapping, ...],
    *,
    confirm: bool,
) -> Given:
    """This year's figures; with `confirm`, the proposals are taken for mappings and read with."""
    files, passed_over = read_sources(exports, PackedBook)
    first, others = (named[0], tuple(named[1:])) if named else (None, ())

    def read(known: tuple[Mapping, ...]) -> Gathered:
        return gather(files, resolved, unit_name=first, former_names=others, mappings=known)

    confirmed: tuple[Mapping, ...] = ()
    gathered = Gathered()
    proposals: tuple[Proposal, ...] = ()
    if files:
        try:
            gathered = read(mappings)
            proposals = tuple(_of_unread(files, gathered, resolved))
        except XlbudgetError as error:
            proposals = tuple(_of_errors(files, error, resolved, named))
            if not proposals:
                raise
            if not confirm:
                raise_all([*_of_sheets(error), *map(to_confirm, proposals)])
        if confirm and proposals:
            confirmed = tuple(proposal.mapping for proposal in proposals)
            gathered = read((*mappings, *confirmed))
            proposals = tuple(_of_unread(files, gathered, resolved))
    findings = (*passed_over, *_not_proposed(gathered, proposals))
    return Given(gathered, findings, confirmed, proposals)


def _with_last_year(
    given: Given,
    older: Sequence[SourceFile],
    resolved: Format,
    named: Sequence[str],
    *,
    mappings: tuple[Mapping, ...],
    formats: tuple[Path, ...],
    predecessors: Collection[str],
) -> Given:
    """What was handed in, with last year's figures."""
    from xlbudget.intake.prior import gather_prior

    looked_at: list[SourceSheet] = []
    prior, found = gather_prior(
        older,
        resolved,
        formats=formats,
        names=named or list(filter(None, [given.gathered.unit_name])),
        looked_at=looked_at,
        predecessors=predecessors,
        withheld=given.withheld,
        mappings=mappings,
    )
    both = {**given.gathered.prior, **prior}
    gathered = replace(given.gathered, prior=both, prior_sheets=tuple(looked_at))
    return replace(given, gathered=gathered, findings=(*given.findings, *found))


def _with_documents(
    given: Given,
    paths: Sequence[Path],
    resolved: Format,
    named: Sequence[str],
    formats: tuple[Path, ...],
) -> Given:
    """What was handed in, with what last year's documents state beside the tables."""
    from xlbudget.intake.prior_documents import gather_documents
    from xlbudget.reading.documents import read_document

    documents = [replace(read_document(path), file=path.name) for path in paths]
    found = gather_documents(
        documents,
        resolved,
        formats=formats,
        names=named or list(filter(None, [given.gathered.unit_name])),
        tables=given.gathered.prior,
    )
    gathered = replace(
        given.gathered,
        prior={**found.prior, **given.gathered.prior},
        terms=found.terms,
        terms_from="、".join(document.file for document in documents),
    )
    return replace(given, gathered=gathered, findings=(*given.findings, *found.findings))


def _not_proposed(gathered: Gathered, proposals: Iterable[Proposal]) -> Iterator[Finding]:
    """What was found, without the sheets that nobody knows but that a proposal is made for."""
    proposed = {(proposal.file, proposal.sheet) for proposal in proposals}
    for finding in gathered.findings:
        if finding.check != UNREAD or (finding.file, finding.where.sheet) not in proposed:
            yield finding


def _of_unread(
    files: Iterable[SourceFile], gathered: Gathered, resolved: Format
) -> Iterator[Proposal]:
    """What sheets that were not read probably are, for tables that nothing was read for."""
    unread = {(sheet.file, sheet.sheet) for sheet in gathered.sheets if not sheet.read_as}
    known = {table for table, _, _ in gathered.amounts}
    for file in files:
        for grid in file.grids:
            if (file.name, grid.sheet) in unread:
                proposal = propose(grid, resolved, file.name)
                if proposal is not None and proposal.mapping.table not in known:
                    yield proposal


def _of_errors(
    files: Iterable[SourceFile], error: XlbudgetError, resolved: Format, names: Collection[str]
) -> Iterator[Proposal]:
    """What the sheets that an error is about probably are; all, where nothing was recognised.

    What is of another year or unit is known well enough, and so is a sheet of the 部门决算 system
    or one whose cells are at fault: a proposal would only set its columns at odds.
    """
    known = exports(resolved.year)
    cells = {
        each.where.partition("!")[0] for each in _each(error) if isinstance(each, UnreadableCell)
    }
    places = {each.where.partition("!")[0] for each in _each(error)}
    nothing = not any(" · " in place for place in places)
    for file in files:
        for grid in file.grids:
            above = head(grid, file.name, [])
            other = names and above.unit_name and not goes_by(above.unit_name, names)
            if other or above.year not in (None, resolved.year):
                continue
            place = f"{file.name} · {grid.sheet}"
            if place in cells or raw_sheet_on(grid, known) is not None:
                continue
            if nothing or place in places:
                proposal = propose(grid, resolved, file.name)
                if proposal is not None:
                    yield proposal


def _of_sheets(error: XlbudgetError) -> Iterator[XlbudgetError]:
    """The errors, without that nothing was recognised: the proposals say more."""
    return (each for each in _each(error) if not isinstance(each, NothingRecognised))


def _each(error: XlbudgetError) -> tuple[XlbudgetError, ...]:
    return error.errors if isinstance(error, SeveralErrors) else (error,)
