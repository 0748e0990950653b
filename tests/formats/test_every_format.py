"""每个随程序提供的格式，逐年：数据自身说得通。"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from itertools import pairwise

import pytest

from xlbudget.domain.codes import level
from xlbudget.formats.catalogue import load_codes
from xlbudget.formats.library import HOME, find, places
from xlbudget.formats.model import Format
from xlbudget.formats.names import MEASURES, PRIOR_ACTUAL, resolve
from xlbudget.formats.schema import PREDICATES

LAST_YEAR = 2026
DIGITS = "一二三四五六七八九"
NUMERALS = [*DIGITS, *(f"{tens}十{ones}" for tens in ("", "二") for ones in ("", *DIGITS)), "三十"]
NUMBERED = re.compile("^([一二三四五六七八九十]+)、")


def first_year(place: str) -> int:
    """The first year of a place, read without the library."""
    head = tomllib.loads((HOME / place / "format.toml").read_text(encoding="utf-8"))
    return int(head["first_year"]) if "first_year" in head else first_year(head["extends"])


EDITIONS = [
    pytest.param(place, year, id=f"{place}-{year}")
    for place in places()
    for year in range(first_year(place), LAST_YEAR + 1)
]
every_edition = pytest.mark.parametrize(("place", "year"), EDITIONS)


def lines_wanting_last_year(resolved: Format) -> set[tuple[str, str]]:
    """(table, line) of all lines whose amount of last year is asked for, agreed names included."""
    found = set()
    for table in resolved.tables.values():
        asked = {line.name for line in table.lines() if line.prior}
        found |= {(table.name, name) for name in asked}
        found |= {(table.name, one.name) for one in table.agreed if asked.issuperset(one.lines)}
    return found


@every_edition
def test_names_its_authority(place: str, year: int) -> None:
    resolved = find(place, year)
    assert (resolved.place, resolved.year) == (place, year)
    assert resolved.title
    assert "《" in resolved.authority or "待核" in resolved.authority
    assert resolved.version


@every_edition
def test_tables_are_filled(place: str, year: int) -> None:
    tables = find(place, year).tables
    assert tables
    numbers = [table.number for table in tables.values()]
    assert len(set(numbers)) == len(numbers)
    for table in tables.values():
        assert table.title in table.titles
        assert len(set(table.titles)) == len(table.titles)
        for block in table.blocks:
            assert all(block.label_headers)
            assert all(column.headers for column in block.columns)


@every_edition
def test_codes_in_tables_are_those_of_the_year(place: str, year: int) -> None:
    resolved = find(place, year)
    for table in resolved.tables.values():
        for line in table.lines():
            if line.name.isdecimal():
                name = resolved.functional.name(line.name, year)
                assert name is not None
                assert NUMBERED.sub("", line.label) == name
                assert set(resolved.functional.names(line.name)) <= set(line.labels)


@every_edition
def test_ordinals_ascend_without_a_gap(place: str, year: int) -> None:
    """每一组行的序号从一起，一个不少。"""
    for table in find(place, year).tables.values():
        groups: dict[tuple[str, str], list[str]] = {}
        for block in table.blocks:
            for line in block.lines:
                numbered = NUMBERED.match(line.label)
                if numbered:
                    groups.setdefault((block.name, line.group), []).append(numbered.group(1))
        for numerals in groups.values():
            assert numerals == NUMERALS[: len(numerals)]


@every_edition
def test_labels_are_told_apart(place: str, year: int) -> None:
    """同一侧两行同名时，其中一行必须说明在谁之后。"""
    for table in find(place, year).tables.values():
        for block in table.blocks:
            plain = Counter(line.label for line in block.lines if not line.after)
            assert [label for label, count in plain.items() if count > 1] == []


@every_edition
def test_lines_after_others_stand_below_them(place: str, year: int) -> None:
    for table in find(place, year).tables.values():
        for block in table.blocks:
            names = [line.name for line in block.lines]
            for line in block.lines:
                if line.after:
                    assert names.index(line.after) < names.index(line.name)


@every_edition
def test_lines_beside_others_stand_in_a_later_block(place: str, year: int) -> None:
    for table in find(place, year).tables.values():
        left: list[str] = []
        for block in table.blocks:
            beside = [line.beside for line in block.lines if line.beside]
            assert set(beside) <= set(left)
            assert sorted(beside, key=left.index) == beside  # 两侧的行不交叉
            left += [line.name for line in block.lines]


@every_edition
def test_agreed_lines_are_asked_for_together(place: str, year: int) -> None:
    """合并成一个数的几行，上年数要么都要，要么都不要；合并的名称不是其中任何一行。"""
    for table in find(place, year).tables.values():
        for agreed in table.agreed:
            lines = [table.line(name) for name in agreed.lines]
            assert len({line.prior for line in lines if line}) == 1
            assert len(set(agreed.lines)) == len(lines) >= 2
            assert table.line(agreed.name) is None


@every_edition
def test_figures_named_in_data_exist(place: str, year: int) -> None:
    """图和补充资料里写的名称都能解析；要用上年数的，首页一定会问上年数。"""
    resolved = find(place, year)
    figures = [point.figure for chart in resolved.charts.values() for point in chart.points]
    figures += [one.required_figure for one in resolved.supplement.values() if one.required_figure]
    asked = lines_wanting_last_year(resolved)
    for words in figures:
        figure = resolve(resolved, words.split("."))
        assert figure.measure in MEASURES
        if figure.measure == PRIOR_ACTUAL:
            assert (figure.table, figure.line) in asked


@every_edition
def test_supplement_belongs_to_sections(place: str, year: int) -> None:
    resolved = find(place, year)
    sections = {section.id for section in resolved.sections}
    for wanted in resolved.supplement.values():
        assert wanted.section in sections
        assert wanted.required_when in ("", *PREDICATES)
        assert bool(wanted.required_when) == bool(wanted.required_figure)
        if wanted.required_figure:
            figure = resolve(resolved, wanted.required_figure.split("."))
            assert (figure.table, figure.line) in lines_wanting_last_year(resolved)


@every_edition
def test_sections_begin_with_their_number(place: str, year: int) -> None:
    for section in find(place, year).sections:
        assert section.template.startswith(f"{section.id}、")


@every_edition
def test_identities_speak_of_two_sides(place: str, year: int) -> None:
    resolved = find(place, year)
    titles: dict[str, str] = {}
    for identity in resolved.identities:
        assert identity.left not in identity.right
        assert identity.right or identity.relation == ">="
        assert titles.setdefault(identity.name, identity.title) == identity.title
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", identity.name)


@every_edition
def test_every_total_is_in_some_identity(place: str, year: int) -> None:
    """每张表的每一行（科目行按组）至少有一条勾稽看着。"""
    resolved = find(place, year)
    watched = set()
    for identity in resolved.identities:
        for term in (identity.left, *identity.right):
            members = [term.line]
            if term.whole_group:
                lines = resolved.tables[term.table].lines()
                members = [line.name for line in lines if line.group == term.line]
            watched |= {(term.table, name) for name in members}
    standing = {
        (table.name, line.name) for table in resolved.tables.values() for line in table.lines()
    }
    assert standing - watched == set()


def test_years_begin_before_the_last() -> None:
    assert {place for place, *_ in (edition.values for edition in EDITIONS)} == set(places())


# --- 科目目录 ---


def test_names_of_a_code_do_not_overlap_and_leave_no_year_out() -> None:
    catalogue = load_codes(HOME / "codes" / "functional.csv")
    for code in {entry.code for entry in catalogue.entries}:
        entries = [entry for entry in catalogue.entries if entry.code == code]
        for year in range(2015, LAST_YEAR + 1):
            assert sum(entry.holds_in(year) for entry in entries) <= 1, (code, year)
        for earlier, later in pairwise(entries):
            assert later.valid_from == (earlier.valid_to or 0) + 1, code
        assert len({entry.name for entry in entries}) == len(entries)


def test_codes_have_a_level_and_their_parents() -> None:
    catalogue = load_codes(HOME / "codes" / "functional.csv")
    codes = {entry.code for entry in catalogue.entries}
    for code in codes:
        assert level(code) in ("类", "款", "项")
        assert {code[:length] for length in (3, 5) if length < len(code)} <= codes


def test_codes_stand_in_order() -> None:
    catalogue = load_codes(HOME / "codes" / "functional.csv")
    codes = [entry.code for entry in catalogue.entries]
    assert codes == sorted(codes)


# --- 文件夹 ---


@pytest.mark.parametrize("place", list(places()))
def test_folder_holds_nothing_that_is_not_read(place: str) -> None:
    """改名或多余的文件不会悄悄失效。"""
    resolved = find(place, LAST_YEAR)
    folder = HOME / place
    tables = {path.stem for path in folder.glob("tables/*")}
    assert tables <= set(resolved.tables)
    texts = {f"{place}/narrative/{path.name}" for path in folder.glob("narrative/*")}
    assert texts <= {section.file for section in resolved.sections}
    known = {"format.toml", "checks.toml", "wording.toml", "supplement.toml"}
    folders = {"tables", "narrative", "cases"}
    assert {path.name for path in folder.iterdir() if path.is_file()} <= known
    assert {path.name for path in folder.iterdir() if path.is_dir()} <= folders
