"""Every kind of file we write satisfies the Open XML validators."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openxml_audit import OpenXmlValidator

from tests.workbook.workbooks import results_of, workbook_of
from xlbudget.books.packed_book import PackedBook
from xlbudget.pipeline import report
from xlbudget.workbook.build import build_with_macros
from xlbudget.workbook.vba import release_modules

TEMPLATES = sorted((Path(__file__).parents[1] / "workbook_templates").glob("*.xlsx"))
KINDS = ["built", "reported", "macros", *(path.name for path in TEMPLATES)]


@pytest.fixture(params=KINDS)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    for path in TEMPLATES:
        if path.name == request.param:
            return path
    if request.param == "macros":
        path = tmp_path / "决算.xlsm"
        path.write_bytes(build_with_macros(results_of("sample"), release_modules()))
        return path
    path = tmp_path / "决算.xlsx"
    workbook_of("sample", path)
    if request.param == "reported":
        book = PackedBook(path)
        report(book)
        book.save(path, force=True)
    return path


def test_audit_finds_no_error(written: Path) -> None:
    found = OpenXmlValidator().validate(str(written))
    assert [error.description for error in found.errors] == []


def test_the_sdk_finds_no_error(written: Path, sdk_validator: str) -> None:
    done = subprocess.run([sdk_validator, str(written)], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []


def test_every_part_is_well_formed(written: Path) -> None:
    with zipfile.ZipFile(written) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels", ".vml"))]
        roots = {name: ET.fromstring(archive.read(name)).tag for name in names}
    assert len(roots) > 40
    assert roots["xl/workbook.xml"].endswith("}workbook")
