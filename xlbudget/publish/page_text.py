"""The text of a page: every number leads to its cell, every finding and gap has its mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlbudget.domain.records import dataclass
from xlbudget.domain.style import Style
from xlbudget.publish.page_charts import svg
from xlbudget.publish.page_figures import Cards
from xlbudget.publish.page_html import paper, tag, text
from xlbudget.publish.page_model import Passage, Piece


@dataclass(frozen=True, slots=True)
class TextOf:
    """Draws passages; `labels` are the words and colours of findings, by position, `homes` the
    passage that each is about: links lead there, and not to what follows from it.
    """

    style: Style
    cards: Cards
    labels: Sequence[tuple[str, str]]
    homes: Mapping[int, Passage]

    def html(self, passages: Sequence[Passage]) -> Iterator[str]:
        """All passages."""
        for position, passage in enumerate(passages, 1):
            yield self._passage(f"p{position}", passage)

    def _passage(self, at: str, passage: Passage) -> str:
        marks = self._marks(passage.begins, passage)
        words = "".join(self._piece(piece, passage) for piece in passage.pieces)
        state = f" {tag(passage.state, 'state')}" if passage.state else ""
        if passage.depth:
            level = min(passage.depth + 1, 4)
            return f'<h{level} id="{at}">{words}{state}{marks}</h{level}>'
        if passage.rows:
            kind = f"scroll {paper(len(passage.rows[0]))}"
            return f'<div class="{kind}" id="{at}" tabindex="0">{marks}{_table(passage.rows)}</div>'
        if passage.chart:
            drawn = svg(passage.chart, self.style, self.cards)
            return f'<figure id="{at}">{drawn}<figcaption>{words}{marks}</figcaption></figure>'
        label = f'<span class="label">{text(passage.place)}</span>'
        return f'<p id="{at}">{label}{words}{state}{marks}</p>'

    def _marks(self, positions: Iterable[int], passage: Passage) -> str:
        return "".join(self._mark(position, passage) for position in positions)

    def _mark(self, position: int, passage: Passage) -> str:
        words, kind = self.labels[position]
        target = f"k{position + 1}"
        at = f' id="w{position + 1}"' if self.homes.get(position) is passage else ""
        return f'<a{at} href="#{target}" class="tag {kind}">{text(words)}</a>'

    def _piece(self, piece: Piece, passage: Passage) -> str:
        marks = self._marks(piece.begins, passage) if piece.begins else ""
        if piece.number is not None and not piece.is_gap:
            words = self._number(piece)
        else:
            words = text(piece.text)
        if piece.is_gap:
            words = f'<mark class="gap">{words}</mark>'
        if piece.findings:
            kind = self.labels[piece.findings[0]][1]
            words = f'<mark class="{kind}">{words}</mark>'
        return marks + words

    def _number(self, piece: Piece) -> str:
        number = piece.number
        assert number is not None
        if number.figure is not None:
            return self.cards.number(number.figure, piece.text)
        kind = "named" if number.bound else "unbound"
        return f'<span class="{kind}" title="{text(number.told)}">{text(piece.text)}</span>'


def _table(rows: Sequence[Sequence[str]]) -> str:
    """A table of the document itself, without its empty rows."""
    shown = (row for row in rows if any(row))
    body = "".join(f"<tr>{''.join(f'<td>{text(cell)}</td>' for cell in row)}</tr>" for row in shown)
    return f"<table>{body}</table>"
