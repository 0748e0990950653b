"""One document: thirteen tables and seven charts, by us and the way it is done today (python-docx,
cell by cell, charts as pictures of matplotlib), in the same run.

    python benchmarks/word.py [--rounds 5]

Each writes the same account of `sample_books.py` in a Python of its own: the first document with
the imports that it needs, the best of the later ones, the peak of memory, and the size of the file.
A picture is no chart that somebody can edit, and holds no number that a checker can read.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import sample_books
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.charts import ChartKind, ChartSpec
from xlbudget.domain.money import Amount
from xlbudget.domain.statements import Cell
from xlbudget.domain.text import Kind
from xlbudget.pipeline import read, run
from xlbudget.pipeline.workbooks import Request
from xlbudget.results import Results
from xlbudget.results.official_tables import official_tables
from xlbudget.results.printed_tables import PrintedTable

FONTS = ("Noto Sans CJK SC", "Noto Sans CJK JP", "Microsoft YaHei", "SimHei", "PingFang SC")


def results_of(book: Path) -> Results:
    """The results of a sample, whose last year was nine tenths of this one."""
    reading = read(PackedBook(book), Request(place="sichuan", year=sample_books.YEAR))
    prior = {
        (name, line.name, column): Cell.with_amount(
            cell.source, Amount(cell.amount.fen * 9 // 10, cell.amount.precision)
        )
        for name, statement in reading.account.statements.items()
        for line in statement.lines
        for column, cell in line.cells.items()
        if cell.amount is not None
    }
    return run(replace(reading.account, prior=prior), reading.format)


def ours() -> Callable[[Results], bytes]:
    """`word_document`."""
    from xlbudget.publish.word.document import word_document

    return lambda results: word_document(results).data


def picture(plt: Any, chart: ChartSpec) -> io.BytesIO:
    """A chart as a PNG."""
    amounts = [float(point.figure.amount.number()) for point in chart.points]
    figure, axes = plt.subplots(figsize=(5.9, 3.15))
    if chart.kind is ChartKind.PIE:
        axes.pie(amounts, labels=chart.categories)
    elif chart.kind is ChartKind.BAR:
        axes.bar_label(axes.barh(chart.categories, amounts), fmt="%.2f")
        axes.invert_yaxis()
        figure.subplots_adjust(left=0.34)
    else:
        axes.bar_label(axes.bar(chart.categories, amounts), fmt="%.2f")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=150)
    plt.close(figure)
    return stream


def table(document: Any, printed: PrintedTable) -> None:
    """A table, cell by cell."""
    texts = printed.texts()
    document.add_heading(printed.title, 2)
    made = document.add_table(len(texts), len(texts[0]), style="Table Grid")
    for row, line in zip(made.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            if text:
                cell.text = text
    for cell in printed.cells:
        if cell.rows > 1 or cell.columns > 1:
            first = made.cell(cell.row - 1, cell.column - 1)
            last = made.cell(cell.row + cell.rows - 2, cell.column + cell.columns - 2)
            first.merge(last).text = cell.text


def theirs() -> Callable[[Results], bytes]:
    """The same text, tables and charts by python-docx and matplotlib."""
    import docx
    import matplotlib as mpl
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    mpl.use("Agg")
    import matplotlib.pyplot as plt
    from matplotlib.font_manager import fontManager

    known = {font.name for font in fontManager.ttflist}
    mpl.rcParams["font.sans-serif"] = [font for font in FONTS if font in known]
    mpl.rcParams["axes.unicode_minus"] = False

    def document(results: Results) -> bytes:
        made = docx.Document()
        style = made.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(16)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
        charts = {f"（{chart.caption}）": chart for chart in results.charts}
        for paragraph in results.paragraphs:
            if paragraph.kind is Kind.HEADING:
                made.add_heading(paragraph.text, 1)
                continue
            if paragraph.text in charts:
                made.add_picture(picture(plt, charts[paragraph.text]), width=Cm(15))
            written = made.add_paragraph(paragraph.text)
            if paragraph.kind is Kind.CHART:
                written.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for printed in official_tables(results):
            table(made, printed)
        stream = io.BytesIO()
        made.save(stream)
        return stream.getvalue()

    return document


def measured(way: str, book: Path, rounds: int) -> dict[str, float]:
    """One way, in this process."""
    results = results_of(book)
    begun = time.perf_counter()
    write = {"ours": ours, "theirs": theirs}[way]()
    data = write(results)
    first = time.perf_counter() - begun
    best = first
    for _ in range(rounds):
        begun = time.perf_counter()
        write(results)
        best = min(best, time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tables = official_tables(results)
    return {
        "first": first * 1000,
        "best": best * 1000,
        "memory": peak,
        "size": len(data) / 1024,
        "rows": sum(len(table.texts()) for table in tables),
        "tables": len(tables),
        "charts": len(results.charts),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="一份 Word：我们的写法，和今天的写法")
    parser.add_argument("--rounds", type=int, default=5, help="第一份之后再写几份")
    parser.add_argument("--one", nargs=2, metavar=("WAY", "BOOK"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        way, book = options.one
        print(json.dumps(measured(way, Path(book), options.rounds)))
        return
    with tempfile.TemporaryDirectory() as folder:
        (book,) = sample_books.make(Path(folder), 1, sample_books.YEAR)
        found = {}
        for way in ("ours", "theirs"):
            command = [sys.executable, __file__, "--one", way, str(book)]
            command += ["--rounds", str(options.rounds)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found[way] = json.loads(done.stdout)
    one = found["ours"]
    print(f"{one['tables']} 张表共 {one['rows']} 行，{one['charts']} 张图")
    print(f"{'':14}{'第一份 ms':>12}{'之后 ms':>12}{'峰值 MB':>12}{'文件 KB':>12}")
    for way, name in (("ours", "xlbudget"), ("theirs", "python-docx")):
        numbers = (found[way][key] for key in ("first", "best", "memory", "size"))
        print(f"{name:14}" + "".join(f"{number:>14.1f}" for number in numbers))
    ratio = found["theirs"]["best"] / one["best"]
    print(f"快 {ratio:.0f} 倍")


if __name__ == "__main__":
    main()
