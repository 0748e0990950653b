"""The outputs of a workbook in their usual folder; what a person wrote there sends them to a new
one with a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from xlbudget import __version__
from xlbudget.batch.stamp import digests
from xlbudget.cli.outputs import WorkedOut, Written, refuse_existing, targets_of
from xlbudget.domain.errors import OutputRefused
from xlbudget.files.whole import make_folder, write_whole
from xlbudget.pipeline.made_files import ANNEX, FILES, NARRATIVE
from xlbudget.publish.delivery import report_folder

STAMP = ".xlbudget-open.json"
"""What stands in the folder beside the outputs: the digests of those that a person may go on
writing in.
"""

_OF_PEOPLE = (ANNEX, NARRATIVE)
"""Outputs that people edit and that guard themselves in no other way."""

_GENERATOR, _HEAD = b'<meta name="generator" content="xlbudget', 4096
"""What says in the head of a page that it is ours."""

_MOST = 99
"""So many folders are tried."""


def write_numbered(worked_out: WorkedOut, workbook: Path) -> tuple[Path, Written]:
    """Write all outputs; the folder they are in. Why a folder was not taken is told.

    OutputRefused where nothing can be written at all.
    """
    refused: OutputRefused | None = None
    for folder in folders_of(workbook):
        targets = targets_of(folder, workbook, FILES)
        stands = folder.exists() or folder.is_symlink()
        try:
            if stands:
                _refuse(worked_out, workbook, folder, targets)
        except OutputRefused as error:
            refused = error
            click.echo(f"没有动“{folder.name}”：{error.seen}（{_short(error.where)}）。")
            continue
        try:
            written = worked_out.write(targets, force=True)
        except OutputRefused as error:
            if not stands:
                with suppress(OSError):
                    folder.rmdir()
                raise
            refused = error
            click.echo(f"写不进“{folder.name}”：{error.seen}（{_short(error.where)}）。")
            continue
        if refused:
            click.echo(f"    原来的都还在；这次的结果写进“{folder.name}”。")
        _stamp(folder, targets)
        return folder, written
    assert refused is not None
    raise refused


def folders_of(workbook: Path) -> Iterator[Path]:
    """The usual folder, then those with a number.

    >>> [folder.name for folder, _ in zip(folders_of(Path("决算.xlsx")), range(3))]
    ['决算-说明', '决算-说明2', '决算-说明3']
    """
    usual = report_folder(workbook)
    yield usual
    for number in range(2, _MOST + 1):
        yield usual.with_name(f"{usual.name}{number}")


def page_beside(document: Path) -> Path:
    """Where the review page of a document goes: beside it, in place of an earlier one of ours."""
    for number in ("", *range(2, _MOST + 1)):
        page = document.with_name(f"{document.stem}-审核页{number}.html")
        if not page.exists() or is_our_page(page):
            break
    return page


def is_our_page(path: Path) -> bool:
    """Whether a file is a page that the program wrote."""
    try:
        with path.open("rb") as file:
            return _GENERATOR in file.read(_HEAD)
    except OSError:
        return False


def _refuse(
    worked_out: WorkedOut, workbook: Path, folder: Path, targets: Mapping[str, Path]
) -> None:
    """OutputRefused for what `report --force` does not replace, and for other files that a person
    went on writing in.
    """
    if not folder.is_dir():
        raise OutputRefused(where=str(folder), seen="有同名的文件，不是文件夹")
    refuse_existing(workbook, targets.values(), force=True)
    worked_out.refuse_to_lose(targets)
    known = _known(folder)
    for name in _OF_PEOPLE:
        target = targets[name]
        if not target.exists():
            continue
        digest = digests([target])[target.name]
        if known.get(target.name) != digest and not worked_out.would_write(name, target):
            raise OutputRefused(
                where=str(target),
                seen="写出以后改过"
                if target.name in known
                else "不是 open 写的，不知道有没有人改过",
            )


def _known(folder: Path) -> Mapping[str, Any]:
    try:
        known = json.loads((folder / STAMP).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _stamp(folder: Path, targets: Mapping[str, Path]) -> None:
    make_folder(folder)
    told = {
        "program": f"xlbudget {__version__}",
        "files": digests(targets[name] for name in _OF_PEOPLE),
    }
    data = json.dumps(told, ensure_ascii=False, indent=1).encode()
    write_whole(folder / STAMP, data, force=True)


def _short(where: str) -> str:
    """The name of a file without the folders above it."""
    return where.replace("\\", "/").rpartition("/")[2]
