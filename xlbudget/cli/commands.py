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
from xlbudget.cli.streams import leave_closed_pipe, no_chinese_names, prepare
from xlbudget.domain.errors import XlbudgetError
from xlbudget.files.memory import collect_rarely, leave_all
from xlbudget.files.system import reason

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
@click.version_option(
    __version__, prog_name="xlbudget", help="显示版本。", message="%(prog)s %(version)s"
)
def cli() -> None:
    """部门决算公开：读决算表，算指标，写情况说明，查勾稽。"""


def main() -> NoReturn:
    """The program: runs a command, tells errors in Chinese on stderr, sets the exit code."""
    prepare()
    collect_rarely()
    try:
        _main()
    except BrokenPipeError:
        leave_closed_pipe()
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
        click.echo(f"系统不允许继续：{reason(error)}。", err=True)
        sys.exit(2)
    except click.Abort:
        click.echo("已中止。", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)
