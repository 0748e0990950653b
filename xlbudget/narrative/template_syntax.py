"""A template as Jinja's parser reads it: its syntax only, nothing is ever rendered."""

from __future__ import annotations

import re

import jinja2
from jinja2 import nodes as syntax

from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.model import Section

_BLANK_END = re.compile(r"[ \t　]+$", re.MULTILINE)
_MARKS = re.compile(r"[｛｝]|\{#|#\}|\{[{%][-+]|[-+][%}]\}|\{%\s*raw\b")
_UNKNOWN_TAG = re.compile(r"unknown tag '([^']+)'")
_PARSER = jinja2.Environment(autoescape=False)  # noqa: S701  只用语法分析，不渲染


def broken(section: Section, line: int, seen: str, expected: str, remedy: str) -> BrokenFormat:
    """What is wrong with a line of a template."""
    return BrokenFormat(
        where=f"{section.file} 第{line}行", seen=seen, expected=expected, remedy=remedy
    )


def too_deep(section: Section) -> BrokenFormat:
    """A template that is nested more deeply than anybody writes."""
    return broken(section, 1, "嵌套太深或数字太长", "几层以内的写法", "请把这一节拆短。")


def syntax_of(section: Section) -> tuple[list[syntax.Node], int]:
    """The nodes of a template, without the blank lines around it and the blanks that end lines,
    and the number of lines before the first paragraph. BrokenFormat names file and line.
    """
    whole = _BLANK_END.sub("", section.template.replace("\r\n", "\n"))
    mark = _MARKS.search(whole)
    if mark:
        raise broken(
            section,
            whole.count("\n", 0, mark.start()) + 1,
            f"“{mark.group()}”",
            "半角的 {{名称}}、{% if %}、{% for %}",
            "请换成半角花括号；不支持注释、raw 和紧贴花括号的加减号。",
        )
    skipped = len(whole) - len(whole.lstrip("\n"))
    try:
        return _PARSER.parse(whole.strip("\n")).body, skipped
    except jinja2.TemplateSyntaxError as error:
        tag = _UNKNOWN_TAG.search(error.message or "")
        raise broken(
            section,
            skipped + error.lineno,
            f"写法有误（多余或不认识的标签“{tag[1]}”）" if tag else "写法有误",
            "成对的 {{ }}、{% if %}…{% endif %}",
            "请检查这一行的括号、引号和结束标记。",
        ) from error
    except (ValueError, RecursionError) as error:
        raise too_deep(section) from error
