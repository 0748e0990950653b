"""format.toml as drafts: what one place says of itself in one year, before inheritance."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlbudget.domain.records import dataclass
from xlbudget.formats.keys import Keys, load_toml
from xlbudget.formats.model import ChartDef
from xlbudget.formats.schema import parse_chart, parse_wording
from xlbudget.formats.settings import TRAITS
from xlbudget.formats.tables import holds_in


@dataclass(frozen=True, slots=True)
class Head:
    """One place of a lineage: its folder, and the keys of its format.toml."""

    place: str
    folder: Path
    keys: Keys

    def file(self, *parts: str) -> Path:
        """A file of the place's folder."""
        return self.folder.joinpath(*parts)

    def shown(self, *parts: str) -> str:
        """How messages call a file of the place."""
        return "/".join((self.place, *parts))


@dataclass(frozen=True, slots=True)
class Draft:
    """What one format.toml says, dates resolved. `declared` are the tables of all its years;
    `sections_replace` and `charts_replace` tell that its sections, its charts stand alone.
    """

    title: str
    authority: str
    verified: bool
    version: str
    tables: tuple[str, ...]
    declared: tuple[str, ...]
    sections: dict[str, str]
    sections_replace: bool
    style: Keys | None
    traits: dict[str, str]
    words: dict[str, str]
    charts: tuple[ChartDef, ...]
    charts_replace: bool
    compositions: list[Keys]
    averages: list[Keys]
    key_figures: list[Keys]
    wording: dict[tuple[str, str], dict[str, str]]
    document: Keys | None


def parse_draft(head: Head, year: int) -> Draft:
    """What a place says of itself, with dates resolved for a year."""
    keys = head.keys
    for key in ("extends", "first_year", "last_year"):
        keys.known(key)
    tables, declared = _tables(keys, year)
    sections = dict(_sections(keys, year))
    draft = Draft(
        title=keys.text("title"),
        authority=keys.text("authority"),
        verified=keys.flag("verified"),
        version=keys.text("version"),
        tables=tables,
        declared=declared,
        sections=sections,
        sections_replace=keys.flag("sections_replace", default=False) and bool(sections),
        style=keys.table("style"),
        traits=_traits(keys),
        words=_words(keys),
        charts=tuple(_charts(keys, year)),
        charts_replace=keys.flag("charts_replace", default=False),
        compositions=_once(keys.tables("composition"), "name"),
        averages=_once(keys.tables("average"), "name"),
        key_figures=_once(keys.tables("key_figure"), "name"),
        document=keys.table("document"),
        wording=parse_wording(load(head, "wording.toml"), year)
        if head.file("wording.toml").is_file()
        else {},
    )
    keys.done()
    return draft


def _tables(keys: Keys, year: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tables of a year, by the [[edition]] that holds in it, and those of all years."""
    tables = declared = keys.texts("tables", ())
    held = False
    for edition in keys.tables("edition"):
        listed, holds = edition.texts("tables"), holds_in(edition, year)
        edition.done()
        declared += listed
        if holds and held:
            edition.broken(f"{year}年度有两个版本", "每年一个 [[edition]]", "请改正 from、until。")
        if holds:
            tables, held = listed, True
    return tables, declared


def _once(groups: list[Keys], key: str) -> list[Keys]:
    """Groups of which no two may have the same name."""
    names: list[str] = []
    for group in groups:
        name = group.text(key)
        if name in names:
            group.broken(f"“{name}”第二次出现", f"每个 {key} 一组（同一年内）", "请删去一组。")
        names.append(name)
    return groups


def _charts(keys: Keys, year: int) -> Iterator[ChartDef]:
    """The charts of a year; those of other years are parsed too, so that no fault sleeps."""
    parsed = [(entry, holds_in(entry, year), parse_chart(entry)) for entry in keys.tables("chart")]
    _once([entry for entry, holds, _ in parsed if holds], "title")
    yield from (chart for _, holds, chart in parsed if holds)


def _traits(keys: Keys) -> dict[str, str]:
    """[traits]: what units of the place are unless 首页 says otherwise."""
    own = keys.table("traits")
    if own is None:
        return {}
    found = {label: own.choice(label, words, "") for label, words in TRAITS.items()}
    own.done()
    return {label: word for label, word in found.items() if word}


def _words(keys: Keys) -> dict[str, str]:
    """[words]: fixed words of the templates that hold digits, by name."""
    own = keys.table("words")
    return {name: own.text(name) for name in own.names()} if own else {}


def load(head: Head, *parts: str) -> Keys:
    """The keys of one of a place's own files."""
    return load_toml(head.file(*parts), head.shown(*parts))


def _sections(keys: Keys, year: int) -> Iterator[tuple[str, str]]:
    """Id and template of the sections of a year."""
    held: list[Keys] = []
    for section in keys.tables("section"):
        held += [section] if holds_in(section, year) else []
        for key in ("id", "template"):
            section.text(key)
        section.done()
    for section in _once(held, "id"):
        yield section.text("id"), section.text("template")
