"""What `import` and `new --from` tell: sheets read, changes, conflicts, tails, what is missing."""

from __future__ import annotations

from collections.abc import Iterable

import click

from xlbudget.cli.terminal import print_findings
from xlbudget.intake.prior_sums import SUMMED
from xlbudget.intake.prior_text_told import FROM_TEXT
from xlbudget.intake.sheet_notes import NOT_USED
from xlbudget.intake.tails import TAIL
from xlbudget.intake.told import Told
from xlbudget.intake.told_lines import missing_lines, sheet_lines

_TAILS = 5
"""So many sums that rounding puts out are shown."""


def print_told(told: Told, *, every_change: bool) -> None:
    """All of it for a person; `every_change` lists the cells one by one."""
    _print(sheet_lines(told))
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
    _print(missing_lines(told))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
