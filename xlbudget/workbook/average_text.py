"""An average in words as an expression: the counterpart of `analysis.averages`."""

from __future__ import annotations

from xlbudget.analysis.averages import no_average, terms_of
from xlbudget.domain.figures import Contradicted
from xlbudget.domain.text import Gap
from xlbudget.formats.model import AVERAGES, VALUE
from xlbudget.formats.names import FigureName
from xlbudget.narrative.printing import negative, printed
from xlbudget.workbook import expressions
from xlbudget.workbook.analysis_sheet import AnalysisSheet
from xlbudget.workbook.expressions import quoted

_COUNT = "\0"


def average_text(analysis: AnalysisSheet, name: str) -> tuple[str, str]:
    """What the text prints of an average now, and its expression over the rows of 分析."""
    resolved, switches = analysis.results.format, analysis.switches
    known = resolved.averages[name]
    figure = analysis.figures.figure(FigureName(AVERAGES, name, VALUE))
    amount, count = terms_of(known)
    now, counted = analysis.cells(amount).now, analysis.cells(count).now
    exact = len(str(known.unit.fen)) - 1
    fen = f'IF({switches.unit}="元",100,1000000)'
    quotient = f"ROUND({now}*{fen}/{known.unit.fen},{exact})/{counted}"
    places = f"MIN({switches.amount_places},{exact})"

    def said(value: str) -> str:
        number = expressions.number_text(value, switches.amount_places, switches.amounts)
        return f"{number}&{quoted(known.unit.value)}"

    before, after = Gap(f"{figure.label}（{no_average(known, _COUNT)}）").text.split(_COUNT)
    none = f'{quoted(before)}&{counted}&""&{quoted(after)}'
    text = said(f"ROUND({quotient},{places})")
    formula = f"IF({now}<0,{quoted(negative(figure).text)},{text})"
    formula = f"IF(OR({counted}<=0,{counted}<>INT({counted})),{none},{formula})"
    formula = f"IF(AND({counted}=0,{now}=0),{said('0')},{formula})"
    formula = f"IF(ISNUMBER({counted}),{formula},{quoted(analysis.gap(count))})"
    formula = f"IF(ISNUMBER({now}),{formula},{quoted(analysis.gap(amount))})"
    if isinstance(figure.value, Contradicted):
        return analysis.gap(amount), formula
    return printed(figure, resolved.style, known.unit).text, formula
