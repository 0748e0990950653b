"""出过错的输入不再出错，种子和它们改一改也不出错。长的在 benchmarks/fuzz/run.py。"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.fuzz.mutating import mutated
from benchmarks.fuzz.targets import HOMES, target
from benchmarks.fuzz.targets.target import tried
from tests.fuzz.kept import CORPUS, keep, kept, load

CHANGED = {"binder": 25, "tables": 15, "formats": 15, "records": 25}
"""How many changed seeds are tried of the targets that take long; of the others, 80."""

KEPT = [(name, path) for name in HOMES for path, _ in kept(name)]


@pytest.mark.parametrize(("name", "path"), KEPT, ids=lambda each: getattr(each, "stem", each))
def test_what_failed_once_fails_no_more(name: str, path: Path) -> None:
    tried(target(name), load(path))


@pytest.mark.parametrize("name", HOMES)
def test_seeds_and_what_they_are_changed_to(name: str) -> None:
    chosen = target(name)
    chance = random.Random(name)  # noqa: S311
    seeds = [seed for seed in chosen.seeds() if len(seed) <= chosen.longest]
    words = [word.encode() for word in chosen.words]
    few = seeds if len(seeds) <= 40 else [seeds[0], *chance.sample(seeds, 15)]
    taken = [tried(chosen, seed) for seed in few]
    assert any(taken)
    for _ in range(CHANGED.get(name, 80)):
        tried(chosen, mutated(chance.choice(few), chance, words, chance.choice(few)))


LONG_CELL = b"a" * 140_000
"""More letters than the library takes in a cell of a CSV file."""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("records", "eliminations\n单位,收支项目,科目编码,金额（元）\n".encode() + LONG_CELL),
        ("records", "list.csv\n文件,名称\n".encode() + LONG_CELL),
        ("formats", "--- terms.csv\n名词,出现的词,参考释义\n".encode() + LONG_CELL + b",b,c\n"),
    ],
    ids=["eliminations", "list", "terms"],
)
def test_a_cell_that_is_too_long_is_refused(name: str, data: bytes) -> None:
    assert not tried(target(name), data)


def test_every_input_says_what_it_was() -> None:
    assert len(KEPT) == len([*CORPUS.rglob("*.*")]) > 50
    for path in CORPUS.rglob("*.*"):
        assert path.parent.name in HOMES
        assert path.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("data", ["甲\n\n".encode(), b"", b"\x00\xff", b"a\r\n"])
def test_an_input_is_kept_as_it_is(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fuzz.kept.CORPUS", tmp_path)
    assert load(keep("numbers", "甲", "一句话", data)) == data
