"""The parts of a composition in a row: 构成 with amounts and shares, 列举 with names only."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.domain.figures import Missing
from xlbudget.domain.text import Gap, Span, Words
from xlbudget.formats.model import SUPPLEMENT, Composition, Format
from xlbudget.formats.names import SHARE, FigureName
from xlbudget.narrative.nodes import Structure
from xlbudget.narrative.printing import printed
from xlbudget.narrative.sources import FigureSource
from xlbudget.narrative.wording import fill


def listed(node: Structure, resolved: Format, figures: FigureSource) -> tuple[Span, ...]:
    """A list in words; what is said in its place where there is nothing to list."""
    composition = resolved.compositions[node.composition]
    patterns = resolved.wording[node.filter, node.variant]
    spans: list[Span] = []
    for name, label in figures.parts(composition):
        item = _item(name, label, node.filter, patterns, resolved, figures)
        if item and spans:
            spans.append(Words(patterns["separator"]))
        spans.extend(item)
    return tuple(spans) or _instead(composition, patterns, resolved, figures)


def _item(
    name: FigureName,
    label: str,
    filter_: str,
    patterns: Mapping[str, str],
    resolved: Format,
    figures: FigureSource,
) -> tuple[Span, ...]:
    """A part by name, with amount and share in 构成; nothing where it is not to be named."""
    figure, style = figures.figure(name), resolved.style
    nil = figure.amount is None or not style.prints_nonzero(figure.amount)
    spans: dict[str, Span] = {"名称": Words(label)}
    if filter_ == "列举":
        return () if nil else fill(patterns["item"], spans)
    pattern = patterns["item"]
    if nil:
        named = patterns.get("nil_item", "")
        pattern = named or (pattern if style.nil_items and figure.amount is not None else "")
    share = figures.figure(name.of(SHARE))
    if pattern and share.ratio is None and figure.amount is not None:
        pattern = patterns["item_without_share"]
    slots = (("金额", figure), ("占比", share))
    spans |= {slot: printed(each, style) for slot, each in slots if slot in pattern}
    return fill(pattern, spans)


def _instead(
    composition: Composition,
    patterns: Mapping[str, str],
    resolved: Format,
    figures: FigureSource,
) -> tuple[Span, ...]:
    """Nothing to list: all parts are nil, or the whole or its parts are not filled in."""
    part = composition.whole
    name = FigureName(part.table, part.line, part.column)
    whole = figures.figure(name)
    if isinstance(whole.value, Missing):
        gap = Gap.of(whole.value)
        return fill(patterns["missing"], {"缺口": gap}) if "missing" in patterns else (gap,)
    parts = (figures.figure(each).amount for each, _ in figures.parts(composition))
    if whole.amount is not None and whole.amount.fen and all(each is None for each in parts):
        where = next((cell.source.sheet for cell in whole.cells()), "")
        return (Gap(parts_missing(name, resolved), where),)
    return (Words(patterns["nil"]),)


def parts_missing(whole: FigureName, resolved: Format) -> str:
    """What a person is asked for where a whole has an amount but no part of it is filled in."""
    label = whole.line_label(resolved)
    if whole.table == SUPPLEMENT:
        return f"{label}的各项明细"
    return f"{resolved.tables[whole.table].title}中{label}的各项明细"
