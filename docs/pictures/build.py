"""Pictures of every sheet of the sample workbook, one PNG each: the first page as it is printed;
of 首页 in a macro workbook, with its buttons; and of the review page, of the sample and of its text
with a wrong number; and of some pages of the sample's Word document.

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
from pathlib import Path

from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.text import Place
from xlbudget.files.office import convert, find_office
from xlbudget.pipeline import run
from xlbudget.pipeline.documents import review
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
DOTS_PER_INCH = "64"
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


def picture(pdf: Path, room: Path, target: Path, at: int = 1) -> None:
    """A page of a PDF."""
    page = room / target.stem
    command = ["pdftoppm", "-r", DOTS_PER_INCH, "-f", str(at), "-singlefile", "-png"]
    subprocess.run([*command, str(pdf), str(page)], check=True)
    shutil.move(page.with_suffix(".png"), target)


def buttons(room: Path) -> None:
    """首页 with its buttons: LibreOffice prints them only where a script says so."""
    workbook, pdf = room / "按钮.xlsm", room / "按钮.pdf"
    workbook.write_bytes(build_with_macros(run(*sample_account()), own_modules()))
    program = [SYSTEM_PYTHON, str(CLICKS), str(find_office()), str(workbook)]
    subprocess.run([*program, str(room / "profile"), "0", str(pdf)], check=True)
    picture(pdf, room, HOME / "25-首页按钮.png")


def review_pages(room: Path) -> None:
    """The review page of the sample, and of its text with a wrong share, held against it."""
    results = run(*sample_account())
    browse(page(results), room, HOME / "26-审核页.png")
    lines = results.narrative().replace("占31.56%", "占31.65%").splitlines()
    blocks = tuple(TextBlock(line, Place(paragraph=at)) for at, line in enumerate(lines, 1))
    document = Document("说明.txt", blocks)
    reviewed = review(document, (results.format,), results.account)
    browse(page(reviewed), room, HOME / "27-审核页文档.png", "#w1")


WORD_PAGES = {2: "目录", 5: "正文", 7: "图"}
"""The pages of the sample's document that are shown."""


def word_pages(room: Path) -> None:
    """Pages of the Word document, with page numbers in its contents, as LibreOffice shows them."""
    document, pdf = room / "说明.docx", room / "说明.pdf"
    document.write_bytes(deliver(run(*sample_account()), Asked(pages=True)).document)
    to_pdf(document, pdf)
    for number, (page_number, name) in enumerate(WORD_PAGES.items(), 28):
        picture(pdf, room, HOME / f"{number}-Word{name}.png", page_number)


def browse(content: bytes, room: Path, target: Path, at: str = "") -> None:
    """A page as a browser shows it, from its top or at a place."""
    file = room / "页.html"
    file.write_bytes(content)
    flags = ["--no-sandbox", "--hide-scrollbars", "--window-size=1280,900"]
    command = [BROWSER, *flags, f"--screenshot={target}", file.as_uri() + at]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def main() -> None:
    for old in HOME.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        workbook = room / "示例.xlsx"
        workbook.write_bytes(build(run(*sample_account())))
        for number, sheet in enumerate(sheet_names(workbook), 1):
            alone = room / f"{number:02d}.xlsx"
            only(workbook, sheet, alone)
            pdf = convert(alone, "pdf", room)
            name = sheet.split(" ")[0]
            picture(pdf, room, HOME / f"{number:02d}-{name}.png")
            print(name)
        buttons(room)
        review_pages(room)
        word_pages(room)


if __name__ == "__main__":
    main()
