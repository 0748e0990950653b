"""Entries of the table of contents: their words follow the headings, their pages stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xlbudget.binding.said import Mark
from xlbudget.publish.refresh.outcome import LeftKind
from xlbudget.publish.refresh.rewriting import Rewriter
from xlbudget.publish.refresh.standing import Standing
from xlbudget.publish.refresh.telling import Told
from xlbudget.publish.word.headings import IN_CONTENTS, level_of


def tell_contents(
    told: Told,
    standing: Standing,
    texts: Mapping[int, str],
    renewed: Mapping[str, str],
    headings: Iterable[str],
    gone: Iterable[str],
) -> None:
    """Tell where headings that stand in the document are missing in its contents, or such as are
    gone still stand there. `renewed` are the new words of old headings.
    """
    if not standing.contents:
        return
    titles = [texts[block].partition("\t")[0] for block in standing.contents]
    entries = {renewed.get(title, title) for title in titles}
    listed = [each for each in map(str.strip, headings) if level_of(each) <= IN_CONTENTS]
    missing = [each for each in listed if each not in entries]
    extra = [each for each in map(str.strip, gone) if each in entries and each not in listed]
    for titles, words in ((missing, "缺少"), (extra, "多出")):
        if titles:
            named = "、".join(f"“{each}”" for each in titles)
            remedy = "标题有增减。请用 Word 打开，右键点目录，选“更新域”。"
            told.leave(LeftKind.CONTENTS, None, "", f"目录{words}{named}", remedy=remedy)


def renew_contents(
    rewriter: Rewriter,
    told: Told,
    standing: Standing,
    texts: Mapping[int, str],
    headings: Iterable[tuple[str, str]],
) -> None:
    """Put the new words of headings into the entries that have the old ones."""
    free = sorted(standing.contents)
    for was, now in headings:
        for block in free:
            title = texts[block].partition("\t")[0]
            if title == was.strip():
                mark = Mark(block, 0, len(title))
                if rewriter.replace_words(mark, title, now.strip()):
                    told.replace(mark, "目录", now.strip())
                free.remove(block)
                break
