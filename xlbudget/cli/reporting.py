"""`report`: everything that is written from a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from xlbudget.cli.group import Command
from xlbudget.cli.options import (
    exit_on_errors,
    folder_option,
    force_option,
    formats_option,
    json_option,
    place_option,
    sections_option,
    workbook_argument,
    year_option,
)
from xlbudget.cli.outputs import (
    parse_kinds,
    refuse_existing,
    refuse_unfit,
    targets_of,
    write_outputs,
)
from xlbudget.cli.terminal import (
    print_files,
    print_findings,
    print_json,
    print_summary,
    print_told,
)
from xlbudget.domain.findings import Level
from xlbudget.pipeline import Request
from xlbudget.pipeline.made_files import DOCX, FILES, ON_DEMAND
from xlbudget.publish.delivery import Asked, report_folder
from xlbudget.results import Results, findings_json


@click.command(cls=Command)
@workbook_argument
@folder_option
@click.option(
    "--only",
    metavar="种类",
    help=f"只写这几种输出，逗号分隔：{','.join(FILES)}；点名才写的：{','.join(ON_DEMAND)}。",
)
@click.option("--final", is_flag=True, help="定稿：还有待填写或错误时拒绝写出；文档里不留标记。")
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="范本.docx",
    help="把数和句子填进财政部门下发的范本，不用我们自己的版式。",
)
@sections_option
@place_option
@year_option
@formats_option
@force_option
@json_option
def report(
    workbook: Path,
    folder: Path | None,
    only: str | None,
    final: bool,
    template: Path | None,
    sections: Mapping[str, Path],
    place: str | None,
    year: int | None,
    formats: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    """读工作簿，生成说明、Word 文档和校验结果；原工作簿不动，结果写进输出文件夹里的副本。"""
    targets = targets_of(folder or report_folder(workbook), workbook, parse_kinds(only))
    asked = Asked(final=final, template=template, sections=sections)
    refuse_unfit(asked, targets)
    refuse_existing(workbook, targets.values(), force=force)
    request = Request(place=place, year=year, formats=formats)
    written = write_outputs(workbook, targets, request, asked, force=force)
    if as_json:
        print_json({**findings_json(written.results), "notes": list(written.told)})
    else:
        click.echo(written.results.narrative())
        print_findings(written.results.findings)
        print_summary(written.results)
        print_files(targets.values())
        print_told(written.told)
        document = targets.get(DOCX) if final else None
        if template is None and (document or not final):
            click.echo(f"    接着：{_next_step(written.results, workbook, document)}")
    exit_on_errors(written.results)


def _next_step(results: Results, workbook: Path, final: Path | None) -> str:
    """What a person does then; `final` is the document to publish, if one was asked for."""
    book = _typed(workbook)
    for count, what in ((results.count(Level.ERROR), "错误"), (results.gaps, "待填写")):
        if count:
            return f"照上面的“{what}”改 {workbook}，存盘，再运行一次，加 --force。"
    if final is not None:
        return f"再与表核对一遍：xlbudget check {_typed(final)} --workbook {book}"
    return f"看过没有问题，就定稿：xlbudget report {book} -o 定稿 --final"


def _typed(path: Path) -> str:
    """A path as it is typed into a command."""
    return f'"{path}"' if " " in str(path) else str(path)
