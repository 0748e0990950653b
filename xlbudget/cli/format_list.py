"""`formats`: the formats that are known, and what comes of their cases."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlbudget.cli.case_results import CaseResult, case_results, cases_json
from xlbudget.cli.group import Command
from xlbudget.cli.options import formats_option, json_option
from xlbudget.cli.terminal import print_json
from xlbudget.domain.errors import UnknownName
from xlbudget.formats.keys import nearest
from xlbudget.formats.library import describe, places
from xlbudget.formats.versions import format_words


@click.command(cls=Command, name="formats")
@click.argument("place", required=False, metavar="[格式]")
@formats_option
@click.option("--cases", "with_cases", is_flag=True, help="运行格式的案例，说出不符的地方。")
@json_option
def list_formats(
    place: str | None, formats: tuple[Path, ...], with_cases: bool, as_json: bool
) -> None:
    """列出收录的格式；--cases 运行它们的案例。"""
    known = places(formats)
    if place is not None and place not in known:
        raise UnknownName(
            where="格式", seen=f"“{place}”", expected="、".join(known), remedy=nearest(place, known)
        )
    found = [describe(name, formats) for name in known if place in (None, name)]
    ran = [list(case_results(str(row["place"]), formats)) if with_cases else [] for row in found]
    if as_json:
        pairs = zip(found, ran, strict=True)
        print_json([row | cases_json(results) if with_cases else row for row, results in pairs])
        _exit_on_differences(ran)
        return
    for row, results in zip(found, ran, strict=True):
        mark = "" if row["verified"] else "（待核）"
        click.echo(f"{row['place']}  {row['title']}{mark}  {row['first_year']}年度起")
        click.echo(f"    依据：{row['authority']}")
        click.echo(f"    版本：{format_words(row)}")
        for result in results:
            click.echo(f"    {result.line}")
            for difference in result.differences:
                click.echo(f"        {difference}")
    _exit_on_differences(ran)


def _exit_on_differences(ran: list[list[CaseResult]]) -> None:
    """Exit code 1 where a case comes out otherwise than it says."""
    if any(result.differences for results in ran for result in results):
        sys.exit(1)
