"""A Word document saved as one XML file (Word XML 文档, .xml): its parts without a zip archive."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from xlbudget.domain.errors import UnsafeFile
from xlbudget.files.foreign import DOCUMENT, damaged

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


class FlatPackage:
    """The parts of such a file by name, as those of a package."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UnsafeFile(
                where=str(path),
                seen="文件带有文档类型定义（DTD）",
                expected="不带 DTD 的文件",
                remedy=f"这样的文件可能是恶意构造的。{DOCUMENT.save_anew}",
            )
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise damaged(path, "不是完整的 XML，或层数太深", DOCUMENT) from error
        self._parts = {
            part.get(f"{_PKG}name", "").lstrip("/"): etree.tostring(content[0])
            for part in root.findall(f"{_PKG}part")
            if (content := part.find(f"{_PKG}xmlData")) is not None and len(content)
        }

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def xml(self, name: str) -> bytes:
        """An XML part; KeyError if there is none."""
        return self._parts[name]
