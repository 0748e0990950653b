"""The name of the unit that a text is of, by the places where a text prints its own unit's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_NAME = r"(?!纳入|根据|按照|依据|关于|截至|与|比|较)(?P<name>[一-龥（）()A-Za-z·]{3,40}?)"
_BEGIN = r"(?:^|(?<=。))"
_YEAR = r"(?:19|20)\d\d年度?"
_SENTENCES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BEGIN}{_YEAR}，{_NAME}(?:机关运行经费|政府采购支出)",
        rf"{_BEGIN}截至{_YEAR}(?:12月31日|末|底)，{_NAME}(?:共有|共计|车辆|公务用车)",
        rf"纳入{_NAME}{_YEAR}(?:部门|单位)?决算编制范围",
        rf"{_BEGIN}{_NAME}(?:下属|所属|下设|无下属|共有下属)(?:二级)?(?:预算)?单位",
        rf"{_BEGIN}{_NAME}{_YEAR}(?:收入|支出|财政拨款|一般公共预算|“三公|机关运行|政府采购)",
    )
)
_TITLE = re.compile(rf"^(?:关于)?(?:{_NAME}(?:关于)?)?{_YEAR}(?:部门|单位)?(?:决算|“三公”)")
_LONGEST_TITLE = 60
_COVER = 12
"""The cover and what leads to the first part: so many paragraphs."""

_NOBODY = re.compile(
    r"^(?:关于)?(?:本|我|全|该)?(?:部门|单位|局|委|办|厅|院|校|中心|处|站|所|街道|镇|乡|会|机关|区|县|市|省|系统)"
    r"(?:及所属单位|系统|机关|本级)?$|第.部分"
)
_OFFICE = re.compile(
    r"(?:局|委|委员会|办|办公室|处|中心|院|校|学校|学|园|站|所|队|馆|部|厅|政府|街道|镇|乡|会|室|台|社|团|司|法院|检察院)$"
)
_TAIL = re.compile(
    r"(?:（本级）|（机关）|（汇总）|本级|机关|部门|单位|系统|及所属单位|等\d+家单位)+$"
)


def name_in_title(text: str) -> re.Match[str] | None:
    """The name in a title (…2024年度部门决算), as group `name`; texts have no spaces here."""
    is_title = len(text) <= _LONGEST_TITLE and "。" not in text and not text.startswith("第")
    found = _TITLE.match(text) if is_title else None
    return found if found and found["name"] else None


def name_in_sentence(text: str) -> re.Match[str] | None:
    """The first place of a paragraph where the unit's own name stands, as group `name`.

    >>> name_in_sentence("2024年度，示例局机关运行经费支出5万元。")["name"]
    '示例局'
    """
    return next(filter(None, (pattern.search(text) for pattern in _SENTENCES)), None)


def is_nobody(name: str) -> bool:
    """Whether words stand for the unit without naming it (本部门, 我局)."""
    return _NOBODY.search(name) is not None


def is_office(name: str) -> bool:
    """Whether a name ends as those of offices do."""
    return _OFFICE.search(stem(name)) is not None


def stem(name: str) -> str:
    """A name without 本级, 机关 and the like behind it.

    >>> stem("示例市财政局（本级）")
    '示例市财政局'
    """
    return _TAIL.sub("", name)


def own_name(texts: Sequence[str], least: int = 1) -> str:
    """Of the names that stand where a unit's own stands the one that the texts have most often, in
    its longest form, without 本级 and the like; "" where none stands there `least` times.
    """
    names = list(dict.fromkeys(map(stem, _printed(texts))))
    whole = "\n".join(texts)
    most = max(names, key=whole.count, default="")
    if not most or whole.count(most) < least:
        return ""
    return max((name for name in names if name.endswith(most)), key=len)


def own_name_as_printed(texts: Sequence[str]) -> str:
    """A unit's own name as the first place prints it, with 本级 and the like."""
    own = own_name(texts)
    return next((name for name in _printed(texts) if stem(name) == own), own)


def _printed(texts: Sequence[str]) -> Iterator[str]:
    """The names that stand where a unit's own stands, in order."""
    return (name for name in _places(texts) if not is_nobody(name) and is_office(name))


def _places(texts: Sequence[str]) -> Iterable[str]:
    for at, text in enumerate(texts):
        found = name_in_title(text) or name_in_sentence(text)
        if found:
            yield found["name"]
        after = texts[at + 1] if at + 1 < min(len(texts), _COVER) else ""
        if _TITLE.match(after) and not name_in_title(after) and not re.search(r"[，。：\d]", text):
            yield text
