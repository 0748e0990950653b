from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.table import Table
from openxml_audit import OpenXmlValidator

from tests.publish.word.table_documents import document, document_of
from tests.results.test_official_tables import PLACES, results_of
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.money import PUBLISHED
from xlbudget.files.office import convert
from xlbudget.publish.word.table_widths import fitted, panels, unbroken
from xlbudget.publish.word.tables import PAPERS, paper_of, table_xml
from xlbudget.reading.document_tables import account_of_document
from xlbudget.reading.documents.reader import read_document
from xlbudget.results.official_tables import official_table, official_tables
from xlbudget.results.printed_tables import PrintedCell, PrintedTable, Role

RARE = "喆䶮〇<甲>&“乙”"
DETAIL = "appropriation_detail"


def own_table(*cells: PrintedCell, **changes: object) -> PrintedTable:
    made = PrintedTable(name="own", title="示例表", widths=(20.0, 12.0), header_rows=1, cells=cells)
    return replace(made, **changes)  # type: ignore[arg-type]


def tables_of(data: bytes) -> list[Table]:
    return docx.Document(BytesIO(data)).tables


def grid_of(table: Table) -> list[list[str]]:
    """Texts by an independent reading: a merged cell is one element in all its places."""
    seen: set[object] = set()
    rows = []
    for row in table.rows:
        texts = []
        for cell in row.cells:
            texts.append("" if cell._tc in seen else cell.text)
            seen.add(cell._tc)
        rows.append(texts)
    return rows


def merges_of(table: Table) -> set[tuple[int, int, int, int]]:
    areas: dict[object, list[tuple[int, int]]] = {}
    for at, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row.cells, 1):
            areas.setdefault(cell._tc, []).append((at, column))
    found = {
        (min(r for r, _ in area), min(c for _, c in area), *max(area)) for area in areas.values()
    }
    return {area for area in found if area[:2] != area[2:]}


def fens(account: FinalAccount) -> dict[tuple[str, str, str], int]:
    """Amounts as published: to 0.01 万元 where the table is in 万元."""
    return {
        (name, line.name, column): cell.amount.rounded(
            PUBLISHED if statement.unit.fen > 100 else 1
        ).fen
        for name, statement in account.statements.items()
        for line in statement.lines
        for column, cell in line.cells.items()
        if cell.amount is not None
    }


@pytest.mark.parametrize("place", PLACES)
def test_the_tables_of_a_document_read_back_to_the_account(place: str, tmp_path: Path) -> None:
    results = results_of(place)
    path = tmp_path / "附表.docx"
    path.write_bytes(document_of(official_tables(results)))
    found = account_of_document(read_document(path), results.format)
    assert [finding.message for finding in found.findings] == []
    assert found.account is not None
    assert fens(found.account) == fens(results.account)
    names = {each.unit_name for each in found.account.statements.values()}
    assert names == {results.account.unit_name}


@pytest.mark.parametrize("place", ["shanghai", "yunnan"])
def test_texts_and_merges_are_those_of_the_printed_table(place: str) -> None:
    printed = [t for t in official_tables(results_of(place)) if t.columns < 63]
    for table, made in zip(printed, tables_of(document_of(printed)), strict=True):
        assert grid_of(made) == [[*row] for row in table.texts()]
        assert merges_of(made) == {*table.merged()}


def test_what_stands_around_a_table() -> None:
    results = results_of("shanghai")
    printed = official_table(results, "government_fund_accounts")
    made = docx.Document(BytesIO(document_of([printed])))
    texts = [paragraph.text for paragraph in made.paragraphs]
    unit = results.account.unit_name
    assert texts == [
        "政府性基金预算财政拨款收入支出决算表",
        "公开08表",
        f"部门：{unit}\t2024年度\t金额单位：万元",
        *printed.notes,
    ]
    assert [p.style.name for p in made.paragraphs if p.style][:2] == ["表格标题", "表格附注"]


def test_the_header_and_the_total_are_repeated_and_no_row_is_broken() -> None:
    printed = official_table(results_of("shanghai"), "revenue_accounts")
    (made,) = tables_of(document_of([printed]))
    repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in made.rows]
    assert repeated == [row < 4 for row in range(printed.rows)]
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in made.rows)


def test_a_wide_table_goes_on_page_by_page_with_code_and_name_in_front() -> None:
    printed = official_table(results_of("sichuan"), DETAIL)
    assert printed.columns > 100
    made = tables_of(document_of([printed]))
    assert len(made) > 3
    texts = printed.texts()
    front = [[*row[:2]] for row in texts]
    numbers: list[str] = []
    cells: list[list[str]] = [[] for _ in texts]
    for table in made:
        grid = grid_of(table)
        assert [row[:2] for row in grid] == front
        numbers += grid[printed.header_rows - 1][2:]
        for kept, row in zip(cells, grid, strict=True):
            kept.extend(row[2:])
        widths = [int(column.get(qn("w:w")) or 0) for column in table._tbl.tblGrid]
        assert sum(widths) == paper_of(printed).table_width
        assert min(widths[2:]) >= 850
    assert numbers == [str(number) for number in range(1, printed.columns - 1)]
    body = [[*row[2:]] for row in texts[printed.header_rows :]]
    assert cells[printed.header_rows :] == body
    titles = [p.text for p in docx.Document(BytesIO(document_of([printed]))).paragraphs]
    assert titles.count(f"{printed.title}（续）") == len(made) - 1
    assert printed.notes[0] in titles[-len(printed.notes) :]


def test_a_heading_over_columns_of_two_parts_stands_over_both() -> None:
    printed = official_table(results_of("sichuan"), DETAIL)
    for table in tables_of(document_of([printed])):
        top = {cell.text for cell in table.rows[0].cells}
        assert "" not in top


def test_an_empty_table_has_title_header_and_note() -> None:
    printed = official_table(results_of("sichuan"), "state_capital_accounts")
    made = docx.Document(BytesIO(document_of([printed])))
    assert made.paragraphs[-1].text == printed.notes[-1]
    (table,) = made.tables
    assert len(table.rows) == printed.header_rows + 1
    assert all(row._tr.find(f".//{qn('w:tblHeader')}") is None for row in table.rows)


def test_rare_signs_are_kept_and_what_xml_forbids_is_left_out() -> None:
    table = own_table(
        PrintedCell(1, 1, "项目", Role.HEADER),
        PrintedCell(1, 2, "金额", Role.HEADER),
        PrintedCell(2, 1, f"{RARE}\x01\n第二行", Role.LABEL),
        PrintedCell(2, 2, "1.00", Role.AMOUNT, value=Decimal(1)),
        title=f"示例表{RARE}",
        notes=(f"注：{RARE}",),
    )
    made = docx.Document(BytesIO(document_of([table])))
    assert made.tables[0].cell(1, 0).text == f"{RARE}\n第二行"
    assert [made.paragraphs[0].text, made.paragraphs[-1].text] == [f"示例表{RARE}", f"注：{RARE}"]


def test_ready_runs_stand_in_their_cell_once() -> None:
    printed = official_table(results_of("sichuan"), DETAIL)
    marked = (
        '<w:bookmarkStart w:id="1" w:name="_xb_1"/><w:r><w:t>{}</w:t></w:r>'
        '<w:bookmarkEnd w:id="1"/>'
    )
    contents = {(5, 2): marked.format("甲"), (5, 80): marked.format("乙")}
    width = PAPERS["A3"].table_width
    xml = table_xml(printed, width_twips=width, contents=contents)
    assert (xml.count("<w:t>甲</w:t>"), xml.count("<w:t>乙</w:t>")) == (1, 1)
    made = tables_of(document(xml))
    at = printed.texts()[4][1]
    assert [table.cell(4, 1).text for table in made] == ["甲", *[at] * (len(made) - 1)]


def test_a_number_never_breaks_and_columns_fill_the_width() -> None:
    long = "1,234,567,890,123.45"
    cells = (
        PrintedCell(1, 1, "项目", Role.HEADER),
        PrintedCell(1, 2, "金额", Role.HEADER),
        PrintedCell(2, 1, "合计", Role.LABEL),
        PrintedCell(2, 2, long, Role.AMOUNT, value=Decimal(1)),
    )
    table = own_table(*cells, widths=(90.0, 1.0))
    widths, size = fitted(table.widths, unbroken(table), 8845)
    assert (sum(widths), size) == (8845, 18)
    assert widths[1] >= len(long) * 90
    many = own_table(
        *(PrintedCell(1, at, "数", Role.HEADER) for at in range(1, 9)),
        *(PrintedCell(2, at, long, Role.AMOUNT, value=Decimal(1)) for at in range(1, 9)),
        widths=(10.0,) * 8,
    )
    longest = unbroken(many)
    assert panels(many, longest, 14000) == [tuple(range(1, 9))]
    widths, size = fitted(many.widths, longest, 14000)
    assert sum(widths) == 14000
    assert size < 18
    assert min(widths) >= len(long) * size * 5


def test_an_empty_cell_is_as_low_as_its_neighbours() -> None:
    """空格的高度由段落标记的字号定：标记不小，整行就高，一页的表要占两页。"""
    table = official_table(results_of("shanghai"), "appropriation_summary")
    (made,) = tables_of(document_of([table]))
    sizes = {run.get(qn("w:val")) for run in made._tbl.iterfind(f".//{qn('w:r')}//{qn('w:sz')}")}
    assert len(sizes) == 1
    assert sizes != {"18"}
    marks = [
        each.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:sz')}")
        for each in made._tbl.iterfind(f".//{qn('w:p')}")
    ]
    assert {None if mark is None else mark.get(qn("w:val")) for mark in marks} == sizes


def test_the_validators_find_no_error(sdk_validator: str, tmp_path: Path) -> None:
    wide = official_table(results_of("sichuan"), DETAIL)
    short = replace(wide, cells=tuple(cell for cell in wide.cells if cell.row <= 6))
    path = tmp_path / "附表.docx"
    path.write_bytes(document_of([*official_tables(results_of("shanghai"))[5:8], short]))
    found = OpenXmlValidator().validate(str(path))
    assert [error.description for error in found.errors] == []
    done = subprocess.run([sdk_validator, str(path)], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []


def test_pages_are_landscape_and_hold_every_amount(soffice: Path, tmp_path: Path) -> None:
    assert soffice.exists()
    printed = official_tables(results_of("shanghai"))
    path = tmp_path / "附表.docx"
    path.write_bytes(document_of(printed))
    pdf = pypdfium2.PdfDocument(convert(path, "pdf", tmp_path))
    assert {tuple(map(round, page.get_size())) for page in pdf} == {(842, 595)}
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    for table in printed:
        for cell in table.cells:
            if cell.role is Role.AMOUNT and cell.text:
                assert cell.text in text
    summary = pdf[0].get_textpage().get_text_range()
    assert "收入支出决算总表" in summary
    assert "注：本表反映部门（单位）本年度的总收支" in summary
