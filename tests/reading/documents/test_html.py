"""存下来的网页，和存成 .doc 的网页。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.documents.packing import shown
from xlbudget.domain.documents import Document, TableBlock
from xlbudget.domain.errors import UnreadableFile, UnsafeFile
from xlbudget.reading.documents import read_document


def read(body: str, tmp_path: Path, name: str = "说明.html") -> Document:
    path = tmp_path / name
    path.write_text(f"<html><head><title>首页</title></head><body>{body}</body></html>", "utf-8")
    return read_document(path)


BODIES = {
    "段落": ("<p>一、收入<p>合计<b>1,000</b>.5万元。", ["一、收入", "合计1,000.5万元。"]),
    "标题": ("<h1>决算</h1><h2 align=center>一、收入</h2>正文", ["1 决算", "2 一、收入", "正文"]),
    "裸文字和块": ("甲<div>乙<div>丙</div>丁</div>戊", ["甲", "乙", "丙", "丁", "戊"]),
    "换行": ("<p>甲<br>乙<br/>丙</p>", ["甲\n乙\n丙"]),
    "用换行分的段": (
        (
            "<p>一、收入支出决算总体情况说明<br>2024年度收入总计9万元。<br>二、收入决算情况说明<br>"
            "本年收入合计8万元，<br>与上年持平。<br><br>第三部分</p>"
        ),
        [
            "一、收入支出决算总体情况说明",
            "2024年度收入总计9万元。",
            "二、收入决算情况说明",
            "本年收入合计8万元，\n与上年持平。",
            "第三部分",
        ],
    ),
    "源文件的折行": (
        "<p>收入、支出\n  总计均为 100\n万元，GDP\n增长</p>",
        ["收入、支出总计均为 100 万元，GDP 增长"],
    ),
    "实体": ("<p>&ldquo;三公&rdquo;经费&nbsp;&lt;0.01&#19975;元</p>", ["“三公”经费\xa0<0.01万元"]),
    "菜单、脚本、样式": (
        (
            "<nav><a>首页</a></nav><script>var a='<p>甲</p>'</script><style>p{}</style>"
            "<noscript>乙</noscript><select><option>丙</select><p>正文</p>"
        ),
        ["正文"],
    ),
    "藏起来的": ("<p style='display: none'>甲</p><div style='display:none'><p>乙</div>丙", ["丙"]),
    "列表": ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
    "图片": ("<p>如图<img src=a.png alt='图1'>所示</p>", ["如图", "<图1>", "所示"]),
    "原样的字": ("<pre>一、收入\n合计 100</pre>", ["一、收入\n合计 100"]),
    "注释": ("<!-- 甲 --><p>乙<!--[if gte mso 9]><p>丙</p><![endif]--></p>", ["乙"]),
    "表": (
        "<table><tr><th>项目<th>数<tr><td>甲<td>1</table>后",
        ["项目|数 / 甲|1", "后"],
    ),
    "合并的格": (
        (
            "<table><tbody><tr><td rowspan=2>甲</td><td>1</td><td>2</td></tr>"
            "<tr><td colspan=2>3</td></tr></tbody></table>"
        ),
        ["甲|1|2 / |3|"],
    ),
    "占到表尾的格": ("<table><tr><td rowspan=0>甲<td>1<tr><td>2</table>", ["甲|1 / |2"]),
    "一格几段": ("<table><tr><td><p>甲</p><p>乙</p><td>1</table>", ["甲\n乙|1"]),
    "排版用的表": (
        "<table><tr><td><h2>一、收入</h2><p>甲</p></td></tr><tr><td>乙</td></tr></table>",
        ["2 一、收入", "甲", "乙"],
    ),
    "排版用的表里的表": (
        "<table><tr><td>菜单<td>正文<table><tr><td>甲<td>1<tr><td>乙<td>2</table></table>",
        ["菜单", "正文", "甲|1 / 乙|2"],
    ),
    "没有关上的表": ("<table><tr><td>甲<td>1<tr><td>乙<td>2", ["甲|1 / 乙|2"]),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_page_reads_as_it_is_seen(name: str, tmp_path: Path) -> None:
    body, blocks = BODIES[name]
    assert shown(read(body, tmp_path)) == blocks


def test_merged_cells_are_told(tmp_path: Path) -> None:
    (block,) = read(BODIES["合并的格"][0], tmp_path).blocks
    assert isinstance(block, TableBlock)
    assert block.merged == ((0, 0, 1, 0), (1, 1, 1, 2))


SAYS = [
    ("gbk", "<meta charset=gb2312>"),
    ("gb18030", "<meta http-equiv=Content-Type content='text/html; charset=GB2312'>"),
    ("utf-8", "<meta charset='utf-8'>"),
    ("utf-8", "<meta charset=gb2312>"),
    ("utf-8-sig", ""),
    ("gb18030", ""),
    ("utf-16", "<meta charset=unicode>"),
    ("big5", "<meta charset=big5>"),
    ("utf-8", "<meta charset=无此编码>"),
    ("utf-8", "<meta charset=rot13>"),
]


@pytest.mark.parametrize(("encoding", "says"), SAYS)
def test_the_encoding_is_the_one_that_fits(encoding: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "说明.htm"
    path.write_bytes(f"<html><head>{says}</head><p>收入合計100萬元".encode(encoding))
    assert shown(read_document(path)) == ["收入合計100萬元"]


def test_a_page_saved_as_doc(tmp_path: Path) -> None:
    assert shown(read("<p class=MsoNormal>一、收入<o:p></o:p></p>", tmp_path, "说明.doc")) == [
        "一、收入"
    ]


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    path = tmp_path / "说明.doc"
    path.write_bytes(
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b'Content-Type: text/html; charset="gb2312"\r\n\r\n<html><p>=CA=D5=C8=EB100</p></html>\r\n'
        b"--B\r\nContent-Type: image/png\r\n\r\nx\r\n--B--\r\n"
    )
    assert shown(read_document(path)) == ["收入100"]


def test_one_file_without_a_page(tmp_path: Path) -> None:
    path = tmp_path / "说明.mht"
    path.write_bytes(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx")
    with pytest.raises(UnreadableFile, match="里面没有网页"):
        read_document(path)


def test_a_page_without_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有文字的网页"):
        read("<script>x</script>", tmp_path)


def test_a_hundred_thousand_levels(tmp_path: Path) -> None:
    assert shown(read("<div>" * 100_000 + "底", tmp_path)) == ["底"]
    assert shown(read("<table><tr><td>" * 400 + "底", tmp_path)) == ["底"]
    with pytest.raises(UnreadableFile, match="层层相套"):
        read("<nav>" * 100_000 + "底", tmp_path)


def test_entities_of_a_page_of_xml(tmp_path: Path) -> None:
    path = tmp_path / "说明.html"
    secret = tmp_path / "secret.txt"
    secret.write_text("不可见", "utf-8")
    path.write_text(
        f"<!DOCTYPE html [<!ENTITY a SYSTEM '{secret.as_uri()}'><!ENTITY b '&a;&a;'>]>"
        "<html><p>甲&a;&b;</p></html>",
        "utf-8",
    )
    assert "不可见" not in "".join(shown(read_document(path)))


@pytest.mark.parametrize("span", ["colspan=99999999", "colspan=600"])
def test_cells_wider_than_any_table(span: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeFile, match="500 列"):
        read(f"<table><tr><td {span}>甲<td>乙</table>", tmp_path)


def test_spans_that_are_no_sensible_number(tmp_path: Path) -> None:
    body = "<table><tr><td colspan=-1 rowspan=-5>甲<td colspan=多>乙<tr><td>丙</table>"
    assert "甲|乙" in shown(read(body, tmp_path))[0]


def test_many_tall_cells_are_refused_and_not_laid_out(tmp_path: Path) -> None:
    rows = "<tr><td rowspan=9999 colspan=400>甲<td>乙" * 300
    with pytest.raises(UnsafeFile):
        read(f"<table>{rows}</table>", tmp_path)
