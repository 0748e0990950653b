"""定稿的目录：页码换成排出来的页，没有书签的那一条照旧，并说出来。"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from tests.workbook.workbooks import results_of
from xlbudget.publish.refresh import pages
from xlbudget.publish.word.document import Wanted, word_document
from xlbudget.publish.word.pages import headings

WHERE = Path("说明.docx")


def listed(document: bytes) -> list[str]:
    """目录各条最后一个制表符后面的字，由 python-docx 读出。"""
    found = docx.Document(io.BytesIO(document))
    return [
        each.text.rpartition("\t")[2]
        for each in found.paragraphs
        if each.style is not None and each.style.style_id.startswith("TOC")
    ]


@pytest.mark.parametrize("standing", [{}, {"_Toc00000001": 7}])
def test_pages_in_the_contents(standing: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    made = word_document(results_of("sample_complete"), Wanted(pages=standing)).data
    marks = [mark for found, _ in headings(made) for mark in found]
    laid_out = {mark: at + 10 for at, mark in enumerate(marks)}
    monkeypatch.setattr(pages, "page_numbers", lambda _: laid_out)
    data, complete = pages.numbered_anew(made, WHERE)
    assert complete
    assert listed(data) == [str(at + 10) for at in range(len(marks))]


def test_an_entry_of_no_known_page_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    made = word_document(results_of("sample_complete"), Wanted(pages={"_Toc00000001": 7})).data

    def only_second(_: bytes) -> Mapping[str, int]:
        return {"_Toc00000002": 3}

    monkeypatch.setattr(pages, "page_numbers", only_second)
    data, complete = pages.numbered_anew(made, WHERE)
    assert not complete
    assert listed(data)[:3] == ["7", "3", ""]


def test_a_document_without_contents_is_as_it_was() -> None:
    bare = io.BytesIO()
    docx.Document().save(bare)
    assert pages.numbered_anew(bare.getvalue(), WHERE) == (bare.getvalue(), True)
