"""The classes that a format is made of, as it is kept between runs."""

from __future__ import annotations

from xlbudget.domain.codes import Catalogue, CodeName
from xlbudget.domain.findings import Level
from xlbudget.domain.money import Unit, Zeros
from xlbudget.domain.style import Basis, Style
from xlbudget.domain.successions import Succession, Successions
from xlbudget.formats.glossary import Glossary
from xlbudget.formats.identity_model import Identity, Term
from xlbudget.formats.model import (
    Average,
    ChartDef,
    Composition,
    DefinedTerm,
    DocumentForm,
    Format,
    Kind,
    Part,
    PointDef,
    Section,
    SupplementField,
)
from xlbudget.formats.plain_data import Shapes
from xlbudget.formats.table_model import Agreed, BlockDef, Column, Layout, LineDef, Table

FORMAT_SHAPES = Shapes(
    (
        Agreed,
        Average,
        Basis,
        BlockDef,
        Catalogue,
        ChartDef,
        CodeName,
        Column,
        Composition,
        DefinedTerm,
        DocumentForm,
        Format,
        Glossary,
        Identity,
        Kind,
        Layout,
        Level,
        LineDef,
        Part,
        PointDef,
        Section,
        Style,
        Succession,
        Successions,
        SupplementField,
        Table,
        Term,
        Unit,
        Zeros,
    )
)
