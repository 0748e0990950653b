"""`pdf`: a Word document or a workbook as PDF, through LibreOffice."""

from __future__ import annotations

from pathlib import Path

import click

from xlbudget.cli.group import Command
from xlbudget.cli.options import force_option, json_option
from xlbudget.cli.outputs import refuse_target_of
from xlbudget.cli.terminal import print_files, print_json, print_told
from xlbudget.domain.errors import UnreadableFile

SUFFIXES = (
    ".docx",
    ".docm",
    ".doc",
    ".wps",
    ".rtf",
    ".odt",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".et",
    ".ods",
)
"""What can be turned into PDF."""


@click.command(cls=Command)
@click.argument("document", type=click.Path(path_type=Path), metavar="文件.docx")
@click.option(
    "-o",
    "target",
    type=click.Path(path_type=Path),
    metavar="文件.pdf",
    help="写到哪里；缺省在文档旁边，同名 .pdf。",
)
@force_option
@json_option
def pdf(document: Path, target: Path | None, force: bool, as_json: bool) -> None:
    """把 Word 文档（或附表的工作簿）转成 PDF；缺的字体用什么代替，一一说明。"""
    from xlbudget.publish.word.fonts import to_pdf

    if document.suffix.lower() not in SUFFIXES:
        raise UnreadableFile(
            where=str(document),
            seen=f"扩展名“{document.suffix}”",
            expected="Word 文档（.docx）或附表的工作簿（.xlsx）",
            remedy="请指定 report 或 refresh 写出的文档。",
        )
    target = target or document.with_suffix(".pdf")
    remedy = "请写成如 说明.pdf。"
    refuse_target_of("-o", target, (".pdf",), remedy, inputs=[document], force=force)
    told = [str(each) for each in to_pdf(document, target, force=force)]
    if as_json:
        print_json({"pdf": target.name, "notes": told})
        return
    print_files([target])
    print_told(told)
