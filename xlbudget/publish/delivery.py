"""The document that a run gives out: our own or a bureau's form filled in, with its side-car."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from xlbudget.domain.errors import OutputRefused, ProgramMissing
from xlbudget.domain.records import dataclass, field
from xlbudget.files.system import reason
from xlbudget.results import Results
from xlbudget.results.trace import Trace
from xlbudget.results.trace_json import trace_map

SIDECAR = ".trace.json"
"""What the side-car of 说明.docx is called: 说明.trace.json."""

BY_HAND = "用 Word 打开后，右键点目录，选“更新域”。"
"""How a person brings the page numbers into the contents."""

_DIGEST = "sha256"
_RENEWED = "renewed"
_REPLACES = "replaces"


def report_folder(workbook: Path) -> Path:
    """Where a workbook's outputs go unless told otherwise.

    >>> report_folder(Path("甲/决算.xlsx")).name
    '决算-说明'
    """
    return workbook.parent / f"{workbook.stem}-说明"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the document is wanted: to be published (`final`), with page numbers in its contents
    (LibreOffice finds them), in a bureau's form, with sections that people wrote as .docx.
    """

    final: bool = False
    pages: bool = False
    template: Path | None = None
    sections: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivered:
    """The document, its side-car, and what a person must be told; `left` tells that something of a
    form could not be filled in.
    """

    document: bytes
    sidecar: bytes
    told: tuple[str, ...] = ()
    left: bool = False


def deliver(results: Results, asked: Asked) -> Delivered:
    """Make the document."""
    if asked.template is not None:
        return _filled(results, asked, asked.template)
    from xlbudget.publish.word.document import Wanted, word_document

    wanted = Wanted(final=asked.final, sections=frozenset(asked.sections))
    written = word_document(results, wanted)
    told: list[str] = []
    data = _with_sections(written.data, results, asked, told)
    if asked.pages:
        from xlbudget.publish.word.pages import page_numbers

        try:
            pages = page_numbers(data)
        except ProgramMissing as error:
            told.append(f"目录里没有页码（{error.where}：{error.seen}）：{BY_HAND}")
        else:
            wanted = Wanted(final=asked.final, sections=wanted.sections, pages=pages)
            written = word_document(results, wanted)
            data = _with_sections(written.data, results, asked, [])
    else:
        told.append(f"目录里没有页码：{BY_HAND}")
    return Delivered(data, sidecar(written.trace, data), tuple(told))


def _with_sections(data: bytes, results: Results, asked: Asked, told: list[str]) -> bytes:
    """The document with the sections that people wrote."""
    if not asked.sections:
        return data
    from xlbudget.publish.people import compose

    return compose(data, asked.sections, results.format, told)


def _filled(results: Results, asked: Asked, form: Path) -> Delivered:
    """The bureau's form filled in. To be published, nothing of it may be left."""
    from xlbudget.publish.forms.form import fill_form, lines

    filled = fill_form(form, results, final=asked.final)
    if asked.final and filled.left:
        told = "\n        ".join(lines(filled))
        raise OutputRefused(
            where=str(form),
            seen=f"范本里有 {len(filled.left)} 处没有填上",
            expected="全部填上",
            remedy="请改范本；只有人知道的，先不加 --final 生成，在 Word 里填好，"
            f"再用 xlbudget refresh … --final 定稿：\n        {told}",
        )
    told_of = (*lines(filled),)
    return Delivered(filled.data, sidecar(filled.trace, filled.data), told_of, bool(filled.left))


def sidecar(trace: Trace, document: bytes, *, renewed: bool = False) -> bytes:
    """The map as it lies beside a document, with the digest of the document that it is of;
    `renewed` where it holds what people wrote.
    """
    told = {_DIGEST: hashlib.sha256(document).hexdigest(), **({_RENEWED: True} if renewed else {})}
    return json.dumps({**told, **trace_map(trace)}, ensure_ascii=False).encode()


def with_sidecar_first(contents: Mapping[Path, bytes], document: Path) -> dict[Path, bytes]:
    """What is to be written, the side-car of a document before the document itself: it knows the
    document that stands there too, so that this one is not taken for a person's where the program
    ends between the two.
    """
    beside = document.with_suffix(SIDECAR)
    told = contents[beside]
    with suppress(OSError):
        old = hashlib.sha256(document.read_bytes()).hexdigest()
        if old != json.loads(told)[_DIGEST]:
            told = json.dumps({_REPLACES: old, **json.loads(told)}, ensure_ascii=False).encode()
    return {beside: told, **{path: data for path, data in contents.items() if path != beside}}


def refuse_edited(document: Path, *, renewed: bool = False) -> None:
    """Refuse to replace a document that a person may have written in: whose bytes are not those
    that its side-car tells of, or that was renewed out of one that people wrote in. `renewed` is
    for who is about to renew it again. Raises OutputRefused.
    """
    if not document.is_file():
        return
    beside = document.with_suffix(SIDECAR)
    try:
        told = json.loads(beside.read_bytes())
        digest, of_people = told[_DIGEST], told.get(_RENEWED, False) and not renewed
        known = (digest, told.get(_REPLACES))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        digest, of_people, known = None, False, (None, None)
    try:
        same = hashlib.sha256(document.read_bytes()).hexdigest() in known
    except OSError as error:
        raise OutputRefused(
            where=str(document),
            seen=f"读不出来（{reason(error)}），不知道里面有没有人写的内容",
            expected="读得出来的文档",
            remedy="请关闭打开它的程序，检查权限，或换一个 -o 目录。文件没有改动。",
        ) from error
    if same and not of_people:
        return
    seen = f"旁边没有“{beside.name}”，不知道这个文档是谁写的"
    if digest:
        seen = "这个文档在生成以后改过，或另存过"
    if same:
        seen = "这个文档是由人改过的稿子更新来的"
    raise OutputRefused(
        where=str(document),
        seen=seen,
        expected="程序上次生成、没有动过的文档",
        remedy="覆盖会丢掉里面人写的内容：换上现在的数请用 xlbudget refresh；另生成一份请换一个 "
        "-o 目录，或先把它移到别处；只要别的文件，请用 --only 写明（如 --only annex,xlsx）。",
    )
