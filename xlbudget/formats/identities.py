"""checks.toml: identities as sums, expanded to one Identity for each row and column they name.

A reference is 表.行@列. 表.组.* is the sum of a group; 表.{row}/* the sum of the codes right below
a code, 表.行@列/* of the columns right below a column; `prior:` in front takes last year's amount;
a minus sign subtracts. [sums] names sums of references, for `equal_without`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from xlbudget.domain.findings import Level
from xlbudget.domain.records import replace
from xlbudget.formats.identity_model import ROW, Identity, Term
from xlbudget.formats.keys import Keys, nearest
from xlbudget.formats.model import Kind, SupplementField
from xlbudget.formats.settings import trait_words
from xlbudget.formats.table_model import Table
from xlbudget.formats.tables import column_of

RELATIONS = ("=", ">=")
_BELOW = "/*"
_PRIOR = "prior:"


def parse_identities(
    keys: Keys,
    tables: Mapping[str, Table],
    unpublished: Collection[str] = (),
    supplement: Mapping[str, SupplementField] | None = None,
) -> list[Identity]:
    """All identities of a file. A name may be shared by rows and columns of one [[identity]].

    An identity over a table of `unpublished` is left out, and one whose left side may be missing
    where this place's table does not have that line at all.
    """
    identities: list[Identity] = []
    names: set[str] = set()
    sums = _sums(keys.table("sums"), tables, unpublished)
    for entry in keys.tables("identity"):
        identity, references, rows, columns = _head(entry, supplement or {}, sums)
        entry.done()
        if identity.name in names:
            entry.broken(f"“{identity.name}”第二次出现", "每个 name 一组", "请改用别的 name。")
        names.add(identity.name)
        if any(_table_name(reference) in unpublished for reference in references):
            continue
        if identity.left_optional and not _has_line(references[0], tables):
            continue
        for row in _rows(entry, rows, references[0], tables):
            each, filling = _each(entry, row, tables)
            for column in _columns(entry, columns, references[0], filling, tables):
                terms = [
                    _term(entry, reference.replace("{column}", column), filling, each, tables)
                    for reference in references
                ]
                same = identity.relation == "=" and _agreed(terms, tables)
                identities.append(
                    replace(
                        identity,
                        left=terms[0],
                        right=tuple(terms[1:]),
                        same_amount=same,
                        each=each,
                    )
                )
    keys.done()
    return identities


def _has_line(reference: str, tables: Mapping[str, Table]) -> bool:
    """Whether the table of a reference has its line."""
    name, _, line = reference.partition("@")[0].partition(".")
    return name not in tables or tables[name].line(line) is not None


_NOTHING = Term(sign=1, table="", line="", column="")


def _sums(
    keys: Keys | None, tables: Mapping[str, Table], unpublished: Collection[str]
) -> dict[str, tuple[Term, ...]]:
    """The named sums; one over a table of `unpublished` is left out of account."""
    if keys is None:
        return {}
    return {
        name: tuple(
            _term(keys, reference, "", None, tables)
            for reference in keys.texts(name)
            if _table_name(reference) not in unpublished
        )
        for name in keys.names()
    }


def _head(
    entry: Keys,
    supplement: Mapping[str, SupplementField],
    sums: Mapping[str, tuple[Term, ...]],
) -> tuple[Identity, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What an [[identity]] says of all its rows: with its references, rows and columns."""
    level = Level(entry.choice("level", [level.value for level in Level], "error"))
    adjusted_by = entry.texts("adjusted_by", ())
    for field in adjusted_by:
        amounts = [name for name, known in supplement.items() if known.kind is Kind.AMOUNT]
        if field not in amounts or f"{field}原因" not in supplement:
            seen = f"adjusted_by 中的 {field!r}"
            expected = "补充资料中的金额，另有一项“…原因”"
            entry.broken(seen, expected, nearest(field, amounts))
    identity = Identity(
        name=entry.text("name"),
        rule=entry.text("rule"),
        title=entry.text("title"),
        relation=entry.choice("relation", RELATIONS, "="),
        left=_NOTHING,
        right=(),
        level=level,
        adjusted_by=adjusted_by,
        adjustment_optional=entry.flag("adjustment_optional", default=False),
        only_if=trait_words(entry, "only_if"),
        equal_without=_equal_without(entry, sums),
        left_optional=entry.flag("left_optional", default=False),
    )
    left, right = entry.text("left"), entry.texts("right")
    rows, columns = entry.texts("rows", ("",)), entry.texts("columns", ("",))
    return identity, (left, *right), rows, columns


def _equal_without(
    entry: Keys, sums: Mapping[str, tuple[Term, ...]]
) -> tuple[str, tuple[Term, ...]] | None:
    """equal_without = "…": the name of a sum; only what may be more can have to be equal."""
    name = entry.choice("equal_without", sums, "")
    if name and entry.choice("relation", RELATIONS, "=") == "=":
        entry.broken("有 equal_without，relation 却是 '='", "relation = '>='", "请去掉其中一个。")
    return (name, sums[name]) if name else None


def _agreed(terms: list[Term], tables: Mapping[str, Table]) -> bool:
    """Whether the terms are the lines of one table that hold the same amount."""
    table = tables[terms[0].table]
    lines = {term.line for term in terms}
    default = all(term.column == table.default_column(term.line) for term in terms)
    return default and any(lines == set(agreed.lines) for agreed in table.agreed)


def _rows(
    keys: Keys, rows: tuple[str, ...], left: str, tables: Mapping[str, Table]
) -> Iterator[str]:
    """The rows of an identity; a group of defined lines is written out."""
    for row in rows:
        group = row.removesuffix(".*")
        if group == row or "." in group:
            yield row
            continue
        table = _table(keys, left, tables)
        members = [line.name for line in table.lines() if line.group == group]
        if members:
            yield from members
        elif group in table.groups():
            yield f"{table.name}.{row}"
        else:
            groups = [f"{known}.*" for known in table.groups()]
            keys.broken(f"rows 中的 {row!r}", "、".join(groups), nearest(row, groups))


def _each(keys: Keys, row: str, tables: Mapping[str, Table]) -> tuple[tuple[str, str] | None, str]:
    """表.组.* as a row stands for the lines that the account has; else the row is itself."""
    group = row.removesuffix(".*")
    if group == row:
        return None, row
    table = _table(keys, group, tables)
    _, _, name = group.partition(".")
    if name not in table.groups():
        groups = [f"{table.name}.{known}.*" for known in table.groups()]
        keys.broken(f"rows 中的 {row!r}", "、".join(groups), nearest(row, groups))
    return (table.name, name), ROW


def _columns(
    keys: Keys, columns: tuple[str, ...], left: str, row: str, tables: Mapping[str, Table]
) -> Iterator[str]:
    """The columns of an identity; * is every column of the left side's line."""
    for column in columns:
        if column != "*":
            yield column
            continue
        table = _table(keys, left, tables)
        _, _, line = left.partition("@")[0].partition(".")
        line = line.replace(ROW, row).removesuffix(_BELOW)
        block = table.blocks[0] if line == ROW else table.block_of(line)
        yield from (known.name for known in (block.columns if block else ()))


def _table_name(reference: str) -> str:
    return reference.lstrip("-").removeprefix(_PRIOR).partition("@")[0].partition(".")[0]


def _table(keys: Keys, reference: str, tables: Mapping[str, Table]) -> Table:
    name = _table_name(reference)
    if name not in tables:
        seen = f"表 {name!r}（{reference}）"
        keys.broken(seen, "、".join(tables), nearest(name, tables))
    return tables[name]


def _term(
    keys: Keys,
    reference: str,
    row: str,
    each: tuple[str, str] | None,
    tables: Mapping[str, Table],
) -> Term:
    written = reference.replace(ROW, row)
    sign = -1 if written.startswith("-") else 1
    path, _, column = written.lstrip("-").removeprefix(_PRIOR).partition("@")
    sub_columns = column.endswith(_BELOW)
    column = column.removesuffix(_BELOW)
    _, _, line = path.partition(".")
    table = _table(keys, written, tables)
    whole_group, children = line.endswith(".*"), line.endswith(_BELOW)
    line = line.removesuffix(".*").removesuffix(_BELOW)
    group = [known.name for known in table.lines() if each and known.group == each[1]]
    first = (group or [table.lines()[0].name])[0] if line == ROW else line
    return Term(
        sign=sign,
        table=table.name,
        line=line,
        column=column_of(keys, table, first, whole_group, column, reference),
        whole_group=whole_group,
        children=children,
        sub_columns=sub_columns,
        prior=_PRIOR in written,
    )
