"""The parts of a workbook package: which part is which sheet, in the order of the tabs."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote
from xml.parsers import expat

from xlbudget.books.port import SheetInfo
from xlbudget.books.sheet_scan import START_TAG
from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.records import dataclass
from xlbudget.files.foreign import damaged
from xlbudget.files.package import Package

_FULL_CALC = re.compile(rb"(\sfullCalcOnLoad\s*=\s*)(?:\"[^\"]*\"|'[^']*')")
_CALC_TAG = re.compile(rb"<(?:[\w.-]+:)?calcPr(?=[\s/>])")


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """The workbook part, the sheets with their parts, and the other parts that readers parse: the
    shared texts and the styles.
    """

    workbook: str
    sheets: tuple[tuple[SheetInfo, str], ...]
    texts: tuple[str, ...]
    styles: tuple[str, ...]

    @property
    def others(self) -> tuple[str, ...]:
        """The parts beside the sheets that readers parse."""
        return self.texts + self.styles


def workbook_parts(package: Package) -> WorkbookParts:
    """Find the sheets of a workbook; UnreadableFile if the package is not one that we can read."""
    main = _main_part(package)
    relations = _relations(package, main)
    sheets = []
    for name, attributes in _elements(package, main):
        if name == "sheet":
            kind, part = relations.get(_relation_id(attributes), ("", ""))
            if kind.endswith("/worksheet"):
                if part not in package:
                    raise damaged(package.path, f"缺少工作表部件“{part}”")
                visible = attributes.get("state", "visible") == "visible"
                sheets.append((SheetInfo(attributes.get("name", ""), visible), part))
    if len({info.name for info, _ in sheets}) < len(sheets):
        raise damaged(package.path, "有两个同名的工作表")
    texts, styles = (
        tuple(part for kind, part in relations.values() if kind.endswith(end) and part in package)
        for end in ("/sharedStrings", "/styles")
    )
    return WorkbookParts(main, tuple(sheets), texts, styles)


def chart_parts(package: Package, sheet_part: str) -> dict[str, str]:
    """The charts that stand on a sheet: name of the frame -> part. Of doubled names, none."""
    found: dict[str, str] = {}
    doubled: set[str] = set()
    for kind, drawing in _relations(package, sheet_part).values():
        if not kind.endswith("/drawing") or drawing not in package:
            continue
        parts = _relations(package, drawing)
        name = ""
        for element, attributes in _elements(package, drawing):
            if element == "cNvPr":
                name = attributes.get("name", "")
            elif element == "chart":
                _, part = parts.get(_relation_id(attributes), ("", ""))
                if name in found:
                    doubled.add(name)
                elif part in package:
                    found[name] = part
    return {name: part for name, part in found.items() if name not in doubled}


def notes_of(package: Package, sheet_part: str) -> dict[str, str]:
    """The notes of a sheet by the cells that they stand on."""
    notes: dict[str, str] = {}
    for kind, part in _relations(package, sheet_part).values():
        if kind.endswith("/comments") and part in package:
            notes |= _notes(package, part)
    return notes


def _notes(package: Package, part: str) -> dict[str, str]:
    notes: dict[str, str] = {}
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        inside.append(name.rpartition("}")[2])
        if inside[-1] == "comment":
            notes[attributes.get("ref", "")] = ""

    def text(data: str) -> None:
        if notes and inside[-1] == "t":
            notes[next(reversed(notes))] += data

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: inside.pop()
    parser.CharacterDataHandler = text
    _parse(package, part, parser)
    return notes


def recalculated_on_load(workbook: bytes) -> bytes:
    """The workbook part, asking Excel to compute every formula when it opens the file.

    Without it Excel trusts the saved results of formulas that refer to cells which we replaced.
    A part without calcPr stays as it is: Excel computes such a file anyway.

    >>> recalculated_on_load(b'<workbook><calcPr calcId="191029"/></workbook>')
    b'<workbook><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
    """
    found = _CALC_TAG.search(workbook)
    tag = START_TAG.match(workbook, found.start()) if found else None
    if tag is None:
        return workbook
    new, count = _FULL_CALC.subn(rb'\1"1"', tag[0])
    if not count:
        end = b"/>" if new.endswith(b"/>") else b">"
        new = new[: -len(end)] + b' fullCalcOnLoad="1"' + end
    return workbook[: tag.start()] + new + workbook[tag.end() :]


def _main_part(package: Package) -> str:
    if "[Content_Types].xml" not in package or "_rels/.rels" not in package:
        raise _no_workbook(package, "压缩包，但不是 Office 文件")
    for kind, part in _relations(package, "").values():
        if kind.endswith("/officeDocument"):
            if part.endswith(".bin"):
                raise _no_workbook(package, "二进制工作簿（.xlsb）")
            if part.endswith("workbook.xml") and part in package:
                return part
            raise _no_workbook(package, "另一种 Office 文件（如 Word 文档）")
    raise _no_workbook(package, "没有工作簿的压缩包")


def _no_workbook(package: Package, seen: str) -> UnreadableFile:
    return UnreadableFile(
        where=str(package.path),
        seen=seen,
        expected="Excel 工作簿（.xlsx 或 .xlsm）",
        remedy="请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。",
    )


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (type, part) of the internal relations of a part."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    relations = {}
    for element, attributes in _elements(package, path) if path in package else ():
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = unquote(attributes.get("Target", ""))
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            relations[attributes.get("Id", "")] = (attributes.get("Type", ""), whole)
    return relations


def _relation_id(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith("}id")), "")


def _elements(package: Package, part: str) -> list[tuple[str, dict[str, str]]]:
    """Local name and attributes (`namespace}name`) of each element of a small part."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = lambda name, attributes: found.append(
        (name.rpartition("}")[2], attributes)
    )
    _parse(package, part, parser)
    return found


def _parse(package: Package, part: str, parser: expat.XMLParserType) -> None:
    try:
        parser.Parse(package.xml(part), True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise damaged(package.path, f"部件“{part}”不是完整的 XML") from error
