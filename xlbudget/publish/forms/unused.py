"""What a run has and a form never asks for: sections, charts, tables, amounts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xlbudget.binding.facts import facts_of
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.text import Kind
from xlbudget.formats.names import FigureName, resolve
from xlbudget.publish.forms.looks import same_heading
from xlbudget.results import Results
from xlbudget.results.trace import SpanKind, Trace


def unused(
    results: Results, trace: Trace, headings: Collection[str], amounts: Collection[str]
) -> Iterator[str]:
    """What the document never holds, in words. `headings` are short paragraphs of the form;
    `amounts` are figures that its blanks do not ask for, by their words.
    """
    placed = {each.id for each in trace.paragraphs}
    spans = [*trace.loose, *(span for each in trace.paragraphs for span in each.spans)]
    used = {span.name for span in spans if span.kind is SpanKind.FIGURE}
    facts = facts_of(results.format)
    same = {facts.fact(name) for each in used if (name := _name(each, results)) is not None}
    whole: set[str] = set()
    for section, first in _sections(results):
        of_section = [each for each in results.paragraphs if each.id.partition(".")[0] == section]
        names = {figure.name for each in of_section for figure in each.figures}
        held = any(each.id in placed for each in of_section) or bool(names & used)
        if not held and not any(same_heading(first, each) for each in headings):
            whole |= names
            yield f"“{first}”一节"
    for chart in results.charts:
        if chart.number not in {each.number for each in trace.charts}:
            yield f"图{chart.number}（{chart.title}）"
    if trace.tables or results.format.document.embedded_tables:
        known = {each.name for each in trace.tables}
        yield from (
            f"附表“{table.title}”"
            for table in results.format.tables.values()
            if table.name not in known
        )
    of_unused = {
        name.label(results.format)
        for each in whole
        if each not in used and (name := _name(each, results)) is not None
    }
    told = {fact.label(results.format) for fact in same} | of_unused
    for words in amounts:
        if words not in told and not any(
            words == name.label(results.format)
            for each in used
            if (name := _name(each, results)) is not None
        ):
            yield words


def _sections(results: Results) -> Iterator[tuple[str, str]]:
    """The sections with their headings."""
    told: set[str] = set()
    for each in results.paragraphs:
        section = each.id.partition(".")[0]
        if section not in told:
            told.add(section)
            if each.kind is Kind.HEADING:
                yield section, each.text


def _name(said: str, results: Results) -> FigureName | None:
    try:
        return resolve(results.format, said.split("."), any_code=True)
    except UnknownName:
        return None
