"""The commands that make a workbook: `demo` and `new`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlbudget.cli.group import Command
from xlbudget.cli.options import (
    confirm_option,
    folder_option,
    force_option,
    formats_option,
    json_option,
    last_year_option,
    year_of,
)
from xlbudget.cli.outputs import (
    refuse_existing,
    refuse_unreachable,
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
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.errors import OutputRefused, UnknownName
from xlbudget.domain.records import replace
from xlbudget.domain.withheld import listed_codes, listing
from xlbudget.files.whole import make_folder, write_whole
from xlbudget.formats.cases import sample
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.versions import version_fields
from xlbudget.pipeline import Request, run
from xlbudget.pipeline.made_files import FILES
from xlbudget.publish.delivery import report_folder
from xlbudget.results import Results
from xlbudget.workbook.blank import account_in_layout, sample_account
from xlbudget.workbook.entries import as_text

if TYPE_CHECKING:
    from xlbudget.intake.told import Told

SAMPLE_FOLDER = Path("xlbudget-示例")


@click.command(cls=Command)
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
    write_workbook(account, resolved, source, force=force)
    written = write_outputs(source, targets, Request(), force=force)
    click.echo(written.results.narrative())
    print_findings(written.results.findings)
    print_summary(written.results)
    print_files([source, *targets.values()])
    print_told(written.told)
    click.echo(f"注意：{sample().remark}")


@click.command(cls=Command)
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
    "--from",
    "exports",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="导出文件",
    help="按导出的表填好再建，有几个科目就留几行（可重复；可以是文件夹）。",
)
@last_year_option
@confirm_option
@click.option(
    "--withhold",
    default="",
    metavar="编码、编码",
    help="涉密科目：它们的行不写入，记在补充资料；上年的工作簿列了的，照样不写。",
)
@click.option(
    "--python",
    metavar="python.exe",
    help="按钮要启动的 Python（只用于 .xlsm）；缺省是照文档“在 Excel 里用”装的那一个。",
)
@formats_option
@force_option
@json_option
def new(
    place: str,
    year: int,
    target: Path,
    unit_name: str,
    exports: tuple[Path, ...],
    last_year: tuple[Path, ...],
    confirm: bool,
    withhold: str,
    python: str | None,
    formats: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    """新建工作簿，空白的或按导出填好的，如：xlbudget new sichuan 2024 -o 决算.xlsx"""
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
    withheld = _withheld(withhold, resolved)
    if exports or last_year:
        from xlbudget.cli.from_files import tell

        told = make_from(
            (exports, last_year),
            resolved,
            target,
            unit_name,
            confirm=confirm,
            formats=formats,
            withheld=withheld,
            force=force,
            python=python,
        )
        tell(told, target, version_fields(resolved), as_json=as_json)
        return
    account = account_in_layout(
        resolved, as_text(unit_name), target.name, supplement=listing(withheld)
    )
    write_workbook(account, resolved, target, force=force, python=python)
    if as_json:
        print_json({**version_fields(resolved), "workbook": target.name, "written": True})
    else:
        click.echo(f"已新建 {target}")
        click.echo(f"    接着填公开各表、上年数和预算数，再运行：xlbudget report {target}")


def make_from(
    files: tuple[tuple[Path, ...], tuple[Path, ...]],
    resolved: Format,
    target: Path,
    unit_name: str = "",
    *,
    confirm: bool = False,
    formats: tuple[Path, ...] = (),
    withheld: tuple[str, ...] = (),
    force: bool = False,
    python: str | None = None,
) -> Told:
    """A new workbook filled from `files` (this year's, last year's), and what is said of them."""
    from xlbudget.cli.from_files import with_mappings
    from xlbudget.intake.from_files import account_of_files
    from xlbudget.intake.told import contradictions

    refuse_existing(None, [target], force=force)
    told, account = account_of_files(
        files, resolved, target, unit_name, confirm=confirm, formats=formats, withheld=withheld
    )
    results = run(account, resolved)
    told = replace(told, contradicted=contradictions(results))
    package = _package(results, target, python)
    package = with_mappings(package, told.given, Request(formats=formats), target.name)
    make_folder(target.parent)
    write_whole(target, package, force=force)
    return told


def _withheld(text: str, resolved: Format) -> tuple[str, ...]:
    """The codes of --withhold. One that the year does not have would be published: an error."""
    codes, unread = listed_codes(text)
    unknown = [code for code in codes if resolved.functional.entry(code, resolved.year) is None]
    if unread or unknown:
        raise UnknownName(
            where="--withhold",
            seen="、".join(f"“{each}”" for each in (*unread, *unknown)),
            expected=f"{resolved.year} 年功能分类科目的编码（3、5 或 7 位），用顿号隔开",
            remedy="认不出的编码会公开出去，所以什么也没有写：请改正。",
        )
    return codes


def write_workbook(
    account: FinalAccount,
    resolved: Format,
    target: Path,
    *,
    force: bool,
    python: str | None = None,
) -> Results:
    """A new workbook of an account, .xlsm with buttons; the run that it was built from."""
    results = run(account, resolved)
    package = _package(results, target, python)
    make_folder(target.parent)
    write_whole(target, package, force=force)
    return results


def _package(results: Results, target: Path, python: str | None) -> bytes:
    from xlbudget.workbook.build import build, build_with_macros
    from xlbudget.workbook.macro_sheets import PYTHON
    from xlbudget.workbook.vba import release_modules

    if target.suffix.lower() == ".xlsm":
        return build_with_macros(results, release_modules(), python or PYTHON)
    return build(results)
