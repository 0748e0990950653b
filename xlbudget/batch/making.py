"""One unit from its files to its folder: the folder appears whole, or with why there is none."""

from __future__ import annotations

import os
import traceback
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from xlbudget.batch.copies import refuse_to_lose_entered, saved_since
from xlbudget.batch.names import printable, safe_file
from xlbudget.batch.publishing import OutOfReach, publish, publish_failure, save, write
from xlbudget.batch.resuming import standing_stamp
from xlbudget.batch.room import leave
from xlbudget.batch.stamp import (
    IMPORTED,
    STAMP,
    WORKBOOK,
    digests,
    error_lines,
    failure,
    json_bytes,
    stamp,
)
from xlbudget.batch.terms import STOP, Asked, Made, State
from xlbudget.batch.units import Sign, Unit, sign_of
from xlbudget.domain.errors import UnknownName, UnreadableFile, XlbudgetError
from xlbudget.formats.versions import PROGRAM, version_fields

if TYPE_CHECKING:
    from xlbudget.books.packed_book import PackedBook
    from xlbudget.intake.told import Told
    from xlbudget.results import Results

WHOLE, SOURCE = "whole", "source"
"""Where in its room a unit is made, and where the workbook stands that is built from exports."""


def make_units(asked: Asked, units: Sequence[Unit]) -> list[Made]:
    """Some units, one after another, in a worker; fewer where the run was asked to stop.

    OutOfReach where OUT cannot be written at all.
    """
    if asked.program != PROGRAM:
        raise OutOfReach(
            where="执行节点",
            seen=PROGRAM,
            expected=asked.program,
            remedy="请在每台机器上装同一个版本。",
        )
    if not asked.room.is_dir():
        raise OutOfReach(
            where=str(asked.room),
            seen="这台机器上没有这个文件夹",
            expected="各台机器用同一个路径都看得到的输出文件夹",
            remedy="请把输入和输出放在共享文件夹里，各台机器挂在同一个路径下。",
        )
    made: list[Made] = []
    for unit in units:
        if (asked.room / STOP).exists():
            break
        made.append(make_unit(asked, unit))
    return made


def make_unit(asked: Asked, unit: Unit) -> Made:
    """One unit. Whatever is wrong with its files ends nobody else's; OutOfReach alone is raised."""
    began = perf_counter()
    inputs = digests(unit.files)
    room = asked.room / f"{unit.folder}-{os.urandom(4).hex()}"
    trace = ""
    try:
        standing = standing_stamp(asked, unit, inputs) if asked.resume else None
        if standing is None:
            known = _make(asked, unit, inputs, room)
        else:
            known = standing
            _refuse_to_ignore(asked, unit, standing, room)
    except OutOfReach:
        raise
    except XlbudgetError as error:
        errors = error_lines(error, _folders(asked, unit, room))
    except Exception as error:  # noqa: BLE001  一个单位出了没料到的错，别的单位照做
        errors = [_unforeseen(unit, error)]
        trace = traceback.format_exc()
    else:
        state = State.SKIPPED if standing else State.DONE
        return _made(unit, state, known, perf_counter() - began)
    finally:
        leave(room, asked.out / unit.folder)
    return fail(asked, unit, errors, trace=trace, inputs=inputs, seconds=perf_counter() - began)


def fail(
    asked: Asked,
    unit: Unit,
    errors: Sequence[dict[str, Any]],
    *,
    trace: str = "",
    inputs: dict[str, str] | None = None,
    seconds: float = 0.0,
) -> Made:
    """A unit that failed, and why: written into its folder, where that is ours to write."""
    said = failure(unit.folder, digests(unit.files) if inputs is None else inputs, errors)
    publish_failure(json_bytes(said), asked.out / unit.folder, asked.room)
    first = errors[0]
    says = f"{first['where']}：{first['seen']}" + (
        f"；应为：{first['expected']}" if first["expected"] else ""
    )
    return Made(folder=unit.folder, state=State.FAILED, says=says, trace=trace, seconds=seconds)


def _make(asked: Asked, unit: Unit, inputs: dict[str, str], room: Path) -> dict[str, Any]:
    """Everything of a unit, in a folder of the room that then becomes its own."""
    from xlbudget.batch.extract import EXTRACT, unit_extract
    from xlbudget.pipeline.made_files import FILES, XLSX, MadeFiles
    from xlbudget.publish.delivery import Asked as Wanted

    book, results, told = _worked_out(asked, unit, room)
    made = MadeFiles(results, Wanted())
    name = safe_file(book.name)
    whole = room / WHOLE
    files: list[str] = []
    for template in (each for kind in asked.kinds for each in FILES[kind]):
        file = template.format(name=name, stem=Path(name).stem)
        if template == XLSX:
            save(book, whole / file)
        else:
            write(whole / file, made.content(template))
        files.append(file)
    if told is not None:
        said = {**version_fields(results.format), **_told(told, name)}
        write(whole / IMPORTED, json_bytes(said))
        files.append(IMPORTED)
    imported = told.findings if told is not None else ()
    write(whole / EXTRACT, unit_extract(results, imported))
    written = digests(whole / file for file in files)
    known = stamp(results, inputs, written, formats=asked.formats_digest, imported=imported)
    known |= {WORKBOOK: name if "xlsx" in asked.kinds else ""}
    write(whole / STAMP, json_bytes(known))
    _refuse_changed(unit, inputs)
    publish(whole, asked.out / unit.folder, book, results, asked.formats)
    return known


def _worked_out(asked: Asked, unit: Unit, room: Path) -> tuple[PackedBook, Results, Told | None]:
    """The workbook of a unit, built from its exports where it has none, and what it comes to."""
    from xlbudget.books.packed_book import PackedBook
    from xlbudget.pipeline import Request, read, report, run

    _refuse_unreadable_name(unit)
    told: Told | None = None
    built: Results | None = None
    book = PackedBook(unit.files[0]) if len(unit.files) == 1 else None
    if book is None or not _is_ours(book):
        told, workbook, built = _from_exports(asked, unit, room)
        book = PackedBook(workbook)
    request = Request(formats=asked.formats)
    if "xlsx" in asked.kinds:
        return book, report(book, request, built=built), told
    reading = read(book, request)
    return book, run(reading.account, reading.format, reading.findings), told


def _refuse_to_ignore(asked: Asked, unit: Unit, known: dict[str, Any], room: Path) -> None:
    """OutputRefused where somebody went on in the copy of a workbook, thinking that it counts."""
    copy = saved_since(asked.out / unit.folder, known)
    if copy is not None:
        book, results, _ = _worked_out(asked, unit, room)
        refuse_to_lose_entered(book, results, copy, asked.formats)


def _refuse_unreadable_name(unit: Unit) -> None:
    """A name in the encoding of another system cannot be written into any of the outputs."""
    for file in unit.files:
        if printable(file.name) != file.name:
            raise UnreadableFile(
                where=printable(file.name),
                seen="文件名不是 UTF-8 编码",
                expected="能显示的文件名",
                remedy="请给它改名；从压缩包解出的，请用能选文件名编码（GBK）的程序重新解压。",
            )


def _from_exports(asked: Asked, unit: Unit, room: Path) -> tuple[Told, Path, Results]:
    """A workbook of ours, built from the files of a unit as `new --from` builds it; and the
    results that it was built from.
    """
    from xlbudget.formats.library import find
    from xlbudget.intake.from_files import account_of_files
    from xlbudget.pipeline import run
    from xlbudget.workbook.build import build

    ours = [file.name for file in unit.files if sign_of(file) is Sign.OURS]
    if ours:
        raise UnreadableFile(
            where="、".join(file.name for file in unit.files),
            seen=f"{len(unit.files)} 个文件算一个单位，里面有本程序的工作簿“{ours[0]}”",
            expected="一个工作簿，或者几个导出",
            remedy="请在清单里一行写一个工作簿。",
        )
    if asked.place is None or asked.year is None:
        raise UnknownName(
            where="、".join(file.name for file in unit.files),
            seen="没有首页，不是本程序的工作簿",
            expected="本程序的工作簿，或者说明了格式和年度的导出",
            remedy="是导出的表，请加上 --format 格式 --year 年度，先按它们建工作簿。",
        )
    resolved = find(asked.place, asked.year, None, asked.formats)
    target = room / SOURCE / safe_file(f"{unit.folder}.xlsx")
    told, account = account_of_files(
        (unit.files, ()), resolved, target, unit.name, confirm=False, formats=asked.formats
    )
    built = run(account, resolved)
    write(target, build(built))
    return told, target, built


def _refuse_changed(unit: Unit, inputs: dict[str, str]) -> None:
    """The stamp says from what the outputs were made: nobody may have saved a file meanwhile."""
    now = digests(unit.files)
    changed = [name for name, digest in inputs.items() if now[name] != digest]
    if changed:
        raise UnreadableFile(
            where="、".join(changed),
            seen="读的时候被别的程序改过",
            expected="没有变动的文件",
            remedy="请等它保存好，加 --resume 再运行一次。",
        )


def _told(told: Told, name: str) -> dict[str, Any]:
    from xlbudget.intake.told import told_json

    return told_json(told, workbook=name, written=True)


def _is_ours(book: Any) -> bool:
    from xlbudget.workbook import layout

    return any(layout.is_ours(book.read(sheet.name), layout.HOME) for sheet in book.sheets())


def _made(unit: Unit, state: State, known: dict[str, Any], seconds: float) -> Made:
    worst = known["worst"] or {"message": ""}
    return Made(
        folder=unit.folder,
        state=state,
        errors=known["findings"]["error"],
        warnings=known["findings"]["warning"],
        gaps=known["gaps"],
        says=worst["message"],
        seconds=seconds,
    )


def _unforeseen(unit: Unit, error: Exception) -> dict[str, Any]:
    """A short word of an exception that nobody foresaw: the rest stands in the log."""
    if isinstance(error, MemoryError):
        return {
            "where": "、".join(printable(file.name) for file in unit.files),
            "seen": "内存不够",
            "expected": "能在内存里放下的工作簿",
            "remedy": "请关闭别的程序，或用 --jobs 少写几个进程，再加 --resume；文件特别大的，"
            "请删去用不着的工作表。",
        }
    return {
        "where": "、".join(printable(file.name) for file in unit.files),
        "seen": f"程序没有料到的情况（{type(error).__name__}）",
        "expected": "",
        "remedy": "别的单位不受影响。详细情况在运行记录里，请连同这个文件报告给我们。",
    }


def _folders(asked: Asked, unit: Unit, room: Path) -> list[Path]:
    """The folders that an error may name, which are other ones on another machine."""
    return [room / WHOLE, room / SOURCE, room, asked.out, *(file.parent for file in unit.files)]
