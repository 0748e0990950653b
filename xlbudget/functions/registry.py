"""The registry of the Excel functions: what each is called, takes and gives, for a reader and for
the machinery.

xlwings checks its decorators on Windows only, and there not much; what it would trip over is
refused here on every platform, when the module is imported. Names are ASCII: they become VBA.
"""

from __future__ import annotations

import functools
import inspect
import logging
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import TypeVar, cast

from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.records import dataclass, field
from xlbudget.files.log import open_log
from xlbudget.functions.cells import WRONG, Answers, Block, Refused, size

_LOG = logging.getLogger(__name__)
_NAME = re.compile(r"XB(_[A-Z]+)+")
_ARGUMENT = re.compile(r"[a-z]+(_[a-z]+)*")
_RESERVED = frozenset(
    re.findall(
        r"\w+",
        """
        and as base binary boolean byref byte byval call caller case close const currency date
        declare dim do double each else elseif empty end enum erase error event exit explicit false
        for function get global gosub goto if implements in input integer is let like lock long loop
        lset me mid mod new next not nothing null object on open option optional or paramarray
        preserve print private property public put redim rem resume return rset seek select set
        single static step stop string sub then to true type until variant wend while with write xor
        """,
    )
)
"""Words of VBA; `caller` is a word of xlwings."""

_DESCRIPTION = 255
"""Characters of a description that Excel shows."""

Function = TypeVar("Function", bound=Callable[..., Answers])


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument: a block of cells, which always comes as rows, or an option of one cell."""

    name: str
    docs: str
    is_block: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A formula as it stands in a cell, and what it gives."""

    formula: str
    result: str | float


@dataclass(frozen=True, slots=True)
class ExcelFunction:
    """A function of the registry. `docs` says what it is, `unit` what its answer is counted in;
    `optional` are the arguments that a formula may leave out.
    """

    name: str
    docs: str
    unit: str
    arguments: tuple[Argument, ...]
    optional: frozenset[str]
    examples: tuple[Example, ...]
    call: Callable[..., Answers]


def block(name: str, docs: str) -> Argument:
    """An argument that takes a range or an array of any size."""
    return Argument(name, docs, is_block=True)


def option(name: str, docs: str) -> Argument:
    """An argument that takes one value."""
    return Argument(name, docs, is_block=False)


@dataclass(slots=True)
class Registry:
    """The functions by name, in the order of their definition."""

    functions: dict[str, ExcelFunction] = field(default_factory=dict)

    def __iter__(self) -> Iterator[ExcelFunction]:
        return iter(self.functions.values())

    def register(
        self,
        *arguments: Argument,
        unit: str,
        examples: tuple[Example, ...],
        one_answer: bool = False,
    ) -> Callable[[Function], Function]:
        """The decorator of a function of Excel: name and description are those of the function.

        ValueError where a name, a description, an example or the kind of an argument is wrong.
        The function then answers `#VALUE!` in all its cells instead of raising; with `one_answer`
        that is one cell, however large its blocks are.
        """

        def enter(function: Function) -> Function:
            entry = ExcelFunction(
                name=function.__name__,
                docs=inspect.cleandoc(function.__doc__ or ""),
                unit=unit,
                arguments=arguments,
                optional=_optional(function),
                examples=examples,
                call=_guarded(function, arguments, one_answer=one_answer),
            )
            _check(entry, function)
            if entry.name in self.functions:
                raise ValueError(f"{entry.name} is registered twice")
            self.functions[entry.name] = entry
            return cast("Function", entry.call)

        return enter

    def signatures(self) -> dict[str, tuple[tuple[str, bool], ...]]:
        """Name -> its arguments as (name, whether it may be left out), for the VBA wrappers."""
        return {
            entry.name: tuple(
                (argument.name, argument.name in entry.optional) for argument in entry.arguments
            )
            for entry in self
        }

    def offer(self, udfs: ModuleType) -> None:
        """Mark the functions for xlwings' own machinery, the module `xlwings.udfs`; from now on
        what goes wrong in them stands in the log.
        """
        open_log()
        for entry in self:
            for argument in entry.arguments:
                shape = {"ndim": 2} if argument.is_block else {}
                udfs.xlarg(argument.name, err_to_str=True, doc=argument.docs, **shape)(entry.call)
            udfs.xlfunc(entry.call, category="xlbudget")


def _optional(function: Callable[..., Answers]) -> frozenset[str]:
    parameters = inspect.signature(function).parameters.values()
    return frozenset(each.name for each in parameters if each.default is not each.empty)


def _guarded(
    function: Callable[..., Answers], arguments: tuple[Argument, ...], *, one_answer: bool
) -> Callable[..., Answers]:
    """The function with nothing that it raises going through: the cells hold an error."""

    @functools.wraps(function)
    def answer(*values: object) -> Answers:
        try:
            return function(*values)
        except Refused as refused:
            error = refused.name
        except XlbudgetError:
            error = WRONG
        except Exception:  # noqa: BLE001  单元格里只有错误值，原因记在日志里
            _LOG.exception("%s", function.__name__)
            error = WRONG
        taken = zip(arguments, values, strict=False)
        blocks = [cast("Block", value) for argument, value in taken if argument.is_block and value]
        rows, columns = size([] if one_answer else blocks)
        return [[error] * columns for _ in range(rows)]

    answer.__annotations__ = {}  # xlwings 会按注解转换参数，而转换由登记决定
    return answer


def _check(entry: ExcelFunction, function: Callable[..., Answers]) -> None:
    if not _NAME.fullmatch(entry.name):
        raise ValueError(f"{entry.name}: the name must be XB_ and ASCII capitals")
    parameters = inspect.signature(function).parameters.values()
    if any(each.kind is not each.POSITIONAL_OR_KEYWORD for each in parameters):
        raise ValueError(f"{entry.name}: xlwings passes arguments by position only")
    declared = [argument.name for argument in entry.arguments]
    if declared != [each.name for each in parameters]:
        raise ValueError(f"{entry.name}: {declared} are not the arguments of the function")
    for argument in entry.arguments:
        if not _ARGUMENT.fullmatch(argument.name) or argument.name in _RESERVED:
            raise ValueError(f"{entry.name}: {argument.name!r} cannot be an argument's name")
        if not argument.is_block and argument.name not in entry.optional:
            raise ValueError(f"{entry.name}: the option {argument.name} has no default")
        if not argument.docs or len(argument.docs) > _DESCRIPTION:
            raise ValueError(f"{entry.name}: {argument.name} needs a description that Excel shows")
    if not entry.docs or len(entry.docs) > _DESCRIPTION or not entry.unit:
        raise ValueError(f"{entry.name}: a description that Excel shows, and a unit")
    starts = [example.formula.startswith(f"={entry.name}(") for example in entry.examples]
    if not starts or not all(starts):
        raise ValueError(f"{entry.name}: an example is a formula that starts with ={entry.name}(")
