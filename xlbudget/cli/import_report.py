"""What `import` and `new --from` tell: sheets read, changes, conflicts, tails, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

import click

from xlbudget.cli.terminal import print_findings
from xlbudget.intake.prior_sums import SUMMED
from xlbudget.intake.prior_text_told import FROM_TEXT
from xlbudget.intake.sheet_notes import NOT_USED, UNREAD
from xlbudget.intake.tails import TAIL
from xlbudget.intake.told import Told

_SHOWN = 10
"""So many things of one kind are named, unless all are asked for."""


_TAILS = 5
"""So many sums that rounding puts out are shown."""


def print_told(told: Told, *, every_change: bool) -> None:
    """All of it for a person; `every_change` lists the cells one by one."""
    _print_sheets(told)
    for proposal in told.given.proposals:
        click.echo(
            click.style("没见过的表样，没有读入；核对无误可加 --confirm 采用：", fg="yellow")
        )
        for line in proposal.lines():
            click.echo(f"    {line}")
    if every_change:
        for sheet in dict.fromkeys(change.sheet for change in told.changes):
            click.echo(click.style(sheet, bold=True))
            for change in told.changes:
                if change.sheet == sheet:
                    click.echo(f"    {change.text()}")
    if told.conflicts:
        click.echo(f"原来有别的内容、没有动的格：{len(told.conflicts)} 处")
        for conflict in told.conflicts:
            click.echo(f"    {conflict.conflict()}")
        click.echo("    以来源为准，请加 --overwrite（公式除外）；以现有为准，不必理会。")
    tails = [finding for finding in told.findings if finding.check == TAIL]
    with_parts = (SUMMED, FROM_TEXT)
    said_above = (TAIL, NOT_USED, *with_parts)
    print_findings((each for each in told.findings if each.check not in said_above), with_file=True)
    for whole in (finding for finding in told.findings if finding.check in with_parts):
        click.echo(whole.message)
        for each in whole.follows:
            click.echo(f"    {each.message}")
    if tails:
        click.echo(f"尾差 {len(tails)} 处：四舍五入前相等，公开的数差一点，不算错误")
        for tail in tails[:_TAILS]:
            click.echo(f"    {tail.message.removeprefix('尾差：')}")
        if len(tails) > _TAILS:
            click.echo(f"    其余 {len(tails) - _TAILS} 处见 --json")
    if told.contradicted:
        count = len(told.contradicted)
        click.echo(f"填好以后，表内表间有 {count} 处对不上（还没有填齐的，先填齐再看）：")
        for each in told.contradicted[:_TAILS]:
            click.echo(f"    {each.message}")
        if count > _TAILS:
            click.echo("    其余的请运行 xlbudget check")
    _print_missing("还没有数的表", told.missing.tables)
    _print_missing("还没有预算数", told.missing.budgets)
    _print_missing("还没有上年数", told.missing.prior)


def _print_sheets(told: Told) -> None:
    """Which sheet was read as which table, and which were not; this year's, then last year's.

    Sheets that a warning or a proposal is about are told there.
    """
    gathered = told.given.gathered
    elsewhere: set[tuple[str, str | None]]
    elsewhere = {(each.file, each.sheet) for each in told.given.proposals}
    elsewhere |= {(each.file, each.where.sheet) for each in told.findings if each.check == UNREAD}
    parts = (("", gathered.sheets), ("上年：", gathered.prior_sheets))
    for year, sheets in parts:
        read = [sheet for sheet in sheets if sheet.read_as]
        if sheets:
            click.echo(f"{year}读入 {len(read)} 张表：")
        for sheet in read:
            unit = f"（{sheet.unit.value}）" if sheet.unit else ""
            click.echo(f"    {sheet.file} · {sheet.sheet} → {sheet.read_as}{unit}")
        unread: dict[str, list[str]] = {}
        for sheet in sheets:
            if not sheet.read_as and (sheet.file, sheet.sheet) not in elsewhere:
                unread.setdefault(sheet.file, []).append(sheet.sheet)
        for file, names in unread.items():
            click.echo(f"{year}没有用到 {len(names)} 张：{file} · {'、'.join(names)}")


def _print_missing(what: str, names: Sequence[str]) -> None:
    if names:
        more = f"等 {len(names)} 项" if len(names) > _SHOWN else ""
        click.echo(f"{what}：{'、'.join(names[:_SHOWN])}{more}")
