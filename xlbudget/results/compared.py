"""Two submissions of one document: which findings are mended, and what changed in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum

from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.records import dataclass
from xlbudget.results.reviewed import Reviewed
from xlbudget.results.text_changes import ALIKE, NUMBER, Change, plain, text_changes


class Fate(Enum):
    """What became of a finding from one submission to the next."""

    MENDED = "已改"
    LEFT = "未改"
    NEW = "新增"
    UNSEEN = "没有再核到"
    """Its sentence still stands as it was, and was not checked this time: nobody knows."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A review beside that of an earlier submission: the fates of its findings in their order
    (None for a mere note), the earlier findings that are there no longer, each with its fate, and
    the paragraphs that changed.
    """

    earlier: str
    fates: tuple[Fate | None, ...]
    gone: tuple[tuple[Finding, Fate], ...]
    changes: tuple[Change, ...]

    def count(self, fate: Fate) -> int:
        """How many findings had a fate."""
        return sum(each is fate for each in (*self.fates, *(fate for _, fate in self.gone)))


def compare(now: Reviewed, before: Reviewed) -> Compared:
    """A document beside its earlier submission. A finding is the same one where its check finds
    fault with the same sentence, wherever that has moved and whatever its numbers are now; also
    where it was told under another one, or is now.
    """
    waiting, told = list(_all(_grave(before.findings))), list(_all(_grave(now.findings)))
    partners = _partners(told, waiting)
    known = {id(each) for each, partner in zip(told, partners, strict=True) if partner is not None}
    kept = {id(partner) for partner in partners if partner is not None}
    gone = [finding for finding in _grave(before.findings) if id(finding) not in kept]
    unbound = {words for words, _ in _unbound(now) - _unbound(before)}
    changes = tuple(text_changes(now.bound.document, before.bound.document))
    standing = {plain(block.text) for _, block in now.bound.document.texts()}
    return Compared(
        earlier=before.file,
        fates=tuple(
            (Fate.LEFT if id(finding) in known else Fate.NEW) if _is_grave(finding) else None
            for finding in now.findings
        ),
        gone=tuple((finding, _fate(finding, before, standing, unbound)) for finding in gone),
        changes=changes,
    )


def _grave(findings: Iterable[Finding]) -> list[Finding]:
    return list(filter(_is_grave, findings))


def _is_grave(finding: Finding) -> bool:
    return finding.level is not Level.INFO


def _all(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings, each followed by what is told under it."""
    for finding in findings:
        yield finding
        yield from _all(finding.follows)


def _unbound(review: Reviewed) -> set[tuple[str, str | None]]:
    """The numbers that nobody knows: the words around each, and the number."""
    return {
        (_masked(finding), finding.printed) for note in review.findings for finding in note.follows
    }


def _fate(finding: Finding, before: Reviewed, standing: set[str], unbound: set[str]) -> Fate:
    """Mended, unless its paragraph stands as it was and a number there is not known any longer."""
    paragraph = next(
        (
            block.text
            for _, block in before.bound.document.texts()
            if block.place.paragraph == finding.where.paragraph
        ),
        "",
    )
    same = finding.where.paragraph is not None and plain(paragraph) in standing
    return Fate.UNSEEN if same and _masked(finding) in unbound else Fate.MENDED


def _partners(now: Sequence[Finding], before: Sequence[Finding]) -> list[Finding | None]:
    """The earlier finding that each one was, the surest first: same section and words, same words
    in another section, words much alike in the same section.
    """
    found: list[Finding | None] = [None] * len(now)
    free = list(before)
    for same in (_same_place, _same_words, _alike):
        for at, finding in enumerate(now):
            if found[at] is None:
                partner = next((each for each in free if same(finding, each)), None)
                if partner is not None:
                    found[at] = partner
                    free = [each for each in free if each is not partner]
    return found


def _same_place(one: Finding, other: Finding) -> bool:
    return _same_words(one, other) and one.where.section == other.where.section


def _same_words(one: Finding, other: Finding) -> bool:
    return one.check == other.check and _masked(one) == _masked(other)


def _alike(one: Finding, other: Finding) -> bool:
    if one.check != other.check or one.where.section != other.where.section:
        return False
    return SequenceMatcher(None, _masked(one), _masked(other)).ratio() >= ALIKE


def _masked(finding: Finding) -> str:
    """The words around, without their numbers; of a finding in no sentence, its place or words."""
    where = finding.where
    if not where.quote:
        return where.sheet or NUMBER.sub("#", finding.message)
    return NUMBER.sub("#", plain(where.quote))
