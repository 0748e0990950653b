"""文档里的图：存着的数、后面的工作簿、替代文字说的是同一组数；别的程序打得开，看得见。"""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from openxml_audit import OpenXmlValidator

from tests.publish.word.chart_documents import document_of, packed, spec_of
from tests.workbook.workbooks import results_of
from xlbudget.domain.charts import ChartKind, ChartSpec
from xlbudget.domain.documents import ChartBlock
from xlbudget.domain.money import Unit, Zeros
from xlbudget.domain.style import Style
from xlbudget.files.chart_values import chart_values, kept_in
from xlbudget.files.office import convert
from xlbudget.publish.word.charts import NAME, STYLE, chart_parts, label_format
from xlbudget.publish.word.fonts import substitutes
from xlbudget.reading.documents import read_document

PIE, BAR, COLUMN = ChartKind.PIE, ChartKind.BAR, ChartKind.COLUMN
WAN = 1_000_000
EXAMPLES = {
    "两根悬殊的柱": spec_of(COLUMN, [("2023年", 3 * WAN // 100), ("2024年", 145_630 * WAN)]),
    "有负数的柱": spec_of(COLUMN, [("2023年", -50 * WAN), ("2024年", 145 * WAN)]),
    "两块": spec_of(PIE, [("基本支出", 100 * WAN), ("项目<支出>&“其他”", 45 * WAN)]),
    "一块": spec_of(PIE, [("基本支出", 100 * WAN)]),
    "三块极小": spec_of(PIE, [("大", 997 * WAN), ("乙", WAN), ("丙", WAN), ("丁", WAN)]),
    "九块": spec_of(PIE, [(f"第{at}类支出", at * WAN) for at in range(9, 0, -1)]),
    "九条": spec_of(BAR, [(f"第{at}类支出", at * WAN) for at in range(9, 0, -1)]),
    "十五条": spec_of(BAR, [(f"文化旅游体育与传媒支出{at}", at * WAN) for at in range(15, 0, -1)]),
    "有负数的条": spec_of(BAR, [("甲", 500 * WAN), ("乙", 100 * WAN), ("丙", -120 * WAN)]),
    "四块": spec_of(PIE, [(f"国有资本经营预算财政拨款{at}", at * WAN) for at in range(4, 0, -1)]),
}
IN_LEGEND = ("三块极小", "九块", "四块")
SPECS = [replace(spec, number=at) for at, spec in enumerate(EXAMPLES.values(), 1)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("图") / "图.docx"
    path.write_bytes(document_of(SPECS))
    return path


def points_of(spec: ChartSpec) -> tuple[tuple[str, ...], tuple[Decimal, ...]]:
    amounts = (point.figure.amount for point in spec.points)
    return spec.categories, tuple(Decimal(a.fen) / WAN for a in amounts if a is not None)


def parts(path: Path, spec: ChartSpec) -> tuple[bytes, bytes]:
    with zipfile.ZipFile(path) as package:
        return (
            package.read(f"word/charts/chart{spec.number}.xml"),
            package.read(f"word/embeddings/chart{spec.number}.xlsx"),
        )


def cells(book: bytes, reference: str) -> list[object]:
    """References as openpyxl reads them."""
    sheet, _, area = reference.replace("$", "").partition("!")
    found = openpyxl.load_workbook(io.BytesIO(book))[sheet][area]
    return [cell.value for (cell,) in found] if isinstance(found, tuple) else [found.value]


@pytest.mark.parametrize("spec", SPECS, ids=EXAMPLES)
def test_what_is_kept_is_what_stands_in_the_workbook(written: Path, spec: ChartSpec) -> None:
    part, book = parts(written, spec)
    assert chart_values(part) == points_of(spec)
    kept = kept_in(part)
    assert cells(book, kept.name_at) == [spec.series]
    assert cells(book, kept.categories_at) == list(spec.categories)
    numbers = [Decimal(str(value)) for value in cells(book, kept.values_at)]
    assert tuple(numbers) == points_of(spec)[1]


def test_the_charts_of_a_sample_draw_its_figures() -> None:
    results = results_of("sample")
    style = results.format.style
    for spec in results.charts:
        chart = chart_parts(spec, style, relation="rId9", number=spec.number)
        kept = chart_values(chart.parts[f"word/{chart.target}"])
        amounts = [point.figure.amount for point in spec.points]
        assert kept[1] == tuple(amount.number() for amount in amounts if amount)
        for point, category in zip(spec.points, kept[0], strict=True):
            assert category.startswith(point.category)
            assert spec.kind is COLUMN or category.endswith(point.label)


def test_our_own_reader_reads_the_charts(written: Path) -> None:
    blocks = read_document(written).blocks
    charts = [block for block in blocks if isinstance(block, ChartBlock)]
    assert [chart.series[0].categories for chart in charts] == [s.categories for s in SPECS]


def test_audit_finds_no_error(written: Path) -> None:
    assert OpenXmlValidator().validate(str(written)).errors == []


def test_the_sdk_finds_no_error(written: Path, sdk_validator: str) -> None:
    done = subprocess.run([sdk_validator, str(written)], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []


def test_python_docx_opens_the_document(written: Path) -> None:
    document = docx.Document(str(written))
    assert len(document.inline_shapes) == len(SPECS)
    styles = [each.style.style_id for each in document.paragraphs if each.style]
    assert styles.count(STYLE) == len(SPECS)
    sizes = [(shape.width.mm, shape.height.mm) for shape in document.inline_shapes]
    assert all(width <= 156 and 55 <= high <= 120 for width, high in sizes)
    heights = dict(zip(EXAMPLES, (high for _, high in sizes), strict=True))
    assert heights["十五条"] == 112  # 7 × (15 + 1)
    assert heights["两块"] == 55


def test_drawings_are_named_and_told_in_words(written: Path) -> None:
    body = zipfile.ZipFile(written).read("word/document.xml").decode()
    drawings = re.findall(r'<wp:docPr id="(\d+)" name="([^"]*)" descr="([^"]*)"', body)
    assert [name for _, name, _ in drawings] == [f"{NAME}{spec.number}" for spec in SPECS]
    assert len({number for number, _, _ in drawings}) == len(SPECS)
    assert drawings[0][2] == (
        "图1：支出决算结构图（柱状图）。2023年：0.03万元，2024年：145630万元。"
    )
    assert drawings[3][2] == "图4：支出决算结构图（饼图）。基本支出 100%：100万元。"


@pytest.mark.usefixtures("soffice")
def test_every_name_and_amount_is_seen_in_libreoffice(written: Path, tmp_path: Path) -> None:
    """LibreOffice 画出来，文字一个不少，也不出页。"""
    with substitutes() as fonts:
        pdf = convert(written, "pdf", tmp_path, fonts=fonts)
    text = re.sub(r"\s", "", "".join(pages(pdf)))
    for name, spec in EXAMPLES.items():
        for category, value in zip(*points_of(spec), strict=True):
            assert re.sub(r"\s", "", category) in text, name
            if name not in IN_LEGEND:
                assert f"{value.normalize():f}万元" in text, name


def pages(path: Path) -> Iterator[str]:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        yield page.get_textpage().get_text_bounded()
    document.close()


def part_of(name: str, style: Style | None = None) -> str:
    chart = chart_parts(EXAMPLES[name], style or Style(), relation="rId9", number=1)
    return chart.parts["word/charts/chart1.xml"].decode()


def test_the_largest_slice_is_on_the_left_and_amounts_stay_in_one_line() -> None:
    """两块：100÷145=68.97%，中点在34.48%，转到正左边（270°）：270−124.14=145.86。"""
    assert '<c:firstSliceAng val="146"/>' in part_of("两块")
    assert '<c:firstSliceAng val="90"/>' in part_of("一块")
    for name in ("两根悬殊的柱", "九条"):
        assert '<a:bodyPr wrap="none"/>' in part_of(name).partition("</c:dLbls>")[0]


def test_slices_without_room_for_names_have_a_legend() -> None:
    assert "<c:legend>" not in part_of("两块")
    assert '<c:showCatName val="1"/>' in part_of("两块")
    for name in IN_LEGEND:
        assert "<c:legend>" in part_of(name)
        assert '<c:showCatName val="0"/>' in part_of(name)


@pytest.mark.parametrize("name", ["有负数的柱", "有负数的条"])
def test_an_axis_reaches_below_the_lowest_amount(name: str) -> None:
    (least,) = re.findall(r'<c:min val="([^"]*)"/>', part_of(name))
    assert Decimal(least) < min(points_of(EXAMPLES[name])[1])
    assert '<c:min val="0"/>' in part_of("九条")


@pytest.mark.parametrize(
    ("style", "values", "expected"),
    [
        (Style(), ["1482.2", "3"], 'General"万元"'),
        (Style(amount_zeros=Zeros.KEEP), ["1482.2", "3"], '0.00"万元"'),
        (Style(amount_zeros=Zeros.WHOLE), ["1482", "3"], '0"万元"'),
        (Style(amount_zeros=Zeros.WHOLE), ["1482.2", "3"], '0.00"万元"'),
        (Style(separators=True), ["1482.2", "3"], '#,##0.0"万元"'),
        (Style(separators=True), ["1482", "3"], '#,##0"万元"'),
        (Style(), ["1482.225301", "3"], '0.00"万元"'),
        (Style(unit=Unit.YUAN), ["148222500.01"], '0.00"元"'),
        (Style(), [], 'General"万元"'),
    ],
)
def test_amounts_have_the_decimals_of_the_text(
    style: Style, values: list[str], expected: str
) -> None:
    assert label_format(tuple(map(Decimal, values)), style) == expected


def test_what_xml_forbids_is_left_out() -> None:
    spec = spec_of(BAR, [("甲\x00\x0b支出", WAN)], series="支\x1f出")
    chart = chart_parts(spec, Style(), relation="rId9", number=1)
    docx.Document(io.BytesIO(packed([chart], ["图"])))
    assert chart_values(chart.parts["word/charts/chart1.xml"])[0] == ("甲支出 100%",)


def test_the_same_figures_are_the_same_bytes() -> None:
    assert document_of(SPECS)[100:2000] == document_of(SPECS)[100:2000]
    one, other = (chart_parts(SPECS[2], Style(), relation="rId9", number=1) for _ in range(2))
    assert one == other
