"""The paragraphs, charts and tables of a run by the names that a form gives them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from xlbudget.domain.charts import ChartSpec
from xlbudget.domain.records import dataclass
from xlbudget.domain.text import Kind, Paragraph
from xlbudget.publish.forms.inline import Unsaid
from xlbudget.publish.forms.looks import same_heading
from xlbudget.results import Results

_DIGITS = 4
"""The number of a table has fewer digits."""

_PUNCTUATION = re.compile(r"[，、。：；“”\"（）()\s　]")


@dataclass(slots=True)
class Sections:
    """What a run has to put into a form."""

    results: Results

    def paragraphs(self, name: str) -> list[Paragraph] | Unsaid:
        """The paragraphs of a section, by its id or heading, or one of them by its own id."""
        known = self.results.paragraphs
        one = [each for each in known if each.id == name]
        if one and "." in name:
            return one
        found = [each for each in known if each.id.startswith(f"{name}.") or each.id == name]
        if found:
            return found
        headed = [
            each for each in known if each.kind is Kind.HEADING and same_heading(each.text, name)
        ]
        first = next((each for each in headed if "." not in each.id), None)
        if first is not None:
            return self.paragraphs(first.id)
        headings = [each.text for each in self._heads()]
        ids = [each.id for each in self._heads()]
        return Unsaid("没有这一节或这一段", _proposed(name, headings) or f"有：{'、'.join(ids)}。")

    def _heads(self) -> Iterator[Paragraph]:
        told: set[str] = set()
        for each in self.results.paragraphs:
            section = each.id.partition(".")[0]
            if section not in told:
                told.add(section)
                yield each

    def chart(self, paragraph: Paragraph) -> ChartSpec | None:
        """The chart that a paragraph is the caption of; a person may have reworded it."""
        if paragraph.kind is not Kind.CHART:
            return None
        text = self.results.generated.get(paragraph.id, paragraph).text
        return next((each for each in self.results.charts if text == f"（{each.caption}）"), None)

    def caption(self, spec: ChartSpec) -> Paragraph | None:
        """The paragraph that is the caption of a chart."""
        return next((each for each in self.results.paragraphs if self.chart(each) is spec), None)

    def chart_of(self, name: str) -> ChartSpec | Unsaid:
        """A chart by its number or title."""
        charts = self.results.charts
        for each in charts:
            if name == str(each.number) or _plain(name) == _plain(each.title):
                return each
        defined = [title for title in self.results.format.charts if _plain(title) == _plain(name)]
        if defined:
            return Unsaid("这幅图各项都是零，或缺数，没有画", "请删去这一行，或补上缺的数。")
        shown = "、".join(f"图{each.number}（{each.title}）" for each in charts)
        near = _proposed(name, [each.title for each in charts])
        return Unsaid("没有这幅图", near or (f"有：{shown}。" if shown else ""))

    def table_of(self, name: str) -> str | Unsaid:
        """The name of a table by its number in the format's order, its own number, or a title."""
        tables = [*self.results.format.tables.values()]
        if name.isdecimal() and len(name) < _DIGITS and 1 <= int(name) <= len(tables):
            return tables[int(name) - 1].name
        for table in tables:
            words = (table.number, self.results.format.glossary.chinese(table.name), *table.titles)
            if _plain(name) in map(_plain, words):
                return table.name
        near = _proposed(name, [table.title for table in tables])
        return Unsaid("没有这张表", near or f"附表共 {len(tables)} 张。")


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def _proposed(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"是否想写“{close[0]}”？" if close else ""
