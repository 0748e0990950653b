"""The tables beside the text: only those that the text or a finding leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.records import dataclass
from xlbudget.domain.statements import Cell, Holds, Line, Statement
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Column, Layout
from xlbudget.publish.page_cells import Cells, Used
from xlbudget.publish.page_grid import Grid, Side, grid
from xlbudget.publish.page_html import link, paper, text

_label = lru_cache(maxsize=2048)(text)
"""The names of lines stand in most tables."""

_SCROLLED = '<div class="scroll" tabindex="0"><table>'


@dataclass(frozen=True, slots=True)
class Sheets:
    """Draws tables; `labels` are the words and colours of findings, by position."""

    format: Format
    cells: Cells
    labels: Sequence[tuple[str, str]]

    def html(self, account: FinalAccount | None) -> Iterator[str]:
        """The tables of the account, then other sheets: of those only the cells that are used."""
        by_sheet: dict[str, list[Statement]] = {}
        for statement in account.statements.values() if account else ():
            by_sheet.setdefault(statement.sheet, []).append(statement)
        led_to = self.cells.sheets
        for sheet, statements in by_sheet.items():
            if sheet in led_to:
                yield from self._sheet(sheet, statements, led_to[sheet])
        for sheet, used in led_to.items():
            if sheet not in by_sheet:
                yield from self._sheet(sheet, (), used)

    def _sheet(
        self, sheet: str, statements: Iterable[Statement], used: Mapping[str, Used]
    ) -> Iterator[str]:
        grids = [(each, grid(each, self.format.tables[each.table], used)) for each in statements]
        kind = paper(max((drawn.width for _, drawn in grids), default=0))
        sheet_id = self.cells.sheet_id(sheet)
        yield f'<section class="sheet {kind}" id="{sheet_id}"><h3>{text(sheet)}</h3>'
        left = dict(used)
        for statement, drawn in grids:
            yield from self._table(statement, drawn, used, left)
        yield from self._loose(sheet, left)
        yield "</section>"

    def _table(
        self, statement: Statement, table: Grid, used: Mapping[str, Used], left: dict[str, Used]
    ) -> Iterator[str]:
        """A table; what of the sheet's used cells it draws is taken out of those that are left."""
        yield f"<p>{text(_about(statement))}</p>"
        if table.rows:
            numbered = self.format.tables[statement.table].layout is not Layout.CROSSED
            yield _SCROLLED
            yield from _header(table.sides, numbered=numbered)
            for number, lines in table.rows:
                yield self._row(number, lines, table, statement, used, left)
            yield "</table></div>"
        yield _omitted(table.rows_left_out, table.columns_left_out)

    def _row(
        self,
        number: int,
        lines: Mapping[str, Line],
        table: Grid,
        statement: Statement,
        used: Mapping[str, Used],
        left: dict[str, Used],
    ) -> str:
        row = [f"<tr><th>{number}</th>" if number else "<tr>"]
        for side in table.sides:
            line = lines.get(side.block.name)
            if line is None:
                row.append("<td></td>" * (len(side.heads) + len(side.columns)))
                continue
            if side.block.code_headers:
                row.append(f"<th>{line.name if line.name.isdecimal() else ''}</th>")
            row.append(f"<th>{_label(line.label)}</th>")
            filled, places = line.filled, line.places if table.blank else {}
            for column in side.columns:
                cell, held = filled.get(column.name), ""
                place = cell.source if cell else places.get(column.name)
                if cell:
                    held = held_text(cell, statement.unit)
                known = used.get(place.cell) if place else None
                if place and known:
                    left.pop(place.cell, None)
                    row.append(self._used(statement.sheet, place.cell, held, known))
                else:
                    row.append(f"<td>{held}</td>")
        row.append("</tr>")
        return "".join(row)

    def _used(self, sheet: str, cell: str, held: str, used: Used) -> str:
        """A cell that is led to: what it holds, and the passages and findings that speak of it."""
        marks = "".join(
            link(f"k{at + 1}", self.labels[at][0], f"tag {self.labels[at][1]}")
            for at in used.findings
        )
        uses = "、".join(link(at, label) for at, label in used.passages.items())
        shown = f"<details><summary>{held or '空'}</summary>用在 {uses}</details>" if uses else held
        kind = self.labels[next(iter(used.findings))][1] if used.findings else "used"
        return f'<td id="{self.cells.cell_id(sheet, cell)}" class="{kind}">{shown}{marks}</td>'

    def _loose(self, sheet: str, used: Mapping[str, Used]) -> Iterator[str]:
        """Cells that stand in no table that is drawn: one a row, with what they are."""
        if not used:
            return
        yield _SCROLLED
        yield "<tr><th>格</th><th>内容</th><th>值</th></tr>"
        for at, one in used.items():
            held = held_text(one.cell, self.format.style.unit) if one.cell else ""
            yield f"<tr><th>{at}</th><th>{text(one.label)}</th>{self._used(sheet, at, held, one)}"
            yield "</tr>"
        yield "</table></div>"


def held_text(cell: Cell, unit: Unit) -> str:
    """What a cell holds, as exactly as it is known."""
    if cell.amount is not None:
        return exact(cell.amount, unit)
    if cell.count is not None:
        return str(cell.count)
    return "—" if cell.holds is Holds.NOT_APPLICABLE else ""


def exact(amount: Amount, unit: Unit) -> str:
    """An amount with all its decimals, two at least.

    >>> exact(Amount(1_482_225_000), Unit.TEN_THOUSAND_YUAN), exact(Amount(-5), Unit.YUAN)
    ('1482.225', '-0.05')
    """
    return _exact(amount.fen, 2 if unit is Unit.YUAN else 6)


@lru_cache(maxsize=1024)
def _exact(fen: int, places: int) -> str:
    whole, rest = divmod(abs(fen), 10**places)
    digits = f"{rest:0{places}d}".rstrip("0")
    return f"{'-' if fen < 0 else ''}{whole}.{digits:0<2}"


def _header(sides: Iterable[Side], *, numbered: bool) -> Iterator[str]:
    """The heads of the columns, with their letters where rows have numbers."""
    if numbered:
        yield "<thead><tr><th></th>"
        for side in sides:
            yield "<th></th>" * len(side.heads)
            yield "".join(f"<th>{letters}</th>" for letters in side.letters)
        yield "</tr><tr><th>行</th>"
    else:
        yield "<thead><tr>"
    for side in sides:
        words = (*side.heads, *(_head(column) for column in side.columns))
        yield "".join(f"<th>{text(word)}</th>" for word in words)
    yield "</tr></thead>"


def _head(column: Column) -> str:
    word = column.headers[0]
    return f"{column.parent}·{word}" if column.parent else word


def _omitted(rows: int, columns: int) -> str:
    told = [
        *([f"{rows} 行没有金额（空白或 0）"] if rows else []),
        *([f"{columns} 列没有金额，或是明细"] if columns else []),
    ]
    return f'<p class="note">没有画出：{"；".join(told)}。</p>' if told else ""


def _about(statement: Statement) -> str:
    words = (statement.title, statement.unit_name or "", f"金额单位：{statement.unit.value}")
    return "　".join(filter(None, words))
