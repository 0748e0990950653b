"""A narrative template as Jinja's parser reads it, turned into nodes of ours.

Only what `language` has words for is let through; nothing of a template is ever executed.
"""

from __future__ import annotations

import re

from jinja2 import nodes as syntax

from xlbudget.domain.errors import BrokenFormat, UnknownName
from xlbudget.formats.keys import nearest
from xlbudget.formats.model import Format, Section
from xlbudget.formats.names import FigureName, resolve, resolve_group
from xlbudget.formats.schema import FORBIDDEN, PREDICATES
from xlbudget.formats.settings import LABELS
from xlbudget.narrative.language import (
    FILTERS,
    FUNCTIONS,
    LOOP_NAMES,
    LOOP_NUMBER,
    NAMES,
    NAMES_OF_GROUP,
    PURPOSE,
    function_arguments,
    not_allowed_kind,
    purpose_of,
)
from xlbudget.narrative.nodes import (
    Branch,
    Break,
    Choice,
    Literal,
    LoopFigure,
    LoopName,
    LoopNumber,
    Node,
    Phrase,
    Reference,
    Repeat,
    Slot,
    Word,
)
from xlbudget.narrative.template_syntax import broken, syntax_of, too_deep

_NUMBERED = re.compile(r"^\d{1,2}[.．、]")
"""The number of a paragraph: the only digits that words may hold."""


class TemplateParser:
    """Reads one section. BrokenFormat names file, line and what is allowed."""

    def __init__(self, section: Section, resolved: Format) -> None:
        self.section, self.format = section, resolved
        self.skipped = 0
        """Blank lines before the first paragraph."""
        self.ordinal = 0
        self.begun = False
        """Whether anything of the paragraph has been read."""
        self.loop: tuple[str, str, str, str] | None = None
        """The loop's variable, its table, its group, and the group's first line."""

    def broken(self, node: syntax.Node, seen: str, expected: str, remedy: str) -> BrokenFormat:
        """What is wrong with a node, at its line."""
        return broken(self.section, self._at(node), seen, expected, remedy)

    def parse(self) -> tuple[Node, ...]:
        """The nodes of the section."""
        body, self.skipped = syntax_of(self.section)
        try:
            return self._body(body)
        except RecursionError as error:
            raise too_deep(self.section) from error

    def _body(self, body: list[syntax.Node]) -> tuple[Node, ...]:
        found: list[Node] = []
        for node in body:
            if isinstance(node, syntax.Output):
                for part in node.nodes:
                    if isinstance(part, syntax.TemplateData):
                        found.extend(self._words(part))
                    else:
                        self.begun = True
                        found.append(self._expression(part))
            elif isinstance(node, syntax.If):
                found.append(self._choice(node))
            elif isinstance(node, syntax.For):
                found.append(self._repeat(node))
            else:
                raise self._not_allowed(node)
        return tuple(found)

    def _not_allowed(self, node: syntax.Node) -> BrokenFormat:
        return self.broken(
            node,
            f"不支持的写法（{not_allowed_kind(node)}）",
            "文字、{{名称}}、过滤器 "
            + "、".join(FILTERS)
            + "、函数 "
            + "、".join(FUNCTIONS)
            + "、{% if 名称 is 判断 %}、{% for 行 in 主题.组 %}",
            "请改用上面列出的写法。",
        )

    def _at(self, node: syntax.Node) -> int:
        """The line of the file that a node begins in."""
        return self.skipped + node.lineno

    def _words(self, data: syntax.TemplateData) -> list[Node]:
        found: list[Node] = []
        for number, words in enumerate(data.data.split("\n")):
            if number:
                self.ordinal += 1
                found.append(Break(self.ordinal))
                self.begun = False
            forbidden = FORBIDDEN.search(words if self.begun else _NUMBERED.sub("", words))
            self.begun = self.begun or bool(words)
            if forbidden:
                raise broken(
                    self.section,
                    self._at(data) + number,
                    f"文字中直接写了“{forbidden.group()}”",
                    "数、元和 % 只由 {{名称}} 印出",
                    "请改用 {{名称}}。",
                )
            if words:
                found.append(Literal(words))
        return found

    def _expression(self, node: syntax.Node) -> Node:
        if isinstance(node, syntax.Call):
            return self._call(node)
        if isinstance(node, syntax.Filter):
            return self._filter(node)
        words = self._path(node)
        if len(words) == 1 and not (self.loop and words[0] == self.loop[0]):
            return self._word(node, words[0])
        if self.loop and words[0] == self.loop[0] and words[1:] and words[-1] in LOOP_NAMES:
            return self._loop_name(node, self.loop[2], words[1:])
        return Slot(self._reference(node, words))

    def _loop_name(self, node: syntax.Node, group: str, words: tuple[str, ...]) -> Node:
        allowed = NAMES_OF_GROUP.get(group, LOOP_NAMES[:1])
        if words[1:] or words[0] not in allowed:
            seen = f"“{'.'.join(words)}”"
            expected = "这一组的行只有 " + "、".join(allowed)
            raise self.broken(node, seen, expected, "请改用上面列出的名称。")
        return LoopName(words[0])

    def _word(self, node: syntax.Node, word: str) -> Node:
        if word == LOOP_NUMBER and self.loop:
            return LoopNumber()
        if word not in NAMES and word not in self.format.words:
            tables = map(self.format.glossary.chinese, self.format.tables)
            names = [*NAMES, *self.format.words, *tables]
            raise self.broken(node, f"“{word}”", "、".join(names), nearest(word, names))
        return Word(word)

    def _path(self, node: syntax.Node) -> tuple[str, ...]:
        if isinstance(node, syntax.Name):
            return (node.name,)
        if isinstance(node, syntax.Getattr):
            return (*self._path(node.node), node.attr)
        if isinstance(node, syntax.Getitem) and isinstance(node.arg, syntax.Const):
            return (*self._path(node.node), str(node.arg.value))
        raise self._not_allowed(node)

    def _figure(self, node: syntax.Node, words: tuple[str, ...]) -> FigureName:
        try:
            return resolve(self.format, words)
        except UnknownName as error:
            raise self.broken(node, error.seen, error.expected, error.remedy) from error

    def _reference(self, node: syntax.Node, words: tuple[str, ...]) -> Reference:
        """A figure by name, or one of the line that the loop stands at."""
        if not self.loop or words[0] != self.loop[0]:
            return self._figure(node, words)
        _, table, _, line = self.loop
        self._figure(node, (table, line, *words[1:]))
        return LoopFigure(table, words[1:])

    def _texts(self, node: syntax.Call | syntax.Filter, name: str, count: int) -> tuple[str, ...]:
        values = [arg.value for arg in node.args or () if isinstance(arg, syntax.Const)]
        named = node.kwargs or node.dyn_args or node.dyn_kwargs
        plain = len(values) == len(node.args or ()) == count and not named
        if not plain or not all(isinstance(value, str) for value in values):
            raise self.broken(
                node, f"{name} 的参数", f"{count} 个带引号的文字", "请按说明补齐参数。"
            )
        return tuple(values)

    def _call(self, node: syntax.Call) -> Node:
        name = ".".join(self._path(node.node))
        if name not in FUNCTIONS:
            raise self.broken(node, f"函数“{name}”", "、".join(FUNCTIONS), nearest(name, FUNCTIONS))
        arguments = self._texts(node, name, FUNCTIONS[name])
        try:
            return function_arguments(name, arguments, self.format)
        except UnknownName as error:
            raise self.broken(node, error.seen, error.expected, error.remedy) from error

    def _filter(self, node: syntax.Filter) -> Node:
        if node.name not in FILTERS or node.node is None:
            raise self.broken(
                node,
                f"过滤器“{node.name}”",
                "、".join(FILTERS),
                nearest(node.name, FILTERS),
            )
        figure = self._reference(node, self._path(node.node))
        texts = self._texts(node, node.name, FILTERS[node.name])
        if node.name == PURPOSE:
            return self._purpose(node, figure)
        variant, *rest = texts
        subject = "".join(rest)
        forbidden = FORBIDDEN.search(subject)
        if forbidden:
            raise self.broken(
                node,
                f"主语“{subject}”中的“{forbidden.group()}”",
                "不含数字、元和 % 的文字",
                "数、元和 % 只由名称印出。",
            )
        variants = [known for name, known in self.format.wording if name == node.name]
        if variant not in variants:
            raise self.broken(
                node,
                f"{node.name} 的措辞“{variant}”",
                "wording.toml 中的 variant：" + "、".join(variants),
                nearest(variant, variants),
            )
        return Phrase(figure, node.name, variant, subject)

    def _purpose(self, node: syntax.Filter, figure: Reference) -> Node:
        try:
            return purpose_of(figure, self.format)
        except UnknownName as error:
            raise self.broken(node, error.seen, error.expected, error.remedy) from error

    def _choice(self, node: syntax.If) -> Choice:
        branches = [self._branch(node)]
        branches += [self._branch(branch) for branch in node.elif_]
        if node.else_:
            branches.append(Branch(None, "", self._body(node.else_)))
        return Choice(tuple(branches))

    def _branch(self, node: syntax.If) -> Branch:
        test = node.test
        name = test.name if isinstance(test, syntax.Test) else ""
        trait = ".".join(self._path(test.node)) if isinstance(test, syntax.Test) else ""
        words = LABELS.get(trait, PREDICATES)
        if not isinstance(test, syntax.Test) or name not in words:
            seen = f"“{name}”" if name else "其他条件"
            raise self.broken(
                node,
                f"判断 {seen}",
                "名称 is " + "、".join(words),
                nearest(name, words),
            )
        if test.args or test.kwargs or test.dyn_args or test.dyn_kwargs:
            raise self.broken(node, f"判断“{name}”带了参数", f"名称 is {name}", "请去掉参数。")
        if trait in LABELS:
            return Branch(None, name, self._body(node.body), trait)
        figure = self._reference(test, self._path(test.node))
        return Branch(figure, name, self._body(node.body))

    def _repeat(self, node: syntax.For) -> Repeat:
        conditions = node.test or node.else_ or node.recursive
        if not isinstance(node.target, syntax.Name) or conditions or self.loop:
            raise self._not_allowed(node)
        try:
            table, group = resolve_group(self.format, self._path(node.iter))
        except UnknownName as error:
            raise self.broken(node, error.seen, error.expected, error.remedy) from error
        known = self.format.tables[table]
        first = next((x.name for x in known.lines() if x.group == group), known.lines()[0].name)
        self.loop = (node.target.name, table, group, first)
        body = self._body(node.body)
        self.loop = None
        return Repeat(table, group, body)
