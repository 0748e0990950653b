"""Rows to lines, on a made-up table of one or two sides."""

from __future__ import annotations

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.errors import UnknownLayout, UnreadableCell, XlbudgetError
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.money import Unit
from xlbudget.domain.statements import Source, Statement
from xlbudget.formats.table_model import BlockDef, Column, LineDef, Table
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import Head

WAN = Head(Unit.TEN_THOUSAND_YUAN, "童话镇", 2024, "C1")


def line(name: str, *labels: str, after: str = "") -> LineDef:
    return LineDef(name=name, label=labels[0], labels=labels, group="all", after=after)


FARES = BlockDef(
    name="fares", heading="过桥费", label_headers=("项目",),
    columns=(
        Column(name="paid", headers=("实收",)),
        Column(name="waived", headers=("减免", "免收金额")),
    ),
    lines=(
        line("horses", "一、马车", "马匹"),
        line("carts", "二、牛车"),
        line("opening", "上年结余"),
        line("opening_horses", "一、马车", after="opening"),
    ),
)  # fmt: skip
REPAIRS = BlockDef(
    name="repairs", heading="修桥", label_headers=("项目",),
    columns=(Column(name="spent", headers=("支出数",)),),
    lines=(line("planks", "木板"), line("nails", "钉子")),
)  # fmt: skip
TOLLS = Table(
    name="tolls", number="公开90", title="过桥费表", titles=("过桥费表",), blocks=(FARES,)
)
BRIDGE = Table(
    name="bridge", number="公开91", title="桥表", titles=("桥表",), blocks=(FARES, REPAIRS)
)
Result = tuple[Statement | None, list[Finding], list[XlbudgetError]]


def result(text: str, table: Table = TOLLS, above: Head = WAN) -> Result:
    return extract(MemoryBook("== 桥\n" + text).read("桥"), table, above, "桥.xlsx")


def numbers(found: Result) -> dict[str, dict[str, str]]:
    statement, _, errors = found
    assert [str(error) for error in errors] == []
    assert statement is not None
    return {
        known.name: {
            name: f"{cell.amount.number()}"
            for name, cell in known.cells.items()
            if cell.amount is not None
        }
        for known in statement.lines
    }


def test_a_statement_knows_its_head_and_the_places_of_its_cells() -> None:
    statement, findings, errors = result("过桥费表 | | 万元\n项目 | 实收\n一、马车 | 3")
    assert (findings, errors) == ([], [])
    assert statement is not None
    assert (statement.table, statement.title) == ("tolls", "过桥费表")
    assert (statement.file, statement.sheet) == ("桥.xlsx", "桥")
    assert (statement.unit_name, statement.year) == ("童话镇", 2024)
    assert statement.unit_source == Source("桥.xlsx", "桥", "C1")
    (only,) = statement.lines
    assert (only.name, only.label, only.group) == ("horses", "一、马车", "all")
    assert only.cells["paid"].source == Source("桥.xlsx", "桥", "B3")


def test_rows_come_by_name_in_any_order_and_by_any_of_their_labels() -> None:
    text = "项目 | 实收 | 减免\n牛车 | 2 | 0.5\n（一）马匹 | 3 | —"
    assert numbers(result(text)) == {
        "carts": {"paid": "2", "waived": "0.5"},
        "horses": {"paid": "3"},
    }


def test_columns_come_by_header_in_any_order() -> None:
    text = "项目 | 免收金额 | 编号 | 实收\n马车 | 1 | 7 | 3"
    assert numbers(result(text)) == {"horses": {"paid": "3", "waived": "1"}}


def test_the_same_label_below_another_line_is_another_line() -> None:
    text = "项目 | 实收\n马车 | 3\n上年结余 | 9\n一、马车 | 4"
    assert numbers(result(text)) == {
        "horses": {"paid": "3"}, "opening": {"paid": "9"}, "opening_horses": {"paid": "4"},
    }  # fmt: skip


def test_a_line_that_waits_for_another_is_not_taken_before_it() -> None:
    _, _, errors = result("项目 | 实收\n马车 | 3\n马车 | 4\n上年结余 | 9")
    assert [error.where for error in errors] == ["桥.xlsx · 桥!A3"]
    assert errors[0].seen == "“马车”第二次出现（第一次在 A2）"


def test_the_waiting_line_comes_first_where_both_could() -> None:
    text = "项目 | 实收\n上年结余 | 9\n马车 | 4"
    assert numbers(result(text)) == {"opening": {"paid": "9"}, "opening_horses": {"paid": "4"}}


def test_two_sides_share_rows_but_not_columns() -> None:
    text = "项目 | 实收 | 项目 | 支出数\n马车 | 3 | 钉子 | 1\n | | 木板 | 2"
    assert numbers(result(text, BRIDGE)) == {
        "horses": {"paid": "3"}, "nails": {"spent": "1"}, "planks": {"spent": "2"},
    }  # fmt: skip


def test_a_side_that_is_missing_is_named() -> None:
    statement, _, errors = result("项目 | 实收\n马车 | 3", BRIDGE)
    assert statement is None
    assert [(type(error), error.seen) for error in errors] == [
        (UnknownLayout, "没有“桥表”修桥一侧应有的行")
    ]
    assert errors[0].expected == "“木板”、“钉子”等行"


def test_a_copy_with_more_rows_to_the_right_is_not_the_table() -> None:
    text = "项目 | 实收 | 项目 | 支出数 | 备查\n马车 | 3 | 木板 | 2 | 木板\n | | | | 钉子"
    assert numbers(result(text, BRIDGE))["planks"] == {"spent": "2"}


def test_a_word_that_is_a_label_by_chance_does_not_make_a_label_column() -> None:
    """One 木板 left of the true column, against three rows of it."""
    bench = line("bench", "长凳")
    table = Table(
        name="bridge", number="公开91", title="桥表", titles=("桥表",),
        blocks=(FARES, BlockDef(
            name="repairs", heading="修桥", label_headers=("项目",), columns=REPAIRS.columns,
            lines=(*REPAIRS.lines, bench),
        )),
    )  # fmt: skip
    text = """项目 | 实收 | 备注 | 项目 | 支出数
马车 | 3 | 木板 | 钉子 | 1
牛车 | 3 | | 长凳 | 5
 | | | 木板 | 2"""
    assert numbers(result(text, table))["planks"] == {"spent": "2"}


def test_errors_and_findings_of_one_sheet_come_together() -> None:
    text = "项目 | 实收\n手推牛车 | 1\n马车 | 见附表\n牛车 | TRUE"
    statement, findings, errors = result(text, above=Head(None, None, None))
    assert statement is None
    assert [type(error) for error in errors] == [UnknownLayout, UnreadableCell, UnreadableCell]
    assert [error.where for error in errors] == [
        "桥.xlsx · 桥",
        "桥.xlsx · 桥!B3",
        "桥.xlsx · 桥!B4",
    ]
    assert [finding.where.cell for finding in findings] == ["A2"]
    assert "最接近的行名是“二、牛车”" in findings[0].message


def test_an_optional_column_may_be_missing_but_not_twice() -> None:
    assert numbers(result("项目 | 实收\n马车 | 3")) == {"horses": {"paid": "3"}}
    _, _, errors = result("项目 | 实收 | 减免 | 减免\n马车 | 3 | 1 | 1")
    assert [error.where for error in errors] == ["桥.xlsx · 桥!A1"]
    assert errors[0].expected == "恰有一列“减免”或“免收金额”"


def test_a_column_that_is_nearly_known_is_told_only_with_amounts() -> None:
    _, _, errors = result("项目 | 实收 | 免收金额数\n马车 | 3 | 1")
    assert [(error.where, error.expected) for error in errors] == [
        ("桥.xlsx · 桥!C1", "“减免”或“免收金额”")
    ]
    assert numbers(result("项目 | 实收 | 免收金额数\n马车 | 3 |")) == {"horses": {"paid": "3"}}
    assert numbers(result("项目 | 实收 | 免收金额预算数\n马车 | 3 | 1")) == {
        "horses": {"paid": "3"}
    }


UNREAD = "请按表样改正这个表头；若不是表样中的列，请移到表外，与表隔一个空列。"


@pytest.mark.parametrize(
    ("header", "row", "cell"),
    [
        ("项目 | 实收 | 送给国王", "马车 | 3 | 1", "C1"),
        ("项目 | 送给国王 | 实收", "马车 | '1.00 | 3", "B1"),
        ("收入 | | \n项目 | 实收 | 送给国王\n栏次 | 1 | 2", "马车 | 3 | 1", "C2"),
    ],
)
def test_a_column_of_amounts_inside_a_table_that_lacks_one(
    header: str, row: str, cell: str
) -> None:
    statement, _, errors = result(f"{header}\n{row}")
    assert statement is None
    (error,) = errors
    assert (type(error), error.where) == (UnknownLayout, f"桥.xlsx · 桥!{cell}")
    assert error.seen.endswith("送给国王”，下面有数，但没有读入")
    assert (error.expected, error.remedy) == ("表样中的列；没有找到“减免”列", UNREAD)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("项目 | 实收 | 送给国王 | 减免", "马车 | 3 | 1 |"),
        ("项目 | 行次 | 实收 | 科目编码", "马车 | 1 | 3 | 201"),
        ("项目 | 实收 | 备注", "马车 | 3 | 见附表"),
        ("项目 | 实收 | 上年决算数", "马车 | 3 | 4"),
        ("项目 | 实收 | . | 我的列", "马车 | 3 | | 4"),
    ],
)
def test_own_columns_are_passed_over(header: str, row: str) -> None:
    """None is missing, or no amounts of the year are in them, or they stand outside."""
    text = f"{header}\n{row}".replace(" . ", "  ")
    assert numbers(result(text)) == {"horses": {"paid": "3"}}


def test_a_misspelt_row_of_a_line_that_stands_nowhere_is_an_error() -> None:
    statement, findings, errors = result("项目 | 实收\n马车 | 3\n上年结佘 | 9")
    assert (statement, findings) == (None, [])
    (error,) = errors
    assert isinstance(error, UnknownLayout)
    assert str(error) == (
        "桥.xlsx · 桥!A3\n"
        "    这里是：“上年结佘”，这一行有金额却认不出，没有读入；"
        "应为：“上年结余”（表中没有这一行）。\n"
        "    请改正行名；若是另外的内容，请移到别的工作表。"
    )


def test_a_misspelt_row_of_a_line_that_stands_elsewhere_is_told() -> None:
    for text in ("上年结佘 | 9\n上年结余 | 8", "上年结余 | 8\n上年结佘 | 9"):
        statement, findings, errors = result("项目 | 实收\n马车 | 3\n" + text)
        assert statement is not None
        assert errors == []
        assert [finding.check for finding in findings] == ["row-unrecognised"]


def test_rows_that_wait_for_a_misspelt_one_are_not_repeated() -> None:
    _, _, errors = result("项目 | 实收\n马车 | 3\n上年结佘 | 9\n马车 | 4\n牛车 | 1\n牛车 | 2")
    assert [error.where for error in errors] == ["桥.xlsx · 桥!A3", "桥.xlsx · 桥!A6"]


def test_an_amount_without_a_label_beside_the_last_row_of_the_other_side() -> None:
    text = "项目 | 实收 | 项目 | 支出数\n马车 | 3 | 钉子 | 2\n牛车 | 1 | | 9\n | | | 8"
    _, findings, errors = result(text, BRIDGE)
    assert errors == []
    assert [(finding.check, finding.where.cell) for finding in findings] == [
        ("row-unrecognised", "C3")
    ]
    assert "C3 没有行名，却有金额" in findings[0].message


def test_amounts_stored_as_text_are_one_warning() -> None:
    text = "项目 | 实收 | 减免\n马车 | '1,000.00 | '2\n牛车 | '3 | '4\n上年结余 | — | 5"
    statement, (finding,), _ = result(text)
    assert statement is not None
    assert (finding.check, finding.level) == ("amount-as-text", Level.WARNING)
    assert (finding.verdict, finding.where.cell) == (Verdict.UNCHECKED, "B2")
    assert finding.message == (
        "“过桥费表”有 4 个金额是文本（B2、C2、B3等，B2 里是“1,000.00”）："
        "这里照数读入，Excel 的公式却不计它们。请选中这些单元格，点旁边的感叹号，选“转换为数字”。"
    )


def test_a_label_is_kept_as_it_is_printed() -> None:
    statement, _, _ = result("项目 | 实收\n'\\s一、马\\n车 | 3")
    assert statement is not None
    assert [known.label for known in statement.lines] == ["一、马\n车"]


def test_a_table_without_any_header_names_a_cell_that_exists() -> None:
    _, _, errors = result("马车 | 3")
    assert [(error.where, error.seen) for error in errors] == [
        ("桥.xlsx · 桥!A1", "“过桥费”一侧的表头：空白")
    ]
