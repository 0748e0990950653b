"""checks.toml: identities as sums, expanded to one Identity for each row and column they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from xlbudget.domain.findings import Level
from xlbudget.formats.keys import Keys, nearest
from xlbudget.formats.model import Identity, Table, Term

RELATIONS = ("=", ">=")


def parse_identities(
    keys: Keys, tables: Mapping[str, Table], unpublished: Collection[str] = ()
) -> list[Identity]:
    """All identities of a file. A name may be shared by rows and columns of one [[identity]].

    An identity over a table of `unpublished` is left out.
    """
    identities = []
    for entry in keys.tables("identity"):
        name, rule, title = entry.text("name"), entry.text("rule"), entry.text("title")
        relation = entry.choice("relation", RELATIONS, "=")
        level = Level(entry.choice("level", [level.value for level in Level], "error"))
        left, right = entry.text("left"), entry.texts("right")
        rows, columns = entry.texts("rows", ("",)), entry.texts("columns", ("",))
        entry.done()
        if any(_table_name(reference) in unpublished for reference in (left, *right)):
            continue
        for row in _rows(entry, rows, left, tables):
            for column in columns:
                terms = [_term(entry, _fill(term, row, column), tables) for term in (left, *right)]
                identities.append(
                    Identity(
                        name=name,
                        rule=rule,
                        title=title,
                        relation=relation,
                        level=level,
                        left=terms[0],
                        right=tuple(terms[1:]),
                        same_amount=relation == "=" and _agreed(terms, tables),
                    )
                )
    keys.done()
    return identities


def _agreed(terms: list[Term], tables: Mapping[str, Table]) -> bool:
    """Whether the terms are the lines of one table that hold the same amount."""
    table = tables[terms[0].table]
    lines = {term.line for term in terms}
    default = all(term.column == table.default_column(term.line) for term in terms)
    return default and any(lines == set(agreed.lines) for agreed in table.agreed)


def _fill(reference: str, row: str, column: str) -> str:
    return reference.replace("{row}", row).replace("{column}", column)


def _rows(
    keys: Keys, rows: tuple[str, ...], left: str, tables: Mapping[str, Table]
) -> Iterator[str]:
    for row in rows:
        group = row.removesuffix(".*")
        if group == row:
            yield row
            continue
        table = _table(keys, left, tables)
        members = [line.name for line in table.lines() if line.group == group]
        if not members:
            groups = dict.fromkeys(f"{line.group}.*" for line in table.lines() if line.group)
            keys.broken(f"rows 中的 {row!r}", "、".join(groups), nearest(row, groups))
        yield from members


def _table_name(reference: str) -> str:
    return reference.lstrip("-").partition("@")[0].partition(".")[0]


def _table(keys: Keys, reference: str, tables: Mapping[str, Table]) -> Table:
    name = _table_name(reference)
    if name not in tables:
        seen = f"表 {name!r}（{reference}）"
        keys.broken(seen, "、".join(tables), nearest(name, tables))
    return tables[name]


def _term(keys: Keys, reference: str, tables: Mapping[str, Table]) -> Term:
    sign = -1 if reference.startswith("-") else 1
    path, _, column = reference.lstrip("-").partition("@")
    _, _, line = path.partition(".")
    table = _table(keys, reference, tables)
    whole_group = line.endswith(".*")
    line = line.removesuffix(".*")
    groups = {known.group: known.name for known in table.lines() if known.group}
    known_lines = groups if whole_group else {known.name: known.name for known in table.lines()}
    if line not in known_lines:
        keys.broken(
            f"行 {line!r}（{reference}）", "、".join(known_lines), nearest(line, known_lines)
        )
    block = table.block_of(known_lines[line])
    known_columns = [known.name for known in block.columns] if block else []
    if column and column not in known_columns:
        keys.broken(
            f"列 {column!r}（{reference}）",
            "、".join(known_columns),
            nearest(column, known_columns),
        )
    return Term(
        sign=sign,
        table=table.name,
        line=line,
        column=column or known_columns[0],
        whole_group=whole_group,
    )
