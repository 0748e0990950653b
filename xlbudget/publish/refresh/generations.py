"""The old and the new generation of a document: whether they go together, and the new one."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.domain.errors import UnknownLayout
from xlbudget.domain.records import replace
from xlbudget.publish.word.marks import allowed
from xlbudget.results.computed import Results
from xlbudget.results.trace import Trace, TracedParagraph, trace_of


def new_generation(results: Results) -> Trace:
    """The map of this run, without marks: those stand in the document."""
    trace = trace_of(results)
    return replace(trace, paragraphs=tuple(_bare(each) for each in trace.paragraphs))


def _bare(paragraph: TracedParagraph) -> TracedParagraph:
    spans = tuple(replace(span, mark="", text=allowed(span.text)) for span in paragraph.spans)
    return replace(paragraph, spans=tuple(span for span in spans if span.text), mark="")


def labels_of(results: Results) -> Mapping[str, str]:
    """The names of figures as people say them."""
    return {figure.name: figure.label for figure in results.figures}


def refuse_other(name: str, old: Trace, results: Results) -> None:
    """Raise UnknownLayout where the tables are not those of the document's unit, year and form."""
    account = results.account
    for seen, expected in (
        (old.unit, allowed(account.unit_name)),
        (f"{old.year}年度", f"{account.year}年度"),
        (f"格式 {old.place}", f"格式 {results.format.place}"),
    ):
        if seen != expected:
            raise UnknownLayout(
                where=name,
                seen=f"文档是“{seen}”的，工作簿“{account.file}”是“{expected}”的",
                expected="同一个单位、同一年度、同一格式的工作簿",
                remedy="请换成生成这个文档的工作簿；换了单位、年度或格式的，请重新生成文档。",
            )
