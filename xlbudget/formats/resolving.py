"""One flat Format from the folders of a place and its ancestors, read and checked anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xlbudget.domain.errors import UnknownName
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
    merged_key_figures,
    merged_obligations,
    merged_section,
    merged_supplement,
    merged_table,
)
from xlbudget.formats.model import DocumentForm, Format
from xlbudget.formats.references import check_references, check_wording
from xlbudget.formats.schema import NO_PRIOR_YEAR, parse_document, parse_style
from xlbudget.formats.settings import TRAITS
from xlbudget.formats.tables import Codes
from xlbudget.formats.terms import load_explanations, load_terms
from xlbudget.formats.versions import format_digest, rules_version


def lineage_of(place: str, known: Mapping[str, Path]) -> list[Head]:
    """The folders of a place and its ancestors among the known ones, the farthest first."""
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


def resolve(lineage: list[Head], year: int, home: Path) -> Format:
    """The format of the last place of a lineage in a year; `home` holds what all formats share."""
    place = lineage[-1].place
    codes = Codes(
        load_codes(home / "codes" / "functional.csv"),
        load_codes(home / "codes" / "economic.csv"),
        year,
    )
    drafts = [parse_draft(head, year) for head in lineage]
    _check_year(place, year, lineage)
    last = drafts[-1]
    glossary = load_glossary(home / "glossary.csv")
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
        digest=format_digest([head.folder for head in lineage], home),
        rules=rules_version([head.folder for head in lineage], home),
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
        key_figures=merged_key_figures(drafts, unpublished, glossary),
        traits=traits,
        words={name: word for draft in drafts for name, word in draft.words.items()},
        glossary=glossary,
        functional=codes.functional,
        economic=codes.economic,
        obligations=merged_obligations(lineage),
        text_obligations={**against_tables, **merged_obligations(lineage, TEXT_OBLIGATIONS)},
        against_tables=frozenset(against_tables),
        terms=load_terms(home / "terms.csv"),
        explanations=load_explanations(home / "codes" / "explanations.csv"),
        successions=load_successions(home / "codes" / "successions.csv"),
        document=document,
    )
    check_references(lineage[-1], found)
    return found


def years_of(lineage: list[Head]) -> tuple[int | None, int | None]:
    """The first and the last year that a place publishes in this format."""
    first = last = None
    for head in lineage:
        first = head.keys.whole("first_year", first)
        last = head.keys.whole("last_year", last)
    return first, last


def _check_year(place: str, year: int, lineage: list[Head]) -> None:
    first_year, last_year = years_of(lineage)
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
