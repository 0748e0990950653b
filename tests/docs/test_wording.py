"""docs/wording.md 逐字照做：写它的格式，打它的命令，比它印出的结果；写错的也比。"""

from __future__ import annotations

from pathlib import Path

from tests.docs.walked import ROOT, plain, printed_by, ran, steps, written

PAGE = ROOT / "docs" / "wording.md"
TEMPLATE = "我的格式/shilixian/narrative/02_revenue.txt"


def test_the_page_works_word_for_word(tmp_path: Path) -> None:
    complaint = ""
    for step, text in steps(PAGE):
        if step.startswith("$ "):
            assert printed_by(step, tmp_path) == plain(text), step
        elif step:
            written(step, text, tmp_path)
        else:
            complaint = text
    assert (tmp_path / "决算.xlsx").is_file()
    (right,) = [text for step, text in steps(PAGE) if step == TEMPLATE]
    wrong = right.replace("取得收入{{收支总表.本年收入合计}}", "取得收入{{收支总表.收入合计}}")
    assert wrong != right
    written(TEMPLATE, wrong, tmp_path)
    cases = next(step for step, _ in steps(PAGE) if step.endswith("--cases"))
    assert ran(cases, tmp_path) == (2, "", complaint)
