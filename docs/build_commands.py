"""Writes commands.md from the commands themselves: what each takes, and an example of each.

python docs/build_commands.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from xlbudget.cli.commands import LATER, cli

LEAD = """\
# 命令

本页由 `docs/build_commands.py` 按命令自己的登记写成；`xlbudget 命令 --help` 给出同样的内容。

## 通则

- 退出码：0，没有错误级的问题；1，有；2，用法不对，文件读不了，或者不肯写；130，中途停下。
  个别命令另有说法的，写在它下面。
- 已有的输出不覆盖，除非加 `--force`；人在里面写过字的，加了也先拦下。
- `--json` 只往标准输出写 JSON，给别的程序读；读不了文件之类的话仍写到标准错误。
- 选项写在文件名前后都行；文件名里有空格的，用引号括住。
- `xlbudget --version` 说出版本，`xlbudget` 列出全部命令。
"""
"""What holds for every command."""

CODES = {
    "new": "1 是读入的表有错误级的发现，工作簿已经写了；2 什么也没有写。",
    "import": "1 是读入的表有错误级的发现，已经填了；2 什么也没有写。",
    "rollup": "1 是单位之间、或与部门自己的表对不上；2 有单位读不了、不能相加，什么也没有写。",
    "batch": (
        "1 是有单位有错误或没有做成，或与部门的表对不上；130 是按 Ctrl+C 停下，`--resume` 接着做。"
    ),
    "refresh": "1 是有要人定夺的地方，或工作簿有错误。",
    "formats": "1 是 `--cases` 有案例不符。",
    "attach": "0 是做完了；2 是没有做成。",
}
"""Exit codes that mean something of their own."""

ARGUMENTS = {
    ("new", "place"): "哪个地方的格式，见 `xlbudget formats`。",
    ("new", "year"): "决算的年度，四位数。",
    ("import", "exports"): "一个或几个导出的表；也可以是文件夹，取里面的表。",
    ("rollup", "units"): "各单位的工作簿，本级也是一个。",
    ("report", "workbook"): "填好的工作簿，或别处的决算表（另写 `--format`、`--year`）。",
    ("check", "files"): "工作簿、文档，可以写许多个；写文件夹的，取里面的文档。",
    ("pdf", "document"): "Word 文档，或附表的工作簿。",
    ("batch", "source"): "装着各单位文件的文件夹，或一行一个单位的清单（.csv 或 .txt）。",
    ("refresh", "document"): "以前生成、又在 Word 里改过的文档。",
    ("explain", "workbook"): "填好的工作簿。",
    ("explain", "figure"): "表.行.量，名称同“分析”。",
    (
        "attach",
        "action",
    ): "做哪一个按钮的事；缺省是说明。",
    ("attach", "files"): "“导入”“上年”要读的文件；不写就在 Excel 里选。",
    ("open", "files"): "工作簿、导出的表、别人写的说明，或者装着它们的文件夹。",
    ("formats", "place"): "只看这一个格式：名称、年度、依据。",
}
"""What the arguments are, by command and name: click describes options only."""

EXAMPLES = {
    "demo": "xlbudget demo -o 示例",
    "new": "xlbudget new sichuan 2024 -o 新的.xlsx --unit 示例街道办事处",
    "import": "xlbudget import 导出.xls --into 决算.xlsx --dry-run",
    "rollup": "xlbudget rollup 本级.xlsx 学校.xlsx -o 部门.xlsx --unit 示例局",
    "report": "xlbudget report 决算.xlsx --only docx,html",
    "check": "xlbudget check 说明.docx --workbook 决算.xlsx -o 审核意见表.xlsx",
    "pdf": "xlbudget pdf 说明.docx",
    "batch": "xlbudget batch 各单位 -o 输出 --only txt,json",
    "refresh": "xlbudget refresh 决算-说明/决算.docx --workbook 决算.xlsx -o 新稿.docx",
    "explain": "xlbudget explain 决算.xlsx 收支总表.总计.增减率",
    "attach": "xlbudget attach 校验",
    "formats": "xlbudget formats sichuan",
    "open": "xlbudget open 决算.xlsx",
    "doctor": "xlbudget doctor",
}
"""One example of each command."""

NOT_RUN = {"attach": "要有打开着工作簿的 Excel"}
"""Examples that cannot be run wherever the program is tested."""


def cell(text: str) -> str:
    """The text of a cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ").strip()


def default_of(option: click.Option) -> str:
    """What holds where the option is not written."""
    if option.required:
        return "必填"
    default = option.to_info_dict()["default"]
    if option.is_flag or option.multiple or default is None:
        return ""
    return f"`{default}`" if isinstance(default, int) or default else ""


def rows_of(name: str, command: click.Command, context: click.Context) -> Iterator[str]:
    """A row for each argument and option, in the order of the help."""
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            argument = parameter.make_metavar(context)
            said = "可以不写" if not parameter.required else "必填"
            key = (name, str(parameter.name))
            assert key in ARGUMENTS, f"请在 docs/build_commands.py 写明 {name} 的 {key[1]} 是什么"
            yield f"| `{cell(argument)}` | {said} | {ARGUMENTS[key]} |"
        elif isinstance(parameter, click.Option) and not parameter.hidden:
            value = "" if parameter.is_flag else f" {parameter.make_metavar(context)}"
            names = "、".join(f"`{cell(each + value)}`" for each in parameter.opts)
            yield f"| {names} | {default_of(parameter)} | {cell(parameter.help or '')} |"


def section(name: str, command: click.Command) -> Iterator[str]:
    """What stands under the heading of a command."""
    context = click.Context(command, info_name=f"xlbudget {name}")
    pieces = " ".join(command.collect_usage_pieces(context))
    paragraphs = (command.help or "").strip().split("\n\n")
    yield from (f"## {name}", "")
    for paragraph in paragraphs:
        yield from (" ".join(paragraph.split()), "")
    yield from ("```text", f"xlbudget {name} {pieces}", "```", "")
    yield from (
        "| 参数、选项 | 缺省 | 意思 |",
        "|---|---|---|",
        *rows_of(name, command, context),
        "",
    )
    if name in CODES:
        yield from (f"退出码：{CODES[name]}", "")
    assert name in EXAMPLES, f"请在 docs/build_commands.py 给 {name} 一个例子"
    yield from ("例：", "")
    if name in NOT_RUN:
        yield f"<!-- 不运行：{NOT_RUN[name]} -->"
    yield from ("```sh", EXAMPLES[name], "```", "")


def page() -> str:
    """The page, as Markdown."""
    lines = [LEAD, "## 一览", "", "| 命令 | 做什么 |", "|---|---|"]
    lines += [f"| [`{name}`](#{name}) | {cell(later.help)} |" for name, later in LATER.items()]
    lines.append("")
    context = click.Context(cli)
    for name in LATER:
        command = cli.get_command(context, name)
        assert command is not None, name
        lines += section(name, command)
    return "\n".join(lines)


if __name__ == "__main__":
    path = Path(__file__).parent / "commands.md"
    path.write_text(page(), encoding="utf-8", newline="\n")
