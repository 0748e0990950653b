"""Options and arguments that several commands share."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xlbudget.domain.errors import UnknownName
from xlbudget.domain.findings import Level
from xlbudget.results import Results


def year_of(_ctx: click.Context, _param: click.Parameter, text: str | None) -> int | None:
    """The year that a person typed."""
    if text is None:
        return None
    if not text.isdecimal() or len(text) != 4:  # noqa: PLR2004  公元年份
        raise click.BadParameter(f"“{text}”不是四位数的年度，如 2024")
    return int(text)


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
last_year_option = click.option(
    "--last-year",
    "last_year",
    multiple=True,
    metavar="文件",
    type=click.Path(path_type=Path),
    help="上年的工作簿、导出的表或公开的说明（Word、PDF、文本），填进“上年数”（可重复：几个前身单位各一个）。",
)
confirm_option = click.option(
    "--confirm", is_flag=True, help="采用对没见过的表样提出的对应关系，并记在首页，下次自动用。"
)


def _sections(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, Path]:
    """第四部分=报告.docx, each section once."""
    del context, parameter
    found: dict[str, Path] = {}
    for value in values:
        section, sign, file = value.partition("=")
        if not sign or not section.strip() or not file.strip() or section.strip() in found:
            raise UnknownName(
                where="--section",
                seen=f"“{value}”" + ("（这一节写了两次）" if section.strip() in found else ""),
                expected="节=文件.docx，如 第四部分=绩效自评报告.docx",
                remedy="请写明哪一节用哪个文件，一节一个文件。",
            )
        found[section.strip()] = Path(file.strip())
    return found


sections_option = click.option(
    "--section",
    "sections",
    multiple=True,
    callback=_sections,
    metavar="节=文件.docx",
    help="这一节用自己写好的 Word 文件（可重复），如 第四部分=绩效自评报告.docx。",
)


def exit_on_errors(*all_results: Results) -> None:
    """Exit code 1 where anything is at error level."""
    if any(results.count(Level.ERROR) for results in all_results):
        sys.exit(1)
