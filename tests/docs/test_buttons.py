"""docs/buttons.md shows the ribbon as it is."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_current() -> None:
    page = runpy.run_path(str(DOCS / "build_buttons.py"))["page"]()
    committed = (DOCS / "buttons.md").read_text(encoding="utf-8")
    assert committed == page, "请运行 docs/build_buttons.py"


def test_the_guide_names_every_button() -> None:
    from xlbudget.workbook.buttons import BUTTONS

    guide = (DOCS / "windows.md").read_text(encoding="utf-8")
    assert [b.caption for b in BUTTONS if f"| {b.caption} |" not in guide] == []
