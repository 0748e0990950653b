"""The headless commands. Prints for people in Chinese, or only JSON with --json.

Exit codes: 0 nothing at error level, 1 findings at error level, 2 bad usage or unreadable input,
141 where the reader of the output has left.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click

from xlbudget import __version__
from xlbudget.analysis.drivers import drivers_of_figure
from xlbudget.analysis.indicators import Figures
from xlbudget.analysis.performance import performance_figure
from xlbudget.books.packed_book import PackedBook
from xlbudget.cli.case_results import CaseResult, case_results, cases_json
from xlbudget.cli.checking import check
from xlbudget.cli.importing import import_into
from xlbudget.cli.making import demo, new
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
from xlbudget.cli.portable import pdf
from xlbudget.cli.refreshing import refresh
from xlbudget.cli.rolling import rollup
from xlbudget.cli.streams import leave_closed_pipe, no_chinese_names, prepare
from xlbudget.cli.terminal import (
    Group,
    print_files,
    print_findings,
    print_json,
    print_summary,
    print_told,
    usage_text,
)
from xlbudget.domain.errors import UnknownName, XlbudgetError
from xlbudget.domain.performance import PERFORMANCE_SHEET
from xlbudget.files.system import reason
from xlbudget.formats.keys import nearest
from xlbudget.formats.library import describe, places
from xlbudget.formats.names import resolve
from xlbudget.pipeline import Request, read
from xlbudget.pipeline.made_files import FILES, ON_DEMAND
from xlbudget.publish.delivery import Asked, report_folder
from xlbudget.results import drivers_json, explanation, figure_json, findings_json


@click.group(
    cls=Group, name="xlbudget", options_metavar="[选项]", subcommand_metavar="命令 [参数]..."
)
@click.version_option(
    __version__, prog_name="xlbudget", help="显示版本。", message="%(prog)s %(version)s"
)
def cli() -> None:
    """部门决算公开：读决算表，算指标，写情况说明，查勾稽。"""


cli.add_command(demo)
cli.add_command(new)
cli.add_command(import_into)
cli.add_command(rollup)


@cli.command()
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
    exit_on_errors(written.results)


cli.add_command(check)
cli.add_command(pdf)
cli.add_command(refresh)


@cli.command()
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


@cli.command(name="attach")
@click.argument("action", default="说明", metavar="[说明|校验|缺口]")
@click.option("--workbook", metavar="文件名", help="打开着的哪个工作簿；缺省是当前的那个。")
def attach_to_excel(action: str, workbook: str | None) -> None:
    """接上 Excel 里打开的工作簿，做按钮做的事；用在不许 Excel 启动程序的电脑上。"""
    from xlbudget.addin import ATTACHED, attach

    if action not in ATTACHED:
        raise UnknownName(
            where="attach",
            seen=f"“{action}”",
            expected="、".join(ATTACHED),
            remedy=nearest(action, ATTACHED),
        )
    if not attach(action, workbook, click.echo):
        sys.exit(2)


@cli.command(name="formats")
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
        for result in results:
            click.echo(f"    {result.line}")
            for difference in result.differences:
                click.echo(f"        {difference}")
    _exit_on_differences(ran)


def _exit_on_differences(ran: list[list[CaseResult]]) -> None:
    """Exit code 1 where a case comes out otherwise than it says."""
    if any(result.differences for results in ran for result in results):
        sys.exit(1)


def main() -> NoReturn:
    """The program: runs a command, tells errors in Chinese on stderr, sets the exit code."""
    prepare()
    try:
        _main()
    except BrokenPipeError:
        leave_closed_pipe()


def _main() -> NoReturn:
    try:
        code = cli.main(standalone_mode=False)
    except UnicodeEncodeError as error:
        click.echo(str(no_chinese_names(error)), err=True)
        sys.exit(2)
    except XlbudgetError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(0)
    except click.ClickException as error:
        context = error.ctx if isinstance(error, click.UsageError) else None
        path = context.command_path if context else "xlbudget"
        click.echo(f"{usage_text(error)}\n    用法见：{path} --help", err=True)
        sys.exit(2)
    except BrokenPipeError:
        raise
    except OSError as error:
        click.echo(f"系统不允许继续：{reason(error)}。", err=True)
        sys.exit(2)
    except click.Abort:
        click.echo("已中止。", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)
