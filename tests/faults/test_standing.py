"""丢了、只写了一半，比得出来；放在一边的、写成的，不算丢。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.standing import State, losses, state

BEFORE = {"决算.xlsx": "old", "说明.docx": "text"}
WHOLE = {"决算.xlsx": "new", "说明.docx": "text", "页.html": "page"}


@pytest.mark.parametrize(
    ("after", "lost"),
    [
        (BEFORE, []),
        (WHOLE, []),
        ({**BEFORE, ".xlbudget-7-0badcafe.tmp": "half"}, []),
        ({"说明.docx": "text", "决算-导入前1.xlsx": "old"}, []),
        ({"说明.docx": "text"}, ["决算.xlsx 没有了"]),
        ({**BEFORE, "决算.xlsx": "half"}, ["决算.xlsx 既不是原来的，也不是写成的"]),
        ({**BEFORE, "说明.docx": "new"}, ["说明.docx 既不是原来的，也不是写成的"]),
        ({**BEFORE, "页.html": "half"}, ["页.html 只写了一半"]),
    ],
)
def test_what_is_lost_is_seen(after: State, lost: list[str]) -> None:
    assert losses(BEFORE, WHOLE, after) == lost


def test_one_byte_more_is_another_state(tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(b"old")
    before = state(tmp_path)
    assert before == state(tmp_path)
    (tmp_path / "甲.xlsx").write_bytes(b"old.")
    assert state(tmp_path) != before
    assert set(before) == {"甲.xlsx"}
