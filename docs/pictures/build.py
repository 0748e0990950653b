"""Pictures of every sheet of the sample workbook, one PNG each: the first page as it is printed;
and of 首页 in a macro workbook, with its buttons.

    python docs/pictures/build.py

Needs LibreOffice, pdftoppm (poppler-utils), and for the buttons the system's Python with UNO
(python3-uno). Each sheet is converted alone, the others hidden, so that a picture is surely of its
sheet.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from xlbudget.files.office import convert, find_office
from xlbudget.pipeline import run
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.build import build, build_with_macros
from xlbudget.workbook.vba import own_modules

HOME = Path(__file__).parent
CLICKS = HOME.parents[1] / "tests" / "under_uno" / "click_buttons.py"
SYSTEM_PYTHON = "/usr/bin/python3"
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


def picture(pdf: Path, room: Path, target: Path) -> None:
    """The first page of a PDF."""
    page = room / target.stem
    command = ["pdftoppm", "-r", DOTS_PER_INCH, "-f", "1", "-singlefile", "-png"]
    subprocess.run([*command, str(pdf), str(page)], check=True)
    shutil.move(page.with_suffix(".png"), target)


def buttons(room: Path) -> None:
    """首页 with its buttons: LibreOffice prints them only where a script says so."""
    workbook, pdf = room / "按钮.xlsm", room / "按钮.pdf"
    workbook.write_bytes(build_with_macros(run(*sample_account()), own_modules()))
    program = [SYSTEM_PYTHON, str(CLICKS), str(find_office()), str(workbook)]
    subprocess.run([*program, str(room / "profile"), "0", str(pdf)], check=True)
    picture(pdf, room, HOME / "24-首页按钮.png")


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


if __name__ == "__main__":
    main()
