"""What became of a form: what was filled in, what is left, what it never asks for."""

from __future__ import annotations

from xlbudget.domain.records import dataclass
from xlbudget.results.trace import Trace

_MOST = 20
"""So many of what a form never asks for are told."""


@dataclass(frozen=True, slots=True)
class FilledIn:
    """What was put into a form: where, what stood there, what it is, what stands there now."""

    where: str
    stood: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Left:
    """What is left as it stands: where, what stands there and in which words, why, and what may be
    meant.
    """

    where: str
    text: str
    why: str
    near: str = ""
    quote: str = ""

    def line(self) -> str:
        """It, said to a person.

        >>> Left("第3段", "【收入】", "没有这个名称", "是否想写“收入总计”？").line()
        '第3段“【收入】”：没有这个名称。是否想写“收入总计”？'
        """
        quote = f"（{self.quote}）" if self.quote and self.quote != self.text else ""
        told = f"{self.where}“{self.text}”{quote}：{self.why.rstrip('。')}。"
        return f"{told}{self.near}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form filled in: the document, the map of what is ours in it, what was `filled`, what is
    `left`, what the form never asks for (`unused`), and what else is to be known (`notes`).
    """

    data: bytes
    trace: Trace
    filled: tuple[FilledIn, ...] = ()
    left: tuple[Left, ...] = ()
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def lines(filled: Filled) -> list[str]:
    """What a person must be told of a form that was filled in, a line each."""
    told = [f"范本里填了 {len(filled.filled)} 处。"]
    if filled.left:
        told.append(f"有 {len(filled.left)} 处没有填，原样留着：")
        told += [f"  {each.line()}" for each in filled.left]
    if filled.unused:
        shown = "、".join(filled.unused[:_MOST])
        more = f"等 {len(filled.unused)} 项" if len(filled.unused) > _MOST else ""
        told.append(f"范本没有用到：{shown}{more}。")
    return [*told, *filled.notes]
