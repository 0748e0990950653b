"""What stands in the folder of a unit beside its outputs: from what and by what they were made."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xlbudget.batch.names import printable
from xlbudget.checks.own_text import GAP
from xlbudget.domain.errors import SeveralErrors, XlbudgetError
from xlbudget.domain.findings import Finding, Level
from xlbudget.formats.versions import PROGRAM, version_fields
from xlbudget.results import Results

STAMP, FAILED = "unit.json", "error.json"
"""The file of a unit that was done, and of one that failed; where both stand the unit failed, and
the outputs are those of an earlier run.
"""

IMPORTED = "import.json"
"""What was told on the way from exports to a workbook."""

WORKBOOK = "workbook"
"""Where the stamp has the name of the copy of the workbook, "" where none was asked for."""

Json = dict[str, Any]

_KEYS = {
    *("unit", "place", "year", "inputs", "program", "format_version", "formats"),
    *("findings", "gaps", "files", "worst", WORKBOOK),
}


def digests(files: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of each file by its name, "" for one that cannot be read; of two files of one
    name the second is numbered.
    """
    found: dict[str, str] = {}
    for file in files:
        known = name = printable(file.name)
        number = 1
        while name in found:
            number += 1
            name = f"{known} ({number})"
        try:
            with file.open("rb") as opened:
                found[name] = hashlib.file_digest(opened, "sha256").hexdigest()
        except (OSError, ValueError):
            found[name] = ""
    return found


def digest_of_folders(folders: Sequence[Path]) -> str:
    """The SHA-256 of all files of folders of formats, their names too; "" for none."""
    if not folders:
        return ""
    whole = hashlib.sha256()
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            whole.update(f"{file.relative_to(folder).as_posix()} {content}\n".encode())
    return whole.hexdigest()


def stamp(
    results: Results,
    inputs: Mapping[str, str],
    files: Mapping[str, str],
    *,
    formats: str,
    imported: Sequence[Finding] = (),
) -> Json:
    """What is said of a unit that was done; `files` are the digests of what was written by name,
    `imported` is what was found on the way from exports, `formats` the digest of the folders of
    formats beside ours.
    """
    findings = [*results.findings, *imported]
    return {
        "unit": results.account.unit_name,
        "place": results.format.place,
        "year": results.account.year,
        "inputs": dict(inputs),
        **version_fields(results.format),
        "formats": formats,
        "findings": {
            level.value: sum(each.level is level and each.check != GAP for each in findings)
            for level in Level
        },
        "gaps": results.gaps,
        "files": dict(files),
        "worst": _worst(findings),
    }


def _worst(findings: Iterable[Finding]) -> Json | None:
    """The first of those that matter most; a gap comes after what is wrong."""
    order = [Level.ERROR, Level.WARNING, Level.INFO]
    ranked = min(
        findings, key=lambda each: (order.index(each.level), each.check == GAP), default=None
    )
    if ranked is None:
        return None
    return {
        "level": ranked.level.value,
        "message": ranked.message,
        "sheet": ranked.where.sheet,
        "cell": ranked.where.cell,
        "check": ranked.check,
    }


def failure(unit: str, inputs: Mapping[str, str], errors: Iterable[Json]) -> Json:
    """What is said of a unit that failed."""
    return {"program": PROGRAM, "unit": unit, "inputs": dict(inputs), "errors": list(errors)}


def error_lines(error: XlbudgetError, folders: Iterable[Path]) -> list[Json]:
    """The errors one by one, without the paths of `folders`: the outputs of two machines are the
    same.

    >>> from xlbudget.domain.errors import UnreadableFile
    >>> error_lines(UnreadableFile(where="/data/in/甲.xlsx", seen="空文件"), [Path("/data/in")])
    [{'where': '甲.xlsx', 'seen': '空文件', 'expected': '', 'remedy': ''}]
    """
    known = sorted({str(each) for path in folders for each in (path, path.absolute())})
    known.sort(key=len, reverse=True)
    errors = error.errors if isinstance(error, SeveralErrors) else (error,)
    return [
        {
            name: _without(text, known)
            for name, text in (
                ("where", each.where),
                ("seen", each.seen),
                ("expected", each.expected),
                ("remedy", each.remedy),
            )
        }
        for each in errors
    ]


def _without(text: str, folders: Iterable[str]) -> str:
    for folder in folders:
        if folder not in (".", os.sep):
            text = text.replace(folder + os.sep, "").replace(folder, Path(folder).name)
    return printable(text)


def json_bytes(value: Json) -> bytes:
    """JSON for people and programs, Chinese as it is."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def read_stamp(folder: Path) -> Json | None:
    """The stamp in a unit's folder; None where there is none, or it is none of ours."""
    try:
        found = json.loads((folder / STAMP).read_bytes())
        known = {
            **found,
            "findings": {level.value: found["findings"][level.value] for level in Level},
        }
        missing = _KEYS - set(known)
    except (OSError, ValueError, RecursionError, TypeError, KeyError):
        return None
    files = known.get("files")
    whole = isinstance(files, dict) and all(isinstance(each, str) for each in files.values())
    return None if missing or not whole else known
