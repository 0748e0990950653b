"""A Word document of ours, which people went on writing in, with the numbers of this run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from xlbudget.binding.said import Mark
from xlbudget.domain.records import dataclass, field, replace
from xlbudget.domain.text import Kind
from xlbudget.formats.versions import made_by
from xlbudget.publish.editing import Editor
from xlbudget.publish.made_by import told_made_by
from xlbudget.publish.refresh.arrivals import Arrivals, captions
from xlbudget.publish.refresh.binding_check import Bindings
from xlbudget.publish.refresh.charts import renew_charts
from xlbudget.publish.refresh.compared import compared_only, printed_texts
from xlbudget.publish.refresh.contents import renew_contents, tell_contents
from xlbudget.publish.refresh.generations import labels_of, new_generation, refuse_other
from xlbudget.publish.refresh.loose import renew_loose
from xlbudget.publish.refresh.matching import Match, Matching
from xlbudget.publish.refresh.new_paragraphs import (
    holds_only_words,
    order_of,
)
from xlbudget.publish.refresh.old_generation import old_generation, part_with
from xlbudget.publish.refresh.outcome import LeftKind, Refreshed
from xlbudget.publish.refresh.paragraph import Refresher
from xlbudget.publish.refresh.regions import regions_of
from xlbudget.publish.refresh.rewriting import Rewriter
from xlbudget.publish.refresh.sentences import Sentence, sentences_of
from xlbudget.publish.refresh.standing import Standing, texts_of
from xlbudget.publish.refresh.tables import renew_tables
from xlbudget.publish.refresh.telling import Told, section_of
from xlbudget.publish.refresh.untagged import tell_untagged
from xlbudget.reading.documents.word import OpenWord, open_word
from xlbudget.results.computed import Results
from xlbudget.results.trace import Trace, TracedParagraph


def refresh(path: Path, results: Results, sidecar: Path | None = None) -> Refreshed:
    """A document that we generated and a person went on editing, with the numbers of `results`.

    Only numbers, direction words, gaps and sentences that stand as they were generated are
    replaced; all else is listed. `sidecar` is the map beside the document, for one that has lost
    its own. Raises UnreadableFile for a file that is no .docx, and UnknownLayout for a document
    that is not ours, or of another unit or year.
    """
    word = open_word(path)
    old = old_generation(word.package, sidecar)
    if old is None:
        return compared_only(word, results)
    refuse_other(path.name, old.trace, results)
    run = _Run(word, old.trace, new_generation(results), results)
    paragraphs = run.paragraphs()
    parts, charts = renew_charts(word, run.editor.root, old.trace.charts, results, run.told)
    tables = renew_tables(run.editor.root, old.trace.tables, results, run.told)
    run.arrivals.tell_new_charts(results)
    loose = renew_loose(
        run.editor.root, old.trace.loose, old.trace.tables, results, run.standing, run.told
    )
    renewed = replace(old.trace, paragraphs=paragraphs, charts=charts, tables=tables, loose=loose)
    printed = printed_texts(results)
    tell_untagged(
        run.told,
        run.bindings,
        printed,
        run.texts,
        run.matches,
        run.sentences,
        run.standing,
        old.trace.loose,
    )
    changed = renewed != old.trace or run.editor.changed or bool(parts)
    if not changed:
        return run.outcome(word.package.data, old.trace, old.found_by, changed=False)
    made = run.new
    renewed = replace(renewed, program=made.program, file=made.file, versions=made.versions)
    if old.part:
        parts[old.part] = part_with(word.package, old.part, renewed)
    data = told_made_by(run.editor.saved(parts), path, made_by(results.format))
    return run.outcome(data, renewed, old.found_by, changed=True)


@dataclass(slots=True)
class _Run:
    word: OpenWord
    old: Trace
    new: Trace
    results: Results
    editor: Editor = field(init=False)
    standing: Standing = field(init=False)
    texts: Mapping[int, str] = field(init=False)
    told: Told = field(init=False)
    bindings: Bindings = field(init=False)
    rewriter: Rewriter = field(init=False)
    sentences: list[list[Sentence]] = field(init=False)
    matches: dict[tuple[int, int], Match] = field(init=False)
    regions: dict[int, tuple[int, ...]] = field(init=False)
    arrivals: Arrivals = field(init=False)

    def __post_init__(self) -> None:
        self.editor = Editor(self.word)
        self.standing = Standing.of(self.word)
        self.texts = texts_of(self.word)
        self.told = Told(self.word.document, labels_of(self.results))
        self.bindings = Bindings(self.word.document, self.results.format)
        names = {*self.standing.bookmarks, *(span.mark for span in self.old.spans())}
        names |= {each.mark for each in self.old.paragraphs}
        names |= {each.mark for each in self.old.tables}
        marked = bool(self.standing.bookmarks)
        self.rewriter = Rewriter(self.editor, names, marked=marked)
        self.arrivals = Arrivals(self.old, self.new, self.rewriter, self.told)
        self.sentences = [sentences_of(each.spans) for each in self.old.paragraphs]
        self.regions = regions_of(self.old.paragraphs, self.standing, self.texts)
        matching = Matching(self.texts, self.standing)
        self.matches = matching.match(self.sentences, self.regions)

    def paragraphs(self) -> tuple[TracedParagraph, ...]:
        """Refresh all paragraphs; the paragraphs of the map from now on."""
        generated = {each.id: each for each in self.new.paragraphs}
        kept: dict[str, TracedParagraph] = {}
        at_block: dict[str, etree._Element] = {}
        headings: list[tuple[str, str]] = []
        refresher = Refresher(
            self.texts, self.standing, self.rewriter, self.told, self.bindings.agrees
        )
        for position, paragraph in enumerate(self.old.paragraphs):
            found = self._matches(position)
            element = self._element(found)
            if element is not None:
                at_block[paragraph.id] = element
            now = generated.get(paragraph.id)
            if now is None:
                if not self._gone(paragraph, found):
                    kept[paragraph.id] = paragraph
                continue
            if not found:
                self._lost(paragraph, now)
                kept[paragraph.id] = paragraph
                continue
            section = section_of(paragraph.id)
            new = sentences_of(now.spans)
            spans = refresher.paragraph(section, self.sentences[position], new, found)
            kept[paragraph.id] = replace(paragraph, spans=spans)
            if paragraph.kind is Kind.HEADING and kept[paragraph.id].text != paragraph.text:
                headings.append((paragraph.text, kept[paragraph.id].text))
        self.arrivals.insert(kept, at_block)
        renew_contents(self.rewriter, self.told, self.standing, self.texts, headings)
        self._tell_contents(kept, at_block, dict(headings))
        return order_of(self.new.paragraphs, self.old.paragraphs, kept)

    def _tell_contents(
        self,
        kept: Mapping[str, TracedParagraph],
        at: Mapping[str, etree._Element],
        renewed: Mapping[str, str],
    ) -> None:
        headings = [e.text for e in kept.values() if e.kind is Kind.HEADING and e.id in at]
        gone = [e.text for e in self.old.paragraphs if e.kind is Kind.HEADING and e.id not in kept]
        tell_contents(self.told, self.standing, self.texts, renewed, headings, gone)

    def _matches(self, position: int) -> dict[int, Match]:
        count = len(self.sentences[position])
        return {k: self.matches[position, k] for k in range(count) if (position, k) in self.matches}

    def _element(self, found: Mapping[int, Match]) -> etree._Element | None:
        """The last w:p that a paragraph stands in."""
        blocks = [match.said.block for match in found.values()]
        return self.editor.paragraph(max(blocks)) if blocks else None

    def _lost(self, paragraph: TracedParagraph, now: TracedParagraph) -> None:
        self.told.leave(
            LeftKind.REMOVED,
            None,
            section_of(paragraph.id),
            "整段" if paragraph.kind is Kind.BODY else paragraph.kind.value,
            was=paragraph.text,
            new=now.text,
            remedy="文中没有这一段了；若要恢复，请照新写的补上。",
        )

    def _gone(self, paragraph: TracedParagraph, found: Mapping[int, Match]) -> bool:
        """Take away a paragraph that is generated no more, if it stands as generated; whether
        nothing of it is left.
        """
        if not found:
            return True
        block = next(iter(found.values())).said.block
        whole = Mark(block, 0, len(self.texts[block]))
        element = self.editor.paragraph(block)
        untouched = self.texts[block] == paragraph.text.strip()
        words = element is not None and holds_only_words(element)
        caption = paragraph.text in captions(self.old)
        if untouched and words and not caption:
            self.editor.remove_paragraph(block)
            self.told.replace(whole, section_of(paragraph.id), "")
            return True
        if caption:
            return False
        self.told.leave(
            LeftKind.GONE,
            whole,
            section_of(paragraph.id),
            "一段",
            was=paragraph.text,
            remedy="这一段不再生成，但有人改写过，或它带着图片，没有删。请核对后自行删去。",
        )
        return False

    def outcome(self, data: bytes, trace: Trace, found_by: str, *, changed: bool) -> Refreshed:
        """What became of the document."""
        told = self.told
        return Refreshed(
            data, tuple(told.replaced), tuple(told.left), trace, changed, found_by, told.current
        )
