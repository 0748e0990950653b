"""Pictures of every sheet of the sample workbook, one PNG each: the first page as it is printed.

    python docs/pictures/build.py

Needs LibreOffice and pdftoppm (poppler-utils). Each sheet is converted alone, the others hidden,
so that a picture is surely of its sheet.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from xlbudget.files.office import convert
from xlbudget.pipeline import run
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.build import build

HOME = Path(__file__).parent
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
            page = room / f"page{number}"
            command = ["pdftoppm", "-r", DOTS_PER_INCH, "-f", "1", "-singlefile", "-png"]
            subprocess.run([*command, str(pdf), str(page)], check=True)
            name = sheet.split(" ")[0]
            shutil.move(page.with_suffix(".png"), HOME / f"{number:02d}-{name}.png")
            print(name)


if __name__ == "__main__":
    main()
