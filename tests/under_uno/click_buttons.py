"""Runs under the system's Python with LibreOffice's UNO: opens a macro workbook with its macros on,
clicks each form button through the script that stands in the button itself, and prints as JSON
what was recorded, every cell that holds an error, and what each formula comes to.

    python3 click_buttons.py SOFFICE WORKBOOK PROFILE 0|1 [PDF]
"""

import json
import sys
from pathlib import Path

from desktop import desktop, prop


def click(document, control, form, index):
    """What a button of a form runs: its own script, through LibreOffice's script provider."""
    (event,) = form.getScriptEvents(index)
    script = document.getScriptProvider().getScript(event.ScriptCode)
    script.invoke((), (), ())
    return event.ScriptCode


def addresses(sheet, kind):
    """The areas of a sheet whose formulas come to a kind of result (4: an error)."""
    found = sheet.queryFormulaCells(kind).RangeAddressesAsString
    return [f"{sheet.Name}!{each}" for each in found.split(";") if each]


def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def collect(sheet, area, formulas):
    """The values of an area by sheet and cell."""
    place = (area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
    rows = sheet.getCellRangeByPosition(*place).getDataArray()
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            cell = f"{letters(area.StartColumn + right)}{area.StartRow + down + 1}"
            formulas[f"{sheet.Name}!{cell}"] = value


def main():
    office, workbook, profile, clicking, *pdf = sys.argv[1:]
    with desktop(office, profile) as running:
        document = running.loadComponentFromURL(
            Path(workbook).as_uri(),
            "_blank",
            0,
            (prop("Hidden", True), prop("MacroExecutionMode", 4)),
        )
        document.calculateAll()
        sheets = document.Sheets
        record = sheets.getByIndex(sheets.Count - 1).getCellRangeByName("H1")
        clicks = {}
        for number in range(sheets.Count):
            page = sheets.getByIndex(number).DrawPage
            for at in range(page.Forms.Count):
                form = page.Forms.getByIndex(at)
                for index in range(form.Count):
                    control = form.getByIndex(index)
                    if not hasattr(control, "Label"):
                        continue
                    control.Printable = True
                    if clicking != "1":
                        continue
                    record.String = ""
                    code = click(document, control, form, index)
                    clicks[control.Label] = {"script": code, "command": record.String}
        record.String = ""
        errors, formulas = [], {}
        for number in range(sheets.Count):
            sheet = sheets.getByIndex(number)
            errors += addresses(sheet, 4)
            for area in sheet.queryContentCells(16).RangeAddresses:
                collect(sheet, area, formulas)
        if pdf:
            styles = document.StyleFamilies.getByName("PageStyles")
            style = styles.getByName(sheets.getByIndex(0).PageStyle)
            style.ScaleToPagesX = style.ScaleToPagesY = 0
            style.PageScale, style.IsLandscape = 100, True
            style.Width, style.Height = 42000, 29700
            document.storeToURL(Path(pdf[0]).as_uri(), (prop("FilterName", "calc_pdf_Export"),))
        print(
            json.dumps(
                {"clicks": clicks, "errors": errors, "formulas": formulas}, ensure_ascii=False
            )
        )
        document.close(True)


main()
