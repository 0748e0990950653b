"""A copy of a .docx with what its review found as comments, at the very words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlbudget.domain.findings import Finding
from xlbudget.publish.annotate.places import Places
from xlbudget.publish.annotate.words import remarks
from xlbudget.publish.annotate.written import Written
from xlbudget.publish.revision import refuse_strict
from xlbudget.reading.documents.word import open_word

AUTHOR = "xlbudget 审核"
"""Who the comments are by."""


def annotate(
    path: Path,
    findings: Sequence[Finding],
    *,
    date: dt.date,
    rules: Mapping[str, str] | None = None,
    made_by: str = "",
) -> bytes:
    """The document with a comment for each finding, and one at each other place of the same fault.

    `findings` are those of the review of this very file, in its order: their numbers in comments
    are those of the 审核意见表. `rules` say what a check serves, as R83 占比…. Comments that stand
    there stay as they are; of the package only the text and its comments change. `made_by` are the
    versions of what reviewed it: they stand in the first comment, and go with it. Raises an
    UnreadableFile where the file is no .docx.
    """
    word = open_word(path)
    refuse_strict(path, word.package.read(word.main))
    places = Places(word)
    written = Written(word, AUTHOR, date)
    for remark in remarks(findings, rules or {}):
        spot = places.spot(remark.where)
        number = written.add([*remark.lines(exact=spot.exact), *([made_by] if made_by else [])])
        made_by = ""
        spot.mark(number)
    return written.saved(places.editor)
