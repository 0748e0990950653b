"""R89: the years of a text: the year of the final accounts, the year before, and no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from xlbudget.binding.outline import Role
from xlbudget.binding.said import Mark
from xlbudget.checks.manuscript import Manuscript, Noticed
from xlbudget.checks.words.passages import Passage, passages, tables
from xlbudget.domain.findings import Level

_YEAR = r"(?<!\d)(?P<year>20\d\d)年"
_TITLE = re.compile(_YEAR + r"度?[^，。；]{0,30}?(?:决算|“三公”经费)")
_LONGEST_TITLE = 60
_TABLE_HEAD = re.compile(_YEAR + r"度(?:$|[^，。]{0,12}单位：)")
_HEAD_ROWS = 3
_LAST = 2
"""Last year's text compares with the year so many years ago."""

_FIRST = re.compile(
    r"^(?:[\d.、（）一二三四五六七八九十]{0,5})?(?:[^，。；：]{2,12}情况。)?"
    r"(?:[^，。；：\d]{0,24})?" + _YEAR + r"(?P<degree>度)?(?P<after>[^。；：]{0,40})"
)
_BEFORE = re.compile(r"(?:与|比|较|截至|截止|上年|自|从|根据|按照)[^，。；]{0,6}$")
_MEASURE = re.compile(
    r"收入|支出|决算|总计|合计|机关运行经费|政府采购|“三公”|财政拨款|预算数|结转和结余"
)
_HISTORY = re.compile(
    r"启动|立项|下达|提前|中央|省级|市级|结转(?!和)|开始|以来|建成|竣工|完工|至|—|-|起|追加|批复|文件"
)
_MONEY = re.compile(r"\d(?:万|亿)?元")
_COMPARED = re.compile(
    r"(?:与|比|较)" + _YEAR + r"度?(?:决算数?|同期|支出数?|收入数?|执行数|年?末|年?底)?"
    r"(?P<after>的?[\d,.]+[万亿]?元(?=增|减|上升|下降|，)|[^，。；]{0,4}?(?:相比|相较|比较|对比|增|减|上升|下降|降低|提高|基本持平|持平)|，)"
)
_CLOSING = re.compile(
    r"截[至止]到?" + _YEAR + r"(?:12月31日|12月底|度?末|年?底)(?P<after>[^。；]{0,40})"
)
_COUNTED = re.compile(r"车辆|公务用车|共有|保有|编制|实有|设备|资产")
_OTHER = re.compile(_YEAR + r"度(?!以来|至|—|-|起)(?P<after>[^，。；]{0,12})")
_BROKEN = re.compile(
    r"(?<![\d.,第近—-])(?P<year>20\d?|20\d{3,})年度?(?=部门|单位|收|支|本年|财政|一般|决算|政府|“三公|预算)"
)
_NAMED = re.compile(r"规划|计划|项目|专项|资金|工程|方案|行动|试点|文件|标准|结转|债券|补助|改革")


def document_year(manuscript: Manuscript) -> int:
    """The year that most titles and first sentences name; else that of the format."""
    years = Counter(year for year, _ in _named_years(manuscript))
    if not years:
        return manuscript.bound.format.year
    most = max(years.values())
    return max(year for year, count in years.items() if count == most)


def _named_years(manuscript: Manuscript) -> Iterator[tuple[int, Mark]]:
    """The years that titles and first sentences name, each at its place."""
    for passage in passages(manuscript):
        if passage.role is Role.ANNEX:
            continue
        if _is_title(passage):
            for found in _TITLE.finditer(passage.text):
                yield int(found["year"]), passage.mark(*found.span("year"))
        elif passage.role is Role.EXPLANATION:
            first = _FIRST.match(passage.text)
            if first and _speaks_of_accounts(passage, first):
                yield int(first["year"]), passage.mark(*first.span("year"))


def _of_another_year(manuscript: Manuscript) -> Iterator[Noticed]:
    """A text that names years, and nowhere that of the tables it is held against."""
    named, meant = list(_named_years(manuscript)), manuscript.bound.format.year
    if not named or any(year == meant for year, _ in named):
        return
    year = document_year(manuscript)
    yield Noticed(
        mark=next(mark for at, mark in named if at == year),
        message=f"全文说的是{year}年度，这次是按{meant}年度核对的，没有一处写着{meant}年。"
        "是拿错了文件，请换成这一年度的；是沿用上年的文字，请改正全文的年份，并核对数是不是上年的。",
        printed=str(year),
        expected=str(meant),
        cause="year-not-updated",
    )


def _is_title(passage: Passage) -> bool:
    if len(passage.text) > _LONGEST_TITLE or "。" in passage.text:
        return False
    return passage.heading is not None or passage.role in (Role.COVER, Role.CONTENTS)


def _speaks_of_accounts(passage: Passage, found: re.Match[str]) -> bool:
    before = passage.text[: found.start("year")]
    after = found["after"]
    return bool(
        not _BEFORE.search(before)
        and _MEASURE.search(after)
        and not _HISTORY.search(re.split(_MEASURE, after)[0])
        and _MONEY.search(passage.text)
    )


def years_of_titles(manuscript: Manuscript) -> Iterator[Noticed]:
    """Cover, contents, headings and the heads of tables name the year of the accounts."""
    year = document_year(manuscript)
    yield from _of_another_year(manuscript)
    yield from years_of_table_heads(manuscript)
    for passage in passages(manuscript):
        if passage.role is Role.ANNEX or not _is_title(passage):
            continue
        for found in _TITLE.finditer(passage.text):
            if int(found["year"]) == year:
                yield Noticed(passage.whole())
                continue
            yield Noticed(
                mark=passage.mark(*found.span("year")),
                message=f"标题“{passage.text}”写的是{found['year']}年，"
                f"全文是{year}年度的决算。请改正年份。",
                printed=found["year"],
                expected=str(year),
                cause="year-not-updated",
            )


def years_of_table_heads(manuscript: Manuscript) -> Iterator[Noticed]:
    """2024年度 beside 单位：万元 above a table, or in its first rows."""
    year = document_year(manuscript)
    heads = [
        (passage.text, passage.whole())
        for passage in passages(manuscript, Role.TABLES)
        if "。" not in passage.text
    ]
    for _, position, table in tables(manuscript, Role.TABLES):
        cells = [cell.strip() for row in table.rows[:_HEAD_ROWS] for cell in row]
        heads += [(cell, Mark(position, 0, 0)) for cell in cells if len(cell) <= _LONGEST_TITLE]
    for text, mark in heads:
        found = _TABLE_HEAD.search(text)
        if found is None:
            continue
        if int(found["year"]) == year:
            yield Noticed(mark)
            continue
        yield Noticed(
            mark=mark,
            message=f"表头写的是{found['year']}年度，全文是{year}年度的决算。"
            "请改正年份，并核对是不是上年的表。",
            printed=found["year"],
            expected=str(year),
            cause="year-not-updated",
        )


def broken_years(manuscript: Manuscript) -> Iterator[Noticed]:
    """202年度: a year with a digit too few or too many."""
    year = document_year(manuscript)
    hits = [(each, _BROKEN.search(each.text)) for each in passages(manuscript)]
    broken = [(passage, found) for passage, found in hits if found is not None]
    if not broken and any("年" in passage.text for passage, _ in hits):
        yield Noticed(None)
    for passage, found in broken:
        yield Noticed(
            mark=passage.mark(*found.span("year")),
            message=f"“{found.group()}”的年份不完整或多了数字，应为四位数，如{year}年度。",
            printed=found["year"],
            expected=str(year),
            cause="year-broken",
        )


def years_of_text(manuscript: Manuscript) -> Iterator[Noticed]:
    """Sentences on amounts name the year of the accounts, and compare with the year before."""
    year = document_year(manuscript)
    for passage in passages(manuscript, Role.EXPLANATION):
        if passage.heading is not None or not _MONEY.search(passage.text):
            continue
        wrong = sorted(_wrong_years(passage, year))
        if not wrong:
            if re.search(_YEAR, passage.text):
                yield Noticed(passage.whole())
            continue
        start, end, expected = wrong[0]
        told = "；".join(
            f"“{passage.text[max(0, at - 1) : to + 2]}”应为{right}年" for at, to, right in wrong
        )
        yield Noticed(
            mark=passage.mark(start, end),
            message=f"{told}（这份说明是{year}年度的）。请改正年份，并核对这一段的数是不是往年的。",
            printed=passage.text[start:end],
            expected=str(expected),
            elsewhere=tuple(passage.mark(at, to) for at, to, _ in wrong[1:]),
            level=None
            if any(_is_recent(passage, at, year) for at, _, _ in wrong)
            else Level.WARNING,
            cause="year-not-updated",
        )


def _is_recent(passage: Passage, at: int, year: int) -> bool:
    """Whether a year is one that last year's text would hold; an older one may be meant."""
    return int(passage.text[at : at + 4]) >= year - _LAST


def _wrong_years(passage: Passage, year: int) -> Iterator[tuple[int, int, int]]:
    """The years that should be others: where, and what they should be."""
    text = passage.text
    named = {int(found["year"]) for found in re.finditer(_YEAR, text)}
    seen: set[int] = set()
    first = _FIRST.match(text)
    if first and _speaks_of_accounts(passage, first):
        said = int(first["year"])
        told_apart = said == year - 1 and year in named
        if said != year and not told_apart:
            seen.add(first.start("year"))
            yield *first.span("year"), year
    for found in _COMPARED.finditer(text):
        said, after = int(found["year"]), found["after"]
        if passage.is_quoted(*found.span()) or "预算" in text[found.end("year") : found.end() + 6]:
            continue
        start, end = passage.sentence_at(found.start())
        earlier = {int(each["year"]) for each in re.finditer(_YEAR, text[start : found.start()])}
        if said == year - 1 or (said + 1 in earlier and said + 1 == year - 1):
            continue
        told = text[text.rfind("。", 0, found.start()) + 1 : found.start()]
        if re.search(rf"[与比较](?:上年|{year - 1}年)", told):
            continue  # 比上年减少…；比2022年减少…
        if after == "，" and not re.search("增|减|升|降|持平", text[found.end() : end]):
            continue
        if said < year - _LAST and (f"{year - 1}年" in text or "上年" in text):
            continue
        seen.add(found.start("year"))
        yield *found.span("year"), year - 1
    for found in _OTHER.finditer(text):
        said, at = int(found["year"]), found.start("year")
        if at in seen or said in (year, year - 1) or said > year:
            continue
        if passage.is_quoted(*found.span()) or _NAMED.search(found["after"]):
            continue
        if not _MEASURE.match(found["after"].lstrip("，")) or _BEFORE.search(text[:at]):
            continue
        sentence = text[slice(*passage.sentence_at(at))]
        if re.search("原因|由于|因", sentence):
            continue
        yield *found.span("year"), year


def closing_dates(manuscript: Manuscript) -> Iterator[Noticed]:
    """截至…年12月31日: the end of the year of the accounts, where things are counted."""
    year = document_year(manuscript)
    for passage in passages(manuscript, Role.EXPLANATION, Role.OVERVIEW):
        for found in _CLOSING.finditer(passage.text):
            if not _COUNTED.search(found["after"]):
                continue
            said = int(found["year"])
            told_apart = said == year - 1 and f"{year}年" in passage.text
            if said == year or told_apart:
                yield Noticed(passage.mark(*found.span()))
                continue
            yield Noticed(
                mark=passage.mark(*found.span("year")),
                message=f"“截至{said}年”应为截至{year}年12月31日，请改正，"
                "并核对后面的数是不是往年的。",
                printed=found["year"],
                expected=str(year),
                cause="year-not-updated",
            )
