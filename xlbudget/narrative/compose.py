"""Templates and figures to paragraphs whose spans know their figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from xlbudget.domain.account import SUPPLEMENT_SHEET, FinalAccount
from xlbudget.domain.charts import ChartKind, ChartPoint, ChartSpec
from xlbudget.domain.figures import Contradicted, Figure, Missing
from xlbudget.domain.style import Style
from xlbudget.domain.text import Gap, Kind, Paragraph, Printed, Span, State, Words, words_and_gaps
from xlbudget.formats.model import ChartDef, Format
from xlbudget.formats.names import ACTUAL, MEASURES, PRIOR_ACTUAL, FigureName, resolve
from xlbudget.narrative import nodes, template, wording
from xlbudget.narrative.nodes import Node

_SAID_ALREADY = re.compile(r"^(?:主要)?(?:变动|增减)?原因(?:是|为|[:：])+\s*")
"""The words before a reason stand in the template."""


class FigureSource(Protocol):
    """Where the figures come from."""

    def figure(self, name: FigureName) -> Figure:
        """The figure of a name."""

    def lines(self, table: str, group: str) -> tuple[str, ...]:
        """The lines of a group that the account has."""


@dataclass(frozen=True, slots=True)
class Narrative:
    """The text of all sections, and the charts it places."""

    paragraphs: tuple[Paragraph, ...]
    charts: tuple[ChartSpec, ...]


def compose(account: FinalAccount, resolved: Format, figures: FigureSource) -> Narrative:
    """All sections of the format for one account."""
    writer = _Writer(account, resolved, figures)
    for section in resolved.sections:
        writer.section(section.id, template.parse(section, resolved))
    return Narrative(tuple(writer.paragraphs), tuple(writer.charts))


def holds(predicate: str, figure: FigureName, figures: FigureSource, style: Style) -> bool:
    """Whether a named predicate holds for a line; with anything missing none does.

    A change too small to be printed is none: the text says 基本持平, which needs no reason.
    """
    now = figures.figure(figure.of(ACTUAL)).amount
    if predicate == "有数":
        return now is not None and now.fen != 0
    if predicate == "为零":
        return now is not None and now.fen == 0
    then = figures.figure(figure.of(PRIOR_ACTUAL)).amount
    if now is None or then is None:
        return False
    tests: dict[str, Callable[[int], bool]] = {
        "有变动": lambda change: change != 0,
        "增加": lambda change: change > 0,
        "减少": lambda change: change < 0,
        "持平": lambda change: change == 0,
    }
    change = now - then
    return tests[predicate](change.fen if style.prints_nonzero(change) else 0)


@dataclass(slots=True)
class _Writer:
    account: FinalAccount
    format: Format
    figures: FigureSource
    paragraphs: list[Paragraph] = field(default_factory=list)
    charts: list[ChartSpec] = field(default_factory=list)
    _section: str = ""
    _ordinal: int = 0
    _spans: list[Span] = field(default_factory=list)
    _withheld: list[Contradicted] = field(default_factory=list)
    _is_chart: bool = False
    _line: str = ""
    _begun_at: str = ""
    _numbered: int = 0

    def section(self, id_: str, written: tuple[Node, ...]) -> None:
        """Write one section."""
        self._section, self._ordinal = id_, 0
        self._write(written)
        self._close()

    def _write(self, sequence: Iterable[Node]) -> None:
        for node in sequence:
            if not self._spans and not self._withheld:
                self._begun_at = self._line
            match node:
                case nodes.Literal(text):
                    self._spans.append(Words(text))
                case nodes.Break(ordinal):
                    self._close()
                    self._ordinal = ordinal
                case nodes.Word(name):
                    self._spans.append(Words(self._word(name)))
                case nodes.Slot(name):
                    self._print(self.figures.figure(name))
                case nodes.Phrase():
                    self._phrase(node)
                case nodes.Reason(name):
                    self._reason(name)
                case nodes.Chart(title):
                    self._chart(self.format.charts[title])
                case nodes.LoopName():
                    name = FigureName("", self._line, "").line_label(self.format)
                    self._spans.append(Words(name))
                case nodes.LoopSlot(table, words):
                    self._print(self.figures.figure(self._loop_figure(table, words)))
                case nodes.Choice(branches):
                    self._choose(branches)
                case nodes.Repeat(table, group, body):
                    self._repeat(self.figures.lines(table, group), body)

    def _repeat(self, lines: Iterable[str], body: tuple[Node, ...]) -> None:
        """One turn for each line.

        A paragraph begun in a turn is named after the line and counted alike in every turn: its id
        does not depend on which other lines there are.
        """
        ordinal = self._ordinal
        for line in lines:
            if not self._spans and not self._withheld:
                self._ordinal = ordinal
            self._line = line
            self._write(body)
        self._line = ""

    def _word(self, name: str) -> str:
        words = {
            "年度": str(self.account.year),
            "上年度": str(self.account.year - 1),
            "单位": self.account.unit_name,
        }
        return words[name]

    def _loop_figure(self, table: str, words: tuple[str, ...]) -> FigureName:
        return resolve(self.format, (table, self._line, *words))

    def _choose(self, branches: tuple[nodes.Branch, ...]) -> None:
        for branch in branches:
            if branch.figure is None or self._holds(branch.predicate, branch.figure):
                self._write(branch.body)
                return

    def _holds(self, predicate: str, figure: FigureName) -> bool:
        return holds(predicate, figure, self.figures, self.format.style)

    def _print(self, figure: Figure) -> None:
        style, value = self.format.style, figure.value
        if isinstance(value, Contradicted):
            self._withheld.append(value)
        elif isinstance(value, Missing):
            self._spans.append(Gap(value.what, value.where))
        elif figure.amount is not None:
            self._spans.append(Printed(style.amount(figure.amount), figure))
        elif figure.ratio is not None:
            self._spans.append(Printed(style.rate(figure.ratio), figure))
        else:
            self._spans.append(Gap(f"{figure.label}（{value.reason}）"))  # type: ignore[union-attr]

    def _phrase(self, node: nodes.Phrase) -> None:
        figures = {measure: self.figures.figure(node.figure.of(measure)) for measure in MEASURES}
        for figure in figures.values():
            if isinstance(figure.value, Contradicted):
                self._withheld.append(figure.value)
                return
        patterns = self.format.wording[node.filter, node.variant]
        words = {"上年度": self._word("上年度"), "主语": node.subject}
        self._spans.extend(wording.compare(figures, patterns, self.format.style, words))

    def _reason(self, name: str) -> None:
        entry = self.account.supplement.get(name)
        lines = entry.text.splitlines() if entry else []
        text = "".join(line.strip() for line in lines).rstrip("。；;，, 　")
        text = _SAID_ALREADY.sub("", text)
        self._spans.extend(words_and_gaps(text) if text else (Gap(name, SUPPLEMENT_SHEET),))

    def _chart(self, chart: ChartDef) -> None:
        """A chart and its caption. All-zero charts are left out; a missing figure leaves a gap."""
        words = {"年度": self._word("年度"), "上年度": self._word("上年度")}
        points: list[ChartPoint] = []
        all_zero = True
        for point in chart.points:
            figure = self.figures.figure(resolve(self.format, point.figure.split(".")))
            if figure.amount is None:
                self._is_chart = True
                self._numbered += 1
                self._print(figure)
                return
            all_zero = all_zero and figure.amount.fen == 0
            category = point.category
            for slot, text in words.items():
                category = category.replace(f"{{{slot}}}", text)
            points.append(ChartPoint(category, figure, self.format.style.amount(figure.amount)))
        if all_zero:
            return
        self._is_chart = True
        self._numbered += 1
        spec = ChartSpec(
            self._numbered, chart.title, ChartKind(chart.kind), chart.series, tuple(points)
        )
        self.charts.append(spec)
        self._spans.append(Words(f"（{spec.caption}）"))

    def _close(self) -> None:
        """End a paragraph. One without any span (an if that did not hold) is not a paragraph."""
        spans, withheld = tuple(self._spans), tuple(dict.fromkeys(self._withheld))
        is_chart = self._is_chart
        self._spans, self._withheld, self._is_chart = [], [], False
        if not spans and not withheld:
            return
        place = f"{self._section}.{self._ordinal}" if self._ordinal else self._section
        id_ = f"{place}.{self._begun_at}" if self._begun_at else place
        kind = Kind.BODY if self._ordinal else Kind.HEADING
        kind = Kind.CHART if is_chart else kind
        state = State.TO_DRAW if is_chart else State.READY
        if withheld:
            why = "；".join(value.what for value in withheld)
            spans = (Words(f"〔暂不生成：{why}。请更正后重新生成〕"),)
            state = State.WITHHELD
        elif any(isinstance(span, Gap) for span in spans):
            state = State.GAP
        cells = tuple(dict.fromkeys(cell for value in withheld for cell in value.cells))
        self.paragraphs.append(Paragraph(id_, kind, spans, state, cells))
