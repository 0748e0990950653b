"""What is generated newly: put in behind what precedes it, or told where there is no place."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from xlbudget.domain.records import dataclass
from xlbudget.publish.refresh.new_paragraphs import EMPTY_NOTE, below_table, insert_paragraph
from xlbudget.publish.refresh.outcome import LeftKind
from xlbudget.publish.refresh.rewriting import Rewriter
from xlbudget.publish.refresh.telling import Told, section_of
from xlbudget.results.computed import Results
from xlbudget.results.trace import Trace, TracedParagraph

_NEW_CHART = "程序不在已有的文档里插入图。请重新生成文档，把图复制过来。"
_NEW = "没有找到它前面的一段{}，没有插入。请自行补上。"


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Puts in what is in the new generation and not in the old one."""

    old: Trace
    new: Trace
    rewriter: Rewriter
    told: Told

    def insert(self, kept: dict[str, TracedParagraph], at: dict[str, etree._Element]) -> None:
        """Put in what is generated newly."""
        placed = {each.id for each in self.old.paragraphs}
        whole = _Whole(self.old)
        before: TracedParagraph | None = None
        for now in self.new.paragraphs:
            if now.id not in placed and whole.expects(now):
                self._insert_one(now, before, kept, at)
                if now.id not in kept and now.text in captions(self.new):
                    continue
            before = now

    def _insert_one(
        self,
        now: TracedParagraph,
        before: TracedParagraph | None,
        kept: dict[str, TracedParagraph],
        at: dict[str, etree._Element],
    ) -> None:
        behind = at.get(before.id) if before is not None else None
        if behind is not None and now.id.endswith(EMPTY_NOTE):
            behind = below_table(behind)
        model = self._model(now, behind, at)
        drawn = now.text in captions(self.new)
        if behind is not None and model is not None and not drawn:
            done = insert_paragraph(self.rewriter, now, behind, model)
            if done is not None:
                at[now.id], kept[now.id] = done
                self.told.replace(None, section_of(now.id), now.text, "")
                return
        self.told.leave(
            LeftKind.CHART if drawn else LeftKind.NEW,
            None,
            section_of(now.id),
            "新的图" if drawn else "新的一段",
            new=now.text,
            remedy=_NEW_CHART if drawn else _NEW.format(_after(before)),
        )

    def _model(
        self,
        now: TracedParagraph,
        behind: etree._Element | None,
        at: Mapping[str, etree._Element],
    ) -> etree._Element | None:
        """The paragraph whose format a new one takes: the one before it, or the nearest of its
        kind.
        """
        order = [each.id for each in self.new.paragraphs]
        here = order.index(now.id)
        alike = [
            each.id
            for each in self.new.paragraphs
            if each.kind is now.kind and each.id in at and each.id != now.id
        ]

        def unlike(id_: str) -> tuple[bool, bool, int]:
            note = id_.endswith(EMPTY_NOTE) is not now.id.endswith(EMPTY_NOTE)
            other = section_of(id_) != section_of(now.id)
            return note, other, abs(order.index(id_) - here)

        nearest = min(alike, key=unlike, default=None)
        return at[nearest] if nearest is not None else behind

    def tell_new_charts(self, results: Results) -> None:
        """A chart whose caption stood in the document before it could be drawn."""
        titles = {chart.title for chart in self.old.charts}
        placed = {each.id for each in self.old.paragraphs}
        captions = {each.text: each.id for each in self.new.paragraphs}
        for spec in results.charts:
            if spec.title not in titles and captions.get(f"（{spec.caption}）") in placed:
                self.told.leave(
                    LeftKind.CHART, None, "", "新的图", new=spec.caption, remedy=_NEW_CHART
                )


def captions(trace: Trace) -> set[str]:
    """The paragraphs that are captions of charts, not gaps in the place of one."""
    return {f"（{chart.caption}）" for chart in trace.charts}


def _after(before: TracedParagraph | None) -> str:
    return f"（“{before.text[:20]}”）" if before is not None else ""


class _Whole:
    """Which paragraphs a document would have been given: all of a section of which it has the
    heading and more (a person's own text may stand below the heading), and new sections; of a
    bureau's form, which asked for some sections only, the turns of a list of which it has some.
    """

    def __init__(self, old: Trace) -> None:
        paragraphs = old.paragraphs
        begun = {section_of(each.id) for each in paragraphs if "." in each.id}
        self._sections = {each.id for each in paragraphs if "." not in each.id}
        self._own = self._sections & begun
        self._takes_sections = bool(self._sections) and not old.form
        self._lists = {each.id.rpartition(".")[0] for each in paragraphs if each.id.count(".") > 1}

    def expects(self, paragraph: TracedParagraph) -> bool:
        """Whether a new paragraph belongs into the document."""
        if section_of(paragraph.id) in self._own:
            return True
        if "." not in paragraph.id:
            return self._takes_sections
        return paragraph.id.count(".") > 1 and paragraph.id.rpartition(".")[0] in self._lists
