"""The classes that a parsed template is made of, as it is kept between runs."""

from __future__ import annotations

from typing import get_args

from xlbudget.formats.names import FigureName
from xlbudget.formats.plain_data import Shapes
from xlbudget.narrative.nodes import Branch, LoopFigure, Node

NODE_SHAPES = Shapes((*get_args(Node), Branch, FigureName, LoopFigure))
