"""What a run produced: account, figures, paragraphs, charts, findings, ledger. Pure data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlbudget.analysis.drivers import Drivers
from xlbudget.analysis.indicators import Figures
from xlbudget.analysis.performance import Performance
from xlbudget.checks.ledger import Ledger
from xlbudget.checks.outcomes import Outcome
from xlbudget.checks.own_text import GAP
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.charts import ChartSpec
from xlbudget.domain.figures import Figure
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Paragraph, State
from xlbudget.formats.model import Format
from xlbudget.results.printed_tables import PrintedTable


@dataclass(frozen=True, slots=True)
class Results:
    """The outcome of one run for one unit and year."""

    account: FinalAccount
    format: Format
    figures: tuple[Figure, ...]
    paragraphs: tuple[Paragraph, ...]
    charts: tuple[ChartSpec, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger
    generated: Mapping[str, Paragraph] = field(default_factory=dict)
    """Our own version of every paragraph by id, also of those that a person rewrote."""
    drivers: Mapping[str, Drivers] = field(default_factory=dict)
    """The items that moved the total which a reason of 补充资料 explains, by field."""
    outcomes: Sequence[Outcome] = ()
    """The identities that hold once as they came out, for the live formulas of 校验."""
    performance: Performance = field(default_factory=Performance)
    """绩效: the projects, computed."""
    source: Figures | None = field(default=None, repr=False, compare=False)
    """Where figures come from that the text did not ask for (`all_figures`)."""
    printed: dict[str, PrintedTable] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """The public tables by name, as far as `official_tables` has laid them out already."""

    def all_figures(self) -> Figures:
        """Any figure of the account: those of the text as they were computed, others when asked."""
        return self.source or Figures(self.account, self.format)

    def count(self, level: Level) -> int:
        """Findings of a level; gaps are counted apart."""
        return sum(finding.level is level and finding.check != GAP for finding in self.findings)

    @property
    def gaps(self) -> int:
        """How many gaps a person must still fill."""
        return sum(finding.check == GAP for finding in self.findings)

    @property
    def publishable(self) -> bool:
        """No error and no gap."""
        return not self.gaps and not self.count(Level.ERROR)

    def narrative(self) -> str:
        """The explanatory text, one paragraph a line."""
        return "".join(f"{paragraph.text}\n" for paragraph in self.paragraphs)


def word_of(finding: Finding) -> str:
    """How a finding is headed: its level, but a gap as it is counted, 待填写."""
    return State.GAP.value if finding.check == GAP else finding.level.chinese
