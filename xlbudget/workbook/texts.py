"""Results as rows of text on our sheets: paragraphs, findings, states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlbudget.books.formulas import marked
from xlbudget.books.port import CellWrite, column_letters
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.text import State
from xlbudget.results import Results, word_of
from xlbudget.workbook import expressions, layout

Row = tuple[CellWrite, ...]

NOTHING = CellWrite(None)
"""A cell that is emptied."""


def text_row(*texts: str) -> Row:
    """A row of texts; an empty one empties its cell."""
    return tuple(CellWrite(text or None) for text in texts)


def narrative_rows(results: Results, live: Mapping[str, str]) -> list[Row]:
    """说明: the paragraphs, then rewrites whose paragraph no longer exists; `live` are the
    formulas of paragraphs by id.
    """
    rewrites = results.account.rewrites
    rows = []
    for paragraph in results.paragraphs:
        rewrite = rewrites.get(paragraph.id)
        generated = results.generated.get(paragraph.id, paragraph).text
        formula = live.get(paragraph.id)
        rows.append(
            (
                *text_row(paragraph.id, paragraph.kind.value, paragraph.state.value),
                CellWrite(generated, formula) if formula else CellWrite(generated or None),
                *text_row(rewrite.text if rewrite else ""),
            )
        )
    known = {paragraph.id for paragraph in results.paragraphs}
    for id_, entry in rewrites.items():
        if id_ not in known:
            rows.append(text_row(id_, "改写", "本次没有这一段", "", entry.text))
    return rows


def section_cells(results: Results, sheet: str, first_row: int, column: int) -> dict[str, str]:
    """Where each section of the text begins on 说明, as formulas refer to it."""
    letters = column_letters(column)
    cells: dict[str, str] = {}
    for row, paragraph in enumerate(results.paragraphs, first_row):
        at = f"{expressions.sheet_reference(sheet)}!{letters}{row}"
        cells.setdefault(paragraph.id.partition(".")[0], at)
    return cells


def finding_rows(findings: Iterable[Finding], sections: Mapping[str, str]) -> list[Row]:
    """校验: one row a finding, what it implies right below. Its place leads there when it is
    clicked; `sections` are the cells where the sections of the text begin.
    """
    rows: list[Row] = []
    for finding in findings:
        place = _link(finding, sections)
        rows.append((CellWrite(word_of(finding)), place, CellWrite(finding.message)))
        same = "（同一原因）" if finding.level is Level.ERROR else ""
        rows += [
            (CellWrite(None), _under(follower, sections), CellWrite(f"{same}{follower.message}"))
            for follower in finding.follows
        ]
    return rows


def _under(follower: Finding, sections: Mapping[str, str]) -> CellWrite:
    """The place of what follows: never blank, so that the row is known as one of ours."""
    place = _link(follower, sections)
    return place if place.value else CellWrite(layout.SAME_PLACE)


def _link(finding: Finding, sections: Mapping[str, str]) -> CellWrite:
    said, where = _place(finding), finding.where
    target = sections.get(where.section or "", "")
    if where.sheet:
        target = f"{expressions.sheet_reference(where.sheet)}!{where.cell or 'A1'}"
    if not target:
        return CellWrite(said or None)
    link = f"HYPERLINK({expressions.quoted('#' + target)},{expressions.quoted(said)})"
    return CellWrite(said, marked(link))


def _place(finding: Finding) -> str:
    where = finding.where
    if where.sheet:
        return f"{where.sheet}!{where.cell}" if where.cell else where.sheet
    return f"{layout.NARRATIVE} {where.section}" if where.section else ""


def state_text(results: Results) -> str:
    """首页: how the last run ended."""
    levels = "，".join(
        f"{results.count(level)} 处{level.chinese}" for level in (Level.ERROR, Level.WARNING)
    )
    ready = "可以定稿" if results.publishable else "送审稿"
    return f"{levels}，{results.gaps} 处待填写；{ready}"


def supplement_states(results: Results) -> dict[str, str]:
    """补充资料: whether each field is filled in, still asked for, or not needed."""
    asked = {gap.name for paragraph in results.paragraphs for gap in paragraph.gaps}
    filled = set(results.account.supplement) | {
        name
        for name, cell in results.account.numbers.items()
        if cell.amount is not None or cell.count is not None
    }
    return {
        name: "已填写" if name in filled else State.GAP.value if name in asked else "不需要"
        for name in results.format.supplement
    }


def driver_texts(results: Results) -> dict[str, str]:
    """补充资料: beside each reason, the items that moved the total it explains."""
    style = results.format.style
    return {name: drivers.text(style) for name, drivers in results.drivers.items()}
