Attribute VB_Name = "modRibbon"
Option Explicit

' Callbacks of the ribbon: each does what its button does.

Public Sub OnImportExports(control As IRibbonControl)
    ImportExports
End Sub

Public Sub OnImportLastYear(control As IRibbonControl)
    ImportLastYear
End Sub

Public Sub OnCheckTables(control As IRibbonControl)
    CheckTables
End Sub

Public Sub OnMarkCells(control As IRibbonControl)
    MarkCells
End Sub

Public Sub OnUnmarkCells(control As IRibbonControl)
    UnmarkCells
End Sub

Public Sub OnWriteNarrative(control As IRibbonControl)
    WriteNarrative
End Sub

Public Sub OnNextGap(control As IRibbonControl)
    NextGap
End Sub

Public Sub OnExportWord(control As IRibbonControl)
    ExportWord
End Sub

Public Sub OnRefreshWord(control As IRibbonControl)
    RefreshWord
End Sub

Public Sub OnShowHelp(control As IRibbonControl)
    ShowHelp
End Sub
