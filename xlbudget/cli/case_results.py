"""The cases of a format, run: whether the sentences come out that they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.records import dataclass, replace
from xlbudget.formats.cases import Case, cases
from xlbudget.formats.library import find, places
from xlbudget.pipeline import run
from xlbudget.workbook.blank import account_of_case


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: how many paragraphs it expects, and each place where another thing came out."""

    case: Case
    differences: tuple[str, ...]

    @property
    def line(self) -> str:
        """The case in one line."""
        count = len(self.case.paragraphs)
        state = f"有 {len(self.differences)} 处不符" if self.differences else "相符"
        return f"案例 {self.case.name}（{self.case.title}）：{count} 段，{state}"


def case_results(place: str, extra: Iterable[Path]) -> Iterator[CaseResult]:
    """All cases of a place, each in a workbook that has the tables which it names."""
    folders = tuple(extra)
    for case in cases(place, places(folders)[place], folders):
        yield CaseResult(case, tuple(_differences(case, folders)))


def cases_json(results: Iterable[CaseResult]) -> dict[str, object]:
    """The cases as JSON."""
    return {
        "cases": [
            {
                "name": result.case.name,
                "title": result.case.title,
                "paragraphs": len(result.case.paragraphs),
                "differences": list(result.differences),
            }
            for result in results
        ]
    }


def _differences(case: Case, extra: tuple[Path, ...]) -> Iterator[str]:
    resolved = find(case.place, case.year, case.settings, extra)
    account = account_of_case(case, resolved)
    tables = {name: account.statements[name] for name in case.tables}
    results = run(replace(account, statements=tables), resolved)
    sections = {_section(id_) for id_ in case.paragraphs}
    written = {p.id: p.text for p in results.paragraphs if _section(p.id) in sections}
    for id_ in dict.fromkeys((*case.paragraphs, *written)):
        expected, text = case.paragraphs.get(id_), written.get(id_)
        if expected != text:
            yield f"{id_} 写出“{text or ''}”，应为“{expected or ''}”"
    failed = set(_failed(results.findings))
    for name in sorted(failed - set(case.findings)):
        yield f"勾稽 {name} 不符，案例里没有写"
    for name in sorted(set(case.findings) - failed):
        yield f"勾稽 {name} 相符，案例里写了不符"


def _section(id_: str) -> str:
    return id_.partition(".")[0]


def _failed(findings: Iterable[Finding]) -> Iterator[str]:
    """The checks that fail, those that follow from others too."""
    for finding in findings:
        if finding.verdict is Verdict.FAIL and finding.level in (Level.ERROR, Level.WARNING):
            yield finding.check
        yield from _failed(finding.follows)
