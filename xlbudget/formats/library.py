"""find(place, year, settings): one flat Format from the folders of a place and its ancestors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from xlbudget.domain.codes import Catalogue
from xlbudget.domain.errors import BrokenFormat, UnknownName, UnreadableFile
from xlbudget.domain.style import Style
from xlbudget.formats.catalogue import load_codes
from xlbudget.formats.glossary import load_glossary
from xlbudget.formats.identities import parse_identities
from xlbudget.formats.keys import Keys, load_text, load_toml, nearest
from xlbudget.formats.model import ChartDef, Format, Identity, Section, SupplementField, Table
from xlbudget.formats.names import resolve
from xlbudget.formats.schema import (
    CASES,
    parse_chart,
    parse_style,
    parse_supplement,
    parse_table,
    parse_wording,
)
from xlbudget.formats.settings import apply_settings

HOME = Path(__file__).parent
"""The formats that come with the program."""


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
    resolved = _resolve(place, year, tuple(extra))
    return apply_settings(resolved, settings) if settings else resolved


@dataclass(frozen=True, slots=True)
class _Head:
    """The parts of one format.toml, ancestors first."""

    place: str
    folder: Path
    keys: Keys

    def file(self, *parts: str) -> Path:
        return self.folder.joinpath(*parts)

    def shown(self, *parts: str) -> str:
        return "/".join((self.place, *parts))


def _lineage(place: str, extra: tuple[Path, ...]) -> list[_Head]:
    known = places(extra)
    chain: list[_Head] = []
    name = place
    while True:
        if name not in known:
            if not chain:
                raise UnknownName(
                    where="格式",
                    seen=f"“{name}”",
                    expected="、".join(known),
                    remedy=nearest(name, known),
                )
            chain[-1].keys.broken(f"extends = {name!r}", "、".join(known), nearest(name, known))
        head = _Head(
            name, known[name], load_toml(known[name] / "format.toml", f"{name}/format.toml")
        )
        if any(earlier.place == name for earlier in chain):
            chain[-1].keys.broken(f"extends 绕回到 {name!r}", "不成环的上级", "请改正 extends。")
        chain.append(head)
        name = head.keys.text("extends", "")
        if not name:
            return chain[::-1]


@lru_cache(maxsize=64)
def _resolve(place: str, year: int, extra: tuple[Path, ...]) -> Format:
    lineage = _lineage(place, extra)
    functional = load_codes(HOME / "codes" / "functional.csv")
    style, charts = Style(), dict[str, ChartDef]()
    first_year = last_year = None
    table_names: tuple[str, ...] = ()
    declared: set[str] = set()
    sections: dict[str, str] = {}
    supplement: dict[str, SupplementField] = {}
    wording: dict[tuple[str, str], dict[str, str]] = {}
    for head in lineage:
        keys = head.keys
        table_names = keys.texts("tables", table_names)
        declared.update(table_names)
        sections.update(_sections(keys))
        style = parse_style(keys.table("style"), year, style)
        charts.update((chart.title, chart) for chart in map(parse_chart, keys.tables("chart")))
        first_year = keys.whole("first_year", first_year)
        last_year = keys.whole("last_year", last_year)
        title, authority = keys.text("title"), keys.text("authority")
        verified, version = keys.flag("verified"), keys.text("version")
        keys.done()
        if head.file("supplement.toml").is_file():
            fields = parse_supplement(_load(head, "supplement.toml"))
            supplement.update((entry.name, entry) for entry in fields)
        if head.file("wording.toml").is_file():
            for group, rows in parse_wording(_load(head, "wording.toml")).items():
                wording.setdefault(group, {}).update(rows)
    _check_year(place, year, first_year, last_year)
    _check_complete(lineage[-1], wording)
    tables = {name: _table(lineage, name, year, functional) for name in table_names}
    found = Format(
        place=place,
        title=title,
        year=year,
        authority=authority,
        verified=verified,
        version=version,
        style=style,
        own_style=style,
        tables=tables,
        identities=tuple(_identities(lineage, tables, declared - set(table_names))),
        sections=tuple(_section(lineage, id_, stem) for id_, stem in sections.items()),
        wording=wording,
        charts=charts,
        supplement=supplement,
        glossary=load_glossary(HOME / "glossary.csv"),
        functional=functional,
    )
    _check_supplement(lineage[-1], found)
    return found


def _check_supplement(head: _Head, found: Format) -> None:
    for entry in found.supplement.values():
        if entry.required_figure:
            try:
                resolve(found, entry.required_figure.split("."))
            except UnknownName as error:
                raise BrokenFormat(
                    where=head.shown(f"supplement.toml（{entry.name}）"),
                    seen=f"required_figure = {error.seen}",
                    expected=error.expected,
                    remedy=error.remedy,
                ) from error


def _check_year(place: str, year: int, first_year: int | None, last_year: int | None) -> None:
    if first_year is not None and year < first_year:
        raise UnknownName(
            where=f"格式 {place}",
            seen=f"{year}年度",
            expected=f"{first_year}年度及以后",
            remedy="请核对年度；更早年度的格式尚未收录。",
        )
    if last_year is not None and year > last_year:
        raise UnknownName(
            where=f"格式 {place}",
            seen=f"{year}年度",
            expected=f"{last_year}年度及以前",
            remedy="请核对年度；以后年度请改用别的格式。",
        )


def _check_complete(head: _Head, wording: Mapping[tuple[str, str], Mapping[str, str]]) -> None:
    for (filter_name, variant), rows in wording.items():
        lacking = [case for case in CASES[filter_name] if case not in rows]
        if lacking:
            raise BrokenFormat(
                where=head.shown("wording.toml"),
                seen=f"“{filter_name}”的“{variant}”缺少情形 {'、'.join(lacking)}",
                expected="每种情形一行",
                remedy="请补上所缺的情形。",
            )


def _load(head: _Head, *parts: str) -> Keys:
    return load_toml(head.file(*parts), head.shown(*parts))


def _sections(keys: Keys) -> Iterator[tuple[str, str]]:
    for section in keys.tables("section"):
        yield section.text("id"), section.text("template")
        section.done()


def _nearest_file(lineage: list[_Head], *parts: str) -> _Head:
    if any(
        not part.isprintable() or {"/", "\\", ":"} & set(part) or part[:1] == "." for part in parts
    ):
        lineage[-1].keys.broken(
            f"名称 {parts[-1]!r}", "文件夹里的一个文件名", "请只写名称，不写路径和扩展名。"
        )
    for head in reversed(lineage):
        if head.file(*parts).is_file():
            return head
    head = lineage[-1]
    raise BrokenFormat(
        where=head.shown("format.toml"),
        seen=f"提到了 {'/'.join(parts)}",
        expected="这个文件存在（本地或上级格式的文件夹中）",
        remedy="请补上文件，或改正名称。",
    )


def _table(lineage: list[_Head], name: str, year: int, functional: Catalogue) -> Table:
    head = _nearest_file(lineage, "tables", f"{name}.toml")
    keys = _load(head, "tables", f"{name}.toml")
    return parse_table(name, keys, year, functional)


def _section(lineage: list[_Head], id_: str, stem: str) -> Section:
    head = _nearest_file(lineage, "narrative", f"{stem}.txt")
    shown = head.shown("narrative", f"{stem}.txt")
    text = load_text(head.file("narrative", f"{stem}.txt"), shown)
    return Section(id=id_, file=shown, template=text)


def _identities(
    lineage: list[_Head], tables: dict[str, Table], unpublished: set[str]
) -> Iterator[Identity]:
    """Identities of all files, the nearest of each name; those over tables that an ancestor
    publishes and this place does not are left out.
    """
    by_name: dict[str, list[Identity]] = {}
    for head in lineage:
        if head.file("checks.toml").is_file():
            own: dict[str, list[Identity]] = {}
            for identity in parse_identities(_load(head, "checks.toml"), tables, unpublished):
                own.setdefault(identity.name, []).append(identity)
            by_name.update(own)
    for identities in by_name.values():
        yield from identities


def describe(place: str, extra: Iterable[Path] = ()) -> dict[str, object]:
    """What a place's format is, for lists: title, authority, whether verified, first year."""
    lineage = _lineage(place, tuple(extra))
    head, first_year = lineage[-1], None
    for ancestor in lineage:
        first_year = ancestor.keys.whole("first_year", first_year)
    return {
        "place": place,
        "title": head.keys.text("title"),
        "authority": head.keys.text("authority"),
        "verified": head.keys.flag("verified"),
        "version": head.keys.text("version"),
        "first_year": first_year,
    }
