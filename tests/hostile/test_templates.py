"""用户的格式文件夹和范本：模板从不执行，坏的说得出是哪个文件。"""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.hostile.readers import GOOD, OUT, xlbudget
from tests.publish.forms.placeholder_forms import national
from tests.reading.documents.packing import docx, p
from xlbudget.formats.library import HOME
from xlbudget.publish.forms import near
from xlbudget.publish.forms.form import fill_form

TEMPLATES = {
    "一百亿次的循环": "{% for each in range(10000000000) %}甲{% endfor %}",
    "死循环": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "内部属性": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "很大的乘法": "{{ '甲' * 10000000000 }}",
    "一万层括号": "{{ " + "(" * 10_000 + "1" + ")" * 10_000 + " }}",
    "读别的文件": "{% include '/etc/hostname' %}",
    "没有写完": "{% if 甲 %}",
}


def own_format(room: Path) -> Path:
    """用户自己的一个地方：照抄一个，换个名称。"""
    made = room / "自己的" / "testland"
    shutil.copytree(HOME / "national", made)
    for path in made.rglob("*.toml"):
        text = path.read_text("utf-8")
        path.write_text(text.replace('"national"', '"testland"'), "utf-8")
    return made


def checked(room: Path) -> tuple[int, str]:
    words = ("new", "testland", "2024", "-o", f"{OUT}.xlsx", "--unit", "示例局")
    ran = xlbudget(*words, "--formats", str(room / "自己的"), cwd=room)
    return ran.code, ran.said


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_is_never_run(template: str, room: Path) -> None:
    made = own_format(room)
    file = min((made / "narrative").glob("*.txt"))
    file.write_text(template, "utf-8")
    code, said = checked(room)
    assert code == 2, said
    assert file.name in said
    assert "请" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "content",
    [b"a = " + b"[" * 100_000, b"a = " + b"9" * 5000, "a = '甲'".encode("gbk"), b"a = \0"],
    ids=["十万层", "五千位的整数", "不是 UTF-8", "零字节"],
)
def test_a_bad_settings_file_is_told(content: bytes, room: Path) -> None:
    made = own_format(room)
    file = made / "format.toml"
    assert file.is_file()
    file.write_bytes(content)
    code, said = checked(room)
    assert code == 2, said
    assert file.name in said
    assert "请" in said
    assert "Traceback" not in said


def test_a_form_full_of_wrong_names_is_filled(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """写错的名称各不相同：找近似的只找头几个，其余照样列出来。"""
    monkeypatch.setattr(near, "_MOST", 5)
    asked: list[str] = []

    def found(word: str, *more: Any, **options: Any) -> list[str]:
        asked.append(word)
        return difflib.get_close_matches(word, *more, **options)

    monkeypatch.setattr(near, "difflib", SimpleNamespace(get_close_matches=found))
    wrong = "".join(p(f"【本年收人合计{number}】") for number in range(40))
    form = docx(room / "范本.docx", p("收入【收支总表.总计】。") + wrong + p(f"【{'长' * 5000}】"))
    done = fill_form(form, national())
    assert len(done.filled) == 1
    assert len(done.left) == 41
    assert len(set(asked)) == 5
    assert len(asked) == 10  # 填两遍，各找各的


def test_a_chart_or_table_with_a_number_of_five_thousand_digits(room: Path) -> None:
    form = docx(room / "范本.docx", p(f"【附表：{'9' * 5000}】") + p(f"【图：{'9' * 5000}】"))
    done = fill_form(form, national())
    assert [left.why for left in done.left] == ["没有这张表", "没有这幅图"]


def test_the_good_workbook_of_the_room_is_good(room: Path) -> None:
    assert xlbudget("check", GOOD, cwd=room).code == 0
