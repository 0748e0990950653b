"""Sheets that are nearly a known table: a proposal for a person to confirm, never a silent guess.

Title, header and rows are compared with every table of the format; a confirmed proposal is a
`Mapping`, which reads the sheet and all that look like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.books.port import Grid
from xlbudget.domain.errors import UnknownLayout
from xlbudget.domain.records import dataclass
from xlbudget.formats.model import Format
from xlbudget.intake.candidates import Candidate, candidate
from xlbudget.reading.mapped import Mapping
from xlbudget.reading.recognise import head, table_on, titles_on

__all__ = ["Mapping", "Proposal", "not_recognised", "propose", "to_confirm"]

_SCORE, _HEADER, _ROWS = 0.65, 0.5, 0.6
"""What a sheet must reach together, and in its header and its rows, to be proposed at all."""

_WORTH_NAMING = 0.3
"""Below this a table is not named as the nearest."""

_APART, _APART_UNTITLED = 0.05, 0.15
"""How far the second table must be behind: with a title, and where none says which it is."""

_SHOWN = 12
"""So many columns, rows or words are named."""

_OF_BUDGET = re.compile(r"(?!.*决算).*预算(?:收支|收入|支出)?(?:总|明细|情况)*表")
"""The title of a table of budgets."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sheet probably is, for confirmation."""

    mapping: Mapping
    file: str
    sheet: str
    candidate: Candidate
    second: Candidate | None = None
    has_unit: bool = True

    def lines(self) -> tuple[str, ...]:
        """The proposal as lines for a person: our columns and rows with theirs."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        found = self.candidate
        title = f"标题“{found.title}”" if found.title else "没有标题"
        yield (
            f"{self.file} · {self.sheet}：像“{found.table.title}”"
            f"（相似 {found.score:.2f}；{title}，表头在第 {found.header_row} 行，"
            f"{found.rows:.0%} 的行认得出）"
        )
        if self.second is not None:
            yield f"    其次像“{self.second.table.title}”（相似 {self.second.score:.2f}）"
        for match in (*found.columns, *found.labels):
            alone = "，这一侧只剩这一列" if match.alone else ""
            sample = f"，如 {match.sample}" if match.sample else ""
            yield (
                f"    {match.ours} ← {match.theirs}"
                f"（{match.cell}，相似 {match.likeness:.2f}{alone}{sample}）"
            )
        if found.missing:
            yield f"    来源没有的列：{_listed(found.missing)}"
        if found.unread:
            yield f"    不读入的列：{_listed(found.unread)}"
        if found.unknown:
            yield f"    认不出、不读入的行：{_listed(found.unknown)}"
        if "决算" not in found.title:
            yield "    标题没有写“决算”：采用前请核对这不是预算的表"
        if not self.has_unit:
            yield "    表内没有金额单位：采用前请写上“金额单位：元”或“金额单位：万元”"

    @property
    def score(self) -> float:
        """How well the sheet fits, from 0 to 1."""
        return self.candidate.score


def propose(grid: Grid, resolved: Format, file: str) -> Proposal | None:
    """What a sheet probably is; None where nothing is near enough, or two tables are alike.

    A sheet with the title of one table is compared with that table only.
    """
    ranked = _ranked(grid, resolved)
    if not ranked or not _is_near(ranked[0]):
        return None
    best, *others = ranked
    rivals = [other for other in others if _is_near(other)]
    if rivals and not _is_apart(best, rivals[0]):
        return None
    mapping = Mapping(
        table=best.table.name,
        title=best.title,
        columns=tuple(dict.fromkeys((match.ours, match.theirs) for match in best.columns)),
        labels=tuple((match.ours, match.theirs) for match in best.labels),
    )
    unit = head(grid, file, []).unit
    second = rivals[0] if rivals else None
    return Proposal(mapping, file, grid.sheet, best, second, has_unit=unit is not None)


def _ranked(grid: Grid, resolved: Format) -> list[Candidate]:
    """The tables that a sheet may be, the likeliest first."""
    if any(_OF_BUDGET.fullmatch(title) for title in titles_on(grid)):
        return []
    named = table_on(grid, resolved.tables.values())
    tables = [named] if named else list(resolved.tables.values())
    found = (candidate(grid, table) for table in tables)
    return sorted((each for each in found if each is not None), key=lambda each: -each.score)


def _is_apart(best: Candidate, second: Candidate) -> bool:
    """Whether the best is surely the one meant: its title says so, or it fits much better."""
    if best.title_likeness == 1 > second.title_likeness:
        return True
    apart = _APART if best.title_likeness > _SCORE else _APART_UNTITLED
    return best.score - second.score >= apart


def _is_near(found: Candidate) -> bool:
    return found.score >= _SCORE and found.header >= _HEADER and found.rows >= _ROWS


class Unconfirmed(UnknownLayout):
    """A sheet of unknown layout that is read as soon as a person confirms the proposal for it."""


def to_confirm(proposal: Proposal) -> Unconfirmed:
    """The error that asks for confirmation: nothing is read from the sheet without it."""
    return Unconfirmed(
        where=f"{proposal.file} · {proposal.sheet}",
        seen="没有见过的表样，没有读入",
        expected="已知的表样，或确认过的对应关系",
        remedy="\n    ".join(
            (
                *proposal.lines(),
                "核对上面的对应关系，无误就加 --confirm 采用；有误请改正表头再导入。",
            )
        ),
    )


def not_recognised(grid: Grid, resolved: Format, file: str) -> UnknownLayout:
    """The error for a sheet that nothing is proposed for, with the nearest tables and why not."""
    where = f"{file} · {grid.sheet}"
    budget = next((title for title in titles_on(grid) if _OF_BUDGET.fullmatch(title)), "")
    if budget:
        return UnknownLayout(
            where=where,
            seen=f"“{budget}”",
            expected="决算表",
            remedy="这是预算的表，决算数不从这里读；预算数请填在“预算数”表，或交部门决算系统导出的表。",
        )
    near = nearest_tables(grid, resolved) or "没有与表样相近的表头和行。"
    return UnknownLayout(
        where=where,
        seen=f"认不出这张表；{near[:-1]}",
        expected=f"“{resolved.title}”的表",
        remedy="请在表内第一行写上表样的标题，按表样改正表头；与决算无关的工作表请删去，或不交这个文件。",
    )


def nearest_tables(grid: Grid, resolved: Format) -> str:
    """Which tables a sheet is nearest to, and why none of them is proposed; nothing where none is
    near at all.
    """
    ranked = _ranked(grid, resolved)[:2]
    near = [
        f"“{each.table.title}”（相似 {each.score:.2f}：表头 {each.header:.2f}，"
        f"认得出的行 {each.rows:.0%}）"
        for each in ranked
    ]
    if len(ranked) > 1 and all(map(_is_near, ranked)) and not _is_apart(*ranked):
        return f"分不清是哪一张：{'、'.join(near)}。"
    if ranked and _is_near(ranked[0]):
        return f"很像{near[0]}，要核对过对应关系才读入。"
    return f"最接近的是{near[0]}，不够像。" if near and ranked[0].score >= _WORTH_NAMING else ""


def _listed(words: tuple[str, ...]) -> str:
    more = f"等 {len(words)} 处" if len(words) > _SHOWN else ""
    return "、".join(words[:_SHOWN]) + more
