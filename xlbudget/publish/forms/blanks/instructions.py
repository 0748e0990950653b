"""What a form says to those who fill it in: （注：请说明原因）, 【说明：…】, 无此项支出的请删除.

Only what is surely said to them is one: brackets that also stand in published texts are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlbudget.domain.records import dataclass

_LONGEST = 400
"""No instruction has more signs."""

_PAIRS = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕", "［": "］"}
_CLOSERS = "".join(_PAIRS.values())
_NOTE = (
    r"(?:填写|填报|填列|填表|编写|编制|撰写)?(?:备注|注意|注|说明|提示|要求)(?:\d|[一二三四五])?"
)
_BEGINS = re.compile(rf"^[★※*＊◆]?{_NOTE}[：:]")
_ASKING = (
    r"请(?:填|写|各|按|据|根据|结合|参照|参考|对照|删|列|说明|简要|详细|逐|注明|补充|选择|自行|如实|在此|以|用|将|增|直接|分)|"
    r"删除|删去|删掉|自行(?:增减|调整|添加|填|选)|据实(?:填|说明|表述|增减|列)|按(?:照)?实际(?:情况)?(?:填|说明|表述|选|增减|列)|"
    r"(?:根据|结合)实际(?:情况)?(?:填|说明|表述|选|增减|列|调整|修改)|以此类推|依此类推|依次类推|"
    r"表述为|可表述|应表述|此处(?:填|列|写|为|应|可|需)|不得(?:空|漏)|二选一|选择其一|选其一|"
    r"(?:应|需|须|需要|可)(?:逐项|详细|分项|具体|简要)?(?:说明|填写|列明|列出|列示|写明|填列|注明)|"
    r"(?:如|若)(?:无|没有|不涉及)[^。]{0,24}(?:不填|填写|填报|不列|不写|说明)|填报口径|填写口径|取数|填写$"
)
_IS_ASKING = re.compile(_ASKING)
_SENTENCE = re.compile(
    r"(?:^|(?<=[。；!！\n]))[^。；!！\n]*?(?:请(?:各(?:部门|单位)|据实|按实际|根据实际|结合实际|自行|参照|逐项)|"
    r"请(?:将)?(?:本段|此段|本条|此条|该项|本项|此项)?(?:直接)?删[除去]|(?:本段|此段|本条|此条|该段)(?:可|应|请)?(?:直接)?删[除去]|以此类推)"
    r"[^。；!！\n]*(?:[。；!！]|$)"
)
_SAMPLE = re.compile(
    r"^(?:参考)?(?:样式|范本|模板|格式|式样|范例|样本|样例|样表)(?:[一二三四五六七八九十\d]{1,2})?$"
)
_LOOSE = re.compile(
    rf"{_ASKING}|^{_NOTE}[：:]|请|填写|填列|填报|如有|若有|如无|若无|示例|例如|参考|下同|数据来源|"
    r"取自|公开\d+表|无[^，。]{1,20}的|选填|必填|可根据|可选"
)
_NIL = r"(?:无|没有|未发生|未安排|未产生|不涉及)"
_INSTEAD = re.compile(
    rf"(?:如|若|对于?)?(?P<of>[^，,。：:“”\"；]*?{_NIL}[^，,：:“”\"；]*?)(?:的(?:部门|单位)?)?(?:的)?[，,：:]?"
    r"(?:应|请|可|则|须|需|统一|直接|将本段|本段|此段)*"
    r"(?:表述|填写|填报|填列|说明|注明|改写|改|公开|陈述|描述|写明|写)(?:为|成|作)?[：:，,]?"
    r"[“\"「]?(?P<text>[^”\"」]{4,})[”\"」]?[。]?$"
)
_DROP = re.compile(
    rf"(?:如|若)?(?P<of>[^，,。：:“”；]*?{_NIL}[^，,。：:；请可应须需]*)[，,：:]?[^，,。；]*?"
    r"(?:删[除去掉]|不(?:写|填|列|需|用)|无需)"
)


@dataclass(frozen=True, slots=True)
class Instruction:
    """Words to those who fill in, from `start` to `end` of a paragraph. `nil` are the words of a
    condition that there is nothing (本部门无政府性基金预算拨款), `instead` what is then to be said
    in the place of the sentences, "" where they are then to be left out.
    """

    start: int
    end: int
    nil: str = ""
    instead: str = ""


def instructions(text: str) -> list[Instruction]:
    """The instructions of a paragraph, in order.

    >>> [(each.nil, each.instead) for each in instructions(
    ...     "支出XX万元。（没有此项支出的，表述为：本单位无政府性基金支出。）")]
    [('没有此项支出', '本单位无政府性基金支出。')]
    >>> instructions("单价100万元（含）以上设备；团组（不含港澳台）")
    []
    """
    whole = text.strip()
    if len(whole) <= _LONGEST and _BEGINS.match(whole) and _IS_ASKING.search(whole):
        return [_meant(0, len(text), _BEGINS.sub("", whole))]
    found: list[Instruction] = []
    for start, end in _brackets(text):
        inner = text[start + 1 : end - 1].strip()
        sure = text[start] in "【［" and _BEGINS.match(inner)
        if (
            inner
            and len(inner) <= _LONGEST
            and (sure or _IS_ASKING.search(inner) or _SAMPLE.match(inner))
        ):
            found.append(_meant(start, end, _BEGINS.sub("", inner)))
    for match in _SENTENCE.finditer(text):
        if len(match.group()) <= _LONGEST and not any(
            match.start() < each.end and each.start < match.end() for each in found
        ):
            found.append(_meant(*match.span(), match.group().rstrip("。；")))
    return sorted(found, key=lambda each: each.start)


def coloured(text: str, start: int, end: int) -> Instruction | None:
    """The instruction that a stretch in red, or in blue italics, is; None where it may be else."""
    said = text[start:end].strip()
    if not said or len(said) > _LONGEST or not _LOOSE.search(said):
        return None
    return _meant(start, end, _BEGINS.sub("", said.strip("（）()【】[]")))


def _meant(start: int, end: int, said: str) -> Instruction:
    instead = _INSTEAD.search(said)
    if instead:
        return Instruction(start, end, _topic(instead["of"]), instead["text"].strip())
    drop = _DROP.search(said)
    return Instruction(start, end, _topic(drop["of"]) if drop else "")


def _topic(words: str) -> str:
    return words.strip(" 　，,的")


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """The outermost brackets that are closed."""
    opened: list[tuple[str, int]] = []
    for at, sign in enumerate(text):
        if sign in _PAIRS:
            opened.append((sign, at))
        elif sign in _CLOSERS and opened:
            if _PAIRS[opened[-1][0]] != sign:
                opened.clear()
                continue
            _, start = opened.pop()
            if not opened:
                yield start, at + 1
