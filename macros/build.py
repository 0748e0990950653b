"""Writes modFunctions.bas from the registry of the functions."""  # noqa: INP001

from __future__ import annotations

from pathlib import Path

from xlbudget.functions import FUNCTIONS
from xlbudget.workbook.function_wrappers import MODULE, wrappers

if __name__ == "__main__":
    path = Path(__file__).parent / f"{MODULE}.bas"
    path.write_text(wrappers(FUNCTIONS.signatures()), encoding="ascii", newline="\n")
