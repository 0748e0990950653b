"""我们写的 Word 文档，由别的程序和自己的审核来看：合规，文字就是说明，图里存的数就是指标。

CI 抽每个格式的一两个案例（test_own_documents.py），benchmarks/own_documents.py 看遍全部案例。
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
from openxml_audit import OpenXmlValidator

from tests.own_text import alarms
from xlbudget.domain.documents import ChartBlock, TableBlock
from xlbudget.pipeline.documents import review
from xlbudget.publish.word.document import Wanted, word_document
from xlbudget.reading.documents import read_document
from xlbudget.results import Results

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FORBIDDEN = ("updateFields", "w:dirty", "dataBinding", "altChunk")
TRACES = ("_xb", "urn:xlbudget", "w:sdt>", "xlbudget")
"""定稿里不该有的字样；只有文件属性的“主题”写着由什么版本做的。"""

_MADE_BY = re.compile("<dc:subject>xlbudget [^<>]*；规则 [0-9a-f]{8}</dc:subject>")


def traces_in(said: str) -> list[str]:
    """定稿的各部件里不该有而有的字样。"""
    said = _MADE_BY.sub("", said)
    return [word for word in TRACES if word in said]


def faults(results: Results, *, final: bool, sdk: str = "") -> Iterator[str]:
    """一份文档的毛病，一条一句；`sdk` 是微软校验器的程序。"""
    data = word_document(results, Wanted(final=final)).data
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "说明.docx"
        path.write_bytes(data)
        for error in OpenXmlValidator().validate(str(path)).errors:
            yield f"openxml-audit：{error.description}"
        if sdk:
            done = subprocess.run([sdk, str(path)], capture_output=True, check=False)
            for error in json.loads(done.stdout)["errors"]:
                yield f"SDK：{error}"
        yield from _of_the_package(data, clean=final and results.publishable)
        yield from of_the_text(data, results)
        if not final:
            yield from _of_the_charts(data, results)
            yield from _of_the_review(path, results)


def _of_the_package(data: bytes, *, clean: bool) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            text = archive.read(name).decode()
            ET.fromstring(text)
            yield from (f"{name} 里有 {word}" for word in FORBIDDEN if word in text)
            if clean:
                yield from (f"{name} 里留着 {word}" for word in traces_in(text))
        document = archive.read("word/document.xml").decode()
    root = ET.fromstring(document)
    for kind in ("bookmarkStart", "sdtPr/{W}id"):
        path = kind.replace("{W}", W)
        ids = [each.get(f"{W}id") or each.get(f"{W}val") for each in root.iterfind(f".//{W}{path}")]
        if len(ids) != len(set(ids)):
            yield f"{kind} 的编号重复"
    names = [each.get(f"{W}name") or "" for each in root.iter(f"{W}bookmarkStart")]
    if len(names) != len(set(names)) or any(len(name) > 40 for name in names):
        yield "书签的名称重复或太长"


def paragraphs_of(data: bytes) -> list[str]:
    """正文里的各段，不经过我们自己的读法；目录的各条、表里的、空的不算。"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))
    body = root.find(f"{W}body")
    assert body is not None
    found = []
    for paragraph in body.findall(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val", "").startswith("TOC"):
            continue
        text = "".join(each.text or "" for each in paragraph.iter(f"{W}t"))
        if text.strip():
            found.append(text)
    return found


def of_the_text(data: bytes, results: Results) -> Iterator[str]:
    """说明的每一段都在，次序不变；多出来的只能是封面、目录、表的题目和注。"""
    found = iter(paragraphs_of(data))
    for line in results.narrative().splitlines():
        if not any(each == line for each in found):
            yield f"文档里没有（或次序不对）：{line[:40]}"
            return


def _of_the_charts(data: bytes, results: Results) -> Iterator[str]:
    unit = results.format.style.unit
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(
            (name for name in archive.namelist() if name.startswith("word/charts/chart")),
            key=lambda name: int("".join(filter(str.isdigit, name))),
        )
        if len(names) != len(results.charts):
            yield f"{len(names)} 幅图，应有 {len(results.charts)} 幅"
            return
        for name, spec in zip(names, results.charts, strict=True):
            amounts = [p.figure.amount.number(unit) for p in spec.points if p.figure.amount]
            root = ET.fromstring(archive.read(name))
            cached = [Decimal(v.text or "") for v in root.findall(f".//{C}val//{C}v")]
            if cached != amounts:
                yield f"{name} 存的数 {cached}，应为 {amounts}"
            links = archive.read(f"word/charts/_rels/{Path(name).name}.rels").decode()
            target = ET.fromstring(links)[0].get("Target", "")
            embedded = archive.read(f"word/{target.removeprefix('../')}")
            sheet = openpyxl.load_workbook(io.BytesIO(embedded)).active
            assert sheet is not None
            held = [
                Decimal(str(cell))
                for row in sheet.iter_rows(values_only=True)
                for cell in row
                if isinstance(cell, int | float)
            ]
            if held != amounts:
                yield f"{name} 内嵌的表里是 {held}，应为 {amounts}"


def _of_the_review(path: Path, results: Results) -> Iterator[str]:
    document = read_document(path)
    reviewed = review(document, (results.format,), results.account)
    yield from (f"审核：{finding.message}" for finding in alarms(reviewed))
    charts = [block for block in document.blocks if isinstance(block, ChartBlock)]
    if len(charts) != len(results.charts):
        yield "读回来的图数不对"
    tables = [block for block in document.blocks if isinstance(block, TableBlock)]
    if results.format.document.embedded_tables and len(tables) < len(results.format.tables):
        yield f"文中只有 {len(tables)} 张表"
