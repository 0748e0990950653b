"""换了编码的科目：对照表与目录的年份相合，每个旧编码都接得上。"""

from __future__ import annotations

from pathlib import Path

import pytest

from xlbudget.domain.codes import Catalogue, CodeName
from xlbudget.domain.errors import BrokenFormat
from xlbudget.domain.successions import Succession, Successions
from xlbudget.formats.catalogue import load_codes, load_successions
from xlbudget.formats.library import HOME, find

KNOWN = load_successions(HOME / "codes" / "successions.csv")
FUNCTIONAL = load_codes(HOME / "codes" / "functional.csv")
HEAD = "old_code,new_code,from_year,note\n"


@pytest.mark.parametrize("entry", list(KNOWN.entries), ids=lambda entry: entry.old)
def test_the_old_code_ended_when_the_new_one_holds(entry: Succession) -> None:
    before, year = entry.from_year - 1, entry.from_year
    assert FUNCTIONAL.entry(entry.old, before) is not None
    assert FUNCTIONAL.entry(entry.old, year) is None
    assert FUNCTIONAL.entry(entry.new, year) is not None
    assert KNOWN.code_in(year, entry.old, FUNCTIONAL) == entry.new
    assert KNOWN.code_in(before, entry.old, FUNCTIONAL) == entry.old


def test_renamed_numbers_of_the_same_name_are_all_there() -> None:
    """类下面唯一的“其他”款的项 …9901 到 2020 年为止，2021 年起是 …9999，名称不变。"""
    ended = {
        entry.code: entry.name
        for entry in FUNCTIONAL.entries
        if entry.valid_to == 2020 and entry.code.endswith("9901")
    }
    assert len(ended) >= 10
    for code, name in ended.items():
        new = KNOWN.code_in(2021, code, FUNCTIONAL)
        assert new == f"{code[:5]}99"
        assert FUNCTIONAL.name(new, 2021) == name


def test_a_succession_of_another_name_is_not_certain() -> None:
    for entry in KNOWN.entries:
        same = FUNCTIONAL.name(entry.old, entry.from_year - 1) == FUNCTIONAL.name(
            entry.new, entry.from_year
        )
        assert same or not entry.is_sure, entry


def test_all_formats_share_it() -> None:
    assert find("sichuan", 2024).present_code("2299901") == "2299999"
    assert [step.new for step in find("national", 2024).renumberings("2299901")] == ["2299999"]
    assert find("national", 2024).renumberings("2299999") == ()


CATALOGUE = Catalogue(
    [
        CodeName("2010101", "甲", None, 2018),
        CodeName("2010102", "乙", 2019, 2020),
        CodeName("2010103", "丙", 2021),
        CodeName("2010104", "丁", None, 2020),
    ]
)
CHAIN = Successions(
    [Succession("2010101", "2010102", 2019), Succession("2010102", "2010103", 2021)]
)


@pytest.mark.parametrize(
    ("year", "code", "now"),
    [
        (2018, "2010101", "2010101"),
        (2019, "2010101", "2010102"),
        (2024, "2010101", "2010103"),
        (2024, "2010104", "2010104"),  # 停用了，不知道改成了什么
        (2024, "2010109", "2010109"),
    ],
)
def test_one_after_the_other(year: int, code: str, now: str) -> None:
    assert CHAIN.code_in(year, code, CATALOGUE) == now


def test_a_circle_ends() -> None:
    circle = Successions([Succession("1", "2", 2019), Succession("2", "1", 2019)])
    assert circle.code_in(2024, "1", Catalogue([])) == "1"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "第1行"),
        ("old,new\n", "第1行"),
        (HEAD + "2089901,20899,2021,\n", "第2行"),
        (HEAD + "2089901,2089901,2021,\n", "第2行"),
        (HEAD + "2089901,2089999,明年,\n", "第2行"),
        (HEAD + "2089901,2089999\n", "第2行"),
        (HEAD + "2089901,2089999,2021,\n2089901,2089998,2021,\n", "第3行"),
    ],
)
def test_broken_files_are_refused(text: str, line: str, tmp_path: Path) -> None:
    path = tmp_path / "successions.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenFormat) as caught:
        load_successions(path)
    assert caught.value.where == f"successions.csv {line}"
