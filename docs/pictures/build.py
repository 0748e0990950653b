"""Pictures of every sheet of the sample workbook, one PNG each: the first page as it is printed,
without its margins; of 首页 in a macro workbook, with its buttons; of the review page, of the
sample and of its text with a wrong number; of some pages of the sample's Word document; and what a
beginner meets in the sample: gaps, an amount typed wrongly, a sentence put in one's own words.

    python docs/pictures/build.py

Needs LibreOffice, pdftoppm (poppler-utils), for the buttons the system's Python with UNO
(python3-uno), and chromium-headless-shell. Each sheet is converted alone, the others hidden, so
that a picture is surely of its sheet.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

from sources import drawn, record, reviewed_page

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite, parse_address
from xlbudget.files.office import convert, find_office
from xlbudget.pipeline import report, run
from xlbudget.publish.delivery import Asked, deliver
from xlbudget.publish.page import page
from xlbudget.publish.word.fonts import to_pdf
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.build import build, build_with_macros
from xlbudget.workbook.vba import own_modules

HOME = Path(__file__).parent
CLICKS = HOME.parents[1] / "tests" / "under_uno" / "click_buttons.py"
SYSTEM_PYTHON = "/usr/bin/python3"
BROWSER = "chromium-headless-shell"
SHEET_DOTS, PART_DOTS, WORD_DOTS = 90, 130, 64
"""Dots per inch of a whole sheet, of a part of one, of a page of a document."""
MARGIN = 6
"""So many points stay white around a sheet."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
WHOLE: Box = (0, 0, 1, 1)
_INK = bytes(0xB0) + b"\xff" * (0x100 - 0xB0)
"""Lines and letters; the colour of a header that goes on over the edge of the page is none."""
_PRINT_AREA = re.compile(
    r'<definedName name="_xlnm\.Print_Area" localSheetId="(\d+)"[^>]*>.*?</definedName>'
)
_SHEET = re.compile(r'<sheet name="([^"]*)"( state="\w+")?')


def sheet_names(workbook: Path) -> list[str]:
    with zipfile.ZipFile(workbook) as package:
        return [found[1] for found in _SHEET.finditer(package.read("xl/workbook.xml").decode())]


def only(workbook: Path, sheet: str, target: Path) -> None:
    """The workbook with one sheet shown and the others hidden, without their print areas."""
    at = str(sheet_names(workbook).index(sheet))

    def shown(found: re.Match[str]) -> str:
        state = "visible" if found[1] == sheet else "hidden"
        return f'<sheet name="{found[1]}" state="{state}"'

    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                text = _SHEET.sub(shown, data.decode())
                text = _PRINT_AREA.sub(lambda found: found[0] if found[1] == at else "", text)
                text = re.sub(r"<workbookView [^>]*>", f'<workbookView activeTab="{at}"/>', text)
                data = text.encode()
            new.writestr(name, data, zipfile.ZIP_DEFLATED)


def page_picture(pdf: Path, room: Path, target: Path, at: int = 1) -> None:
    """A whole page of a PDF."""
    page = room / target.stem
    command = ["pdftoppm", "-r", str(WORD_DOTS), "-f", str(at), "-singlefile", "-png"]
    subprocess.run([*command, str(pdf), str(page)], check=True)
    shutil.move(page.with_suffix(".png"), target)


def printed(pdf: Path) -> Box:
    """Where something is printed on the first page of a PDF, in points."""
    command = ["pdftoppm", "-r", "72", "-f", "1", "-singlefile", "-gray", str(pdf)]
    done = subprocess.run(command, check=True, capture_output=True).stdout
    _kind, size, _most, pixels = done.split(b"\n", 3)
    width, height = map(int, size.split())
    pixels = pixels.translate(_INK)
    rows = [pixels[row * width : (row + 1) * width] for row in range(height)]
    dark = [row for row, line in enumerate(rows) if line.strip(b"\xff")]
    left = min(width - len(rows[row].lstrip(b"\xff")) for row in dark)
    right = max(len(rows[row].rstrip(b"\xff")) for row in dark)
    return (left, dark[0], right, dark[-1] + 1)


def sheet_picture(
    pdf: Path, room: Path, target: Path, part: Box = WHOLE, dots: int = SHEET_DOTS
) -> None:
    """What is printed on the first page of a PDF, or a part of it, without the margins; the part
    in shares of what is printed.
    """
    left, top, right, bottom = printed(pdf)
    wide, tall = right - left, bottom - top
    points = (
        left + part[0] * wide - MARGIN,
        top + part[1] * tall - MARGIN,
        (part[2] - part[0]) * wide + 2 * MARGIN,
        (part[3] - part[1]) * tall + 2 * MARGIN,
    )
    crop = (str(round(each * dots / 72)) for each in points)
    flags = [word for pair in zip(("-x", "-y", "-W", "-H"), crop, strict=True) for word in pair]
    command = ["pdftoppm", "-r", str(dots), "-f", "1", "-singlefile", "-png", *flags]
    subprocess.run([*command, str(pdf), str(room / target.stem)], check=True)
    shutil.move((room / target.stem).with_suffix(".png"), target)


def buttons(room: Path) -> None:
    """首页 with its buttons: LibreOffice prints them only where a script says so."""
    workbook, pdf = room / "按钮.xlsm", room / "按钮.pdf"
    workbook.write_bytes(build_with_macros(run(*sample_account()), own_modules()))
    program = [SYSTEM_PYTHON, str(CLICKS), str(find_office()), str(workbook)]
    command = [*program, str(room / "profile"), "0", str(pdf)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    sheet_picture(pdf, room, HOME / "25-首页按钮.png")


def review_pages(room: Path) -> None:
    """The review page of the sample, and of its text with a wrong share, held against it."""
    results = run(*sample_account())
    browse(page(results), room, HOME / "26-审核页.png")
    browse(reviewed_page(), room, HOME / "27-审核页文档.png", "#w1")


WORD_PAGES = {2: "目录", 5: "正文", 7: "图"}
"""The pages of the sample's document that are shown."""


def word_pages(room: Path) -> None:
    """Pages of the Word document, with page numbers in its contents, as LibreOffice shows them."""
    document, pdf = room / "说明.docx", room / "说明.pdf"
    document.write_bytes(deliver(run(*sample_account()), Asked(pages=True)).document)
    to_pdf(document, pdf)
    for number, (page_number, name) in enumerate(WORD_PAGES.items(), 28):
        page_picture(pdf, room, HOME / f"{number}-Word{name}.png", page_number)


def browse(content: bytes, room: Path, target: Path, at: str = "") -> None:
    """A page as a browser shows it, from its top or at a place."""
    file = room / "页.html"
    file.write_bytes(content)
    flags = ["--no-sandbox", "--hide-scrollbars", "--window-size=1280,900"]
    command = [BROWSER, *flags, f"--screenshot={target}", file.as_uri() + at]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


Typed = dict[tuple[str, str], str | Decimal]
"""What is typed into the sample, by sheet and cell."""
SUMMARY = "公开01 收入支出决算总表"
WRONG: Typed = {(SUMMARY, "C37"): Decimal("1842.22")}
"""An amount with two digits changed round."""
REWRITTEN: Typed = {
    ("说明", "E16"): "2024年度本年收入合计1433.63万元，其中九成八是一般公共预算财政拨款收入。"
}
PARTS: dict[str, tuple[Typed, str, Box]] = {
    "31-缺口": ({}, "补充资料", (0, 0, 1, 0.361)),
    "32-红格": (WRONG, SUMMARY, WHOLE),
    "33-校验错误": (WRONG, "校验", (0, 0, 0.44, 0.236)),
    "34-改写": (REWRITTEN, "说明", (0, 0, 1, 0.494)),
}
"""What a beginner types, and the sheet or part of it that is shown after a run."""


def beginner(sample: Path, room: Path) -> None:
    """The sample with what a beginner typed, after a run."""
    for name, (typed, sheet, part) in PARTS.items():
        before, after, alone = (room / f"{name}-{each}.xlsx" for each in ("填过", "运行过", "一张"))
        book = PackedBook(sample)
        writes = (
            RangeWrite(place, *parse_address(cell), ((CellWrite(value),),))
            for (place, cell), value in typed.items()
        )
        book.apply(BookPlan(tuple(writes)))
        book.save(before)
        book = PackedBook(before)
        report(book)
        book.save(after)
        only(after, sheet, alone)
        dots = SHEET_DOTS if part == WHOLE else PART_DOTS
        sheet_picture(convert(alone, "pdf", room), room, HOME / f"{name}.png", part, dots)


def main() -> None:
    known = drawn()  # a change while the pictures are drawn makes them stale
    before = {path: path.stat().st_mtime_ns for path in HOME.glob("*.png")}
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        workbook = room / "示例.xlsx"
        workbook.write_bytes(build(run(*sample_account())))
        for number, sheet in enumerate(sheet_names(workbook), 1):
            alone = room / f"{number:02d}.xlsx"
            only(workbook, sheet, alone)
            pdf = convert(alone, "pdf", room)
            name = sheet.split(" ")[0]
            sheet_picture(pdf, room, HOME / f"{number:02d}-{name}.png")
            print(name)
        buttons(room)
        review_pages(room)
        word_pages(room)
        beginner(workbook, room)
    for old, written in before.items():
        if old.stat().st_mtime_ns == written:
            old.unlink()  # no longer drawn
    record(known)


if __name__ == "__main__":
    main()
