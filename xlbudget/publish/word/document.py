"""The Word document of a run: cover, contents, text with traced numbers, charts, tables."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.domain.records import dataclass, field, replace
from xlbudget.files.office_theme import theme
from xlbudget.formats.versions import made_by
from xlbudget.publish.word.body import Body
from xlbudget.publish.word.contents import contents
from xlbudget.publish.word.cover import cover, cover_lines
from xlbudget.publish.word.ooxml import SPACES
from xlbudget.publish.word.package import THEME, WordPackage
from xlbudget.publish.word.sections import Sections
from xlbudget.publish.word.styles import FANGSONG, fonts_xml, settings_xml, styles_xml
from xlbudget.results.computed import Results
from xlbudget.results.trace import Trace, trace_of
from xlbudget.results.trace_json import trace_json


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a document is to be: `final` to be published, without marks; `pages` the page of each
    heading, by its bookmark, as far as they are known; `sections` those whose words people give as
    documents of their own.
    """

    final: bool = False
    pages: Mapping[str, int] = field(default_factory=dict)
    sections: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Written:
    """A document, and the map of what it holds."""

    data: bytes
    trace: Trace


def word_document(results: Results, wanted: Wanted | None = None) -> Written:
    """The document of a run; the same results give the same bytes.

    It is a draft (送审稿, with marks) unless it is wanted to be final and nothing is left to do:
    while a gap or an error stands there is no final document.
    """
    wanted = wanted or Wanted()
    draft = not (wanted.final and results.publishable)
    package = WordPackage()
    package.add_word("styles", styles_xml())
    outside = not results.format.document.centred_numbers
    package.add_word("settings", settings_xml(outside_numbers=outside))
    package.add_word("fontTable", fonts_xml())
    package.add("word/theme/theme1.xml", theme(FANGSONG), THEME, shared=True)
    package.relate("theme", "theme/theme1.xml")
    sections = Sections.of(package, results.format, draft=draft)
    trace = trace_of(results)
    body = Body(results, trace, package, sections)
    text = body.write(wanted.sections)
    front = cover(results, draft=draft) + contents(body.headings, wanted.pages, sections.front())
    package.add(
        "word/document.xml",
        f"<w:document {SPACES}><w:body>{front}{text}</w:body></w:document>",
        "document.main",
    )
    trace = replace(
        trace,
        paragraphs=tuple(body.paragraphs),
        charts=tuple(chart for chart in trace.charts if chart.number in body.drawn),
        tables=tuple(body.tables.tables),
        loose=tuple(body.tables.spans),
    )
    if draft:
        package.add_trace(trace_json(trace))
    title = "".join(cover_lines(results))
    return Written(package.packed(title, made_by(results.format)), trace)
