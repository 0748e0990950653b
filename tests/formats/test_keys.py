from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.keys import Keys, load_text, load_toml, nearest


def keys(text: str) -> Keys:
    return Keys(tomllib.loads(text), "甲.toml")


def test_each_kind_of_value() -> None:
    every = keys(
        """
        title = "总表"
        required = false
        first_year = 2022
        unit = "万元"
        titles = ["甲", "乙"]
        style = { unit = "元" }
        block = [{ name = "收入" }, { name = "支出" }]
        """
    )
    assert every.text("title") == "总表"
    assert every.flag("required") is False
    assert every.whole("first_year", None) == 2022
    assert every.choice("unit", ["元", "万元"]) == "万元"
    assert every.texts("titles") == ("甲", "乙")
    style = every.table("style")
    assert style is not None
    assert style.text("unit") == "元"
    assert [block.text("name") for block in every.tables("block")] == ["收入", "支出"]
    every.done()


def test_defaults_of_absent_keys() -> None:
    empty = keys("")
    assert empty.text("title", "无") == "无"
    assert empty.flag("required", default=True) is True
    assert empty.whole("first_year", None) is None
    assert empty.whole("places", 2) == 2
    assert empty.choice("unit", ["元"], "万元") == "万元"
    assert empty.texts("titles", ("甲",)) == ("甲",)
    assert empty.table("style") is None
    assert empty.tables("block") == []
    empty.done()


REQUIRED: dict[str, Callable[[Keys], object]] = {
    "文字": lambda table: table.text("甲"),
    "true 或 false": lambda table: table.flag("甲"),
    "列表": lambda table: table.texts("甲"),
}


@pytest.mark.parametrize(("kind", "take"), list(REQUIRED.items()))
def test_absent_key_without_a_default(kind: str, take: Callable[[Keys], object]) -> None:
    with pytest.raises(BrokenFormat) as caught:
        take(keys(""))
    assert "缺少键 '甲'" in str(caught.value)
    assert f"'甲' = {kind}" in str(caught.value)


WRONG: list[tuple[str, Callable[[Keys], object], str]] = [
    ("甲 = 1", lambda table: table.text("甲"), "文字"),
    ('甲 = "true"', lambda table: table.flag("甲"), "true 或 false"),
    ("甲 = 1", lambda table: table.flag("甲"), "true 或 false"),
    ("甲 = true", lambda table: table.whole("甲", None), "整数"),
    ("甲 = 1.0", lambda table: table.whole("甲", None), "整数"),
    ('甲 = "乙"', lambda table: table.texts("甲"), "列表"),
    ("甲 = [1]", lambda table: table.texts("甲"), "文字的列表"),
    ('甲 = "乙"', lambda table: table.table("甲"), "一组键值"),
    ('甲 = ["乙"]', lambda table: table.tables("甲"), "[[甲]] 组"),
    ('甲 = "丙"', lambda table: table.choice("甲", ["乙"]), "'乙'"),
]


@pytest.mark.parametrize(("text", "take", "expected"), WRONG)
def test_value_of_another_kind(text: str, take: Callable[[Keys], object], expected: str) -> None:
    quoted = text.replace("甲", '"甲"')  # TOML 的裸键只能是拉丁字母
    with pytest.raises(BrokenFormat) as caught:
        take(keys(quoted))
    assert caught.value.where == "甲.toml"
    assert caught.value.expected == expected


def test_tables_below_say_where_they_stand() -> None:
    book = keys("block = [{}, { column = [{}, {}] }]\n[style]\n[style.2023]")
    style = book.table("style")
    assert style is not None
    dated = style.table("2023")
    assert dated is not None
    assert dated.where == "甲.toml [style] [2023]"
    second = book.tables("block")[1]
    assert second.tables("column")[1].where == "甲.toml [[block]] 第2组 [[column]] 第2组"


def test_names_in_the_order_of_the_file() -> None:
    assert keys("b = 1\na = 2").names() == ("b", "a")


def test_left_over_key_is_refused_with_the_nearest_allowed_one() -> None:
    table = keys('headrs = ["甲"]\nname = "乙"')
    table.text("name")
    table.texts("headers", ())
    with pytest.raises(BrokenFormat) as caught:
        table.done()
    assert caught.value.seen == "未知键 'headrs'"
    assert caught.value.expected == "可用的键：headers、name"
    assert caught.value.remedy == "是否想写“headers”？"


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("sichaun", "是否想写“sichuan”？"),
        ("national", "是否想写“national”？"),
        ("火星", "请改用上面列出的写法。"),
    ],
)
def test_nearest_word(word: str, remedy: str) -> None:
    assert nearest(word, ["national", "sichuan", "chongqing"]) == remedy


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("title", "不是合法的 TOML（到文件末尾仍不完整）"),
        ("甲\n", "不是合法的 TOML（第1行第1列）"),
        ('a = 1\nb = "x\n', "不是合法的 TOML（第2行第7列）"),
    ],
)
def test_broken_toml_is_told_by_its_place(tmp_path: Path, text: str, seen: str) -> None:
    path = tmp_path / "甲.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenFormat) as caught:
        load_toml(path, "甲.toml")
    assert caught.value.seen == seen


def test_a_file_that_the_system_does_not_open(tmp_path: Path) -> None:
    with pytest.raises(BrokenFormat, match="文件或文件夹不存在"):
        load_text(tmp_path / "无.toml", "无.toml")


def test_files_with_and_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "甲.toml"
    for encoding in ("utf-8", "utf-8-sig"):
        path.write_text('title = "总表"', encoding=encoding)
        assert load_text(path, "甲.toml") == 'title = "总表"'
        assert load_toml(path, "甲.toml").text("title") == "总表"


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000])
def test_absurd_toml_is_an_error_with_its_file(text: str, tmp_path: Path) -> None:
    path = tmp_path / "甲.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenFormat, match=r"甲\.toml"):
        load_toml(path, "甲.toml")
