"""Word 里的表：合并的格子展开成整齐的行列。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.documents.packing import docx, p, shown, tc, tr
from xlbudget.domain.documents import TableBlock
from xlbudget.domain.errors import UnsafeFile
from xlbudget.reading.documents import read_document


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def span(count: int) -> str:
    return f"<w:gridSpan w:val='{count}'/>"


RESTART, CONTINUE = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
TABLES = {
    "横向合并": (
        table(tr(tc("合计", span(2)), tc("3")), tr(tc("甲"), tc("1"), tc("2"))),
        "合计||3 / 甲|1|2",
        ((0, 0, 0, 1),),
    ),
    "纵向合并": (
        table(
            tr(tc("收入", RESTART), tc("1")), tr(tc("", CONTINUE), tc("2")), tr(tc("支出"), tc("3"))
        ),
        "收入|1 / |2 / 支出|3",
        ((0, 0, 1, 0),),
    ),
    "横纵都合并": (
        table(
            tr(tc("栏", span(2) + RESTART), tc("数")),
            tr(tc("", span(2) + CONTINUE), tc("1")),
            tr(tc("甲"), tc("乙"), tc("2")),
        ),
        "栏||数 / ||1 / 甲|乙|2",
        ((0, 0, 1, 1),),
    ),
    "上一格没有开头的接续照自己的字读": (
        table(tr(tc("甲"), tc("1")), tr(tc("乙", "<w:vMerge w:val='continue'/>"), tc("2"))),
        "甲|1 / |2",
        ((0, 0, 1, 0),),
    ),
    "第一行就接续": (table(tr(tc("甲", CONTINUE), tc("1"))), "甲|1", ()),
    "前面空几列": (
        table(
            tr(tc("甲"), tc("乙"), tc("丙")), tr(tc("3"), properties="<w:gridBefore w:val='2'/>")
        ),
        "甲|乙|丙 / ||3",
        ((1, 0, 1, 1),),
    ),
    "旧写法的横向合并": (
        table(
            tr(tc("甲", "<w:hMerge w:val='restart'/>"), tc("", "<w:hMerge/>"), tc("3")),
            tr(tc("1"), tc("2"), tc("3")),
        ),
        "甲||3 / 1|2|3",
        ((0, 0, 0, 1),),
    ),
    "各行不一样长": (table(tr(tc("甲")), tr(tc("1"), tc("2"), tc("3"))), "甲|| / 1|2|3", ()),
    "删去的行不算": (
        table(tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2"), properties="<w:del w:id='1'/>")),
        "甲|1",
        (),
    ),
    "控件里的行和格": (
        table(
            f"<w:sdt><w:sdtContent>{tr(tc('甲'), tc('1'))}</w:sdtContent></w:sdt>",
            tr(f"<w:sdt><w:sdtContent>{tc('乙')}</w:sdtContent></w:sdt>", tc("2")),
        ),
        "甲|1 / 乙|2",
        (),
    ),
    "一格几段": (table(tr(tc(p("甲") + p("乙")), tc("1"))), "甲\n乙|1", ()),
    "格里的表": (
        table(tr(tc(table(tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2"))) + p("")), tc("外"))),
        "甲\t1\n乙\t2|外",
        (),
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_a_full_grid(name: str, tmp_path: Path) -> None:
    body, rows, merged = TABLES[name]
    document = read_document(docx(tmp_path / "说明.docx", p("前") + body + p("后")))
    assert shown(document) == ["前", rows, "后"]
    block = document.blocks[1]
    assert isinstance(block, TableBlock)
    assert block.merged == merged
    assert len({len(row) for row in block.rows}) == 1


def test_a_frame_of_one_cell_is_the_text_in_it(tmp_path: Path) -> None:
    framed = table(tr(tc(p("一、收入", "<w:outlineLvl w:val='1'/>") + p("合计100万元。"))))
    document = read_document(docx(tmp_path / "说明.docx", framed + p("后")))
    assert shown(document) == ["2 一、收入", "合计100万元。", "后"]


def test_a_table_without_words_is_none(tmp_path: Path) -> None:
    document = read_document(docx(tmp_path / "说明.docx", table(tr(tc(""), tc(""))) + p("后")))
    assert shown(document) == ["后"]


@pytest.mark.parametrize("count", [501, 10**9, 10**30])
def test_a_cell_wider_than_any_table_is_refused(count: int, tmp_path: Path) -> None:
    path = docx(tmp_path / "说明.docx", table(tr(tc("甲", span(count)), tc("乙"))))
    with pytest.raises(UnsafeFile, match="超过 500 列"):
        read_document(path)


def test_spans_that_are_no_sensible_number_count_as_one(tmp_path: Path) -> None:
    cells = tr(tc("甲", span(-3)), tc("乙", "<w:gridSpan w:val='多'/>"), tc("丙", "<w:gridSpan/>"))
    path = docx(tmp_path / "说明.docx", table(cells))
    assert shown(read_document(path)) == ["甲|乙|丙"]
