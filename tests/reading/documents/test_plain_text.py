"""纯文本：编码、标记、用制表符写的表、写在末尾的图。数和字一个不改。"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.reading.documents.packing import shown
from xlbudget.domain.documents import ChartBlock, ChartSeries, Document, TableBlock
from xlbudget.domain.errors import UnreadableFile, UnsafeFile
from xlbudget.reading.documents import read_document, reader, text_charts, text_tables

TEXT = "一、收入决算情况说明\n2024年度本年收入合计1,433.63万元，占98.2 %。\n"
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


def read(text: str, tmp_path: Path) -> Document:
    path = tmp_path / "说明.txt"
    path.write_bytes(text.encode())
    return read_document(path)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_reads_the_same(encoding: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_bytes(TEXT.replace("\n", end).encode(encoding))
    assert shown(read_document(path)) == TEXT.splitlines()


@pytest.mark.parametrize("words", ["占98.19%", "联通", "ABC", "100"])
def test_few_words_are_read_in_the_encoding_that_makes_them_chinese(
    words: str, tmp_path: Path
) -> None:
    path = tmp_path / "说明.txt"
    path.write_bytes(words.encode("gb18030"))
    assert shown(read_document(path)) == [words]


def test_rare_characters_of_names(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_bytes("示例𠮷镕䶮局".encode("gb18030"))
    assert shown(read_document(path)) == ["示例𠮷镕䶮局"]


@pytest.mark.parametrize("data", [b"\x00\x01\x02" * 50, b"\x81", "甲".encode() + b"\x1b[0m"])
def test_what_is_no_text_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match="说明文档"):
        read_document(path)


def test_a_file_of_empty_lines(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="只有空行"):
        read("\n　\n\t\n", tmp_path)


def test_paragraphs_keep_their_words_and_numbers(tmp_path: Path) -> None:
    text = "　　公用经费20.97万元 ，\n\n占 1.8%。\t\n\n"
    document = read(text, tmp_path)
    assert shown(document) == ["公用经费20.97万元 ，", "占 1.8%。"]
    assert [block.place.paragraph for block in document.blocks] == [1, 2]


def test_marks_of_an_extractor(tmp_path: Path) -> None:
    text = (
        "[bookmark: _Toc1][bookmark: _Toc2]一、收入\n合计1.2[bookmark: _Hlk3]5万元。\n"
        "[image: 图片1]\n如图[image: 图片2]所示。\n[bookmark: _Toc4]\n"
    )
    assert shown(read(text, tmp_path)) == [
        "一、收入",
        "合计1.25万元。",
        "<图片1>",
        "如图所示。",
        "<图片2>",
    ]


def test_numbers_that_an_extractor_guessed_are_automatic_ones(tmp_path: Path) -> None:
    text = "1、 [bookmark: _Toc1]收入决算情况说明\n（2） 项目管理。\n1、改善环境\n2. 某中心\n"
    assert shown(read(text, tmp_path)) == [
        "# 收入决算情况说明",
        "# 项目管理。",
        "1、改善环境",
        "2. 某中心",
    ]


def test_typed_numbers_stay_where_there_are_no_marks(tmp_path: Path) -> None:
    assert shown(read("1、 收入决算情况说明\n", tmp_path)) == ["1、 收入决算情况说明"]


TABLES = {
    "格与格之间是制表符": (
        "项目\t预算\t决算\n甲\t1\t\n乙\t\t3\n",
        "项目|预算|决算 / 甲|1| / 乙||3",
    ),
    "每格自成一行": (
        "\t项目\n\t预算\n\t决算\n\n\t甲\n\t1\n\t\n\n\t\n\t2\n\t3\n",
        "项目|预算|决算 / 甲|1| / |2|3",
    ),
    "每格自成一行，一格几段": (
        "\t自评表\n(2024年度)\n\n\t指标\n\t服务对象\n满意度\n\n\t完成\n\t95%\n",
        "自评表\n(2024年度)| / 指标|服务对象\n满意度 / 完成|95%",
    ),
    "按编码的表，合计印一次，占编码和名称": (
        "编码\t名称\t合计\t基本支出\n206\t科学技术支出\t310.00\t\n合计\t1,310.00\t1,000.00\n",
        "编码|名称|合计|基本支出 / 206|科学技术支出|310.00| / 合计||1,310.00|1,000.00",
    ),
    "没有编码的表，合计就是第一格": (
        "项目\t预算\t决算\n甲\t1\t2\n合计\t1\t2\n",
        "项目|预算|决算 / 甲|1|2 / 合计|1|2",
    ),
    "竖线画的表": ("| 项目 | 决算 |\n|---|---:|\n| 甲 | 1 |\n", "项目|决算 / 甲|1"),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str, tmp_path: Path) -> None:
    text, rows = TABLES[name]
    document = read(f"前\n\n{text}\n后\n", tmp_path)
    assert shown(document) == ["前", rows, "后"]
    block = document.blocks[1]
    assert isinstance(block, TableBlock)
    assert len({len(row) for row in block.rows}) == 1


NO_TABLES = [
    "六、基本支出决算情况说明\t\n其中：\n",
    "\t2024年度收入合计100万元。\n\t2024年度支出合计100万元。\n\n\t年末没有结转。\n\t以上。\n",
    "目录\n第一部分 部门概况\t1\n一、部门职责\t1\n二、机构设置\t2\n（一）收入\t12\n",
    "甲\t1\n乙\n",
    "1.\t行政运行（项）：支出决算数为1万元\n2.\t事业运行（项）：支出决算数为2万元\n",
    "一、\t收入支出决算总体情况说明\n二、\t收入决算情况说明\n",
]


@pytest.mark.parametrize("text", NO_TABLES)
def test_lines_with_tabs_that_are_no_tables(text: str, tmp_path: Path) -> None:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert shown(read(text, tmp_path)) == lines


def test_headings_of_markdown(tmp_path: Path) -> None:
    assert shown(read("# 某局决算\n## 一、收入 ##\n#不是标题\n", tmp_path)) == [
        "1 某局决算",
        "2 一、收入",
        "#不是标题",
    ]


CHARTS = (
    " 2023\t\n公共预算支出\t544.01\t2024\t\n公共预算支出\t471.26\t\n\n\n"
    "支出\t教育\t卫生\t12.5\t3\t教育\t卫生\t\n\n"
    "收入结构\n一般\n98.6%\n基金\n1.4%\n\n一般\t基金\t438.61\t6.09\t\n"
    "两年收支\n收支表\t2023\t2024\t10\t20\t\n \n"
)


def test_charts_at_the_end(tmp_path: Path) -> None:
    document = read("二、收入。\n图1：结构图\n" + CHARTS, tmp_path)
    assert shown(document)[:2] == ["二、收入。", "图1：结构图"]
    charts = document.blocks[2:]
    assert [each.place.paragraph for each in charts] == [3, 4, 5, 6]
    assert [(each.title, each.series) for each in charts if isinstance(each, ChartBlock)] == [
        (
            "",
            (
                ChartSeries("2023", ("公共预算支出",), ("544.01",)),
                ChartSeries("2024", ("公共预算支出",), ("471.26",)),
            ),
        ),
        ("", (ChartSeries("支出", ("教育", "卫生"), ("12.5", "3")),)),
        (
            "收入结构",
            (ChartSeries("", ("一般", "基金"), ("438.61", "6.09"), ("一般\n98.6%", "基金\n1.4%")),),
        ),
        ("两年收支", (ChartSeries("收支表", ("2023", "2024"), ("10", "20")),)),
    ]


NO_CHARTS = [
    "收入。\n甲\t乙\t1\t二\t\n",
    "收入。\n甲\t1\t\n",
    "收入。\n甲\t乙\t1\t2\t\n又一段正文\n",
    "甲\t乙\t1\t2\t\n收入。\n",
]


@pytest.mark.parametrize("text", NO_CHARTS)
def test_what_spells_no_chart_stays_text(text: str, tmp_path: Path) -> None:
    assert shown(read(text, tmp_path)) == [line.strip() for line in text.splitlines()]


def wrapped(paragraph: str, width: int) -> str:
    """A paragraph broken as an extractor breaks it, `width` Chinese characters a line."""
    return "\n".join(paragraph[at : at + width] for at in range(0, len(paragraph), width))


PARAGRAPHS = """一、收入支出决算总体情况说明
　　本年度收入、支出总计均为壹仟贰佰万元，与上年相比，收入、支出总计各增加伍拾万元，主要变动原因是\
人员增加以及项目增加，并且上级安排的补助资金比上年有所增加，增加部分用于改造。
　　其中：基本支出主要用于保障机构正常运转和完成日常工作任务，包括人员经费和公用经费两部分，项目支出\
主要用于完成特定的行政任务和事业发展目标，包括基础设施改造和公共服务等方面的支出。
二、收入决算情况说明
　　本年收入合计壹仟壹佰万元，均为一般公共预算财政拨款收入，没有其他方面的收入。""".splitlines()


def test_a_text_broken_at_a_fixed_width_is_put_together(tmp_path: Path) -> None:
    text = "\n".join(wrapped(paragraph, 22) for paragraph in PARAGRAPHS)
    assert text.count("\n") > len(PARAGRAPHS) + 5
    assert shown(read(text, tmp_path)) == [paragraph.strip() for paragraph in PARAGRAPHS]


def test_lines_of_any_length_stay_paragraphs(tmp_path: Path) -> None:
    for said in (
        "{}.某科目：支出决算数为1.5万元，完成预算100%。",
        "{}.某一个科目的很长很长的名称支出",
    ):
        lines = [said.format(number) for number in range(1, 30)]
        assert shown(read("\n".join(lines), tmp_path)) == lines


def test_columns_made_with_blanks_are_not_run_together(tmp_path: Path) -> None:
    lines = [f"某一个科目的支出决算数{' ' * 20}{number}00.01" for number in range(1, 10)]
    assert shown(read("\n".join(lines), tmp_path)) == lines


def test_a_text_with_zero_bytes_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    """UTF-8 里混进了 NUL：照 UTF-16 读也读得出“字”，可是没有一个是文件里的。"""
    path = tmp_path / "说明.txt"
    path.write_bytes(TEXT.replace("万元", "万\0元").encode())
    with pytest.raises(UnreadableFile, match="说明文档"):
        read_document(path)


@pytest.mark.parametrize(
    "lines",
    [
        ["甲\t1。"] * 3000,
        ["\t甲", "乙"] * 1500,
        ["|甲|1|"] * 3000,
        [f"类{at}\t" for at in range(3000)],
    ],
)
def test_thousands_of_lines_that_are_no_table_are_not_looked_at_again_for_each(
    lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0

    def counted(cells: Sequence[str]) -> tuple[ChartSeries, ...] | None:
        nonlocal looked
        looked += len(cells)
        return spelled(cells)

    spelled = text_charts._series
    monkeypatch.setattr(text_charts, "_series", counted)
    seen = Counted(lines)
    tables = text_tables.TextTables("说明.txt", seen)
    assert not any(tables.table_at(at) for at in range(len(lines)))
    assert seen.taken < 100 * len(lines)
    assert text_charts.charts_at_the_end(lines)[1] == []
    assert looked < 100 * len(lines)


class Counted(list[str]):
    """行，记着取过几次。"""

    taken = 0

    def __getitem__(self, at: Any) -> Any:
        self.taken += 1
        return super().__getitem__(at)


def test_a_text_longer_than_any_explanation_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MOST_WORDS", 20_000)
    path = tmp_path / "说明.txt"
    path.write_text("甲" * 20_000, encoding="utf-8")
    assert len(read_document(path).blocks) == 1
    path.write_text("甲" * 20_001, encoding="utf-8")
    with pytest.raises(UnsafeFile, match="2 万字的文字"):
        read_document(path)
    page = tmp_path / "说明.html"
    page.write_text(f"<html><p>{'甲' * 20_001}</p></html>", encoding="utf-8")
    with pytest.raises(UnsafeFile, match="2 万字的文字"):
        read_document(page)
