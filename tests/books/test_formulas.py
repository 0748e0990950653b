import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from xlbudget.books import formulas
from xlbudget.books.formulas import same, shifted
from xlbudget.books.port import address

FORMULAS = [
    "=A1",
    "=$A1+A$1+$A$1",
    "=SUM(A1:C$3)",
    "=SUM(A:B)+SUM($A:B)",
    "=SUM(2:3)+SUM($2:3)",
    '=IF(A1="A1 ""B2""",B2,"")',
    "='A1 表'!A1+'It''s A1'!B2",
    "=公开01!C5/公开01!C$9",
    "=Sheet1!A1:B2",
    "=LOG10(A1)+ATAN2(A1,B1)",
    "=IFERROR(ROUND(A1/B1*100,2),0)",
    "=_xlfn.TEXTJOIN(A1)",
    "=合计_A1+名A1",
    "=A1.5",
    "=TRUE+FALSE()",
    "=-A1%",
    "=A1&B1:C1",
    "=#REF!+A1",
]


@pytest.mark.parametrize("formula", FORMULAS)
@given(rows=st.integers(0, 30), columns=st.integers(0, 30))
def test_members_of_shared_formulas_read_as_openpyxl_reads_them(
    formula: str, rows: int, columns: int
) -> None:
    moved = Translator(formula, "B2").translate_formula(address(2 + rows, 2 + columns))
    assert shifted(formula, rows, columns) == moved


def test_a_reference_that_leaves_the_sheet() -> None:
    assert shifted("=A1+B2", -1, 0) == "=#REF!+B1"
    assert shifted("=XFD1", 0, 1) == "=#REF!"
    assert shifted("=SUM(A:B)", 0, -1) == "=SUM(#REF!)"
    assert shifted("=ZZZ9", 1, 1) == "=ZZZ9"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("=A1+B1", "A1 + b1", True),
        ("='公开01'!A1", "=公开01!A1", True),
        ("='公开01 收入'!A1", "=公开01收入!A1", False),
        ("='A1'!B2", "=A1!B2", False),
        ('=A1&"a b"', '=A1&"ab"', False),
        ('=A1&"a"', '=A1&"A"', False),
        ("=A1", "=A2", False),
    ],
)
def test_what_excel_rewrites_on_saving_is_the_same(one: str, other: str, *, alike: bool) -> None:
    assert same(one, other) is alike


@pytest.mark.parametrize("formula", [each for each in FORMULAS if "!" not in each])
def test_references_to_the_own_sheet_are_found_as_all_are(formula: str) -> None:
    body = formula.removeprefix("=")
    assert formulas._HERE.sub("§", body) == formulas._ANY_REFERENCE.sub("§", body)


@settings(max_examples=25)
@given(st.text("AXZ$1902:.,()'\"#\\?_中 \n", max_size=40))
def test_so_are_they_in_any_text_that_names_no_sheet(text: str) -> None:
    assert formulas._HERE.sub("§", text) == formulas._ANY_REFERENCE.sub("§", text)
