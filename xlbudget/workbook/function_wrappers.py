"""The VBA module that makes the functions of Python functions of cells, as text.

xlwings writes such a module itself, but there an error becomes a text, which SUM passes over.
Here it becomes a true error of Excel. The module is ASCII, with line ends `\\n`; it becomes CRLF
where it is put into a project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MODULE = "modFunctions"

ERRORS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
}
"""The errors of Excel and their numbers for CVErr."""

_HEAD = """\
Attribute VB_Name = "{module}"
Option Explicit

' The functions for cells: Python computes, a true error of Excel stands where it cannot.
' Generated: do not edit.

Private unreachable As Boolean

' Tries to reach Python again after a failure; formulas follow when they are calculated next.
Public Sub ReachPythonAgain()
    unreachable = False
End Sub

' Where Python could not be reached once, no formula waits for it again.
Private Function PythonServer() As Object
    Set PythonServer = Nothing
    If unreachable Then Exit Function
    On Error GoTo failed
    If InStr(Application.OperatingSystem, "Windows") > 0 Then
        Set PythonServer = XLPy
        Exit Function
    End If
failed:
    unreachable = True
End Function

Private Function WithErrors(ByVal answer As Variant) As Variant
    Dim i As Long
    Dim j As Long
    If Not IsArray(answer) Then
        WithErrors = WithError(answer)
        Exit Function
    End If
    If IsRow(answer) Then
        For i = LBound(answer) To UBound(answer)
            answer(i) = WithError(answer(i))
        Next i
    Else
        For i = LBound(answer, 1) To UBound(answer, 1)
            For j = LBound(answer, 2) To UBound(answer, 2)
                answer(i, j) = WithError(answer(i, j))
            Next j
        Next i
    End If
    WithErrors = answer
End Function

' One row comes as an array of one dimension.
Private Function IsRow(ByRef answer As Variant) As Boolean
    Dim last As Long
    On Error GoTo row
    last = UBound(answer, 2)
    IsRow = False
    Exit Function
row:
    IsRow = True
End Function

Private Function WithError(ByVal value As Variant) As Variant
    WithError = value
    If VarType(value) <> vbString Then Exit Function
    Select Case value
{cases}
    End Select
End Function
"""

_CASE = """\
        Case "{name}"
            WithError = CVErr({number})"""

_WRAPPER = """
Public Function {name}({parameters}) As Variant
    Dim server As Object
    On Error GoTo failed
    Set server = PythonServer
    If Not server Is Nothing Then
        {name} = WithErrors(server.CallUDF("{python}", "{name}", _
            Array({names}), ThisWorkbook, Application.Caller))
        Exit Function
    End If
failed:
    {name} = CVErr({wrong})
End Function
"""


def wrappers(
    signatures: Mapping[str, Sequence[tuple[str, bool]]], python: str = "xlbudget.functions"
) -> str:
    """The module for functions by name, each with its arguments (name, whether it may be left
    out); `python` is the module that has them. ValueError for a name that is not ASCII.

    >>> "Public Function XB_A(part As Variant, Optional places As Variant) As Variant" in wrappers(
    ...     {"XB_A": [("part", False), ("places", True)]})
    True
    """
    cases = "\n".join(_CASE.format(name=name, number=code) for name, code in ERRORS.items())
    text = _HEAD.format(module=MODULE, cases=cases)
    for name, arguments in signatures.items():
        text += _WRAPPER.format(
            name=name,
            parameters=", ".join(map(_parameter, arguments)),
            names=", ".join(argument for argument, _ in arguments),
            python=python,
            wrong=ERRORS["#VALUE!"],
        )
    if not text.isascii():
        raise ValueError(f"{MODULE} is not ASCII")
    return text


def _parameter(argument: tuple[str, bool]) -> str:
    name, optional = argument
    return f"{'Optional ' if optional else ''}{name} As Variant"
