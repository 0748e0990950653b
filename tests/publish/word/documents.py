"""文档的结果和部件，供这里的测试用；读法与写法无关。"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree as ET

from xlbudget.domain.text import Kind, Paragraph, State, Words
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.pipeline import run
from xlbudget.results import Results
from xlbudget.workbook.blank import account_of_case

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def results_of(place: str, name: str) -> Results:
    case = load_case(HOME / place / "cases" / f"{name}.toml", place)
    resolved = find(case.place, case.year, case.settings)
    return run(account_of_case(case, resolved, "决算.xlsx"), resolved)


def with_paragraph(results: Results, id_: str, text: str, state: State) -> Results:
    """同样的结果，一段换成别的文字。"""
    new = Paragraph(id_, Kind.BODY, (Words(text),), state)
    paragraphs = tuple(new if each.id == id_ else each for each in results.paragraphs)
    return replace(results, paragraphs=paragraphs)


def named(results: Results, unit: str) -> Results:
    return replace(results, account=replace(results.account, unit_name=unit))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def document(data: bytes) -> ET.Element:
    return ET.fromstring(parts(data)["word/document.xml"])


def body(data: bytes) -> ET.Element:
    found = document(data).find(f"{W}body")
    assert found is not None
    return found


def text_of(element: ET.Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def style_of(paragraph: ET.Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def words_of(data: bytes) -> list[tuple[str, str]]:
    """正文各段的样式和文字：封面、目录以后，表格以外，不空的。"""
    paragraphs = [(style_of(each), text_of(each)) for each in body(data).findall(f"{W}p")]
    begin = max(at for at, (style, _) in enumerate(paragraphs) if style.startswith("TOC")) + 1
    return [(style, text) for style, text in paragraphs[begin:] if text]


def bookmarks(data: bytes) -> dict[str, str]:
    """每个书签里的文字。"""
    opened: dict[str, str] = {}
    found: dict[str, str] = {}
    for each in document(data).iter():
        if each.tag == f"{W}bookmarkStart":
            name = each.get(f"{W}name", "")
            assert name not in found
            opened[each.get(f"{W}id", "")] = name
            found[name] = ""
        elif each.tag == f"{W}bookmarkEnd":
            del opened[each.get(f"{W}id", "")]
        elif each.tag == f"{W}t":
            for name in opened.values():
                found[name] += each.text or ""
    assert not opened
    return found


def sections(data: bytes) -> list[ET.Element]:
    return list(document(data).iter(f"{W}sectPr"))
