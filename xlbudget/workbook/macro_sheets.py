"""What only macro workbooks have on their sheets: the buttons of 首页, and xlwings' settings."""

from __future__ import annotations

from pathlib import PureWindowsPath

from xlbudget.workbook import layout
from xlbudget.workbook.buttons import BUTTONS, MODULE
from xlbudget.workbook.canvas import Canvas
from xlbudget.workbook.page import Page

PYTHON = r"%LOCALAPPDATA%\xlbudget\python\python.exe"
"""The Python that the buttons start, where docs/windows.md has it installed."""

FUNCTIONS = "xlbudget.functions"
"""The Python module of the functions."""

_UNUSED = (
    "Interpreter",
    "Interpreter_Mac",
    "Conda Path",
    "Conda Env",
    "LICENSE_KEY",
    *(
        f"{place}_{system}"
        for place in ("ONEDRIVE_CONSUMER", "ONEDRIVE_COMMERCIAL", "SHAREPOINT")
        for system in ("WIN", "MAC")
    ),
)
"""Settings that are blank. One that is missing would be taken from a file xlwings.conf beside the
workbook, and some of them go into a command line as they are.
"""

_COLUMN = 5
"""The column of 首页 where the buttons stand (E)."""

_SIZE = (140, 30)
"""Width and height of a button in pixels; it takes two rows."""


def draw_buttons(page: Page) -> None:
    """The buttons beside the settings, below each other."""
    page.set_widths(_COLUMN - 1, [3.0, 20.0])
    for number, button in enumerate(BUTTONS):
        at = (layout.FIRST_ROW + 2 * number, _COLUMN)
        page.button(at, _SIZE, button.caption, f"{MODULE}.{button.macro}")


def draw_conf(canvas: Canvas, python: str) -> None:
    """The settings of xlwings: a row that stands here wins over the machine's and the folder's.

    So every key that xlwings asks for stands here. The folder of the workbook and the current one
    stay off the path of modules, where on a shared drive anybody may put a module: an empty
    PYTHONPATH would put the current folder first.
    """
    page = canvas.page(layout.CONF, [30.0, 60.0])
    rows = {
        "Interpreter_Win": python,
        "PYTHONPATH": str(PureWindowsPath(python).parent),
        "UDF Modules": FUNCTIONS,
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "Use UDF Server": "False",
        "Show Console": "False",
        "Debug UDFs": "False",
        "TEMP DIR": "%TEMP%",
        "SHOW_ERROR_POPUPS": "True",
        **dict.fromkeys(_UNUSED, ""),
    }
    for row, (key, value) in enumerate(rows.items(), 1):
        page.text(row, 1, key, "plain")
        page.text(row, 2, value, "plain")
    page.hide_for_good()
