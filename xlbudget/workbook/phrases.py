"""短语 on 分析: comparisons, completion and lists as texts, put together by formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlbudget.books.formulas import marked
from xlbudget.books.port import CellWrite, column_letters
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.figures import Contradicted
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Span
from xlbudget.formats.names import (
    BUDGET,
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    COMPARED,
    COMPLETED,
    PRIOR_ACTUAL,
)
from xlbudget.formats.settings import TRAITS, base_words
from xlbudget.narrative import wording
from xlbudget.narrative.reasons import as_reason, budget_reason_gap
from xlbudget.workbook import expressions
from xlbudget.workbook.analysed import (
    OFF_BUDGET,
    OFF_BUDGET_PARTS,
    OFF_BUDGET_REASON,
    OFF_BUDGET_ROWS,
    AverageKey,
    Key,
    PhraseKey,
    phrase_labels,
)
from xlbudget.workbook.analysis_sheet import AnalysisSheet
from xlbudget.workbook.average_text import average_text
from xlbudget.workbook.list_phrases import ListPhrases
from xlbudget.workbook.switches import trait
from xlbudget.workbook.texts import Row
from xlbudget.workbook.typed_words import typed_reason


@dataclass(slots=True)
class Phrases:
    """The second list of 分析: a label and a text in each row."""

    analysis: AnalysisSheet
    columns: Mapping[str, int]
    rows_of: dict[Key, int] = field(init=False)

    def __post_init__(self) -> None:
        keys = self.analysis.found.phrases
        self.rows_of = {key: self.analysis.first_row + at for at, key in enumerate(keys)}

    def at(self, key: Key) -> str:
        """The cell of a phrase, on 分析 itself."""
        return f"{column_letters(self.columns['文字'])}{self.rows_of[key]}"

    def rows(self) -> Iterator[Row]:
        """Label and text of each phrase."""
        found, resolved = self.analysis.found, self.analysis.results.format
        lists = ListPhrases(self.analysis, self.at)
        for key, label in zip(found.phrases, phrase_labels(found, resolved), strict=True):
            if isinstance(key, PhraseKey):
                value, formula = self._phrase(key)
            elif isinstance(key, AverageKey):
                value, formula = average_text(self.analysis, key.name)
            else:
                value, formula = lists.part(key)
            yield CellWrite(label), CellWrite(value, marked(formula))

    def _phrase(self, key: PhraseKey) -> tuple[str, str]:
        if key.filter == OFF_BUDGET:
            is_reason = key.variant == OFF_BUDGET_REASON
            return self._off_budget_reason(key) if is_reason else self._off_budget(key)
        return self._comparison(key) if key.filter == "比上年" else self._completion(key)

    def _off_budget(self, key: PhraseKey) -> tuple[str, str]:
        """How far a line is off its budget, as an amount or as a rate, without its sign."""
        cells, places = self.analysis.cells(key.figure), self.analysis.switches.rate_places
        now, budget = cells.now, cells.budget
        given = f"AND(ISNUMBER({now}),ISNUMBER({budget}))"
        texts, off = self.analysis.texts, f"ROUND({now}-{budget},6)"
        if key.variant == OFF_BUDGET_PARTS["预算增减额"]:
            figure = self.analysis.figures.figure(key.figure.of(BUDGET_CHANGE))
            value = texts.change(figure, "").value
            formula = texts.change_formula(f'IF({given},{off},"")')
        else:
            figure = self.analysis.figures.figure(key.figure.of(BUDGET_CHANGE_RATE))
            rate = f'IF({budget}>0,ROUND({off}/{budget}*100,{places}),"")'
            value = texts.rate(figure, "").value
            formula = texts.rate_formula(f'IF({given},{rate},"")')
        return str(value or ""), formula

    def _reason(self, key: PhraseKey) -> tuple[Span, ...]:
        """Why a line is off its budget, as the sentence takes it."""
        entry = self._account.budget_reasons.get((key.figure.table, key.figure.line))
        gap = budget_reason_gap(key.figure, self.analysis.results.format)
        return as_reason(entry.text if entry else "", gap)

    def _off_budget_reason(self, key: PhraseKey) -> tuple[str, str]:
        """The row of that reason, which the phrase needs in several of its cases."""
        line = (key.figure.table, key.figure.line)
        entry, source = (
            self._account.budget_reasons.get(line),
            self._account.budget_reason_cells.get(line),
        )
        gap = budget_reason_gap(key.figure, self.analysis.results.format)
        formula = typed_reason(source, entry.text if entry else "", gap.text)
        return _text(self._reason(key)), formula

    @property
    def _account(self) -> FinalAccount:
        return self.analysis.results.account

    def _gap(self, key: PhraseKey, other: str, there: str) -> str:
        """The gap of a phrase: of the other amount where that is missing, else of this year's."""
        cells = self.analysis.cells(key.figure)
        others = cells.then_text
        if other == BUDGET:
            others = expressions.quoted(self.analysis.gap(key.figure.of(BUDGET)))
        return f"IF(ISNUMBER({there}),{cells.now_text},{others})"

    def _comparison(self, key: PhraseKey) -> tuple[str, str]:
        results = self.analysis.results
        style, patterns = results.format.style, results.format.wording[key.filter, key.variant]
        cells = self.analysis.cells(key.figure)
        figures = {m: self.analysis.figures.figure(key.figure.of(m)) for m in COMPARED}
        words = {
            "年度": str(results.account.year),
            "上年度": str(results.account.year - 1),
            "单位": results.account.unit_name,
            "主语": key.subject,
        }
        contradicted = any(isinstance(f.value, Contradicted) for f in figures.values())
        spans = () if contradicted else wording.compare(figures, patterns, style, words)
        slots = {
            "年度": self.analysis.switches.year,
            "上年度": self.analysis.switches.prior_year,
            "单位": self.analysis.unit_name(),
            "主语": expressions.quoted(key.subject),
            "缺口": self._gap(key, PRIOR_ACTUAL, cells.then),
        }
        is_new = results.format.is_new_unit
        if is_new:
            slots["缺口"] = expressions.quoted(self.analysis.gap(key.figure))
        formula = expressions.comparison(
            cells, patterns, self.analysis.switches, slots, is_new=is_new
        )
        return _text(spans) if spans else self._contradicted(key), formula

    def _contradicted(self, key: PhraseKey) -> str:
        """What the formula gives where the two totals differ: the text is withheld anyway."""
        patterns = self.analysis.results.format.wording[key.filter, key.variant]
        then = self.analysis.figures.figure(key.figure.of(PRIOR_ACTUAL))
        gap = self.analysis.gap(
            key.figure if then.amount is not None else key.figure.of(PRIOR_ACTUAL)
        )
        words = {
            "{上年度}": str(self.analysis.results.account.year - 1),
            "{主语}": key.subject,
            "{缺口}": gap,
        }
        said = patterns["missing"]
        for slot, word in words.items():
            said = said.replace(slot, word)
        return said

    def _completion(self, key: PhraseKey) -> tuple[str, str]:
        results = self.analysis.results
        resolved = results.format
        patterns = resolved.wording[key.filter, key.variant]
        figures = {m: self.analysis.figures.figure(key.figure.of(m)) for m in COMPLETED}
        label = resolved.tables[key.figure.table].budget
        base = base_words(resolved.traits.get(label, ""))
        reason = self._reason(key)
        spans = wording.complete(figures, patterns, resolved.style, base, reason)
        cells = self.analysis.cells(key.figure)
        slots = {
            "预算口径": self.base(label),
            "缺口": self._gap(key, BUDGET, cells.budget),
        }
        for slot, part in OFF_BUDGET_ROWS.items():
            row = PhraseKey(key.figure, OFF_BUDGET, part, "")
            slots |= {slot: self.at(row)} if row in self.rows_of else {}
        formula = expressions.completion(cells, patterns, self.analysis.switches, slots)
        return _text(spans), formula

    def base(self, label: str) -> str:
        """年初预算 or 全年预算, as 首页 says."""
        results = self.analysis.results
        if label not in TRAITS or label not in results.account.setting_cells:
            return expressions.quoted(base_words(results.format.traits.get(label, "")))
        return f'SUBSTITUTE({trait(results, label)},"数","")'


def _text(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)
