"""The overview of a run over many units: 汇总.xlsx and index.html, the worst units first."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from xlbudget.batch.league_cells import Rollup
from xlbudget.batch.league_lists import (
    coverage_sheet,
    figures_sheet,
    findings_sheet,
    gaps_sheet,
    summary_sheet,
    summary_words,
)
from xlbudget.batch.league_page import league_page, made_by
from xlbudget.batch.league_rollup import compare_with
from xlbudget.batch.league_units import State, read_units
from xlbudget.batch.names import OVERVIEW
from xlbudget.domain.errors import OutputRefused, XlbudgetError
from xlbudget.domain.records import dataclass
from xlbudget.files.system import reason
from xlbudget.files.whole import refuse_target, write_together
from xlbudget.pipeline import Request
from xlbudget.workbook.list_book import write_list_book

TITLE = "部门决算批量汇总"
WORKBOOK, PAGE = OVERVIEW
_SHEETS = (summary_sheet, figures_sheet, findings_sheet, coverage_sheet, gaps_sheet)


@dataclass(frozen=True, slots=True)
class League:
    """What was written: how many units in which state, and what the comparison with the superior's
    tables came to, in words; "" without one.
    """

    files: tuple[Path, ...]
    units: int
    states: Mapping[State, int]
    says: str
    compared: str = ""
    differing: int = 0
    kept: tuple[Path, ...] = ()
    """Files of somebody that stood there, such as an overview with notes in it: renamed."""


def league(out: Path, parent: Path | None = None, request: Request | None = None) -> League:
    """Write the overview of the units whose folders stand in OUT; with `parent`, the workbook of
    the superior, cell by cell against the sum of all units.

    Where that workbook cannot be read, the rest is written before the error is raised;
    OutputRefused where a file of the overview is open.
    """
    units = read_units(out)
    compared: Rollup | None = None
    refused: XlbudgetError | None = None
    if parent is not None:
        try:
            compared = compare_with(units, parent, request)
        except XlbudgetError as error:
            refused = error
    sheets = [draw(units) for draw in _SHEETS]
    sheets += [compared.sheet()] if compared else []
    says = compared.says if compared else ""

    def written(target: BinaryIO) -> None:
        write_list_book(target, TITLE, sheets, made_by(units))

    kept = [*_kept(out / WORKBOOK, _OURS_WORKBOOK), *_kept(out / PAGE, _OURS_PAGE)]
    page = league_page(units, WORKBOOK, says)
    write_together({out / WORKBOOK: written, out / PAGE: page}, force=True)
    if refused is not None:
        raise refused
    return League(
        files=(out / WORKBOOK, out / PAGE),
        units=len(units.records),
        states=units.counts(),
        says=summary_words(units),
        compared=says,
        differing=compared.differing if compared else 0,
        kept=tuple(kept),
    )


_OURS_WORKBOOK = re.compile(rb"PK\x03\x04.{26}xl/worksheets/sheet1\.xml", re.DOTALL)
"""Ours begins with a sheet; whatever program saves it puts a list of the parts first."""

_OURS_PAGE = re.compile(rb"<!DOCTYPE html>.*<title>" + TITLE.encode(), re.DOTALL)
_HEAD = 4096


def _kept(path: Path, ours: re.Pattern[bytes]) -> Iterator[Path]:
    """A file that stands in place of one of the overview and is not as we wrote it is renamed."""
    refuse_target(path, force=True)
    if not path.is_file():
        return
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if not head or ours.match(head):
            return
        number = 1
        while os.path.lexists(aside := path.with_name(f"{path.stem}-留存{number}{path.suffix}")):
            number += 1
        path.rename(aside)
    except OSError as error:
        raise OutputRefused(
            where=str(path),
            seen=f"有人改过，不能改名留存（{reason(error)}）",
            expected="可以改名的文件",
            remedy="请把它移到别处，再加 --resume 运行。",
        ) from error
    yield aside
