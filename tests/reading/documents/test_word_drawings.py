"""Word 里画的：图的数、图片、文本框，都在它们所在的地方。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.documents.packing import NAMESPACES, docx, p, shown, tc, tr
from xlbudget.domain.documents import ChartBlock, ChartSeries
from xlbudget.reading.documents import read_document


def drawing(inner: str, alt: str = "", name: str = "对象 1") -> str:
    described = f" descr='{alt}'" if alt else ""
    return (
        f"<w:r><w:drawing><wp:inline><wp:docPr id='1' name='{name}'{described}/><a:graphic>"
        f"<a:graphicData uri='x'>{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def points(kind: str, values: list[str], code: str = "General") -> str:
    inner = "".join(
        f"<c:pt idx='{at}'><c:v>{each}</c:v></c:pt>" for at, each in enumerate(values) if each
    )
    coded = f"<c:formatCode>{code}</c:formatCode>" if kind == "num" else ""
    return (
        f"<c:{kind}Ref><c:f>表!$A$1</c:f><c:{kind}Cache>{coded}<c:ptCount val='{len(values)}'/>"
        f"{inner}</c:{kind}Cache></c:{kind}Ref>"
    )


def series(
    name: str, categories: list[str], values: list[str], extra: str = "", code: str = "General"
) -> str:
    return (
        f"<c:ser><c:tx>{points('str', [name])}</c:tx>{extra}"
        f"<c:cat>{points('str', categories)}</c:cat>"
        f"<c:val>{points('num', values, code)}</c:val></c:ser>"
    )


def chart(plots: str, title: str = "") -> str:
    said = (
        f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        if title
        else ""
    )
    return (
        f"<c:chartSpace {NAMESPACES}><c:chart>{said}<c:plotArea><c:layout/>{plots}"
        "<c:catAx/><c:valAx/></c:plotArea></c:chart></c:chartSpace>"
    )


USED = [("rId5", "chart", "charts/chart1.xml")]
CHART = drawing("<c:chart r:id='rId5'/>", "收入结构图")


def read_chart(part: str, tmp_path: Path) -> ChartBlock:
    path = docx(
        tmp_path / "说明.docx", f"<w:p>{CHART}</w:p>", {"word/charts/chart1.xml": part}, USED
    )
    (block,) = read_document(path).blocks
    assert isinstance(block, ChartBlock)
    return block


PIE = (
    "<c:pieChart>"
    + series("收入", ["一般公共预算", "政府性基金"], ["438.61", "6.09"])
    + "</c:pieChart>"
)


def test_a_chart_stands_where_it_is_drawn(tmp_path: Path) -> None:
    body = p("收入444.70万元。") + f"<w:p>{CHART}</w:p>" + p("图2：收入结构图")
    path = docx(
        tmp_path / "说明.docx", body, {"word/charts/chart1.xml": chart(PIE, "收入结构")}, USED
    )
    document = read_document(path)
    assert shown(document) == ["收入444.70万元。", "[饼图] 收入结构", "图2：收入结构图"]
    block = document.blocks[1]
    assert isinstance(block, ChartBlock)
    assert block.place.paragraph == 2
    assert block.series == (
        ChartSeries("收入", ("一般公共预算", "政府性基金"), ("438.61", "6.09")),
    )


KINDS = {
    "<c:pieChart>{}</c:pieChart>": "饼图",
    "<c:doughnutChart>{}</c:doughnutChart>": "圆环图",
    "<c:barChart><c:barDir val='col'/>{}</c:barChart>": "柱形图",
    "<c:barChart><c:barDir val='bar'/>{}</c:barChart>": "条形图",
    "<c:bar3DChart>{}</c:bar3DChart>": "柱形图",
    "<c:lineChart>{}</c:lineChart>": "折线图",
    "<c:surfaceChart>{}</c:surfaceChart>": "",
}


@pytest.mark.parametrize("plot", KINDS)
def test_the_kind_of_a_chart(plot: str, tmp_path: Path) -> None:
    part = chart(plot.format(series("甲", ["2023年"], ["1"])))
    assert read_chart(part, tmp_path).kind == KINDS[plot]


VALUES = {
    "438.61000000000001": "438.61",
    "1456.2999999999999": "1456.3",
    "0.1": "0.1",
    "792.65": "792.65",
    "3.00": "3.00",
    "5.0000000000000001E-2": "0.05",
    "1E-2": "0.01",
    "-12.52": "-12.52",
    "#N/A": "#N/A",
    "1e999": "1e999",
}


@pytest.mark.parametrize("kept", VALUES)
def test_values_are_those_that_a_reader_sees(kept: str, tmp_path: Path) -> None:
    part = chart(f"<c:pieChart>{series('甲', ['乙'], [kept])}</c:pieChart>")
    assert read_chart(part, tmp_path).series[0].values == (VALUES[kept],)


def test_shares_of_a_percent_format_read_as_percent(tmp_path: Path) -> None:
    plot = series("占比", ["基本支出", "项目支出"], ["0.86299999999999999", "0.137"], code="0.00%")
    block = read_chart(chart(f"<c:pieChart>{plot}</c:pieChart>"), tmp_path)
    assert block.series[0].values == ("86.3%", "13.7%")


def test_a_missing_point_is_empty_and_keeps_its_place(tmp_path: Path) -> None:
    plot = series("甲", ["一", "二", "三"], ["1", "", "3"])
    block = read_chart(chart(f"<c:barChart>{plot}</c:barChart>"), tmp_path)
    assert block.series[0].values == ("1", "", "3")


def test_labels_that_somebody_wrote(tmp_path: Path) -> None:
    label = (
        "<c:dLbls><c:dLbl><c:idx val='1'/><c:tx><c:rich><a:p><a:r><a:t>项目支出</a:t></a:r>"
        "<a:br/><a:fld type='PERCENTAGE'><a:t>13.7%</a:t></a:fld></a:p></c:rich></c:tx></c:dLbl>"
        "<c:dLbl><c:idx val='0'/><c:delete val='1'/></c:dLbl></c:dLbls>"
    )
    plot = series("支出", ["基本支出", "项目支出"], ["416.72", "66.42"], label)
    block = read_chart(chart(f"<c:pieChart>{plot}</c:pieChart>"), tmp_path)
    assert block.series[0].labels == ("", "项目支出\n13.7%")


def test_labels_taken_from_cells(tmp_path: Path) -> None:
    label = (
        "<c:dLbls><c:dLbl><c:idx val='0'/><c:tx><c:rich><a:p><a:fld type='CELLRANGE'>"
        "<a:t>[单元格范围]</a:t></a:fld></a:p></c:rich></c:tx></c:dLbl></c:dLbls>"
    )
    kept = (
        "<c:extLst><c:ext uri='x'><x:datalabelsRange "
        "xmlns:x='http://schemas.microsoft.com/office/drawing/2012/chart'><x:dlblRangeCache>"
        "<c:pt idx='0'><c:v>占54.43%</c:v></c:pt></x:dlblRangeCache>"
        "</x:datalabelsRange></c:ext></c:extLst>"
    )
    plot = series("支出", ["住房保障"], ["792.65"], label).replace("</c:ser>", kept + "</c:ser>")
    block = read_chart(chart(f"<c:pieChart>{plot}</c:pieChart>"), tmp_path)
    assert block.series[0].labels == ("占54.43%",)


def test_two_series_and_categories_of_two_levels(tmp_path: Path) -> None:
    levels = (
        "<c:multiLvlStrRef><c:multiLvlStrCache><c:ptCount val='2'/>"
        "<c:lvl><c:pt idx='0'><c:v>收入</c:v></c:pt><c:pt idx='1'><c:v>支出</c:v></c:pt></c:lvl>"
        "<c:lvl><c:pt idx='0'><c:v>2024年</c:v></c:pt></c:lvl></c:multiLvlStrCache>"
        "</c:multiLvlStrRef>"
    )
    two = [
        f"<c:ser><c:tx><c:v>{name}</c:v></c:tx><c:cat>{levels}</c:cat>"
        f"<c:val>{points('num', values)}</c:val></c:ser>"
        for name, values in (("2023年", ["1", "2"]), ("2024年", ["3", "4"]))
    ]
    block = read_chart(chart(f"<c:barChart>{''.join(two)}</c:barChart>"), tmp_path)
    assert block.series == (
        ChartSeries("2023年", ("收入", "支出"), ("1", "2")),
        ChartSeries("2024年", ("收入", "支出"), ("3", "4")),
    )


def test_a_chart_whose_part_is_gone_is_a_picture(tmp_path: Path) -> None:
    for related in (USED, []):
        path = docx(tmp_path / "说明.docx", f"<w:p>{CHART}</w:p>" + p("后"), {}, related)
        assert shown(read_document(path)) == ["<收入结构图>", "后"]


PICTURE = "<pic:pic><pic:nvPicPr><pic:cNvPr id='0' name='image1.png'/></pic:nvPicPr></pic:pic>"


def test_pictures_go_by_their_alternative_text(tmp_path: Path) -> None:
    body = (
        f"<w:p>{drawing(PICTURE, '收入决算结构图')}</w:p>"
        f"<w:p>{drawing(PICTURE, name='图片 2')}</w:p>"
        "<w:p><w:r><w:pict><v:shape alt='旧图'><v:imagedata r:id='rId8'/></v:shape>"
        "</w:pict></w:r></w:p>"
        "<w:p><w:r><w:object><v:shape><v:imagedata r:id='rId8'/></v:shape>"
        "<o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r></w:p>"
    )
    document = read_document(docx(tmp_path / "说明.docx", body))
    assert shown(document) == ["<收入决算结构图>", "<图片 2>", "<旧图>", "<Excel.Sheet.12>"]


OLD_BOX = "<v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox>"


def box(content: str) -> str:
    """A text box as Word writes it: the new way, and the old way for older programs."""
    new = f"<wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"
    inner = drawing(new).removeprefix("<w:r>").removesuffix("</w:r>")
    old = f"<w:pict><v:shape>{OLD_BOX.format(content)}</v:shape></w:pict>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{inner}</mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_and_where_it_stands(tmp_path: Path) -> None:
    content = p("公务接待费0万元。") + f"<w:tbl>{tr(tc('甲'), tc('1'))}</w:tbl>"
    body = f"<w:p><w:r><w:t>七、“三公”经费</w:t></w:r>{box(content)}</w:p>" + p("后")
    assert shown(read_document(docx(tmp_path / "说明.docx", body))) == [
        "七、“三公”经费",
        "公务接待费0万元。",
        "甲|1",
        "后",
    ]


def test_an_old_text_box(tmp_path: Path) -> None:
    old = f"<w:p><w:r><w:pict>{OLD_BOX.format(p('框'))}</w:pict></w:r></w:p>"
    assert shown(read_document(docx(tmp_path / "说明.docx", old))) == ["框"]


def test_what_is_drawn_in_a_table_follows_it(tmp_path: Path) -> None:
    cell = f"<w:p>{CHART}</w:p><w:p>{drawing(PICTURE, '照片')}</w:p>{p('图1')}"
    body = f"<w:tbl>{tr(tc(cell), tc('图2'))}</w:tbl>"
    path = docx(tmp_path / "说明.docx", body, {"word/charts/chart1.xml": chart(PIE)}, USED)
    assert shown(read_document(path)) == ["图1|图2", "[饼图] ", "<照片>"]
