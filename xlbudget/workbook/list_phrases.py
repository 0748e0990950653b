"""短语 on 分析 that list the parts of a composition, each a part longer than the one above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xlbudget.domain.records import dataclass, field
from xlbudget.domain.text import Gap
from xlbudget.formats.names import SHARE, FigureName
from xlbudget.narrative.lists import parts_missing
from xlbudget.workbook import expressions
from xlbudget.workbook.analysed import PartKey
from xlbudget.workbook.analysis_sheet import AnalysisSheet


@dataclass(slots=True)
class ListPhrases:
    """The lists of 短语; `cell` is the cell of a phrase, on 分析 itself."""

    analysis: AnalysisSheet
    cell: Callable[[PartKey], str]
    _said: dict[PartKey, str] = field(default_factory=dict)

    def part(self, key: PartKey) -> tuple[str, str]:
        """A list up to one of its parts; 0 is the finished text."""
        results = self.analysis.results
        patterns = results.format.wording[key.filter, key.variant]
        parts = self.analysis.found.parts[key.composition]
        last = key.number - 1 if key.number else len(parts)
        before = PartKey(key.composition, key.filter, key.variant, last)
        so_far = self._said.get(before, "")
        standing = self.cell(before) if last else '""'
        if not key.number:
            return self._finished(key, so_far, standing, patterns)
        name, label = parts[key.number - 1]
        text, listed, item = self._item(name, label, key, patterns)
        separator = patterns["separator"]
        joined = so_far + (separator if so_far and text else "") + text
        self._said[key] = joined
        before_it = f'{standing}&IF({standing}="","",{expressions.quoted(separator)})&'
        formula = f"IF({listed},{before_it if last else ''}{item},{standing})"
        return joined, formula

    def _item(
        self, name: FigureName, label: str, key: PartKey, patterns: Mapping[str, str]
    ) -> tuple[str, str, str]:
        """A part: its text now, whether it is listed, and its text as an expression."""
        style, cells = self.analysis.results.format.style, self.analysis.cells(name)
        figure = self.analysis.figures.figure(name)
        share = self.analysis.figures.figure(name.of(SHARE))
        nil = figure.amount is None or not style.prints_nonzero(figure.amount)
        places = self.analysis.switches.amount_places
        filled = f"ROUND(N({cells.now}),{places})<>0"
        slots = {
            "名称": expressions.quoted(label),
            "金额": cells.now_text,
            "占比": cells.share_text,
        }
        whole = expressions.filled(patterns["item"], slots)
        if key.filter == "列举":
            return ("" if nil else label), filled, whole
        bare = expressions.filled(patterns["item_without_share"], slots)
        item = f"IF(ISNUMBER({cells.share}),{whole},{bare})"
        listed = filled
        if "nil_item" in patterns:
            zero = expressions.filled(patterns["nil_item"], slots)
            item = f"IF({filled},{item},IF(ISNUMBER({cells.share}),{zero},{bare}))"
            listed = "TRUE"
        elif style.nil_items:
            listed = f"ISNUMBER({cells.now})"
        text = ""
        if not nil or "nil_item" in patterns or (style.nil_items and figure.amount is not None):
            pattern = patterns["item"]
            if nil and "nil_item" in patterns:
                pattern = patterns["nil_item"]
            if share.ratio is None:
                pattern = patterns["item_without_share"]
            text = pattern.replace("{名称}", label)
            amount = figure.amount
            gap = self.analysis.gap(name)
            text = text.replace("{金额}", gap if amount is None else style.amount(amount))
            if share.ratio is not None:
                text = text.replace("{占比}", style.rate(share.ratio))
        return text, listed, item

    def _finished(
        self, key: PartKey, so_far: str, standing: str, patterns: Mapping[str, str]
    ) -> tuple[str, str]:
        """The list, or what is said where nothing is listed."""
        composition = self.analysis.results.format.compositions[key.composition]
        whole = FigureName(
            composition.whole.table, composition.whole.line, composition.whole.column
        )
        figure = self.analysis.figures.figure(whole)
        parts = self.analysis.found.parts[key.composition]
        cells = ",".join(self.analysis.cells(name).now for name, _ in parts)
        amount = self.analysis.at("决算数", whole)
        unfilled = Gap(parts_missing(whole, self.analysis.results.format)).text
        nothing = (
            f"IF(OR({amount}=0,{f'COUNT({cells})' if cells else '0'}>0),"
            f"{expressions.quoted(patterns['nil'])},{expressions.quoted(unfilled)})"
        )
        filled = any(self.analysis.figures.figure(name).amount is not None for name, _ in parts)
        gap, lacking = self.analysis.gap(whole), patterns.get("missing", "{缺口}")
        missing = expressions.filled(lacking, {"缺口": expressions.quoted(gap)})
        nothing = f"IF(ISNUMBER({amount}),{nothing},{missing})"
        if figure.amount is None:
            said = lacking.replace("{缺口}", gap)
        else:
            said = unfilled if figure.amount.fen and not filled else patterns["nil"]
        return so_far or said, f'IF({standing}="",{nothing},{standing})'
