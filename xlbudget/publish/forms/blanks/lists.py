"""Lists in a form's sentences: a part that the unit does not have is named or not as our own text
would; names only are those of the account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from xlbudget.analysis.compositions import parts_of, whole_of
from xlbudget.binding.facts import facts_of
from xlbudget.binding.lists import line_names
from xlbudget.domain.figures import Missing
from xlbudget.domain.records import dataclass
from xlbudget.formats.model import SUPPLEMENT, Composition, Format, Language
from xlbudget.formats.names import ACTUAL, FigureName
from xlbudget.narrative import nodes, template
from xlbudget.publish.forms.blanks.paragraph import Known, Paragraph, Part
from xlbudget.publish.forms.blanks.pieces import words

_SIGNS = "；、，"
_STOPS = "。；，、）)"
_BEGINS = re.compile(r"(?:[：:]|其中|包括|用于|分别为)[，,]?")
_NAMES = re.compile(r"(?:主要)?包括[：:]?(?P<list>[^。；：:]{2,})")
_SHARE = re.compile(r"[，,、](?:所?占|占比)[^，。；、]{0,24}$")
_ENDING = re.compile(r"(?:等(?:支出|费用|经费)?|…+)$")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What a sentence says of one part of a list."""

    start: int
    end: int
    nil: bool


def fill_share(known: Known, text: Paragraph) -> None:
    """占XX%; of nothing there is no share, and nothing is said of it."""
    whole = whole_of(known.figure, text.format)
    amount = text.figure(whole).amount if whole else None
    clause = _SHARE.search(text.text, 0, known.blank.start)
    if amount is None or amount.fen or clause is None:
        text.number(known, signed=False)
    else:
        text.put(clause.start(), text.after(known.blank), ())


def drop_nil(parts: Sequence[Part], known: Sequence[Known], text: Paragraph) -> None:
    """Take out what a list says of parts that the unit does not have."""
    sign = _sign(parts, text)
    if not sign:
        return
    chunks = list(_chunks(parts, known, sign, text))
    if len(chunks) != len(parts) or not any(each.nil for each in chunks):
        return
    if all(each.nil for each in chunks):  # 全都没有：按零写出
        return
    kept = [at for at, each in enumerate(chunks) if not each.nil]
    for at, chunk in enumerate(chunks):
        if chunk.nil:
            behind = at < kept[-1]
            start = chunk.start if behind else chunks[at - 1].end
            end = chunks[at + 1].start if behind else chunk.end
            inside = [each for each in text.edits if start <= each.start < end]
            text.edits[:] = [each for each in text.edits if each not in inside]
            text.left[:] = [each for each in text.left if not start <= each.start < end]
            text.group += 1
            text.put(start, end, ())


def _sign(parts: Sequence[Part], text: Paragraph) -> str:
    """What stands between the parts."""
    gaps = [text.text[one.end : other.start] for (one, _), (other, _) in pairwise(parts)]
    return next((sign for sign in _SIGNS if gaps and all(sign in gap for gap in gaps)), "")


def _chunks(
    parts: Sequence[Part], known: Sequence[Known], sign: str, text: Paragraph
) -> Iterator[_Chunk]:
    begins = [match.end() for match in _BEGINS.finditer(text.text, 0, parts[0][0].start)]
    if not begins:
        return
    start = begins[-1]
    for at, (blank, part) in enumerate(parts):
        if at:
            start = text.text.rfind(sign, parts[at - 1][0].end, blank.start) + 1
        limit = parts[at + 1][0].start if at + 1 < len(parts) else len(text.text)
        if part is None:
            stop = text.text.rfind(sign, blank.end, limit) if at + 1 < len(parts) else limit
            yield _Chunk(start, stop, nil=False)
            continue
        own = [
            each
            for each in known
            if each.figure.of(ACTUAL) == part.figure.of(ACTUAL) and each.blank.start >= start
        ]
        end = max(text.after(each.blank) for each in own if each.blank.start < limit)
        inside = [each for each in known if start <= each.blank.start < end]
        behind = text.text[end : end + 1]
        if (behind and behind not in _STOPS) or any(each not in own for each in inside):
            return
        yield _Chunk(start, end, _is_nil(part, text))


def _is_nil(part: Known, text: Paragraph) -> bool:
    """Whether our own text would not name a part: it has no amount, and is not to be named so."""
    figure = text.figure(part.figure)
    if figure.amount is None and not isinstance(figure.value, Missing):
        return False
    nil = figure.amount is None or not text.format.style.prints_nonzero(figure.amount)
    if not nil or part.figure.table == SUPPLEMENT:
        return False
    if figure.amount is not None and text.format.style.nil_items:
        return False
    return not _names_nil(text.format, part.figure)


def _names_nil(resolved: Format, name: FigureName) -> bool:
    """Whether the format's own lists with a part name it where it has no amount too."""
    facts = facts_of(resolved)
    return any(
        facts.same(each, name)
        for composition, names in _structures(Language(resolved))
        if names
        for each, _ in _parts(composition, resolved)
    )


@lru_cache(maxsize=32)
def _structures(key: Language) -> tuple[tuple[Composition, bool], ...]:
    """The lists of a format with amounts, and whether they name what is nil."""
    resolved, found = key.format, []
    for section in resolved.sections:
        for node in nodes.walk(template.parse(section, resolved)):
            if isinstance(node, nodes.Structure) and node.filter != "列举":
                patterns = resolved.wording[node.filter, node.variant]
                found.append((resolved.compositions[node.composition], "nil_item" in patterns))
    return tuple(found)


def _parts(composition: Composition, resolved: Format) -> Iterator[tuple[FigureName, str]]:
    return parts_of(
        composition, resolved, lambda table, group: tuple(line_names(resolved, table, group))
    )


def name_parts(known: Known, text: Paragraph) -> None:
    """主要包括：基本工资、津贴补贴……: the names of what the account has."""
    found = _NAMES.search(text.text, known.blank.end)
    if found is None or re.search(r"[。；]", text.text[known.blank.end : found.start()]):
        return
    said = [_ENDING.sub("", each) for each in re.split(r"[、，,]", found["list"])]
    said = [each for each in said if each]
    facts = facts_of(text.format)
    for composition in text.format.compositions.values():
        whole = FigureName(
            composition.whole.table, composition.whole.line, composition.whole.column
        )
        if not facts.same(whole, known.figure):
            continue
        labels = {label for _, label in _parts(composition, text.format)}
        if not said or not all(each in labels for each in said):
            continue
        whole_amount = text.figure(known.figure).amount
        if whole_amount is not None and not whole_amount.fen:
            text.group += 1
            text.put(text.after(known.blank), found.end(), ())
            return
        names = [
            label
            for name, label in text.figures.parts(composition)
            if (amount := text.figure(name).amount) and text.format.style.prints_nonzero(amount)
        ]
        if names and names != said:
            text.group += 1
            text.put(*found.span("list"), words("、".join(names)))
        return
