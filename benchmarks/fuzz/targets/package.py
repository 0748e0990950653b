"""压缩包：目录、各部件、改写。拒收，或者读到的每个部件改写以后一字不差。"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

from benchmarks.fuzz.targets.target import PATH, Target
from benchmarks.fuzz.targets.workbook_parts import PARTS, workbook_of
from xlbudget.domain.errors import XlbudgetError
from xlbudget.files.package import Limits, Package

LIMITS = Limits(file=1 << 20, entries=50, total=4 << 20, part=1 << 20, ratio_from=1 << 16)
NEW, REPLACED = "xl/new.xml", b"<new/>"


def run(data: bytes) -> None:
    """Open, read everything, write it back: the parts that were not replaced are the same."""
    package = Package.of_bytes(data, PATH, LIMITS)
    read: dict[str, bytes] = {}
    for name in package.names():
        assert name in package
        with suppress(XlbudgetError):
            read[name] = package.read(name)
            assert package.holds(name, read[name])
            package.xml(name)
    replaced = next(iter(read), None)
    if NEW in package or any(name.lower() == NEW for name in package.names()):
        return
    patched = package.patched({replaced: REPLACED} if replaced else {}, {NEW: REPLACED})
    again = Package.of_bytes(patched, PATH)
    assert again.names() == (*package.names(), NEW)
    for name, content in read.items():
        assert again.read(name) == (REPLACED if name == replaced else content)
    with zipfile.ZipFile(BytesIO(patched)) as archive:
        assert archive.read(NEW) == REPLACED
    assert package.patched({}) == Package.of_bytes(package.patched({}), PATH).patched({})


def seeds() -> Iterator[bytes]:
    """Packages as programs write them: stored, compressed, with comments, flags and folders."""
    yield workbook_of({})
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        room = BytesIO()
        with zipfile.ZipFile(room, "w", method) as archive:
            archive.writestr("xl/", "")
            archive.writestr("[Content_Types].xml", PARTS["[Content_Types].xml"])
            archive.writestr("文件.xml", "<甲/>")
            archive.comment = b"remark"
        yield room.getvalue()
    room = BytesIO()
    with (
        zipfile.ZipFile(room, "w") as archive,
        archive.open("a.xml", "w", force_zip64=True) as part,
    ):
        part.write(b"<a/>")
    yield room.getvalue()


TARGET = Target("package", "压缩包", run, seeds, ("PK\x03\x04", "PK\x01\x02", "PK\x05\x06"))
