"""程序自己留下、人也改得到的小文件：对照、印记、摘要、清单、抵消清单、名词。

第一行是哪一种，其余是文件的内容。坏了的，或者用自己的话拒收，或者当作没有。
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.fuzz.targets.target import Target, text_of
from xlbudget.batch.extract import EXTRACT, unit_extract
from xlbudget.batch.league import league
from xlbudget.batch.list_file import units_of
from xlbudget.batch.stamp import FAILED, STAMP, json_bytes, read_stamp, stamp
from xlbudget.cli.elimination_list import read_eliminations
from xlbudget.domain.errors import XlbudgetError
from xlbudget.formats.library import find
from xlbudget.formats.terms import load_terms
from xlbudget.pipeline.workbooks import run as results_of
from xlbudget.publish.delivery import SIDECAR, deliver, refuse_edited
from xlbudget.publish.delivery import Asked as DocumentAsked
from xlbudget.results import Results
from xlbudget.results.trace_json import trace_json, trace_of_json
from xlbudget.workbook.blank import sample_account

FORMAT = find("sichuan", 2024)


def _results() -> Results:
    return results_of(*sample_account())


def _trace(_: Path, data: bytes) -> None:
    found = trace_of_json(text_of(data), "甲.trace.json")
    assert trace_of_json(trace_json(found), "甲.trace.json") == found


def _sidecar(room: Path, data: bytes) -> None:
    document = room / "甲.docx"
    document.write_bytes(b"x")
    document.with_suffix(SIDECAR).write_bytes(data)
    refuse_edited(document)


def _file_of_unit(name: str) -> Callable[[Path, bytes], None]:
    def run(room: Path, data: bytes) -> None:
        folder = room / "甲"
        folder.mkdir()
        for known, content in _unit().items():
            (folder / known).write_bytes(data if known == name else content)
        if name == FAILED:
            (folder / FAILED).write_bytes(data)
        read_stamp(folder)
        league(room)

    return run


def _list(name: str) -> Callable[[Path, bytes], None]:
    def run(room: Path, data: bytes) -> None:
        path = room / name
        path.write_bytes(data)
        units_of(path)

    return run


def _eliminations(room: Path, data: bytes) -> None:
    path = room / "抵消.csv"
    path.write_bytes(data)
    read_eliminations(path, [], FORMAT)


def _terms(room: Path, data: bytes) -> None:
    path = room / "terms.csv"
    path.write_bytes(data)
    load_terms(path)


KINDS: dict[str, Callable[[Path, bytes], None]] = {
    "trace": _trace,
    "sidecar": _sidecar,
    "stamp": _file_of_unit(STAMP),
    "extract": _file_of_unit(EXTRACT),
    "failed": _file_of_unit(FAILED),
    "list.csv": _list("清单.csv"),
    "list.txt": _list("清单.txt"),
    "eliminations": _eliminations,
    "terms": _terms,
}


def run(data: bytes) -> None:
    """Read a file as the kind that its first line says."""
    first, _, content = data.partition(b"\n")
    kind = KINDS.get(text_of(first).strip())
    if kind is None:
        return
    with tempfile.TemporaryDirectory() as room:
        kind(Path(room), content)


_known: dict[str, bytes] = {}


def _unit() -> dict[str, bytes]:
    """What stands in the folder of a unit that was done."""
    if not _known:
        results = _results()
        _known[STAMP] = json_bytes(stamp(results, {"甲.xlsx": "0"}, {"甲.docx": "0"}, formats=""))
        _known[EXTRACT] = unit_extract(results)
    return _known


def seeds() -> Iterator[bytes]:
    """Each kind as the program or a person writes it."""
    with suppress(XlbudgetError):
        document = deliver(_results(), DocumentAsked())
        told = json.loads(document.sidecar)
        told["paragraphs"], told["charts"] = told["paragraphs"][:2], told["charts"][:1]
        told["tables"] = [{**each, "rows": each["rows"][:2]} for each in told["tables"][:1]]
        sidecar = json.dumps(told, ensure_ascii=False).encode()
        yield b"trace\n" + sidecar
        yield b"sidecar\n" + sidecar
    for kind, name in (("stamp", STAMP), ("extract", EXTRACT)):
        yield kind.encode() + b"\n" + _unit()[name]
    yield 'failed\n{"unit": "甲", "errors": [{"where": "甲", "seen": "乙"}]}'.encode()
    yield 'list.csv\n文件,名称\n甲.xlsx,示例局\n"乙;丙.xls",\n# 注\n'.encode()
    yield "list.txt\n甲.xlsx\t示例局\n乙\n".encode("gb18030")
    head = "eliminations\n单位,收支项目,科目编码,金额（元）\n"
    yield f"{head}示例局,上级补助收入,2010301,1.00\n".encode()
    yield "terms\n名词,释义\n".encode()


WORDS = (
    *('"version": 1', '"paragraphs": [', '"spans"', "null", "[[]]", "{}", "1e999", "NaN", "true"),
    *('"findings"', '"figures"', '"obligations"', "-1", '"\\ud800"', "[", "]", "{", "}", "\x00"),
)
TARGET = Target("records", "小文件", run, seeds, WORDS, 20_000)
