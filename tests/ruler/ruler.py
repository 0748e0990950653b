"""量审核的尺子：几种写法的说明，一份没有差错，和它里面可以出的差错，逐条手算。

一份是 <名>.txt 和 <名>.toml；差错的写法见 sichuan.toml 的开头。单位都是虚构的。
"""

from __future__ import annotations

import ast
import operator
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.txt"))


@dataclass(frozen=True)
class Flaw:
    """一处差错：没有差错的字、换成的字、应当标出的字、怎样复算。"""

    document: str
    kind: str
    rule: str
    section: str
    clean: str
    flawed: str
    shown: str
    formula: str = ""
    expected: str = ""

    def into(self, text: str) -> str:
        """放进一份说明。"""
        assert text.count(self.clean) == 1, (self.kind, self.clean)
        return text.replace(self.clean, self.flawed)


def clean(name: str) -> str:
    """一份没有差错的说明。"""
    return (HERE / f"{name}.txt").read_text(encoding="utf-8")


def flaws(name: str) -> list[Flaw]:
    """它的各处差错。"""
    found = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return [Flaw(document=name, **each) for each in found["flaw"]]


def every_flaw() -> list[Flaw]:
    """所有的差错。"""
    return [flaw for name in NAMES for flaw in flaws(name)]


_SIGNS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def computed(formula: str) -> Fraction:
    """四则算式的精确结果。

    >>> computed("(250 * 100 + 450 * 87.56) / 700")
    Fraction(32201, 350)
    """

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            return _SIGNS[type(node.op)](value(node.left), value(node.right))
        return Fraction(ast.get_source_segment(formula, node) or "")

    return value(ast.parse(formula, mode="eval").body)
