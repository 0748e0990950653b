"""find(place, year, settings): one flat Format from the folders of a place and its ancestors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from xlbudget.domain.errors import UnknownName, UnreadableFile
from xlbudget.domain.style import Style
from xlbudget.formats.averages import merged_averages
from xlbudget.formats.catalogue import load_codes, load_successions
from xlbudget.formats.drafts import Head, parse_draft
from xlbudget.formats.glossary import load_glossary
from xlbudget.formats.history import TEMPLATE as HISTORY_TEMPLATE
from xlbudget.formats.history import asked_there, with_history
from xlbudget.formats.keys import load_toml, nearest
from xlbudget.formats.merging import (
    AGAINST_TABLES,
    TEXT_OBLIGATIONS,
    merged_charts,
    merged_compositions,
    merged_identities,
    merged_obligations,
    merged_section,
    merged_supplement,
    merged_table,
)
from xlbudget.formats.model import DocumentForm, Format
from xlbudget.formats.references import check_references, check_wording
from xlbudget.formats.schema import NO_PRIOR_YEAR, parse_document, parse_style
from xlbudget.formats.settings import TRAITS, apply_settings
from xlbudget.formats.tables import Codes
from xlbudget.formats.terms import load_explanations, load_terms

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


def _lineage(place: str, extra: tuple[Path, ...]) -> list[Head]:
    known = places(extra)
    chain: list[Head] = []
    name = place
    while True:
        if name not in known:
            if not chain:
                raise UnknownName(
                    where="格式",
                    seen=f"“{name}”",
                    expected="、".join(known),
                    remedy=f"{nearest(name, known)}自己的格式，请加 --formats 放它的文件夹。",
                )
            chain[-1].keys.broken(f"extends = {name!r}", "、".join(known), nearest(name, known))
        head = Head(
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
    codes = Codes(
        load_codes(HOME / "codes" / "functional.csv"),
        load_codes(HOME / "codes" / "economic.csv"),
        year,
    )
    drafts = [parse_draft(head, year) for head in lineage]
    _check_year(place, year, lineage)
    last = drafts[-1]
    glossary = load_glossary(HOME / "glossary.csv")
    table_names: tuple[str, ...] = ()
    sections: dict[str, str] = {}
    style, document = Style(), DocumentForm()
    traits = {label: words[0] for label, words in TRAITS.items()}
    wording: dict[tuple[str, str], dict[str, str]] = {}
    for draft in drafts:
        table_names = draft.tables or table_names
        sections = draft.sections if draft.sections_replace else {**sections, **draft.sections}
        style = parse_style(draft.style, year, style)
        document = parse_document(draft.document, document, sections)
        traits.update(draft.traits)
        for group, rows in draft.wording.items():
            wording.setdefault(group, {}).update(rows)
    check_wording(lineage[-1], wording)
    for (filter_name, _), rows in wording.items():
        if filter_name == "比上年":
            rows.setdefault("no_prior_year", NO_PRIOR_YEAR)
    tables = {
        name: merged_table(lineage, name, codes, f"公开{number:02d}")
        for number, name in enumerate(table_names, 1)
    }
    unpublished = {name for draft in drafts for name in draft.declared} - set(table_names)
    supplement = merged_supplement(lineage, tables, unpublished, glossary, sections, year)
    written = tuple(merged_section(lineage, id_, stem) for id_, stem in sections.items())
    if any(head.file("narrative", f"{HISTORY_TEMPLATE}.txt").is_file() for head in lineage):
        sentences = merged_section(lineage, "", HISTORY_TEMPLATE).template
        written = with_history(written, sentences)
        supplement = asked_there(supplement, written, sentences)
    compositions = merged_compositions(drafts, tables, unpublished)
    against_tables = merged_obligations(lineage, AGAINST_TABLES)
    found = Format(
        place=place,
        title=last.title,
        year=year,
        authority=last.authority,
        verified=last.verified,
        version=last.version,
        style=style,
        own_style=style,
        tables=tables,
        identities=tuple(merged_identities(lineage, tables, unpublished, supplement)),
        sections=written,
        wording=wording,
        charts=merged_charts(drafts, compositions, unpublished, glossary),
        supplement=supplement,
        compositions=compositions,
        averages=merged_averages(
            (keys for draft in drafts for keys in draft.averages), tables, unpublished, supplement
        ),
        traits=traits,
        words={name: word for draft in drafts for name, word in draft.words.items()},
        glossary=glossary,
        functional=codes.functional,
        economic=codes.economic,
        obligations=merged_obligations(lineage),
        text_obligations={**against_tables, **merged_obligations(lineage, TEXT_OBLIGATIONS)},
        against_tables=frozenset(against_tables),
        terms=load_terms(HOME / "terms.csv"),
        explanations=load_explanations(HOME / "codes" / "explanations.csv"),
        successions=load_successions(HOME / "codes" / "successions.csv"),
        document=document,
    )
    check_references(lineage[-1], found)
    return found


def _years(lineage: list[Head]) -> tuple[int | None, int | None]:
    first = last = None
    for head in lineage:
        first = head.keys.whole("first_year", first)
        last = head.keys.whole("last_year", last)
    return first, last


def _check_year(place: str, year: int, lineage: list[Head]) -> None:
    first_year, last_year = _years(lineage)
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


def describe(place: str, extra: Iterable[Path] = ()) -> dict[str, object]:
    """What a place's format is, for lists: title, authority, whether verified, first year."""
    lineage = _lineage(place, tuple(extra))
    head, (first_year, _) = lineage[-1], _years(lineage)
    return {
        "place": place,
        "title": head.keys.text("title"),
        "authority": head.keys.text("authority"),
        "verified": head.keys.flag("verified"),
        "version": head.keys.text("version"),
        "first_year": first_year,
    }
