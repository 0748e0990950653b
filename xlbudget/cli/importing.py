"""The command `import`: figures of other files into a workbook that exists."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlbudget.cli.group import Command
from xlbudget.cli.options import (
    confirm_option,
    force_option,
    formats_option,
    json_option,
    last_year_option,
    place_option,
)
from xlbudget.pipeline import Request


@click.command(cls=Command, name="import")
@click.argument(
    "exports", nargs=-1, required=False, type=click.Path(path_type=Path), metavar="导出文件..."
)
@click.option(
    "--into",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    metavar="工作簿",
    help="要填的工作簿；原样另存一份“…-导入前”再写。",
)
@last_year_option
@click.option("--unit", "unit_name", metavar="名称", help="来源里的单位名称，写法与首页不同时用。")
@click.option("--dry-run", is_flag=True, help="只列出会改哪些格，什么也不写。")
@click.option("--overwrite", is_flag=True, help="与来源不同的数以来源为准（公式仍不动）。")
@click.option(
    "-o", "output", type=click.Path(path_type=Path), metavar="文件", help="写到另一个文件。"
)
@confirm_option
@place_option
@formats_option
@force_option
@json_option
def import_into(
    exports: tuple[Path, ...],
    target: Path,
    last_year: tuple[Path, ...],
    unit_name: str | None,
    dry_run: bool,
    overwrite: bool,
    output: Path | None,
    confirm: bool,
    place: str | None,
    formats: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    """从导出的表填工作簿，如：xlbudget import 导出.xls --into 决算.xlsx"""
    from xlbudget.cli.filling import Asked, run_import

    if not exports and not last_year:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    told = run_import(
        Asked(
            exports=exports,
            target=target,
            last_year=last_year,
            unit_name=unit_name or "",
            dry_run=dry_run,
            overwrite=overwrite,
            output=output,
            confirm=confirm,
            request=Request(place=place, formats=formats),
            force=force,
        ),
        as_json=as_json,
    )
    if told.has_errors:
        sys.exit(1)
