"""The words of the checks of tables: cells with their amounts, both sides, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from xlbudget.checks.causes import Cause, Suspect
from xlbudget.checks.outcomes import Addend, Outcome
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.statements import Line
from xlbudget.formats.identity_model import ROW, Term
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName
from xlbudget.reading.labels import row_label

_FEW = 6
"""So many cells are named one by one; of more, only the addresses."""

_FULL_WIDTH = str.maketrans("()", "（）")

_LEFT_OUT = "漏填了"
_FEW_BLANKS = 2
"""So many blank cells are named; of more, only how many."""


class Words:
    """Names and amounts as an account's tables print them, each in its own table's unit."""

    def __init__(self, account: FinalAccount, resolved: Format) -> None:
        self._account, self._format = account, resolved
        self._units = {known.sheet: known.unit for known in account.statements.values()}

    @cached_property
    def _labels(self) -> Counter[tuple[str, str]]:
        """How often each label stands on each sheet."""
        return Counter(
            (known.sheet, row_label(line.label))
            for known in self._account.statements.values()
            for line in known.lines
        )

    def unit(self, outcome: Outcome) -> Unit:
        """The unit of the table that an identity belongs to; 万元 for last year's amounts."""
        term = outcome.identity.left
        found = None if term.prior else self._account.statements.get(term.table)
        return found.unit if found else self._format.style.unit

    def _unit_of(self, addend: Addend) -> Unit:
        """The unit of the sheet that a cell stands on; 万元 on our own sheets."""
        return self._units.get(addend.cell.source.sheet, self._format.style.unit)

    def money(self, outcome: Outcome, fen: int) -> str:
        """A sum in the unit of an identity."""
        return Amount(fen).exact_text(self.unit(outcome))

    def difference(self, outcome: Outcome) -> str:
        """By how much an identity is off."""
        return self.money(outcome, abs(outcome.difference))

    def formula(self, outcome: Outcome) -> str:
        """The right side in numbers."""
        unit = self.unit(outcome)
        return (
            _signed(
                (addend.sign, addend.amount.exact_text(unit).removesuffix(unit.value))
                for addend in outcome.right
                if addend.cell.amount is not None
            )
            or "0"
        )

    def absent(self, outcome: Outcome) -> str:
        """The rows or columns that an identity names and the table lacks."""
        if not outcome.absent:
            return ""
        lacking = "、".join(self._lacking(term, outcome.row) for term in outcome.absent)
        return f"表中没有{lacking}，按0计"

    def failure(self, outcome: Outcome) -> str:
        """What is wrong: both sides with their cells, and by how much they are off."""
        text = f"{outcome.identity.title}：{self._sides(outcome)}"
        if outcome.identity.right:
            text += f"，相差{self.difference(outcome)}"
            if outcome.slack:
                text += f"（四舍五入允许{self.money(outcome, outcome.slack // 2)}）"
            if outcome.identity.equal_without and outcome.relation == "=":
                text += f"；没有{outcome.identity.equal_without[0]}，两边应相等"
        absent = self.absent(outcome)
        return f"{text}。{absent}。" if absent else f"{text}。"

    def advice(self, cause: Cause) -> str:
        """What to do about it."""
        suspect = cause.suspect
        if suspect:
            about = "" if suspect.exact else "约"
            also = "以下各处也都" if len(cause.failures) > 1 else "此处便"
            return (
                f"只要把{self._name(suspect.addend)}（{suspect.addend.cell.source}）从"
                f"{self._amount(suspect.addend)}改为{about}{self._should_be(suspect)}，"
                f"{also}相符，请先核对它。"
            )
        if cause.suspects:
            return self._one_of(cause.suspects, _home(cause.failures[0]))
        if not cause.failures[0].identity.right:
            return "请核对这一格，以及算出它的各数。"
        return "单改其中任何一格都不能使各处相符，可能不止一格有错，请逐一核对。"

    def _one_of(self, suspects: Sequence[Suspect], home: str) -> str:
        filled = [suspect for suspect in suspects if suspect.addend.cell.amount is not None]
        blank = [suspect for suspect in suspects if suspect.addend.cell.amount is None]
        unlikely = [suspect for suspect in filled if _turns_negative(suspect)]
        guesses = [
            *self._guesses([each for each in filled if each not in unlikely], "应为", home),
            *self._guesses(blank, _LEFT_OUT, home),
            *self._guesses(unlikely, "应为", home),
        ]
        return f"分不出错在哪一格：可能是{'，也可能是'.join(guesses)}。请对照账表逐一核对。"

    def _guesses(self, suspects: Sequence[Suspect], verb: str, home: str) -> list[str]:
        if len(suspects) <= (_FEW_BLANKS if verb == _LEFT_OUT else _FEW):
            return [
                f"{self._name(suspect.addend)}（{_place(suspect.addend, home)}）{verb}"
                f"{'' if suspect.exact else '约'}{self._should_be(suspect)}"
                for suspect in suspects
            ]
        if verb == _LEFT_OUT:
            return [f"空着的 {len(suspects)} 格中漏填了一格"]
        cells = "、".join(_place(suspect.addend, home) for suspect in suspects)
        return [f"{cells} 这 {len(suspects)} 格中的一格"]

    def _sides(self, outcome: Outcome) -> str:
        left = "、".join(self._told(addend) for addend in outcome.left)
        left = left or f"“{self._line(outcome.identity.left, outcome.row)}”按0计"
        if not outcome.identity.right:
            return f"{left}，不应小于0"
        filled = [addend for addend in outcome.right if addend.cell.amount is not None]
        sum_ = self.money(outcome, sum(addend.sign * addend.amount.fen for addend in filled))
        but = "应不小于" if outcome.relation == ">=" else "而"
        home = _home(outcome)
        row = outcome.left[0].line if outcome.left else None
        if len(outcome.right) == 1 and outcome.right[0].sign == 1:
            return f"{left}，{but}{self._told(outcome.right[0], home, row)}"
        if not filled:
            return f"{left}，{but}{'0' if outcome.relation == '>=' else '其余各格都没有填数'}"
        if len(filled) == 1 and filled[0].sign == 1:
            return f"{left}，{but}{self._told(filled[0], home, row)}"
        if len(filled) <= _FEW:
            terms = _signed((addend.sign, self._told(addend, home, row)) for addend in filled)
            return f"{left}，{but}{terms} = {sum_}"
        cells = "、".join(_place(addend, home) for addend in filled)
        return f"{left}，{but}其余 {len(filled)} 格（{cells}）合计{sum_}"

    def _told(self, addend: Addend, home: str = "", row: Line | None = None) -> str:
        """A cell with its name, amount and place; in the row just told, its column is enough."""
        in_row = addend.line is row and len(addend.line.cells) > 1
        name = self._column(addend) if in_row else self._name(addend)
        return f"{name}{self._amount(addend)}（{_place(addend, home)}）"

    def _column(self, addend: Addend) -> str:
        return FigureName("", "", addend.column).column_label(self._format)

    def _name(self, addend: Addend) -> str:
        """The line as printed, in our words where two rows print the same; and the column, where
        the row has several.
        """
        name = addend.line.name
        word = row_label(addend.line.label)
        ours = FigureName("", name, "").line_label(self._format)
        if self._labels[addend.cell.source.sheet, word] > 1 and ours != name:
            word = f"{name}{word}" if name.isdecimal() else ours
        word = word.translate(_FULL_WIDTH)
        column = self._column(addend)
        if len(addend.line.cells) == 1 or word.endswith(column):
            return word
        return f"{word}·{column}"

    def _line(self, term: Term, row: str) -> str:
        return FigureName("", _name(term, row), "").line_label(self._format)

    def _lacking(self, term: Term, row: str) -> str:
        """A row that is not there, or a column that is not there."""
        if self._account.statements[term.table].line(_name(term, row)) is None:
            return f"“{self._line(term, row)}”这一行"
        return f"“{FigureName('', '', term.column).column_label(self._format)}”这一列"

    def _amount(self, addend: Addend) -> str:
        if addend.cell.amount is None:
            return addend.cell.holds.value
        return addend.cell.amount.exact_text(self._unit_of(addend))

    def _should_be(self, suspect: Suspect) -> str:
        return suspect.should_be.exact_text(self._unit_of(suspect.addend))


def _name(term: Term, row: str) -> str:
    """The line that a term names, in a run for one line of a group."""
    return row if term.line == ROW else term.line


def _turns_negative(suspect: Suspect) -> bool:
    """Whether the cell would have to become negative, which few amounts are."""
    return suspect.should_be.fen < 0 <= suspect.addend.amount.fen


def _home(outcome: Outcome) -> str:
    """The sheet that a sentence is about."""
    return outcome.left[0].cell.source.sheet if outcome.left else ""


def _place(addend: Addend, home: str) -> str:
    """A cell's place; on the sheet that the sentence is about, the address alone."""
    source = addend.cell.source
    return source.cell if source.sheet == home else str(source)


def _signed(terms: Iterable[tuple[int, str]]) -> str:
    """Terms joined by their signs.

    >>> _signed([(1, "5"), (-1, "2")]), _signed([(-1, "2")])
    ('5 − 2', '−2')
    """
    text = ""
    for sign, term in terms:
        mark = "−" if sign < 0 else "+"
        text += f" {mark} {term}" if text else ("−" if sign < 0 else "") + term
    return text
