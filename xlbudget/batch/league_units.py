"""The units of a run as their folders tell them, the worst first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from xlbudget.batch.extract import EXTRACT, GAP_LEVEL
from xlbudget.batch.stamp import FAILED, STAMP, Json
from xlbudget.domain.findings import Level
from xlbudget.domain.records import dataclass, field
from xlbudget.formats.versions import VERSION_FIELDS, made_by_fields

OVERVIEW, AMOUNTS, CELLS = range(3)
"""The lines of an extract."""

_FORMAT = "部门决算公开格式"
"""What the titles of formats end in: a column of them says only which."""

REDO = "请重做这个单位。"
_BROKEN = f"文件夹里的 {STAMP} 不是程序写的样子。{REDO}"
UNREAD = f"{EXTRACT} 读不出，指标、问题和覆盖里没有它。{REDO}"
_MOST_REASONS = 200
"""So many different reasons of one obligation are told apart; the rest counts together."""

OTHER_REASON = "其他原因"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")


class State(Enum):
    """How it stands with a unit; the worst first."""

    FAILED = "没有做成"
    ERRORS = "有错误"
    WARNINGS = "有提醒"
    GAPS = "待填写"
    CLEAN = "没有问题"

    @property
    def kind(self) -> str:
        """Its style in the workbook and its class on the page."""
        return {"ERRORS": "error", "WARNINGS": "warning", "GAPS": "gap"}.get(
            self.name, self.name.lower()
        )


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit: little, since there may be tens of thousands.

    `folder` is its folder in OUT, `says` what matters most and `where` it stands; `covered` of so
    many `obligations` were checked, both 0 where its extract cannot be read. `files` are its
    outputs, `inputs` the digests of what it was made from, `made_by` the versions of what made it.
    """

    folder: str
    unit: str
    state: State
    place: str = ""
    title: str = ""
    year: int | None = None
    errors: int = 0
    warnings: int = 0
    gaps: int = 0
    covered: int = 0
    obligations: int = 0
    says: str = ""
    where: str = ""
    files: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    made_by: str = ""

    @property
    def rank(self) -> tuple[object, ...]:
        """Units are sorted by it: failed ones, then by errors, warnings, gaps."""
        failed = self.state is State.FAILED
        return (not failed, -self.errors, -self.warnings, -self.gaps, self.unit, self.folder)

    def link(self, file: str) -> str:
        """The way to one of its files from OUT."""
        return f"{quote(self.folder, safe='')}/{quote(file, safe='')}"

    @property
    def page(self) -> str:
        """Its review page, or nothing."""
        return next((name for name in self.files if name.endswith(".html")), "")

    @property
    def workbook(self) -> str:
        """Its workbook, or nothing; the name of 附表 is that of the workbook and more."""
        found = (n for n in self.files if PurePosixPath(n).suffix.lower() in _WORKBOOKS)
        return min(found, key=len, default="")

    @property
    def document(self) -> str:
        """Its Word document, or nothing."""
        return next((name for name in self.files if name.endswith(".docx")), "")


@dataclass(slots=True)
class Obligation:
    """One thing that must be checked: of how many units it was, and why not of the others."""

    units: int = 0
    covered: int = 0
    why: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Units:
    """All units of OUT, and what is counted over them: obligations by rule and title, and the
    headings of the key figures.
    """

    out: Path
    records: list[UnitRecord] = field(default_factory=list)
    obligations: dict[tuple[str, str], Obligation] = field(default_factory=dict)
    headings: dict[str, bool] = field(default_factory=dict)
    """Each key figure, and whether any unit has a budget for it."""

    def counts(self) -> dict[State, int]:
        """How many units are in each state."""
        found = Counter(record.state for record in self.records)
        return {state: found[state] for state in State if found[state]}

    def made_by(self) -> list[str]:
        """The versions of what made the units, each once."""
        return sorted({record.made_by for record in self.records if record.made_by})

    def overviews(self) -> Iterator[tuple[UnitRecord, Json | None]]:
        """Each unit that was done with the first line of its extract, read anew."""
        for record in self.records:
            if record.state is not State.FAILED:
                yield record, overview_of(self.out / record.folder)


def read_units(out: Path) -> Units:
    """What the folders of a run say."""
    units = Units(out)
    for folder in sorted(path for path in out.iterdir() if path.is_dir()):
        if folder.name.startswith("."):
            continue
        failed = _object(folder / FAILED)
        if failed is not None or (folder / FAILED).exists():
            units.records.append(_failed(folder.name, failed or {}))
        elif (folder / STAMP).exists():
            units.records.append(_done(folder, units))
    units.records.sort(key=lambda record: record.rank)
    return units


def overview_of(folder: Path) -> Json | None:
    """The first line of a unit's extract; None where it cannot be read or is not as we write it."""
    found = extract_line(folder, OVERVIEW)
    try:
        sound = found is not None and _is_sound(found)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return found if sound else None


def _is_sound(overview: Json) -> bool:
    """Whether the lists of an overview have the shape that `extract` gives them."""
    figures, findings = overview["figures"], overview["findings"]
    reasons = [why for _, why in overview["obligations"].values()]
    return (
        isinstance(overview["title"], str)
        and all(len(each) == _FIGURE for each in figures)
        and all(len(each) == _FINDING and each[0] in _LEVELS for each in findings)
        and all(isinstance(why, dict) for why in reasons)
    )


_FIGURE, _FINDING = 5, 7
_LEVELS = (Level.ERROR.value, Level.WARNING.value, GAP_LEVEL)


def extract_line(folder: Path, number: int) -> Json | None:
    """One line of a unit's extract; None where it cannot be read."""
    return _object(folder / EXTRACT, number)


def _object(path: Path, number: int | None = None) -> Json | None:
    """The object that a file of JSON, or one line of it, holds; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            found = json.loads(
                file.read() if number is None else next(islice(file, number, None), b"")
            )
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _failed(folder: str, said: Json) -> UnitRecord:
    """A unit that failed; of several errors the first is shown, and how many there are."""
    errors = list(failures(said))
    where, says = errors[0]
    more = f"（共 {len(errors)} 处）" if len(errors) > 1 else ""
    return UnitRecord(folder, folder, State.FAILED, says=f"{says}{more}", where=where)


def failure_said(folder: Path) -> Json:
    """What stands in the folder of a unit that failed."""
    return _object(folder / FAILED) or {}


def failures(said: Json) -> list[tuple[str, str]]:
    """Place and words of what a file of a failed unit says."""
    found = said.get("errors")
    told = []
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict):
            where, seen, expected, remedy = (
                str(each.get(name) or "") for name in ("where", "seen", "expected", "remedy")
            )
            should = f"；应为：{expected}" if expected else ""
            told.append((where, f"{seen}{should}。{remedy}"))
    return told or [(FAILED, f"文件夹里的 {FAILED} 没有写原因。{REDO}")]


def _done(folder: Path, units: Units) -> UnitRecord:
    try:
        return _record(folder, _object(folder / STAMP) or {}, units)
    except (KeyError, TypeError, ValueError, AttributeError):
        return UnitRecord(folder.name, folder.name, State.FAILED, says=_BROKEN, where=STAMP)


def _record(folder: Path, stamp: Json, units: Units) -> UnitRecord:
    counts = stamp["findings"]
    errors, warnings, gaps = int(counts["error"]), int(counts["warning"]), int(stamp["gaps"])
    worst: dict[str, Any] = stamp["worst"] or {}
    place = f"{worst['sheet']}!{worst['cell']}" if worst.get("cell") else worst.get("sheet") or ""
    says = str(worst.get("message") or "")
    overview = overview_of(folder)
    covered, obligations = 0, 0
    if overview is None:
        says, place = UNREAD, EXTRACT
    else:
        covered, obligations = _counted(overview, units)
    state = (
        State.ERRORS
        if errors
        else State.WARNINGS
        if warnings or overview is None
        else State.GAPS
        if gaps
        else State.CLEAN
    )
    return UnitRecord(
        folder=folder.name,
        unit=str(stamp["unit"]) or folder.name,
        state=state,
        place=str(stamp["place"]),
        title=str((overview or {}).get("title") or stamp["place"]).removesuffix(_FORMAT),
        year=int(stamp["year"]),
        errors=errors,
        warnings=warnings,
        gaps=gaps,
        covered=covered,
        obligations=obligations,
        says=says if state is not State.CLEAN else "",
        where=str(place) if state is not State.CLEAN else "",
        files=tuple(map(str, stamp["files"])),
        inputs=tuple(map(str, stamp["inputs"].values())),
        made_by=made_by_fields({name: str(stamp.get(name, "")) for name in VERSION_FIELDS}),
    )


def _counted(overview: Json, units: Units) -> tuple[int, int]:
    """Count what a unit has checked, and its key figures."""
    covered = 0
    for rule, (title, why) in overview["obligations"].items():
        known = units.obligations.get((rule, title))
        if known is None:
            known = units.obligations[rule, title] = Obligation()
        known.units += 1
        if why:
            for each in why:
                known.why[each if len(known.why) < _MOST_REASONS else OTHER_REASON] += 1
        else:
            known.covered += 1
            covered += 1
    for heading, _, _, _, completion in overview["figures"]:
        units.headings[heading] = units.headings.get(heading, False) or completion is not None
    return covered, len(overview["obligations"])
