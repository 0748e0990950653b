"""The work of `open`, by the commands that there are: report, new --from, check, batch."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from xlbudget.batch.names import safe_name
from xlbudget.batch.units import PassedOver, Sign, divided, sign_of, units_in
from xlbudget.cli.asking import Heads, heads_of, place_of, year_of
from xlbudget.cli.dropped import Dropped, is_ours, sorted_out
from xlbudget.cli.many_files import files_of
from xlbudget.cli.numbered import is_our_page, page_beside, write_numbered
from xlbudget.cli.outputs import targets_of, work_out
from xlbudget.cli.terminal import print_files, print_summary, print_told
from xlbudget.domain.errors import UnreadableFile, XlbudgetError
from xlbudget.domain.findings import Level
from xlbudget.files.log import NAME, open_log
from xlbudget.files.whole import open_elsewhere
from xlbudget.intake.sources import SPREADSHEETS
from xlbudget.pipeline import Request
from xlbudget.pipeline.made_files import FILES, HTML
from xlbudget.publish.delivery import Asked

Runner = Callable[..., int]
"""Runs another command with its parameters; gives its exit code."""

_UNREAD, _ERRORS = 2, 1


class Opening:
    """Does what there is to do with the files that were dropped; `results` are the pages to show,
    `code` the exit code: 2 where something could not be read or written, 1 on errors, else 0.
    """

    def __init__(self, request: Request, run: Runner, *, confirm: bool) -> None:
        self._request = request
        self._run = run
        self._confirm = confirm
        self.results: list[Path] = []
        self.code = 0

    def take(self, paths: Sequence[Path]) -> None:
        """All of it: folders first, since they may hold the tables of one unit."""
        dropped = sorted_out(paths)
        for path, why in dropped.others:
            self._refused(
                UnreadableFile(where=str(path), seen=why, expected="表格、说明文档或文件夹")
            )
        for folder in dropped.folders:
            self._guarded(partial(self._folder, folder, dropped))
        if dropped.workbooks:
            self._pass_over(dropped)
        self._tables(dropped)
        if dropped.documents:
            self._guarded(lambda: self._documents(dropped))
        else:
            for workbook in dropped.workbooks:
                self._guarded(partial(self._report, workbook))

    def _guarded(self, act: Callable[[], None]) -> None:
        """What is wrong with one file ends nothing else's, not even what nobody foresaw."""
        try:
            act()
        except XlbudgetError as error:
            self._refused(error)
        except click.Abort:
            raise
        except Exception as error:  # noqa: BLE001  一个文件出了没料到的错，别的照做
            tell_unforeseen(error)
            self.code = _UNREAD

    def _refused(self, error: XlbudgetError) -> None:
        click.echo(str(error), err=True)
        self.code = max(self.code, _UNREAD)

    def _report(self, workbook: Path) -> None:
        """What `report` writes of a workbook, in its usual folder or in one with a number."""
        if open_elsewhere(workbook):
            click.echo(f"“{workbook.name}”正打开着：用的是上次存盘的内容，没有存的不算。")
        worked_out = work_out(workbook, self._request, Asked(), with_copy=True)
        folder, written = write_numbered(worked_out, workbook)
        targets = targets_of(folder, workbook, FILES)
        results = written.results
        click.echo(click.style(results.account.file, bold=True))
        print_summary(results)
        if results.findings:
            click.echo("    每一处都在审核页里，点一下就到它的格子。")
        print_files(targets.values())
        print_told(written.told)
        self.results.append(targets[HTML])
        if results.count(Level.ERROR):
            self.code = max(self.code, _ERRORS)

    def _pass_over(self, dropped: Dropped) -> None:
        """Tables beside a workbook: which of them are for which year nobody says. Those that cannot
        be read stay, and are told of when they are read.
        """
        unreadable = [path for path in dropped.tables if sign_of(path) is Sign.UNREADABLE]
        names = "、".join(path.name for path in dropped.tables if path not in unreadable)
        dropped.tables = unreadable
        if names:
            click.echo(
                f"没有用到：{names}。工作簿和别的表一起拖来，只用工作簿。\n"
                "    要把这些表填进工作簿，请用 xlbudget import（见文档“导入”）；"
                "要按它们另建一个，请单独拖它们。"
            )

    def _tables(self, dropped: Dropped) -> None:
        """Workbooks from tables of others, one for each unit."""
        passed_over: list[PassedOver] = []
        parts = list(divided("", dropped.tables, passed_over))
        for _, files in parts:
            self._guarded(partial(self._make, files, dropped.workbooks))

    def _make(self, files: tuple[Path, ...], workbooks: list[Path]) -> None:
        """The workbook of the tables of one unit: the one that stands there already, or a new one
        as `new --from` builds it.
        """
        heads = heads_of(files)
        named = len(files) > 1 and len(heads.units) == 1
        stem = safe_name(heads.units[0]) if named else files[0].stem
        target = files[0].with_name(f"{stem}-决算.xlsx")
        if target.exists():
            workbooks.append(self._standing(target, files))
            return
        place, year = self._place_year(files, heads)
        from xlbudget.cli.building import build_from
        from xlbudget.formats.library import find

        formats = self._request.formats
        resolved = find(place, year, None, formats)
        if build_from(files, target, resolved, confirm=self._confirm, formats=formats):
            self.code = max(self.code, _ERRORS)
        workbooks.append(target)

    def _standing(self, target: Path, files: tuple[Path, ...]) -> Path:
        """The workbook that was made of these tables before: people may have filled it in."""
        if not is_ours(target):
            raise UnreadableFile(
                where=str(target),
                seen="已有同名的文件，不是本程序的工作簿",
                expected="还没有这个文件，或者上次由这些表建的工作簿",
                remedy="请把它改名或移走，再拖一次。",
            )
        click.echo(f"“{target.name}”已经有了，里面可能填了数：没有重建，就用它。")
        if any(file.stat().st_mtime > target.stat().st_mtime for file in files):
            names = " ".join(f'"{file}"' for file in files)
            click.echo(
                f"    导出的表比它新，新的数没有进去。要填进去，请运行：\n"
                f'    xlbudget import {names} --into "{target}"'
            )
        return target

    def _place_year(self, files: Sequence[Path], heads: Heads) -> tuple[str, int]:
        """As asked for, as the tables say, or as a person says."""
        asked = self._request
        place = asked.place or place_of(files, heads.units, asked.formats)
        return place, asked.year or year_of(files, heads.years)

    def _documents(self, dropped: Dropped) -> None:
        """Check documents against the one workbook that was dropped with them, if any."""
        from xlbudget.cli.checking import check

        pages = [path for path in dropped.documents if is_our_page(path)]
        documents = [path for path in dropped.documents if path not in pages]
        self.results += pages
        if not documents:
            return
        if len(dropped.workbooks) > 1:
            names = "、".join(path.name for path in dropped.workbooks)
            raise UnreadableFile(
                where="、".join(path.name for path in documents),
                seen=f"一起拖来 {len(dropped.workbooks)} 个工作簿（{names}）",
                expected="一个工作簿，文档里的数与它核对",
                remedy="不知道该对哪一个，所以没有核对：请把文档和它的工作簿两个一起拖。",
            )
        asked = self._request
        workbook = dropped.workbooks[0] if dropped.workbooks else None
        if workbook is None:
            click.echo("没有一起拖来工作簿：只核对文档自己，文中的数没有与表核对。")
        for document in documents:
            page = page_beside(document)
            code = self._run(
                check,
                files=(document,),
                workbook=workbook,
                page=page,
                place=asked.place,
                year=asked.year,
                formats=asked.formats,
                force=True,
            )
            if code < _UNREAD:
                self.results.append(page)
            self.code = max(self.code, code)

    def _folder(self, folder: Path, dropped: Dropped) -> None:
        """A folder of one unit is its tables or its workbook; of several, `batch`."""
        folder = folder.absolute()
        if not folder.name:
            raise UnreadableFile(
                where=str(folder),
                seen="整个磁盘",
                expected="一个单位的文件夹，或放着许多单位的文件夹",
                remedy="请拖里面的文件夹。",
            )
        out = folder.with_name(f"{folder.name}-输出")
        found = units_in(folder, out)
        here = [
            each
            for each in sorted(folder.iterdir())
            if each.suffix.lower() in SPREADSHEETS and not each.name.startswith((".", "~$"))
        ]
        files = [file for unit in found.units for file in unit.files]
        if files and set(files) <= set(here):
            parts = list(divided(folder.name, here, []))
            if len(parts) == 1:
                ours = [file for file in parts[0][1] if is_ours(file)]
                dropped.workbooks += ours
                dropped.tables += () if ours else parts[0][1]
                return
        documents = [] if files else list(files_of([folder]))
        dropped.documents += documents
        if not documents:
            self._batch(folder, out, files)

    def _batch(self, folder: Path, out: Path, files: Sequence[Path]) -> None:
        """Many units. What they say of place and year is asked for once, for the first tables."""
        from xlbudget.cli.batching import batch

        asked = self._request
        tables = next(((file,) for file in files if not is_ours(file)), ())
        place, year = asked.place, asked.year
        if tables:
            place, year = self._place_year(tables, heads_of(tables))
        code = self._run(
            batch,
            source=folder,
            out=out,
            place=place if tables else None,
            year=year if tables else None,
            formats=asked.formats,
            resume=out.exists(),
        )
        page = out / "index.html"
        if page.is_file():
            self.results.append(page)
        self.code = max(self.code, code)


def tell_unforeseen(error: Exception) -> None:
    """Say that something went wrong that nobody foresaw: the rest of it goes into the log, since
    the window does not stay.
    """
    log = open_log()
    logging.getLogger(NAME).error("open", exc_info=error)
    click.echo(
        f"程序没有料到的情况（{type(error).__name__}），没有做完。\n"
        f"    原来的文件没有动。详细情况在 {log}，请连同这个文件报告给我们。",
        err=True,
    )
