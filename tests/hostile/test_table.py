"""docs/reliability.md 的表就是目录：一种不多，一种不少，名称不重，说到的测试都在。"""

from __future__ import annotations

from tests.hostile.bad_amounts import BAD_AMOUNTS
from tests.hostile.bad_documents import BAD_DOCUMENTS
from tests.hostile.bad_lists import BAD_LISTS
from tests.hostile.bad_workbooks import BAD_WORKBOOKS
from tests.hostile.others import OTHERS
from tests.hostile.readers import DOCUMENT_READERS, LIST_READERS, WORKBOOK_READERS
from tests.hostile.table import GROUPS, PAGE, with_section


def test_the_page_lists_every_bad_input() -> None:
    page = PAGE.read_text("utf-8")
    assert with_section(page) == page, "请运行 .venv/bin/python -m tests.hostile.table"


def test_names_are_told_apart() -> None:
    for _, group, _, _ in GROUPS:
        names = [bad.name for bad in group]
        assert len(set(names)) == len(names)


def test_every_reader_that_is_named_is_one() -> None:
    """写错一个入口的名称，那一处就悄悄不试了。"""
    for group, readers in (
        (BAD_WORKBOOKS, WORKBOOK_READERS),
        (BAD_AMOUNTS, WORKBOOK_READERS),
        (BAD_DOCUMENTS, DOCUMENT_READERS),
        (BAD_LISTS, LIST_READERS),
    ):
        known = {reader.name for reader in readers}
        for bad in group:
            instead = {reader for reader, _ in bad.instead}
            assert {*bad.only, *bad.skipped, *instead} <= known, bad.name
            assert known - {*bad.skipped}, bad.name


def test_every_test_that_is_named_is_there() -> None:
    for other in OTHERS:
        assert f"def {other.test}(" in (PAGE.parents[1] / other.where).read_text("utf-8")
    for _, _, _, test in GROUPS:
        assert (PAGE.parents[1] / test).is_file()
