"""All blanks of a form filled: those of its sentences, then those that stand anywhere else."""

from __future__ import annotations

from xlbudget.domain.records import replace
from xlbudget.publish.forms.blanks.filled_form import FilledForm, fill_blanks, unused_amounts
from xlbudget.publish.forms.elsewhere import fill_elsewhere
from xlbudget.reading.documents.word import OpenWord, open_word
from xlbudget.results import Results
from xlbudget.results.trace import Marks


def fill_every_blank(word: OpenWord, results: Results, marks: Marks) -> FilledForm:
    """The form with its blanks filled from an account, as far as they are known for sure.

    Raises UnknownName where the form is printed for another year.
    """
    made = fill_blanks(word, results, marks)
    more = fill_elsewhere(open_word(word.package.path, made.data), results, marks)
    figures = (*made.figures, *more.figures)
    return replace(
        made,
        data=more.data,
        loose=(*made.loose, *more.loose),
        filled=(*made.filled, *more.filled),
        left=(*made.left, *more.left),
        removed=(*made.removed, *more.removed),
        doubtful=(*made.doubtful, *more.doubtful),
        figures=figures,
        unused=tuple(unused_amounts(results, figures)) if more.figures else made.unused,
        rounded=(*made.rounded, *more.rounded),
    )
