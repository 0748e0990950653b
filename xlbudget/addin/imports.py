"""导入决算数据 and 导入上年: files that a person picks, into the workbook that is open.

What `xlbudget import` does to a file, with its decisions asked for in Excel: nothing is written
before a person has seen how many cells would change, and what she typed stays unless she says so.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from xlbudget.addin.actions import Say, now
from xlbudget.addin.import_text import all_lines, done, question, state, to_confirm
from xlbudget.addin.session import TITLE
from xlbudget.books.excel_dialogs import Answer
from xlbudget.books.seen_book import SeenBook
from xlbudget.books.xlwings_book import XlwingsBook
from xlbudget.domain.errors import SeveralErrors, UnknownLayout, XlbudgetError, raise_all
from xlbudget.domain.records import dataclass, replace
from xlbudget.intake.given import Given
from xlbudget.intake.importing import Filled, Sources, fill_in, given_for, told_of
from xlbudget.intake.into import Filling, fill
from xlbudget.intake.mapping import Unconfirmed
from xlbudget.intake.sources import DOCUMENTS, SPREADSHEETS
from xlbudget.pipeline import Reading, read
from xlbudget.workbook.plan import plan_state

_LOG = logging.getLogger(__name__)
_NAMED = 2
"""So many files are named while they are read."""


class Ask(Protocol):
    """Puts a question to a person."""

    def __call__(self, text: str, *, cancel: bool) -> Answer:
        """Yes or no, or with `cancel` neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A kind of import: what it is called, and the files it asks for."""

    doing: str
    kinds: str
    suffixes: tuple[str, ...]
    last_year: bool

    def run(
        self, book: XlwingsBook, step: Say, files: Sequence[Path] = (), ask: Ask | None = None
    ) -> str:
        """Ask for the files unless they are given, and bring them in; what there is to tell.

        Questions go to `ask`, a message box in Excel unless it is given.
        """
        step("选文件")
        chosen = tuple(files) or book.choose_files(self.doing, self.kinds, self.suffixes)
        if not chosen:
            return ""
        _refuse_itself(book, chosen)
        named = "、".join(path.name for path in chosen[:_NAMED])
        step(f"读取 {named}{' 等' if len(chosen) > _NAMED else ''}")
        sources = Sources(last_year=chosen) if self.last_year else Sources(exports=chosen)
        return _bring_in(book, step, sources, ask or _in_excel(book), self.doing)


IMPORTS = {
    "导入": Import(
        doing="导入决算数据", kinds="导出的表格、公开表", suffixes=SPREADSHEETS, last_year=False
    ),
    "上年": Import(
        doing="导入上年",
        kinds="上年的工作簿、导出、公开表或说明",
        suffixes=(*SPREADSHEETS, *DOCUMENTS),
        last_year=True,
    ),
}
"""By the word that `attach` knows each by."""


def _in_excel(book: XlwingsBook) -> Ask:
    def ask(text: str, *, cancel: bool) -> Answer:
        return book.ask(text, TITLE, cancel=cancel)

    return ask


def _refuse_itself(book: XlwingsBook, files: Sequence[Path]) -> None:
    own = book.file
    for path in files:
        if own is not None and path.exists() and own.exists() and path.samefile(own):
            raise UnknownLayout(
                where=path.name,
                seen="正在填的工作簿自己",
                expected="导出的文件，或上年的工作簿",
                remedy="请另选文件。",
            )


def _bring_in(book: XlwingsBook, step: Say, sources: Sources, ask: Ask, doing: str) -> str:
    seen = SeenBook(book)
    reading = read(seen)
    given = _given(reading, sources, ask)
    if given is None:
        return "没有采用对应关系，什么也没有写。"
    step("比较")
    found = fill(seen, reading, given.gathered)
    overwrite = False
    if found.changes or given.confirmed or _standing(found):
        answer = _answer(found, given, ask)
        overwrite = answer is Answer.YES and bool(_standing(found))
        if answer is Answer.CANCEL or (answer is Answer.NO and not _standing(found)):
            return ""
    filled = fill_in(seen, reading, given, overwrite=overwrite, where=book.name)
    if filled.filling.changes or given.confirmed:
        step("写入工作簿")
        line = plan_state(reading.sheets, state(doing, filled.filling), now())
        book.apply(replace(filled.plan, ranges=(*filled.plan.ranges, *line.ranges)))
        step("核对")
    filled, fault = _as_it_stands(book, filled)
    told = told_of(given, filled)
    _LOG.info("%s", "\n".join(all_lines(told)))
    return "\n".join(done(told, fault))


def _standing(found: Filling) -> list[str]:
    """The cells that a person may let go: all that say otherwise, but for formulas."""
    return [each.conflict() for each in found.conflicts if not each.formula]


def _answer(found: Filling, given: Given, ask: Ask) -> Answer:
    standing = _standing(found)
    if standing:
        _LOG.info("%s", "\n".join(("与来源不同的格", *standing)))
    return ask("\n".join(question(found, given)), cancel=bool(standing))


def _given(reading: Reading, sources: Sources, ask: Ask) -> Given | None:
    """What the files say; a person is asked about layouts that nobody has seen before. None where
    all would come from such, and she does not confirm them.
    """
    try:
        given = given_for(reading, sources)
        lines = [line for proposal in given.proposals for line in proposal.lines()]
    except XlbudgetError as error:
        errors = error.errors if isinstance(error, SeveralErrors) else (error,)
        raise_all([each for each in errors if not isinstance(each, Unconfirmed)])
        given = None
        lines = [line for each in errors for line in (each.where, *each.remedy.split("\n")[:-1])]
    if lines and ask("\n".join(to_confirm(lines)), cancel=False) is Answer.YES:
        return given_for(reading, replace(sources, confirm=True))
    return given


def _as_it_stands(book: XlwingsBook, filled: Filled) -> tuple[Filled, str]:
    """How the workbook reads now that Excel has computed; where it cannot be read any more, how it
    should read, and why not.
    """
    try:
        return replace(filled, after=read(book)), ""
    except XlbudgetError as error:
        return filled, str(error)
