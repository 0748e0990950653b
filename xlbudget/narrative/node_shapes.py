"""The classes that a parsed template is made of, as it is kept between runs."""

from __future__ import annotations

from xlbudget.formats.names import FigureName
from xlbudget.formats.plain_data import Shapes
from xlbudget.narrative.nodes import (
    Annexes,
    Average,
    Branch,
    Break,
    BudgetBase,
    Chart,
    Choice,
    Filled,
    Literal,
    LoopFigure,
    LoopName,
    LoopNumber,
    Phrase,
    Purpose,
    Reason,
    Repeat,
    Slot,
    Structure,
    Terms,
    Word,
)

NODE_SHAPES = Shapes(
    (
        Annexes,
        Average,
        Branch,
        Break,
        BudgetBase,
        Chart,
        Choice,
        FigureName,
        Filled,
        Literal,
        LoopFigure,
        LoopName,
        LoopNumber,
        Phrase,
        Purpose,
        Reason,
        Repeat,
        Slot,
        Structure,
        Terms,
        Word,
    )
)
