"""What the data files of a format mention must exist, and nothing may be lacking."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.domain.errors import BrokenFormat, UnknownName
from xlbudget.formats.drafts import Head
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import SUPPLEMENT, Format, SupplementField
from xlbudget.formats.names import resolve
from xlbudget.formats.schema import CASES, OPTIONAL_CASES
from xlbudget.formats.supplement import OF_BUDGET, OF_LAST_YEAR


def check_wording(head: Head, wording: Mapping[tuple[str, str], Mapping[str, str]]) -> None:
    """Every variant of a filter has a pattern for each case."""
    for (filter_name, variant), rows in wording.items():
        lacking = [case for case in CASES[filter_name] if case not in (*rows, *OPTIONAL_CASES)]
        if lacking:
            raise BrokenFormat(
                where=head.shown("wording.toml"),
                seen=f"“{filter_name}”的“{variant}”缺少情形 {'、'.join(lacking)}",
                expected="每种情形一行",
                remedy="请补上所缺的情形。",
            )


def check_references(head: Head, found: Format) -> None:
    """The names of figures and compositions that the data files mention must exist."""
    for entry in found.supplement.values():
        if entry.required_figure:
            _check_required(head, found, entry)
    for chart in found.charts.values():
        where = head.shown(f"format.toml（{chart.title}）")
        for point in chart.points:
            _check_name(found, point.figure, where, "figure")
        if chart.composition and chart.composition not in found.compositions:
            raise BrokenFormat(
                where=where,
                seen=f"composition = “{chart.composition}”",
                expected="、".join(found.compositions),
                remedy=nearest(chart.composition, found.compositions),
            )
    for heading, figure in found.key_figures.items():
        _check_name(found, figure, head.shown(f"format.toml（{heading}）"), "figure")
    for composition in found.compositions.values():
        where = head.shown(f"format.toml（{composition.name}）")
        for part in (composition.whole, *composition.parts):
            if part.table == SUPPLEMENT:
                _check_name(found, f"{part.table}.{part.line}", where, "[[composition]]")


def _check_required(head: Head, found: Format, entry: SupplementField) -> None:
    where = head.shown(f"supplement.toml（{entry.name}）")
    _check_name(found, entry.required_figure, where, "required_figure")
    name = resolve(found, entry.required_figure.split("."))
    if name.table != SUPPLEMENT:
        return
    asked = found.supplement[name.line]
    if entry.required_when in OF_BUDGET or (
        entry.required_when in OF_LAST_YEAR and not asked.prior
    ):
        raise BrokenFormat(
            where=where,
            seen=f"required_when = “{entry.required_when}”，而“{asked.name}”没有预算数或上年数",
            expected="有数、为零；写了 prior = true 的项目还可以问有没有变动",
            remedy="请改用别的判断，或给那个项目加上 prior = true。",
        )


def _check_name(found: Format, name: str, where: str, key: str) -> None:
    try:
        resolve(found, name.split("."))
    except UnknownName as error:
        raise BrokenFormat(
            where=where,
            seen=f"{key} = {error.seen}",
            expected=error.expected,
            remedy=error.remedy,
        ) from error
