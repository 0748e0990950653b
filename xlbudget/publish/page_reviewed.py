"""What the page shows of a document under review: its blocks, with the numbers whose figure is
known and the places that findings speak of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlbudget.analysis.indicators import Figures
from xlbudget.checks.manuscript import Manuscript
from xlbudget.checks.unbound import UNBOUND, unbound_mentions
from xlbudget.domain.documents import (
    ChartBlock,
    DocumentBlock,
    PictureBlock,
    TableBlock,
    TextBlock,
)
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.names import FigureName
from xlbudget.publish.page_model import Number, Passage, Piece, Scope, Shown
from xlbudget.publish.page_own_text import format_facts
from xlbudget.publish.page_pieces import pieces_of
from xlbudget.results.certificate import ORDER, grouped, particulars, told, verdict
from xlbudget.results.reviewed import Reviewed


@dataclass(slots=True)
class _Marks:
    """What is said of one block: stretches with a number or a finding, and findings without one."""

    numbers: list[tuple[int, int, Number]] = field(default_factory=list)
    findings: list[tuple[int, int, int]] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)


def shown_review(reviewed: Reviewed, certificate: Sequence[str] = ()) -> Shown:
    """The review of a document as its page shows it."""
    numbers = reviewed.numbers
    return Shown(
        title=f"{reviewed.unit or reviewed.file}{reviewed.format.year}年度部门决算说明",
        draft="",
        facts=(
            ("文件", reviewed.file),
            ("对照", reviewed.tables),
            *format_facts(reviewed.format),
        ),
        counts=(
            *((level.chinese, level.value, reviewed.count(level)) for level in Level),
            ("认出的数", "bound", numbers.bound),
            ("没有认出的数", "unbound", numbers.unbound),
        ),
        passages=tuple(_passages(reviewed)),
        findings=reviewed.findings,
        format=reviewed.format,
        account=reviewed.account,
        certificate=tuple(certificate) or _certificate(reviewed),
        scope=tuple(_scope(reviewed)),
    )


def _certificate(reviewed: Reviewed) -> tuple[str, ...]:
    """What was reviewed, by what, and how it came out."""
    lines = (f"{name}：{value}" for name, value in particulars(reviewed))
    return (*lines, verdict(reviewed))


def _scope(reviewed: Reviewed) -> Iterator[Scope]:
    """What had to be checked; what a reader must act on comes first."""
    by_standing = grouped(reviewed.obligations())
    for each in (each for standing in ORDER for each in by_standing[standing]):
        words = told(each).removeprefix(f"{each.rule} {each.title}").removeprefix("：")
        yield Scope(each.rule, each.title, each.standing.value, words)


def _passages(reviewed: Reviewed) -> Iterator[Passage]:
    blocks = reviewed.bound.document.blocks
    headings = {
        heading.block: heading.depth
        for stretch in reviewed.bound.outline.stretches
        for heading in stretch.under
    }
    marks = _marks(reviewed)
    for position, block in enumerate(blocks):
        said = marks.get(position, _Marks())
        depth = headings.get(position, 0)
        yield from _passage(block, depth, said)


def _passage(block: DocumentBlock, depth: int, marks: _Marks) -> Iterator[Passage]:
    label = block.place.paragraph_words
    page = block.place.page
    whole = tuple(dict.fromkeys([*marks.whole, *(at for *_, at in _not_in_text(block, marks))]))
    if isinstance(block, TextBlock):
        pieces = tuple(pieces_of(block.text, marks.numbers, marks.findings))
        yield Passage(label, pieces, depth=depth, page=page, begins=tuple(marks.whole))
    elif isinstance(block, TableBlock):
        yield Passage(label, page=page, rows=block.rows, begins=whole)
    elif isinstance(block, ChartBlock):
        words = f"（图：{block.title or block.kind}，数取自文件里存着的）"
        yield Passage(label, (Piece(words),), page=page, begins=whole)
        for series in block.series:
            rows = (("", *series.categories), (series.name, *series.values))
            yield Passage(label, page=page, rows=rows)
    elif isinstance(block, PictureBlock):
        yield Passage(label, (Piece("（图片，其中的数读不出来）"),), page=page, begins=whole)


def _not_in_text(block: DocumentBlock, marks: _Marks) -> Iterable[tuple[int, int, int]]:
    return () if isinstance(block, TextBlock) else marks.findings


def _marks(reviewed: Reviewed) -> dict[int, _Marks]:
    marks: dict[int, _Marks] = {}
    for at, number in _numbers(reviewed).items():
        mark = reviewed.bound.said.mentions[at].mark
        marks.setdefault(mark.block, _Marks()).numbers.append((mark.start, mark.end, number))
    blocks: dict[int | None, int] = {}
    for position, block in enumerate(reviewed.bound.document.blocks):
        blocks.setdefault(block.place.paragraph, position)
    for at, finding in enumerate(reviewed.findings):
        own = [finding] if finding.check == UNBOUND else [finding, *finding.follows]
        for each in own:
            _place(each, at, blocks, marks)
    return marks


def _place(
    finding: Finding, at: int, blocks: Mapping[int | None, int], marks: dict[int, _Marks]
) -> None:
    where = finding.where
    position = blocks.get(where.paragraph) if where.paragraph is not None else None
    if position is None:
        return
    said = marks.setdefault(position, _Marks())
    if where.span is not None and where.span[0] < where.span[1]:
        said.findings.append((*where.span, at))
    elif at not in said.whole:
        said.whole.append(at)


def _numbers(reviewed: Reviewed) -> dict[int, Number]:
    """What is known of the numbers of the text, by the position of the mention."""
    resolved, account = reviewed.format, reviewed.account
    figures = Figures(account, resolved) if account else None
    known = {
        at: _number(owner.figure, figures, reviewed) for at, owner in reviewed.bound.owners.items()
    }
    for at, why in unbound_mentions(Manuscript(reviewed.bound)):
        known[at] = Number(None, f"没有核对：{why}", bound=False)
    return known


def _number(name: FigureName, figures: Figures | None, reviewed: Reviewed) -> Number:
    figure = figures.figure(name) if figures else None
    if figure is None or next(figure.cells(), None) is None:
        return Number(None, name.label(reviewed.format))
    return Number(figure)
