"""Templates and figures to paragraphs whose spans know their figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from xlbudget.domain.account import SUPPLEMENT_SHEET, FinalAccount
from xlbudget.domain.charts import ChartSpec
from xlbudget.domain.codes import parents
from xlbudget.domain.figures import Contradicted
from xlbudget.domain.numerals import ordinal
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Gap, Paragraph, Span, State, Words, words_and_gaps
from xlbudget.formats.model import AVERAGES, VALUE, Format, Language
from xlbudget.formats.model import Kind as FieldKind
from xlbudget.formats.names import COMPARED, COMPLETED, FigureName
from xlbudget.formats.said_names import SaidNames, said_names
from xlbudget.formats.settings import base_words, holding
from xlbudget.narrative import nodes, template, wording
from xlbudget.narrative.charting import chart_spec, missing_figure
from xlbudget.narrative.footing import unfounded
from xlbudget.narrative.lists import listed
from xlbudget.narrative.nodes import Node, Reference
from xlbudget.narrative.paragraphs import Paragraphs, is_missed
from xlbudget.narrative.predicates import holds
from xlbudget.narrative.reasons import as_clause, as_reason, budget_reason_gap, purpose_gap
from xlbudget.narrative.sources import FigureSource
from xlbudget.narrative.term_list import explained_terms, loop_name


@dataclass(frozen=True, slots=True)
class Narrative:
    """The text of all sections, and the charts it places."""

    paragraphs: tuple[Paragraph, ...]
    charts: tuple[ChartSpec, ...]


def compose(account: FinalAccount, resolved: Format, figures: FigureSource) -> Narrative:
    """All sections of the format for one account.

    名词解释 is written after the texts whose words it explains; titles of tables need none.
    """
    writer = _Writer(account, resolved, figures, said_names(resolved))
    written: dict[str, list[Paragraph]] = {section.id: [] for section in resolved.sections}
    for id_, sequence in _in_turn(Language(resolved)):
        begin = len(writer.text.finished)
        writer.section(id_, sequence)
        written[id_] = writer.text.finished[begin:]
    paragraphs = tuple(paragraph for each in written.values() for paragraph in each)
    return Narrative(paragraphs, tuple(writer.charts))


@lru_cache(maxsize=32)
def _in_turn(held: Language) -> Sequence[tuple[str, tuple[Node, ...]]]:
    """The sections with their nodes, in the order in which they are written."""
    resolved = held.format
    parsed = [(section.id, template.parse(section, resolved)) for section in resolved.sections]
    return tuple(sorted(parsed, key=lambda section: _turn(section[1])))


def _turn(sequence: Iterable[Node]) -> int:
    kinds = {type(node) for node in nodes.walk(sequence)}
    return 2 if nodes.Annexes in kinds else int(nodes.Terms in kinds)


@dataclass(slots=True)
class _Writer:
    account: FinalAccount
    format: Format
    figures: FigureSource
    names: SaidNames
    text: Paragraphs = field(default_factory=Paragraphs)
    charts: list[ChartSpec] = field(default_factory=list)
    _line: str = ""
    _turn: int = 0
    _numbered: int = 0
    _codes: list[str] = field(default_factory=list)

    def section(self, id_: str, written: tuple[Node, ...]) -> None:
        """Write one section."""
        self.text.section, self.text.ordinal = id_, 0
        self._write(written)
        self.text.close()

    def _write(self, sequence: Iterable[Node]) -> None:
        text = self.text
        for node in sequence:
            if not text.spans and not text.withheld:
                text.begun_at = self._line
            _WRITE[type(node)](self, node)

    def _words(self, text: str) -> None:
        self.text.spans.append(Words(text))

    def _break(self, ordinal: int) -> None:
        self.text.close()
        self.text.ordinal = ordinal

    def _slot(self, reference: Reference) -> None:
        self.text.put(self.figures.figure(self._name(reference)), self.format.style)

    def _average(self, name: str) -> None:
        figure = self.figures.figure(FigureName(AVERAGES, name, VALUE))
        self.text.put(figure, self.format.style, self.format.averages[name].unit)

    def _repeat(self, lines: Iterable[str], body: tuple[Node, ...]) -> None:
        """One turn for each line.

        A paragraph begun in a turn is named after the line and counted alike in every turn: its id
        does not depend on which other lines there are.
        """
        ordinal = self.text.ordinal
        for turn, line in enumerate(lines, 1):
            if not self.text.is_begun:
                self.text.ordinal = ordinal
            self._line, self._turn = line, turn
            self._write(body)
        self._line, self._turn = "", 0

    def _word(self, name: str) -> str:
        words = {
            "年度": str(self.account.year),
            "上年度": str(self.account.year - 1),
            "单位": self.account.unit_name,
        }
        return words.get(name) or self.format.traits.get(name) or self.format.words.get(name, "")

    def _name(self, reference: Reference) -> FigureName:
        if isinstance(reference, FigureName):
            return reference
        return self.names.resolved((reference.table, self._line, *reference.words))

    def _loop_name(self, part: str) -> str:
        """The line's name, or that of the 类 or 款 above it; an item is thereby cited."""
        own = part == "名称"
        if own and parents(self._line) and self._line not in self._codes:
            self._codes.append(self._line)
        return loop_name(part, self._line, self.account, self.format)

    def _choose(self, branches: tuple[nodes.Branch, ...]) -> None:
        for branch in branches:
            if branch.is_else or self._holds(branch):
                self._write(branch.body)
                return

    def _holds(self, branch: nodes.Branch) -> bool:
        if branch.figure is None:
            return holding(self.format, branch.trait) == branch.predicate
        name = self._name(branch.figure)
        return holds(branch.predicate, name, self.figures, self.format.style)

    def _phrase(self, node: nodes.Phrase) -> None:
        name = self._name(node.figure)
        measures = COMPARED if node.filter == "比上年" else COMPLETED
        figures = {measure: self.figures.figure(name.of(measure)) for measure in measures}
        for figure in figures.values():
            if isinstance(figure.value, Contradicted):
                self.text.withheld.append(figure.value)
                return
        patterns, style = self.format.wording[node.filter, node.variant], self.format.style
        if node.filter == "比上年":
            words = {word: self._word(word) for word in ("年度", "上年度", "单位")}
            words["主语"] = node.subject
            self.text.spans.extend(wording.compare(figures, patterns, style, words))
        else:
            base = self.format.traits.get(self.format.tables[name.table].budget, "")
            reason = self._budget_reason(name)
            said = wording.complete(figures, patterns, style, base_words(base), reason)
            self.text.spans.extend(said)

    def _budget_reason(self, name: FigureName) -> tuple[Span, ...]:
        entry = self.account.budget_reasons.get((name.table, name.line))
        cell = self.account.budget_reason_cells.get((name.table, name.line))
        return as_reason(entry.text if entry else "", budget_reason_gap(name, self.format, cell))

    def _purpose(self, name: FigureName) -> None:
        """What a line's money was used for, as a clause behind the words before it."""
        entry = self.account.purposes.get((name.table, name.line))
        gap = purpose_gap(
            name, self.format, self.account.purpose_cells.get((name.table, name.line))
        )
        self.text.spans.extend(as_clause(entry.text if entry else "", gap, self.text.lead))

    def _gap(self, name: str) -> Gap:
        return Gap(name, SUPPLEMENT_SHEET, self.account.supplement_cells.get(name))

    def _reason(self, name: str) -> tuple[Span, ...]:
        entry = self.account.supplement.get(name)
        text = entry.text if entry else self.format.supplement[name].default
        return as_reason(text, self._gap(name))

    def _filled(self, name: str) -> None:
        """A person's text: inside a sentence as a clause, else a paragraph for each line."""
        entry, known = self.account.supplement.get(name), self.format.supplement[name]
        text = entry.text if entry else known.default
        if self.text.spans and known.kind is FieldKind.TEXT:
            self.text.spans.extend(as_clause(text, self._gap(name), self.text.lead))
            return
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if not lines:
            self.text.spans.append(self._gap(name))
        for number, line in enumerate(lines, 1):
            if number > 1:
                self.text.close()
                self.text.begun_at = f"续{number}"
            self.text.spans.extend(words_and_gaps(line))

    def _terms(self) -> None:
        """One paragraph for each term that the text uses, numbered."""
        text = "\n".join(paragraph.text for paragraph in self.text.finished)
        explained = explained_terms(text, self._codes, self.account, self.format)
        for number, term in enumerate(explained, 1):
            self.text.close()
            self.text.begun_at, self.text.state = term.key, term.state
            self.text.spans += [Words(f"{number}."), *term.spans]

    def _annexes(self) -> None:
        """The title of each table; what is said below one that is left empty.

        A workbook in which nothing is filled in yet says nothing, nor does a table of which the
        text misses an amount: that it is blank does not mean that there is none.
        """
        begun = self.account.has_begun(self.format.tables)
        for number, table in enumerate(self.format.tables.values(), 1):
            self.text.close()
            self.text.begun_at = table.number
            self.text.spans.append(Words(f"{ordinal(number)}、{table.title}"))
            statement = self.account.statements.get(table.name)
            empty = statement is not None and not statement.has_amounts
            told = begun and empty and table.name not in self.account.unfilled
            year = self.account.year
            if told and table.empty_note and not is_missed(self.text.finished, table.title, year):
                self.text.close()
                self.text.begun_at = f"{table.number}.空表"
                self.text.spans.append(Words(f"注：{table.empty_note}"))

    def _chart(self, title: str) -> None:
        """A chart's caption. All-zero charts are left out; a missing figure leaves a gap; one whose
        parts do not add up to their whole is withheld.
        """
        chart = self.format.charts[title]
        missing = missing_figure(chart, self.format, self.figures)
        if missing is not None:
            self.text.state = State.DRAWN
            self._numbered += 1
            self.text.put(missing, self.format.style)
            return
        kept_back = bool(self.account.withheld)
        wrong = unfounded(chart, self.format, self.figures, open_below=kept_back)
        if wrong is not None:
            self.text.state = State.DRAWN
            self._numbered += 1
            self.text.withheld.append(wrong)
            return
        years = {"年度": self._word("年度"), "上年度": self._word("上年度")}
        spec = chart_spec(chart, self._numbered + 1, self.format, self.figures, years)
        if spec is not None:
            self.text.state = State.DRAWN
            self._numbered += 1
            self.charts.append(spec)
            self.text.spans.append(Words(f"（{spec.caption}）"))


_WRITE: dict[type[Node], Callable[[_Writer, Any], None]] = {
    nodes.Literal: lambda self, node: self._words(node.text),
    nodes.Break: lambda self, node: self._break(node.ordinal),
    nodes.Word: lambda self, node: self._words(self._word(node.name)),
    nodes.BudgetBase: lambda self, node: self._words(base_words(self.format.traits[node.trait])),
    nodes.Slot: lambda self, node: self._slot(node.figure),
    nodes.Phrase: lambda self, node: self._phrase(node),
    nodes.Structure: lambda self, node: self.text.spans.extend(
        listed(node, self.format, self.figures)
    ),
    nodes.Average: lambda self, node: self._average(node.name),
    nodes.Reason: lambda self, node: self.text.spans.extend(self._reason(node.field)),
    nodes.Filled: lambda self, node: self._filled(node.field),
    nodes.Purpose: lambda self, node: self._purpose(self._name(node.figure)),
    nodes.Terms: lambda self, _: self._terms(),
    nodes.Annexes: lambda self, _: self._annexes(),
    nodes.Chart: lambda self, node: self._chart(node.title),
    nodes.LoopName: lambda self, node: self._words(self._loop_name(node.part)),
    nodes.LoopNumber: lambda self, _: self._words(str(self._turn)),
    nodes.Choice: lambda self, node: self._choose(node.branches),
    nodes.Repeat: lambda self, node: self._repeat(
        self.figures.lines(node.table, node.group), node.body
    ),
}
"""How each node is written."""
