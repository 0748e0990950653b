"""坏的工作簿交给每一处要表的地方：说清楚，不改它，不写到别处去。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.bad_input import BadInput, Ends
from tests.hostile.bad_workbooks import BAD_WORKBOOKS
from tests.hostile.readers import GOOD, WORKBOOK_READERS
from tests.hostile.room import handed_over, said_plainly

REFUSED = [bad for bad in BAD_WORKBOOKS if bad.ends is Ends.REFUSED]
READ = [bad for bad in BAD_WORKBOOKS if bad.ends is Ends.READ]


@pytest.mark.parametrize("bad", REFUSED, ids=lambda bad: bad.name)
def test_it_is_refused_with_what_it_is_and_what_to_do(bad: BadInput, room: Path) -> None:
    for reader in WORKBOOK_READERS:
        if not bad.only or reader.name in bad.only:
            ran = handed_over(bad, reader, room)
            assert ran.code == reader.code, (reader.name, ran.said)
            said_plainly(ran, f"坏{bad.ending}", bad.said_by(reader.name))


@pytest.mark.parametrize("bad", READ, ids=lambda bad: bad.name)
def test_it_is_read_as_if_nothing_were_the_matter(bad: BadInput, room: Path) -> None:
    check = next(each for each in WORKBOOK_READERS if each.name == "check")
    ran = handed_over(bad, check, room)
    good = handed_over(bad, check, room, file=GOOD)
    assert ran.code == good.code == 0, ran.said
    assert ran.said.replace(f"坏{bad.ending}", GOOD) == good.said
