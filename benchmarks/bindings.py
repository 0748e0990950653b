"""Our own text of every case of every format, as it is and rewritten without changing its meaning:
whether each number is bound to the figure that it was printed from, by templates and words together
and by words alone. CI does the same with one case of each format.

    python benchmarks/bindings.py [PLACE]...

A number bound to another figure fails the run; one bound to none is counted.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.binding.composed import REWRITES, Written, lines_of_case, written
from tests.binding.test_every_section import every_case
from xlbudget.binding.binder import bind
from xlbudget.binding.binder.lexicon_learning import lexicon_of
from xlbudget.binding.binder.template_lines import lines_of
from xlbudget.binding.binder.words import WordReader
from xlbudget.binding.clauses import say
from xlbudget.binding.facts import facts_of
from xlbudget.formats.library import places
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName

TOGETHER, ALONE = "范本和词语", "只凭词语"
Bound = dict[tuple[int, int], FigureName]


def read(found: Written, resolved: Format) -> dict[str, Bound]:
    """The figures of a document's numbers by place, in both ways."""
    said = say(found.document)
    bound = bind(found.document, said, [resolved])
    reader = WordReader(
        found.document, said, bound.outline, lines_of(resolved), lexicon_of(resolved)
    )
    together: Bound = {}
    alone: Bound = {}
    for index, mention in enumerate(bound.said.mentions):
        at = mention.mark.block, mention.mark.start
        if index in bound.owners:
            together[at] = bound.owners[index].figure
        figure = reader.answer(index).figure if index < len(said.mentions) else None
        if figure is not None:
            alone[at] = figure
    return {TOGETHER: together, ALONE: alone}


def count(
    found: Written, got: Bound, names: dict[str, FigureName], resolved: Format
) -> Counter[str]:
    """How many numbers there are, how many are bound, and which are bound to what they are not."""
    facts, counted = facts_of(resolved), Counter({"数": len(found.figures), "认出": len(got)})
    for at, figure in got.items():
        meant = names.get(found.figures.get(at, ""))
        if meant is None or not facts.same(figure, meant):
            counted["认错"] += 1
            print(f"认错：{found.text(at)} → {figure.identifier(resolved)}")
    return counted


def main() -> None:
    begun, chosen = time.perf_counter(), sys.argv[1:] or list(places())
    counted: dict[tuple[str, str], Counter[str]] = {}
    for case, resolved in every_case():
        if resolved.place not in chosen:
            continue
        lines = lines_of_case(case, resolved)
        own = written(lines)
        plain = read(own, resolved)
        names = {own.figures[at]: figure for at, figure in plain[TOGETHER].items()}
        for at, figure in plain[TOGETHER].items():
            if figure.identifier(resolved) != own.figures[at]:
                sys.exit(f"认错：{own.text(at)} → {figure.identifier(resolved)}")
        for name, rewrite in REWRITES.items():
            chance = random.Random(f"{case.name}{name}")
            found = written(rewrite(lines, chance))
            for how, got in read(found, resolved).items():
                counts = counted.setdefault((name, how), Counter())
                counts.update(count(found, got, names, resolved))
        for how, got in plain.items():
            counts = counted.setdefault(("原文", how), Counter())
            counts.update(count(own, got, names, resolved))
    for (name, how), counts in sorted(counted.items()):
        share = 100 * counts["认出"] / max(counts["数"], 1)
        print(f"{name}，{how}：{counts['数']} 个数，认出 {share:.2f}%，认错 {counts['认错']} 个")
    print(f"{time.perf_counter() - begun:.0f} 秒")
    sys.exit(1 if any(counts["认错"] for counts in counted.values()) else 0)


if __name__ == "__main__":
    main()
