"""Numbers in sentences that are not ours: those that a bureau's form asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from xlbudget.analysis.indicators import Figures
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.figures import Figure
from xlbudget.domain.money import Unit
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.formats.names import SIGNED, resolve
from xlbudget.publish.directions import pair_of
from xlbudget.publish.forms.blanks.blank import whole
from xlbudget.publish.forms.blanks.numbers import number, places_of
from xlbudget.publish.refresh.outcome import LeftKind
from xlbudget.publish.refresh.standing import Standing
from xlbudget.publish.refresh.table_cells import tables_in
from xlbudget.publish.refresh.telling import Told
from xlbudget.publish.runs import write_runs
from xlbudget.reading.documents.xml_parts import W
from xlbudget.results.computed import Results
from xlbudget.results.trace import SpanKind, TracedSpan, TracedTable

_UNITS = sorted((unit.value for unit in Unit), key=len, reverse=True)


@dataclass(slots=True)
class _Place:
    """A stretch by its bookmark: the runs that hold it, and the words behind it."""

    runs: list[etree._Element] = field(default_factory=list)
    now: str = ""
    behind: str = ""

    @property
    def paragraph(self) -> etree._Element | None:
        """The paragraph that it stands in."""
        return next(self.runs[0].iterancestors(f"{W}p"), None) if self.runs else None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A stretch of the form, where it stands, and what should stand there; None where that cannot
    be said.
    """

    span: TracedSpan
    place: _Place
    new: str | None

    @property
    def is_untouched(self) -> bool:
        return self.place.now in (self.span.text, self.new)


def renew_loose(
    root: etree._Element,
    loose: Sequence[TracedSpan],
    tables: Sequence[TracedTable],
    results: Results,
    standing: Standing,
    told: Told,
) -> tuple[TracedSpan, ...]:
    """Put this run's numbers into the blanks; the stretches of the map from now on. Those of our
    own tables are renewed with these.
    """
    if not loose:
        return ()
    places = _places(root, {span.mark for span in loose})
    ours = {each for table in tables for each in tables_in(root, table.mark)}
    within = {mark: place for mark, place in places.items() if _stands_in(place, ours)}
    apart = [span for span in loose if span.mark not in within]
    renewed = {
        span.mark: replace(span, text=within[span.mark].now)
        for span in loose
        if span.mark in within
    }
    if apart and (places or not tables):
        blanks = _blanks(apart, places, results, standing, told)
        renewed |= {span.mark: span for span in blanks}
    return tuple(renewed.get(span.mark, span) for span in loose)


def _stands_in(place: _Place, tables: set[etree._Element]) -> bool:
    return any(above in tables for run in place.runs for above in run.iterancestors(f"{W}tbl"))


def _blanks(
    loose: Sequence[TracedSpan],
    places: Mapping[str, _Place],
    results: Results,
    standing: Standing,
    told: Told,
) -> tuple[TracedSpan, ...]:
    if not places:
        told.leave(
            LeftKind.REMOVED,
            None,
            "",
            "范本里填的数",
            remedy="文档里的标记都没有了，找不到它们，没有更新。请用范本重新生成。",
        )
        return tuple(loose)
    figures = _Figures(results)
    wanted = [_wanted(span, places, figures, loose) for span in loose]
    held = _held(wanted)
    return tuple(
        _renewed(each, held, standing, told) if each is not None else _missing(span, told)
        for span, each in zip(loose, wanted, strict=True)
    )


def _renewed(wanted: _Wanted, held: set[int], standing: Standing, told: Told) -> TracedSpan:
    span, place, new = wanted.span, wanted.place, wanted.new
    if span.kind is SpanKind.GAP:
        if place.now == span.text:
            told.current += 1
        return span
    mark = standing.at(span.mark)
    what = told.label(span.name)
    if new is None:
        remedy = (
            "工作簿里没有这个数了，或它现在是负数、持平，或它后面没有金额单位。请核对后自行改定。"
        )
        told.leave(LeftKind.PROPOSAL, mark, "", what, was=span.text, remedy=remedy)
        return span
    if place.now == new:
        told.current += 1
        return replace(span, text=new)
    if place.now != span.text or id(wanted) in held:
        remedy = "文中的数或增减词有人改过，没有动。请核对后自行改定。"
        told.leave(LeftKind.CONFLICT, mark, "", what, was=span.text, new=new, remedy=remedy)
        return span
    write_runs(place.runs, new)
    told.replace(mark, "", new, place.now)
    return replace(span, text=new)


def _missing(span: TracedSpan, told: Told) -> TracedSpan:
    if span.kind is not SpanKind.GAP:
        remedy = "文中没有这个数了；若要恢复，请自行补上。"
        what = told.label(span.name)
        told.leave(LeftKind.REMOVED, None, "", what, was=span.text, remedy=remedy)
    return span


def _wanted(
    span: TracedSpan,
    places: Mapping[str, _Place],
    figures: _Figures,
    loose: Sequence[TracedSpan],
) -> _Wanted | None:
    place = places.get(span.mark)
    if place is None or not place.runs:
        return None
    led = any(
        each.kind is SpanKind.DIRECTION and each.name == span.name and span is not each
        for each in loose
    )
    return _Wanted(span, place, figures.text(span, place.behind, signed=led))


def _held(wanted: Iterable[_Wanted | None]) -> set[int]:
    """The stretches that stay because a direction of their sentence turns, and a person changed
    the word or one of the numbers that it tells the sign of; by identity.
    """
    groups: dict[tuple[etree._Element | None, str], list[_Wanted]] = {}
    known = [each for each in wanted if each is not None]
    told = {each.span.name for each in known if each.span.kind is SpanKind.DIRECTION}
    for each in known:
        if each.span.name in told:
            groups.setdefault((each.place.paragraph, _subject(each.span.name)), []).append(each)
    return {
        id(each)
        for group in groups.values()
        if any(e.span.kind is SpanKind.DIRECTION and e.new != e.span.text for e in group)
        and not all(e.is_untouched for e in group)
        for each in group
    }


def _subject(name: str) -> str:
    return name.rpartition(".")[0]


class _Figures:
    """The figures of this run as a form prints them."""

    def __init__(self, results: Results) -> None:
        self._format = results.format
        self._figures = Figures(results.account, results.format)

    def text(self, span: TracedSpan, behind: str, *, signed: bool) -> str | None:
        """What a blank holds now; `behind` are the words after it, `signed` tells that a word
        before it carries the sign.
        """
        if span.kind is SpanKind.GAP:
            return span.text
        try:
            name = resolve(self._format, span.name.split("."), any_code=True)
            figure = self._figures.figure(name)
        except XlbudgetError:
            return None
        if span.kind is SpanKind.DIRECTION:
            return _direction(span.text, _sign(figure))
        if span.blank:
            if _sign(figure) < 0 and not signed and name.measure not in SIGNED:
                return None
            return self._as_asked(figure, span, "" if signed else "-")
        return self._number(figure, span.text, behind, signed=signed)

    def _as_asked(self, figure: Figure, span: TracedSpan, minus: str) -> str | None:
        """A number as the form's own blank prints it, with a sign of its own in a table."""
        blank = whole(span.blank)
        if blank is None:
            return None
        places = places_of(span.blank[blank.start : blank.end])
        text = number(figure, blank.unit, self._format.style, signed=True, places=places)
        if text is None:
            return None
        behind = "%" if span.text.endswith("%") else ""
        return f"{minus if _sign(figure) < 0 else ''}{text}{behind}"

    def _number(self, figure: Figure, was: str, behind: str, *, signed: bool) -> str | None:
        style = self._format.style
        if not signed and _sign(figure) < 0:
            return None
        if figure.amount is not None:
            printed = next((unit for unit in _UNITS if was.endswith(unit)), "")
            unit = printed or next((unit for unit in _UNITS if behind.startswith(unit)), "")
            if not unit:
                return None  # 单位删了，或写在别处：不猜
            known = Unit(unit)
            text = replace(style, unit=known).amount(abs(figure.amount))
            return text if printed else text.removesuffix(known.value)
        if figure.ratio is not None:
            text = style.rate(abs(figure.ratio))
            return text if was.endswith("%") else text.removesuffix("%")
        if figure.count is not None:
            return style.count(figure.count)
        return None


def _sign(figure: Figure) -> int:
    value = figure.amount.fen if figure.amount is not None else None
    numbers = (value, figure.ratio, figure.count)
    number = next((each for each in numbers if each is not None), 0)
    return (number > 0) - (number < 0)


def _direction(was: str, sign: int) -> str | None:
    """The word for a sign, in the place of another.

    >>> _direction("增长", -1), _direction("大于", 1), _direction("增长", 0)
    ('下降', '大于', None)
    """
    pair = pair_of(was)
    return (pair[0] if sign > 0 else pair[1]) if pair and sign else None


def _places(root: etree._Element, marks: set[str]) -> dict[str, _Place]:
    """The stretches by their bookmarks, those in tables too."""
    found: dict[str, _Place] = {}
    open_: dict[str, str] = {}
    for element in _walk(root):
        if element.tag == f"{W}bookmarkStart":
            name = element.get(f"{W}name", "")
            if name in marks:
                open_[element.get(f"{W}id", "")] = name
                found[name] = _Place()
        elif element.tag == f"{W}bookmarkEnd":
            name = open_.pop(element.get(f"{W}id", ""), "")
            if name:
                found[name].behind = _behind(element)
        else:
            run = element.getparent()
            for name in open_.values():
                place = found[name]
                place.now += element.text or ""
                if run is not None and run not in place.runs:
                    place.runs.append(run)
    return found


def _walk(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t")


def _behind(end: etree._Element) -> str:
    """The words that follow in the paragraph."""
    words = ""
    for each in end.itersiblings():
        words += "".join(text.text or "" for text in each.iter(f"{W}t"))
        if len(words) > 3:  # noqa: PLR2004  单位不超过三个字
            break
    return words.lstrip()
