"""Runs under the system's Python with LibreOffice's UNO: opens workbooks, edits them as a person
would, so that LibreOffice rewrites the references in all formulas, and stores them as .xlsx.

    python3 edit_in_office.py SOFFICE PROFILE < JOBS

JOBS is a JSON list of {"source": path, "target": path, "edits": [edit, ...]}; an edit is a list:

    ["rename", sheet, name]
    ["insert_rows" | "delete_rows", sheet, first row from 1, count]
    ["insert_columns" | "delete_columns", sheet, letters of the first column, count]
    ["set", sheet, address, text, number or formula]

A sheet is told by its name, or by how its name begins; its protection, which has no password,
is taken off.
"""

import json
import sys
from pathlib import Path

from desktop import desktop, prop


def sheet_of(document, name):
    names = document.Sheets.ElementNames
    (found,) = [each for each in names if each == name] or [
        each for each in names if each.startswith(name)
    ]
    return document.Sheets.getByName(found)


def column(sheet, letters):
    return sheet.getCellRangeByName(f"{letters}1").RangeAddress.StartColumn


def extent(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn


def edit(document, kind, name, *more):
    sheet = sheet_of(document, name)
    if sheet.isProtected():
        sheet.unprotect("")
    before = extent(sheet)
    if kind == "rename":
        (sheet.Name,) = more
        assert sheet.Name == more[0], f"{name} was not renamed"
    elif kind == "set":
        cell = sheet.getCellRangeByName(more[0])
        if isinstance(more[1], int | float):
            cell.Value = more[1]
        elif more[1].startswith("="):
            cell.Formula = more[1]
        else:
            cell.String = more[1]
    else:
        do, _, what = kind.partition("_")
        lines = sheet.Rows if what == "rows" else sheet.Columns
        first = more[0] - 1 if what == "rows" else column(sheet, more[0])
        (lines.insertByIndex if do == "insert" else lines.removeByIndex)(first, more[1])
        assert extent(sheet) != before, f"{kind} on {name} changed nothing"


def run(running, job):
    document = running.loadComponentFromURL(
        Path(job["source"]).as_uri(), "_blank", 0, (prop("Hidden", True),)
    )
    for each in job["edits"]:
        edit(document, *each)
    document.calculate()
    document.storeToURL(
        Path(job["target"]).as_uri(), (prop("FilterName", "Calc MS Excel 2007 XML"),)
    )
    document.close(True)


def main():
    office, profile = sys.argv[1:]
    jobs = json.load(sys.stdin)
    with desktop(office, profile) as running:
        for job in jobs:
            run(running, job)


main()
