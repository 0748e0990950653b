"""What stands on 分析: the figures that the text prints, and its phrases, a row each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.analysis.averages import terms_of
from xlbudget.analysis.compositions import whole_of
from xlbudget.analysis.indicators import Figures
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import ACTUAL, FigureName, default_column, resolve
from xlbudget.narrative import nodes, template
from xlbudget.narrative.nodes import LoopFigure, Node, Reference
from xlbudget.results import Results

LIVE_SECTIONS = re.compile(r"[一二三四五六七八九十]{1,2}")
"""The sections of Part Two: their sentences stand on 说明 as formulas."""


@dataclass(frozen=True, slots=True)
class PhraseKey:
    """A phrase of a figure: its filter, variant of wording and subject."""

    figure: FigureName
    filter: str
    variant: str
    subject: str


OFF_BUDGET = "预算增减"
"""The filter of the rows that the phrases about the budget rest on."""

OFF_BUDGET_PARTS = {"预算增减额": "额", "预算增减幅度": "幅度"}
"""The slots of phrases such as 较年初预算数增加, and the variants of their rows."""

OFF_BUDGET_REASON = "原因"
"""The slot of the reason why a line is off its budget, and the variant of its row."""

OFF_BUDGET_ROWS = OFF_BUDGET_PARTS | {OFF_BUDGET_REASON: OFF_BUDGET_REASON}


@dataclass(frozen=True, slots=True)
class PartKey:
    """The parts of a composition in a row, up to and with the part `number` (from 1); 0 is the
    finished text.
    """

    composition: str
    filter: str
    variant: str
    number: int


@dataclass(frozen=True, slots=True)
class AverageKey:
    """An average of the format, by name."""

    name: str


Key = PhraseKey | PartKey | AverageKey
"""What a row of the second list of 分析 is."""


@dataclass(slots=True)
class Analysed:
    """The rows of 分析 in order: figures (without measure), then phrases and lists."""

    figures: list[FigureName] = field(default_factory=list)
    phrases: list[Key] = field(default_factory=list)
    parts: dict[str, list[tuple[FigureName, str]]] = field(default_factory=dict)
    wholes: dict[FigureName, FigureName | None] = field(default_factory=dict)
    """What the share of each figure is a share of."""


def analysed(results: Results, figures: Figures) -> Analysed:
    """All that the templates of Part Two print, for the lines that the account has."""
    collector = _Collector(results, figures)
    for section in results.format.sections:
        if LIVE_SECTIONS.fullmatch(section.id):
            collector.collect(template.parse(section, results.format), "")
    wholes = collector.figures
    phrases = sorted(collector.phrases, key=_is_reason)
    return Analysed(list(wholes), phrases, collector.parts, wholes)


def _is_reason(key: Key) -> bool:
    """Reasons stand last, where they move no row of earlier workbooks."""
    return isinstance(key, PhraseKey) and key.variant == OFF_BUDGET_REASON


@dataclass(slots=True)
class _Collector:
    results: Results
    source: Figures
    figures: dict[FigureName, FigureName | None] = field(default_factory=dict)
    phrases: dict[Key, None] = field(default_factory=dict)
    parts: dict[str, list[tuple[FigureName, str]]] = field(default_factory=dict)

    def collect(self, sequence: tuple[Node, ...], line: str) -> None:
        """The figures and phrases of a template's nodes; `line` is where a loop stands."""
        resolved = self.results.format
        for node in sequence:
            match node:
                case nodes.Slot(reference):
                    self._add(named(reference, line, resolved))
                case nodes.Phrase(reference, filter_, variant, subject):
                    name = named(reference, line, resolved).of(ACTUAL)
                    self._add(name)
                    rows = "".join(resolved.wording[filter_, variant].values())
                    for slot, part in OFF_BUDGET_ROWS.items():
                        if f"{{{slot}}}" in rows:
                            self.phrases[PhraseKey(name, OFF_BUDGET, part, "")] = None
                    self.phrases[PhraseKey(name, filter_, variant, subject)] = None
                case nodes.Structure(composition, filter_, variant):
                    self._structure(composition, filter_, variant)
                case nodes.Average(average):
                    for name in terms_of(resolved.averages[average]):
                        self._add(name)
                    self.phrases[AverageKey(average)] = None
                case nodes.Chart(title):
                    self._chart(title)
                case nodes.Choice(branches):
                    for branch in branches:
                        if branch.figure is not None:
                            self._add(named(branch.figure, line, resolved))
                        self.collect(branch.body, line)
                case nodes.Repeat(table, group, body):
                    for each in self.source.lines(table, group):
                        self.collect(body, each)
                case _:
                    pass

    def _add(self, name: FigureName) -> None:
        """A figure, after those that it rests on: agreed lines, the whole of its share."""
        name = name.of(ACTUAL)
        if name in self.figures:
            return
        if name.table != SUPPLEMENT:
            table = self.results.format.tables[name.table]
            for agreed in table.agreed:
                if agreed.name == name.line:
                    for line in agreed.lines:
                        self._add(FigureName(name.table, line, table.default_column(line)))
        whole = whole_of(name, self.results.format)
        if whole is not None and whole != name:
            self._add(whole)
        self.figures[name] = whole

    def _chart(self, title: str) -> None:
        """The figures that a chart draws."""
        resolved = self.results.format
        chart = resolved.charts[title]
        for point in chart.points:
            self._add(resolve(resolved, point.figure.split(".")))
        if chart.composition:
            for name, _ in self.source.parts(resolved.compositions[chart.composition]):
                self._add(name)

    def _structure(self, composition: str, filter_: str, variant: str) -> None:
        known = self.results.format.compositions[composition]
        parts = list(self.source.parts(known))
        self.parts[composition] = parts
        for name, _ in parts:
            self._add(name)
        whole = known.whole
        self._add(FigureName(whole.table, whole.line, whole.column))
        for number in (*range(1, len(parts) + 1), 0):
            self.phrases[PartKey(composition, filter_, variant, number)] = None


def named(reference: Reference, line: str, resolved: Format) -> FigureName:
    """A figure by name, or that of the line where a loop stands."""
    if isinstance(reference, LoopFigure):
        return resolve(resolved, (reference.table, line, *reference.words), any_code=True)
    return reference


def figure_label(name: FigureName, resolved: Format) -> str:
    """How 分析 names a figure's row."""
    if name.table == SUPPLEMENT:
        return f"{resolved.glossary.chinese(SUPPLEMENT)} {name.line}"
    code = f"{name.line} " if name.line.isdecimal() else ""
    label = f"{resolved.tables[name.table].title} {code}{name.line_label(resolved)}"
    if name.column == default_column(resolved, name.table, name.line):
        return label
    return f"{label}·{name.column_label(resolved)}"


def phrase_labels(found: Analysed, resolved: Format) -> Iterator[str]:
    """How 分析 names its phrases."""
    for key in found.phrases:
        if isinstance(key, PhraseKey):
            label = figure_label(key.figure, resolved)
            yield f"{label}：{key.filter}（{key.variant}）{key.subject}"
        elif isinstance(key, AverageKey):
            yield f"{key.name}：平均（全文）"
        else:
            step = f"前{key.number}项" if key.number else "全文"
            yield f"{key.composition}：{key.filter}（{key.variant}）{step}"
