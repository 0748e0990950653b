from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.batch.names import OVERVIEW, distinct, safe_file, safe_name

ODD = st.text(
    st.sampled_from('甲乙aA1. :/\\*?"<>|~$\x00\n\ud800é\u0301') | st.characters(), max_size=80
)


@pytest.mark.parametrize(
    "name", ["CON", "con", "Nul.txt", "COM1", "lpt9.xlsx", "com³", "aux.", "CONIN$"]
)
def test_a_device_of_windows_is_no_name(name: str) -> None:
    assert safe_name(name).startswith("_")


def test_characters_that_nobody_sees_are_no_part_of_a_name() -> None:
    assert safe_name("甲\u202excod.exe") == "甲_xcod.exe"
    assert safe_name("甲\x9b乙\u2028丙") == "甲_乙_丙"


def test_an_ordinary_name_stays() -> None:
    assert safe_name("示例市示例局（本级） 2024") == "示例市示例局（本级） 2024"
    assert safe_file("2024年决算.v2.xlsx") == "2024年决算.v2.xlsx"


def test_long_names_that_begin_alike_stay_apart() -> None:
    one, other = distinct(["甲" * 80 + "一", "甲" * 80 + "二"])
    assert one != other
    assert len(one) == len(other) == 60


@settings(max_examples=25)
@given(st.lists(ODD, max_size=6))
def test_names_can_be_folders_on_any_system_and_differ(names: list[str]) -> None:
    found = distinct(names)
    for name in found:
        assert name
        assert name == unicodedata.normalize("NFC", name).strip()
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        assert not name.endswith((".", " "))
        assert not name.startswith((".", "~$"))
        assert len(name) < 70
        name.encode()
    folded = [name.casefold() for name in (*found, *OVERVIEW)]
    assert len(set(folded)) == len(folded)
    assert distinct(names) == found
