"""What a person entered on 绩效指标: the indicators of each project, with 分值 and 得分."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from xlbudget.books.port import Grid, address
from xlbudget.domain.errors import UnknownLayout, UnreadableCell, XlbudgetError
from xlbudget.domain.performance import Indicator
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell, Entry, Source
from xlbudget.reading.amounts import read_cell
from xlbudget.workbook import layout
from xlbudget.workbook.entries import OwnSheets, as_text

_NAME, _FIRST, _SECOND, _THIRD, _TARGET, _ACTUAL, _POINTS, _SCORE, _REASON = layout.HEADERS[
    layout.INDICATORS
]


def read_indicators(
    sheets: OwnSheets, projects: Iterable[str], errors: list[XlbudgetError]
) -> Mapping[str, tuple[Indicator, ...]]:
    """The indicators by project, in the order of their rows. `projects` are the names of 绩效.

    A blank 项目名称, 一级指标 or 二级指标 is that of the row above, as where cells are merged.
    """
    found = sheets.table(layout.INDICATORS)
    if found is None:
        return {}
    grid, header, columns = found
    known = Counter(projects)
    by_project: dict[str, list[Indicator]] = {}
    for row in _Rows(sheets, grid, columns, errors).below(header):
        if row.project and known[row.project] == 1:
            by_project.setdefault(row.project, []).append(row.indicator)
        else:
            errors.append(_stray(row, known, sheets.file))
    return {name: tuple(listed) for name, listed in by_project.items()}


@dataclass(frozen=True, slots=True)
class _Row:
    project: str
    at: Source
    indicator: Indicator


@dataclass(slots=True)
class _Rows:
    sheets: OwnSheets
    grid: Grid
    columns: Mapping[str, int]
    errors: list[XlbudgetError]

    def below(self, header: int) -> Iterator[_Row]:
        """The rows that say anything."""
        project = first = second = ""
        for row in range(header + 1, self.grid.height + 1):
            name, one, two = (self._text(row, word) for word in (_NAME, _FIRST, _SECOND))
            if not name and not any(
                self.grid.at(row, column) is not None for column in self.columns.values()
            ):
                continue
            if name and name != project:
                project, first, second = name, "", ""
            if one and one != first:
                first, second = one, ""
            second = two or second
            yield _Row(project, self._at(row, _NAME), self._indicator(row, first, second))

    def _indicator(self, row: int, first: str, second: str) -> Indicator:
        blank = {
            word: self._at(row, word)
            for word in (_TARGET, _ACTUAL, _POINTS, _SCORE, _REASON)
            if self.grid.at(row, self.columns[word]) is None
        }
        return Indicator(
            source=self._at(row, _THIRD),
            first=first,
            second=second,
            third=self._text(row, _THIRD),
            target=self._entry(row, _TARGET),
            actual=self._entry(row, _ACTUAL),
            points=self._number(row, _POINTS),
            score=self._number(row, _SCORE),
            reason=self._entry(row, _REASON),
            cells=blank,
        )

    def _at(self, row: int, word: str) -> Source:
        return Source(self.sheets.file, self.grid.sheet, address(row, self.columns[word]))

    def _text(self, row: int, word: str) -> str:
        return as_text(self.grid.at(row, self.columns[word]))

    def _entry(self, row: int, word: str) -> Entry | None:
        return self.sheets.entry(self.grid, row, self.columns[word])

    def _number(self, row: int, word: str) -> Cell:
        source = self._at(row, word)
        try:
            raw = read_cell(self.grid.at(row, self.columns[word]), source)
        except UnreadableCell as error:
            self.errors.append(
                UnreadableCell(
                    where=error.where,
                    seen=error.seen,
                    expected=f"{word}（数字）或空白",
                    remedy="请改成数字；还没有评分就留空。",
                )
            )
            return Cell(source)
        return Cell(source) if raw.number is None else Cell.with_count(source, raw.number)


def _stray(row: _Row, known: Counter[str], file: str) -> UnknownLayout:
    """A row whose project is not on 绩效, or stands there twice."""
    seen = f"“{row.project}”" if row.project else "空白"
    remedy = f"请改成“{layout.PERFORMANCE}”里的项目名称，或在那里补上这个项目。"
    if known[row.project] > 1:
        seen += f"，而“{layout.PERFORMANCE}”里有 {known[row.project]} 行叫这个名称"
        remedy = "请给这几个项目取不同的名称，两张表里都改。"
    return UnknownLayout(
        where=Source(file, row.at.sheet, row.at.cell).in_file,
        seen=seen,
        expected=f"“{layout.PERFORMANCE}”里的一个项目名称，一字不差",
        remedy=remedy,
    )
