"""docs/add-a-province.md 逐字照做：写它的文件，打它的命令，比它印出的结果。"""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.walked import ROOT, plain, printed_by, steps, written

PAGE = ROOT / "docs" / "add-a-province.md"


def test_the_page_works_word_for_word(tmp_path: Path) -> None:
    commands = 0
    for step, text in steps(PAGE):
        if step.startswith("$ "):
            commands += 1
            assert printed_by(step, tmp_path) == plain(text), step
        else:
            assert step, f"这一块没有写是哪个文件：\n{text}"
            written(step, text, tmp_path)
    assert commands == PAGE.read_text(encoding="utf-8").count("$ xlbudget ") > 0


def test_the_page_adds_every_kind_of_file_that_a_format_may_have() -> None:
    """formats.md 的清单里有的文件，这一页都有一个例子。"""
    listed = re.findall(
        r"^\| `([\w*./]+)` \|", (ROOT / "docs/formats.md").read_text("utf-8"), re.MULTILINE
    )
    kinds = [kind for kind in listed if "." in kind]
    given = [step.partition("/tonghua/")[2] for step, _ in steps(PAGE) if "/tonghua/" in step]
    assert [kind for kind in kinds if not any(Path(name).match(kind) for name in given)] == []
