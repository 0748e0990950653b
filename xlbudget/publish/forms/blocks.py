"""What a placeholder in a paragraph of its own stands for: sections, charts, tables, titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from xlbudget.domain.charts import ChartSpec
from xlbudget.domain.numerals import ordinal
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.domain.text import Kind, State
from xlbudget.publish.forms.additions import Additions
from xlbudget.publish.forms.inline import Unsaid
from xlbudget.publish.forms.looks import Look, heading_look, look_of, same_heading, stand_out
from xlbudget.publish.forms.own_tables import dressed
from xlbudget.publish.forms.paper import can_turn, in_landscape, text_width
from xlbudget.publish.forms.placeholders import Placeholder, Sort
from xlbudget.publish.forms.places import FormPlace, after, before, words_in
from xlbudget.publish.forms.sections import Sections
from xlbudget.publish.forms.stamps import Stamps
from xlbudget.publish.fragments import parsed
from xlbudget.publish.word.charts import RELATION, chart_parts
from xlbudget.publish.word.placed_tables import PlacedTables
from xlbudget.publish.word.tables import paper_of
from xlbudget.reading.documents.xml_parts import W
from xlbudget.results import Results
from xlbudget.results.official_tables import official_table
from xlbudget.results.printed_tables import PrintedTable
from xlbudget.results.trace import SpanKind, TracedChart, TracedParagraph, TracedSpan, trace_of

_CAPTION = re.compile(r"[（(]?图[\s　]*[\dXx×一二三四五六七八九十]+")
_EXTENT = re.compile(r'(<wp:extent cx=")(\d+)(" cy=")(\d+)(")')
_TWIP = 635
"""EMU."""

_ALONE = (
    '<w:pPr>{kept}<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
    "</w:pPr>"
)
_KEPT = "<w:keepNext/>"


@dataclass(slots=True)
class Placed:
    """What of ours stands in the form as paragraphs, charts and tables."""

    paragraphs: list[TracedParagraph] = field(default_factory=list)
    charts: list[TracedChart] = field(default_factory=list)
    where: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Blocks:
    """Puts blocks into the text of a form. `own_charts` are those that have a placeholder of their
    own, so that no section brings them.
    """

    results: Results
    stamps: Stamps
    additions: Additions
    places: Sequence[FormPlace]
    own_charts: frozenset[int] = frozenset()
    placed: Placed = field(default_factory=Placed)
    tables: PlacedTables = field(init=False)
    _sections: Sections = field(init=False)
    _traced: dict[str, TracedParagraph] = field(init=False)
    _drawn: dict[int, TracedChart] = field(init=False)

    def __post_init__(self) -> None:
        trace = trace_of(self.results)
        self._traced = {each.id: each for each in trace.paragraphs}
        self._drawn = {each.number: each for each in trace.charts}
        self._sections = Sections(self.results)
        self.tables = PlacedTables(self.stamps.numbers, self.stamps.marks, marked=True)

    def put(self, asked: Placeholder, place: FormPlace, run: etree._Element) -> list[str] | Unsaid:
        """Put in what a placeholder asks for; the texts that then stand there."""
        if not place.is_main or place.again:
            return Unsaid("页眉、页脚、脚注和批注里放不下段、图、表", "请移到正文里。")
        look = look_of(place, run)
        if asked.sort is Sort.SECTION:
            return self._section(asked, place, look)
        if asked.sort is Sort.CHART:
            return self._chart(asked, place, look)
        if asked.sort is Sort.TABLE:
            return self._table(asked, place)
        if asked.sort is Sort.TABLES:
            titles = [
                f"{ordinal(number)}、{table.title}"
                for number, table in enumerate(self.results.format.tables.values(), 1)
            ]
            spans = [((TracedSpan(SpanKind.WORDS, title),), "") for title in titles]
            return self._stand(place, [self._paragraph(each, mark, look) for each, mark in spans])
        return Unsaid("目录由 Word 生成", "请在范本里用“引用”→“目录”插入，打开后右键“更新域”。")

    # ---- sections

    def _section(self, asked: Placeholder, place: FormPlace, look: Look) -> list[str] | Unsaid:
        found = self._sections.paragraphs(asked.of)
        if isinstance(found, Unsaid):
            return found
        again = next((each.id for each in found if each.id in self.placed.where), None)
        if again is not None:
            return Unsaid(f"这一段在{self.placed.where[again]}已经放过", "同一段只放一次。")
        blocks: list[etree._Element] = []
        above = before(place)
        for each in found:
            self.placed.where[each.id] = place.where
            if not blocks and each.kind is Kind.HEADING and same_heading(above, each.text):
                continue
            spec = self._sections.chart(each)
            if spec is not None:
                if spec.number in self.own_charts or place.in_box:
                    continue
                blocks += self._drawing(spec, place)
            dress = look
            if each.kind is Kind.HEADING:
                dress = heading_look(self.places, each.text, look)
            traced = self._marked(self._traced[each.id])
            if each.state is State.REWRITTEN:
                plain = tuple(replace(span, mark="") for span in traced.spans)
                traced = replace(traced, spans=plain)
            self.placed.paragraphs.append(traced)
            made = self._paragraph(traced.spans, traced.mark, dress, centred=spec is not None)
            if each.state is State.WITHHELD:
                for run_ in made.iter(f"{W}r"):
                    stand_out(run_, dress)
            blocks.append(made)
        if not blocks:
            return Unsaid("这一节没有要写的段落", "请删去这一行，或改写。")
        return self._stand(place, blocks)

    def _marked(self, traced: TracedParagraph) -> TracedParagraph:
        """A paragraph with marks that nothing in the form has."""
        marks = self.stamps.marks
        spans = tuple(
            replace(each, mark=marks.new()) if each.mark else each for each in traced.spans
        )
        return replace(traced, mark=marks.new("p"), spans=spans)

    def _paragraph(
        self, spans: Sequence[TracedSpan], mark: str, look: Look, *, centred: bool = False
    ) -> etree._Element:
        content = self.stamps.paragraph(spans, mark)
        (made,) = parsed(f"<w:p>{content}</w:p>")
        look.formatted(made)
        for control in made.iter(f"{W}sdt"):
            tag = control.find(f"{W}sdtPr/{W}tag")
            if tag is not None and (tag.get(f"{W}val") or "").startswith("xb:gap:"):
                for run in control.iter(f"{W}r"):
                    stand_out(run, look)
        if centred:
            own = made.find(f"{W}pPr")
            assert own is not None
            made.replace(own, parsed(f"<w:p>{_ALONE.format(kept='')}</w:p>")[0][0])
        return made

    # ---- charts

    def _chart(self, asked: Placeholder, place: FormPlace, look: Look) -> list[str] | Unsaid:
        if place.in_box:
            return Unsaid("文本框里放不下图", "请移到正文里。")
        spec = self._sections.chart_of(asked.of)
        if isinstance(spec, Unsaid):
            return spec
        if any(each.number == spec.number for each in self.placed.charts):
            return Unsaid("这幅图已经放过", "同一幅图只放一次。")
        blocks = self._drawing(spec, place)
        said = self._sections.caption(spec)
        below = after(place)
        if not (_CAPTION.match(below) or spec.title in below):
            spans: tuple[TracedSpan, ...] = (TracedSpan(SpanKind.WORDS, f"（{spec.caption}）"),)
            mark = ""
            if said is not None and said.id not in self.placed.where:
                traced = self._marked(self._traced[said.id])
                self.placed.paragraphs.append(traced)
                self.placed.where[said.id] = place.where
                spans, mark = traced.spans, traced.mark
            blocks.append(self._paragraph(spans, mark, look, centred=True))
        elif said is not None:
            self.placed.where[said.id] = place.where
        self._stand(place, blocks)
        return [spec.caption]

    def _drawing(self, spec: ChartSpec, place: FormPlace) -> list[etree._Element]:
        key = self.additions.key()
        chart = chart_parts(
            spec, self.results.format.style, relation=key, number=next(self.stamps.numbers)
        )
        self.additions.chart(chart, RELATION)
        self.placed.charts.append(self._drawn[spec.number])
        drawing = _narrowed(chart.drawing_xml, text_width(place.element) * _TWIP)
        return parsed(f"<w:p>{_ALONE.format(kept=_KEPT)}<w:r>{drawing}</w:r></w:p>")

    # ---- tables

    def _table(self, asked: Placeholder, place: FormPlace) -> list[str] | Unsaid:
        if not can_turn(place.element):
            return Unsaid("这里放不下表", "请移到正文里，不要放在表格、文本框或控件里。")
        name = self._sections.table_of(asked.of)
        if isinstance(name, Unsaid):
            return name
        if any(each.name == name for each in self.tables.tables):
            return Unsaid("这张表已经放过", "同一张表只放一次。")
        table = official_table(self.results, name)
        titled = not same_heading(before(place), table.title)
        available, paper = text_width(place.element), paper_of(table)
        turns = not _fits(table, available)
        width = paper.table_width if turns else available
        blocks = dressed(parsed(self.tables.place(table, width, titled=titled)))
        if turns:
            in_landscape(place.element, _ending_in_paragraph(blocks), paper)
            self._remove(place)
        else:
            self._stand(place, blocks)
        return [table.title]

    # ---- standing

    def _stand(self, place: FormPlace, blocks: list[etree._Element]) -> list[str]:
        """Put blocks in the place of a paragraph; the end of a section goes to the last."""
        for block in blocks:
            place.element.addprevious(block)
        section = place.element.find(f"{W}pPr/{W}sectPr")
        last = blocks[-1]
        if section is not None and last.tag == f"{W}p":
            properties = last.find(f"{W}pPr")
            if properties is None:
                properties = etree.Element(f"{W}pPr")
                last.insert(0, properties)
            properties.append(section)
        self._remove(place)
        return [text for block in blocks if (text := words_in(block))]

    def _remove(self, place: FormPlace) -> None:
        """Take the placeholder's paragraph away; what people put bookmarks at stays."""
        element = place.element
        kept = [each for each in element if each.tag in _MARKS]
        parent = element.getparent()
        assert parent is not None
        for each in kept:
            element.addprevious(each)
        parent.remove(element)


_MARKS = tuple(
    f"{W}{name}"
    for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")
)


def _ending_in_paragraph(blocks: list[etree._Element]) -> list[etree._Element]:
    """The blocks, what stands behind the last paragraph (the end of a bookmark) inside it."""
    last = max(at for at, block in enumerate(blocks) if block.tag == f"{W}p")
    blocks[last].extend(blocks[last + 1 :])
    return blocks[: last + 1]


def _fits(table: PrintedTable, width: int) -> bool:
    """Whether a table stands well in the text as it is, at its usual size."""
    return sum(table.widths) * _WIDE <= width


_WIDE = 100
"""Twips for a character of the table: a bit more than half of its size."""


def _narrowed(drawing: str, width: int) -> str:
    """A drawing no wider than the text, in EMU."""

    def size(match: re.Match[str]) -> str:
        wide, high = int(match[2]), int(match[4])
        if wide <= width:
            return match[0]
        return f"{match[1]}{width}{match[3]}{high * width // wide}{match[5]}"

    return _EXTENT.sub(size, drawing)
