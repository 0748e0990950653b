"""What a run did not write, as findings: formulas of the user's, and charts that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlbudget.books.port import LeftAlone, parse_address
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place

_LONGEST = 40
"""So much of a formula is quoted."""


def told(left: Iterable[LeftAlone], file: str) -> Iterator[Finding]:
    """A warning for each cell, or for cells below each other that one formula fills; one for all
    charts.
    """
    left = list(left)
    for run in _runs(cell for cell in left if not cell.chart):
        yield _cells(run, file)
    charts = [each for each in left if each.chart]
    if charts:
        names = f"{charts[0].chart}{'等' if len(charts) > 1 else ''}"
        yield Finding(
            check="chart-left-alone",
            verdict=Verdict.UNCHECKED,
            level=Level.WARNING,
            file=file,
            where=Place(sheet=charts[0].sheet),
            message=f"“{charts[0].sheet}”里没有找到 {len(charts)} 个图（{names}），它们没有更新。"
            "图是按名称认的：若在别的程序里保存过而改了名，请用新建的工作簿，或在选择窗格里改回名称。",
        )


def _runs(cells: Iterable[LeftAlone]) -> list[list[LeftAlone]]:
    """Cells right below each other with the same formula, together."""

    def place(cell: LeftAlone) -> tuple[str, int, int]:
        row, column = parse_address(cell.cell)
        return cell.sheet, column, row

    runs: list[list[LeftAlone]] = []
    for cell in sorted(cells, key=place):
        last = runs[-1][-1] if runs else None
        if last is not None and last.formula == cell.formula:
            sheet, column, row = place(last)
            if (sheet, column, row + 1) == place(cell):
                runs[-1].append(cell)
                continue
        runs.append([cell])
    return runs


def _cells(run: list[LeftAlone], file: str) -> Finding:
    first, last = run[0], run[-1]
    area = first.cell if len(run) == 1 else f"{first.cell}:{last.cell}"
    formula = first.formula
    stands = f"里是你的公式 {_shortened(formula)}" if formula else "和你的数组公式连在一起"
    return Finding(
        check="formula-left-alone",
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=file,
        where=Place(sheet=first.sheet, cell=first.cell),
        printed=formula,
        inputs=(f"{first.sheet}!{first.cell}",),
        message=f"{'这一格' if len(run) == 1 else area}{stands}，没有改写；"
        "要写的内容见其他输出文件。",
    )


def _shortened(formula: str) -> str:
    return formula if len(formula) <= _LONGEST else f"{formula[:_LONGEST]}…"
