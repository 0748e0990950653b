"""A person's document, and ours into which it is put."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from xlbudget.domain.errors import UnreadableFile
from xlbudget.files.archive import locate
from xlbudget.files.foreign import DOCUMENT, WORD_DOCUMENT
from xlbudget.files.package import Limits, Package, directory
from xlbudget.publish.package_edits import TYPES, Link, PackageEdits, links, type_of
from xlbudget.publish.revision import refuse_strict
from xlbudget.reading.documents.word_kinds import refuse_other_kinds
from xlbudget.reading.documents.xml_parts import Parts, W

LIMITS = Limits(file=100 << 20, total=512 << 20, part=64 << 20)


class Source:
    """A person's document."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.package = Package.open(path, LIMITS, WORD_DOCUMENT)
        self.parts = Parts(self.package)
        refuse_other_kinds(path, self.parts)
        self.main = self.parts.main()
        refuse_strict(path, self.package.xml(self.main))
        root = self.parts.root(self.main)
        body = root.find(f"{W}body") if root is not None else None
        if root is None or body is None:
            raise UnreadableFile(
                where=str(path),
                seen="没有正文",
                expected=WORD_DOCUMENT.words,
                remedy=WORD_DOCUMENT.save_as,
            )
        self.root, self.body = root, body
        self._types = self.parts.root(TYPES)

    def links(self, name: str) -> dict[str, Link]:
        """What a part relates to, by id."""
        return links(self.parts, name)

    def related(self, kind: str) -> etree._Element | None:
        """The root of the part that the text relates to in one way."""
        name = self.parts.of_kind(self.main, f"/{kind}")
        return self.parts.root(name) if name else None

    def type_of(self, name: str) -> str:
        """The content type of a part."""
        return type_of(self._types, name)


def target(data: bytes) -> PackageEdits:
    """Our document, to be edited."""
    path = Path("说明.docx")
    infos = directory(path, data, LIMITS, DOCUMENT)
    return PackageEdits(Package(path, data, locate(path, data, infos, DOCUMENT), DOCUMENT))
