"""`explain`: how a figure is computed, down to the cells."""

from __future__ import annotations

from pathlib import Path

import click

from xlbudget.analysis.drivers import drivers_of_figure
from xlbudget.analysis.indicators import Figures
from xlbudget.analysis.performance import performance_figure
from xlbudget.books.packed_book import PackedBook
from xlbudget.cli.group import Command
from xlbudget.cli.options import (
    formats_option,
    json_option,
    place_option,
    workbook_argument,
    year_option,
)
from xlbudget.cli.terminal import print_json
from xlbudget.domain.performance import PERFORMANCE_SHEET
from xlbudget.formats.names import resolve
from xlbudget.pipeline import Request, read
from xlbudget.results import drivers_json, explanation, figure_json


@click.command(cls=Command)
@workbook_argument
@click.argument("figure", metavar="指标")
@place_option
@year_option
@formats_option
@json_option
def explain(
    workbook: Path,
    figure: str,
    place: str | None,
    year: int | None,
    formats: tuple[Path, ...],
    as_json: bool,
) -> None:
    """一个指标怎么算出来的，追到单元格，如：xlbudget explain 决算.xlsx 收支总表.总计.增减率"""
    request = Request(place=place, year=year, formats=formats)
    reading = read(PackedBook(workbook), request)
    if figure.partition(".")[0] == PERFORMANCE_SHEET:
        own = performance_figure(figure, reading.account, reading.format)
        if as_json:
            print_json(figure_json(own, reading.format))
        else:
            click.echo("\n".join(explanation(own, reading.format)))
        return
    name = resolve(reading.format, figure.split("."))
    figures = Figures(reading.account, reading.format)
    found = figures.figure(name)
    moved_by = drivers_of_figure(name, reading.account, reading.format, figures)
    if as_json:
        drivers = drivers_json(moved_by, reading.format) if moved_by else None
        print_json({**figure_json(found, reading.format), "drivers": drivers})
        return
    click.echo("\n".join(explanation(found, reading.format)))
    if moved_by:
        click.echo(f"主要变动科目：{moved_by.text(reading.format.style)}")
