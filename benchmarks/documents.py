"""How long a published document takes to read and to check, and how much memory: a PDF of about 60
pages and a Word file of about 40, of a fictional unit, made here.

    python benchmarks/documents.py [--rounds 3] [--keep FOLDER]

Each file is read in a new Python, so that the peak of memory is its own; that of the process which
lays a PDF open is told apart. Seconds are those of the processor, both processes and the start of
Python included. Linux only. The PDF is the Word file with an annex, converted by LibreOffice.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from pypdfium2 import PdfDocument

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import Value
from xlbudget.files.office import convert
from xlbudget.pipeline import run
from xlbudget.results import Results
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.build import build

UNIT = "示例街道办事处"
_WIDEST = 12
"""Tables with more columns are published as spreadsheets of their own."""

_MEASURED = """
import json, os, re, resource, sys
from pathlib import Path
path = Path(sys.argv[1])
{work}
took = sum(os.times()[:4])
# Not ru_maxrss: that begins with the peak of the process before exec.
kib = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([took, kib / 1024, child / 1024, said]))
"""

READ = """
from xlbudget.reading.documents import read_document
from xlbudget.domain.documents import TableBlock
document = read_document(path)
tables = sum(isinstance(block, TableBlock) for block in document.blocks)
said = f"{len(document.blocks)} 段，其中 {tables} 张表"
"""

READ_TABLES = """
from xlbudget.reading.documents import read_document
from xlbudget.reading.document_tables import account_of_document
from xlbudget.formats.library import find
found = account_of_document(read_document(path), find("sichuan", 2024))
said = f"{len(found.account.statements) if found.account else 0} 张决算表"
"""

CHECK = """
import runpy
sys.argv = ["xlbudget", "check", str(path), "--format", "sichuan", "--year", "2024"]
try:
    runpy.run_module("xlbudget", run_name="__main__")
except SystemExit as ended:
    said = f"退出码 {ended.code}"
"""


def document(results: Results, target: Path, annex: int) -> None:
    """The whole publication as a Word file, with so many reports in the annex."""
    word = Document()
    style = word.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    section = word.sections[0]
    section.header.paragraphs[0].text = f"{UNIT}2024年度部门决算"
    _number_pages(section.footer.paragraphs[0])
    word.add_paragraph(f"{UNIT}\n2024年度部门决算")
    for paragraph in results.paragraphs:
        text = paragraph.text.replace(results.account.unit_name, UNIT)
        _indented(word.add_paragraph(text))
    for number in range(1, annex + 1):
        word.add_page_break()
        word.add_paragraph(f"附件{number}")
        word.add_paragraph(f"示例项目{number}绩效自评报告")
        for paragraph in results.paragraphs[:90]:
            text = paragraph.text.replace(results.account.unit_name, UNIT)
            _indented(word.add_paragraph(text))
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for title, number, rows in official_tables(results):
        word.add_paragraph(title)
        word.add_paragraph(number)
        word.add_paragraph(f"部门：{UNIT}\t2024年度\t金额单位：万元")
        table(word, rows)
        word.add_page_break()
    word.save(str(target))


def _indented(paragraph: Any) -> None:
    paragraph.paragraph_format.first_line_indent = Pt(32)


def _number_pages(paragraph: Any) -> None:
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001
    paragraph.add_run(" —")


def official_tables(results: Results) -> Iterator[tuple[str, str, list[list[str]]]]:
    """Title, number and rows of the official tables that fit a page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.xlsx"
        path.write_bytes(build(results))
        book = PackedBook(path)
        for table in results.format.tables.values():
            name = next(each.name for each in book.sheets() if each.name.startswith(table.number))
            rows = [[printed(value) for value in row] for row in book.read(name).rows]
            start = next(at for at, row in enumerate(rows) if "金额单位" in "".join(row)) + 1
            if len(rows[0]) <= _WIDEST:
                yield table.title, f"{table.number}表", rows[start:]


def printed(value: Value) -> str:
    """A cell as a published table prints it."""
    if value is None:
        return ""
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def table(word: Any, rows: Sequence[Sequence[str]]) -> None:
    """A ruled table."""
    made = word.add_table(len(rows), len(rows[0]), style="Table Grid")
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(text).font.size = Pt(9)


def measured(work: str, path: Path) -> tuple[float, float, float, str]:
    """Seconds of the processor, the peaks of memory in MiB (its own, that of its child), and what
    was found, in a new Python.
    """
    code = _MEASURED.format(work=work)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, memory, child, said = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory, child, said


def main() -> None:
    """Make both files, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="keep the two files in this folder")
    asked = parser.parse_args()
    account, resolved = sample_account()
    results = run(account, resolved)
    with tempfile.TemporaryDirectory() as folder:
        home = asked.keep or Path(folder)
        home.mkdir(exist_ok=True)
        short, long = home / "说明.docx", home / "说明和附件.docx"
        document(results, short, annex=0)
        document(results, long, annex=1)
        of_short, of_long = (convert(path, "pdf", home, force=True) for path in (short, long))
        for path, paper in ((short, of_short), (of_long, of_long)):
            pages = len(PdfDocument(paper))
            print(f"{path.name}（{path.stat().st_size >> 10} KiB，{pages} 页）")
            for name, work in (("读", READ), ("读，并认出决算表", READ_TABLES), ("审核", CHECK)):
                rounds = [measured(work, path) for _ in range(asked.rounds)]
                seconds, memory, child, said = min(rounds)
                beside = f"，读 PDF 的进程 {child:.0f} MiB" if path.suffix == ".pdf" else ""
                print(f"  {name:12} {seconds:6.2f} 秒  峰值 {memory:4.0f} MiB{beside}  {said}")


if __name__ == "__main__":
    main()
