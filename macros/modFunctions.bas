Attribute VB_Name = "modFunctions"
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
        Case "#NULL!"
            WithError = CVErr(2000)
        Case "#DIV/0!"
            WithError = CVErr(2007)
        Case "#VALUE!"
            WithError = CVErr(2015)
        Case "#REF!"
            WithError = CVErr(2023)
        Case "#NAME?"
            WithError = CVErr(2029)
        Case "#NUM!"
            WithError = CVErr(2036)
        Case "#N/A"
            WithError = CVErr(2042)
    End Select
End Function

Public Function XB_CHANGE(current As Variant, prior As Variant) As Variant
    Dim server As Object
    On Error GoTo failed
    Set server = PythonServer
    If Not server Is Nothing Then
        XB_CHANGE = WithErrors(server.CallUDF("xlbudget.functions", "XB_CHANGE", _
            Array(current, prior), ThisWorkbook, Application.Caller))
        Exit Function
    End If
failed:
    XB_CHANGE = CVErr(2015)
End Function

Public Function XB_CHANGE_RATE(current As Variant, prior As Variant, Optional places As Variant) As Variant
    Dim server As Object
    On Error GoTo failed
    Set server = PythonServer
    If Not server Is Nothing Then
        XB_CHANGE_RATE = WithErrors(server.CallUDF("xlbudget.functions", "XB_CHANGE_RATE", _
            Array(current, prior, places), ThisWorkbook, Application.Caller))
        Exit Function
    End If
failed:
    XB_CHANGE_RATE = CVErr(2015)
End Function

Public Function XB_SHARE(part As Variant, whole As Variant, Optional places As Variant) As Variant
    Dim server As Object
    On Error GoTo failed
    Set server = PythonServer
    If Not server Is Nothing Then
        XB_SHARE = WithErrors(server.CallUDF("xlbudget.functions", "XB_SHARE", _
            Array(part, whole, places), ThisWorkbook, Application.Caller))
        Exit Function
    End If
failed:
    XB_SHARE = CVErr(2015)
End Function

Public Function XB_COMPLETION(actual As Variant, budget As Variant, Optional places As Variant) As Variant
    Dim server As Object
    On Error GoTo failed
    Set server = PythonServer
    If Not server Is Nothing Then
        XB_COMPLETION = WithErrors(server.CallUDF("xlbudget.functions", "XB_COMPLETION", _
            Array(actual, budget, places), ThisWorkbook, Application.Caller))
        Exit Function
    End If
failed:
    XB_COMPLETION = CVErr(2015)
End Function

Public Function XB_TO_WAN(yuan As Variant, Optional places As Variant) As Variant
    Dim server As Object
    On Error GoTo failed
    Set server = PythonServer
    If Not server Is Nothing Then
        XB_TO_WAN = WithErrors(server.CallUDF("xlbudget.functions", "XB_TO_WAN", _
            Array(yuan, places), ThisWorkbook, Application.Caller))
        Exit Function
    End If
failed:
    XB_TO_WAN = CVErr(2015)
End Function

Public Function XB_COMPARE_TEXT(current As Variant, prior As Variant, Optional format As Variant) As Variant
    Dim server As Object
    On Error GoTo failed
    Set server = PythonServer
    If Not server Is Nothing Then
        XB_COMPARE_TEXT = WithErrors(server.CallUDF("xlbudget.functions", "XB_COMPARE_TEXT", _
            Array(current, prior, format), ThisWorkbook, Application.Caller))
        Exit Function
    End If
failed:
    XB_COMPARE_TEXT = CVErr(2015)
End Function

Public Function XB_COMPLETION_TEXT(actual As Variant, budget As Variant, Optional format As Variant) As Variant
    Dim server As Object
    On Error GoTo failed
    Set server = PythonServer
    If Not server Is Nothing Then
        XB_COMPLETION_TEXT = WithErrors(server.CallUDF("xlbudget.functions", "XB_COMPLETION_TEXT", _
            Array(actual, budget, format), ThisWorkbook, Application.Caller))
        Exit Function
    End If
failed:
    XB_COMPLETION_TEXT = CVErr(2015)
End Function

Public Function XB_SHARES_TEXT(names As Variant, amounts As Variant, Optional whole As Variant, Optional format As Variant) As Variant
    Dim server As Object
    On Error GoTo failed
    Set server = PythonServer
    If Not server Is Nothing Then
        XB_SHARES_TEXT = WithErrors(server.CallUDF("xlbudget.functions", "XB_SHARES_TEXT", _
            Array(names, amounts, whole, format), ThisWorkbook, Application.Caller))
        Exit Function
    End If
failed:
    XB_SHARES_TEXT = CVErr(2015)
End Function

Public Function XB_CODE_NAME(code As Variant, Optional year As Variant) As Variant
    Dim server As Object
    On Error GoTo failed
    Set server = PythonServer
    If Not server Is Nothing Then
        XB_CODE_NAME = WithErrors(server.CallUDF("xlbudget.functions", "XB_CODE_NAME", _
            Array(code, year), ThisWorkbook, Application.Caller))
        Exit Function
    End If
failed:
    XB_CODE_NAME = CVErr(2015)
End Function
