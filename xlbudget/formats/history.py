"""What became of the unit (更名, 合并 …), said before the first comparison with last year.

Every place's text compares with last year somewhere: the sentences of `unit_history.txt` stand at
the beginning of the first line that does, so that no place need write them again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xlbudget.domain.records import replace
from xlbudget.formats.model import HISTORY, Section, SupplementField

TEMPLATE = "unit_history"
"""The file with the sentences, without its ending; the nearest of a place and its ancestors."""

_COMPARES = re.compile(r"\|\s*比上年\(")
_BEGINS, _ENDS = re.compile(r"\{%\s*(?:if|for)\b"), re.compile(r"\{%\s*end(?:if|for)\b")
_HEADED = re.compile(r"(?:\d{1,2}[.．、]|（[一二三四五六七八九十]{1,3}）)?(?:[^{。]*。)?")
"""The number and the heading that a line may begin with."""


def with_history(sections: Iterable[Section], sentences: str) -> tuple[Section, ...]:
    """The sections, with the sentences at the first comparison with last year; before the if or for
    that it stands in. Where a place's own templates ask for 单位沿革, nothing is put in.

    >>> section = Section(id="一", file="甲.txt", template="一、总体\\n共{{总计 | 比上年()}}")
    >>> with_history([section], "更名。")[0].template
    '一、总体\\n更名。共{{总计 | 比上年()}}'
    """
    known = tuple(sections)
    if any(HISTORY in section.template for section in known):
        return known
    for at, section in enumerate(known):
        lines = section.template.split("\n")
        depth = outermost = 0
        for number, line in enumerate(lines):
            outermost = outermost if depth else number
            depth += len(_BEGINS.findall(line)) - len(_ENDS.findall(line))
            if _COMPARES.search(line):
                lines[outermost] = _put_in(lines[outermost], sentences.strip())
                put = replace(section, template="\n".join(lines))
                return (*known[:at], put, *known[at + 1 :])
    return known


def _put_in(line: str, sentences: str) -> str:
    """A line with the sentences before its own, behind its number and heading.

    >>> _put_in("1.总体情况。本年{{总计 | 比上年()}}", "更名。")
    '1.总体情况。更名。本年{{总计 | 比上年()}}'
    >>> _put_in("{% if 甲 %}", "更名。")
    '更名。{% if 甲 %}'
    """
    found = _HEADED.match(line)
    end = found.end() if found else 0
    return line[:end] + sentences + line[end:]


def asked_there(
    supplement: Mapping[str, SupplementField], sections: Iterable[Section], sentences: str
) -> dict[str, SupplementField]:
    """The fields of 补充资料, those of the sentences asked in the section where these stand."""
    known = tuple(sections)
    order = {section.id: number for number, section in enumerate(known)}
    home = next((each.id for each in known if HISTORY in each.template), "")
    moved = {
        name: replace(field, section=home) if home and f'"{name}"' in sentences else field
        for name, field in supplement.items()
    }
    ordered = sorted(moved.values(), key=lambda field: order.get(field.section, len(order)))
    return {field.name: field for field in ordered}
