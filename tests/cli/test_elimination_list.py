"""抵消.csv：单位之间往来的清单。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_department import BUREAU, RESOLVED, SCHOOL, department
from xlbudget.analysis.eliminations import PAYMENTS
from xlbudget.cli.elimination_list import read_eliminations
from xlbudget.domain.errors import SeveralErrors, UnreadableFile, XlbudgetError

REMITTED, SUBSIDISED = PAYMENTS
DOC = (Path(__file__).parents[2] / "docs" / "rollup.md").read_text(encoding="utf-8")
LISTED = DOC.partition("```csv\n")[2].partition("```")[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_list_of_the_handbook(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "抵消.csv").write_bytes(LISTED.encode(encoding))
    found = read_eliminations(tmp_path / "抵消.csv", department(), RESOLVED)
    assert list(found) == [SUBSIDISED]
    paid, received = found[SUBSIDISED]
    assert (paid.unit, paid.side, paid.code) == (BUREAU, SUBSIDISED.paid, "2050202")
    assert (received.unit, received.side) == (SCHOOL, SUBSIDISED.received)
    assert paid.amount.fen == received.amount.fen == 3_000_000
    assert str(paid.cell.source.file) == f"{BUREAU}.xlsx"


def test_ten_thousands_and_nothing_and_blank_lines(tmp_path: Path) -> None:
    text = (
        "收支项目,单位,科目编码,金额（万元）,备注\n"
        "上缴上级支出,示例学校,2050202,0,都交到外面\n"
        ",,,,\n"
        '对附属单位补助支出,示例局本级,2050202,"2.5",\n'
        "上级补助收入,示例学校,2050202,2.5,\n"
    )
    (tmp_path / "抵消.csv").write_text(text, encoding="utf-8")
    found = read_eliminations(tmp_path / "抵消.csv", department(), RESOLVED)
    assert [each.amount.fen for each in found[REMITTED]] == [0]
    assert [each.amount.fen for each in found[SUBSIDISED]] == [2_500_000] * 2


def test_all_wrong_lines_are_told(tmp_path: Path) -> None:
    text = "单位,收支项目,科目编码,金额（元）\n甲,上级补助收入,1,1\n乙,上级补助收入,1,1\n"
    (tmp_path / "抵消.csv").write_text(text, encoding="utf-8")
    with pytest.raises(SeveralErrors) as caught:
        read_eliminations(tmp_path / "抵消.csv", department(), RESOLVED)
    assert len(caught.value.errors) == 2


@pytest.mark.parametrize("data", [b"\xff\xfe\xff", b"", b"x" * 1_000_001, None])
def test_what_is_no_list(data: bytes | None, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / "抵消.csv").write_bytes(data)
    with pytest.raises(UnreadableFile):
        read_eliminations(tmp_path / "抵消.csv", department(), RESOLVED)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["单位,科目,金额"], ["第1行", "收支项目"]),
        (["", "示例局,上级补助收入,2050202,1"], ["第2行", "“示例局”", "示例局本级"]),
        (["", "示例学校,上级补助,2050202,1"], ["“上级补助”", "上级补助收入"]),
        (["", "示例学校,上级补助收入,20502,1"], ["没有科目“20502”", "2050202"]),
        (["", "示例学校,上级补助收入,2050202,三万"], ["“三万”", "金额"]),
        (["", "示例学校,上级补助收入,2050202,30000.01"], ["0 到 30000元", "示例学校.xlsx"]),
        (["", "示例学校,上级补助收入,2050202,-1"], ["-1元"]),
        (["", "示例学校,上级补助收入,2050202,30000"], ["共0万元", "共3万元", "两边相等"]),
        (["", *["示例学校,上级补助收入,2050202,1"] * 2], ["第3行", "第二次出现"]),
    ],
)
def test_a_list_that_is_wrong(lines: list[str], words: list[str], tmp_path: Path) -> None:
    header = lines[0] or "单位,收支项目,科目编码,金额（元）"
    text = "\n".join([header, *lines[1:]]) + "\n"
    (tmp_path / "抵消.csv").write_text(text, encoding="utf-8-sig")
    with pytest.raises(XlbudgetError) as caught:
        read_eliminations(tmp_path / "抵消.csv", department(), RESOLVED)
    for word in words:
        assert word in str(caught.value)
