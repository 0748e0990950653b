"""The language of the narrative templates: parsed once, used to write and to read.

`compose` walks the nodes of a template to write, `binding` walks the same nodes to read. The nodes
of a format's sections are kept from one start to the next, as the format is (`formats.library`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from xlbudget.domain.errors import BrokenFormat
from xlbudget.files.kept import keep, load_kept
from xlbudget.formats.library import kept_as
from xlbudget.formats.model import Format, Language, Section
from xlbudget.narrative.node_shapes import NODE_SHAPES
from xlbudget.narrative.nodes import Node


def parse(section: Section, resolved: Format) -> tuple[Node, ...]:
    """The nodes of a section's template. BrokenFormat names file, line and what is allowed.

    >>> from xlbudget.formats.library import find
    >>> national = find("national", 2024)
    >>> parse(Section(id="一", file="甲.txt", template="共{{收支总表.总计}}"), national)[0]
    Literal(text='共')
    """
    return _parse(section, Language(resolved))


@lru_cache(maxsize=512)
def _parse(section: Section, held: Language) -> tuple[Node, ...]:
    known = _kept_nodes(held)
    return known[section] if section in known else _parse_anew(section, held.format)


def _parse_anew(section: Section, resolved: Format) -> tuple[Node, ...]:
    from xlbudget.narrative.template_parser import TemplateParser

    return TemplateParser(section, resolved).parse()


@lru_cache(maxsize=64)
def _kept_nodes(held: Language) -> Mapping[Section, tuple[Node, ...]]:
    """The nodes of all sections of a format that is kept; they are kept beside it."""
    sections, under = held.format.sections, kept_as(held.format)
    if under is None:
        return {}
    name, head = f"{under[0]}\0template", under[1]
    plain = load_kept(name, lambda found: found == head)
    if plain is not None:
        return dict(zip(sections, NODE_SHAPES.value(plain), strict=True))
    try:
        nodes = tuple(_parse_anew(section, held.format) for section in sections)
    except BrokenFormat:
        return {}
    if head[1]:
        keep(name, head, NODE_SHAPES.plain(nodes))
    return dict(zip(sections, nodes, strict=True))
