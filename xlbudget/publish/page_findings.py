"""The findings of a page, each with its place, and the gaps that a person must still fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from xlbudget.checks.own_text import GAP, said_section
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place
from xlbudget.publish.page_cells import Cells, short
from xlbudget.publish.page_html import link, tag, text
from xlbudget.publish.page_model import Passage
from xlbudget.results import word_of
from xlbudget.results.places import quoted

_CAUSES = {
    "truncated": "截去了后面的位数，没有四舍五入",
    "rounding": "四舍五入的尾差",
    "one-cell": "其中一格写错",
    "one-of-several-cells": "几格中的一格写错",
}
"""Causes in words; other causes are told by the message alone."""

_STATES = {Verdict.FAIL: "不符", Verdict.UNCHECKED: "未核", Verdict.PASS: "相符"}
_KINDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "info"}


def label_of(finding: Finding, position: int) -> tuple[str, str]:
    """What a mark of a finding says, and its colour."""
    return f"{word_of(finding)}{position + 1}", kind_of(finding)


def kind_of(finding: Finding) -> str:
    """The colour of a finding."""
    return "gap" if finding.check == GAP else _KINDS[finding.level]


def state_of(finding: Finding) -> str:
    """Whether it is wrong, could not be checked, or is still to be filled in."""
    return "待填写" if finding.check == GAP else _STATES[finding.verdict]


def homes_of(findings: Sequence[Finding], passages: Sequence[Passage]) -> dict[int, Passage]:
    """The passage that each finding is about, by position: its own, where what follows from it
    stands in others.
    """
    begun = [
        (at, passage)
        for passage in passages
        for at in (*passage.begins, *(at for piece in passage.pieces for at in piece.begins))
    ]
    own = [each for each in begun if each[1].label == findings[each[0]].where.paragraph_words]
    return dict([*reversed(begun), *reversed(own)])


_PARAGRAPH = re.compile("第[0-9]+段")


class Findings:
    """Draws findings; `places` are the passages that begin each, by position."""

    def __init__(
        self, findings: Sequence[Finding], passages: Sequence[Passage], cells: Cells
    ) -> None:
        self._findings, self._cells = findings, cells
        self._paragraphs = {
            passage.label: f"p{position}" for position, passage in enumerate(passages, 1)
        }
        self._begun = homes_of(findings, passages)

    def html(self, *, gaps: bool) -> Iterator[str]:
        """The findings, or the gaps."""
        for position, finding in enumerate(self._findings):
            if (finding.check == GAP) is gaps:
                yield self._finding(position, finding)

    def filters(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """By what findings can be chosen: the name of each filter and the words that occur."""
        found = [finding for finding in self._findings if finding.check != GAP]
        return {
            "level": ("级别", tuple(dict.fromkeys(map(word_of, found)))),
            "state": ("状态", tuple(dict.fromkeys(map(state_of, found)))),
            "section": ("位置", tuple(dict.fromkeys(map(self._section, found)))),
        }

    def _section(self, finding: Finding) -> str:
        where = finding.where
        if where.section:
            return said_section(where.section)
        return short(where.sheet) if where.sheet else "全文"

    def _finding(self, position: int, finding: Finding) -> str:
        word, kind, state = word_of(finding), kind_of(finding), state_of(finding)
        kept = f'data-level="{text(word)}" data-section="{text(self._section(finding))}"'
        place = self._place(position, finding)
        told = [
            f'<article class="finding {kind}" id="k{position + 1}" tabindex="-1" {kept} ',
            f'data-state="{state}"><h3>{tag(f"{word}{position + 1}", kind)} ',
            f'<span class="state">{state}</span> {place}</h3><p>{text(finding.message)}</p>',
        ]
        quote = quoted(finding.where) if finding.check != GAP else None
        if quote:
            marked = f"<mark>{text(quote.marked)}</mark>" if quote.marked else ""
            words = f"{text(quote.before)}{marked}{text(quote.after)}"
            told.append(f"<blockquote>{words}</blockquote>")
        facts = list(self._facts(finding))
        if facts:
            told.append(f"<dl>{''.join(facts)}</dl>")
        told += self._follows(finding.follows)
        told.append("</article>")
        return "".join(told)

    def _place(self, position: int, finding: Finding) -> str:
        """Links to the words of the text and to the cell that it is about."""
        where, places = finding.where, []
        passage = self._begun.get(position)
        if passage:
            places.append(link(f"w{position + 1}", passage.place, "jump"))
        if where.sheet:
            at = f"{where.sheet}!{where.cell}" if where.cell else where.sheet
            places.append(self._cells.link(at))
        return "　".join(places) or self._section(finding)

    def _facts(self, finding: Finding) -> Iterator[str]:
        cause = _CAUSES.get(finding.cause or "")
        facts = [
            ("现为", None if finding.check == GAP else finding.printed),
            ("应为", finding.expected),
            ("算式", finding.formula),
            ("可能", cause),
        ]
        yield from (f"<dt>{name}</dt><dd>{text(said)}</dd>" for name, said in facts if said)
        if finding.inputs:
            cells = "、".join(map(self._input, finding.inputs))
            yield f"<dt>依据</dt><dd>{cells}</dd>"

    def _input(self, place: str) -> str:
        """What a finding rests on: a cell, or words of a paragraph (第13段“2个”)."""
        found = _PARAGRAPH.match(place)
        at = self._paragraphs.get(found[0]) if found else None
        return link(at, place) if at else self._cells.link(place)

    def _at(self, where: Place) -> str:
        """The place of what follows, as a link where it has one of its own."""
        words = where.paragraph_words
        at = self._paragraphs.get(words) if words else None
        if at:
            return f"{link(at, words)}　"
        if where.sheet and where.cell:
            return f"{self._cells.link(f'{where.sheet}!{where.cell}')}　"
        return ""

    def _follows(self, follows: Iterable[Finding]) -> Iterator[str]:
        told = [f"<li>{self._at(each.where)}{text(each.message)}</li>" for each in follows]
        if told:
            yield f"<details><summary>同一原因 {len(told)} 处</summary><ul>{''.join(told)}</ul>"
            yield "</details>"
