"""The forms of projects among the files: 项目支出绩效自评表, each for a row of 绩效."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from xlbudget.analysis.performance import evaluate, score_text
from xlbudget.checks.performance import prints
from xlbudget.checks.registry import PERFORMANCE_RULES
from xlbudget.checks.rules import run_rules
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.performance import Project
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Place
from xlbudget.formats.model import Format
from xlbudget.intake.gathered import SourceSheet
from xlbudget.reading.labels import plain
from xlbudget.reading.projects import read_form
from xlbudget.reading.projects.cells import FormCells

TWICE, EXECUTION_SCORE = "project-twice", "execution-score-differs"


@dataclass(slots=True)
class Projects:
    """The projects that were read, and those that another form gave before."""

    known: dict[str, Project] = field(default_factory=dict)
    again: list[Project] = field(default_factory=list)

    def take(self, forms: Iterable[FormCells], errors: list[XlbudgetError]) -> list[SourceSheet]:
        """The forms of one more sheet; what they were read as."""
        sheets: list[SourceSheet] = []
        for form in forms:
            try:
                read = read_form(form)
            except XlbudgetError as error:
                errors.append(error)
                continue
            name = read.project.name.text
            sheets.append(
                SourceSheet(
                    file=form.file,
                    sheet=form.grid.sheet,
                    read_as=f"绩效（{name}）",
                    year=read.year,
                    unit=read.unit,
                )
            )
            if plain(name) in self.known:
                self.again.append(read.project)
            else:
                self.known[plain(name)] = read.project
        return sheets

    def read(self) -> tuple[Project, ...]:
        """The projects, each once."""
        return tuple(self.known.values())

    def findings(self, resolved: Format) -> Iterator[Finding]:
        """What the forms themselves have wrong, file by file, and the projects that came twice."""
        by_file: dict[str, list[Project]] = {}
        for project in self.known.values():
            by_file.setdefault(project.name.source.file, []).append(project)
        for file, projects in by_file.items():
            account = FinalAccount(file, "", resolved.year, {}, projects=tuple(projects))
            ruled, _ = run_rules(PERFORMANCE_RULES, account, resolved)
            yield from (finding for finding, _ in ruled)
            yield from _execution_scores(account, resolved)
        for project in self.again:
            yield _twice(project, self.known[plain(project.name.text)])


def _twice(project: Project, first: Project) -> Finding:
    return _told(
        TWICE,
        Level.WARNING,
        project.name.source,
        f"项目“{project.name.text}”有两张自评表，第一张在 {first.name.source.in_file}，"
        "用的是那一张。请核对是不是同一个项目；不是的，请改其中一个的名称。",
    )


def _execution_scores(account: FinalAccount, resolved: Format) -> Iterator[Finding]:
    """A 得分 of 预算执行率 that is not 执行率 × 分值: a hint, for some places score by steps."""
    for each in evaluate(account, resolved).projects:
        printed = each.project.printed_execution_score
        computed = each.execution_score.count if each.execution_score is not None else None
        if printed is None or printed.count is None or computed is None:
            continue
        if not prints(printed, Fraction(computed)):
            yield _told(
                EXECUTION_SCORE,
                Level.INFO,
                printed.source,
                f"“{each.project.name.text}”的预算执行率得分写的是 {score_text(printed.count)} 分，"
                f"按 执行率 × 分值 是 {score_text(computed)} 分，自评表按后者写。"
                "当地另有评分办法的，请在“绩效指标”里把预算执行率单列一行，“执行率分值”填 0。",
            )


def _told(check: str, level: Level, at: Source, message: str) -> Finding:
    return Finding(
        check=check,
        verdict=Verdict.FAIL,
        level=level,
        file=at.file,
        where=Place(sheet=at.sheet, cell=at.cell),
        message=message,
        inputs=(str(at),),
    )
