"""R87: what the form asks a person to write, where the text has not written it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.binding.said import Mention
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import passages
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.findings import Level, Verdict
from xlbudget.formats.model import SUPPLEMENT, Kind, SupplementField
from xlbudget.formats.names import ACTUAL, CHANGE, CHANGE_RATE, FigureName, resolve

_EXPLAINED = re.compile(
    r"原因|由于|因为|因(?!公)|主要是|受.{1,12}影响|为了|系|新(?:成立|设立|组建)"
)
_PURPOSE = re.compile(r"用于|用来|主要(?:是|为)|包括|采购了|内容")
_CHANGES = ("有变动", "增加", "减少")
_NEAR = 2


def words_asked_for(manuscript: Manuscript) -> Iterator[Noticed]:
    """A change for which the form has a sentence 主要原因是, and the text has none.

    Of a number that people report themselves (机关运行经费), and where the text follows another
    form, it is only noted: not every bureau asks for its reason. An amount without its 主要用于 is
    left to the ledger.
    """
    yield from _reasons(manuscript)
    yield from _purposes(manuscript)


def _reasons(manuscript: Manuscript) -> Iterator[Noticed]:
    for field, figure in _fields(manuscript, reasons=True):
        mention = _said(manuscript, figure, (CHANGE, CHANGE_RATE))
        if mention is None or not mention.quantity.value:
            continue
        if field.name in manuscript.bound.written or _near(manuscript, mention, _EXPLAINED):
            yield Noticed(mention.mark)
            continue
        own = figure.table == SUPPLEMENT or not manuscript.bound.is_of_form
        yield Noticed(
            mark=mention.mark,
            message=f"这里有增减（{mention.quantity.text}），没有写原因（{field.name}）。"
            "请补写具体原因。",
            level=Level.INFO if own else None,
            verdict=Verdict.UNCHECKED if own else Verdict.FAIL,
            cause="reason-missing",
        )


def _purposes(manuscript: Manuscript) -> Iterator[Noticed]:
    for field, figure in _fields(manuscript, reasons=False):
        mention = _said(manuscript, figure, (ACTUAL,))
        if mention is None or not mention.quantity.value:
            continue
        if field.name in manuscript.bound.written or _near(manuscript, mention, _PURPOSE):
            yield Noticed(mention.mark)
            continue
        yield Noticed(mention.mark, remark=f"格式要写{field.name}，文中没有找到")


def _fields(
    manuscript: Manuscript, *, reasons: bool
) -> Iterator[tuple[SupplementField, FigureName]]:
    """What the form asks for when a figure has changed, or is there at all."""
    resolved = manuscript.bound.format
    for field in resolved.supplement.values():
        wanted = field.required_when in _CHANGES if reasons else field.required_when == "有数"
        kinds = (Kind.REASON,) if reasons else (Kind.TEXT, Kind.LINES)
        if not wanted or field.kind not in kinds or not field.required_figure:
            continue
        try:
            yield field, resolve(resolved, field.required_figure.split("."))
        except UnknownName:
            continue


def _said(manuscript: Manuscript, figure: FigureName, measures: tuple[str, ...]) -> Mention | None:
    """The first number of the text that prints one of these measures of a figure."""
    wanted = [figure.of(measure) for measure in measures]
    for position, owner in sorted(manuscript.bound.owners.items()):
        if owner.figure in wanted:
            return manuscript.bound.said.mentions[position]
    return None


def _near(manuscript: Manuscript, mention: Mention, words: re.Pattern[str]) -> bool:
    """Whether such words stand behind a number, in its paragraph or right after it."""
    block = mention.mark.block
    stretch = manuscript.bound.outline.at(block)
    for passage in passages(manuscript, stretch.role):
        if passage.block == block and words.search(passage.raw, mention.mark.end):
            return True
        follows = block < passage.block <= block + _NEAR and passage.block < stretch.last
        if follows and words.search(passage.text):
            return True
    return False
