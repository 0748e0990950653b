"""一页 HTML，拆开来看：有没有开了没关的元素，有哪些 id、链接，带某个类的元素和它的文字。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input"}
DRAWN = {"line", "rect", "circle", "path"}
"""SVG 里自己关上的元素。"""


@dataclass
class Element:
    """一个元素。"""

    name: str
    attributes: dict[str, str | None]
    inside: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()

    def walk(self) -> Iterator[Element]:
        yield self
        for each in self.inside:
            if isinstance(each, Element):
                yield from each.walk()

    def with_class(self, name: str) -> list[Element]:
        return [each for each in self.walk() if name in each.classes]

    def named(self, name: str) -> list[Element]:
        return [each for each in self.walk() if each.name == name]

    def by_id(self, wanted: str) -> Element:
        (found,) = (each for each in self.walk() if each.attributes.get("id") == wanted)
        return found

    @property
    def ids(self) -> list[str]:
        return [found for each in self.walk() if (found := each.attributes.get("id"))]

    @property
    def targets(self) -> list[str]:
        """链接到的地方，去掉 #。"""
        links = [each.attributes.get("href") or "" for each in self.named("a")]
        assert all(link.startswith("#") for link in links)
        return [link[1:] for link in links]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        element = Element(tag, dict(attrs))
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID | DRAWN
        self.handle_starttag(tag, attrs)
        if tag in DRAWN:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, (self.open[-1], tag)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def parsed(page: bytes) -> Element:
    """拆开的一页；有元素没关、关错，就不通过。"""
    reader = _Reader()
    reader.feed(page.decode("utf-8"))
    reader.close()
    assert reader.open == [reader.root]
    return reader.root
