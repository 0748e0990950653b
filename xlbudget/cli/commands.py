"""The headless commands. Prints for people in Chinese, or only JSON with --json.

Exit codes: 0 nothing at error level, 1 findings at error level, 2 bad usage or unreadable input,
141 where the reader of the output has left.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from xlbudget import __version__
from xlbudget.cli.group import Group, Later, usage_text
from xlbudget.cli.streams import (
    STOPPED,
    leave_closed_pipe,
    no_chinese_names,
    prepare,
    refused_by_system,
)
from xlbudget.domain.errors import XlbudgetError
from xlbudget.files.memory import collect_rarely, leave_all

LATER = {
    "demo": Later(
        "making.demo", "用内置的示例单位走一遍：建工作簿、生成说明、校验，写出全部文件。"
    ),
    "new": Later(
        "making.new",
        "新建工作簿，空白的或按导出填好的，如：xlbudget new sichuan 2024 -o 决算.xlsx",
    ),
    "import": Later(
        "importing.import_into", "从导出的表填工作簿，如：xlbudget import 导出.xls --into 决算.xlsx"
    ),
    "rollup": Later(
        "rolling.rollup",
        "部门汇总：各单位的工作簿相加，抵消内部往来，建部门的工作簿；可与部门自己的表逐格核对。",
    ),
    "report": Later(
        "reporting.report",
        "读工作簿，生成说明、Word 文档和校验结果；原工作簿不动，结果写进输出文件夹里的副本。",
    ),
    "check": Later(
        "checking.check", "校验工作簿的表，或审核别人写的说明（.docx、.pdf、.txt 等）。"
    ),
    "pdf": Later(
        "portable.pdf", "把 Word 文档（或附表的工作簿）转成 PDF；缺的字体用什么代替，一一说明。"
    ),
    "batch": Later(
        "batching.batch",
        "批量处理：一个文件夹或清单里的许多单位，各写出 report 的全部文件，再写一张总表。",
    ),
    "refresh": Later(
        "refreshing.refresh",
        "更新已生成、又由人改过的 Word 文档：只换没有动过的数和句子，人写的不动，其余列出来。",
    ),
    "explain": Later(
        "explaining.explain",
        "一个指标怎么算出来的，追到单元格，如：xlbudget explain 决算.xlsx 收支总表.总计.增减率",
    ),
    "attach": Later(
        "attaching.attach_to_excel",
        "接上 Excel 里打开的工作簿，做按钮做的事；用在不许 Excel 启动程序的电脑上。",
    ),
    "open": Later(
        "opening.open_files",
        "一步到位：工作簿、导出的表、说明文档或文件夹交给它，写出结果，打开文件夹和审核页。",
    ),
    "doctor": Later(
        "doctoring.doctor",
        "看这台电脑缺什么：Python、Excel、WPS、字体、读写，怎么办；--install 放启动文件。",
    ),
    "formats": Later("format_list.list_formats", "列出收录的格式；--cases 运行它们的案例。"),
}
"""The commands in the order of the work."""


@click.group(
    cls=Group,
    name="xlbudget",
    later=LATER,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _, asked: _tell_versions(context) if asked else None,
    help="显示程序、格式和规则的版本。",
)
def cli() -> None:
    """部门决算公开：读决算表，算指标，写情况说明，查勾稽。"""


def _tell_versions(context: click.Context) -> NoReturn:
    """The program's version on the first line, then those of the formats and of their rules."""
    click.echo(f"xlbudget {__version__}")
    from xlbudget.formats.library import describe, places
    from xlbudget.formats.versions import format_words

    for place in places():
        click.echo(format_words(describe(place)))
    context.exit()


def main() -> NoReturn:
    """The program: runs a command, tells errors in Chinese on stderr, sets the exit code."""
    try:
        prepare()
        collect_rarely()
        _main()
    except BrokenPipeError:
        leave_closed_pipe()
    except KeyboardInterrupt:
        click.echo(STOPPED, err=True)
        sys.exit(2)
    finally:
        leave_all()


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
        click.echo(str(refused_by_system(error)), err=True)
        sys.exit(2)
    except click.Abort:
        click.echo(STOPPED, err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)
