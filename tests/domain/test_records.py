"""Records against the dataclasses of the standard library."""

import copy
import dataclasses
import pickle
import subprocess
import sys
from typing import Any, Generic, TypeVar

import pytest

from xlbudget.domain import records

Kind = TypeVar("Kind")
KINDS = [
    {"frozen": frozen, "slots": slots, "kw_only": kw_only}
    for frozen in (False, True)
    for slots in (False, True)
    for kw_only in (False, True)
]


def made(module: Any, options: dict[str, bool]) -> Any:
    """One class as a module makes it: every form of field that the program uses."""

    @module.dataclass(**options)
    class Cell:
        sheet: str
        row: int = 1
        notes: list[str] = module.field(default_factory=list)
        source: str = module.field(default="", repr=False)
        seen: int = module.field(default=0, compare=False)
        place: str = module.field(init=False, repr=False, compare=False)
        kept: dict[str, int] = module.field(default_factory=dict, init=False, compare=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "place", f"{self.sheet}!{self.row}")

    return Cell


def same(options: dict[str, bool]) -> tuple[Any, Any]:
    return made(records, options), made(dataclasses, options)


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_says_compares_and_copies_as_the_standard_library_does(options: dict[str, bool]) -> None:
    ours, theirs = same(options)
    told: list[dict[str, Any]] = [
        {"sheet": "公开01"},
        {"sheet": "公开01", "row": 2, "notes": ["无"], "source": "a", "seen": 3},
        {"sheet": "公开01", "seen": 4},
    ]
    mine, standard = ([kind(**each) for each in told] for kind in (ours, theirs))
    assert [repr(each) for each in mine] == [repr(each) for each in standard]
    assert [[a == b for b in mine] for a in mine] == [[a == b for b in standard] for a in standard]
    assert mine[0] != standard[0]
    assert [each.place for each in mine] == [each.place for each in standard]
    assert mine[0].notes is not mine[2].notes
    changed = records.replace(mine[1], row=9)
    assert (changed.place, changed.source, mine[1].row) == ("公开01!9", "a", 2)
    assert changed == dataclasses.replace(mine[1], row=9)
    assert records.replace(standard[1], row=9) == dataclasses.replace(standard[1], row=9)
    assert copy.copy(mine[1]) == mine[1]
    assert ours.__match_args__ == theirs.__match_args__
    assert hasattr(mine[0], "__dict__") is hasattr(standard[0], "__dict__")


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_the_standard_library_knows_its_fields(options: dict[str, bool]) -> None:
    ours, theirs = same(options)
    names = ("name", "init", "repr", "compare", "kw_only")
    known, expected = (
        [[getattr(each, name) for name in names] for each in dataclasses.fields(kind)]
        for kind in (ours, theirs)
    )
    assert known == expected
    assert dataclasses.asdict(ours(sheet="甲")) == dataclasses.asdict(theirs(sheet="甲"))


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_refuses_what_the_standard_library_refuses(options: dict[str, bool]) -> None:
    for kind in same(options):
        cell = kind(sheet="公开01")
        with pytest.raises(TypeError, match="sheet"):
            kind()
        with pytest.raises(TypeError, match="place"):
            kind(sheet="公开01", place="公开02")
        if options["kw_only"]:
            with pytest.raises(TypeError, match="positional"):
                kind("公开01")
        if options["frozen"]:
            with pytest.raises(dataclasses.FrozenInstanceError):
                cell.row = 2
            with pytest.raises(dataclasses.FrozenInstanceError):
                del cell.row
        with pytest.raises(TypeError, match="unhashable"):
            hash(cell)  # a list among the fields, or no hash at all


@records.dataclass(frozen=True, slots=True)
class Named:
    """A record that may travel to another process."""

    table: str
    cells: tuple[int, ...] = ()


@records.dataclass(slots=True)
class Own:
    """A record with methods of its own, which stay."""

    text: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own)

    def __hash__(self) -> int:
        return 7

    def __repr__(self) -> str:
        return "own"


def test_travels_between_processes_and_serves_as_a_key() -> None:
    named = Named("收支总表", (1, 2))
    assert pickle.loads(pickle.dumps(named)) == named  # noqa: S301  自己刚写出的
    assert {named: 1}[Named("收支总表", (1, 2))] == 1
    match named:
        case Named(table, (first, *_)):
            assert (table, first) == ("收支总表", 1)


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_is_made_of_its_values_in_order(options: dict[str, bool]) -> None:
    ours, _ = same(options)
    names = records.told_fields(ours)
    assert names == ("sheet", "row", "notes", "source", "seen")
    told = {"sheet": "公开01", "row": 2, "notes": ["无"], "source": "a", "seen": 3}
    made = records.maker(ours)(*(told[name] for name in names))
    assert made == ours(**told)
    assert (made.place, made.kept, type(made)) == ("公开01!2", {}, ours)
    assert records.last_defaults(ours) == ("", 0)
    assert records.maker(ours)("公开01", 2, ["无"]) == records.replace(made, source="")


def test_methods_of_the_class_stay() -> None:
    assert (Own("a") == Own("b"), hash(Own("a")), repr(Own("a"))) == (True, 7, "own")


def test_a_list_as_default_and_fields_of_a_base_are_refused() -> None:
    with pytest.raises(ValueError, match="default_factory"):

        @records.dataclass
        class Shared:
            names: list[str] = []  # noqa: RUF012

    with pytest.raises(TypeError, match="behind"):

        @records.dataclass
        class Disordered:
            row: int = 1
            sheet: str  # type: ignore[misc]

    with pytest.raises(TypeError, match="base"):

        @records.dataclass(frozen=True, slots=True)
        class Of(Generic[Kind]):
            kind: Kind

    with pytest.raises(TypeError, match="inherited"):

        @records.dataclass
        class Longer(Named):  # type: ignore[misc]
            more: int = 0


@pytest.mark.parametrize("kind", ["ClassVar[int]", "typing.InitVar[int]", "KW_ONLY"])
def test_what_would_be_no_field_is_refused(kind: str) -> None:
    with pytest.raises(TypeError, match="not supported"):
        records.dataclass(type("Cell", (), {"__annotations__": {"sheet": "str", "rows": kind}}))


def test_no_method_is_compiled_before_it_is_called() -> None:
    code = (
        "import sys\n"
        "from xlbudget.domain.text import Place\n"
        "first = Place.__new__\n"
        "Place()\n"
        "assert Place.__new__ is not first and 'dataclasses' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
