"""One generated paragraph that is generated again: its sentences refreshed one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from xlbudget.binding.said import Mark
from xlbudget.domain.records import dataclass, replace
from xlbudget.publish.refresh.edited import Kept, refreshed_spans
from xlbudget.publish.refresh.matching import Match
from xlbudget.publish.refresh.outcome import LeftKind
from xlbudget.publish.refresh.placing import PlacedSpan, place_spans
from xlbudget.publish.refresh.rewriting import Piece, Rewriter
from xlbudget.publish.refresh.sentences import Sentence, joined
from xlbudget.publish.refresh.shapes import same_shape, sentence_pairs
from xlbudget.publish.refresh.standing import Standing
from xlbudget.publish.refresh.telling import Told
from xlbudget.results.trace import SpanKind, TracedSpan

_REMEDIES = {
    LeftKind.CONFLICT: "文中的数有人改过，没有动。请核对后自行改定。",
    LeftKind.REMOVED: "文中没有这个数了；若要恢复，请照新写的补上。",
    LeftKind.FILLED: "文中已由人填写，没有动。请把它也填进工作簿，以后重新生成才不会丢。",
}
_WITHHELD = "〔暂不生成："
_REFILLED = "文中与工作簿里填的不一样，没有动。请改成一致。"
_UNSURE = "这里的标记丢了，话又有人改写过，不能确定说的是这个数，没有动。请核对后自行改定。"
_REWRITE = "这句话有人改写过，没有动；说法变了，请照建议改。"


@dataclass(slots=True)
class Refresher:
    """Refreshes the paragraphs of one document."""

    texts: Mapping[int, str]
    standing: Standing
    rewriter: Rewriter
    told: Told
    agrees: Callable[[PlacedSpan], bool]

    def paragraph(
        self,
        section: str,
        old: Sequence[Sentence],
        new: Sequence[Sentence],
        matches: Mapping[int, Match],
    ) -> tuple[TracedSpan, ...]:
        """Refresh a paragraph; its stretches as the map has them from now on."""
        spans: list[TracedSpan] = []
        first = next((match.said for match in matches.values()), None)
        near = Mark(first.block, first.start, first.end) if first is not None else None
        for at, sentences in _grouped(old, new, matches):
            now = Sentence(tuple(span for each in sentences for span in each.spans))
            if at is None:
                self.told.leave(
                    LeftKind.PROPOSAL,
                    None,
                    section,
                    "新的一句",
                    new=now.text,
                    remedy="它前后的话有人改过，没有插入。请自行补上。",
                    near=near,
                )
                continue
            if at in matches:
                spans += self._sentence(section, old[at], now, matches[at])
            else:
                self._removed(section, old[at], now, near)
                spans += old[at].spans
        return joined(spans)

    def _sentence(
        self, section: str, old: Sentence, new: Sentence, match: Match
    ) -> Sequence[TracedSpan]:
        if match.exact:
            return self._untouched(section, old, new, match)
        return self._edited(section, old, new, match)

    def _removed(self, section: str, old: Sentence, new: Sentence, near: Mark | None) -> None:
        marked = any(span.mark for span in old.spans)
        if not new.spans or not (marked or old.bare != new.bare):
            return
        self.told.leave(
            LeftKind.REMOVED,
            None,
            section,
            "一句话",
            was=old.text,
            new=new.text,
            remedy="文中没有这句话了；若要恢复，请照新写的补上。",
            near=near,
        )

    def _untouched(
        self, section: str, old: Sentence, new: Sentence, match: Match
    ) -> Sequence[TracedSpan]:
        mark = Mark(match.said.block, match.said.start, match.said.end)
        if old.bare == new.bare:
            self.told.current += sum(1 for span in old.spans if span.mark)
            return old.spans
        pieces = pieces_of(old, match)
        was_open, is_open = (each.text.startswith(_WITHHELD) for each in (old, new))
        if was_open is not is_open:
            self.rewriter.show(pieces, is_open=is_open)
        written = self.rewriter.rewrite(pieces, new.spans)
        if written is None:
            self.told.leave(
                LeftKind.PROPOSAL,
                mark,
                section,
                "一句话",
                was=old.text,
                new=new.text,
                remedy="这里的文字不能由程序改写（公式或特殊排版）。请照新写的改。",
            )
            return old.spans
        self.told.replace(mark, section, new.text.strip())
        return written

    def _edited(
        self, section: str, old: Sentence, new: Sentence, match: Match
    ) -> Sequence[TracedSpan]:
        said = match.said
        whole = Mark(said.block, said.start, said.end)
        texts = same_shape(old, new) if new.spans else None
        if texts is None:
            self.told.leave(
                LeftKind.PROPOSAL if new.spans else LeftKind.GONE,
                whole,
                section,
                "改写过的一句话",
                was=old.text,
                new=new.text,
                remedy=_REWRITE if new.spans else "这句话不再生成，但有人改写过，没有删。请核对。",
            )
            return old.spans
        placed = place_spans(old, said, self.texts[said.block], self.standing)
        edited = refreshed_spans(placed, texts, self.agrees)
        for each, text in edited.changes:
            assert each.mark is not None
            if each.span.kind is SpanKind.GAP:
                self.rewriter.fill(Piece(each.span, each.mark), text)
            else:
                self.rewriter.replace(each.mark, text)
            self.told.replace(each.mark, section, text)
        for kept in edited.kept:
            self._keep(section, kept, whole)
        if edited.split:
            self.told.leave(
                LeftKind.PROPOSAL,
                whole,
                section,
                "改写过的一句话",
                was=old.text,
                new=new.text,
                remedy="增减方向变了，而这句话有人改写过：方向和它的数都没有动。请照建议改。",
            )
        self.told.current += edited.current
        return edited.spans

    def _keep(self, section: str, kept: Kept, whole: Mark) -> None:
        span = kept.placed.span
        remedy = _REMEDIES[kept.kind]
        if kept.kind is LeftKind.CONFLICT and kept.placed.now == span.text:
            remedy = _UNSURE
        elif kept.kind is LeftKind.CONFLICT and span.kind is SpanKind.GAP:
            remedy = _REFILLED
        self.told.leave(
            kept.kind,
            kept.placed.mark or whole,
            section,
            self.told.label(span.name),
            was=span.text,
            new=kept.new,
            remedy=remedy,
        )


def pieces_of(sentence: Sentence, match: Match) -> list[Piece]:
    """The stretches of a sentence that stands as generated, with where each stands."""
    said, text = match.said, sentence.text
    base = said.start - (len(text) - len(text.lstrip()))
    pieces = []
    for start, end, span in sentence.placed():
        begin = min(max(base + start, said.start), said.end)
        finish = min(max(base + end, said.start), said.end)
        if begin < finish:
            words = said.text[begin - said.start : finish - said.start]
            pieces.append(Piece(replace(span, text=words), Mark(said.block, begin, finish)))
    return pieces


def _grouped(
    old: Sequence[Sentence], new: Sequence[Sentence], matches: Mapping[int, Match]
) -> list[tuple[int | None, list[Sentence]]]:
    """Each old sentence with what it becomes: nothing, a sentence, or several; a new one goes with
    the untouched sentence before it, or behind it where none stands before. (None, …) is a new
    sentence without such a neighbour.
    """
    groups: list[tuple[int | None, list[Sentence]]] = []
    leading: list[Sentence] = []
    for at, now in sentence_pairs(old, new):
        if at is not None:
            came = [new[now]] if now is not None else []
            untouched = at in matches and matches[at].exact
            if leading and untouched and came:
                groups.append((at, [*leading, *came]))
            else:
                groups += [(None, [each]) for each in leading]
                groups.append((at, came))
            leading = []
        elif now is not None:
            last = groups[-1] if groups else None
            at_last = last[0] if last else None
            if last is None:
                leading.append(new[now])
            elif at_last is not None and at_last in matches and matches[at_last].exact:
                last[1].append(new[now])
            else:
                groups.append((None, [new[now]]))
    return [*groups, *((None, [each]) for each in leading)]
