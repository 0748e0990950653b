"""PDF 的表：有线的格子、合并的格、没有边线的表、跨页的表；图不当作表，图里的字不当作正文。"""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pdfplumber
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.documents.paper import Sheet, pdf, written
from xlbudget.domain.documents import Document, PictureBlock, TableBlock, TextBlock
from xlbudget.reading.documents import read_document
from xlbudget.reading.documents.pdf_cells import cells_of
from xlbudget.reading.documents.pdf_shapes import Box

XS = (90, 140, 260, 340, 420)
HEAD = ["科目编码", "科目名称", "合计", "基本支出"]
ROWS = [
    ["201", "一般公共服务支出", "702.19", "401.22"],
    ["20103", "政府办公厅事务", "702.19", "401.22"],
    ["2010301", "行政运行", "401.22", "401.22"],
]


def ys(top: float, rows: int, height: float = 22) -> list[float]:
    return [top + height * at for at in range(rows + 1)]


def tables(document: Document) -> list[TableBlock]:
    return [block for block in document.blocks if isinstance(block, TableBlock)]


def texts(document: Document) -> list[str]:
    return [block.text for _, block in document.texts()]


def test_a_ruled_table_is_a_full_grid_between_its_paragraphs(tmp_path: Path) -> None:
    sheet = Sheet().lines(80, "　　支出决算表", "　　金额单位：万元")
    sheet.grid(XS, ys(150, 4), [HEAD, *ROWS]).lines(300, "　　注：本表反映支出情况。")
    document = read_document(written(tmp_path, sheet))
    kinds = [type(block) for block in document.blocks]
    assert kinds == [TextBlock, TextBlock, TableBlock, TextBlock]
    (table,) = tables(document)
    assert [list(row) for row in table.rows] == [HEAD, *ROWS]
    assert (table.place.page, table.place.paragraph, table.merged) == (1, 3, ())


def test_merged_header_cells_and_broken_cell_texts(tmp_path: Path) -> None:
    """两层表头：项目占两列，“合计”占两行；写不下的名称和金额在格里折行。"""
    sheet = Sheet()
    for y in (100, 144, 188):
        sheet.rule(90, y, 420, y)
    sheet.rule(90, 122, 260, 122).rule(340, 122, 420, 122)
    for x in (90, 260, 340, 420):
        sheet.rule(x, 100, x, 188)
    sheet.rule(140, 122, 140, 188)
    sheet.text(150, 104, "项目", 10).text(95, 126, "编码", 10).text(150, 126, "名称", 10)
    sheet.text(280, 110, "合计", 10).text(360, 104, "基本", 10).text(350, 126, "小计", 10)
    sheet.text(143, 148, "机关事业单位基本养老保险", 9.5).text(143, 162, "缴费支出", 9.5)
    sheet.text(263, 148, "12,345,678,901", 10.8).text(263, 162, ".22", 10.8)
    (table,) = tables(read_document(written(tmp_path, sheet)))
    assert table.rows == (
        ("项目", "", "合计", "基本"),
        ("编码", "名称", "", "小计"),
        ("", "机关事业单位基本养老保险缴费支出", "12,345,678,901.22", ""),
    )
    assert table.merged == ((0, 0, 0, 1), (0, 2, 1, 2))


def test_a_table_without_sides(tmp_path: Path) -> None:
    """左右不封口的表：横线齐头齐尾，中间有竖线。"""
    sheet = Sheet()
    for y in ys(100, 4):
        sheet.rule(90, y, 420, y)
    for x in XS[1:-1]:
        sheet.rule(x, 100, x, 188)
    for y, row in zip(ys(100, 4), [HEAD, *ROWS], strict=False):
        for x, words in zip(XS, row, strict=False):
            sheet.text(x + 3, y + 4, words, 10)
    (table,) = tables(read_document(written(tmp_path, sheet)))
    assert [list(row) for row in table.rows] == [HEAD, *ROWS]


def test_a_body_that_is_ruled_into_columns_only(tmp_path: Path) -> None:
    """表身只有竖线：每行都有数的，按数的高低分行；有只写名称的行，不知道归谁，不分。"""
    sheet = Sheet().grid(XS, (100, 122, 200), [HEAD])
    for y, row in zip((126, 150, 174), ROWS, strict=True):
        for x, words in zip(XS, row, strict=False):
            sheet.text(x + 3, y, words, 10)
    (table,) = tables(read_document(written(tmp_path, sheet)))
    assert [list(row) for row in table.rows] == [HEAD, *ROWS]
    sheet.text(143, 186, "及相关机构", 10)
    (table,) = tables(read_document(written(tmp_path, sheet)))
    assert len(table.rows) == 2
    assert table.rows[1][2] == "702.19\n702.19\n401.22"


def test_rules_around_and_under_text_are_no_table(tmp_path: Path) -> None:
    """文字框、页眉页脚的横线、下划线都不是表。"""
    sheet = Sheet().rule(90, 70, 506, 70).rule(90, 780, 506, 780).rule(122, 118, 250, 118)
    sheet.lines(100, "　　示例街道办事处").grid((90, 506), (200, 240)).text(100, 210, "重要提示")
    document = read_document(written(tmp_path, sheet))
    assert (tables(document), texts(document)) == ([], ["示例街道办事处", "重要提示"])


def test_a_table_goes_on_over_the_page(tmp_path: Path) -> None:
    """续页重印标题、单位和表头：并成一张表，重印的都去掉；列不一样的不并。"""
    title = ("　　支出决算表", "　　金额单位：万元")
    first = Sheet().lines(80, *title).grid(XS, ys(150, 2), [HEAD, ROWS[0]])
    again = Sheet().lines(80, "　　支出决算表（续）", title[1])
    again.grid(XS, ys(150, 2), [HEAD, ROWS[1]])
    bare = Sheet().grid(XS, ys(150, 1), [ROWS[2]]).lines(300, "　　以下是另一张表。")
    other = Sheet().grid((90, 200, 420), ys(150, 2), [["项目", "决算数"], ["合计", "3.50"]])
    document = read_document(written(tmp_path, first, again, bare, other))
    one, two = tables(document)
    assert [list(row) for row in one.rows] == [HEAD, *ROWS]
    assert two.rows == (("项目", "决算数"), ("合计", "3.50"))
    assert [block.place.page for block in document.blocks] == [1, 1, 1, 3, 4]
    assert texts(document) == ["支出决算表", "金额单位：万元", "以下是另一张表。"]


def test_a_table_under_a_title_of_its_own_is_another_one(tmp_path: Path) -> None:
    first = Sheet().lines(80, "　　收入决算表").grid(XS, ys(150, 2), [HEAD, ROWS[0]])
    second = Sheet().lines(80, "　　支出决算表").grid(XS, ys(150, 2), [HEAD, ROWS[1]])
    assert len(tables(read_document(written(tmp_path, first, second)))) == 2


def test_a_half_row_that_comes_again_does_not_begin_the_table_anew(tmp_path: Path) -> None:
    """财政拨款总表“一、一般公共预算财政拨款”在本年、年初各有一行，换页正好落在后一行。"""
    head = ["项目", "决算数", "项目", "合计"]
    this = ["一、一般公共预算财政拨款", "9,746.50", "一、一般公共服务支出", "9,746.50"]
    opening = ["年初财政拨款结转和结余", "1.00", "年末财政拨款结转和结余", "1.00"]
    again, total = ["一、一般公共预算财政拨款", "1.00", "", ""], ["总计", "2.00", "总计", "2.00"]
    xs = (90, 220, 280, 400, 460)
    first = Sheet().grid(xs, ys(700, 3), [head, this, opening], 9)
    second = Sheet().grid(xs, ys(80, 3), [head, again, total], 9)
    (table,) = tables(read_document(written(tmp_path, first, second)))
    assert [list(row) for row in table.rows] == [head, this, opening, again, total]


def test_the_same_form_on_each_page_is_a_table_on_each_page(tmp_path: Path) -> None:
    """每个项目一张的绩效表，格子的位置、标题都一样：不并成一张。"""
    sheets = [
        Sheet()
        .lines(80, "　　项目支出绩效自评表")
        .grid((90, 200, 420), ys(150, 2), [["项目名称", f"示例项目{n}"], ["预算数", "40.00"]])
        for n in (1, 2, 3)
    ]
    assert len(tables(read_document(written(tmp_path, *sheets)))) == 3


def test_a_row_that_the_page_cuts_in_two_is_one_row(tmp_path: Path) -> None:
    """名称写到格子尽头、换页再写完：是同一行；下一行有编号的、格子没写满的不是。"""
    full = ["2080505", "机关事业单位基本养老保险", "62.11", ""]
    rest = ["", "缴费支出", "", ""]
    first = Sheet().grid(XS, ys(700, 2), [HEAD, full])
    second = Sheet().grid(XS, ys(80, 2), [rest, ROWS[2]])
    (table,) = tables(read_document(written(tmp_path, first, second)))
    whole = ["2080505", "机关事业单位基本养老保险缴费支出", "62.11", ""]
    assert [list(row) for row in table.rows] == [HEAD, whole, ROWS[2]]
    short = ["201", "一般公共服务", "702.19", ""]
    first = Sheet().grid(XS, ys(700, 2), [HEAD, short])
    second = Sheet().grid(XS, ys(80, 2), [["", "人员经费", "", ""], ROWS[2]])
    (table,) = tables(read_document(written(tmp_path, first, second)))
    assert len(table.rows) == 4


def test_charts_are_pictures_and_their_words_no_paragraphs(tmp_path: Path) -> None:
    """带框的柱形图、只有坐标网格的柱形图：不是表，里面的数不是正文；图名留下。"""
    sheet = Sheet().lines(80, "　　支出情况见下图。")
    sheet.grid((90, 400), (120, 300)).bar(130, 200, 180, 280).bar(230, 160, 280, 280)
    sheet.text(140, 184, "636.43", 9).text(240, 144, "1482.22", 9).text(140, 284, "2023年", 9)
    sheet.text(140, 124, "图1：变动情况图", 10)
    sheet.grid((120, 200, 280, 360), (400, 440, 480, 520)).bar(140, 420, 160, 520)
    sheet.bar(220, 450, 240, 520).text(142, 425, "30.5", 9)
    sheet.text(92, 436, "200", 9).text(130, 523, "基本支出", 9)
    sheet.lines(600, "　　（图2：支出决算结构图）")
    document = read_document(written(tmp_path, sheet))
    assert tables(document) == []
    assert texts(document) == [
        "支出情况见下图。", "图1：变动情况图", "（图2：支出决算结构图）",
    ]  # fmt: skip
    assert sum(isinstance(block, PictureBlock) for block in document.blocks) == 2


def test_shaded_header_cells_are_a_table(tmp_path: Path) -> None:
    sheet = Sheet()
    for left, right in pairwise(XS):
        sheet.drawn.append(f"0.8 g {left} {840 - 122} {right - left} 22 re f 0 g")
    sheet.grid(XS, ys(100, 4), [HEAD, *ROWS])
    (table,) = tables(read_document(written(tmp_path, sheet)))
    assert [list(row) for row in table.rows] == [HEAD, *ROWS]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_cells_are_those_that_pdfplumber_finds(data: st.DataObject) -> None:
    """横竖线任意去掉几段（外框除外），围出的格子与 pdfplumber 找到的是同样几个。"""
    columns = data.draw(st.integers(1, 4))
    rows = data.draw(st.integers(2, 4))
    xs = [60 + 70 * at for at in range(columns + 1)]
    downs = [100 + 30 * at for at in range(rows + 1)]
    merges = data.draw(st.sets(st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 2)))
                       if columns > 1 else st.just(set()))  # fmt: skip
    sheet = Sheet()
    rules: list[Box] = []
    for y in downs:
        rules.append(Box(xs[0], y, xs[-1], y))
    for row in range(rows):
        for column in range(columns + 1):
            if (row, column - 1) not in merges:
                rules.append(Box(xs[column], downs[row], xs[column], downs[row + 1]))
    for rule in rules:
        sheet.rule(*rule)
    with pdfplumber.open(io.BytesIO(pdf(sheet))) as opened:
        (found,) = opened.pages[0].find_tables()
    ours = {tuple(map(round, cell)) for cell in cells_of(rules)[0]}
    assert ours == {tuple(map(round, cell)) for cell in found.cells}
