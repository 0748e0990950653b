Attribute VB_Name = "modButtons"
Option Explicit

' One Sub for each button. Python does the work and speaks to the user.

Public Sub ImportExports()
    RunPython "import xlbudget.addin; xlbudget.addin.import_exports()"
End Sub

Public Sub ImportLastYear()
    RunPython "import xlbudget.addin; xlbudget.addin.import_last_year()"
End Sub

Public Sub CheckTables()
    RunPython "import xlbudget.addin; xlbudget.addin.check()"
End Sub

Public Sub MarkCells()
    RunPython "import xlbudget.addin; xlbudget.addin.mark()"
End Sub

Public Sub UnmarkCells()
    RunPython "import xlbudget.addin; xlbudget.addin.unmark()"
End Sub

Public Sub WriteNarrative()
    RunPython "import xlbudget.addin; xlbudget.addin.narrate()"
End Sub

Public Sub NextGap()
    RunPython "import xlbudget.addin; xlbudget.addin.next_gap()"
End Sub

Public Sub ExportWord()
    RunPython "import xlbudget.addin; xlbudget.addin.export_word()"
End Sub

Public Sub RefreshWord()
    RunPython "import xlbudget.addin; xlbudget.addin.refresh_word()"
End Sub

Public Sub ShowHelp()
    RunPython "import xlbudget.addin; xlbudget.addin.show_help()"
End Sub
