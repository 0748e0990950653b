"""The VBA project of a macro workbook: our modules of macros/, and xlwings' own from its package.

Written by pyOpenVBA and brought to the form that MS-OVBA 2.3.4.1 asks of a writer: no compiled
code, so that the program that opens it compiles the source.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path

from xlbudget.domain.errors import ProgramMissing
from xlbudget.files.temporary import temporary_folder

WORKBOOK_MODULE = "ThisWorkbook"
"""The code name of the workbook."""

_NO_COMPILED_CODE = bytes.fromhex("CC61FFFF000000")
"""The stream _VBA_PROJECT of a project without compiled code: version 0xFFFF, no cache."""

_DOCUMENT_SOURCE = "Option Explicit\r\n"


def code_name(number: int) -> str:
    """The code name of a sheet by its place (from 1), and of its module.

    >>> code_name(1)
    'Sheet1'
    """
    return f"Sheet{number}"


def macros_folder() -> Path:
    """The folder with our modules and the ribbon: in the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "macros"
    return installed if installed.is_dir() else package.parent / "macros"


def release_modules() -> dict[str, str]:
    """All modules of a macro workbook: ours, and xlwings' own."""
    return own_modules() | xlwings_modules()


def own_modules() -> dict[str, str]:
    """Our modules by name, as their sources."""
    files = sorted(macros_folder().glob("*.bas"))
    return {file.stem: file.read_text("ascii") for file in files}


def xlwings_modules() -> dict[str, str]:
    """Xlwings' own modules, as the installed package has them: they know their DLL by version.

    ProgramMissing where xlwings is not installed.
    """
    found = importlib.util.find_spec("xlwings")
    if found is None or not found.submodule_search_locations:
        raise missing("xlwings")
    package = Path(found.submodule_search_locations[0])
    return {
        "xlwings": (package / "xlwings.bas").read_text("ascii"),
        "Dictionary": (package / "addin" / "Dictionary.cls").read_text("ascii"),
    }


def missing(package: str) -> ProgramMissing:
    """The error where a package that macro workbooks need is not installed."""
    return ProgramMissing(
        where="在 Excel 里用",
        seen=f"没有安装 {package}",
        expected="要用到的 xlwings 和 pyOpenVBA",
        remedy='请运行 pip install "xlbudget[excel]"；不带宏的工作簿（.xlsx）不需要它们。',
    )


def vba_project(sheets: int, modules: Mapping[str, str]) -> bytes:
    """vbaProject.bin for a workbook of so many sheets, with the modules by name.

    A source that starts with VERSION is a class. ValueError for a source that is not ASCII: the
    editor would show it in the code page of the machine.
    """
    try:
        from pyopenvba import ExcelFile, VBAModuleKind
    except ImportError as error:
        raise missing("pyOpenVBA") from error
    from xlbudget.workbook.canvas import empty_package  # the buttons need no XlsxWriter

    with temporary_folder("vba") as room:
        path = room / "stub.xlsm"
        path.write_bytes(empty_package(sheets))
        with ExcelFile(path) as book:
            book.add_vba_project()
            for document in (WORKBOOK_MODULE, *map(code_name, range(1, sheets + 1))):
                book.set_module(document, _DOCUMENT_SOURCE)
            project = book.vba_project()
            for module, source in modules.items():
                if not source.isascii():
                    raise ValueError(f"{module} is not ASCII")
                is_class = source.startswith("VERSION")
                kind = VBAModuleKind.other if is_class else VBAModuleKind.standard
                project.add_module(module, _with_crlf(source), kind=kind)
            book.save()
            return _normalised(book.vba_project_bytes())


def _with_crlf(source: str) -> str:
    return "\r\n".join(source.splitlines()) + "\r\n"


def _normalised(project: bytes) -> bytes:
    from pyopenvba.cfb import CFB

    container = CFB.from_bytes(project)
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_COMPILED_CODE)
    return bytes(container.to_bytes())
