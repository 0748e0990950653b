"""Cases: small tables in, sentences out. Each format has some; a case is a test, and `demo` runs
the one that a format calls its sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.records import dataclass
from xlbudget.formats.keys import Keys, load_toml, nearest
from xlbudget.formats.library import HOME, find, places
from xlbudget.formats.model import Format
from xlbudget.formats.settings import ADJUSTED, INITIAL
from xlbudget.formats.table_model import Table

Amounts = dict[tuple[str, str, str], Amount]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A unit's amounts by (table, line, column), and what must come out: paragraphs by id, and the
    names of the checks that fail.

    `unit` is the unit of all amounts of the case. `tables` are those that the workbook has, the
    named ones or, with `complete`, all of the format. `budgets` by (table, line, base),
    `budget_reasons` and `purposes` by (table, line), `supplement` and last year's part of it by
    field, `terms` by 名词. `projects` are the rows of 绩效 by name, each by header word, and
    `indicators` those of 绩效指标 by project and 三级指标. `remark` is what a reader of the example
    must know. The paragraphs of a section are all that it has, and with `complete` those of every
    section of Part Two are there.
    """

    name: str
    title: str
    remark: str
    place: str
    year: int
    unit_name: str
    unit: Unit
    settings: Mapping[str, str]
    tables: tuple[str, ...]
    amounts: Amounts
    prior: Amounts
    budgets: Mapping[tuple[str, str, str], Amount]
    budget_reasons: Mapping[tuple[str, str], str]
    purposes: Mapping[tuple[str, str], str]
    supplement: Mapping[str, str]
    supplement_prior: Mapping[str, str]
    terms: Mapping[str, str]
    projects: Mapping[str, Mapping[str, str]]
    indicators: Mapping[str, Mapping[str, Mapping[str, str]]]
    paragraphs: Mapping[str, str]
    complete: bool
    findings: tuple[str, ...]


def cases(place: str, folder: Path | None = None, extra: tuple[Path, ...] = ()) -> Iterator[Case]:
    """All cases of a place; `extra` are folders of formats beside ours."""
    home = folder or places()[place]
    for path in sorted((home / "cases").glob("*.toml")):
        yield load_case(path, place, extra)


def sample(place: str = "sichuan") -> Case:
    """The embedded sample unit of a place."""
    return load_case(HOME / place / "cases" / "sample.toml", place)


def load_case(path: Path, place: str, extra: tuple[Path, ...] = ()) -> Case:
    """One case of TOML: amounts are texts, by line and, where there are several, column.

    With `based_on`, it is that case of the same folder with what it says laid over it; an empty
    paragraph takes away that of the other.
    """
    shown = f"{place}/cases/{path.name}"
    keys = load_toml(path, shown)
    base = keys.text("based_on", "")
    if base:
        keys = load_toml(path.with_name(f"{base}.toml"), f"{place}/cases/{base}.toml").under(keys)
        keys.known("based_on")
    return parse_case(keys, path.stem, place, extra)


def parse_case(keys: Keys, name: str, place: str, extra: tuple[Path, ...] = ()) -> Case:
    """A case from its keys, all of which must be known."""
    year = keys.whole("year", None)
    if year is None:
        keys.broken("缺少键 'year'", "year = 整数", "请写明年度。")
    settings = _texts(keys.table("settings"))
    resolved = find(place, year, settings, extra)
    unit = Unit(keys.choice("amounts_in", [known.value for known in Unit], "万元"))
    amounts, complete = keys.table("amounts"), keys.flag("complete", default=False)
    case = Case(
        name=name,
        title=keys.text("title"),
        remark=keys.text("remark", ""),
        place=place,
        year=year,
        unit_name=keys.text("unit"),
        unit=unit,
        settings=settings,
        tables=tuple(resolved.tables) if complete else amounts.names() if amounts else (),
        amounts=_amounts(amounts, resolved, unit),
        prior=_amounts(keys.table("prior"), resolved, unit, old_codes=True),
        budgets={
            (table, line, base): amount
            for base in (INITIAL, ADJUSTED)
            for (table, line, _), amount in _amounts(keys.table(base), resolved, unit).items()
        },
        budget_reasons=dict(_by_line(keys.table("budget_reasons"), resolved)),
        purposes=dict(_by_line(keys.table("purposes"), resolved)),
        supplement=_texts(keys.table("supplement")),
        supplement_prior=_texts(keys.table("supplement_prior")),
        terms=_texts(keys.table("terms")),
        **_projects(keys.table("projects")),
        paragraphs={id_: text for id_, text in _texts(keys.table("paragraphs")).items() if text},
        complete=complete,
        findings=keys.texts("findings", ()),
    )
    keys.done()
    for field in (*case.supplement, *case.supplement_prior):
        if field not in resolved.supplement:
            seen = f"补充资料 {field!r}"
            keys.broken(seen, "、".join(resolved.supplement), nearest(field, resolved.supplement))
    return case


class _Projects(TypedDict):
    projects: Mapping[str, Mapping[str, str]]
    indicators: Mapping[str, Mapping[str, Mapping[str, str]]]


def _projects(keys: Keys | None) -> _Projects:
    """The rows of 绩效, and below each those of 绩效指标."""
    projects: dict[str, dict[str, str]] = {}
    indicators: dict[str, dict[str, dict[str, str]]] = {}
    for name in keys.names() if keys else ():
        row = keys.table(name) if keys else None
        listed = row.table("indicators") if row else None
        own = [word for word in row.names() if word != "indicators"] if row else []
        projects[name] = {word: row.text(word) for word in own if row}
        rows = {third: listed.table(third) for third in listed.names()} if listed else {}
        indicators[name] = {third: _texts(each) for third, each in rows.items()}
    return {"projects": projects, "indicators": indicators}


def _texts(keys: Keys | None) -> dict[str, str]:
    return {name: keys.text(name) for name in keys.names()} if keys else {}


def _tables(
    tables: Keys | None, resolved: Format, *, old_codes: bool = False
) -> Iterator[tuple[Table, Keys]]:
    """The tables that a part of a case names, each with its rows; codes of earlier years only
    where `old_codes` are welcome.
    """
    for name in tables.names() if tables else ():
        assert tables is not None
        table = resolved.tables.get(name)
        rows = tables.table(name)
        if table is None or rows is None:
            known = list(resolved.tables)
            tables.broken(f"表 {name!r}", "、".join(known), nearest(name, known))
        for line in rows.names():
            old = old_codes and table.functional is not None and table.functional.names(line)
            if table.line(line) is None and not old:
                known = [defined.name for defined in table.lines()]
                rows.broken(f"行 {line!r}", "、".join(known), nearest(line, known))
        yield table, rows


def _amounts(
    tables: Keys | None, resolved: Format, unit: Unit, *, old_codes: bool = False
) -> Amounts:
    found: Amounts = {}
    for table, rows in _tables(tables, resolved, old_codes=old_codes):
        for line in rows.names():
            block = table.block_of(line)
            known = [column.name for column in block.columns] if block else []
            for column, text in _columns(rows, line, table.default_column(line)):
                if column not in known:
                    rows.broken(f"列 {column!r}", "、".join(known), nearest(column, known))
                found[table.name, line, column] = Amount.of(text, unit)
    return found


def _by_line(tables: Keys | None, resolved: Format) -> Iterator[tuple[tuple[str, str], str]]:
    for table, rows in _tables(tables, resolved):
        for line in rows.names():
            yield (table.name, line), rows.text(line)


def _columns(rows: Keys, line: str, default: str) -> Iterator[tuple[str, str]]:
    if rows.is_table(line):
        columns = rows.table(line)
        for column in columns.names() if columns else ():
            yield column, columns.text(column) if columns else ""
    else:
        yield default, rows.text(line)
