"""A bureau's form filled in from an account: its placeholders, then its blanks."""

from __future__ import annotations

from pathlib import Path

from xlbudget.domain.documents import TextBlock
from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.records import replace
from xlbudget.formats.versions import made_by
from xlbudget.publish.clean import cleaned
from xlbudget.publish.forms.every_blank import fill_every_blank
from xlbudget.publish.forms.filling import Turn
from xlbudget.publish.forms.opening import is_protected, open_form
from xlbudget.publish.forms.outcome import Filled, FilledIn, Left, lines
from xlbudget.publish.forms.stamps import bookmarks_of
from xlbudget.publish.forms.unused import unused
from xlbudget.publish.made_by import told_made_by
from xlbudget.reading.documents.word import OpenWord, open_word
from xlbudget.results import Results
from xlbudget.results.trace import Marks, Trace, trace_of
from xlbudget.results.trace_json import trace_json

__all__ = ["Filled", "FilledIn", "Left", "fill_form", "lines"]

_HEADING = 40
"""A paragraph of the form that is longer is no heading."""


def fill_form(path: Path, results: Results, *, final: bool = False) -> Filled:
    """The form with all that it names put in; what is not known stays as it stands and is told.

    A document to be published (`final`) has no marks and no map; while anything is left of the form
    it is not made final. Raises UnreadableFile for a form that cannot be filled in.
    """
    form = open_form(path)
    marks = Marks(bookmarks_of(form.root))
    early = Turn(form, results, marks, early=True)
    early.run()
    blanks = fill_every_blank(open_word(path, early.saved()), results, marks)
    word = open_word(path, blanks.data)
    late = Turn(word, results, marks, early=False)
    late.run()
    assert late.blocks is not None
    # 填好以后才整段去掉的（没有此项支出的），它的数也不在了
    standing = bookmarks_of(word.root)
    trace = replace(
        trace_of(results),
        paragraphs=tuple(late.blocks.placed.paragraphs),
        charts=tuple(late.blocks.placed.charts),
        tables=tuple(late.blocks.tables.tables),
        loose=(
            *(span for span in early.stamps.loose if span.mark in standing),
            *blanks.loose,
            *late.stamps.loose,
            *late.blocks.tables.spans,
        ),
        form=True,
    )
    filled = (*early.filled, *blanks.filled, *late.filled)
    left = (*blanks.left, *late.left)
    if not filled and not left and not blanks.removed:
        raise _nothing_to_fill(path)
    data = told_made_by(late.saved(trace_json(trace)), path, made_by(results.format))
    if final and not left:
        data = cleaned(path, data).data
    return Filled(
        data=data,
        trace=trace,
        filled=filled,
        left=left,
        unused=tuple(unused(results, trace, _headings(word), blanks.unused)),
        notes=(*blanks.notes(), *_notes(form, trace)),
    )


def _headings(word: OpenWord) -> list[str]:
    return [
        block.text
        for block in word.document.blocks
        if isinstance(block, TextBlock) and len(block.text) <= _HEADING
    ]


def _notes(form: OpenWord, trace: Trace) -> list[str]:
    told = []
    if is_protected(form):
        told.append("范本设了编辑保护，填好的文档照样带着：要改，请在 Word 里“停止保护”。")
    if trace.tables or trace.charts:
        told.append("放进了图或表，版面会变：请用 Word 打开，更新目录，看一遍。")
    return told


def _nothing_to_fill(path: Path) -> UnreadableFile:
    return UnreadableFile(
        where=str(path),
        seen="没有可填的地方",
        expected="写有【收支总表.总计】【段：三】这样的占位符，或 XX万元 这样的空的范本",
        remedy="请在要填数的地方写上占位符；写法见文档“财政局下发的范本”。",
    )
