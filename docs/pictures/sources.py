"""What the pictures are drawn from, and whether they are drawn from what it is now.

build.py writes sources.json beside the pictures: a digest of every thing that it draws, and of
every picture. A test compares them without drawing, so a change that shows needs a new run.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from xlbudget import __version__
from xlbudget.domain.documents import Document, TextBlock
from xlbudget.domain.text import Place
from xlbudget.pipeline import run
from xlbudget.pipeline.documents import review
from xlbudget.publish.delivery import Asked, deliver
from xlbudget.publish.page import page
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.build import build, build_with_macros
from xlbudget.workbook.vba import own_modules

HOME = Path(__file__).parent
RECORD = HOME / "sources.json"
_STRING = re.compile(rb'<c r="(\w+)"([^>]*) t="s"([^>]*)><v>(\d+)</v>')
_SHOWN = re.compile(r"xl/(worksheets|charts|drawings)/\w+\.\w+|xl/comments\d+\.xml|xl/styles\.xml")
"""The parts of a workbook that show."""


def reviewed_page() -> bytes:
    """The review page of the sample's text with a wrong share, held against its tables."""
    results = run(*sample_account())
    lines = results.narrative().replace("占31.56%", "占31.65%").splitlines()
    blocks = tuple(TextBlock(line, Place(paragraph=at)) for at, line in enumerate(lines, 1))
    return page(review(Document("说明.txt", blocks), (results.format,), results.account))


_STAMP = re.compile("(?<=（)[0-9a-f]{8}(?=）)|(?<=规则 )[0-9a-f]{8}".encode())
"""The digests of the format and of the rules that stand in what is written."""


def digest(data: bytes) -> str:
    """A digest that another version of the program, its formats or rules alone does not change."""
    plain = _STAMP.sub(b"*", data.replace(__version__.encode(), b"*"))
    return hashlib.sha256(plain).hexdigest()[:20]


def _parts(workbook: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a workbook that show, with the strings of a sheet in their cells."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        names = package.namelist()
        strings = re.findall(rb"<si>(.*?)</si>", package.read("xl/sharedStrings.xml"), re.DOTALL)
        for name in names:
            if not _SHOWN.fullmatch(name):
                continue
            data = package.read(name)
            yield (
                name,
                _STRING.sub(
                    lambda cell: b"%s%s%s%s" % (*cell.groups()[:3], strings[int(cell[4])]), data
                ),
            )


def _script() -> bytes:
    """What build.py does, whatever its comments say."""
    tree = ast.parse((HOME / "build.py").read_text(encoding="utf-8"))
    return ast.dump(tree).encode()


def drawn() -> dict[str, str]:
    """A digest of each thing that is drawn."""
    results = run(*sample_account())
    found = {f"工作簿 {name}": digest(data) for name, data in _parts(build(results))}
    macros = build_with_macros(results, own_modules())
    found |= {f"带按钮的工作簿 {name}": digest(data) for name, data in _parts(macros)}
    found["审核页"] = digest(page(results))
    found["审核页 别人写的"] = digest(reviewed_page())
    with zipfile.ZipFile(io.BytesIO(deliver(results, Asked()).document)) as package:
        for name in package.namelist():
            if name.startswith("word/"):
                found[f"Word 文档 {name}"] = digest(package.read(name))
    found["build.py"] = digest(_script())
    return found


def pictures() -> dict[str, str]:
    """A digest of each picture."""
    return {path.name: digest(path.read_bytes()) for path in sorted(HOME.glob("*.png"))}


def record(what: dict[str, str]) -> None:
    """Write down what the pictures were drawn from, as it was before they were drawn."""
    known = {"drawn": what, "pictures": pictures()}
    text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
    RECORD.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def stale() -> list[str]:
    """What was drawn and is no longer so, and pictures that were not drawn by the script."""
    known = json.loads(RECORD.read_text(encoding="utf-8"))
    changed = []
    for kind, now in (("drawn", drawn()), ("pictures", pictures())):
        then = known[kind]
        changed += [name for name in sorted({*now, *then}) if now.get(name) != then.get(name)]
    return changed
