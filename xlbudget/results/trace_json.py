"""The map of a document as JSON: in the document itself, and beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.text import Kind
from xlbudget.results.trace import (
    VERSIONS,
    SpanKind,
    Trace,
    TracedChart,
    TracedParagraph,
    TracedSpan,
    TracedTable,
)

VERSION = 1
"""The version of the map's own form."""

_BROKEN = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError),
    *(OverflowError, RecursionError),
)
"""What reading a map raises that is not one of ours."""


_KINDS = {kind: kind.value for kind in SpanKind}


def trace_json(trace: Trace) -> str:
    """The map as JSON."""
    return json.dumps(trace_map(trace), ensure_ascii=False, separators=(",", ":"))


def trace_map(trace: Trace) -> dict[str, Any]:
    """The map as plain data."""
    return {
        "version": VERSION,
        "program": trace.program,
        **trace.versions,
        "place": trace.place,
        "year": trace.year,
        "unit": trace.unit,
        "file": trace.file,
        "paragraphs": [
            {
                "id": each.id,
                "kind": each.kind.value,
                "mark": each.mark,
                **({"rewritten": True} if each.rewritten else {}),
                "spans": [_span_json(span) for span in each.spans],
            }
            for each in trace.paragraphs
        ],
        "charts": [
            {
                "title": each.title,
                "number": each.number,
                "caption": each.caption,
                "kind": each.kind,
                "categories": each.categories,
                "values": each.values,
            }
            for each in trace.charts
        ],
        "tables": [
            {
                "name": each.name,
                "mark": each.mark,
                "rows": each.rows,
                **({"notes": each.notes} if each.notes else {}),
            }
            for each in trace.tables
        ],
        "loose": [_span_json(span) for span in trace.loose],
        **({"form": True} if trace.form else {}),
    }


def _span_json(span: TracedSpan) -> list[str]:
    if span.blank:
        return [_KINDS[span.kind], span.text, span.name, span.mark, span.blank]
    return [_KINDS[span.kind], span.text, span.name, span.mark][: 4 if span.name else 2]


def trace_of_json(text: str, where: str) -> Trace:
    """The map from its JSON; `where` is the file that errors name. Raises UnreadableFile."""
    try:
        found = json.loads(text)
        if r"\ud" in text.lower():
            json.dumps(found, ensure_ascii=False).encode()  # 半个字符写不回文件
        if found["version"] != VERSION:
            raise _foreign(where, f"第 {found['version']} 版的对照")
        return _trace(found)
    except _BROKEN as error:
        raise _foreign(where, "读不懂的内容") from error


def _trace(found: Mapping[str, Any]) -> Trace:
    return Trace(
        program=str(found["program"]),
        place=str(found["place"]),
        year=int(found["year"]),
        unit=str(found["unit"]),
        file=str(found["file"]),
        paragraphs=tuple(
            TracedParagraph(
                str(each["id"]),
                Kind(each["kind"]),
                tuple(_span(span) for span in each["spans"]),
                str(each["mark"]),
                bool(each.get("rewritten", False)),
            )
            for each in found["paragraphs"]
        ),
        charts=tuple(
            TracedChart(
                str(each["title"]),
                int(each["number"]),
                str(each["caption"]),
                str(each["kind"]),
                tuple(map(str, each["categories"])),
                tuple(map(str, each["values"])),
            )
            for each in found["charts"]
        ),
        tables=tuple(
            TracedTable(
                str(each["name"]),
                str(each["mark"]),
                tuple(tuple(map(str, row)) for row in each["rows"]),
                tuple(map(str, each.get("notes", ()))),
            )
            for each in found["tables"]
        ),
        loose=tuple(_span(span) for span in found["loose"]),
        form=bool(found.get("form", False)),
        versions={name: str(found[name]) for name in VERSIONS if name in found},
    )


def _span(found: list[str]) -> TracedSpan:
    kind, text, *rest = map(str, found)
    name, mark, *blank = rest or ("", "")
    return TracedSpan(SpanKind(kind), text, name, mark, *blank)


def _foreign(where: str, seen: str) -> UnreadableFile:
    return UnreadableFile(
        where=where,
        seen=seen,
        expected=f"xlbudget 随文档写出的对照（第 {VERSION} 版）",
        remedy="请用生成该文档的程序版本，或重新生成文档；不要手工改 .trace.json。",
    )
