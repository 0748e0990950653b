"""The text of a document: paragraphs with marks, charts, tables, section by section."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count, groupby

from xlbudget.domain.charts import ChartSpec
from xlbudget.domain.records import replace
from xlbudget.domain.text import Kind, Paragraph, State
from xlbudget.publish.word.charts import CHART_TYPE, chart_parts
from xlbudget.publish.word.contents import Heading
from xlbudget.publish.word.flow import Flow
from xlbudget.publish.word.headings import IN_CONTENTS, heading_mark, level_of
from xlbudget.publish.word.marks import control
from xlbudget.publish.word.ooxml import bookmark, lines, paragraph
from xlbudget.publish.word.package import WordPackage
from xlbudget.publish.word.placed_tables import OPEN, PlacedTables
from xlbudget.publish.word.sections import TEXT_WIDTH, Sections, insertion_mark
from xlbudget.publish.word.styles import BODY, CAPTION, HEADINGS
from xlbudget.publish.word.tables import NOTE, paper_of
from xlbudget.results.computed import Results
from xlbudget.results.official_tables import official_table
from xlbudget.results.performance_tables import performance_tables
from xlbudget.results.printed_tables import PrintedTable
from xlbudget.results.trace import Marks, SpanKind, Trace, TracedParagraph, TracedSpan

_EMPTY_TABLE = ".空表"
_SAME_PAGE = '<w:pageBreakBefore w:val="0"/>'
_NEW_PAGE = "<w:pageBreakBefore/>"
_OVER_TABLE = (
    '<w:spacing w:line="440" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/>'
)
"""The title of a table stands in line with it."""


class Body:
    """The text as it is put together; marks stand in drafts only."""

    def __init__(
        self, results: Results, trace: Trace, package: WordPackage, sections: Sections
    ) -> None:
        self.headings: list[Heading] = []
        self.paragraphs: list[TracedParagraph] = []
        self.drawn: set[int] = set()
        self._results = results
        self._package = package
        self._flow = Flow(sections)
        self._numbers = count(1)
        self._marked = sections.draft
        self._traced = {each.id: each for each in trace.paragraphs}
        self._charts = {f"（{chart.caption}）": chart for chart in results.charts}
        self._table_names = {table.number: name for name, table in results.format.tables.items()}
        taken = [span.mark for span in trace.spans()]
        marks = Marks([*taken, *(each.mark for each in trace.paragraphs)])
        self.tables = PlacedTables(self._numbers, marks, self._marked)

    def write(self, replaced: Iterable[str]) -> str:
        """All sections; of those that people wrote themselves the heading, and room for theirs."""
        ids = frozenset(replaced)
        groups = groupby(self._results.paragraphs, key=lambda each: each.id.partition(".")[0])
        sections = [(section, [*group]) for section, group in groups]
        evaluation = self._evaluation([section for section, _ in sections])
        for section, paragraphs in sections:
            if section in ids:
                self._room(section, paragraphs)
            else:
                for each in paragraphs:
                    self._add(each)
            if section == evaluation:
                self._performance()
        return self._flow.body()

    def _evaluation(self, sections: list[str]) -> str:
        """The section that the tables of 绩效 follow."""
        wanted = self._results.format.document.performance
        if wanted in sections:
            return wanted
        tables = {
            each.id.partition(".")[0]
            for each in self._results.paragraphs
            if each.id.rpartition(".")[2] in self._table_names
        }
        return next((each for each in reversed(sections) if each not in tables), "")

    def _room(self, section: str, paragraphs: list[Paragraph]) -> None:
        """The heading of a section, and a section of the document for what people wrote."""
        first = paragraphs[0]
        if first.kind is Kind.HEADING:
            self._add(first)
        mark = insertion_mark(section, self._results.format)
        self._flow.turn(continuous=True)
        self._flow.add(paragraph(BODY, bookmark(mark, next(self._numbers), "")))
        self._flow.turn(continuous=True)

    def _add(self, each: Paragraph) -> None:
        """A paragraph of the text, with its chart or table."""
        traced = self._traced[each.id]
        if each.state is State.REWRITTEN:
            traced = replace(traced, spans=tuple(replace(span, mark="") for span in traced.spans))
        self.paragraphs.append(traced)
        below_table = each.id.endswith(_EMPTY_TABLE) and self._embeds
        table = self._table_of(each) if self._embeds else None
        if table is None and not below_table:
            self._flow.turn()
        chart = self._chart_of(each)
        if chart is not None:
            self._draw(chart)
        if each.kind is Kind.HEADING:
            self._head(each, traced, table)
        else:
            style = CAPTION if each.kind is Kind.CHART else NOTE if below_table else BODY
            self._flow.add(paragraph(style, self._content(each, traced)))
        if table is not None:
            self._embed(table, each.id)

    def _embed(self, table: PrintedTable, title: str) -> None:
        """A table below its title; its number stands over it on the right. Why it is empty is
        told by the paragraph that follows it.
        """
        left, middle, right = table.above
        over = (left, middle, f"{table.number}表　{right}" if table.number else right)
        told = self._results.generated.get(f"{title}{_EMPTY_TABLE}")
        notes = tuple(note for note in table.notes if told is None or note not in told.text)
        placed = replace(table, above=over, notes=notes)
        self._flow.add(self.tables.place(placed, paper_of(table).table_width, titled=False))

    def _head(self, each: Paragraph, traced: TracedParagraph, table: PrintedTable | None) -> None:
        """A heading; that of a table begins a page of the table's paper."""
        level = level_of(each.text)
        properties = ""
        if table is not None:
            self._flow.turn(paper_of(table))
            properties = _OVER_TABLE if self._flow.at_top else f"{_NEW_PAGE}{_OVER_TABLE}"
        elif level == 1 and self._flow.at_top:
            properties = _SAME_PAGE
        content = self._content(each, traced)
        if level <= IN_CONTENTS:
            mark = heading_mark(len(self.headings) + 1)
            self.headings.append(Heading(level, each.text.replace("\n", " "), mark))
            content = bookmark(mark, next(self._numbers), content)
        self._flow.add(paragraph(HEADINGS[level], content, properties))

    def _content(self, each: Paragraph, traced: TracedParagraph) -> str:
        """The runs of a paragraph, each number in its control, the whole in its bookmark."""
        if not self._marked:
            return lines(traced.text)
        made = [self._stretch(span, each) for span in traced.spans]
        # LibreOffice begins an empty line at a bookmark that ends where a full line does.
        last = traced.spans[-1] if traced.spans else None
        behind = ""
        if last is not None and not last.mark and last.text[:-1]:
            made[-1] = lines(last.text[:-1], _properties(last, each))
            behind = lines(last.text[-1], _properties(last, each))
        return bookmark(traced.mark, next(self._numbers), "".join(made)) + behind

    def _stretch(self, span: TracedSpan, each: Paragraph) -> str:
        """A stretch of a paragraph."""
        properties = _properties(span, each)
        if span.mark:
            return control(span, next(self._numbers), properties)
        return lines(span.text, properties)

    def _chart_of(self, each: Paragraph) -> ChartSpec | None:
        """The chart above a caption, which a person may have reworded."""
        if each.kind is not Kind.CHART:
            return None
        return self._charts.get(self._results.generated.get(each.id, each).text)

    def _draw(self, spec: ChartSpec) -> None:
        """A chart in a paragraph of its own."""
        self.drawn.add(spec.number)
        target = f"charts/chart{spec.number}.xml"
        relation = self._package.relate("chart", target)
        number = next(self._numbers)
        chart = chart_parts(spec, self._results.format.style, relation=relation, number=number)
        self._package.parts |= chart.parts
        self._package.types[f"word/{chart.target}"] = CHART_TYPE
        self._flow.add(chart.paragraph_xml)

    @property
    def _embeds(self) -> bool:
        return self._results.format.document.embedded_tables

    def _table_of(self, each: Paragraph) -> PrintedTable | None:
        """The table that a paragraph is the title of."""
        name = self._table_names.get(each.id.rpartition(".")[2])
        return None if name is None else official_table(self._results, name)

    def _performance(self) -> None:
        """The tables of 绩效, each on a page of its own."""
        for table in performance_tables(self._results):
            self._flow.turn()
            self._flow.add(self.tables.place(table, TEXT_WIDTH, titled=True, new_page=True))


def _properties(span: TracedSpan, each: Paragraph) -> str:
    """How a stretch of a paragraph looks: what is not ready yet stands out."""
    return OPEN if span.kind is SpanKind.GAP or each.state is State.WITHHELD else ""
