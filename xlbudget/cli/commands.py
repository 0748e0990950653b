"""The headless commands. Prints for people in Chinese, or only JSON with --json.

Exit codes: 0 nothing at error level, 1 findings at error level, 2 bad usage or unreadable input,
141 where the reader of the output has left.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from xlbudget import __version__
from xlbudget.analysis.drivers import drivers_of_figure
from xlbudget.analysis.indicators import Figures
from xlbudget.books.packed_book import PackedBook
from xlbudget.cli.outputs import (
    FILES,
    make_folder,
    parse_kinds,
    refuse_existing,
    refuse_unreachable,
    report_folder,
    targets_of,
    write_outputs,
)
from xlbudget.cli.streams import leave_closed_pipe, no_chinese_names, prepare
from xlbudget.cli.terminal import (
    Group,
    print_files,
    print_findings,
    print_json,
    print_summary,
    usage_text,
    year_of,
)
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.errors import OutputRefused, UnknownName, XlbudgetError
from xlbudget.domain.findings import Level
from xlbudget.files.system import reason
from xlbudget.files.whole import write_whole
from xlbudget.formats.cases import sample
from xlbudget.formats.keys import nearest
from xlbudget.formats.library import describe, find, places
from xlbudget.formats.model import Format
from xlbudget.formats.names import resolve
from xlbudget.pipeline import Request, read, run
from xlbudget.results import Results, drivers_json, explanation, figure_json, findings_json
from xlbudget.workbook.blank import account_in_layout, sample_account
from xlbudget.workbook.entries import as_text

SAMPLE_FOLDER = Path("xlbudget-示例")

formats_option = click.option(
    "--formats",
    multiple=True,
    metavar="目录",
    type=click.Path(path_type=Path),
    help="另加一个格式文件夹（可重复）。",
)
place_option = click.option("--format", "place", metavar="格式", help="格式名称；缺省取首页所填。")
year_option = click.option(
    "--year", callback=year_of, metavar="年度", help="年度；缺省取首页或表头。"
)
json_option = click.option("--json", "as_json", is_flag=True, help="只输出 JSON。")
force_option = click.option("--force", is_flag=True, help="覆盖已有的输出文件。")
folder_option = click.option(
    "-o", "folder", type=click.Path(path_type=Path), metavar="目录", help="输出文件夹。"
)
workbook_argument = click.argument("workbook", type=click.Path(path_type=Path), metavar="工作簿")


@click.group(
    cls=Group, name="xlbudget", options_metavar="[选项]", subcommand_metavar="命令 [参数]..."
)
@click.version_option(
    __version__, prog_name="xlbudget", help="显示版本。", message="%(prog)s %(version)s"
)
def cli() -> None:
    """部门决算公开：读决算表，算指标，写情况说明，查勾稽。"""


@cli.command()
@folder_option
@click.option("--xlsm", is_flag=True, help="工作簿带按钮、功能区和函数。")
@force_option
def demo(folder: Path | None, xlsm: bool, force: bool) -> None:
    """用内置的示例单位走一遍：建工作簿、生成说明、校验，写出全部文件。"""
    account, resolved = sample_account()
    source = (folder or SAMPLE_FOLDER) / account.file
    source = source.with_suffix(".xlsm") if xlsm else source
    targets = targets_of(report_folder(source), source, FILES)
    refuse_existing(None, [source, *targets.values()], force=force)
    _build(account, resolved, source, force=force)
    results = write_outputs(source, targets, Request(), force=force)
    click.echo(results.narrative())
    print_findings(results.findings)
    print_summary(results)
    print_files([source, *targets.values()])
    click.echo(f"注意：{sample().remark}")


@cli.command()
@click.argument("place", metavar="格式")
@click.argument("year", callback=year_of, metavar="年度")
@click.option(
    "-o",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    metavar="文件.xlsx|.xlsm",
    help="要新建的工作簿；.xlsm 带按钮、功能区和函数。",
)
@click.option("--unit", "unit_name", default="", metavar="名称", help="单位名称。")
@click.option(
    "--python",
    metavar="python.exe",
    help="按钮要启动的 Python（只用于 .xlsm）；缺省是 docs/windows.md 装在用户目录里的那一个。",
)
@formats_option
@force_option
def new(
    place: str,
    year: int,
    target: Path,
    unit_name: str,
    python: str | None,
    formats: tuple[Path, ...],
    force: bool,
) -> None:
    """新建一个空白工作簿，如：xlbudget new sichuan 2024 -o 决算.xlsx"""
    suffix = target.suffix.lower()
    if suffix not in (".xlsx", ".xlsm") or (python and suffix == ".xlsx"):
        raise OutputRefused(
            where=str(target),
            seen=f"扩展名“{target.suffix}”" + ("，却要启动 Python" if python else ""),
            expected=".xlsx，带宏的用 .xlsm",
            remedy="请把文件名改成以 .xlsx 或 .xlsm 结尾；--python 只用于 .xlsm。",
        )
    if suffix == ".xlsm":
        refuse_unreachable(target, python)
    resolved = find(place, year, None, formats)
    account = account_in_layout(resolved, as_text(unit_name), target.name)
    _build(account, resolved, target, force=force, python=python)
    click.echo(f"已新建 {target}")


@cli.command()
@workbook_argument
@folder_option
@click.option("--only", metavar="种类", help=f"只写这几种输出，逗号分隔：{','.join(FILES)}。")
@click.option("--final", is_flag=True, help="定稿：还有待填写或错误时拒绝写出。")
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
    place: str | None,
    year: int | None,
    formats: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    """读工作簿，生成说明和校验结果；原工作簿不动，结果写进输出文件夹里的副本。"""
    targets = targets_of(folder or report_folder(workbook), workbook, parse_kinds(only))
    refuse_existing(workbook, targets.values(), force=force)
    request = Request(place=place, year=year, formats=formats)
    results = write_outputs(workbook, targets, request, force=force, final=final)
    if as_json:
        print_json(findings_json(results))
    else:
        click.echo(results.narrative())
        print_findings(results.findings)
        print_summary(results)
        print_files(targets.values())
    _exit(results)


@cli.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件..."
)
@place_option
@year_option
@formats_option
@json_option
def check(
    files: tuple[Path, ...],
    place: str | None,
    year: int | None,
    formats: tuple[Path, ...],
    as_json: bool,
) -> None:
    """校验一个或多个工作簿的表；什么也不写。读不了的说明原因，其余照样校验。"""
    if place:
        describe(place, formats)
    else:
        places(formats)
    request = Request(place=place, year=year, formats=formats)
    all_results: list[Results] = []
    elements: list[dict[str, object]] = []
    for file in files:
        try:
            reading = read(PackedBook(file), request)
            results = run(reading.account, reading.format, reading.findings)
        except XlbudgetError as error:
            click.echo(str(error), err=True)
            elements.append({"file": file.name, "error": str(error)})
            continue
        all_results.append(results)
        elements.append(findings_json(results))
        if not as_json:
            click.echo(click.style(results.account.file, bold=True))
            print_findings(results.findings)
            print_summary(results)
    if as_json:
        print_json(elements)
    if len(all_results) < len(files):
        sys.exit(2)
    _exit(*all_results)


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
@json_option
def list_formats(place: str | None, formats: tuple[Path, ...], as_json: bool) -> None:
    """列出收录的格式。"""
    known = places(formats)
    if place is not None and place not in known:
        raise UnknownName(
            where="格式", seen=f"“{place}”", expected="、".join(known), remedy=nearest(place, known)
        )
    found = [describe(name, formats) for name in known if place in (None, name)]
    if as_json:
        print_json(found)
        return
    for row in found:
        mark = "" if row["verified"] else "（待核）"
        click.echo(f"{row['place']}  {row['title']}{mark}  {row['first_year']}年度起")
        click.echo(f"    依据：{row['authority']}")


def _build(
    account: FinalAccount,
    resolved: Format,
    target: Path,
    *,
    force: bool,
    python: str | None = None,
) -> None:
    from xlbudget.workbook.build import build, build_with_macros
    from xlbudget.workbook.macro_sheets import PYTHON
    from xlbudget.workbook.vba import release_modules

    results = run(account, resolved)
    if target.suffix.lower() == ".xlsm":
        package = build_with_macros(results, release_modules(), python or PYTHON)
    else:
        package = build(results)
    make_folder(target.parent)
    write_whole(target, package, force=force)


def _exit(*all_results: Results) -> None:
    if any(results.count(Level.ERROR) for results in all_results):
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
