"""Numbers of a document that are not ours: they are never refreshed, so a person must know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xlbudget.binding.said import Mention
from xlbudget.publish.refresh.binding_check import Bindings
from xlbudget.publish.refresh.compared import says
from xlbudget.publish.refresh.matching import Key, Match
from xlbudget.publish.refresh.outcome import LeftKind
from xlbudget.publish.refresh.placing import place_spans
from xlbudget.publish.refresh.sentences import Sentence
from xlbudget.publish.refresh.standing import Standing
from xlbudget.publish.refresh.telling import Told
from xlbudget.results.trace import TracedSpan

_DATES = ("年", "月", "日", "号", "周年", "年度", "次会议")


def tell_untagged(
    told: Told,
    bindings: Bindings,
    printed: Mapping[str, Sequence[str]],
    texts: Mapping[int, str],
    matches: Mapping[Key, Match],
    sentences: Sequence[Sequence[Sentence]],
    standing: Standing,
    loose: Iterable[TracedSpan],
) -> None:
    """List the numbers with a unit that stand in no stretch of ours; one that says a figure of ours
    by its words (`printed`) with what that is now.
    """
    ours = [*_covered(texts, matches, sentences, standing)]
    marks = (standing.at(span.mark) for span in loose)
    ours += [(mark.block, mark.start, mark.end, "") for mark in marks if mark is not None]
    for index, mention in enumerate(bindings.said.mentions):
        if mention.mark.block not in texts or mention.mark.block in standing.contents:
            continue
        if not _counts(mention) or any(_holds(each, mention, texts) for each in ours):
            continue
        what, new = mention.subject or "数", ""
        owner = bindings.bound.owners.get(index)
        if owner is not None:
            figure = owner.figure.identifier(bindings.bound.format)
            known = printed.get(figure, ())
            what = told.label(figure) if known else what
            words = told.words(mention.mark)
            new = known[0] if known and not any(says(words, each) for each in known) else ""
        told.leave(
            LeftKind.UNTAGGED,
            mention.mark,
            "",
            what,
            new=new,
            remedy="这个数不是程序生成的，不会随工作簿更新。请自行核对。",
        )


def _counts(mention: Mention) -> bool:
    unit = mention.quantity.unit
    return bool(unit) and unit not in _DATES


def _covered(
    texts: Mapping[int, str],
    matches: Mapping[Key, Match],
    sentences: Sequence[Sequence[Sentence]],
    standing: Standing,
) -> Iterable[tuple[int, int, int, str]]:
    for (at, k), match in matches.items():
        said, sentence = match.said, sentences[at][k]
        if match.exact:
            yield said.block, said.start, said.end, ""
            continue
        yield said.block, said.start, said.end, sentence.text
        for placed in place_spans(sentence, said, texts[said.block], standing):
            if placed.mark is not None and placed.mark.start < placed.mark.end:
                yield placed.mark.block, placed.mark.start, placed.mark.end, ""


def _holds(ours: tuple[int, int, int, str], mention: Mention, texts: Mapping[int, str]) -> bool:
    block, start, end, words = ours
    mark = mention.mark
    if mark.block != block or not (mark.start < end and start < mark.end):
        return False
    return not words or texts[block][mark.start : mark.end] in words
