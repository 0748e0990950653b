"""A tiny writer of PDF files for tests: Chinese text, rules and areas at places given in points.

The font is not embedded; its characters are named by the CMap UniGB-UCS2-H, an em wide each, those
of ASCII half an em, so that every place can be computed by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

WIDTH, HEIGHT = 600.0, 840.0
LEFT, SIZE = 90.0, 16.0
LINE = 26
"""Characters of a full line: 90 + 26 × 16 = 506."""

_COMPOSITE = (
    b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>"
)
_FONT = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/DW 1000/W[1 95 500]/FontDescriptor 6 0 R"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
)
_DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
    b"/Ascent 859/Descent -141/CapHeight 700/StemV 80>>"
)


@dataclass(slots=True)
class Sheet:
    """A page. Places are from the upper left corner; `turn` is /Rotate, `matrix` turns what is
    drawn, `hidden` is text that is not shown.
    """

    turn: int = 0
    width: float = WIDTH
    height: float = HEIGHT
    matrix: str = ""
    drawn: list[str] = field(default_factory=list)
    picture: bool = False

    def text(
        self, x: float, y: float, words: str, size: float = SIZE, *, hidden: bool = False
    ) -> Sheet:
        """A line of text whose upper edge is at y."""
        code = words.encode("utf-16-be").hex()
        mode = "3 Tr " if hidden else "0 Tr "
        base = self.height - y - 0.859 * size
        self.drawn.append(f"BT {mode}/F {size} Tf 1 0 0 1 {x:.2f} {base:.2f} Tm <{code}> Tj ET")
        return self

    def lines(self, y: float, *lines: str, x: float = LEFT, pitch: float = 28) -> Sheet:
        """Lines of text below each other; a line that begins with 　 is indented by its em."""
        for number, words in enumerate(lines):
            indent = len(words) - len(words.lstrip("　"))
            self.text(x + indent * SIZE, y + number * pitch, words.lstrip("　"))
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """A drawn line."""
        self.drawn.append(f"{x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """A filled rectangle without outline."""
        self.drawn.append(f"{x0} {self.height - y1} {x1 - x0} {y1 - y0} re f")
        return self

    def grid(
        self, xs: Sequence[float], ys: Sequence[float], rows: Iterable[Sequence[str]] = (),
        size: float = 10,
    ) -> Sheet:  # fmt: skip
        """A fully ruled table with texts in its cells."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y, row in zip(ys, rows, strict=False):
            for x, words in zip(xs, row, strict=False):
                if words:
                    self.text(x + 3, y + 3, words, size)
        return self

    def content(self) -> bytes:
        """The commands that draw the page."""
        shown = f"q {self.width} 0 0 {self.height} 0 0 cm /P Do Q\n" if self.picture else ""
        return f"{self.matrix}\n{shown}{chr(10).join(self.drawn)}".encode("ascii")


_PICTURE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    b"/Length 1>>stream\nP\nendstream"
)


def pdf(*sheets: Sheet, more: Sequence[bytes] = (), resources: str = "") -> bytes:
    """A PDF of pages. `more` are objects from number 8 on, `resources` names them."""
    first = 8 + len(more)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(sheets)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(sheets)}>>".encode(),
        f"<</Font<</F 4 0 R>>/XObject<</P 7 0 R {resources}>>>>".encode(),
        _COMPOSITE,
        _FONT,
        _DESCRIPTOR,
        _PICTURE,
        *more,
    ]
    for number, sheet in enumerate(sheets):
        box = f"[0 0 {sheet.width} {sheet.height}]"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Rotate {sheet.turn}/Resources 3 0 R"
            f"/Contents {first + 2 * number + 1} 0 R>>".encode()
        )
        content = sheet.content()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    return assembled(objects)


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """The file of numbered objects; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\n".encode()
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def written(folder: Path, *sheets: Sheet) -> Path:
    """The file of pages in a folder."""
    path = folder / "说明.pdf"
    path.write_bytes(pdf(*sheets))
    return path
