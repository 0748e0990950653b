"""The VBA project, the ribbon and the buttons of a macro workbook, by independent readers."""

from __future__ import annotations

import re
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import olefile
import openpyxl
import pytest
import xlwings
from pyopenvba.apps.excel import ExcelApplication

from tests.macros.conftest import STUB, built
from xlbudget import addin
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import ProgramMissing
from xlbudget.pipeline import report
from xlbudget.workbook import layout, vba
from xlbudget.workbook.buttons import BUTTONS
from xlbudget.workbook.macro_sheets import PYTHON
from xlbudget.workbook.ribbon import PART

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # 它用着 pyparsing 的旧名称
    from oletools.olevba import VBA_Parser

RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
COMMAND = re.compile(r'RunPython "import xlbudget\.addin; xlbudget\.addin\.(\w+)\(\)"')
SUB = re.compile(r"Public Sub (\w+)\(([^)]*)\)\n    (.+)\nEnd Sub\n")


def sources(path: Path) -> dict[str, str]:
    parser = VBA_Parser(str(path))
    found = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    return found


def test_olevba_gives_back_the_sources(release: Path) -> None:
    found = sources(release)
    for name, source in vba.own_modules().items():
        assert found[name] == "\r\n".join(source.splitlines()) + "\r\n"
    package = Path(xlwings.__file__).parent
    assert found["xlwings"].split() == (package / "xlwings.bas").read_text("ascii").split()
    assert f"'Version: {xlwings.__version__}" in found["xlwings"]
    assert "Dictionary" in found


def test_every_source_is_ascii_and_names_itself() -> None:
    for name, source in vba.own_modules().items():
        assert source.isascii()
        assert source.startswith(f'Attribute VB_Name = "{name}"\nOption Explicit\n')


def test_a_source_that_is_not_ascii_is_refused() -> None:
    with pytest.raises(ValueError, match="modBad is not ASCII"):
        vba.vba_project(1, {"modBad": "' 校验"})


def test_the_project_is_in_the_form_of_a_writer(release: Path) -> None:
    """MS-OVBA 2.3.4.1: version 0xFFFF, no cache; every module begins with its source."""
    with zipfile.ZipFile(release) as package:
        project = package.read("xl/vbaProject.bin")
    with olefile.OleFileIO(project) as streams:
        assert streams.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("CC61FFFF000000")
        names = {"/".join(each) for each in streams.listdir()}
        assert not {name for name in names if "__SRP" in name or "ignature" in name}
        for name in (*vba.own_modules(), "ThisWorkbook", "Sheet1"):
            # a compressed container starts with 1: there is no compiled code before it
            assert streams.openstream(f"VBA/{name}").read(1) == b"\x01"
    assert built(release=True) == release.read_bytes()


def test_it_is_built_to_the_same_bytes() -> None:
    modules = vba.release_modules()
    assert vba.vba_project(3, modules) == vba.vba_project(3, modules)


def test_each_sheet_has_the_module_of_its_code_name(release: Path) -> None:
    modules = set(sources(release))
    with zipfile.ZipFile(release) as package:
        parts = [name for name in package.namelist() if "worksheets/sheet" in name]
        parts = [name for name in parts if name.endswith(".xml")]
        found = {re.search(rb'codeName="(\w+)"', package.read(p))[1].decode() for p in parts}  # type: ignore[index]
        workbook = package.read("xl/workbook.xml").decode()
    assert len(found) == len(parts)
    assert 'codeName="ThisWorkbook"' in workbook
    assert modules == {*found, "ThisWorkbook", *vba.own_modules(), "xlwings", "Dictionary"}


def test_each_button_runs_its_function_of_the_addin() -> None:
    subs = {name: body for name, _, body in SUB.findall(vba.own_modules()["modButtons"])}
    assert list(subs) == [button.macro for button in BUTTONS]
    for button in BUTTONS:
        found = COMMAND.fullmatch(subs[button.macro])
        assert found is not None
        assert found[1] == button.function
        assert callable(getattr(addin, button.function))


def test_the_buttons_of_the_first_page(release: Path) -> None:
    with zipfile.ZipFile(release) as package:
        drawing = package.read("xl/drawings/vmlDrawing1.vml").decode()
    macros = re.findall(r"<x:FmlaMacro>\[0\]!(.*?)</x:FmlaMacro>", drawing)
    captions = re.findall(r"<font [^>]*>(.*?)</font>", drawing)
    assert macros == [f"modButtons.{button.macro}" for button in BUTTONS]
    assert captions == [button.caption for button in BUTTONS]


def test_each_callback_of_the_ribbon_does_what_its_button_does(release: Path) -> None:
    with zipfile.ZipFile(release) as package:
        ribbon = ET.fromstring(package.read(PART))
        root = package.read("_rels/.rels").decode()
    assert f'Target="{PART}"' in root
    subs = {
        name: (arguments, body)
        for name, arguments, body in SUB.findall(vba.own_modules()["modRibbon"])
    }
    found = list(ribbon.iter(f"{RIBBON}button"))
    called = [element.get("onAction", "") for element in found]
    assert sorted(called) == sorted(subs)
    captions = {button.macro: button.caption for button in BUTTONS}
    for element in found:
        arguments, body = subs[element.get("onAction", "")]
        assert arguments == "control As IRibbonControl"
        assert element.get("label") == element.get("screentip") == captions[body]
        assert element.get("supertip")
        assert element.get("imageMso")
    groups = [group.get("label") for group in ribbon.iter(f"{RIBBON}group")]
    assert groups == ["数据", "校验", "说明", "帮助"]
    (tab,) = ribbon.iter(f"{RIBBON}tab")
    assert tab.get("label") == "部门决算"
    ids = [element.get("id") for element in ribbon.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_another_interpreter_loads_every_module_and_runs_the_buttons(with_stub: Path) -> None:
    application = ExcelApplication.open(str(with_stub))
    settings = application.workbook.sheet_named(layout.CONF)
    said = {}
    for button in BUTTONS:
        application.run(button.macro)
        said[button.macro] = settings.cell(1, 8).value
    assert said == {
        button.macro: f"import xlbudget.addin; xlbudget.addin.{button.function}()"
        for button in BUTTONS
    }


def test_settings_of_xlwings_stand_on_a_sheet_that_nobody_sees(release: Path) -> None:
    book = openpyxl.load_workbook(release)
    sheet = book[layout.CONF]
    assert sheet.sheet_state == "veryHidden"
    rows = {str(row[0]): row[1] for row in sheet.iter_rows(max_col=2, values_only=True)}
    assert {key: value for key, value in rows.items() if value is not None} == {
        "Interpreter_Win": PYTHON,
        "PYTHONPATH": r"%LOCALAPPDATA%\xlbudget\python",
        "UDF Modules": "xlbudget.functions",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "Use UDF Server": "False",
        "Show Console": "False",
        "Debug UDFs": "False",
        "TEMP DIR": "%TEMP%",
        "SHOW_ERROR_POPUPS": "True",
    }
    asked = re.findall(r'GetConfig\("([^"]*)"', vba.xlwings_modules()["xlwings"])
    assert len(set(asked)) > 15
    assert set(asked) <= {key.upper() for key in rows}  # 缺的会从工作簿旁边的文件里取


def test_it_is_not_computed_anew_on_opening(release: Path) -> None:
    """Else every opening would start Python for the functions."""
    with zipfile.ZipFile(release) as package:
        workbook = package.read("xl/workbook.xml").decode()
    assert re.search(r"<calcPr [^>]*>", workbook)[0] == '<calcPr calcId="191029"/>'  # type: ignore[index]


def test_a_headless_run_keeps_macros_and_ribbon(release: Path, tmp_path: Path) -> None:
    target = tmp_path / "出.xlsm"
    book = PackedBook(release)
    report(book)
    book.save(target)
    with zipfile.ZipFile(release) as before, zipfile.ZipFile(target) as after:
        assert before.namelist() == after.namelist()
        for part in ("xl/vbaProject.bin", PART, "xl/drawings/vmlDrawing1.vml"):
            assert before.read(part) == after.read(part)
    assert openpyxl.load_workbook(target)["分析"]["F4"].value.ref.startswith("F4:F")


def test_without_xlwings_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ProgramMissing, match=r"xlbudget\[excel\]"):
        vba.release_modules()


def test_without_pyopenvba_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyopenvba", None)
    with pytest.raises(ProgramMissing, match="没有安装 pyOpenVBA"):
        vba.vba_project(1, {})


def test_the_stub_stands_for_all_of_xlwings_that_is_called() -> None:
    """What our modules call of xlwings must stand in the stub as well."""
    called = {"RunPython", "XLPy"}
    ours = "\n".join(vba.own_modules().values())
    assert all(word in ours for word in called)
    assert called == set(re.findall(r"Public Function (\w+)", STUB.read_text("ascii")))
