"""说明: the sentences of Part Two as formulas over 分析, so that they follow the tables.

A paragraph stands as a value where it cannot be a formula: headings without anything that changes,
charts' captions, 名词解释, 附表, texts of several lines, and what was withheld or rewritten. Which
paragraphs there are, the last run decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlbudget.analysis.indicators import Figures
from xlbudget.books.formulas import marked
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Gap, Paragraph, State
from xlbudget.formats.model import Format, Kind
from xlbudget.formats.names import ACTUAL, BUDGET, FigureName
from xlbudget.formats.settings import SETTINGS, TRAITS, holding
from xlbudget.narrative import nodes, template
from xlbudget.narrative.nodes import Branch, Node
from xlbudget.narrative.predicates import holds
from xlbudget.narrative.reasons import as_clause, purpose_gap
from xlbudget.narrative.term_list import loop_name
from xlbudget.workbook import expressions
from xlbudget.workbook.analysed import LIVE_SECTIONS, AverageKey, PartKey, PhraseKey, named
from xlbudget.workbook.phrases import Phrases
from xlbudget.workbook.predicate_formulas import condition
from xlbudget.workbook.switches import switch, trait
from xlbudget.workbook.typed_words import typed, typed_reason

LONGEST = 8000
"""A formula of Excel has at most 8,192 characters."""


def live_paragraphs(phrases: Phrases, paragraphs: Mapping[str, Paragraph]) -> dict[str, str]:
    """The formulas of the paragraphs that can be formulas, by paragraph id."""
    results = phrases.analysis.results
    found: dict[str, str] = {}
    for section in results.format.sections:
        if not LIVE_SECTIONS.fullmatch(section.id):
            continue
        writer = _Writer(phrases, section.id)
        writer.write(template.parse(section, results.format))
        writer.close()
        for id_, expression in writer.found.items():
            paragraph = paragraphs.get(id_)
            if paragraph is None or paragraph.state in (State.WITHHELD, State.DRAWN):
                continue
            formula = marked(expression)
            if len(formula) <= LONGEST:
                found[id_] = formula
    return found


@dataclass(slots=True)
class _Writer:
    """Walks a section as `narrative.compose` does, and gathers expressions instead of spans."""

    phrases: Phrases
    section: str
    found: dict[str, str] = field(default_factory=dict)
    _parts: list[str] = field(default_factory=list)
    _live: bool = False
    _static: bool = False
    _ordinal: int = 0
    _line: str = ""
    _turn: int = 0
    _begun_at: str = ""
    _lead: str = ""

    def write(self, sequence: Iterable[Node]) -> None:
        """The nodes of a template, paragraph by paragraph."""
        for node in sequence:
            if not self._parts and not self._static:
                self._begun_at = self._line
            match node:
                case nodes.Break(ordinal):
                    self.close()
                    self._ordinal = ordinal
                case nodes.Choice(branches) if _breaks(node):
                    for branch in branches:
                        if branch.is_else or self._holds_now(branch):
                            self.write(branch.body)
                            break
                case nodes.Repeat(table, group, body):
                    self._repeat(table, group, body)
                case _:
                    self._add(node)

    def _repeat(self, table: str, group: str, body: tuple[Node, ...]) -> None:
        ordinal = self._ordinal
        for turn, line in enumerate(self._figures.lines(table, group), 1):
            if not self._parts and not self._static:
                self._ordinal = ordinal
            self._line, self._turn = line, turn
            self.write(body)
        self._line, self._turn = "", 0

    @property
    def _figures(self) -> Figures:
        return self.phrases.analysis.figures

    def close(self) -> None:
        """End a paragraph; one without anything live stays a value."""
        parts, live, static = self._parts, self._live, self._static
        self._lead = ""
        self._parts, self._live, self._static = [], False, False
        if not parts or static or not live:
            return
        place = f"{self.section}.{self._ordinal}" if self._ordinal else self.section
        self.found[f"{place}.{self._begun_at}" if self._begun_at else place] = "&".join(parts)

    def _add(self, node: Node) -> None:
        expression = self._expression(node)
        if expression is None:
            self._static = True
        else:
            self._parts.append(expression)

    def _expression(self, node: Node) -> str | None:
        """A node as a text expression; None where it cannot be one."""
        lead, self._lead = self._lead, " "
        match node:
            case nodes.Literal(text):
                self._lead = text
                return expressions.quoted(text)
            case nodes.Word(word):
                return self._word(word)
            case nodes.BudgetBase(trait):
                self._live = True
                return self.phrases.base(trait)
            case nodes.Slot(reference):
                self._live = True
                return self._printed(named(reference, self._line, self._format))
            case nodes.Phrase(reference, filter_, variant, subject):
                self._live = True
                figure = named(reference, self._line, self._format).of(ACTUAL)
                return self._outside(self.phrases.at(PhraseKey(figure, filter_, variant, subject)))
            case nodes.Structure(composition, filter_, variant):
                self._live = True
                return self._outside(self.phrases.at(PartKey(composition, filter_, variant, 0)))
            case nodes.Average(name):
                self._live = True
                return self._outside(self.phrases.at(AverageKey(name)))
            case nodes.Reason(name) | nodes.Filled(name):
                return self._typed(node, name, lead)
            case nodes.Purpose(reference):
                return self._used(named(reference, self._line, self._format), lead)
            case nodes.LoopName(part):
                account = self.phrases.analysis.results.account
                name = loop_name(part, self._line, account, self._format)
                return expressions.quoted(name)
            case nodes.LoopNumber():
                return expressions.quoted(str(self._turn))
            case nodes.Choice(branches):
                return self._choice(branches)
            case _:
                return None

    @property
    def _format(self) -> Format:
        return self.phrases.analysis.results.format

    def _printed(self, figure: FigureName) -> str:
        """What the text prints of a figure: a cell of 分析, or of a budget its number in words."""
        analysis = self.phrases.analysis
        if figure.measure == BUDGET:
            return analysis.budget_text(figure)
        return self._outside(analysis.text_at(figure))

    def _used(self, figure: FigureName, lead: str) -> str:
        """What a line's money was used for, as typed into 预算数, or the gap."""
        self._live = True
        account, line = self.phrases.analysis.results.account, (figure.table, figure.line)
        entry, source = account.purposes.get(line), account.purpose_cells.get(line)
        text, gap = entry.text if entry else "", purpose_gap(figure, self._format).text
        return typed(source, text, as_clause(text, Gap(""), lead) if text.strip() else (), gap)

    def _outside(self, cell: str) -> str:
        return self.phrases.analysis.from_outside(cell)

    def _word(self, name: str) -> str:
        analysis = self.phrases.analysis
        account = analysis.results.account
        if name == "年度":
            self._live = True
            return analysis.outside.year
        if name == "上年度":
            self._live = True
            return analysis.outside.prior_year
        if name == "单位":
            source = account.unit_name_source
            return expressions.quoted(account.unit_name) if source is None else self._read(source)
        if name in TRAITS:
            return self._trait(name)
        return expressions.quoted(self._format.words.get(name, ""))

    def _read(self, source: Source) -> str:
        self._live = True
        return f"TRIM({expressions.reference(source)})"

    def _trait(self, name: str) -> str:
        """What 首页 says of a label, where a blank means what the format says."""
        results = self.phrases.analysis.results
        if name in SETTINGS:
            self._live = True
            return switch(results, name)
        self._live |= name in results.account.setting_cells
        return trait(results, name)

    def _typed(self, node: Node, name: str, lead: str) -> str | None:
        """What a person typed into 补充资料, or the gap."""
        account = self.phrases.analysis.results.account
        entry, source = account.supplement.get(name), account.supplement_cells.get(name)
        default = self._format.supplement[name].default
        text = entry.text if entry else default
        gap = f"〔请填写：{name}〕"
        if isinstance(node, nodes.Reason):
            self._live = True
            return typed_reason(None if default else source, text, gap)
        if lead and self._format.supplement[name].kind is Kind.TEXT:
            self._live = True
            said = as_clause(text, Gap(""), lead) if text.strip() else ()
            return typed(None if default else source, text, said, gap)
        if len(text.splitlines()) > 1 or source is None or default:
            return None if len(text.splitlines()) > 1 else expressions.quoted(text or gap)
        self._live = True
        at = f"TRIM({expressions.reference(source)})"
        return f'IF({at}="",{expressions.quoted(gap)},{at})'

    def _choice(self, branches: tuple[Branch, ...]) -> str | None:
        """An if inside a paragraph, as IFs on the same cells."""
        expression = '""'
        for branch in reversed(branches):
            body = self._body(branch.body)
            if body is None:
                return None
            if branch.is_else:
                expression = body
            else:
                expression = f"IF({self._condition(branch)},{body},{expression})"
        self._live = True
        return expression

    def _body(self, body: tuple[Node, ...]) -> str | None:
        parts = [self._expression(node) for node in body]
        if any(part is None for part in parts):
            return None
        return "&".join(part for part in parts if part is not None) or '""'

    def _condition(self, branch: Branch) -> str:
        if branch.figure is None:
            return f"{self._trait(branch.trait)}={expressions.quoted(branch.predicate)}"
        analysis = self.phrases.analysis
        name = named(branch.figure, self._line, self._format).of(ACTUAL)
        cells = analysis.cells(name)
        now, then, budget = map(self._outside, (cells.now, cells.then, cells.budget))
        return condition(branch.predicate, now, then, budget, analysis.outside)

    def _holds_now(self, branch: Branch) -> bool:
        if branch.figure is None:
            return holding(self._format, branch.trait) == branch.predicate
        name = named(branch.figure, self._line, self._format)
        return holds(branch.predicate, name, self._figures, self._format.style)


def _breaks(node: Node) -> bool:
    """Whether a node holds the end of a paragraph."""
    return any(isinstance(each, nodes.Break) for each in nodes.walk((node,)))
