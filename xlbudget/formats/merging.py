"""What the places of a lineage say, merged: the nearest file or the nearest entry wins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.drafts import Draft, Head, load
from xlbudget.formats.glossary import Glossary
from xlbudget.formats.identities import parse_identities
from xlbudget.formats.identity_model import Identity
from xlbudget.formats.keys import load_text, nearest
from xlbudget.formats.model import ChartDef, Composition, Section, SupplementField
from xlbudget.formats.schema import parse_composition
from xlbudget.formats.supplement import parse_supplement
from xlbudget.formats.table_model import Table
from xlbudget.formats.tables import Codes, parse_table

Lineage = list[Head]
"""The places from the farthest ancestor to the place itself."""


def nearest_file(lineage: Lineage, *parts: str) -> Head:
    """The place whose file of that name holds: the nearest one that has it."""
    if any(
        not part.isprintable() or {"/", "\\", ":"} & set(part) or part[:1] == "." for part in parts
    ):
        lineage[-1].keys.broken(
            f"名称 {parts[-1]!r}", "文件夹里的一个文件名", "请只写名称，不写路径和扩展名。"
        )
    for head in reversed(lineage):
        if head.file(*parts).is_file():
            return head
    raise BrokenFormat(
        where=lineage[-1].shown("format.toml"),
        seen=f"提到了 {'/'.join(parts)}",
        expected="这个文件存在（本地或上级格式的文件夹中）",
        remedy="请补上文件，或改正名称。",
    )


def merged_table(lineage: Lineage, name: str, codes: Codes, number: str) -> Table:
    """The table of the nearest file."""
    head = nearest_file(lineage, "tables", f"{name}.toml")
    return parse_table(name, load(head, "tables", f"{name}.toml"), codes, number)


def merged_section(lineage: Lineage, id_: str, stem: str) -> Section:
    """A section with the template of the nearest file."""
    head = nearest_file(lineage, "narrative", f"{stem}.txt")
    shown = head.shown("narrative", f"{stem}.txt")
    text = load_text(head.file("narrative", f"{stem}.txt"), shown)
    return Section(id=id_, file=shown, template=text)


def merged_supplement(
    lineage: Lineage,
    tables: Mapping[str, Table],
    unpublished: Collection[str],
    glossary: Glossary,
    sections: Collection[str],
    year: int,
) -> dict[str, SupplementField]:
    """The fields of all files, the nearest of each name, in the order of the sections; without
    those that a place does not ask for and those about a table that it does not publish.
    """
    found: dict[str, SupplementField] = {}
    for head in lineage:
        if head.file("supplement.toml").is_file():
            keys = load(head, "supplement.toml")
            fields, without = parse_supplement(keys, tables, unpublished, year)
            for name in without:
                if name not in found:
                    keys.broken(
                        f"[[without]] 中的 {name!r}",
                        "上级格式中的项目：" + "、".join(found),
                        nearest(name, found),
                    )
                del found[name]
            found.update((entry.name, entry) for entry in fields)
    order = {section: number for number, section in enumerate(sections)}
    last = len(order)
    return {
        entry.name: entry
        for entry in sorted(found.values(), key=lambda entry: order.get(entry.section, last))
        if not is_about(entry.required_figure, unpublished, glossary)
    }


def merged_charts(
    drafts: Iterable[Draft],
    compositions: Mapping[str, Composition],
    unpublished: Collection[str],
    glossary: Glossary,
) -> dict[str, ChartDef]:
    """The charts of all places, the nearest of each title, without those of figures and
    compositions of tables that are not published. Those of a place that has all its own
    (`charts_replace`, perhaps none) stand alone.
    """
    drafts = list(drafts)
    charts: dict[str, ChartDef] = {}
    for draft in drafts:
        kept = {} if draft.charts_replace else charts
        charts = {**kept, **{chart.title: chart for chart in draft.charts}}
    known = {keys.text("name") for draft in drafts for keys in draft.compositions}
    return {
        title: chart
        for title, chart in charts.items()
        if not any(is_about(point.figure, unpublished, glossary) for point in chart.points)
        and chart.composition not in known - set(compositions)
    }


def is_about(figure: str, tables: Collection[str], glossary: Glossary) -> bool:
    """Whether the name of a figure begins with one of some tables."""
    word = figure.partition(".")[0]
    return (glossary.identifier(word) or word) in tables


OBLIGATIONS = "obligations"
TEXT_OBLIGATIONS = "text_obligations"
AGAINST_TABLES = "text_against_tables"

_KINDS = (OBLIGATIONS, AGAINST_TABLES, TEXT_OBLIGATIONS)


def merged_obligations(lineage: Lineage, kind: str = OBLIGATIONS) -> dict[str, str]:
    """What must be checked, by rule: those of all files. TEXT_OBLIGATIONS and AGAINST_TABLES are
    of texts that people wrote, the latter where there are tables that the text explains.
    """
    found: dict[str, str] = {}
    for head in lineage:
        if head.file("obligations.toml").is_file():
            keys = load(head, "obligations.toml")
            listed = {each: keys.table(each) for each in _KINDS}
            for each, table in listed.items():
                if table is not None:
                    texts = {rule: table.text(rule) for rule in table.names()}
                    found |= texts if each == kind else {}
            keys.done()
    return found


def merged_compositions(
    drafts: Iterable[Draft], tables: Mapping[str, Table], unpublished: Collection[str]
) -> dict[str, Composition]:
    """The compositions of all places, the nearest of each name; those of tables that are not
    published are left out.
    """
    found: dict[str, Composition] = {}
    for draft in drafts:
        for keys in draft.compositions:
            composition = parse_composition(keys, tables, unpublished)
            if composition:
                found[composition.name] = composition
    return found


def merged_key_figures(
    drafts: Iterable[Draft], unpublished: Collection[str], glossary: Glossary
) -> dict[str, str]:
    """The key figures of all places, the nearest of each name, in the order of the farthest; those
    of tables that are not published are left out.
    """
    found: dict[str, str] = {}
    for draft in drafts:
        for keys in draft.key_figures:
            found[keys.text("name")] = keys.text("figure")
            keys.done()
    return {
        name: figure
        for name, figure in found.items()
        if not is_about(figure, unpublished, glossary)
    }


def merged_identities(
    lineage: Lineage,
    tables: Mapping[str, Table],
    unpublished: Collection[str],
    supplement: Mapping[str, SupplementField],
) -> Iterator[Identity]:
    """Identities of all files, the nearest of each name; those over tables that an ancestor
    publishes and this place does not are left out.
    """
    by_name: dict[str, list[Identity]] = {}
    for head in lineage:
        if head.file("checks.toml").is_file():
            own: dict[str, list[Identity]] = {}
            keys = load(head, "checks.toml")
            for identity in parse_identities(keys, tables, unpublished, supplement):
                own.setdefault(identity.name, []).append(identity)
            by_name.update(own)
    for identities in by_name.values():
        yield from identities
