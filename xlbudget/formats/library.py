"""find(place, year, settings): the format of a place, kept from one start to the next.

A format is read from some sixty files, with every sentence parsed and every name checked. What came
of it is kept (`files.kept`) under what all of these files hold, byte for byte, so that a file that
was changed is read anew; so is everything where the program itself has changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from xlbudget.domain.errors import UnreadableFile
from xlbudget.files.kept import digest, keep, load_kept
from xlbudget.formats.model import Format, Language
from xlbudget.formats.settings import apply_settings
from xlbudget.formats.shapes import FORMAT_SHAPES
from xlbudget.formats.versions import format_digest, format_files, rules_version, word_lists

HOME = Path(__file__).parent
"""The formats that come with the program."""

Head = tuple[tuple[str, ...], bytes]
"""The places of a lineage, and the digest of all that their format is made of."""

_MOST = 64
"""So many formats are held by a process that goes on."""

_kept: dict[Language, tuple[str, Head]] = {}


def places(extra: Iterable[Path] = ()) -> dict[str, Path]:
    """All known places and their folders; a folder of `extra` hides one of the same name.

    UnreadableFile if a folder of `extra` does not exist, or is the folder of one format itself.
    """
    found = {}
    for home in (HOME, *extra):
        if not home.is_dir() or (home / "format.toml").is_file():
            raise _no_home(home)
        for folder in sorted(home.iterdir()):
            if (folder / "format.toml").is_file():
                found[folder.name] = folder
    return found


def _no_home(home: Path) -> UnreadableFile:
    if home.is_dir():
        seen = "一个格式自己的文件夹（里面就有 format.toml）"
        remedy = f"请改为指定它的上一级：“{home.absolute().parent}”。"
    else:
        seen = "一个文件" if home.exists() else "文件夹不存在"
        remedy = "请检查 --formats 后面的文件夹名。"
    expected = "存放格式文件夹的文件夹（其中每个格式一个文件夹）"
    return UnreadableFile(where=str(home), seen=seen, expected=expected, remedy=remedy)


def find(
    place: str,
    year: int,
    settings: Mapping[str, str] | None = None,
    extra: Iterable[Path] = (),
) -> Format:
    """The format of a place in a year, with a workbook's settings (Chinese label to text) on top.

    >>> find("sichuan", 2024).title
    '四川省部门决算公开格式'
    """
    resolved = _found(place, year, tuple(extra))
    return apply_settings(resolved, settings) if settings else resolved


@lru_cache(maxsize=_MOST)
def _found(place: str, year: int, extra: tuple[Path, ...]) -> Format:
    known = places(extra)
    name = "\0".join((place, str(year), *(str(folder.absolute()) for folder in known.values())))
    found = None
    if place in known:
        found = load_kept(name, lambda head: head[1] and head == _head(head[0], known))
    if found is not None:
        head, plain = found
        resolved: Format = FORMAT_SHAPES.value(plain)
    else:
        from xlbudget.formats.resolving import lineage_of, resolve

        lineage = lineage_of(place, known)
        head = _head([each.place for each in lineage], known)
        resolved = resolve(lineage, year, HOME)
        if head[1] and head == _head(head[0], known):
            keep(name, head, (head, FORMAT_SHAPES.plain(resolved)))
    _kept[Language(resolved)] = (name, head)
    if len(_kept) > _MOST:
        del _kept[next(iter(_kept))]
    return resolved


def kept_as(resolved: Format) -> tuple[str, Head] | None:
    """Under what name and head a format is kept, so that what is made of its sentences can be kept
    beside it; None for one that nobody found here.
    """
    return _kept.get(Language(resolved))


def _head(lineage: Sequence[str], known: Mapping[str, Path]) -> Head:
    try:
        return (*lineage,), digest(_contents(lineage, known))
    except (KeyError, OSError):
        return (*lineage,), b""


def _contents(lineage: Sequence[str], known: Mapping[str, Path]) -> Iterator[bytes]:
    """All that a format is made of: its files as they are, and which program reads them."""
    yield from _PROGRAM
    files = [path for _, path in format_files((known[place] for place in lineage), HOME)]
    for path in (*files, *word_lists(HOME)):
        yield os.fsencode(path)
        yield path.read_bytes()


def _program() -> Iterator[bytes]:
    here = HOME.parent
    for folder in (here / "formats", here / "narrative", here / "domain"):
        for entry in sorted(os.scandir(folder), key=lambda each: each.name):
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield f"{entry.name} {status.st_size} {status.st_mtime_ns}".encode()


_PROGRAM = tuple(_program())
"""The program as it was when it started: what a program keeps that is replaced while it runs is
never read by the new one.
"""


def describe(place: str, extra: Iterable[Path] = ()) -> dict[str, object]:
    """What a place's format is, for lists: title, authority, whether verified, its version and
    that of its rules, first year.
    """
    from xlbudget.formats.resolving import lineage_of, years_of

    lineage = lineage_of(place, places(extra))
    head, (first_year, _) = lineage[-1], years_of(lineage)
    folders = [each.folder for each in lineage]
    return {
        "place": place,
        "title": head.keys.text("title"),
        "authority": head.keys.text("authority"),
        "verified": head.keys.flag("verified"),
        "version": head.keys.text("version"),
        "format_digest": format_digest(folders, HOME),
        "rules_version": rules_version(folders, HOME),
        "first_year": first_year,
    }
