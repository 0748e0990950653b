"""The words of the forms: what each label and header may be called."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xlbudget.domain.performance import PROJECT_KINDS, Fund
from xlbudget.reading.labels import plain

NAME = ("项目名称",)
CODE = ("项目编码", "项目代码", "项目编号")
DEPARTMENT = ("主管部门", "主管部门名称", "主管部门及代码")
IMPLEMENTER = ("实施单位", "项目实施单位", "预算单位", "项目单位", "实施单位名称")
KIND = ("项目类别", "项目类型", "项目属性")

INITIAL = ("年初预算数", "年初预算")
BUDGET = ("全年预算数", "全年预算", "预算数", "调整后预算数", "调整预算数", "调整后预算")
EXECUTED = ("全年执行数", "执行数", "预算执行数", "实际执行数", "全年执行", "决算数")
POINTS = ("分值", "权重", "权重分值", "指标分值")
RATE = ("执行率", "预算执行率", "执行率%")
SCORE = ("得分", "自评得分", "自评分", "指标得分")

GOAL = ("预期目标", "项目年度目标", "年初设定目标", "年度目标", "年度总体目标")
ACHIEVED = (
    "实际完成情况",
    "实际完成目标",
    "年度目标完成情况",
    "目标实际完成情况",
    "全年实际完成情况",
    "目标完成情况",
    "年度总体目标完成情况综述",
)

FIRST = ("一级指标",)
SECOND = ("二级指标",)
THIRD = ("三级指标", "指标名称", "指标内容")
NATURE = ("指标性质",)
TARGET = ("年度指标值", "预期指标值", "指标值", "目标值", "年初目标值", "年度指标值及单位")
MEASURED_IN = ("度量单位", "计量单位")
ACTUAL = (
    "实际完成值",
    "全年实际值",
    "实际完成指标值",
    "完成值",
    "实际值",
    "全年完成值",
    "全年实际完成值",
)
REASON = (
    "偏差原因分析及改进措施",
    "未完成原因分析",
    "偏差原因分析",
    "偏差原因",
    "未完成原因和改进措施",
    "偏差原因分析与改进措施",
    "未完成原因分析与改进措施",
)
SUM = ("总分", "合计", "总计", "总得分", "自评总分")

_FUNDS: Mapping[Fund, tuple[str, ...]] = {
    Fund.TOTAL: ("年度资金总额", "资金总额", "总额", "合计", "年度预算总额", "预算资金总额"),
    Fund.APPROPRIATION: (
        "财政拨款",
        "当年财政拨款",
        "本年财政拨款",
        "财政资金",
        "财政拨款资金",
        "年度财政拨款",
    ),
    Fund.CARRYOVER: ("上年结转资金", "上年结转", "结转资金"),
    Fund.SPECIAL_ACCOUNT: ("财政专户管理资金", "财政专户资金"),
    Fund.OWN: ("单位资金", "自有资金", "单位自有资金"),
    Fund.OTHER: ("其他资金", "其它资金"),
}
FUNDS = {word: fund for fund, words in _FUNDS.items() for word in words}
"""The rows of 项目资金 by what they are called."""

_KINDS = {
    **{kind: kind for kind in PROJECT_KINDS},
    **dict.fromkeys(("常年性项目", "经常性项目", "延续性项目"), PROJECT_KINDS[0]),
    **dict.fromkeys(("阶段性项目", "一次性项目", "阶段（含一次性）项目"), PROJECT_KINDS[1]),
}

LABELS = frozenset(
    (*NAME, *CODE, *DEPARTMENT, *IMPLEMENTER, *KIND, *BUDGET, *EXECUTED, *INITIAL, *GOAL, *ACHIEVED)
)
"""What is no answer to the label on its left."""

_ORDINAL = re.compile(r"^\d{1,2}[.、](?!\d)")
_OF_WHICH = re.compile(r"^其中[:：\-—]*")
_BRACKETED = re.compile(r"\([^()]*\)$")
_HINT = re.compile(r"\(\d+字(?:以内|左右)\)")
_ETC = re.compile(r"[.…·]+")
_PLACEHOLDER = re.compile(r"指标\d+[:：]?")


def word(value: object) -> str:
    """A label made comparable: no ordinal, no bracket behind it, no colon.

    >>> word("1.项目年度目标"), word("项目资金（万元）"), word("其中-财政拨款："), word(3)
    ('项目年度目标', '项目资金', '财政拨款', '')
    """
    if not isinstance(value, str):
        return ""
    text = _OF_WHICH.sub("", _ORDINAL.sub("", plain(value))).rstrip(":")
    while (shorter := _BRACKETED.sub("", text)) != text and shorter:
        text = shorter.rstrip(":")
    return text


def kind_of(text: str) -> str:
    """常年项目 or 阶段项目 as a form says it; nothing where it says something else.

    >>> kind_of("一次性项目"), kind_of("特定目标类")
    ('阶段项目', '')
    """
    return _KINDS.get(plain(text), "")


def is_filler(text: str) -> bool:
    """Whether a text is only what the empty form says: dots, 指标1：, a hint at how long to write.

    >>> [is_filler(text) for text in ("……", "指标2：", "说明完成情况（100字以内）", "5次")]
    [True, True, True, False]
    """
    known = plain(text)
    whole = _ETC.fullmatch(known) or _PLACEHOLDER.fullmatch(known)
    return bool(whole) or bool(_HINT.search(known))


def without_ordinal(text: str) -> str:
    """The name of an indicator without 指标1： in front.

    >>> without_ordinal("指标1：道路条数"), without_ordinal("指标值")
    ('道路条数', '指标值')
    """
    return re.sub(r"^\s*指标\s*\d+\s*[:：、.]?\s*", "", text).strip()
