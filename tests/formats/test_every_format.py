"""每个随程序提供的格式，逐年：数据自身说得通。"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator

import pytest

from xlbudget.formats.history import TEMPLATE as UNIT_HISTORY
from xlbudget.formats.library import HOME, find, places
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import MEASURES, PRIOR_ACTUAL, resolve
from xlbudget.formats.settings import TRAITS
from xlbudget.formats.table_model import Layout, Table

LAST_YEAR = 2026
DIGITS = "一二三四五六七八九"
NUMERALS = [*DIGITS, *(f"{tens}十{ones}" for tens in ("", "二") for ones in ("", *DIGITS)), "三十"]
NUMBERED = re.compile("^([一二三四五六七八九十]+)、")
OTHERS = "校验"
"""不属于哪一节、只供校验用的补充资料写在这一节名下。"""


def first_year(place: str) -> int:
    """The first year of a place, read without the library."""
    head = tomllib.loads((HOME / place / "format.toml").read_text(encoding="utf-8"))
    return int(head["first_year"]) if "first_year" in head else first_year(head["extends"])


EDITIONS = [
    pytest.param(place, year, id=f"{place}-{year}")
    for place in places()
    for year in range(first_year(place), LAST_YEAR + 1)
]
every_edition = pytest.mark.parametrize(("place", "year"), EDITIONS)


def lines_wanting_last_year(resolved: Format) -> set[tuple[str, str]]:
    """(table, line) of all lines whose amount of last year is asked for, agreed names included."""
    found = {(SUPPLEMENT, name) for name, field in resolved.supplement.items() if field.prior}
    for table in resolved.tables.values():
        asked = {line.name for line in table.lines() if line.prior}
        found |= {(table.name, name) for name in asked}
        found |= {(table.name, one.name) for one in table.agreed if asked.issuperset(one.lines)}
    return found


def codes_of(table: Table) -> Iterator[str]:
    """The codes that the file of a table names, as lines or as columns."""
    yield from (line.name for line in table.lines() if line.name.isdecimal())
    for block in table.blocks:
        yield from (name for name in block.column_names if name.isdecimal())


def test_years_begin_before_the_last() -> None:
    assert {place for place, *_ in (edition.values for edition in EDITIONS)} == set(places())


@every_edition
def test_names_its_authority(place: str, year: int) -> None:
    resolved = find(place, year)
    assert (resolved.place, resolved.year) == (place, year)
    assert resolved.title
    assert "《" in resolved.authority or "待核" in resolved.authority
    assert resolved.version
    assert set(resolved.traits) == set(TRAITS)


# --- 表 ---


@every_edition
def test_tables_are_filled_and_numbered_in_a_row(place: str, year: int) -> None:
    tables = find(place, year).tables
    numbers = [f"公开{number:02d}" for number in range(1, len(tables) + 1)]
    assert [table.number for table in tables.values()] == numbers
    titles = Counter(title for table in tables.values() for title in table.titles)
    assert [title for title, count in titles.items() if count > 1] == []  # 凭标题认得出是哪张表
    for table in tables.values():
        assert table.title == table.titles[0]
        assert table.note.startswith("注：")
        assert table.required or table.empty_note.endswith("故本表无数据。")
        for block in table.blocks:
            assert all(block.label_headers)
            assert all(column.headers for column in block.columns)
            assert bool(block.code_headers) == (table.layout is Layout.CODES)


@every_edition
def test_columns_are_told_apart(place: str, year: int) -> None:
    """同一块里两列的表头相同时，上一层的字不同。"""
    for table in find(place, year).tables.values():
        for block in table.blocks:
            names = Counter((column.under, column.headers[0]) for column in block.columns)
            assert [name for name, count in names.items() if count > 1] == []


@every_edition
def test_codes_in_tables_are_those_of_the_year(place: str, year: int) -> None:
    resolved = find(place, year)
    for table in resolved.tables.values():
        for code in codes_of(table):
            assert resolved.code_name(code), (table.name, code)
        for line in table.lines():
            if line.name.isdecimal():
                assert NUMBERED.sub("", line.label) == resolved.code_name(line.name)
                assert resolved.code_name(line.name) in line.labels
                assert set(resolved.functional.names(line.name)) <= set(line.labels)


@every_edition
def test_wide_tables_and_the_basic_table_have_every_economic_code(place: str, year: int) -> None:
    """明细表的列、基本支出表的行，就是当年经济分类的全部类和款。"""
    resolved = find(place, year)
    entries = {entry.code for entry in resolved.economic.entries if entry.holds_in(year)}
    for table in resolved.tables.values():
        codes = [code for code in codes_of(table) if code[0] == "3"]
        if codes:
            assert set(codes) == entries
            assert len(codes) == len(entries)


@every_edition
def test_ordinals_ascend_without_a_gap(place: str, year: int) -> None:
    """每一组行的序号从一起，一个不少。"""
    for table in find(place, year).tables.values():
        groups: dict[tuple[str, str], list[str]] = {}
        for block in table.blocks:
            for line in block.lines:
                numbered = NUMBERED.match(line.label)
                if numbered:
                    groups.setdefault((block.name, line.group), []).append(numbered.group(1))
        for numerals in groups.values():
            assert numerals == NUMERALS[: len(numerals)]


@every_edition
def test_labels_are_told_apart(place: str, year: int) -> None:
    """同一侧两行同名时，其中一行必须说明在谁之后；有编码的行凭编码区分。"""
    for table in find(place, year).tables.values():
        for block in table.blocks:
            plain = Counter(
                line.label for line in block.lines if not line.after and not block.code_headers
            )
            assert [label for label, count in plain.items() if count > 1] == []


@every_edition
def test_lines_after_others_stand_below_them(place: str, year: int) -> None:
    for table in find(place, year).tables.values():
        for block in table.blocks:
            names = [line.name for line in block.lines]
            for line in block.lines:
                if line.after:
                    assert names.index(line.after) < names.index(line.name)


@every_edition
def test_lines_beside_others_stand_in_a_later_block(place: str, year: int) -> None:
    for table in find(place, year).tables.values():
        left: list[str] = []
        for block in table.blocks:
            beside = [line.beside for line in block.lines if line.beside]
            assert set(beside) <= set(left)
            assert sorted(beside, key=left.index) == beside  # 两侧的行不交叉
            left += [line.name for line in block.lines]


@every_edition
def test_agreed_lines_are_asked_for_together(place: str, year: int) -> None:
    """合并成一个数的几行，上年数要么都要，要么都不要；合并的名称不是其中任何一行。"""
    for table in find(place, year).tables.values():
        for agreed in table.agreed:
            lines = [table.line(name) for name in agreed.lines]
            assert len({line.prior for line in lines if line}) == 1
            assert len(set(agreed.lines)) == len(lines) >= 2
            assert table.line(agreed.name) is None


@every_edition
def test_budget_bases_are_traits_of_the_front_sheet(place: str, year: int) -> None:
    bases = {table.budget for table in find(place, year).tables.values() if table.budget}
    assert bases == {"项级科目预算口径", "三公经费预算口径"}
    assert bases <= set(TRAITS)


# --- 名称 ---


@every_edition
def test_figures_named_in_data_exist(place: str, year: int) -> None:
    """图和补充资料里写的名称都能解析；要用上年数的，首页一定会问上年数。"""
    resolved = find(place, year)
    figures = [point.figure for chart in resolved.charts.values() for point in chart.points]
    figures += [one.required_figure for one in resolved.supplement.values() if one.required_figure]
    asked = lines_wanting_last_year(resolved)
    for words in figures:
        figure = resolve(resolved, words.split("."))
        assert figure.measure in MEASURES
        if figure.measure == PRIOR_ACTUAL:
            assert (figure.table, figure.line) in asked


@every_edition
def test_compositions_have_labels_and_parts(place: str, year: int) -> None:
    resolved = find(place, year)
    for composition in resolved.compositions.values():
        parts = [(part.table, part.line, part.column) for part in composition.parts]
        assert len(set(parts)) == len(parts) >= 1
        whole = composition.whole
        assert (whole.table, whole.line, whole.column) not in parts
        assert not whole.whole_group


@every_edition
def test_every_chart_is_of_an_existing_composition_or_of_two_years(place: str, year: int) -> None:
    resolved = find(place, year)
    own = tomllib.loads((HOME / place / "format.toml").read_text(encoding="utf-8"))
    if not own.get("charts_replace"):
        assert len(resolved.charts) == 7
    for chart in resolved.charts.values():
        if chart.composition:
            assert chart.composition in resolved.compositions
        else:
            assert [point.category for point in chart.points] == ["{上年度}年", "{年度}年"]


# --- 补充资料 ---


@every_edition
def test_supplement_belongs_to_sections_in_their_order(place: str, year: int) -> None:
    resolved = find(place, year)
    sections = [*(section.id for section in resolved.sections), OTHERS]
    asked = [field.section for field in resolved.supplement.values()]
    assert set(asked) <= set(sections)
    assert asked == sorted(asked, key=sections.index)


@every_edition
def test_what_must_be_filled_in_can_be_told_from_figures(place: str, year: int) -> None:
    """写“有变动”的，本年和上年的数都问得到。"""
    resolved = find(place, year)
    known = lines_wanting_last_year(resolved)
    for field in resolved.supplement.values():
        if field.required_when == "有变动":
            figure = resolve(resolved, field.required_figure.split("."))
            assert (figure.table, figure.line) in known, field.name


@every_edition
def test_hints_tell_what_to_write(place: str, year: int) -> None:
    for field in find(place, year).supplement.values():
        assert len(field.hint) >= 4, field.name
        assert not field.hint.endswith("。"), field.name


# 只有人知道的：原因、“三公”的数量和用途、采购、资产、绩效、下属单位、人员、职责
ASKED = {
    "原因": "总体变动原因 财政拨款变动原因 一般公共预算变动原因 因公出国变动原因 公务用车变动原因"
    " 公务接待变动原因 机关运行经费变动原因",
    "三公": "因公出国团组数 因公出国人次 因公出国内容 购置公务用车数 公务用车购置明细"
    " 公务用车保有量 公务用车保有明细 公务用车运行维护用途 国内公务接待支出 国内公务接待批次"
    " 国内公务接待人次"
    " 国内公务接待内容 外事接待支出 外事接待批次 外事接待人次 外事接待内容",
    "采购": "政府采购支出总额 政府采购货物支出 政府采购工程支出 政府采购服务支出 政府采购用途"
    " 授予中小企业合同金额 授予小微企业合同金额",
    "其他": "机关运行经费支出 车辆总数 特种专业技术用车 其他用车 其他用车用途 编制绩效目标项目数"
    " 绩效监控项目数 绩效自评情况 年初结转调整数 年初结转调整数原因",
    "沿革和涉密": "曾用名 前身单位 可比口径说明 涉密科目",
}
PROJECTS = (
    "项目总数 项目预算总额 项目执行总额 常年项目总数 常年项目预算总额 常年项目执行总额"
    " 阶段项目总数 阶段项目预算总额 阶段项目执行总额 结余率大于标准的项目数"
)
OF_SICHUAN = {
    2020: "部门职责 重点工作完成情况 机构设置说明 人员概况 绩效评价报告 事前评估情况"
    " 部级领导干部用车 一般公务用车 一般执法执勤用车 通用设备数 专用设备数",
    2024: "部门职责 二级预算单位数 行政单位数 参公单位数 其他事业单位数 二级预算单位名单 人员概况"
    " 绩效评价报告 事前评估情况 部门整体绩效得分 政府性基金变动原因 国有资本经营变动原因"
    " 主要负责人用车 机要通信用车 应急保障用车 执法执勤用车 离退休干部用车 大型设备数",
}


@pytest.mark.parametrize("year", list(OF_SICHUAN))
def test_sichuan_asks_for_all_that_only_a_person_knows(year: int) -> None:
    common = {name for names in (*ASKED.values(), PROJECTS) for name in names.split()}
    assert set(find("sichuan", year).supplement) == common | set(OF_SICHUAN[year].split())


# --- 勾稽 ---


@every_edition
def test_identities_speak_of_two_sides(place: str, year: int) -> None:
    resolved = find(place, year)
    titles: dict[str, str] = {}
    for identity in resolved.identities:
        assert identity.left not in identity.right
        assert identity.right or identity.relation == ">="
        assert titles.setdefault(identity.name, identity.title) == identity.title
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", identity.name)
        assert identity.rule in resolved.obligations


@every_edition
def test_every_line_is_in_some_identity(place: str, year: int) -> None:
    """每张表的每一行（科目行按组）至少有一条勾稽看着。"""
    resolved = find(place, year)
    watched = set()
    for identity in resolved.identities:
        for term in (identity.left, *identity.right):
            table = resolved.tables[term.table]
            members = {term.line}
            if term.whole_group:
                members = {line.name for line in table.lines() if line.group == term.line}
            if term.children:
                members = {line.name for line in table.lines() if line.name[:-2] == term.line}
            watched |= {(term.table, name) for name in members}
    standing = {
        (table.name, line.name) for table in resolved.tables.values() for line in table.lines()
    }
    assert standing - watched == set()


# --- 文件夹 ---


@pytest.mark.parametrize("place", list(places()))
def test_folder_holds_nothing_that_is_not_read(place: str) -> None:
    """改名或多余的文件不会悄悄失效。"""
    editions = [find(place, year) for year in range(first_year(place), LAST_YEAR + 1)]
    folder = HOME / place
    tables = {path.stem for path in folder.glob("tables/*")}
    assert tables <= {name for resolved in editions for name in resolved.tables}
    texts = {f"{place}/narrative/{path.name}" for path in folder.glob("narrative/*")}
    texts.discard(f"{place}/narrative/{UNIT_HISTORY}.txt")  # 不是一节，放在第一处比上年的前面
    assert texts <= {section.file for resolved in editions for section in resolved.sections}
    known = {"format.toml", "checks.toml", "wording.toml", "supplement.toml", "obligations.toml"}
    folders = {"tables", "narrative", "cases"}
    assert {path.name for path in folder.iterdir() if path.is_file()} <= known
    assert {path.name for path in folder.iterdir() if path.is_dir()} <= folders
