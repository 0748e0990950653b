"""Writes functions.md from the registry of the functions."""

from __future__ import annotations

from pathlib import Path

from xlbudget.functions import FUNCTIONS
from xlbudget.functions.handbook import handbook

if __name__ == "__main__":
    path = Path(__file__).parent / "functions.md"
    path.write_text(handbook(FUNCTIONS), encoding="utf-8", newline="\n")
