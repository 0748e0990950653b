"""Whether the outputs of a unit that stand in OUT are those that would be made again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from xlbudget.batch.names import safe_file
from xlbudget.batch.stamp import FAILED, IMPORTED, read_stamp
from xlbudget.batch.terms import Asked
from xlbudget.batch.units import Unit
from xlbudget.domain.errors import XlbudgetError
from xlbudget.formats.versions import PROGRAM, version_fields


def standing_stamp(asked: Asked, unit: Unit, inputs: Mapping[str, str]) -> dict[str, Any] | None:
    """The stamp of a unit whose outputs are those that would be made again; else None."""
    from xlbudget.batch.extract import EXTRACT
    from xlbudget.formats.library import find
    from xlbudget.pipeline.made_files import FILES

    folder = asked.out / unit.folder
    known = None if folder.is_symlink() else read_stamp(folder)
    if known is None:
        return None
    by_now: dict[str, object] = {
        "inputs": inputs,
        "program": PROGRAM,
        "formats": asked.formats_digest,
    }
    name = safe_file(unit.files[0].name)
    from_exports = IMPORTED in known["files"]
    if from_exports:
        name = safe_file(f"{unit.folder}.xlsx")
        by_now |= {"place": asked.place, "year": asked.year}
        by_now |= {"unit": unit.name} if unit.name else {}
    files = [
        template.format(name=name, stem=Path(name).stem)
        for kind in asked.kinds
        for template in FILES[kind]
    ]
    if from_exports:
        files.append(IMPORTED)
    if list(known["files"]) != files or any(known[key] != by_now[key] for key in by_now):
        return None
    if not all(_filled(folder / each) for each in (*known["files"], EXTRACT)):
        return None
    try:
        resolved = find(known["place"], known["year"], None, asked.formats)
    except XlbudgetError:
        return None
    if any(known.get(name) != version for name, version in version_fields(resolved).items()):
        return None
    with suppress(OSError):
        (folder / FAILED).unlink(missing_ok=True)
    return known


def _filled(path: Path) -> bool:
    """Whether a file is there: one that a power cut left behind may be empty."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False
