"""A workbook from tables of others, as `new --from` builds it; layouts that nobody knows are asked
about where somebody can answer.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from xlbudget.cli.asking import agreed, has_terminal
from xlbudget.cli.import_report import print_told
from xlbudget.cli.making import make_from
from xlbudget.domain.errors import SeveralErrors, UnreadableFile, XlbudgetError
from xlbudget.formats.model import Format
from xlbudget.intake.mapping import Unconfirmed


def build_from(
    files: tuple[Path, ...],
    target: Path,
    resolved: Format,
    *,
    confirm: bool,
    formats: tuple[Path, ...],
) -> bool:
    """Build the workbook and tell of it; whether anything is at error level."""
    make = partial(make_from, (files, ()), resolved, target, formats=formats)
    try:
        told = make(confirm=confirm)
    except (Unconfirmed, SeveralErrors) as error:
        if not _only_unconfirmed(error) or not has_terminal():
            raise
        click.echo(str(error))
        if not agreed("采用上面的对应关系吗"):
            raise UnreadableFile(
                where="、".join(file.name for file in files),
                seen="没有采用提出的对应关系，没有读入",
                expected="认得的表样，或确认过的对应关系",
                remedy="请改正表头，再拖一次。",
            ) from error
        told = make(confirm=True)
    print_told(told, every_change=False)
    if told.given.proposals and agreed("上面没有读入的表，采用提出的对应关系吗"):
        told = make(confirm=True, force=True)
        print_told(told, every_change=False)
    click.echo(f"已按 {resolved.title} {resolved.year} 年度新建 {target}")
    click.echo("    接着填它，填好了把它拖到同一个图标上；导出的原文件没有动。")
    return told.has_errors


def _only_unconfirmed(error: XlbudgetError) -> bool:
    """Whether nothing but a person's word stands in the way."""
    errors = error.errors if isinstance(error, SeveralErrors) else (error,)
    return all(isinstance(each, Unconfirmed) for each in errors)
