"""VBA 的函数：由登记写成；错误值的名字变成真正的错误值；连不上 Python 时不再尝试。"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from xlbudget.functions import FUNCTIONS
from xlbudget.functions.cells import ERRORS as ANSWERED
from xlbudget.workbook.function_wrappers import ERRORS, MODULE, wrappers

COMMITTED = Path(__file__).parents[2] / "macros" / f"{MODULE}.bas"
SERVER = """
Option Explicit
Public Function CallUDF(script As String, name As String, arguments As Variant, book As Variant, _
        caller As Variant) As Variant
    Dim i As Long
    stubCalled = script & " " & name & " " & (UBound(arguments) + 1)
    For i = 0 To UBound(arguments)
        If IsMissing(arguments(i)) Then stubCalled = stubCalled & " -" & i
    Next i
    If IsEmpty(stubAnswer) Then Err.Raise 1001, "CallUDF", "broken"
    CallUDF = stubAnswer
End Function
"""
APPLICATION = """
Option Explicit
Public Function OperatingSystem() As String
    OperatingSystem = stubSystem
End Function
Public Function Caller() As Variant
    Caller = CVErr(2023)
End Function
"""
XLWINGS = """
Option Explicit
Public stubAnswer As Variant
Public stubCalled As String
Public stubSystem As String
Public stubFails As Boolean
Public stubAsked As Long
Public Function XLPy() As Object
    Dim made As New StubServer
    stubAsked = stubAsked + 1
    If stubFails Then Err.Raise 1000, "xlwings", "no server"
    Set XLPy = made
End Function
Public Function Application() As Object
    Dim made As New StubApplication
    Set Application = made
End Function
Public Sub RunsOn(system As String)
    stubSystem = system
End Sub
Public Sub Fails(yes As Boolean)
    stubFails = yes
End Sub
Public Function TimesAsked() As Long
    TimesAsked = stubAsked
End Function
Public Function LastCall() As String
    LastCall = stubCalled
End Function
"""
WINDOWS, MAC = "Windows (64-bit) NT 10.00", "Macintosh (Intel) 14.5"


def test_committed_module_is_current() -> None:
    assert COMMITTED.read_bytes() == wrappers(FUNCTIONS.signatures()).encode("ascii"), (
        "请运行 .venv/bin/python macros/build.py"
    )


def test_every_error_that_a_function_answers_has_a_number() -> None:
    assert set(ERRORS) == set(ANSWERED)


def test_lines_are_short_enough_for_the_editor() -> None:
    assert max(map(len, wrappers(FUNCTIONS.signatures()).splitlines())) <= 1023


def test_names_that_are_not_ascii() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        wrappers({"XB_A": [("部分", False)]})


class Interpreted:
    """The committed module in pyOpenVBA's own interpreter, beside a stub of xlwings."""

    def __init__(self, system: str = WINDOWS) -> None:
        from pyopenvba.apps.excel import ExcelApplication

        self.app = ExcelApplication()
        self.app.add_workbook()
        self.app.add_module(SERVER, name="StubServer", kind="class")
        self.app.add_module(APPLICATION, name="StubApplication", kind="class")
        self.app.add_module(XLWINGS, name="xlwings")
        self.app.add_module(COMMITTED.read_text("ascii"), name=MODULE)
        self.run("RunsOn", system)

    def run(self, name: str, *arguments: object) -> Any:
        return self.app.run(name, *arguments)

    def answers(self, expression: str) -> None:
        """What the server answers from now on, as a VBA expression."""
        self.app.add_module(f"Public Sub Prepare()\n{expression}\nEnd Sub", name="preparing")
        self.run("Prepare")


def errors_in(value: Any) -> Any:
    """Values as they are, errors by their numbers."""
    if isinstance(value, list):
        return [errors_in(each) for each in value]
    return str(value) if "Error" in f"{value}" else value


def test_one_value() -> None:
    vba = Interpreted()
    vba.answers("stubAnswer = 1.81")
    assert vba.run("XB_SHARE", 25.92, 1433.63) == 1.81
    assert vba.run("LastCall") == "xlbudget.functions XB_SHARE 3 -2"
    vba.answers('stubAnswer = "#N/A yet"')
    assert vba.run("XB_CODE_NAME", 299) == "#N/A yet"


@pytest.mark.parametrize(("name", "number"), ERRORS.items())
def test_error(name: str, number: int) -> None:
    vba = Interpreted()
    vba.answers(f'stubAnswer = "{name}"')
    assert errors_in(vba.run("XB_CHANGE", 1, 2)) == f"Error {number}"


def test_one_row_and_rows() -> None:
    vba = Interpreted()
    vba.answers('stubAnswer = Array(1.5, "#DIV/0!", "")')
    assert errors_in(vba.run("XB_SHARE", 1, 2)) == [1.5, "Error 2007", ""]
    vba.answers(
        "Dim rows(1 To 2, 1 To 2) As Variant\n"
        'rows(1, 1) = 3: rows(1, 2) = "#NUM!": rows(2, 1) = "#VALUE!": rows(2, 2) = "a"\n'
        "stubAnswer = rows"
    )
    assert errors_in(vba.run("XB_SHARE", 1, 2)) == [[3, "Error 2036"], ["Error 2015", "a"]]


def test_every_function_hands_on_its_arguments() -> None:
    vba = Interpreted()
    vba.answers("stubAnswer = 1")
    for name, arguments in FUNCTIONS.signatures().items():
        needed = [optional for _, optional in arguments].count(False)
        left_out = "".join(f" -{at}" for at in range(needed, len(arguments)))
        assert vba.run(name, *range(needed)) == 1
        assert vba.run("LastCall") == f"xlbudget.functions {name} {len(arguments)}{left_out}"


def test_without_python_nobody_waits_twice() -> None:
    vba = Interpreted()
    vba.answers("stubAnswer = 1")
    vba.run("Fails", True)  # noqa: FBT003
    for _ in range(3):
        assert errors_in(vba.run("XB_SHARE", 1, 2)) == "Error 2015"
    assert vba.run("TimesAsked") == 1
    vba.run("Fails", False)  # noqa: FBT003
    assert errors_in(vba.run("XB_CHANGE", 1, 2)) == "Error 2015"
    assert vba.run("TimesAsked") == 1
    vba.run("ReachPythonAgain")
    assert vba.run("XB_CHANGE", 1, 2) == 1


def test_an_error_of_one_call_does_not_stop_the_next() -> None:
    vba = Interpreted()
    assert errors_in(vba.run("XB_SHARE", 1, 2)) == "Error 2015"
    vba.answers("stubAnswer = 1")
    assert vba.run("XB_SHARE", 1, 2) == 1


def test_on_a_mac_python_is_not_asked() -> None:
    vba = Interpreted(MAC)
    vba.answers("stubAnswer = 1")
    assert errors_in(vba.run("XB_SHARE", 1, 2)) == "Error 2015"
    assert vba.run("TimesAsked") == 0
