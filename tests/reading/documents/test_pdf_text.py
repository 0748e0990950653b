"""PDF 的文字：折行拼回段落，页码和页眉页脚去掉，横页、转过的页照样读。"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from tests.reading.documents.paper import LEFT, LINE, SIZE, Sheet, written
from xlbudget.domain.documents import Document, PictureBlock, TableBlock, TextBlock
from xlbudget.reading.documents import read_document

TEXT = (
    "2024年度收入、支出总计均为1289.75万元。与2023年度相比，收入、支出总计各增加184.55万元，"
    "增长16.7%。主要变动原因是城乡环境整治工程本年集中支付，项目经费相应增加。"
)


def width(text: str) -> float:
    """几个字宽：汉字一个，数字字母半个。"""
    return sum(0.5 if each.isascii() else 1 for each in text)


def folded(text: str, indent: int = 2, wide: float = LINE) -> list[str]:
    """一段话照排版折成行：首行缩进，写满 `wide` 个字宽才换行，句读不在行首。"""
    lines, line = [], "　" * indent
    for at, each in enumerate(text):
        after = text[at + 1 : at + 2]
        if width(line + each) + (after in "，。；：）%、" and width(after)) > wide:
            lines.append(line)
            line = ""
        line += each
    return [*lines, line]


def texts(document: Document) -> list[str]:
    return [block.text for _, block in document.texts()]


def test_lines_become_paragraphs_again(tmp_path: Path) -> None:
    lines = [*folded("一、收入支出决算总体情况说明"), *folded(TEXT), *folded("（图1：变动情况图）")]
    document = read_document(written(tmp_path, Sheet().lines(80, *lines)))
    assert texts(document) == ["一、收入支出决算总体情况说明", TEXT, "（图1：变动情况图）"]
    assert [block.place.paragraph for _, block in document.texts()] == [1, 2, 3]
    assert document.file == "说明.pdf"


def test_numbers_broken_over_lines_are_whole_again(tmp_path: Path) -> None:
    """版心宽窄不同，折行落在各处，也落在数字里：拼回来一字不差，不多出空格。"""
    broken = 0
    for wide in (21, 22.5, 24, 25.5, 27):
        lines = folded(TEXT, wide=wide)
        broken += sum(a[-1].isdigit() and b[0] in ".0123456789" for a, b in pairwise(lines))
        sheet = Sheet().lines(80, *lines).lines(500, *lines)
        assert texts(read_document(written(tmp_path, sheet))) == [TEXT, TEXT]
    assert broken >= 2


def test_a_paragraph_without_an_indent_ends_with_its_sentence(tmp_path: Path) -> None:
    """顶格写的两段：头一段恰好写满一行，以句号结束。"""
    full = "纳入示例街道办事处决算编制范围的二级预算单位共有三个。"[:LINE]
    full = full[:-1] + "。"
    sheet = Sheet().lines(80, full, "其中行政单位一个，", *folded(TEXT)).lines(400, *folded(TEXT))
    assert texts(read_document(written(tmp_path, sheet)))[:2] == [full, "其中行政单位一个，"]


def test_a_colon_at_the_end_of_a_full_line_does_not_end_the_paragraph(tmp_path: Path) -> None:
    """顶格写的段落，“其中：”恰好在行末：接着写的是同一段；编号的是另一段。"""
    full = "截至2024年12月31日，本单位一共有公务用车二辆，其中："
    assert width(full) == LINE
    sheet = Sheet().lines(80, full, "轿车一辆、越野车一辆。", full, "1.轿车一辆。")
    sheet.lines(400, *folded(TEXT), *folded(TEXT))
    read = texts(read_document(written(tmp_path, sheet)))
    assert read[:3] == [full + "轿车一辆、越野车一辆。", full, "1.轿车一辆。"]


def test_lines_of_the_contents_and_headings_after_a_full_line_stay_apart(tmp_path: Path) -> None:
    """目录每行一段；段落最后一行恰好写满，下面顶格的标题也不接上去。"""
    contents = ["一、收入支出决算总体情况说明", "二、收入决算情况说明"]
    dotted = [
        f"　　{line}{'.' * round(2 * (LINE - 3 - width(line)))}{n}"
        for n, line in enumerate(contents)
    ]
    full = "这一段说明写两行，" + "第二行也恰好写满为止" * 4
    full = full[: 2 * LINE - 3] + "。"
    lines = [*dotted, "第三部分　名词解释" + "." * 30 + "9", *folded(full), "二、收入决算情况说明"]
    read = texts(read_document(written(tmp_path, Sheet().lines(80, *lines))))
    assert [line.rstrip(".0123456789") for line in read] == [
        *contents, "第三部分 名词解释", full, "二、收入决算情况说明",
    ]  # fmt: skip


def test_a_paragraph_goes_on_over_the_page_and_is_placed_where_it_begins(tmp_path: Path) -> None:
    lines = folded(TEXT)
    first = Sheet().lines(200, *folded(TEXT)).lines(700, lines[0], lines[1])
    second = Sheet().lines(80, *lines[2:]).lines(300, *folded(TEXT))
    first.text(280, 800, "— 1 —", 12)
    second.text(280, 800, "— 2 —", 12)
    document = read_document(written(tmp_path, first, second))
    assert [(block.text, block.place.page) for _, block in document.texts()] == [
        (TEXT, 1), (TEXT, 1), (TEXT, 2),
    ]  # fmt: skip


def test_page_numbers_are_no_text(tmp_path: Path) -> None:
    """页脚的页码去掉，各种写法都认得；页中间单独一个数留着。"""
    numbers = ["— 1 —", "-2-", "3", "第4页 共9页", "第 5 页，共 9 页", "6/9", "7"]
    heights = [800] * 6 + [500]
    sheets = [
        Sheet().lines(120, *folded(TEXT)).text(280, height, number, 10)
        for number, height in zip(numbers, heights, strict=True)
    ]
    assert texts(read_document(written(tmp_path, *sheets))) == [TEXT] * 7 + ["7"]


def test_running_heads_go_and_unit_lines_of_tables_stay(tmp_path: Path) -> None:
    """每页同一高度的同一行是页眉；每张表上都有的“金额单位”不是。"""
    sheets = []
    for number in range(5):
        sheet = Sheet().text(200, 40, "示例街道办事处2024年度部门决算", 10)
        sheet.text(LEFT, 60, "部门：示例街道办事处", 10).text(430, 60, "金额单位：万元", 10)
        sheet.lines(200, f"　　第{'一二三四五'[number]}段说明。")
        sheets.append(sheet.text(290, 800, str(number + 1), 10))
    read = texts(read_document(written(tmp_path, *sheets)))
    assert read[:2] == ["部门：示例街道办事处  金额单位：万元", "第一段说明。"]
    assert len(read) == 10


def test_a_line_that_only_two_pages_share_is_text(tmp_path: Path) -> None:
    sheets = [Sheet().lines(40, "附件").lines(300, f"　　报告{n}。") for n in (1, 2)]
    sheets += [Sheet().lines(300, f"　　报告{n}。") for n in (3, 4, 5)]
    assert texts(read_document(written(tmp_path, *sheets))).count("附件") == 2


QUARTERS = {
    90: "0 1 -1 0 840 0 cm",
    180: "-1 0 0 -1 600 840 cm",
    270: "0 -1 1 0 0 600 cm",
}
"""内容在页面里转了多少度，左下角再移回页内。"""


def test_pages_are_turned_back(tmp_path: Path) -> None:
    """横排的页：程序标了 /Rotate 的，和只把内容转了过来的。"""
    upright = Sheet().lines(120, *folded(TEXT))
    upright.grid((90, 200, 300), (400, 420, 440), [["项目", "决算数"], ["合计", "1,482.22"]])
    sheets = [upright]
    for turn, matrix in QUARTERS.items():
        across = turn != 180
        size = (840.0, 600.0) if across else (600.0, 840.0)
        sheets.append(Sheet(0, *size, matrix, upright.drawn))
        sheets.append(Sheet(turn, drawn=upright.drawn))
    blocks = read_document(written(tmp_path, *sheets)).blocks
    assert [block.text for block in blocks[::2] if isinstance(block, TextBlock)] == [TEXT] * 7
    tables = [block for block in blocks if isinstance(block, TableBlock)]
    assert [table.rows for table in tables] == [(("项目", "决算数"), ("合计", "1,482.22"))] * 7


def test_watermarks_askew_are_no_text(tmp_path: Path) -> None:
    sheet = Sheet().lines(80, *folded(TEXT))
    code = "送审稿".encode("utf-16-be").hex()
    sheet.drawn.append(f"BT /F 60 Tf 0.707 0.707 -0.707 0.707 150 200 Tm <{code}> Tj ET")
    assert texts(read_document(written(tmp_path, sheet))) == [TEXT]


def test_bold_print_of_characters_printed_twice_is_read_once(tmp_path: Path) -> None:
    sheet = Sheet().lines(80, "　　支出决算情况说明")
    sheet.text(LEFT + 2 * SIZE + 0.4, 80, "支出决算情况说明")
    assert texts(read_document(written(tmp_path, sheet))) == ["支出决算情况说明"]


def test_columns_on_a_line_stay_apart(tmp_path: Path) -> None:
    sheet = Sheet().text(LEFT, 100, "编制单位：示例街道办事处").text(420, 100, "单位：元")
    assert texts(read_document(written(tmp_path, sheet))) == ["编制单位：示例街道办事处  单位：元"]


def test_pictures_have_their_place(tmp_path: Path) -> None:
    sheet = Sheet().lines(80, *folded(TEXT)).lines(600, "　　（图1：收入决算结构图）")
    sheet.drawn.append("q 200 0 0 150 200 300 cm /P Do Q")
    blocks = read_document(written(tmp_path, sheet)).blocks
    assert [type(block) for block in blocks] == [TextBlock, PictureBlock, TextBlock]
