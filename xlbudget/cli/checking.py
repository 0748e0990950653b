"""`check`: workbooks and documents that people wrote, one or many; writes nothing unless asked."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from xlbudget.books.packed_book import PackedBook
from xlbudget.cli.annotating import refuse_copies, write_copy
from xlbudget.cli.group import Command
from xlbudget.cli.many_files import Checked, files_of
from xlbudget.cli.options import (
    force_option,
    formats_option,
    json_option,
    place_option,
    year_option,
)
from xlbudget.cli.outputs import refuse_target_of
from xlbudget.cli.review_page import refuse_page, write_page
from xlbudget.cli.terminal import (
    print_files,
    print_findings,
    print_json,
    print_summary,
)
from xlbudget.domain.errors import OutputRefused, XlbudgetError
from xlbudget.domain.findings import Level
from xlbudget.files.whole import write_whole
from xlbudget.formats.library import describe, places
from xlbudget.pipeline import Request, read, run
from xlbudget.results import Results, findings_json
from xlbudget.results.reviewed import Reviewed

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xltx", ".xltm")
"""What is read as a workbook; every other file as a document."""


@click.command(cls=Command)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件..."
)
@click.option(
    "--workbook",
    metavar="工作簿",
    type=click.Path(path_type=Path),
    help="说明所依据的工作簿：文档里的数与它的表和补充资料核对。",
)
@click.option(
    "--against",
    metavar="上一稿",
    type=click.Path(path_type=Path),
    help="上一次报来的文档：哪些问题改了、没改、新增，文字改了哪里。",
)
@click.option(
    "-o",
    "output",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="把文档的问题写成审核意见表（.xlsx）。",
)
@click.option(
    "--page",
    metavar="文件.html",
    type=click.Path(path_type=Path),
    help="另写成一页审核页，用浏览器打开（一个工作簿或一个文档）。",
)
@click.option(
    "--annotate",
    is_flag=True,
    help="把问题写成批注，写进 .docx 旁边的副本（名字加“-批注”）；原文件不动。",
)
@place_option
@year_option
@formats_option
@force_option
@json_option
def check(
    files: tuple[Path, ...],
    workbook: Path | None,
    against: Path | None,
    output: Path | None,
    page: Path | None,
    annotate: bool,
    place: str | None,
    year: int | None,
    formats: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    """校验工作簿的表，或审核别人写的说明（.docx、.pdf、.txt 等）。

    不带 -o、--page、--annotate 什么也不写。
    """
    if place:
        describe(place, formats)
    else:
        places(formats)
    request = Request(place=place, year=year, formats=formats)
    files = tuple(files_of(files))
    documents = [path for path in files if path.suffix.lower() not in WORKBOOKS]
    _refuse_to_mix(files, documents, workbook=workbook, against=against, output=output)
    read_too = [*filter(None, (workbook, against))]
    _refuse_targets(files, read_too, output, page, force=force)
    if annotate:
        refuse_copies(files, read_too, force=force)
    checked = Checked()
    reviewer = None
    if documents:
        from xlbudget.cli.reviewing import Reviewer

        reviewer = Reviewer(request, workbook, against)
    today = dt.date.today()  # noqa: DTZ011  本地的日期
    for path in files:
        try:
            if reviewer is None or path not in documents:
                results = _check_workbook(path, request, checked, as_json=as_json)
                _write_page(page, results, force=force, as_json=as_json)
                continue
            sheet = reviewer.check(path, today, as_json=as_json)
            copy = write_copy(path, sheet.reviewed, today, force=force) if annotate else None
        except XlbudgetError as error:
            click.echo(str(error), err=True)
            checked.refused(path.name, str(error))
            continue
        counts = [(level.chinese, sheet.reviewed.count(level)) for level in Level]
        written = {"annotated": str(copy) if copy else None} if annotate else {}
        checked.add(path.name, {**sheet.json, **written}, counts)
        if copy and not as_json:
            print_files([copy])
        elif annotate and not as_json:
            click.echo("没有写批注：只有 .docx 能写批注。")
        if output:
            write_whole(output, sheet.opinions(), force=force)
            if not as_json:
                print_files([output])
        _write_page(page, sheet.reviewed, force=force, as_json=as_json)
    if as_json:
        print_json(checked.elements)
    else:
        checked.print_sum()
    if checked.unreadable:
        sys.exit(2)
    if checked.errors:
        sys.exit(1)


def _write_page(
    page: Path | None, outcome: Results | Reviewed, *, force: bool, as_json: bool
) -> None:
    if page is not None:
        write_page(page, outcome, force=force)
        if not as_json:
            print_files([page])


def _check_workbook(path: Path, request: Request, checked: Checked, *, as_json: bool) -> Results:
    reading = read(PackedBook(path), request)
    results = run(reading.account, reading.format, reading.findings)
    counts = [(level.chinese, results.count(level)) for level in Level]
    checked.add(path.name, findings_json(results), counts)
    if not as_json:
        click.echo(click.style(results.account.file, bold=True))
        print_findings(results.findings)
        print_summary(results)
    return results


def _refuse_targets(
    files: tuple[Path, ...],
    read: list[Path],
    output: Path | None,
    page: Path | None,
    *,
    force: bool,
) -> None:
    """Outputs that stand already, or that are files that are read."""
    if output:
        refuse_target_of(
            "-o",
            output,
            (".xlsx",),
            "审核意见表是 Excel 工作簿，请写成如 审核意见表.xlsx。",
            inputs=[*files, *read],
            force=force,
        )
    if page:
        refuse_page(page, files, [*read, *([output] if output else [])], force=force)


def _refuse_to_mix(
    files: tuple[Path, ...],
    documents: list[Path],
    *,
    workbook: Path | None,
    against: Path | None,
    output: Path | None,
) -> None:
    """Options that speak of one document stand beside one document only."""
    for option, value in (("--against", against), ("-o", output)):
        if value is not None and not (len(files) == len(documents) == 1):
            raise OutputRefused(
                where=f"check {option}",
                seen=f"{len(files)} 个文件，其中 {len(documents)} 个文档",
                expected="一个文档",
                remedy=f"{option} 一次只用于一个文档，请分开运行。"
                if documents
                else f"{option} 只用于文档；工作簿的问题在 report 写出的副本里，表“校验”。",
            )
    if workbook is not None and not documents:
        raise OutputRefused(
            where="check --workbook",
            seen="要校验的都是工作簿",
            expected="一个文档（.docx、.pdf、.txt 等）",
            remedy="--workbook 后面是文档所依据的工作簿，文档写在前面："
            "xlbudget check 说明.docx --workbook 决算.xlsx。只校验工作簿，去掉 --workbook。",
        )
