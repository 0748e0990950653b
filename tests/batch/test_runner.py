from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.batch.deadly import deadly_pool, imported
from tests.batch.trees import said, tree, whole
from xlbudget.batch.pools import Pool, cluster, processes
from xlbudget.batch.publishing import OutOfReach
from xlbudget.batch.room import others, room_in, standing
from xlbudget.batch.runner import made_units
from xlbudget.batch.terms import STOP, Asked, Made, State
from xlbudget.batch.units import Unit, units_in
from xlbudget.domain.errors import OutputRefused, ProgramMissing

FORBIDDEN = {"pandas", "numpy", "openpyxl", "rich", "click", "xlwings", "distributed", "dask"}


def never() -> bool:
    return False


@pytest.fixture(scope="module")
def units(folder: Path) -> tuple[Unit, ...]:
    return units_in(folder, folder.parent / "输出").units


@pytest.fixture(scope="module")
def some(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """A few of them, for runs whose workers die."""
    return tuple(unit for unit in units if unit.folder in ("上海", "云南", "空的", "陕西"))


@pytest.fixture(scope="module")
def alone(units: tuple[Unit, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What comes out in one process."""
    out = tmp_path_factory.mktemp("一个进程")
    run(Asked(out=out, kinds=("txt",)), units, None)
    return tree(out)


def run(
    asked: Asked, units: tuple[Unit, ...], pool: Pool | None, stopping: Callable[[], bool] = never
) -> list[Made]:
    with room_in(asked.out):
        return list(made_units(asked, units, pool, stopping))


def test_the_good_are_made_and_the_damaged_are_named(
    units: tuple[Unit, ...], alone: dict[str, str]
) -> None:
    assert [unit.folder for unit in units] == [
        *("上海", "云南", "四川", "坏了", "空的", "陕西"),
        *("上海第二", "云南第二", "陕西第二"),
    ]
    failed = {name for name in alone if name.endswith("error.json")}
    assert failed == {"坏了/error.json", "空的/error.json"}
    assert sum(name.endswith("narrative.txt") for name in alone) == 7


def test_processes_write_the_same_bytes(
    units: tuple[Unit, ...], alone: dict[str, str], tmp_path: Path
) -> None:
    made = run(Asked(out=tmp_path, kinds=("txt",)), units, processes(2))
    assert sorted(each.folder for each in made) == sorted(unit.folder for unit in units)
    assert tree(tmp_path) == alone


def test_a_worker_imports_no_heavy_library(units: tuple[Unit, ...], tmp_path: Path) -> None:
    asked = Asked(out=tmp_path, kinds=("xlsx", "docx", "html", "json", "txt"))
    with room_in(tmp_path), processes(1).opened(1) as executor:
        assert not executor.submit(imported, asked, units[:1]).result() & FORBIDDEN
        assert executor.submit(gc.get_threshold).result()[0] >= 50_000


def test_a_worker_that_dies_once_is_replaced(
    some: tuple[Unit, ...], alone: dict[str, str], tmp_path: Path
) -> None:
    pool = deadly_pool("云南", tmp_path / "死过", always=False)
    out = tmp_path / "输出"
    made = run(Asked(out=out, kinds=("txt",)), some, pool)
    assert (tmp_path / "死过").exists()
    assert sorted(each.folder for each in made) == sorted(unit.folder for unit in some)
    assert tree(out) == of(some, alone)


def test_a_unit_that_ends_every_worker_is_one_failed_unit(
    some: tuple[Unit, ...], alone: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "输出"
    pool = deadly_pool("云南", tmp_path / "死过", always=True)
    made = run(Asked(out=out, kinds=("txt",)), some, pool)
    assert {each.folder for each in made if each.state is State.FAILED} == {"云南", "空的"}
    assert "两次中止" in said(out / "云南" / "error.json")["errors"][0]["seen"]
    rest = tuple(unit for unit in some if unit.folder != "云南")
    assert of(rest, tree(out)) == of(rest, alone)


def of(units: tuple[Unit, ...], files: dict[str, str]) -> dict[str, str]:
    """The files of some units."""
    folders = {unit.folder for unit in units}
    return {name: digest for name, digest in files.items() if name.split("/")[0] in folders}


class Fake(Executor):
    """An executor whose futures end at once as they are told."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self.error is not None:
            future.set_exception(self.error)
        else:
            future.set_result(fn(*args, **kwargs))
        return future


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (BrokenProcessPool("x"), ProgramMissing, "一再中止"),
        (ModuleNotFoundError("No module named 'xlbudget'"), ProgramMissing, "执行节点"),
        (OutOfReach(where="盘", seen="满了"), OutOfReach, "满了"),
    ],
)
def test_workers_that_can_do_nothing_end_the_run(
    error: Exception, kind: type[Exception], says: str, units: tuple[Unit, ...], tmp_path: Path
) -> None:
    pool = Pool(lambda _: Fake(error), workers=1, chunk=1)
    with pytest.raises(kind, match=says):
        run(Asked(out=tmp_path, kinds=("txt",)), units, pool)
    assert not tree(tmp_path)
    assert issubclass(BrokenProcessPool, BrokenExecutor)


def test_workers_of_another_version_are_no_match(units: tuple[Unit, ...], tmp_path: Path) -> None:
    asked = Asked(out=tmp_path, kinds=("txt",), program="xlbudget 9.9.9")
    pool = Pool(lambda _: Fake(None), workers=1, chunk=1)
    with pytest.raises(OutOfReach, match="同一个版本"):
        run(asked, units, pool)


def test_workers_that_do_not_see_the_folder_are_no_match(
    units: tuple[Unit, ...], tmp_path: Path
) -> None:
    pool = Pool(lambda _: Fake(None), workers=1, chunk=1)
    with pytest.raises(OutOfReach, match="共享文件夹"):
        list(made_units(Asked(out=tmp_path / "没有", kinds=("txt",)), units, pool, never))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_stopped_leaves_whole_folders_and_goes_on(
    jobs: int, units: tuple[Unit, ...], alone: dict[str, str], tmp_path: Path
) -> None:
    asked = Asked(out=tmp_path, kinds=("txt",))
    pool = replace(processes(2), chunk=2) if jobs > 1 else None
    made: list[Made] = []
    with room_in(tmp_path):
        for each in made_units(asked, units, pool, lambda: bool(made)):
            made.append(each)  # noqa: PERF402  停不停要看已经做了的
    assert 0 < len(made) < len(units)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(e.folder for e in made)
    assert all(whole(each) for each in tmp_path.iterdir())
    run(replace(asked, resume=True), units, None)
    assert tree(tmp_path) == alone


def test_leftovers_are_removed_and_one_run_at_a_time_writes(tmp_path: Path) -> None:
    left = tmp_path / ".xlbudget-batch" / "甲-0000" / "whole"
    left.mkdir(parents=True)
    (left / "甲.docx").write_bytes(b"x")
    (tmp_path / ".xlbudget-batch" / STOP).touch()
    with room_in(tmp_path) as room:
        assert [each.name for each in room.iterdir()] == ["lock"]
        with pytest.raises(OutputRefused, match="另一个"), room_in(tmp_path):
            pass
    assert not list(tmp_path.iterdir())


def test_what_stands_in_place_of_a_folder_is_told_before_the_run(tmp_path: Path) -> None:
    units = (Unit("甲", ()), Unit("乙", ()))
    (tmp_path / "甲").mkdir()
    (tmp_path / "上次的").mkdir()
    assert standing(tmp_path, units) == ["甲"]
    assert others(tmp_path, units) == ["上次的"]
    (tmp_path / "乙").symlink_to(tmp_path / "甲")
    with pytest.raises(OutputRefused, match="一个链接"):
        standing(tmp_path, units)


@pytest.fixture(scope="module")
def scheduler(network: None) -> Iterator[str]:  # noqa: ARG001
    """A dask scheduler with two workers, each a process of its own."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        yield local.scheduler_address


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_writes_the_same_bytes(
    scheduler: str, units: tuple[Unit, ...], alone: dict[str, str], tmp_path: Path
) -> None:
    with cluster(scheduler) as pool:
        assert (pool.workers, pool.chunk) == (2, 16)
        run(Asked(out=tmp_path, kinds=("txt",)), units, replace(pool, chunk=2))
    assert tree(tmp_path) == alone


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlbudget.batch.cluster._SECONDS", 0.2)
    with pytest.raises(ProgramMissing, match="连不上"), cluster("tcp://127.0.0.1:9"):
        pass


def test_windows_cannot_wait_for_more_than_61_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    assert processes(500).workers == 61
