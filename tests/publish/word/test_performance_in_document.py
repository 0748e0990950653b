"""绩效的表在文档里：放在格式所说的那一节后面，数有标记。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.error_folders import account_of
from tests.publish.word.documents import W, body, bookmarks, document, style_of, text_of
from xlbudget.pipeline import run
from xlbudget.publish.word.document import Wanted, word_document
from xlbudget.results import Results
from xlbudget.results.performance_tables import performance_tables


def results() -> Results:
    return run(*account_of(""))


def before_the_first_table(data: bytes) -> str:
    """表题上面最后一个“第×部分”或“一、”。"""
    found = ""
    for each in body(data):
        if style_of(each) == "TableTitle":
            return found
        if style_of(each) in ("Heading1", "Heading2"):
            found = text_of(each)
    return found


@pytest.mark.parametrize(
    ("section", "heading"), [("十", "十、其他重要事项的情况说明"), ("", "四、预算项目绩效情况")]
)
def test_the_tables_follow_their_section(section: str, heading: str) -> None:
    made = results()
    form = replace(made.format.document, performance=section)
    made = replace(made, format=replace(made.format, document=form))
    assert before_the_first_table(word_document(made).data) == heading


def test_every_number_of_a_table_has_its_mark() -> None:
    written = word_document(results())
    marked = bookmarks(written.data)
    assert len(written.trace.loose) == 15
    assert {span.mark: span.text for span in written.trace.loose}.items() <= marked.items()
    printed = performance_tables(results())
    assert [each.rows for each in written.trace.tables] == [each.texts() for each in printed]
    held = document(written.data).findall(f".//{W}tbl")
    for table, element in zip(printed, held, strict=True):
        texts = [text_of(cell) for cell in element.iter(f"{W}tc")]
        assert [each for each in texts if each] == [each.text for each in table.cells if each.text]


def test_a_final_document_prints_the_same_numbers_without_marks() -> None:
    made = results()
    assert made.publishable
    draft, final = (word_document(made, Wanted(final=flag)).data for flag in (False, True))
    tables = [[text_of(cell) for cell in document(data).iter(f"{W}tc")] for data in (draft, final)]
    assert tables[0] == tables[1] != []
