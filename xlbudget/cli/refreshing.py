"""`refresh`: a Word document that we generated and people went on editing gets new numbers."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlbudget.books.packed_book import PackedBook
from xlbudget.cli.group import Command
from xlbudget.cli.options import (
    force_option,
    formats_option,
    json_option,
    place_option,
    year_option,
)
from xlbudget.cli.outputs import not_final, refuse_target_of
from xlbudget.cli.terminal import print_files, print_json, print_told
from xlbudget.domain.errors import OutputRefused, ProgramMissing
from xlbudget.domain.findings import Level
from xlbudget.files.whole import make_folder, refuse_target, write_together
from xlbudget.formats.versions import made_by, version_fields
from xlbudget.pipeline import Request, read, run
from xlbudget.results import Results

if TYPE_CHECKING:
    from xlbudget.publish.refresh import Refreshed


@click.command(cls=Command)
@click.argument("document", type=click.Path(path_type=Path), metavar="文档.docx")
@click.option(
    "--workbook",
    required=True,
    type=click.Path(path_type=Path),
    metavar="工作簿",
    help="现在的工作簿：文档里的数换成它的。",
)
@click.option(
    "-o",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    metavar="新.docx",
    help="更新后的文档；原文档不动。",
)
@click.option(
    "--trace",
    "beside",
    type=click.Path(path_type=Path),
    metavar="名称.trace.json",
    help="生成时写出的对照；文档里的丢了才用到，缺省找同名的。",
)
@click.option(
    "--final", is_flag=True, help="定稿：还有待填写、错误、冲突时拒绝；不留标记、批注、作者。"
)
@place_option
@year_option
@formats_option
@force_option
@json_option
def refresh(
    document: Path,
    workbook: Path,
    target: Path,
    beside: Path | None,
    final: bool,
    place: str | None,
    year: int | None,
    formats: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    """更新已生成、又由人改过的 Word 文档：只换没有动过的数和句子，人写的不动，其余列出来。"""
    from xlbudget.publish.delivery import SIDECAR, refuse_edited, sidecar, with_sidecar_first
    from xlbudget.publish.refresh import lines
    from xlbudget.publish.refresh import refresh as refreshed_document

    traced = target.with_suffix(SIDECAR)
    inputs, remedy = [document, workbook], "请把文件名改成以 .docx 结尾。"
    refuse_target_of("-o", target, (".docx",), remedy, inputs=inputs, force=force)
    if target.parent.is_dir():
        refuse_target(traced, force=force)
    if force:
        refuse_edited(target, renewed=True)
    reading = read(PackedBook(workbook), Request(place=place, year=year, formats=formats))
    results = run(reading.account, reading.format, reading.findings)
    done = refreshed_document(document, results, beside)
    data, told, pages = _final(document, results, done) if final else (done.data, (), None)
    written: list[Path] = []
    if done.trace is not None:
        make_folder(target.parent)
        both = {target: data, traced: sidecar(done.trace, data, renewed=True)}
        write_together(with_sidecar_first(both, target), force=force)
        written = [target, traced]
    if as_json:
        notes = [pages] if pages else []
        told_of = {**version_fields(results.format), **_json(done, written)}
        print_json({**told_of, "removed": list(told), "notes": notes})
    else:
        click.echo("\n".join(lines(done)))
        if written:
            print_files(written)
        if told:
            click.echo(f"定稿里去掉了：{'、'.join(told)}。")
        print_told([pages] if pages else [])
    if done.conflicts or results.count(Level.ERROR):
        sys.exit(1)


def _final(
    document: Path, results: Results, done: Refreshed
) -> tuple[bytes, tuple[str, ...], str | None]:
    """The refreshed document to publish, what was taken out of it, and what a person must be told
    of the pages in its contents.
    """
    from xlbudget.publish.clean import cleaned
    from xlbudget.publish.delivery import BY_HAND
    from xlbudget.publish.made_by import told_made_by
    from xlbudget.publish.refresh.pages import numbered_anew

    if done.trace is None or done.conflicts:
        raise OutputRefused(
            where=str(document),
            seen=f"还有 {done.conflicts} 处要人定夺的地方",
            expected="与工作簿没有冲突的文档",
            remedy="请先不加 --final 运行，逐处处理以后再定稿。",
        )
    # 缺口可以就在 Word 里填：文档里还有没有，由 cleaned 看
    if results.count(Level.ERROR):
        raise not_final(results, document)
    clean = cleaned(document, told_made_by(done.data, document, made_by(results.format)))
    try:
        data, complete = numbered_anew(clean.data, document)
    except ProgramMissing as error:
        told = f"目录里的页码没有重排（{error.where}：{error.seen}）：{BY_HAND}"
        return clean.data, clean.told, told
    return data, clean.told, None if complete else f"目录里有几条的页码没有重排：{BY_HAND}"


def _json(done: Refreshed, written: list[Path]) -> dict[str, Any]:
    """What became of the document."""

    def place(where: Any) -> dict[str, Any]:
        known = asdict(where)
        return {name: known[name] for name in ("section", "paragraph", "quote", "span")}

    return {
        "files": [str(path) for path in written],
        "changed": done.changed,
        "found_by": done.found_by,
        "current": done.current,
        "replaced": [
            {"where": place(each.where), "was": each.was, "now": each.now} for each in done.replaced
        ],
        "left": [
            {
                "kind": each.kind.value,
                "where": place(each.where),
                "what": each.what,
                "now": each.now,
                "was": each.was,
                "new": each.new,
                "remedy": each.remedy,
            }
            for each in done.left
        ],
    }
