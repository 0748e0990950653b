"""单位沿革的几句话放在第一处比上年的前面，各地不必自己写；首页上是哪种情形才要填。"""

from __future__ import annotations

import pytest

from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.history import asked_there, with_history
from xlbudget.formats.keys import Keys
from xlbudget.formats.library import find, places
from xlbudget.formats.model import Section, SupplementField
from xlbudget.formats.supplement import parse_supplement
from xlbudget.narrative import template
from xlbudget.narrative.nodes import Filled, walk

SENTENCES = '{% if 单位沿革 is 更名 %}{{单位}}原名{{填写("曾用名")}}。{% endif %}'


def section(id_: str, text: str) -> Section:
    return Section(id=id_, file=f"{id_}.txt", template=text)


@pytest.mark.parametrize(
    ("line", "put"),
    [
        ("{{年度}}年{{甲 | 比上年(1)}}。", "@{{年度}}年{{甲 | 比上年(1)}}。"),
        ("1.总体情况。{{年度}}年{{甲 | 比上年(1)}}", "1.总体情况。@{{年度}}年{{甲 | 比上年(1)}}"),
        ("（一）总体。共{{甲 | 比上年(1)}}", "（一）总体。@共{{甲 | 比上年(1)}}"),
        ("1.本年{{甲|比上年(1)}}", "1.@本年{{甲|比上年(1)}}"),
        ("{% if 甲 is 有数 %}{{甲 | 比上年(1)}}", "@{% if 甲 is 有数 %}{{甲 | 比上年(1)}}"),
    ],
)
def test_before_the_first_comparison(line: str, put: str) -> None:
    found = with_history([section("一", f"一、甲\n{line}\n{line}")], SENTENCES)
    assert found[0].template == f"一、甲\n{put.replace('@', SENTENCES)}\n{line}"


IN_A_LOOP = "{% for 行 in 甲.项 %}\n{% if 行 is 有数 %}\n{{行 | 比上年()}}。{% endif %}{% endfor %}"


@pytest.mark.parametrize(
    ("lines", "put"),
    [
        (
            "一、总体\n{% if 甲 is 有数 %}共{{甲}}。\n{{甲 | 比上年()}}\n{% endif %}",
            "一、总体\n更名。{% if 甲 is 有数 %}共{{甲}}。\n{{甲 | 比上年()}}\n{% endif %}",
        ),
        (f"一、总体\n{IN_A_LOOP}", f"一、总体\n更名。{IN_A_LOOP}"),
        (
            "一、总体\n{% if 甲 is 有数 %}共{{甲}}。{% endif %}\n{{甲 | 比上年()}}。",
            "一、总体\n{% if 甲 is 有数 %}共{{甲}}。{% endif %}\n更名。{{甲 | 比上年()}}。",
        ),
    ],
)
def test_before_a_block_that_may_not_be_written_or_written_twice(lines: str, put: str) -> None:
    section = Section(id="一", file="甲.txt", template=lines)
    assert with_history([section], "更名。")[0].template == put


def test_in_the_first_section_that_compares() -> None:
    given = [
        section("一", "无"),
        section("二", "{{甲 | 比上年(1)}}"),
        section("三", "{{甲 | 比上年(1)}}"),
    ]
    found = with_history(given, SENTENCES)
    assert [SENTENCES in each.template for each in found] == [False, True, False]


def test_a_place_with_sentences_of_its_own_keeps_them() -> None:
    given = (section("一", "{% if 单位沿革 is 更名 %}甲{% endif %}{{甲 | 比上年(1)}}"),)
    assert with_history(given, SENTENCES) == given


def test_a_text_that_never_compares_is_left_alone() -> None:
    given = (section("一", "一、甲"),)
    assert with_history(given, SENTENCES) == given


def test_its_fields_are_asked_where_it_stands() -> None:
    sections = [section("一", "甲"), section("二", f"{SENTENCES}{{{{甲 | 比上年(1)}}}}")]
    fields = {
        name: SupplementField(name=name, section=at, hint="")
        for name, at in (("曾用名", "一"), ("原因", "一"), ("别的", "二"))
    }
    found = asked_there(fields, sections, SENTENCES)
    assert [(each.name, each.section) for each in found.values()] == [
        ("原因", "一"),
        ("曾用名", "二"),
        ("别的", "二"),
    ]


@pytest.mark.parametrize("place", list(places()))
def test_every_place_tells_it_once(place: str) -> None:
    resolved = find(place, 2024)
    told = [
        node.field
        for each in resolved.sections
        for node in walk(template.parse(each, resolved))
        if isinstance(node, Filled) and node.field in ("曾用名", "前身单位", "可比口径说明")
    ]
    assert sorted(set(told)) == sorted(["曾用名", "前身单位", "可比口径说明"])
    assert told.count("曾用名") == 1


def parsed(**more: object) -> SupplementField:
    field = {"name": "甲", "section": "一", "hint": "怎样填", "kind": "文字", **more}
    (found,), _ = parse_supplement(Keys({"field": [field]}, "甲.toml"), {}, (), 2024)
    return found


def test_required_for_some_units() -> None:
    assert parsed().required_if is None
    assert parsed(required_if=["单位沿革", "合并", "分立"]).required_if == (
        "单位沿革",
        ("合并", "分立"),
    )


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (["单位变化", "合并"], "required_if 中的 '单位变化'"),
        (["单位沿革"], "required_if 只写了 '单位沿革'"),
        (["单位沿革", "兼并"], "required_if 中的 '兼并'"),
    ],
)
def test_unknown_traits_are_refused(words: list[str], seen: str) -> None:
    with pytest.raises(BrokenFormat) as caught:
        parsed(required_if=words)
    assert caught.value.seen == seen


def test_not_both_conditions() -> None:
    with pytest.raises(BrokenFormat):
        parsed(required_if=["单位沿革", "合并"], required_when="有数", required_figure="甲.乙")
