"""一格读不了的金额：每一处都指着那一格说出来；读得了的按它写的算，与别处不符的照样说。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.bad_amounts import BAD_AMOUNTS, PLACE
from tests.hostile.bad_input import BadInput, Ends
from tests.hostile.readers import WORKBOOK_READERS
from tests.hostile.room import handed_over, said_plainly

READERS = {each.name: each for each in WORKBOOK_READERS}
UNREAD = [bad for bad in BAD_AMOUNTS if bad.ends is Ends.REFUSED]
READ = [bad for bad in BAD_AMOUNTS if bad.ends is Ends.TOLD]


@pytest.mark.parametrize("bad", UNREAD, ids=lambda bad: bad.name)
def test_an_amount_that_cannot_be_read_is_named(bad: BadInput, room: Path) -> None:
    ran = handed_over(bad, READERS["check"], room)
    assert ran.code == 2, ran.said
    said_plainly(ran, f"坏.xlsx · {PLACE}", bad.says)


@pytest.mark.parametrize("reader", ["report", "import", "rollup", "batch", "explain"])
def test_every_reader_names_it(reader: str, room: Path) -> None:
    bad = next(each for each in BAD_AMOUNTS if each.name == "金额是见附表")
    ran = handed_over(bad, READERS[reader], room)
    assert ran.code == READERS[reader].code, ran.said
    said_plainly(ran, f"坏.xlsx · {PLACE}", bad.says)


@pytest.mark.parametrize("bad", READ, ids=lambda bad: bad.name)
def test_what_can_be_read_is_held_against_the_other_tables(bad: BadInput, room: Path) -> None:
    """原来的 1407.715 万元换成了别的：财政拨款总表、合计都还是原来的数，要说出来。"""
    ran = handed_over(bad, READERS["check"], room)
    assert ran.code == 1, ran.said
    said_plainly(ran, PLACE, bad.says)
