"""按哪个格式核对：写法与收录的格式都不同的，说明只是最接近的，不对照它的章节。"""

from __future__ import annotations

from tests.ruler.reviewing import document
from tests.ruler.ruler import clean
from xlbudget.formats.library import find
from xlbudget.pipeline.documents import review
from xlbudget.results.certificate import format_words
from xlbudget.results.reviewed import Reviewed

OWN, OTHER = "sichuan", "hubei"


def reviewed(name: str) -> Reviewed:
    formats = [find(place, 2024) for place in (OWN, "guangdong")]
    return review(document(name, clean(name)), formats)


def test_the_format_of_a_text_is_named() -> None:
    assert format_words(reviewed(OWN)) == "四川省部门决算公开格式（sichuan，待核）"


def test_one_that_is_only_the_nearest_says_so() -> None:
    found = reviewed(OTHER)
    assert format_words(found).startswith("没有相符的，按最接近的")
    sections = [entry for entry in found.ledger.entries if entry.check == "sections-of-form"]
    assert [entry.remark for entry in sections] == ["没有收录的格式与它相符，章节没有对照"]
