"""How each printed number came about: formula, inputs, the value before it was rounded."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.figures import Contradicted, Figure, Missing, NotComparable
from xlbudget.domain.money import Unit, Zeros, half_up, scaled_text
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell
from xlbudget.domain.style import Style
from xlbudget.publish.page_cells import Cells
from xlbudget.publish.page_html import link, text

_RAW_PLACES = 6
_FEW_CELLS = 3
"""So many cells of an input are named."""


@dataclass(slots=True)
class _Known:
    """A figure as the page knows it: its cells, what is printed of it, who prints it."""

    id: str
    figure: Figure
    cells: tuple[Cell, ...]
    shown: str
    computed: str = ""
    passages: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Cards:
    """The figures that a page explains, each once, with the passages that print it."""

    style: Style
    cells: Cells
    _printed: dict[str, _Known] = field(default_factory=dict)
    _known: dict[str, _Known] = field(default_factory=dict)

    def use(self, figure: Figure, passage: str, label: str) -> None:
        """A passage prints the figure."""
        printed = self._printed.get(figure.name)
        if printed is None:
            printed = self._of(figure)
            printed.id = f"f{len(self._printed) + 1}"
            printed.computed = text(self._computed(figure))
            self._printed[figure.name] = printed
            self.cells.label(figure)
        if passage not in printed.passages:
            printed.passages[passage] = label
            self.cells.use(printed.cells, passage, label)

    def _of(self, figure: Figure) -> _Known:
        known = self._known.get(figure.name)
        if known is None:
            cells: dict[str, Cell] = {}
            for item in figure.inputs:
                for cell in self._of(item).cells if isinstance(item, Figure) else (item,):
                    cells.setdefault(cell.source.in_file, cell)
            known = _Known("", figure, tuple(cells.values()), shown(figure, self.style))
            self._known[figure.name] = known
        return known

    def number(self, figure: Figure, words: str) -> str:
        """A printed figure: it leads to its first cell, without one to its card."""
        known = self._of(figure)
        return (
            f'<a class="number" href="#{self.target(figure)}" data-card="{known.id}" '
            f'title="{text(figure.label)}：{known.computed}">{text(words)}</a>'
        )

    def target(self, figure: Figure) -> str:
        """Where a printed figure leads."""
        known = self._of(figure)
        if not known.cells:
            return known.id
        first = known.cells[0].source
        return self.cells.cell_id(first.sheet, first.cell)

    def html(self) -> Iterator[str]:
        """All cards."""
        for known in self._printed.values():
            figure = known.figure
            uses = "、".join(link(at, label) for at, label in known.passages.items())
            raw = _raw(figure, self.style)
            yield (
                f'<li id="{known.id}" class="card"><b>{text(figure.label)}</b> '
                f"<b>{text(known.shown)}</b><p>{known.computed}</p>"
                f"{f'<p>{raw}</p>' if raw else ''}"
                f"<ul>{''.join(self._inputs(figure))}</ul><p>用在 {uses}</p></li>"
            )

    def _computed(self, figure: Figure) -> str:
        """The formula in words, and where it is one of two figures with their values."""
        values = [item for item in figure.inputs if isinstance(item, Figure)]
        signs = [sign for sign in (" ÷ ", " − ") if sign in figure.formula]
        said = self._of(figure).shown
        if len(values) == 2 and len(signs) == 1:  # noqa: PLR2004  两个数的算式
            numbers = signs[0].join(self._of(item).shown for item in values)
            return f"{figure.formula} = {numbers} = {said}"
        return figure.formula or said

    def _inputs(self, figure: Figure) -> Iterator[str]:
        for item in figure.inputs:
            if isinstance(item, Figure):
                known = self._of(item)
                named = "、".join(map(self.cells.source_link, known.cells[:_FEW_CELLS]))
                more = f"等 {len(known.cells)} 格" if len(known.cells) > _FEW_CELLS else ""
                yield f"<li>{text(item.label)} {text(known.shown)}　{named}{more}</li>"
            else:
                held = item.amount.text(places=_RAW_PLACES) if item.amount else item.holds.value
                held = str(item.count) if item.count is not None else held
                yield f"<li>{self.cells.source_link(item)}　{held}</li>"


def shown(figure: Figure, style: Style) -> str:
    """A figure's value as printed, or why it has none."""
    if figure.amount is not None:
        return style.amount(figure.amount)
    if figure.ratio is not None:
        return style.rate(figure.ratio)
    if figure.count is not None:
        return style.count(figure.count)
    value = figure.value
    if isinstance(value, NotComparable):
        return value.reason
    return value.what if isinstance(value, Missing | Contradicted) else ""


def _raw(figure: Figure, style: Style) -> str:
    """The value before it was rounded, and how it was."""
    if figure.ratio is not None:
        scaled = half_up(figure.ratio.numerator * 10 ** (_RAW_PLACES + 2), figure.ratio.denominator)
        raw = scaled_text(scaled, _RAW_PLACES, Zeros.STRIP, separators=False)
        return f"取整前 {raw}%，四舍五入到 {style.rate_places} 位小数"
    if figure.amount is not None:
        raw = figure.amount.text(Unit.YUAN)
        return f"取整前 {raw}，以{style.unit.value}四舍五入到 {style.amount_places} 位小数"
    return ""
