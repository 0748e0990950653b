"""What a placeholder in a sentence says: a word of the unit, a figure, a phrase, people's words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.analysis.indicators import Figures
from xlbudget.domain.errors import BrokenFormat, UnknownName
from xlbudget.domain.figures import Contradicted, Figure, Missing, NotComparable
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.domain.text import Gap, Span, State, Words
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import AVERAGES, VALUE, Format, Kind, Section
from xlbudget.formats.names import (
    BUDGET_CHANGE,
    CHANGE,
    CHANGE_RATE,
    SIGNED,
    FigureName,
)
from xlbudget.narrative.compose import compose
from xlbudget.narrative.printing import printed
from xlbudget.narrative.wording import bound_rate
from xlbudget.publish.forms.blanks.choices import Choice, choices, fixed
from xlbudget.publish.forms.blanks.numbers import number
from xlbudget.publish.forms.near import Near
from xlbudget.publish.forms.placeholders import Placeholder
from xlbudget.publish.forms.short_names import Several, ShortNames
from xlbudget.results import Results
from xlbudget.results.trace import SpanKind, TracedSpan, traced_spans

_UNIT_BEHIND = re.compile(r"[ 　]*(万元|元|[%％])")
_OTHER_UNIT = re.compile(r"[ 　]*(亿元|百万元|千元|万(?!元))")
_FILLER = re.compile(r"(?:额|率|幅度?|比例|了|约|为|：|:|\s)*")
_FILTERED = re.compile(
    r"(?P<name>[^|]+)\|(?P<filter>比上年|完成)(?:[(（:：]?[\"“”]?(?P<variant>[^\"“”()（）]*)[\"“”]?[)）]?)?"
)
_QUOTES = str.maketrans("", "", '"\\{}%')


@dataclass(frozen=True, slots=True)
class Said:
    """What comes in the place of a placeholder; `choice` is the word before it that tells the
    direction, and `direction` what stands there then.
    """

    spans: tuple[TracedSpan, ...]
    name: str = ""
    choice: Choice | None = None
    direction: TracedSpan | None = None

    @property
    def gaps(self) -> Iterator[TracedSpan]:
        """What a person must still fill in."""
        yield from (span for span in self.spans if span.kind is SpanKind.GAP)


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A placeholder that is left: why, and what may be meant."""

    why: str
    near: str = ""


@dataclass(slots=True)
class Inline:
    """Says what the placeholders in sentences stand for."""

    results: Results
    names: ShortNames
    figures: Figures = field(init=False)
    _near: Near | None = None

    def __post_init__(self) -> None:
        self.figures = Figures(self.results.account, self.results.format)

    @property
    def format(self) -> Format:
        """The account's format."""
        return self.results.format

    def says(self, asked: Placeholder, text: str, around: str) -> Said | Unsaid:
        """What a placeholder of a paragraph stands for."""
        word = self._word(asked.of)
        if word is not None:
            return word
        field_ = self.format.supplement.get(asked.of)
        if field_ is not None and not field_.kind.is_number:
            function = "原因" if field_.kind is Kind.REASON else "填写"
            return self._composed(f'{{{{{function}("{asked.of}")}}}}', asked.of)
        if asked.of in self.format.averages:
            name = FigureName(AVERAGES, asked.of, VALUE)
            unit = self.format.averages[asked.of].unit
            figure = self.figures.figure(name)
            return self._as_printed(figure, printed(figure, self.format.style, unit))
        filtered = _FILTERED.fullmatch(asked.of)
        found = self.names.figure(filtered["name"] if filtered else asked.of, around)
        if found is None:
            near = self._proposed(filtered["name"] if filtered else asked.of)
            what = "空的占位符" if not asked.of else "没有这个名称"
            return Unsaid(what, near or "名称写作 表.行.量，如【收支总表.总计.增减率】。")
        if isinstance(found, Several):
            shown = "、".join(f"【{each}】" for each in found.names)
            return Unsaid("几个指标都可以叫这个名称", f"请写全：{shown}。")
        if filtered:
            return self._phrase(found, filtered["filter"], filtered["variant"] or "")
        return self._figure(found, asked, text)

    def _proposed(self, said: str) -> str:
        """A proposal for a name that nobody has; "" where nothing is near."""
        self._near = self._near or Near(self.names.all, most=1)
        close = self._near.of(said)
        return f"是否想写“{close[0]}”？" if close else ""

    def _word(self, of: str) -> Said | Unsaid | None:
        account, resolved = self.results.account, self.format
        if of in ("单位", "单位名称", "单位全称"):
            if not account.unit_name:
                return Unsaid("首页没有填单位名称", "请在“首页”填写单位名称。")
            return _plain(account.unit_name, of)
        years = {"年度": account.year, "年": account.year, "上年度": account.year - 1}
        if of in years:
            return _plain(str(years[of]), of)
        said = resolved.words.get(of) or (resolved.traits.get(of) if of == "公开主体" else None)
        return _plain(said, of) if said else None

    def _composed(self, template: str, name: str) -> Said | Unsaid:
        """What a template of one line says, as in the format's own text."""
        section = Section(id="【】", file="范本", template=template)
        try:
            text = compose(
                self.results.account, replace(self.format, sections=(section,)), self.figures
            )
        except (BrokenFormat, UnknownName) as error:
            return Unsaid(f"{error.seen}；应为：{error.expected}", error.remedy)
        if not text.paragraphs:
            return Unsaid("这里没有可说的", "请改写这一句。")
        spans: list[Span] = []
        for paragraph in text.paragraphs:
            if paragraph.state is State.WITHHELD:
                return Unsaid(paragraph.text)
            spans += [Words("\n")] if spans else []
            spans += paragraph.spans
        return Said(tuple(traced_spans(spans)), name)

    def _phrase(self, found: FigureName, filter_: str, variant: str) -> Said | Unsaid:
        variants = [known for name, known in self.format.wording if name == filter_]
        table = self.format.tables.get(found.table)
        if filter_ == "完成" and (table is None or not table.budget):
            known = "、".join(each.title for each in self.format.tables.values() if each.budget)
            return Unsaid("这张表不与预算比", f"有预算数的表：{known}。")
        said = variant.translate(_QUOTES) or variants[0]
        if said not in variants:
            return Unsaid(f"{filter_}没有“{said}”这种措辞", nearest(said, variants))
        count = ',""' if filter_ == "比上年" else ""
        name = (found.line, found.column)
        path = found.table + "".join(f'["{part.translate(_QUOTES)}"]' for part in name)
        return self._composed(
            f'{{{{{path}|{filter_}("{said}"{count})}}}}', found.label(self.format)
        )

    def _figure(self, found: FigureName, asked: Placeholder, text: str) -> Said | Unsaid:
        figure = self.figures.figure(found)
        if isinstance(figure.value, Contradicted):
            return Unsaid(f"{figure.label}：{figure.value.what}", "请更正后重新生成。")
        if isinstance(figure.value, NotComparable):
            return Unsaid(f"{figure.label}没有数：{figure.value.reason}", "请改写这一句。")
        if isinstance(figure.value, Missing):
            return self._as_printed(figure, printed(figure, self.format.style))
        other = _OTHER_UNIT.match(text, asked.end)
        if other and figure.amount is not None:
            near = "请把单位改成万元或元，或删去：占位符自带单位。"
            return Unsaid(f"后面的单位是{other[1]}", near)
        if found.measure in SIGNED:
            return self._change(found, figure, asked, text)
        span = self._bare(figure, asked.end, text, signed=False)
        return span if isinstance(span, Unsaid) else Said((span,), figure.label)

    def _bare(self, figure: Figure, end: int, text: str, *, signed: bool) -> TracedSpan | Unsaid:
        """A figure with its unit, without where the form prints it right behind."""
        style = self.format.style
        unit = _UNIT_BEHIND.match(text, end)
        if unit and figure.count is None:
            said = number(figure, unit[1], style, signed=signed)
            if said is None:
                return Unsaid(f"{figure.label}与后面的“{unit[1]}”不合，或为负数", "请改写这一句。")
            return TracedSpan(SpanKind.FIGURE, said, figure.name)
        shown = figure
        if signed and figure.amount is not None:
            shown = replace(figure, value=abs(figure.amount))
        elif signed and figure.ratio is not None:
            shown = replace(figure, value=abs(figure.ratio))
        made = printed(shown, style)
        if isinstance(made, Gap):
            return TracedSpan(SpanKind.GAP, made.text, made.name)
        return TracedSpan(SpanKind.FIGURE, made.text, figure.name)

    def _change(
        self, found: FigureName, figure: Figure, asked: Placeholder, text: str
    ) -> Said | Unsaid:
        """A change: the word before it tells the direction."""
        of_year = found.measure in (CHANGE, CHANGE_RATE)
        amount = self.figures.figure(found.of(CHANGE if of_year else BUDGET_CHANGE)).amount
        sign = (amount.fen > 0) - (amount.fen < 0) if amount is not None else 0
        if not sign:
            return Unsaid(f"{figure.label}为零", "没有变动，请改写这一句。")
        choice = _direction(text, asked.start)
        if choice is None and sign < 0:
            return Unsaid(
                f"{figure.label}为负数，前面没有写明增加还是减少",
                "请在前面写“增加（减少）”，或用【…|比上年】。",
            )
        ratio = figure.ratio
        if ratio is not None and ratio and not self.format.style.scaled_rate(abs(ratio)):
            span = self._tiny(asked, text)
        else:
            made = self._bare(figure, asked.end, text, signed=True)
            if isinstance(made, Unsaid):
                return made
            span = (made,)
        direction = None
        if choice is not None:
            direction = TracedSpan(SpanKind.DIRECTION, choice.word(sign), figure.name)
        return Said(span, figure.label, choice, direction)

    def _tiny(self, asked: Placeholder, text: str) -> tuple[TracedSpan, ...]:
        said = bound_rate(self.format.style, 1)
        unit = _UNIT_BEHIND.match(text, asked.end)
        digits = said.removesuffix("%") if unit else said
        return (TracedSpan(SpanKind.WORDS, f"不足{digits}"),)

    def _as_printed(self, figure: Figure, span: Span) -> Said:
        return Said(tuple(traced_spans([span])), figure.label)


def _plain(text: str, name: str) -> Said:
    return Said((TracedSpan(SpanKind.WORDS, text),), name)


def _direction(text: str, start: int) -> Choice | None:
    """The word, or the choice of words, right before a change."""
    for choice in choices(text):
        if choice.end <= start and _FILLER.fullmatch(text[choice.end : start]):
            return choice
    return fixed(text, start)
