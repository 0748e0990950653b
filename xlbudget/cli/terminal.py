"""What people see in the terminal: Chinese help and complaints, findings, JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from xlbudget.cli.streams import leave_closed_pipe
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.formats.keys import nearest
from xlbudget.results import Results, json_text, obligations_json, word_of


class Chinese:
    """Chinese headings for click's help."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, and a group's commands."""
        rows = [row for param in self.get_params(ctx) if (row := param.get_help_record(ctx))]  # type: ignore[attr-defined]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(
                    [(name, text.replace("  [required]", "（必填）")) for name, text in rows]
                )
        if isinstance(self, click.Group):
            commands = [(name, self.commands[name].help or "") for name in self.list_commands(ctx)]
            with formatter.section("命令"):
                formatter.write_dl([(name, text.split("\n")[0]) for name, text in commands])


class Command(Chinese, click.Command):
    """A command whose help is Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, described in Chinese."""
        return _help_option(super().get_help_option(ctx))


class Group(Chinese, click.Group):
    """The program, with its commands in the order of the work."""

    command_class = Command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, described in Chinese."""
        return _help_option(super().get_help_option(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click 的接口
        """Commands as they were defined, not by alphabet."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the arguments; UnknownName proposes the nearest."""
        if args[0] not in self.commands:
            raise UnknownName(
                where="命令",
                seen=f"“{args[0]}”",
                expected="、".join(self.commands),
                remedy=nearest(args[0], self.commands),
            )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run; a reader who leaves early (`| head -1`) is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            leave_closed_pipe()


def _help_option(option: click.Option | None) -> click.Option | None:
    if option:
        option.help = "显示帮助。"
    return option


def year_of(_ctx: click.Context, _param: click.Parameter, text: str | None) -> int | None:
    """The year that a person typed."""
    if text is None:
        return None
    if not text.isdecimal() or len(text) != 4:  # noqa: PLR2004  公元年份
        raise click.BadParameter(f"“{text}”不是四位数的年度，如 2024")
    return int(text)


def usage_text(error: click.ClickException) -> str:
    """Click's own complaints, in Chinese."""
    if isinstance(error, click.NoSuchOption):
        near = f"。是否想写“{error.possibilities[0]}”？" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {_shown(error)}"
    if isinstance(error, click.BadParameter):
        return f"参数 {_shown(error)} 不对（{error.message}）"
    if isinstance(error, click.BadOptionUsage):
        bare = "does not take a value" in error.message
        return f"选项 {error.option_name} " + ("后面不能写值" if bare else "后面要写一个值")
    extra = _EXTRA.search(error.message)
    return f"多余的参数 {extra[1]}" if extra else "命令的写法不对"


_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)$")


def _shown(error: click.BadParameter) -> str:
    if error.param is None or error.ctx is None:
        return ""
    name = f"{error.param.opts[0]} " if isinstance(error.param, click.Option) else ""
    return name + error.param.make_metavar(error.ctx)


def print_json(value: Any) -> None:
    """JSON and nothing else on standard output."""
    click.echo(json_text(value), nl=False)


_FEW = 3
"""So many of what was not checked are named; coverage.json names all, with the reason."""

_FOLLOWERS = 5
"""So many of what one error implies are printed; the JSON has all."""

COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.INFO: "blue"}


def print_findings(findings: Iterable[Finding], *, with_file: bool = False) -> None:
    """Each finding: level and place, then what it says; under an error what it implies.

    `with_file` puts the file before the place, where there are several.
    """
    for finding in findings:
        where = finding.where
        place = f"{where.sheet}!{where.cell}" if where.sheet and where.cell else where.sheet
        word = click.style(word_of(finding), fg=COLOURS[finding.level])
        both = " · ".join(filter(None, (finding.file, place)))
        click.echo(f"{word}  {both if with_file else place or finding.file}")
        click.echo(f"    {finding.message}")
        if finding.level is Level.ERROR:
            for follower in finding.follows[:_FOLLOWERS]:
                click.echo(f"    · 同一原因：{follower.message}")
            if len(finding.follows) > _FOLLOWERS:
                click.echo(f"    · 同一原因：等共 {len(finding.follows)} 处，全部见 --json")


def print_summary(results: Results) -> None:
    """Counts of findings and of checks, and which kinds of checks could not be run at all."""
    ledger, obliged = results.ledger, obligations_json(results)
    missed = [f"{rule} {known['title']}" for rule, known in obliged.items() if not known["covered"]]
    named = "、".join(missed[:_FEW]) + ("等" if len(missed) > _FEW else "")
    click.echo(
        f"错误 {results.count(Level.ERROR)}，提醒 {results.count(Level.WARNING)}，"
        f"待填写 {results.gaps}；勾稽相符 {ledger.count(Verdict.PASS)} 处，"
        f"不符 {ledger.count(Verdict.FAIL)} 处；应核 {len(obliged)} 类，"
        f"核到 {len(obliged) - len(missed)} 类" + (f"，没有核到：{named}。" if missed else "。")
    )


def print_files(paths: Iterable[Path]) -> None:
    """The files that were written."""
    click.echo("已写出：")
    for path in paths:
        click.echo(f"    {path}")


def print_told(lines: Iterable[str]) -> None:
    """What a person must be told of the files; a line that is indented goes on from the last."""
    for line in lines:
        click.echo(f"        {line}" if line.startswith(" ") else f"    注意：{line}")
