"""Results as rows of text on our sheets: paragraphs, findings, states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlbudget.books.port import CellWrite
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.text import State
from xlbudget.results import Results

Row = tuple[CellWrite, ...]


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


def finding_rows(findings: Iterable[Finding]) -> list[Row]:
    """校验: one row a finding, what it implies right below."""
    rows = []
    for finding in findings:
        rows.append(text_row(finding.level.chinese, _place(finding), finding.message))
        same = "（同一原因）" if finding.level is Level.ERROR else ""
        rows += [
            text_row("", _place(follower), f"{same}{follower.message}")
            for follower in finding.follows
        ]
    return rows


def _place(finding: Finding) -> str:
    where = finding.where
    if where.sheet:
        return f"{where.sheet}!{where.cell}" if where.cell else where.sheet
    return f"说明 {where.section}" if where.section else ""


def state_text(results: Results) -> str:
    """首页: how the last run ended."""
    levels = "，".join(
        f"{results.count(level)} 处{level.chinese}" for level in (Level.ERROR, Level.WARNING)
    )
    ready = "可以定稿" if results.publishable else "送审稿"
    return f"{levels}，{results.gaps} 处待填写；{ready}"


def supplement_states(results: Results) -> dict[str, str]:
    """补充资料: whether each field is filled in, still asked for, or not needed."""
    asked = {gap.field for paragraph in results.paragraphs for gap in paragraph.gaps}
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
