"""What the page shows of a run: our own text, what stands in its way, and what was checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xlbudget.checks.own_text import GAP
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.style import Basis
from xlbudget.domain.text import Gap, Kind, Paragraph, Place, Printed, State
from xlbudget.formats.model import Format
from xlbudget.formats.versions import made_by
from xlbudget.publish.page_model import Number, Passage, Piece, Scope, Shown
from xlbudget.publish.page_pieces import pieces_of
from xlbudget.results import Results, obligations_json

_PLAIN = (State.READY, State.DRAWN, State.GAP)
"""States that need no word: a gap shows itself."""

_DEPTHS = {"第": 1, "（": 3}
"""How deep a heading is, by its first sign; others are those of sections."""

BASES = {
    Basis.PUBLISHED: "按公开的数计算占比和增减",
    Basis.YUAN: "按元计算占比和增减",
}


def shown_results(results: Results, certificate: Sequence[str] = ()) -> Shown:
    """A run of a workbook as its page shows it."""
    account, resolved = results.account, results.format
    return Shown(
        title=f"{account.unit_name}{account.year}年度部门决算",
        draft="" if results.publishable else "送审稿",
        facts=(
            ("文件", account.file),
            *format_facts(resolved),
            ("口径", BASES[resolved.style.basis]),
        ),
        counts=(
            *((level.chinese, level.value, results.count(level)) for level in Level),
            (State.GAP.value, "gap", results.gaps),
        ),
        passages=tuple(_passages(results)),
        findings=results.findings,
        format=resolved,
        account=account,
        certificate=tuple(certificate),
        scope=tuple(_scope(results)),
    )


def format_facts(resolved: Format) -> Iterator[tuple[str, str]]:
    """By what format, on whose authority, and by which program."""
    yield "格式", f"{resolved.title}{'' if resolved.verified else '（待核）'}"
    yield "依据", resolved.authority
    yield "程序", made_by(resolved)


def _scope(results: Results) -> Iterator[Scope]:
    for rule, known in obligations_json(results).items():
        why = "；".join(filter(None, known["unchecked"]))
        state = "核到" if known["covered"] else "没有核到"
        counted = f"{known['ran']} 处" if known["covered"] else ""
        yield Scope(rule, known["title"], state, "；".join(filter(None, (counted, why))))


def _passages(results: Results) -> Iterator[Passage]:
    charts = {f"（{chart.caption}）": chart for chart in results.charts}
    spoken = _spoken_of(results)
    for position, paragraph in enumerate(results.paragraphs):
        pieces = tuple(_pieces(paragraph, results.findings, spoken.get(position, ())))
        begun = {at for piece in pieces for at in piece.begins}
        yield Passage(
            label=paragraph.id,
            pieces=pieces,
            depth=_depth(paragraph),
            state="" if paragraph.state in _PLAIN else paragraph.state.value,
            chart=charts.get(paragraph.text) if paragraph.kind is Kind.CHART else None,
            begins=tuple(at for at in spoken.get(position, ()) if at not in begun),
        )


def _depth(paragraph: Paragraph) -> int:
    if paragraph.kind is not Kind.HEADING:
        return 0
    return _DEPTHS.get(paragraph.text[:1], 2)


def _pieces(
    paragraph: Paragraph, findings: Sequence[Finding], here: Sequence[int]
) -> Iterator[Piece]:
    """The spans of a paragraph; words are cut where a finding speaks of a part of them."""
    gaps = {findings[at].printed: at for at in reversed(here) if findings[at].check == GAP}
    marks = [(*where, at) for at in here if (where := _span(findings[at].where, paragraph.text))]
    begun = 0
    for span in paragraph.spans:
        start, begun = begun, begun + len(span.text)
        if isinstance(span, Printed):
            yield Piece(span.text, Number(span.figure))
        elif isinstance(span, Gap):
            at = gaps.pop(span.text, None)
            yield Piece(span.text, is_gap=True, begins=() if at is None else (at,))
        elif not marks:
            if span.text:
                yield Piece(span.text)
        else:
            inside = [(s - start, e - start, at) for s, e, at in marks if start <= s and e <= begun]
            yield from pieces_of(span.text, (), inside)


def _span(where: Place, words: str) -> tuple[int, int] | None:
    """Where in a paragraph a finding's words stand, if it says which they are."""
    if where.span is None or where.quote is None or where.quote_at is None:
        return None
    start = words.find(where.quote) + where.span[0] - where.quote_at
    known = where.quote in words and where.span[0] < where.span[1]
    return (start, start + where.span[1] - where.span[0]) if known else None


def _spoken_of(results: Results) -> dict[int, tuple[int, ...]]:
    """The findings of each paragraph, by position: those about the cell of its rewriting, those
    that quote it, or else name its section.
    """
    paragraphs = results.paragraphs
    by_section: dict[str, list[int]] = {}
    for position, paragraph in enumerate(paragraphs):
        by_section.setdefault(paragraph.id.partition(".")[0], []).append(position)
    texts = [paragraph.text for paragraph in paragraphs]
    by_id = {paragraph.id: position for position, paragraph in enumerate(paragraphs)}
    rewritten = {
        (entry.source.sheet, entry.source.cell): by_id[id_]
        for id_, entry in results.account.rewrites.items()
        if id_ in by_id
    }
    found: dict[int, tuple[int, ...]] = {}
    for position, finding in enumerate(results.findings):
        where = finding.where
        at = rewritten.get((where.sheet or "", where.cell or ""))
        if at is None and where.section is not None:
            at = _quoted(where.quote, texts, by_section.get(where.section, ()))
        if at is not None:
            found[at] = (*found.get(at, ()), position)
    return found


def _quoted(quote: str | None, texts: Sequence[str], among: Iterable[int]) -> int | None:
    """The paragraph of a section that a quote stands in; without a quote the first."""
    if quote is None:
        return next(iter(among), None)
    return next((at for at in among if quote in texts[at]), None)
