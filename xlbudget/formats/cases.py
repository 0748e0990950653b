"""Cases: small tables in, sentences out. Each format has some; a case is a test, and `demo` runs
the one that a format calls its sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xlbudget.domain.money import Amount, Unit
from xlbudget.formats.keys import Keys, load_toml, nearest
from xlbudget.formats.library import HOME, find, places
from xlbudget.formats.model import Format

Amounts = dict[tuple[str, str, str], Amount]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A unit's amounts by (table, line, column), and what must come out: paragraphs by id, and the
    names of the checks that fail.
    """

    name: str
    title: str
    place: str
    year: int
    unit_name: str
    settings: Mapping[str, str]
    amounts: Amounts
    prior: Amounts
    supplement: Mapping[str, str]
    paragraphs: Mapping[str, str]
    findings: tuple[str, ...]


def cases(place: str, folder: Path | None = None) -> Iterator[Case]:
    """All cases of a place."""
    home = folder or places()[place]
    for path in sorted((home / "cases").glob("*.toml")):
        yield load_case(path, place)


def sample(place: str = "sichuan") -> Case:
    """The embedded sample unit of a place."""
    return load_case(HOME / place / "cases" / "sample.toml", place)


def load_case(path: Path, place: str) -> Case:
    """One case of TOML: amounts are texts in 万元, by line and, where there are several, column."""
    keys = load_toml(path, f"{place}/cases/{path.name}")
    year = keys.whole("year", None)
    if year is None:
        keys.broken("缺少键 'year'", "year = 整数", "请写明年度。")
    resolved = find(place, year)
    case = Case(
        name=path.stem,
        title=keys.text("title"),
        place=place,
        year=year,
        unit_name=keys.text("unit"),
        settings=_texts(keys.table("settings")),
        amounts=_amounts(keys, "amounts", resolved),
        prior=_amounts(keys, "prior", resolved),
        supplement=_texts(keys.table("supplement")),
        paragraphs=_texts(keys.table("paragraphs")),
        findings=keys.texts("findings", ()),
    )
    keys.done()
    return case


def _texts(keys: Keys | None) -> dict[str, str]:
    return {name: keys.text(name) for name in keys.names()} if keys else {}


def _amounts(keys: Keys, key: str, resolved: Format) -> Amounts:
    found: Amounts = {}
    tables = keys.table(key)
    for name in tables.names() if tables else ():
        table = resolved.tables.get(name)
        rows = tables.table(name) if tables else None
        if table is None or rows is None:
            keys.broken(f"表 {name!r}", "、".join(resolved.tables), nearest(name, resolved.tables))
        for line in rows.names():
            if table.line(line) is None:
                known = [defined.name for defined in table.lines()]
                rows.broken(f"行 {line!r}", "、".join(known), nearest(line, known))
            for column, text in _columns(rows, line, table.default_column(line)):
                found[name, line, column] = Amount.of(text, Unit.TEN_THOUSAND_YUAN)
    return found


def _columns(rows: Keys, line: str, default: str) -> Iterator[tuple[str, str]]:
    if rows.is_table(line):
        columns = rows.table(line)
        for column in columns.names() if columns else ():
            yield column, columns.text(column) if columns else ""
    else:
        yield default, rows.text(line)
