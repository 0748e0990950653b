"""The program and its commands: imported when called, with Chinese help and complaints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from xlbudget.cli.streams import leave_closed_pipe
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.records import dataclass
from xlbudget.formats.keys import nearest


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
        if isinstance(self, Group):
            with formatter.section("命令"):
                formatter.write_dl([(name, later.help) for name, later in self.later.items()])


class Command(Chinese, click.Command):
    """A command whose help is Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, described in Chinese."""
        return _help_option(super().get_help_option(ctx))


@dataclass(frozen=True, slots=True)
class Later:
    """A command that is imported when it is called: where it is defined, and its short help."""

    where: str
    help: str


class Group(Chinese, click.Group):
    """The program, with its commands in the order of the work."""

    def __init__(self, *args: Any, later: Mapping[str, Later], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.later = later

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, described in Chinese."""
        return _help_option(super().get_help_option(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click 的接口
        """Commands in the order of the work, not by alphabet."""
        return list(self.later)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command, imported now: the others are not needed to run it."""
        if cmd_name not in self.later:
            return None
        module, _, name = self.later[cmd_name].where.partition(".")
        command: click.Command = getattr(import_module(f"{__package__}.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the arguments; UnknownName proposes the nearest."""
        if args[0] not in self.later:
            raise UnknownName(
                where="命令",
                seen=f"“{args[0]}”",
                expected="、".join(self.later),
                remedy=nearest(args[0], self.later),
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
