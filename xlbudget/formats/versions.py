"""Which program, format and rules made an output, so that one can tell years later.

The format is known by the version that its place gives it and by a digest of the files that it is
made of; the rules by a digest of their files and of the program's version, for part of a rule is
written in the program. The same files give the same digests on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from xlbudget import __version__
from xlbudget.files.kept import digest

if TYPE_CHECKING:
    from xlbudget.formats.model import Format

OURS = "xlbudget "
"""How all that is said here begins."""

PROGRAM = f"{OURS}{__version__}"

VERSION_FIELDS = ("program", "format", "format_version", "format_digest", "rules_version")
"""What they are called in JSON."""

_DIGITS = 8
"""Enough to tell the versions of one format apart, and short enough to be read out."""

_RULES = {"checks.toml", "obligations.toml"}
"""The files of a place that say what is checked."""


def format_files(folders: Iterable[Path], home: Path) -> Iterator[tuple[str, Path]]:
    """The files that the format of a lineage is made of, by their names from the folder of all
    formats; but its cases, which check a format and do not make it.
    """
    for folder in (home / "codes", *folders):
        yield from ((f"{folder.name}/{name}", path) for name, path in _within(folder))
    for name in ("glossary.csv", "terms.csv"):
        yield name, home / name


def word_lists(home: Path) -> list[Path]:
    """The lists of words that the checks of texts go by, in every format."""
    return sorted((home.parent / "checks" / "words").glob("*.toml"))


def format_digest(folders: Iterable[Path], home: Path) -> str:
    """The digest of a format: of the files of its place, of those that it extends, and of the
    codes and names that all formats share.
    """
    return _short(part for each in format_files(folders, home) for part in _content(*each))


def rules_version(folders: Iterable[Path], home: Path) -> str:
    """The digest of what is checked: the rules of the place and of those that it extends, the
    lists of words, and the program's version.
    """
    named = [each for each in format_files(folders, home) if each[1].name in _RULES]
    named += [(path.name, path) for path in word_lists(home)]
    return _short([__version__.encode(), *(part for each in named for part in _content(*each))])


def version_fields(resolved: Format) -> dict[str, str]:
    """Program, format and rules, as every JSON of ours has them."""
    told = (PROGRAM, resolved.place, resolved.version, resolved.digest, resolved.rules)
    return dict(zip(VERSION_FIELDS, told, strict=True))


def made_by(resolved: Format) -> str:
    """Program, format and rules in one line, as every other output of ours has it."""
    return made_by_fields(version_fields(resolved))


def made_by_fields(fields: Mapping[str, str]) -> str:
    """The line of what `version_fields` gave.

    >>> fields = {"program": "xlbudget 1.0", "format": "sichuan", "format_version": "2026.2"}
    >>> made_by_fields({**fields, "format_digest": "3f9ac81b", "rules_version": "7d21c04e"})
    'xlbudget 1.0；格式 sichuan 2026.2（3f9ac81b）；规则 7d21c04e'
    """
    told = {"place": fields["format"], "version": fields["format_version"]}
    return f"{fields['program']}；{format_words({**fields, **told})}"


def format_words(described: Mapping[str, object]) -> str:
    """The versions of a format and of its rules, of what `library.describe` gave."""
    return (
        f"格式 {described['place']} {described['version']}（{described['format_digest']}）；"
        f"规则 {described['rules_version']}"
    )


def _within(folder: Path, before: str = "") -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.iterdir()):
        if path.suffix in (".toml", ".csv", ".txt"):
            yield before + path.name, path
        elif path.name != "cases" and path.is_dir():
            yield from _within(path, f"{before}{path.name}/")


def _content(name: str, path: Path) -> tuple[bytes, bytes]:
    """Name and content; a copy of the sources on Windows may end its lines otherwise."""
    return name.encode(), path.read_bytes().replace(b"\r\n", b"\n")


def _short(parts: Iterable[bytes]) -> str:
    return digest(parts).hex()[:_DIGITS]
