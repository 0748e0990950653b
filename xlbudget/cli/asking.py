"""What tables of others do not say: whose format they are for, the year. A person is asked."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.records import dataclass
from xlbudget.files.kept import keep, load_kept
from xlbudget.formats.keys import nearest
from xlbudget.formats.library import describe, places
from xlbudget.intake.sources import read_sources
from xlbudget.reading.labels import plain
from xlbudget.reading.recognise import head

_TITLE_ENDS = "部门决算公开格式"
_LAST_ANSWER = "the place that a person chose last"
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Heads:
    """What the heads of all sheets of some files say: the years, the most frequent first, and the
    units.
    """

    years: tuple[int, ...]
    units: tuple[str, ...]


def has_terminal() -> bool:
    """Whether somebody can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def heads_of(files: Sequence[Path]) -> Heads:
    """Read the heads; raises where a file cannot be read."""
    sources, _ = read_sources(files, PackedBook)
    heads = [head(grid, file.name, []) for file in sources for grid in file.grids]
    years = Counter(each.year for each in heads if each.year)
    units = dict.fromkeys(plain(each.unit_name) for each in heads if each.unit_name)
    return Heads(tuple(year for year, _ in years.most_common()), tuple(units))


def place_of(files: Sequence[Path], units: Iterable[str], formats: tuple[Path, ...]) -> str:
    """The format for tables of these units: by the province that the name of a unit begins with,
    else as a person says. UnknownName where nobody can be asked.
    """
    titles = {place: str(describe(place, formats)["title"]) for place in places(formats)}
    for unit in units:
        for place, title in titles.items():
            region = title.removesuffix(_TITLE_ENDS)
            if region != title and unit.startswith(region):
                click.echo(f"单位名称“{unit}”以“{region}”开头，用{title}。")
                return place
    if not has_terminal():
        raise UnknownName(
            where=_names(files),
            seen="看不出用哪个地方的格式",
            expected="、".join(titles),
            remedy="请在命令里写明，如：xlbudget open 文件 --format sichuan；"
            "或者打开命令行窗口再拖，会有一张单子可选。",
        )
    return _asked(_names(files), titles)


def _asked(files: str, titles: dict[str, str]) -> str:
    """The place that a person chooses by its number in a list, or by its name."""
    known = list(titles)
    last = load_kept(_LAST_ANSWER, lambda _: True)
    default = str(known.index(last) + 1) if last in known else ""
    click.echo(f"“{files}”里没有写明用哪个地方的格式，请选：")
    for number, place in enumerate(known, 1):
        click.echo(f"    {number}  {titles[place]}（{place}）")
    ask = f"输入号码后回车（直接回车就用上次的 {default}）" if default else "输入号码后回车"
    for _ in range(_TRIES):
        answer = _answered(ask, default)
        if answer.isdecimal() and 0 < int(answer) <= len(known):
            answer = known[int(answer) - 1]
        if answer in titles:
            keep(_LAST_ANSWER, (), answer)
            return answer
        click.echo(f"没有“{answer}”这一项，请输入 1 到 {len(known)} 的号码。")
    raise UnknownName(
        where="格式",
        seen=f"“{answer}”",
        expected="、".join(titles),
        remedy=nearest(answer, titles) or "请再拖一次，输入单子上的号码。",
    )


def year_of(files: Sequence[Path], years: Sequence[int]) -> int:
    """The year that most heads say, else as a person says. UnknownName where nobody can be asked.

    Sheets of several years are told of when they are read together.
    """
    if years:
        return years[0]
    in_name = next((found[1] for file in files if (found := _YEAR.search(file.stem))), "")
    if not has_terminal():
        raise UnknownName(
            where=_names(files),
            seen="表头没有写年度",
            expected="年度，如表头里的“2024年度”",
            remedy="请在表头写上年度，或在命令里写明，如：xlbudget open 文件 --year 2024",
        )
    ask = f"“{_names(files)}”的表头没有写年度，是哪一年的决算" + (
        f"（直接回车就用文件名里的 {in_name}）" if in_name else ""
    )
    for _ in range(_TRIES):
        answer = _answered(ask, in_name)
        if _YEAR.fullmatch(answer):
            return int(answer)
        click.echo(f"“{answer}”不是四位数的年度，如 2024。")
    raise UnknownName(
        where="年度", seen=f"“{answer}”", expected="四位数的年度，如 2024", remedy="请再拖一次。"
    )


def _answered(ask: str, default: str) -> str:
    answer: str = click.prompt(ask, default=default, show_default=False, prompt_suffix="：")
    return answer.strip()


def agreed(ask: str) -> bool:
    """Whether a person says yes; nobody at a terminal says no."""
    if not has_terminal():
        return False
    answer = _answered(f"{ask}（是输入 y，不是直接回车）", "")
    return answer.casefold() in ("y", "yes", "是", "好")


def _names(files: Sequence[Path]) -> str:
    return "、".join(dict.fromkeys(file.name for file in files))
