"""What is drawn in a paragraph of a .docx: charts, pictures, and the text of text boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from xlbudget.domain.documents import ChartBlock, DocumentBlock, PictureBlock
from xlbudget.domain.text import Place
from xlbudget.reading.documents.chart_part import chart_block
from xlbudget.reading.documents.xml_parts import MC, C, Parts, R, W

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_PIC_STRICT = "{http://purl.oclc.org/ooxml/drawingml/picture}pic"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_BOX = f"{W}txbxContent"
# Charts of Excel 2016 and after (waterfall, treemap …) and SmartArt keep their content elsewhere.
_AS_PICTURES = (
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    "{http://purl.oclc.org/ooxml/drawingml/diagram}relIds",
)


def is_drawing(element: etree._Element) -> bool:
    """Whether an element of a run holds something drawn."""
    return element.tag in (f"{W}drawing", f"{W}pict", f"{W}object")


class Drawings:
    """The drawings of one part of the text, with the charts that it refers to."""

    def __init__(self, parts: Parts, name: str) -> None:
        self._parts = parts
        self._links = parts.linked(name)

    def read(
        self,
        drawing: etree._Element,
        written: Callable[[etree._Element], Iterable[DocumentBlock]],
    ) -> Iterator[DocumentBlock]:
        """The blocks of a drawing in order; `written` reads the content of a text box."""
        alt = _alt_text(drawing)
        waiting = [drawing]
        while waiting:
            element = waiting.pop()
            if element.tag == _BOX:
                yield from written(element)
            elif element.tag == f"{C}chart":
                yield self._chart(element.get(f"{R}id", ""), alt)
            elif element.tag in (_PIC, _PIC_STRICT):
                yield PictureBlock(_name_of(element) or alt, Place())
            elif element.tag in _AS_PICTURES:
                yield PictureBlock(alt, Place())
            elif element.tag == f"{_V}imagedata":
                yield PictureBlock(element.get(f"{_O}title") or alt, Place())
            elif element.tag == f"{MC}AlternateContent":
                choice = element.find(f"{MC}Choice")
                if choice is None:
                    choice = element.find(f"{MC}Fallback")
                waiting.extend(reversed(choice) if choice is not None else ())
            else:
                waiting.extend(each for each in reversed(element) if isinstance(each.tag, str))

    def _chart(self, key: str, alt: str) -> ChartBlock | PictureBlock:
        """A chart; where its part is gone, nothing of it can be read."""
        root = self._parts.root(self._links.get(key, ""))
        return chart_block(root, Place()) if root is not None else PictureBlock(alt, Place())


def _alt_text(drawing: etree._Element) -> str:
    """The alternative text of a drawing, else its name."""
    properties = drawing.find(f".//{_WP}docPr")
    if properties is not None:
        return _said(properties)
    shape = drawing.find(f".//{_V}shape")
    embedded = drawing.find(f"{_O}OLEObject")
    said = (shape.get("alt") or "") if shape is not None else ""
    return said or (embedded.get("ProgID", "") if embedded is not None else "")


def _name_of(picture: etree._Element) -> str:
    """The alternative text of one picture of several; its name is mostly that of a file."""
    properties = picture.find("{*}nvPicPr/{*}cNvPr")
    return (properties.get("descr") or "") if properties is not None else ""


def _said(properties: etree._Element) -> str:
    return next(filter(None, map(properties.get, ("descr", "title", "name"))), "") or ""
