"""The numbers that charts keep against the text: R81."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from xlbudget.binding.said import Mark, Mention
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.prose.facts import Facts
from xlbudget.checks.prose.numbers import Numbers
from xlbudget.checks.prose.ratio_verdicts import rounded, shown
from xlbudget.domain.documents import ChartBlock, ChartSeries, PictureBlock
from xlbudget.domain.findings import Level, Verdict
from xlbudget.formats.names import ACTUAL, CHANGE, PRIOR_ACTUAL, SHARE

_YEAR_ALONE = re.compile(r"^\d{4}年?度?$")
_NUMBER = re.compile(r"-?[0-9]{1,24}(?:\.[0-9]{1,24})?")
_PERCENT = re.compile(r"(?<!\d)(\d+(?:\.\d+)?)\s*%")
_LONGEST_NAME = 200
"""The letters of the name of a part of a chart."""

_SHARE_BEHIND = re.compile(r"(.*[^\s（(])[\s（(]*?[\s（(](\d+(?:\.\d+)?)\s*%[）)]?\s*")
_YEAR = re.compile(r"^(?:(\d{4})年?度?)(.*)$")
_LOOSE = re.compile(r"[（(][类款项][)）]|支出|收入|决算|财政拨款|预算|[\s　“”\"、，,：:;；.．]")
_CENT = Fraction(1, 100)
_PLACES = 6
"""A chart keeps what it was drawn from, down to 分 in 万元."""

_FEW = 2

Point = tuple[str, Fraction]


def charts_agree(numbers: Numbers, facts: Facts) -> Iterator[Noticed]:
    """Each point of a chart that the text states too: by the names of a list of the text, or by
    the year and the name of the series.
    """
    blocks = facts.manuscript.bound.document.blocks
    for at, block in enumerate(blocks):
        if isinstance(block, ChartBlock):
            for series in block.series:
                yield from _series(Mark(at, 0, 0), block, series, numbers, facts)


def pictures(manuscript: Manuscript) -> Iterator[Noticed]:
    """One note for all pictures: what they show cannot be checked."""
    blocks = manuscript.bound.document.blocks
    found = [at for at, block in enumerate(blocks) if isinstance(block, PictureBlock)]
    if found:
        yield Noticed(
            Mark(found[0], 0, 0),
            f"有 {len(found)} 处图为图片，里面的数无法核对。请自己核对图与文是否一致。",
            level=Level.INFO,
            verdict=Verdict.UNCHECKED,
        )


def _series(
    mark: Mark, chart: ChartBlock, series: ChartSeries, numbers: Numbers, facts: Facts
) -> Iterator[Noticed]:
    points = [
        (f"{series.name}{name}" if _YEAR_ALONE.match(series.name.strip()) else name, value)
        for name, value in _points(series)
    ]
    years = [_YEAR.match(name.strip()) for name, _ in points]
    for point, year in zip(points, years, strict=True):
        if year:
            name = year[2] or series.name or chart.title
            yield from _of_year(mark, point, int(year[1]), name, numbers, facts)
    named = [point for point, year in zip(points, years, strict=True) if not year]
    if len(named) >= _FEW:
        yield from _of_list(mark, named, _labels(series), numbers, facts)


def _points(series: ChartSeries) -> Iterator[Point]:
    for name, value in zip(series.categories, series.values, strict=False):
        number = value.strip().replace(",", "").removesuffix("%")
        if _NUMBER.fullmatch(number):
            yield _split(name)[0], Fraction(number)


def _split(category: str) -> tuple[str, str]:
    """A category, and the percentage that is printed behind it.

    >>> _split("住房保障支出 54.43%"), _split("基本支出（60%）"), _split("2024年")
    (('住房保障支出', '54.43%'), ('基本支出', '60%'), ('2024年', ''))
    """
    found = _SHARE_BEHIND.fullmatch(category) if len(category) <= _LONGEST_NAME else None
    return (found[1], f"{found[2]}%") if found else (category, "")


def _plain(words: str) -> str:
    """What is left of a name without the words that every name has.

    >>> _plain("社会保障和就业（类）支出"), _plain("一般公共预算财政拨款收入")
    ('社会保障和就业', '一般公共')
    """
    return _LOOSE.sub("", words)


def _of_list(
    mark: Mark,
    points: Sequence[Point],
    labels: Mapping[str, str],
    numbers: Numbers,
    facts: Facts,
) -> Iterator[Noticed]:
    """A chart of parts: the one list of 情况说明 whose parts go by its names."""
    said = facts.manuscript.bound.said
    best: dict[str, int] = {}
    for listing in said.listings:
        named = {
            _plain(numbers.mentions[at].subject): at
            for at in listing.parts
            if facts.rank(at) == 0 and numbers.mentions[at].quantity.is_money
        }
        met = {name: named[_plain(name)] for name, _ in points if _plain(name) in named}
        if len(met) > len(best) and len(met) >= max(_FEW, len(points) - 1):
            best = met
    if not best:
        return
    are_shares = _are_shares(points, best, numbers)
    for name, value in points:
        at = best.get(name)
        if at is None:
            continue
        share = _share(at, numbers)
        if not are_shares:
            yield _noticed(mark, name, value, at, numbers, facts)
        elif share is not None:
            yield _noticed(mark, name, value, share, numbers, facts, "%")
        if share is not None and name in labels:
            yield _label(mark, name, labels[name], share, numbers)


def _labels(series: ChartSeries) -> dict[str, str]:
    """The percentages that stand at the points, or behind their names, as printed."""
    split = [_split(category) for category in series.categories]
    if len(series.labels) == len(split):
        pairs = [(name, label) for (name, _), label in zip(split, series.labels, strict=True)]
    else:
        pairs = split
    found = ((name, _PERCENT.search(label)) for name, label in pairs)
    return {name: match[1] for name, match in found if match}


def _label(mark: Mark, name: str, label: str, share: int, numbers: Numbers) -> Noticed:
    """The percentage at a point against the share in the text; it may be printed shorter."""
    stated, places = numbers.known[share].value, len(label.partition(".")[2])
    text = numbers.mentions[share].quantity.text
    inputs = (f"图“{name}”{label}%",)
    printed = numbers.mentions[share].quantity.places
    if Fraction(label) == rounded(stated, places) or rounded(Fraction(label), printed) == stated:
        return Noticed(mark, inputs=inputs)
    return Noticed(
        mark,
        f"图中“{name}”标着{label}%，文中占{text}。请核对图的数据。",
        printed=f"{label}%",
        expected=text,
        inputs=inputs,
    )


def _are_shares(points: Sequence[Point], met: dict[str, int], numbers: Numbers) -> bool:
    """Whether a chart draws shares and not amounts: its values make a hundred, and hardly one is
    the amount of its part.
    """
    whole = sum((value for _, value in points), Fraction(0))
    alike = sum(numbers.known[at].value == dict(points)[name] for name, at in met.items())
    return abs(whole - 100) <= 1 and 2 * alike < len(met)


def _share(part: int, numbers: Numbers) -> int | None:
    return next(
        (
            at
            for at, each in enumerate(numbers.mentions)
            if each.of == part and each.measure == SHARE
        ),
        None,
    )


def _of_year(
    mark: Mark, point: Point, year: int, name: str, numbers: Numbers, facts: Facts
) -> Iterator[Noticed]:
    """A column of a year: the amount of 情况说明 that goes by the name of the series, or what it
    was the year before.
    """
    words = name.strip()
    found = [
        at
        for at, mention in enumerate(numbers.mentions)
        if facts.rank(at) == 0
        and mention.measure == ACTUAL
        and mention.quantity.is_money
        and _is_called(mention, words)
    ]
    values = {numbers.known[at].value for at in found}
    if len(values) != 1:
        return
    this_year = facts.format.year
    if year == this_year:
        yield _noticed(mark, f"{year}年{words}", point[1], found[0], numbers, facts)
    elif year == this_year - 1:
        yield from _last_year(mark, f"{year}年{words}", point[1], found[0], numbers, facts)


def _is_called(mention: Mention, words: str) -> bool:
    return bool(words) and mention.subject == words


def _last_year(
    mark: Mark, name: str, value: Fraction, actual: int, numbers: Numbers, facts: Facts
) -> Iterator[Noticed]:
    beside = {
        each.measure: at
        for at, each in enumerate(numbers.mentions)
        if each.of == actual and each.measure in (CHANGE, PRIOR_ACTUAL)
    }
    if PRIOR_ACTUAL in beside:
        yield _noticed(mark, name, value, beside[PRIOR_ACTUAL], numbers, facts)
    elif CHANGE in beside and numbers.mentions[beside[CHANGE]].direction:
        change = beside[CHANGE]
        then = numbers.known[actual].value - numbers.known[change].value
        told = (
            f"文中本年{numbers.mentions[actual].quantity.text}、增减"
            f"{numbers.mentions[change].quantity.text}，上年应为{numbers.shown(actual, then)}"
        )
        yield _compared(mark, name, value, then, told, numbers.shown(actual, then))


def _noticed(
    mark: Mark,
    name: str,
    value: Fraction,
    at: int,
    numbers: Numbers,
    facts: Facts,
    unit: str = "",
) -> Noticed:
    mention = numbers.mentions[at]
    place = facts.manuscript.place(mention.mark)
    where = f"（{place.paragraph_words}）" if place.paragraph else ""
    told = f"文中是{mention.quantity.text}{where}"
    return _compared(mark, name, value, numbers.known[at].value, told, mention.quantity.text, unit)


def _compared(
    mark: Mark,
    name: str,
    value: Fraction,
    stated: Fraction,
    told: str,
    expected: str,
    unit: str = "",
) -> Noticed:
    """A point against what the text states; a chart may keep more decimals than the text."""
    off = abs(value - stated)
    printed = f"{shown(value, _PLACES)}{unit}"
    inputs = (f"图“{name}”{printed}",)
    if off < _CENT / 2 or (value.denominator > 1 / _CENT and off <= _CENT / 2):
        return Noticed(mark, inputs=inputs)
    return Noticed(
        mark,
        f"图中“{name}”是{printed}，{told}。请核对图的数据。",
        printed=printed,
        expected=expected,
        cause="rounding" if off <= _CENT else None,
        inputs=inputs,
        level=Level.WARNING if off <= _CENT else Level.ERROR,
    )
