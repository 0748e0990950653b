"""How far a batch is: a bar in a terminal, plain lines elsewhere, or one JSON event a line."""

from __future__ import annotations

import json
import sys
from time import monotonic
from typing import Any, Protocol, Self

import click

from xlbudget.batch.terms import Made, State
from xlbudget.domain.records import dataclass, field

_EVERY_UNITS, _EVERY_SECONDS = 100, 10.0
"""After so many units or seconds a plain line says how far it is."""

_SHOWN = 10
"""So many units that failed are named at the end; 汇总.xlsx has all."""


@dataclass(slots=True)
class Tally:
    """The units that were finished, by how they came out."""

    total: int
    green: int = 0
    amber: int = 0
    red: int = 0
    skipped: int = 0
    failed: list[Made] = field(default_factory=list)
    began: float = field(default_factory=monotonic)

    @property
    def done(self) -> int:
        """All that were finished, those that failed too."""
        return self.green + self.amber + self.red

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return monotonic() - self.began

    def add(self, made: Made) -> None:
        """One more unit."""
        self.red += made.red
        self.amber += made.amber
        self.green += not (made.red or made.amber)
        self.skipped += made.state is State.SKIPPED
        if made.state is State.FAILED:
            self.failed.append(made)

    def pace(self) -> str:
        """How fast, and how long still: nothing yet while all were there already."""
        made = self.done - self.skipped
        if not made or not self.seconds:
            return ""
        rate = made / self.seconds
        left = (self.total - self.done) / rate
        return f"{rate:.1f} 个/秒，还需约 {duration(left)}"

    def lines(self) -> list[str]:
        """What came of it, for a person."""
        wrong = self.red - len(self.failed)
        said = f"完成 {self.done} 个单位，用时 {duration(self.seconds)}："
        said += f"没有问题 {self.green}，要看或要填 {self.amber}，有错误 {wrong}"
        said += f"，没有做成 {len(self.failed)}。" if self.failed else "。"
        if self.skipped:
            said += f"其中 {self.skipped} 个上次已经做好，没有重做。"
        shown = [f"    {made.folder}：{made.says}" for made in self.failed[:_SHOWN]]
        if len(self.failed) > _SHOWN:
            shown.append(f"    等共 {len(self.failed)} 个")
        return [said, *(["没有做成（怎么办，见总表）：", *shown] if shown else [])]

    def json(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "units": self.total,
            "done": self.done,
            "green": self.green,
            "amber": self.amber,
            "red": self.red,
            "skipped": self.skipped,
            "failed": [made.folder for made in self.failed],
            "seconds": round(self.seconds, 3),
        }


def duration(seconds: float) -> str:
    """A time as people say it.

    >>> duration(4.4), duration(75), duration(7500)
    ('4 秒', '1 分 15 秒', '2 小时 5 分')
    """
    whole = round(seconds)
    if whole < 60:  # noqa: PLR2004  六十进位
        return f"{whole} 秒"
    if whole < 3600:  # noqa: PLR2004  六十进位
        return f"{whole // 60} 分 {whole % 60} 秒"
    return f"{whole // 3600} 小时 {whole % 3600 // 60} 分"


class Progress(Protocol):
    """What is shown while units are made."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def unit(self, made: Made) -> None:
        """A unit was finished; the tally knows it already."""


def progress(tally: Tally, *, as_json: bool) -> Progress:
    """The one that fits where the output goes."""
    if as_json:
        return JsonLines(tally)
    # Without standard output (`>&-`, pythonw) there is no stream at all.
    return Bar(tally) if sys.stdout is not None and sys.stdout.isatty() else PlainLines(tally)


class JsonLines:
    """One event a line: start, each unit, end."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def __enter__(self) -> Self:
        event("start", units=self._tally.total)
        return self

    def __exit__(self, *_: object) -> None:
        """The end is told by whoever knows how it ended."""

    def unit(self, made: Made) -> None:
        """How a unit went."""
        event(
            "unit",
            folder=made.folder,
            state=made.state.value,
            errors=made.errors,
            warnings=made.warnings,
            gaps=made.gaps,
            says=made.says,
            done=self._tally.done,
            of=self._tally.total,
        )


def event(name: str, **values: object) -> None:
    """One line of JSON on standard output, at once."""
    click.echo(json.dumps({"event": name, **values}, ensure_ascii=False))


class PlainLines:
    """For files and programs that read along: what failed, and now and then how far it is."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._said_at = (0, 0.0)

    def __enter__(self) -> Self:
        click.echo(f"共 {self._tally.total} 个单位。")
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left to say."""

    def unit(self, made: Made) -> None:
        """How a unit went, where it failed."""
        tally = self._tally
        if made.state is State.FAILED:
            click.echo(f"没有做成 {made.folder}：{made.says}")
        units, seconds = self._said_at
        if tally.done - units >= _EVERY_UNITS or tally.seconds - seconds >= _EVERY_SECONDS:
            self._said_at = (tally.done, tally.seconds)
            click.echo(
                f"{tally.done}/{tally.total}  {tally.pace()}  "
                f"错 {tally.red}，看 {tally.amber}，好 {tally.green}"
            )


class Bar:
    """A bar, with what failed told above it."""

    def __init__(self, tally: Tally) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as RichProgress

        self._tally = tally
        self._bar = RichProgress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            TextColumn("[red]错 {task.fields[red]}"),
            TextColumn("[yellow]看 {task.fields[amber]}"),
            TextColumn("[green]好 {task.fields[green]}"),
            transient=True,
        )
        self._task = self._bar.add_task("", total=tally.total, pace="", red=0, amber=0, green=0)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def unit(self, made: Made) -> None:
        """The bar moves on."""
        from rich.text import Text

        tally = self._tally
        if made.state is State.FAILED:
            self._bar.print(Text(f"没有做成 {made.folder}：{made.says}", style="red"))
        self._bar.update(
            self._task,
            completed=tally.done,
            pace=tally.pace(),
            red=tally.red,
            amber=tally.amber,
            green=tally.green,
        )
