"""The command `batch`: the outputs of `report` for every unit of a folder or list."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlbudget.batch.list_file import LISTS, units_of
from xlbudget.batch.log import RunLog, log_in
from xlbudget.batch.pools import Pool, cluster, processes, usable_processors
from xlbudget.batch.publishing import OutOfReach
from xlbudget.batch.room import others, room_in, standing
from xlbudget.batch.runner import made_units
from xlbudget.batch.stamp import digest_of_folders
from xlbudget.batch.terms import Asked
from xlbudget.batch.units import Found, Unit, units_in
from xlbudget.cli.batch_progress import Tally, event, progress
from xlbudget.cli.group import Command
from xlbudget.cli.interrupts import INTERRUPTED, interruptible
from xlbudget.cli.options import force_option, formats_option, year_of
from xlbudget.cli.outputs import parse_kinds
from xlbudget.domain.errors import OutputRefused, UnknownName, UnreadableFile
from xlbudget.files.whole import make_folder
from xlbudget.formats.library import find, places
from xlbudget.pipeline import Request
from xlbudget.pipeline.made_files import FILES

if TYPE_CHECKING:
    from xlbudget.batch.league import League

_SHOWN = 5
"""So many names are told."""


def _count_of(_ctx: click.Context, _param: click.Parameter, text: str | None) -> int | None:
    """The number of processes that a person typed."""
    if text is None:
        return None
    if not text.isdecimal() or not int(text):
        raise click.BadParameter(f"“{text}”不是 1 以上的整数")
    return int(text)


@click.command(cls=Command)
@click.argument("source", type=click.Path(path_type=Path), metavar="文件夹|清单")
@click.option(
    "-o",
    "out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="目录",
    help="输出文件夹，每个单位一个子文件夹。",
)
@click.option(
    "--jobs",
    callback=_count_of,
    metavar="个数",
    help="同时用几个进程；缺省是处理器的个数。",
)
@click.option(
    "--cluster", "address", metavar="地址", help="交给 dask 集群做，如 tcp://10.0.0.5:8786。"
)
@click.option("--resume", is_flag=True, help="接着做：输入没变、已经做好的单位不重做。")
@click.option(
    "--format", "place", metavar="格式", help="导出（没有首页的文件）按哪个格式建工作簿。"
)
@click.option(
    "--year", callback=year_of, metavar="年度", help="导出按哪个年度建工作簿；与 --format 一起写。"
)
@click.option("--only", metavar="种类", help=f"只写这几种输出，逗号分隔：{','.join(FILES)}。")
@click.option(
    "--parent",
    type=click.Path(path_type=Path),
    metavar="部门.xlsx",
    help="部门自己的工作簿，与各单位之和核对，写进汇总。",
)
@click.option(
    "--log",
    "log",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="运行记录；缺省是“目录.log”。",
)
@formats_option
@force_option
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON，一行一件事。")
def batch(
    source: Path,
    out: Path,
    jobs: int | None,
    address: str | None,
    resume: bool,
    place: str | None,
    year: int | None,
    only: str | None,
    parent: Path | None,
    log: Path | None,
    formats: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    """批量处理：一个文件夹或清单里的许多单位，各写出 report 的全部文件，再写一张总表。"""
    out = out.absolute()
    log = (log or out.parent / f"{out.name}.log").absolute()
    formats = tuple(each.absolute() for each in formats)
    _refuse(source, out, log, parent, resume=resume, force=force)
    _refuse_unknown(place, year, formats)
    asked = Asked(
        out=out,
        kinds=_kinds(only),
        place=place,
        year=year,
        formats=formats,
        formats_digest=digest_of_folders(formats),
        resume=resume,
    )
    found = _found(source.absolute(), out)
    make_folder(out)
    _refuse_standing(out, found.units, resume=resume, force=force)
    tally = Tally(len(found.units))
    with log_in(log) as record, room_in(out), interruptible() as stopping:
        record.line(f"开始 {source} → {out}，{len(found.units)} 个单位")
        for each in found.passed_over:
            record.line(f"没有看 {each.path}：{each.why}")
        try:
            with _pool(jobs, address, len(found.units)) as pool:
                shown = progress(tally, as_json=as_json)
                with shown:
                    for made in made_units(asked, found.units, pool, stopping):
                        tally.add(made)
                        record.unit(made)
                        shown.unit(made)
        except OutOfReach as error:
            record.line(f"中止：{error}")
            click.echo(str(error), err=True)
            _tell_stopped(tally, out, as_json=as_json, record=record)
            sys.exit(2)
        if tally.done < tally.total and stopping():
            _tell_stopped(tally, out, as_json=as_json, record=record)
            sys.exit(INTERRUPTED)
        from xlbudget.batch.league import league

        overview = league(out, parent=parent, request=Request(formats=formats))
        record.line(tally.lines()[0])
    _tell_end(tally, found, overview, log, as_json=as_json)
    sys.exit(1 if tally.red or overview.differing else 0)


def _refuse(
    source: Path, out: Path, log: Path, parent: Path | None, *, resume: bool, force: bool
) -> None:
    """Before anything is read: options that exclude each other, folders within each other."""
    if resume and force:
        raise OutputRefused(
            where="--resume",
            seen="与 --force 写在一起",
            expected="两个中的一个",
            remedy="接着做、已做好的不重做，用 --resume；全部重做，用 --force。",
        )
    if not source.exists() or (parent is not None and not parent.is_file()):
        raise UnreadableFile(
            where=str(source if not source.exists() else parent),
            seen="文件不存在",
            expected="一个已有的文件夹或文件",
            remedy="请检查路径。",
        )
    real = out.resolve()
    if source.resolve().is_relative_to(real):
        raise OutputRefused(
            where=str(out),
            seen="就是要读的文件夹，或在它上面",
            expected="另一个文件夹",
            remedy="读入的文件不会被改写：请换一个 -o 目录。",
        )
    if log.resolve().is_relative_to(real):
        raise OutputRefused(
            where=str(log),
            seen="在输出文件夹里",
            expected="输出文件夹以外的文件",
            remedy="运行记录里有时间，每次不同；输出的文件夹要每次相同。请换一个 --log。",
        )


def _refuse_unknown(place: str | None, year: int | None, formats: tuple[Path, ...]) -> None:
    """Place and year go together, and are known before the first of many exports is read; so are
    the folders of formats.
    """
    places(formats)
    if place is not None and year is not None:
        find(place, year, None, formats)
    elif place is not None or year is not None:
        raise UnknownName(
            where="--format、--year",
            seen="只写了一个",
            expected="两个都写，或都不写",
            remedy="有导出的，请写上格式和年度；全是本程序的工作簿，都不用写。",
        )


def _kinds(only: str | None) -> tuple[str, ...]:
    """The kinds of --only in the order of `report`, or all."""
    asked = parse_kinds(only, FILES)
    return tuple(kind for kind in FILES if kind in asked)


def _found(source: Path, out: Path) -> Found:
    """The units of a folder, or of a list."""
    if source.is_dir():
        found = units_in(source, out)
        if not found.units:
            raise UnreadableFile(
                where=str(source),
                seen="文件夹里没有表格文件",
                expected="各单位的工作簿，或各单位一个子文件夹的导出",
                remedy="请检查是否选错了文件夹；压缩包请先解压。",
            )
        return found
    if source.suffix.lower() in LISTS:
        return units_of(source)
    raise UnreadableFile(
        where=str(source),
        seen=f"一个 {source.suffix or '没有后缀的'} 文件",
        expected="文件夹，或一行一个单位的清单（.csv、.txt）",
        remedy="只有一个单位的，请用 xlbudget report。",
    )


def _refuse_standing(out: Path, units: tuple[Unit, ...], *, resume: bool, force: bool) -> None:
    there = standing(out, units)
    if there and not (resume or force):
        more = f" 等 {len(there)} 个" if len(there) > _SHOWN else ""
        raise OutputRefused(
            where=str(out),
            seen=f"已有单位的文件夹“{'”“'.join(there[:_SHOWN])}”{more}",
            expected="还没有这些单位的文件夹",
            remedy="接着上次做，请加 --resume；全部重做，请加 --force；或换一个 -o 目录。",
        )


@contextmanager
def _pool(jobs: int | None, address: str | None, units: int) -> Iterator[Pool | None]:
    """Where the units are made; None for this process."""
    if address is not None:
        with cluster(address) as pool:
            yield pool
        return
    workers = min(jobs or usable_processors(), units)
    yield processes(workers) if workers > 1 else None


def _tell_stopped(tally: Tally, out: Path, *, as_json: bool, record: RunLog) -> None:
    """How far it came, and how to go on."""
    record.line(f"停下，完成 {tally.done}/{tally.total}")
    if as_json:
        event("stopped", **tally.json())
        return
    click.echo(
        f"已停下：完成 {tally.done}/{tally.total} 个单位，都在 {out}，没有做了一半的。\n"
        "    接着做，请运行同样的命令，加上 --resume（去掉 --force）。",
        err=True,
    )


def _tell_end(tally: Tally, found: Found, overview: League, log: Path, *, as_json: bool) -> None:
    """What came of it, and where everything is."""
    left = others(overview.files[0].parent, found.units)
    if as_json:
        compared = {"compared": overview.compared, "differing": overview.differing}
        passed = len(found.passed_over)
        event("end", **tally.json(), **compared, passed_over=passed, others=left)
        return
    for line in tally.lines():
        click.echo(line)
    if found.passed_over:
        click.echo(f"没有看的文件和文件夹 {len(found.passed_over)} 个，原因在运行记录里。")
    if left:
        more = f" 等 {len(left)} 个" if len(left) > _SHOWN else ""
        click.echo(f"这次没有做、也在输出文件夹里的：{'、'.join(left[:_SHOWN])}{more}。")
        click.echo("    它们也进总表；不要了，请删去它们的文件夹。")
    if overview.compared:
        click.echo(overview.compared)
    click.echo("总表：")
    for path in overview.files:
        click.echo(f"    {path}")
    for path in overview.kept:
        click.echo(f"    {path}：人改过的总表，改名留着。")
    click.echo(f"运行记录：{log}")
