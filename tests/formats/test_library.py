from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from xlbudget.domain.errors import UnknownName, UnreadableFile
from xlbudget.domain.findings import Level
from xlbudget.domain.money import Unit, Zeros
from xlbudget.domain.style import Basis, Style
from xlbudget.formats.identity_model import Identity
from xlbudget.formats.library import HOME, describe, find, places
from xlbudget.formats.model import Format

Lay = Callable[[Mapping[str, str]], Path]

NATIONAL = find("national", 2024)
PLAIN = find("toyland", 2024, extra=[Path(__file__).parent / "toy"])
"""童话镇没有改动过的样子。"""
BARE = """
title = "童话镇部门决算公开格式"
extends = "national"
authority = "待核"
verified = false
version = "1"
"""
HEAD = BARE + 'tables = ["revenue_expenditure_summary", "appropriation_summary", "bridge_tolls"]\n'
FORMAT = "toyland/format.toml"


def toyland(home: Path, year: int = 2024) -> Format:
    return find("toyland", year, extra=[home])


# --- 继承 ---


def test_place_that_says_nothing_publishes_as_its_parent(lay: Lay) -> None:
    resolved = toyland(lay({FORMAT: BARE, "toyland/checks.toml": ""}))
    assert (resolved.place, resolved.title) == ("toyland", "童话镇部门决算公开格式")
    assert (resolved.authority, resolved.verified, resolved.version) == ("待核", False, "1")
    assert resolved.style == NATIONAL.style
    assert resolved.tables == NATIONAL.tables
    assert resolved.identities == NATIONAL.identities
    assert resolved.sections == NATIONAL.sections
    assert resolved.wording == NATIONAL.wording
    assert resolved.supplement == NATIONAL.supplement
    assert resolved.charts == NATIONAL.charts
    assert resolved.compositions == NATIONAL.compositions
    assert resolved.obligations == NATIONAL.obligations
    assert (resolved.traits, resolved.words) == (NATIONAL.traits, NATIONAL.words)


def test_style_key_overrides_one_key(lay: Lay) -> None:
    resolved = toyland(lay({FORMAT: HEAD + '[style]\nrate_places = 1\nrate_zeros = "keep"'}))
    assert resolved.style == Style(rate_places=1, rate_zeros=Zeros.KEEP)


@pytest.mark.parametrize(
    ("year", "style"),
    [
        (2022, Style()),
        (2023, Style(rate_places=1)),
        (2024, Style(rate_places=1)),
        (2025, Style(rate_places=1, unit=Unit.YUAN)),
    ],
)
def test_dated_style_holds_from_its_year(lay: Lay, year: int, style: Style) -> None:
    dated = '[style.2025]\nunit = "元"\n[style.2023]\nrate_places = 1'
    assert toyland(lay({FORMAT: HEAD + dated}), year).style == style


def test_wording_row_overrides_one_case(lay: Lay) -> None:
    row = '[[wording]]\nfilter = "比上年"\nvariant = "总体"\nequal = "与上年一样"'
    resolved = toyland(lay({"toyland/wording.toml": row}))
    rows = dict(NATIONAL.wording["比上年", "总体"])
    assert rows["equal"] != "与上年一样"
    assert resolved.wording["比上年", "总体"] == rows | {"equal": "与上年一样"}


def test_table_file_overrides_the_parent_s(lay: Lay) -> None:
    name = "revenue_expenditure_summary"
    shipped = (HOME / "national" / "tables" / f"{name}.toml").read_text(encoding="utf-8")
    own = shipped.replace('title = "收入支出决算总表"', 'title = "童话镇收支总账"')
    resolved = toyland(lay({f"toyland/tables/{name}.toml": own}))
    assert resolved.tables[name].title == "童话镇收支总账"
    assert resolved.tables[name].blocks == NATIONAL.tables[name].blocks


def test_tables_are_numbered_by_the_place_s_own_list(lay: Lay) -> None:
    name = "appropriation_summary"
    own = toyland(lay({})).tables[name]
    assert (own.number, NATIONAL.tables[name].number) == ("公开02", "公开04")
    assert own == replace(NATIONAL.tables[name], number="公开02")


def test_table_of_one_s_own(lay: Lay) -> None:
    resolved = toyland(lay({}))
    assert list(resolved.tables) == [
        "revenue_expenditure_summary",
        "appropriation_summary",
        "bridge_tolls",
    ]
    assert [line.name for line in resolved.tables["bridge_tolls"].lines()] == [
        "carts",
        "walkers",
        "total",
    ]


def of_tables(identities: tuple[Identity, ...], names: Iterable[str]) -> list[Identity]:
    """The identities that speak of no other tables."""
    known = set(names)
    return [
        one
        for one in identities
        if {term.table for term in (one.left, *one.right)} <= known
        and not {term.table for term in (one.equal_without or ("", ()))[1]} - known
    ]


def test_identity_of_one_s_own_comes_after_the_parent_s(lay: Lay) -> None:
    resolved = toyland(lay({}))
    assert list(resolved.identities[:-1]) == of_tables(NATIONAL.identities, resolved.tables)
    own = resolved.identities[-1]
    assert (own.name, own.left.line, own.right[0].line) == ("tolls-total", "total", "tolls")


def test_identity_replaces_the_parent_s_of_the_same_name(lay: Lay) -> None:
    replaced = """
        [[identity]]
        name = "summary-not-negative"
        rule = "T07"
        title = "年末结转和结余不为负数"
        level = "warning"
        relation = ">="
        left = "revenue_expenditure_summary.closing_carryover"
        right = []
        """
    resolved = toyland(lay({"toyland/checks.toml": replaced}))
    (own,) = [one for one in resolved.identities if one.name == "summary-not-negative"]
    assert (own.rule, own.level) == ("T07", Level.WARNING)
    others = [one for one in NATIONAL.identities if one.name != "summary-not-negative"]
    assert [one for one in resolved.identities if one.rule != "T07"] == of_tables(
        tuple(others), resolved.tables
    )


def test_supplement_adds_and_replaces_by_name(lay: Lay) -> None:
    fields = """
        [[field]]
        name = "总体变动原因"
        section = "一"
        hint = "镇里的说法"
        [[field]]
        name = "桥的现状"
        section = "一"
        hint = "能走还是不能走"
        """
    resolved = toyland(lay({"toyland/supplement.toml": fields}))
    assert set(resolved.supplement) == {*PLAIN.supplement, "桥的现状"}
    assert resolved.supplement["总体变动原因"].hint == "镇里的说法"
    assert resolved.supplement["总体变动原因"].required_when == ""


def test_section_of_one_s_own_and_own_text_of_a_parent_s_section(lay: Lay) -> None:
    home = lay(
        {
            FORMAT: HEAD + '[[section]]\nid = "九九"\ntemplate = "99_tolls"',
            "toyland/narrative/01_overall.txt": "一、镇里的总体情况\n",
            "toyland/narrative/99_tolls.txt": "\ufeff九九、过桥费\n",
        }
    )
    sections = {section.id: section for section in toyland(home).sections}
    assert list(sections) == [*(section.id for section in NATIONAL.sections), "九九"]
    assert sections["一"].template == "一、镇里的总体情况\n"
    assert sections["一"].file == "toyland/narrative/01_overall.txt"
    assert sections["九九"].template == "九九、过桥费\n"  # 记事本加的字节序标记不进正文


def test_section_keeps_the_parent_s_text_without_an_own_one(lay: Lay) -> None:
    section = toyland(lay({})).sections[0]
    assert section.file == "national/narrative/01_overall.txt"


def test_charts_add_up(lay: Lay) -> None:
    chart = """
        [[chart]]
        title = "过桥费图"
        kind = "饼图"
        series = "过桥费"
        points = [{ category = "马车", figure = "收支总表.总计" }]
        """
    resolved = toyland(lay({FORMAT: HEAD + chart}))
    assert set(resolved.charts) == {*PLAIN.charts, "过桥费图"}


GRANDCHILD = """
title = "桥头村部门决算公开格式"
extends = "toyland"
authority = "待核"
verified = true
version = "2"
[style]
amount_places = 4
"""


def test_inheritance_over_three_generations(lay: Lay) -> None:
    home = lay(
        {
            "bridgehead/format.toml": GRANDCHILD,
            FORMAT: HEAD + "first_year = 2021\n[style]\nrate_places = 1\namount_places = 1",
        }
    )
    resolved = find("bridgehead", 2024, extra=[home])
    assert resolved.style == Style(rate_places=1, amount_places=4)
    assert resolved.verified
    with pytest.raises(UnknownName):
        find("bridgehead", 2020, extra=[home])


def test_sichuan_lists_its_own_sections_over_national_texts() -> None:
    sichuan = find("sichuan", 2024)
    assert set(NATIONAL.tables) < set(sichuan.tables)
    files = {section.id: section.file for section in sichuan.sections}
    assert files["一"] == "national/narrative/01_overall.txt"
    assert files["第一部分"] == "sichuan/narrative/part1_overview.txt"
    assert sichuan.charts == NATIONAL.charts


# --- 地方和年度 ---


def test_places_from_outside_come_beside_the_shipped_ones(lay: Lay) -> None:
    home = lay({})
    assert set(places([home])) == {*places(), "toyland"}
    assert places([home])["toyland"] == home / "toyland"


def test_folder_without_a_format_is_no_place(lay: Lay) -> None:
    home = lay({"notes/readme.txt": "备注"})
    assert "notes" not in places([home])
    assert "codes" not in places()


def test_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="不存在"):
        places([tmp_path / "nowhere"])


def test_a_file_where_a_folder_was_meant(tmp_path: Path) -> None:
    (tmp_path / "format.toml").touch()
    with pytest.raises(UnreadableFile, match="一个文件"):
        places([tmp_path / "format.toml"])


def test_the_folder_of_one_format_names_the_folder_above(lay: Lay) -> None:
    home = lay({})
    with pytest.raises(UnreadableFile) as caught:
        find("toyland", 2024, extra=[home / "toyland"])
    assert "上一级" in caught.value.remedy
    assert f"“{home}”" in caught.value.remedy


def test_place_from_outside_hides_the_shipped_one_of_the_same_name(lay: Lay) -> None:
    home = lay({"sichuan/format.toml": BARE})
    assert find("sichuan", 2024, extra=[home]).title == "童话镇部门决算公开格式"
    assert find("sichuan", 2024).title == "四川省部门决算公开格式"


def test_unknown_place_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        find("sichaun", 2024)
    message = str(caught.value)
    assert "“sichaun”" in message
    assert "、".join(places()) in message
    assert "是否想写“sichuan”？" in message


def test_place_that_nobody_filled_in() -> None:
    with pytest.raises(UnknownName) as caught:
        find("", 2024)
    assert "、".join(places()) in str(caught.value)


YEARS = HEAD + "first_year = 2021\nlast_year = 2023"


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_years_of_a_format(lay: Lay, year: int) -> None:
    assert toyland(lay({FORMAT: YEARS}), year).year == year


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        (YEARS, 2020, "2021年度及以后"),
        (YEARS, 2024, "2023年度及以前"),
        (HEAD, 2018, "2019年度及以后"),  # 上级格式的起始年
        (HEAD + "last_year = 2023", 2024, "2023年度及以前"),
    ],
)
def test_year_outside_a_format(lay: Lay, text: str, year: int, expected: str) -> None:
    with pytest.raises(UnknownName) as caught:
        toyland(lay({FORMAT: text}), year)
    assert caught.value.where == "格式 toyland"
    assert caught.value.seen == f"{year}年度"
    assert caught.value.expected == expected


# --- 首页上的设置 ---


def test_settings_lie_over_the_format(lay: Lay) -> None:
    home = lay({FORMAT: HEAD + "[style]\nrate_places = 1"})
    settings = {"计算依据": "元", "千分位": "是"}
    resolved = find("toyland", 2024, settings, extra=[home])
    assert resolved.style == Style(rate_places=1, basis=Basis.YUAN, separators=True)
    assert toyland(home).style == Style(rate_places=1)  # 不影响下一次读取


# --- 列表 ---


@pytest.mark.parametrize(("place", "first"), [("national", 2019), ("sichuan", 2019)])
def test_description_of_a_place(place: str, first: int) -> None:
    resolved = find(place, 2024)
    assert describe(place) == {
        "place": place,
        "title": resolved.title,
        "authority": resolved.authority,
        "verified": resolved.verified,
        "version": resolved.version,
        "format_digest": resolved.digest,
        "rules_version": resolved.rules,
        "first_year": first,
    }


def test_a_place_without_one_of_the_tables_keeps_the_checks_of_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "onetable"
    folder.mkdir()
    (folder / "format.toml").write_text(
        'title = "一张表"\nextends = "national"\nauthority = "示例文号"\nverified = false\n'
        'version = "1"\ntables = ["revenue_expenditure_summary"]\n',
        encoding="utf-8",
    )
    found = find("onetable", 2024, extra=[tmp_path])
    assert list(found.identities) == of_tables(NATIONAL.identities, found.tables)
    assert {f"R0{number}" for number in range(1, 8)} <= {one.rule for one in found.identities}
    assert set(found.charts) == {"收入、支出决算总计变动情况图", "收入决算结构图"}
    about = {field.required_figure.partition(".")[0] for field in found.supplement.values()}
    assert about == {"", "收支总表", "补充资料"}
