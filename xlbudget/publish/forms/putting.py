"""What is put into a form's paragraph, with the marks by which it is renewed later."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from xlbudget.binding.said import Mark
from xlbudget.publish.editing import Editor
from xlbudget.publish.forms.blanks.colours import plain_colour
from xlbudget.publish.forms.inline import Unsaid
from xlbudget.publish.forms.places import FormPlace, is_bound, is_placeholder_text, plain_control
from xlbudget.publish.forms.stamps import Stamps
from xlbudget.reading.documents.xml_parts import W
from xlbudget.results.trace import TracedSpan


def put_spans(
    editor: Editor, place: FormPlace, start: int, end: int, spans: Sequence[TracedSpan], to: Stamps
) -> Unsaid | None:
    """Put words and figures in the place of a stretch; why that cannot be done. Only what stands
    in the text itself, and in no field or control, is marked.
    """
    mark = Mark(place.block, start, end)
    runs = editor.runs(mark)
    if not runs:
        return Unsaid("这里的文字改不了", "请把占位符重新打一遍。")
    control = plain_control(runs[0])
    if control is not None and is_bound(control):
        return Unsaid("这里是绑定了数据的控件", "请改成普通文字。")
    for run in runs:
        plain_colour(run)
    if control is not None:
        _no_placeholder(control, runs)
    marked = place.is_main and not place.again and control is None and start not in place.in_field
    editor.put(mark, "".join(to.stretch(span, marked=marked) for span in spans))
    return None


def _no_placeholder(control: etree._Element, runs: Sequence[etree._Element]) -> None:
    """A control that showed what it asks for holds its value now."""
    if not is_placeholder_text(control):
        return
    shown = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    if shown is not None and (parent := shown.getparent()) is not None:
        parent.remove(shown)
    for run in runs:
        style = run.find(f"{W}rPr/{W}rStyle")
        if style is not None and (parent := style.getparent()) is not None:
            parent.remove(style)
