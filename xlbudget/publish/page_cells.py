"""The cells that a page leads to, each with the passages and findings that use it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.figures import Figure
from xlbudget.domain.findings import Finding
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell, Source
from xlbudget.publish.page_html import link, text

_ADDRESS = re.compile(r"(?P<cell>\$?[A-Z]{1,3}\$?[0-9]{1,7})(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?")
_NUMBERED = re.compile(r"^(\w*[0-9])\s[^!]*")


@dataclass(slots=True)
class Used:
    """One cell: what it holds where that is known, and what it is used by: id and label."""

    cell: Cell | None = None
    label: str = ""
    passages: dict[str, str] = field(default_factory=dict)
    findings: dict[int, None] = field(default_factory=dict)


class Cells:
    """All cells that the page leads to, by sheet and address."""

    def __init__(self) -> None:
        self.sheets: dict[str, dict[str, Used]] = {}
        self._numbers: dict[str, int] = {}
        self._links: dict[Source, str] = {}

    def sheet_id(self, sheet: str) -> str:
        """The id of a sheet."""
        number = self._numbers.setdefault(sheet, len(self._numbers) + 1)
        return f"s{number}"

    def cell_id(self, sheet: str, cell: str) -> str:
        """The id of a cell."""
        return f"{self.sheet_id(sheet)}-{cell}"

    def use(self, cells: Iterable[Cell], passage: str, label: str) -> None:
        """A passage prints a figure that rests on cells."""
        for cell in cells:
            used = self._used(cell.source.sheet, cell.source.cell)
            used.cell = cell
            used.passages.setdefault(passage, label)

    def label(self, figure: Figure) -> None:
        """Cells are called as the figure that is taken from them."""
        for item in figure.inputs:
            if isinstance(item, Figure):
                self.label(item)
            else:
                self._used(item.source.sheet, item.source.cell).label = figure.label

    def has_unnamed(self, account: FinalAccount) -> bool:
        """Whether any cell outside of the tables has no name yet."""
        tables = {statement.sheet for statement in account.statements.values()}
        return any(
            not used.label
            for sheet, cells in self.sheets.items()
            if sheet not in tables
            for used in cells.values()
        )

    def is_unnamed(self, source: Source) -> bool:
        """Whether a cell is led to and has no name yet."""
        used = self.sheets.get(source.sheet, {}).get(source.cell)
        return used is not None and not used.label

    def name(self, named: Iterable[tuple[Source, str]]) -> None:
        """Cells that nothing is taken from are called by what they are there for."""
        for source, label in named:
            if self.is_unnamed(source):
                self.sheets[source.sheet][source.cell].label = label

    def _used(self, sheet: str, cell: str) -> Used:
        return self.sheets.setdefault(sheet, {}).setdefault(cell, Used())

    def note(self, finding: Finding, position: int) -> None:
        """A finding speaks of cells: that of its place, and its inputs."""
        where = finding.where
        if where.sheet and where.cell:
            self._note(f"{where.sheet}!{where.cell}", position)
        for place in finding.inputs:
            self._note(place, position)
        for follower in finding.follows:
            self.note(follower, position)

    def _note(self, place: str, position: int) -> None:
        found = parted(place)
        if found:
            self._used(*found).findings[position] = None

    def link(self, place: str) -> str:
        """A place (公开01 …!C5) as a link to its cell, a sheet to its table; words where nothing of
        it is drawn.
        """
        found = parted(place)
        if place in self.sheets:
            return link(self.sheet_id(place), short(place))
        if found and found[1] in self.sheets.get(found[0], {}):
            return link(self.cell_id(*found), short(place))
        return text(place)

    def source_link(self, cell: Cell) -> str:
        """A cell as a link."""
        found = self._links.get(cell.source)
        if found is None:
            found = self._links[cell.source] = self.link(str(cell.source))
        return found


def parted(place: str) -> tuple[str, str] | None:
    """Sheet and address of a place, of an area the first cell; None where it is no cell.

    >>> parted("公开01 收入支出决算总表!$C$5:D9"), parted("第 3 段")
    (('公开01 收入支出决算总表', 'C5'), None)
    """
    sheet, _, address = place.rpartition("!")
    found = _ADDRESS.fullmatch(address)
    return (sheet, found["cell"].replace("$", "")) if sheet and found else None


def short(place: str) -> str:
    """A place with no more than the number of its sheet, where it has one.

    >>> short("公开01 收入支出决算总表!C15"), short("公开01 收入支出决算总表"), short("表 甲!D4")
    ('公开01!C15', '公开01', '表 甲!D4')
    """
    return _NUMBERED.sub(r"\1", place, count=1)
