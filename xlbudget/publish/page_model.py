"""What the review page shows, before it is drawn: passages of a text, findings, and the account."""

from __future__ import annotations

from xlbudget.domain.account import FinalAccount
from xlbudget.domain.charts import ChartSpec
from xlbudget.domain.figures import Figure
from xlbudget.domain.findings import Finding
from xlbudget.domain.records import dataclass
from xlbudget.formats.model import Format


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: the figure that it prints, or what is known of it without one.

    `bound` is False where nobody knows whose number it is; `told` then says why.
    """

    figure: Figure | None
    told: str = ""
    bound: bool = True


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage that is drawn alike. `findings` are the positions of those that speak
    of it, `begins` of those whose place begins here.
    """

    text: str
    number: Number | None = None
    is_gap: bool = False
    findings: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a chart or a table of the text.

    `label` is what people call the place (一.2, 第12段), `depth` that of a heading, 0 of other
    passages; `state` is said where it is not what every paragraph is.
    """

    label: str
    pieces: tuple[Piece, ...] = ()
    depth: int = 0
    state: str = ""
    page: int | None = None
    chart: ChartSpec | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    begins: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """The place with its page, where the file has pages."""
        return f"第{self.page}页 {self.label}" if self.page else self.label

    @property
    def text(self) -> str:
        """The words."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing that had to be checked: number and title, how it came out, how often and why."""

    rule: str
    title: str
    state: str
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that one page shows. `draft` is 送审稿 while anything stands in the way of publishing;
    `facts` and `counts` stand in the head; `certificate` are the lines that say what was checked.
    """

    title: str
    draft: str
    facts: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str, int], ...]
    passages: tuple[Passage, ...]
    findings: tuple[Finding, ...]
    format: Format
    account: FinalAccount | None = None
    certificate: tuple[str, ...] = ()
    scope: tuple[Scope, ...] = ()
