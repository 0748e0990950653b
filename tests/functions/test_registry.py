"""登记时就拒绝的：名称、参数、说明、例子；没有 xlwings 也照样查。"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from xlbudget.functions import FUNCTIONS
from xlbudget.functions.cells import Answers, Block
from xlbudget.functions.registry import Argument, Example, Registry, block, option

EXAMPLES = (Example("=XB_SOME(1)", 1.0),)
PART, PLACES = block("part", "部分"), option("places", "位数")


def XB_SOME(part: Block, places: object = None) -> Answers:  # noqa: N802
    """一个函数。"""
    del part, places
    return [[1.0]]


def named(name: str) -> Callable[..., Answers]:
    def function(part: Block, places: object = None) -> Answers:
        """一个函数。"""
        return XB_SOME(part, places)

    function.__name__ = name
    return function


def described(docs: str) -> Callable[..., Answers]:
    function = named("XB_SOME")
    function.__doc__ = docs
    return function


def register(
    function: Callable[..., Answers],
    *arguments: Argument,
    unit: str = "%",
    examples: tuple[Example, ...] = EXAMPLES,
) -> Registry:
    registry = Registry()
    registry.register(*arguments, unit=unit, examples=examples)(function)
    return registry


def test_a_good_one() -> None:
    registry = register(XB_SOME, PART, PLACES)
    assert [entry.name for entry in registry] == ["XB_SOME"]
    assert registry.signatures() == {"XB_SOME": (("part", False), ("places", True))}
    assert registry.functions["XB_SOME"].call([[2.0]]) == [[1.0]]


@pytest.mark.parametrize("name", ["share", "XB_", "XB_占比", "XB_Share", "XB__A", "XB_A1", "XL_A"])
def test_names(name: str) -> None:
    example = Example(f"={name}(1)", 1.0)
    with pytest.raises(ValueError, match="XB_ and ASCII capitals"):
        register(named(name), PART, PLACES, examples=(example,))


@pytest.mark.parametrize("name", ["部分", "Part", "caller", "next", "part1", "", "a b"])
def test_names_of_arguments(name: str) -> None:
    space: dict[str, Callable[..., Answers]] = {}
    if name.isidentifier() and name != "next":
        exec(f"def XB_SOME({name}): '一个函数。'", space)  # noqa: S102
        with pytest.raises(ValueError, match="cannot be an argument's name"):
            register(space["XB_SOME"], block(name, "部分"))
    else:
        with pytest.raises(ValueError, match="not the arguments"):
            register(XB_SOME, block(name, "部分"), PLACES)


def test_arguments_are_those_of_the_function() -> None:
    for arguments in ((PART,), (PLACES, PART), (PART, PLACES, option("more", "更多"))):
        with pytest.raises(ValueError, match="not the arguments of the function"):
            register(XB_SOME, *arguments)


def test_an_option_has_a_default() -> None:
    with pytest.raises(ValueError, match="part has no default"):
        register(XB_SOME, option("part", "部分"), PLACES)


def test_only_arguments_by_position() -> None:
    def keyword(part: Block, *, places: object = None) -> Answers:
        """一个函数。"""
        return XB_SOME(part, places)

    def any_number(*part: Block) -> Answers:
        """一个函数。"""
        return XB_SOME(part[0])

    for function in (keyword, any_number):
        function.__name__ = "XB_SOME"
        with pytest.raises(ValueError, match="by position"):
            register(function, PART, PLACES)


@pytest.mark.parametrize("docs", ["", "长" * 256])
def test_descriptions(docs: str) -> None:
    with pytest.raises(ValueError, match="a description that Excel shows"):
        register(described(docs), PART, PLACES)
    with pytest.raises(ValueError, match="part needs a description"):
        register(XB_SOME, block("part", docs), PLACES)


def test_unit() -> None:
    with pytest.raises(ValueError, match="a unit"):
        register(XB_SOME, PART, PLACES, unit="")


@pytest.mark.parametrize("examples", [(), (Example("=XB_OTHER(1)", 1.0),), (Example("1", 1.0),)])
def test_examples(examples: tuple[Example, ...]) -> None:
    with pytest.raises(ValueError, match="an example is a formula"):
        register(XB_SOME, PART, PLACES, examples=examples)


def test_twice() -> None:
    registry = register(XB_SOME, PART, PLACES)
    with pytest.raises(ValueError, match="registered twice"):
        registry.register(PART, PLACES, unit="%", examples=EXAMPLES)(XB_SOME)


def test_the_module_can_be_read_again() -> None:
    """xlwings reloads a module whose file has changed."""
    program = (
        "import importlib, xlbudget.functions as f;"
        "importlib.reload(f); print(len(f.FUNCTIONS.functions))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(len(FUNCTIONS.functions))


def test_no_xlwings_and_no_second_hand_libraries_at_the_start() -> None:
    program = (
        "import sys, xlbudget.functions as f;"
        "print([n for n in ('xlwings', 'pandas', 'openpyxl', 'numpy') if n in sys.modules],"
        "hasattr(f.XB_SHARE, '__xlfunc__'), f.XB_SHARE([[1]], [[4]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] False [[25.0]]"


def test_offered_where_xlwings_has_its_machinery_loaded() -> None:
    program = (
        "import sys, types; told = [];"
        "mark = lambda *names, **options: (lambda f: told.append((*names, f.__name__)));"
        "udfs = types.ModuleType('xlwings.udfs'); udfs.xlarg = mark;"
        "udfs.xlfunc = lambda f, category: told.append((category, f.__name__));"
        "sys.modules['xlwings.udfs'] = udfs;"
        "import xlbudget.functions; print(told[-3:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == (
        "[('code', 'XB_CODE_NAME'), ('year', 'XB_CODE_NAME'), ('xlbudget', 'XB_CODE_NAME')]"
    )
