Attribute VB_Name = "xlwings"
Option Explicit

' Stands in for xlwings' own module: records the command on the last sheet instead of running it.

Public Function RunPython(PythonCommand As String)
    Dim sheet As Object
    Set sheet = ThisWorkbook.Worksheets(ThisWorkbook.Worksheets.Count)
    sheet.Unprotect
    sheet.Range("H1").Value = PythonCommand
    RunPython = 0
End Function

Public Function XLPy() As Object
    Err.Raise 1000, , "no Python"
End Function
