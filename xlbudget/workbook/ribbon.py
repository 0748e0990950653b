"""The ribbon tab 部门决算: macros/ribbon.xml as a part of the package.

XlsxWriter has no way to add it, so the part and its relation are added to the finished package.
"""

from __future__ import annotations

import io
import zipfile

from xlbudget.workbook.vba import macros_folder

PART = "customUI/customUI14.xml"
_RELATION = (
    '<Relationship Id="xbRibbon" '
    'Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    f'Target="{PART}"/>'
)
_ROOT = "_rels/.rels"


def ribbon_xml() -> bytes:
    """The part: groups, labels, icons, tips, and the callback of each button."""
    return (macros_folder() / "ribbon.xml").read_bytes()


def with_ribbon(package: bytes) -> bytes:
    """The package with the ribbon; every other part as it was."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == _ROOT:
                data = data.replace(b"</Relationships>", f"{_RELATION}</Relationships>".encode())
            new.writestr(entry, data, zipfile.ZIP_DEFLATED)
        part = zipfile.ZipInfo(PART, old.infolist()[0].date_time)
        new.writestr(part, ribbon_xml(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
