"""Our own text: what a person must still fill in, what could not be written, what she rewrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlbudget.domain.account import TERMS_SHEET, FinalAccount
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Gap, Paragraph, Place, State

GAP = "gap"
WITHHELD = "paragraph-withheld"
REWRITE_UNCHECKED = "rewrite-unchecked"
REWRITE_ORPHAN = "rewrite-orphan"
TERMS_REFERENCE = "terms-reference"

_ORDINAL = re.compile(r"[一二三四五六七八九十]+")


def check_own_text(
    generated: Sequence[Paragraph],
    final: Sequence[Paragraph],
    account: FinalAccount,
    unread: Mapping[str, Sequence[str]],
) -> list[Finding]:
    """An error for each paragraph that our data withholds, a warning for each gap that the final
    text leaves, a note about working explanations, and a warning for each rewrite that has words
    which nobody checked (`unread`, by the paragraph's id) or that has lost its paragraph.
    """
    return [
        *_withheld(generated, account.file),
        *_gaps(final, account.file),
        *_reference_terms(final, account.file),
        *_rewrites({paragraph.id for paragraph in generated}, account, unread),
    ]


def said_section(section: str) -> str:
    """A section as people say it.

    >>> said_section("一"), said_section("第四部分"), said_section("附件1")
    ('第一节', '第四部分', '附件1')
    """
    return f"第{section}节" if _ORDINAL.fullmatch(section) else section


def _section(paragraph: Paragraph) -> str:
    return paragraph.id.partition(".")[0]


def _withheld(paragraphs: Iterable[Paragraph], file: str) -> Iterator[Finding]:
    told: set[str] = set()
    for paragraph in paragraphs:
        if paragraph.state is not State.WITHHELD or paragraph.text in told:
            continue
        told.add(paragraph.text)
        section = _section(paragraph)
        yield Finding(
            check=WITHHELD,
            verdict=Verdict.FAIL,
            level=Level.ERROR,
            file=file,
            where=Place(section=section, quote=paragraph.text),
            inputs=paragraph.withheld_by,
            message=f"情况说明{said_section(section)}有一段没有生成：{paragraph.text}",
        )


def _gaps(paragraphs: Iterable[Paragraph], file: str) -> Iterator[Finding]:
    told: set[str] = set()
    for paragraph in paragraphs:
        for gap in paragraph.gaps:
            if gap.name in told:
                continue
            told.add(gap.name)
            section = _section(paragraph)
            yield _of_gap(gap, file, f"情况说明{said_section(section)}", section)


def table_gaps(gaps: Iterable[tuple[str, Gap]], file: str) -> Iterator[Finding]:
    """A warning for each gap that a published table leaves, which comes with the table's title."""
    told: set[str] = set()
    for title, gap in gaps:
        if gap.name not in told:
            told.add(gap.name)
            yield _of_gap(gap, file, f"“{title}”")


def _reference_terms(paragraphs: Iterable[Paragraph], file: str) -> Iterator[Finding]:
    """One note for all terms of 名词解释 that only our working explanations stand for."""
    terms = [paragraph for paragraph in paragraphs if paragraph.state is State.REFERENCE]
    if terms:
        yield Finding(
            check=TERMS_REFERENCE,
            verdict=Verdict.UNCHECKED,
            level=Level.INFO,
            file=file,
            where=Place(section=_section(terms[0])),
            message=f"名词解释有 {len(terms)} 条用的是参考释义。请对照当年的科目说明核对，"
            f"或把正式的释义填进工作表“{TERMS_SHEET}”，再重新生成。",
        )


def _of_gap(gap: Gap, file: str, where: str, section: str | None = None) -> Finding:
    """A warning for a gap; `where` says in words what it stands in."""
    remedy = f"请填在工作表“{gap.where}”里，再重新生成。" if gap.where else ""
    return Finding(
        check=GAP,
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=file,
        where=Place(
            section=section,
            quote=gap.text,
            sheet=gap.cell.sheet if gap.cell else None,
            cell=gap.cell.cell if gap.cell else None,
        ),
        printed=gap.text,
        message=f"{where}待填写：{gap.name}。{remedy}",
    )


def _rewrites(
    known: set[str], account: FinalAccount, unread: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    for id_, entry in account.rewrites.items():
        place = Place(sheet=entry.source.sheet, cell=entry.source.cell, quote=entry.text)
        if id_ not in known:
            yield Finding(
                check=REWRITE_ORPHAN,
                verdict=Verdict.UNCHECKED,
                level=Level.WARNING,
                file=account.file,
                where=place,
                inputs=(str(entry.source),),
                message=f"改写“{entry.text[:20]}”找不到对应的段落（编号 {id_}），"
                "没有用在正文里，已保留。请核对编号，或删去这段改写。",
            )
        elif id_ in unread:
            words = "、".join(f"“{each}”" for each in dict.fromkeys(unread[id_]))
            yield Finding(
                check=REWRITE_UNCHECKED,
                verdict=Verdict.UNCHECKED,
                level=Level.WARNING,
                file=account.file,
                where=place,
                inputs=(str(entry.source),),
                message=f"第 {id_} 段用的是你的改写，其中的{words}程序认不出是哪个指标，"
                "没有核对，请对照“正文”核对。",
            )
