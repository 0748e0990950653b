"""每个随程序提供的格式：它的每个案例逐字写得出、只报该报的、读得回来；模板和补充资料互相对得上。"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import pytest

from tests.read_back import read_back
from xlbudget.checks.own_text import GAP
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.statements import Holds
from xlbudget.domain.text import Paragraph, Printed
from xlbudget.domain.withheld import FIELD as WITHHELD
from xlbudget.formats.cases import Case, cases, sample
from xlbudget.formats.library import HOME, describe, find, places
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import ACTUAL, CHANGE_RATE, PRIOR_ACTUAL, SHARE, FigureName
from xlbudget.narrative import template
from xlbudget.narrative.nodes import (
    Filled,
    Literal,
    LoopFigure,
    Node,
    Phrase,
    Reason,
    Repeat,
    Slot,
    references,
    walk,
)
from xlbudget.narrative.wording import comparison_case
from xlbudget.pipeline import run
from xlbudget.results import Results
from xlbudget.workbook.blank import account_of_case

KNOWN = {(place, case.name): case for place in places() for case in cases(place)}
every_case = pytest.mark.parametrize(("place", "name"), list(KNOWN))
PART_TWO = "一二三四五六七八九十"


@cache
def results_of(place: str, name: str) -> Results:
    """What the program makes of a case; the workbook has the tables that the case names."""
    case = KNOWN[place, name]
    resolved = find(case.place, case.year, case.settings)
    account = account_of_case(case, resolved)
    tables = {table: account.statements[table] for table in case.tables}
    return run(replace(account, statements=tables), resolved)


def with_follows(findings: Iterable[Finding]) -> Iterable[Finding]:
    for finding in findings:
        yield finding
        yield from with_follows(finding.follows)


def section_of(id_: str) -> str:
    """The section that a paragraph's id begins with."""
    return id_.partition(".")[0]


def of_section(results: Results, id_: str) -> list[Paragraph]:
    return [each for each in results.paragraphs if section_of(each.id) == id_]


def sections(case: Case) -> set[str]:
    """The sections that a case shows."""
    return {section_of(id_) for id_ in case.paragraphs}


# --- 案例 ---


@pytest.mark.parametrize("place", list(places()))
def test_names_its_authority_and_has_a_case(place: str) -> None:
    known = list(cases(place))
    assert known
    for case in known:
        assert find(place, case.year).authority.strip()
    assert len({case.title for case in known}) == len(known)


@pytest.mark.parametrize("place", list(places()))
def test_every_section_is_in_a_case_that_is_complete(place: str) -> None:
    complete = [case for case in cases(place) if case.complete]
    assert complete
    for case in complete:
        known = {section.id for section in find(place, case.year).sections}
        assert {id_ for id_ in known if set(id_) <= set(PART_TWO)} <= sections(case)
        assert case.remark


def test_sections_that_sichuan_adds_are_in_a_case() -> None:
    shown = {section for case in cases("sichuan") for section in sections(case)}
    assert shown == {section.id for section in find("sichuan", 2024).sections}


def test_national_cases_hold_every_row_of_the_comparison_with_last_year() -> None:
    """措辞表“比上年、总体”的每一行至少有一个案例印出它。"""
    resolved = find("national", 2024)
    total = resolved.tables["revenue_expenditure_summary"].agreed[0].name
    seen = set()
    for case in cases("national"):
        if "一" in sections(case):
            results = results_of("national", case.name)
            name = FigureName("revenue_expenditure_summary", total, "actual")
            figures = {figure.name: figure for figure in results.figures}
            now, then, rate = (
                figures[name.of(measure).identifier(resolved)]
                for measure in (ACTUAL, PRIOR_ACTUAL, CHANGE_RATE)
            )
            seen.add(comparison_case(now, then, rate, results.format.style))
    assert seen == set(resolved.wording["比上年", "总体"])


@every_case
def test_paragraphs_come_out_word_for_word(place: str, name: str) -> None:
    """案例提到的每一节，一段不多，一段不少。"""
    case = KNOWN[place, name]
    written = {each.id: each.text for each in results_of(place, name).paragraphs}
    shown = sections(case)
    assert {id_: text for id_, text in written.items() if section_of(id_) in shown} == dict(
        case.paragraphs
    )
    assert [id_ for id_ in written if section_of(id_) in shown] == list(case.paragraphs)


@every_case
def test_exactly_its_checks_fail(place: str, name: str) -> None:
    failed = {
        finding.check
        for finding in with_follows(results_of(place, name).findings)
        if finding.verdict is Verdict.FAIL and finding.level in (Level.ERROR, Level.WARNING)
    }
    assert failed == set(KNOWN[place, name].findings)


@every_case
def test_each_gap_is_reported_once(place: str, name: str) -> None:
    results = results_of(place, name)
    told = [finding.printed for finding in results.findings if finding.check == GAP]
    gaps = [gap.text for each in results.paragraphs for gap in each.gaps]
    assert told == list(dict.fromkeys(gaps))


@every_case
def test_every_printed_figure_rests_on_cells(place: str, name: str) -> None:
    """印出的每个数都有单元格；单元格里有数，或者整张表是空表。"""
    results = results_of(place, name)
    for figure in (figure for each in results.paragraphs for figure in each.figures):
        cells = list(figure.cells())
        assert cells, figure.name
        filled = [cell for cell in cells if cell.holds in (Holds.AMOUNT, Holds.COUNT)]
        assert filled or figure.amount is not None
        assert filled or not figure.amount or not figure.amount.fen


@every_case
def test_text_reads_back_to_its_figures(place: str, name: str) -> None:
    results = results_of(place, name)
    for section in results.format.sections:
        if section.id not in sections(KNOWN[place, name]):
            continue
        written = of_section(results, section.id)
        text = "\n".join(each.text for each in written)
        bindings = read_back(section, results.format, text)
        assert bindings is not None, section.id
        assert [(b.figure.identifier(results.format), b.text) for b in bindings.numbers] == [
            (span.figure.name, span.text)
            for each in written
            for span in each.spans
            if isinstance(span, Printed)
        ]
        assert [text[b.start : b.start + len(b.text)] for b in bindings.numbers] == [
            b.text for b in bindings.numbers
        ]


# --- 示例单位 ---

GAPS = ["总体变动原因", "财政拨款变动原因", "一般公共预算变动原因"]


def test_sample_is_one_of_the_cases() -> None:
    assert sample("sichuan") in list(cases("sichuan"))


@pytest.mark.parametrize(
    ("name", "gaps"),
    [("sample", GAPS), ("sample_complete", []), ("nothing", []), ("unit_2020", [])],
)
def test_gaps_left_open_on_purpose(name: str, gaps: list[str]) -> None:
    results = results_of("sichuan", name)
    open_gaps = [gap.name for each in results.paragraphs for gap in each.gaps]
    assert open_gaps == gaps
    findings = [each for each in results.findings if each.level is not Level.INFO]
    assert [each.check for each in findings] == [GAP] * len(gaps)


# --- 模板和补充资料 ---


def first_year(place: str) -> int:
    """The first year of a place."""
    return int(str(describe(place)["first_year"]))


YEARS: dict[str, tuple[int, ...]] = {
    "national": (2019, 2021, 2022, 2024, 2026),
    "sichuan": (2019, 2020, 2021, 2022, 2023, 2024, 2026),
}
YEARS |= {
    place: tuple(year for year in (2019, 2022, 2024, 2026) if year >= first_year(place))
    for place in places()
    if place not in YEARS
}
EDITIONS = [(place, year) for place in places() for year in YEARS[place]]
HISTORY = (HOME / "national" / "narrative" / "unit_history.txt").read_text(encoding="utf-8")


def own(place: str, file: str, group: str) -> set[tuple[str, ...]]:
    """What a place's own file lists, by name: what it takes from above it, it need not use."""
    path = HOME / place / file
    keys = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    names = ("filter", "variant") if group == "wording" else ("name",)
    return {tuple(entry[name] for name in names) for entry in keys.get(group, ())}


def fields_in_templates(resolved: Format) -> Iterator[str]:
    """The fields of 补充资料 that the templates print or ask about."""
    for section in resolved.sections:
        parsed = template.parse(section, resolved)
        for node in walk(parsed):
            if isinstance(node, Reason | Filled):
                yield node.field
        yield from (name.line for name in references(parsed) if name.table == SUPPLEMENT)


def fields_elsewhere(resolved: Format) -> Iterator[str]:
    """The fields that compositions and checks use."""
    for composition in resolved.compositions.values():
        for part in (composition.whole, *composition.parts):
            if part.table == SUPPLEMENT:
                yield part.line
    for identity in resolved.identities:
        for field in identity.adjusted_by:
            yield from (field, f"{field}原因")
    yield WITHHELD


@pytest.mark.parametrize(("place", "year"), EDITIONS)
def test_every_field_is_used_and_every_used_field_is_asked(place: str, year: int) -> None:
    resolved = find(place, year)
    used = {*fields_in_templates(resolved), *fields_elsewhere(resolved)}
    assert used == set(resolved.supplement)


@pytest.mark.parametrize(("place", "year"), EDITIONS)
def test_fields_are_asked_in_the_section_that_prints_them(place: str, year: int) -> None:
    resolved = find(place, year)
    for section in resolved.sections:
        text = section.template
        named = set(re.findall(r'(?:原因|填写)\("([^"]+)"\)', text))
        for field in named:
            assert resolved.supplement[field].section == section.id, field


@pytest.mark.parametrize(("place", "year"), EDITIONS)
def test_every_variant_of_the_wording_is_used(place: str, year: int) -> None:
    resolved = find(place, year)
    used = set()
    for section in resolved.sections:
        for node in walk(template.parse(section, resolved)):
            if isinstance(node, Phrase):
                used.add((node.filter, node.variant))
        for name in ("构成", "列举"):
            calls = re.findall(rf'{name}\("[^"]+", "([^"]+)"\)', section.template)
            used |= {(name, variant) for variant in calls}
    assert own(place, "wording.toml", "wording") <= used <= set(resolved.wording)


@pytest.mark.parametrize(("place", "year"), EDITIONS)
def test_every_chart_is_placed_once_in_order(place: str, year: int) -> None:
    resolved = find(place, year)
    texts = "".join(section.template for section in resolved.sections)
    placed = re.findall(r'图\("([^"]+)"\)', texts)
    assert placed == list(resolved.charts)


def prints_share(node: Node) -> bool:
    """Whether a node prints the share of the line that a loop stands at."""
    if not isinstance(node, Slot) or not isinstance(node.figure, LoopFigure):
        return False
    return "占比" in node.figure.words


def compositions_in_templates(resolved: Format) -> Iterator[str]:
    """The compositions that are listed, drawn, or of which a share is printed."""
    texts = "".join(section.template for section in resolved.sections)
    yield from re.findall(r'(?:构成|列举)\("([^"]+)"', texts)
    yield from (chart.composition for chart in resolved.charts.values())
    looped = {
        (node.table, node.group)
        for section in resolved.sections
        for node in walk(template.parse(section, resolved))
        if isinstance(node, Repeat) and any(map(prints_share, walk(node.body)))
    }
    shares = {
        (name.table, name.line)
        for section in resolved.sections
        for name in references(template.parse(section, resolved))
        if name.measure == SHARE
    }
    for composition in resolved.compositions.values():
        if {(part.table, part.line) for part in composition.parts} & (shares | looped):
            yield composition.name


@pytest.mark.parametrize("place", list(places()))
def test_every_composition_is_used_in_some_year(place: str) -> None:
    editions = [find(place, year) for year in YEARS[place]]
    used = {name for resolved in editions for name in compositions_in_templates(resolved)}
    known = {name for resolved in editions for name in resolved.compositions}
    named = {name for (name,) in own(place, "format.toml", "composition")}
    assert named <= used - {""} <= known


def literals(place: str, year: int) -> Iterator[tuple[str, str]]:
    """File and text of all words that the templates of an edition may write."""
    resolved = find(place, year)
    for section in resolved.sections:
        for node in walk(template.parse(section, resolved)):
            if isinstance(node, Literal) and len(node.text.strip()) > 1:
                yield section.file, node.text


def test_every_sentence_of_the_templates_is_in_some_case() -> None:
    """每个模板、每个分支里的字，都有案例印出来；说单位沿革的几句各地共用，有一处印出来就行。"""
    written: dict[str, list[str]] = {}
    for (place, name), case in KNOWN.items():
        results = results_of(place, name)
        for section in results.format.sections:
            if section.id in sections(case):
                texts = [each.text for each in of_section(results, section.id)]
                written.setdefault(section.file, []).extend(texts)
    anywhere = [text for texts in written.values() for text in texts]
    unseen = {
        (file, text)
        for place, year in EDITIONS
        for file, text in literals(place, year)
        if not any(text in each for each in written.get(file, ()))
        and not (text in HISTORY and any(text in each for each in anywhere))
    }
    assert unseen == set()
