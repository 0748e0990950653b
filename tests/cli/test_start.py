"""The start of the program: each command is imported when it is called, and only what it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from xlbudget.cli.commands import LATER, cli
from xlbudget.domain.errors import UnknownName
from xlbudget.pipeline import run
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.build import build

FORBIDDEN = (
    *(
        "pandas",
        "numpy",
        "openpyxl",
        "xlsxwriter",
        "lxml",
        "rich",
        "distributed",
        "pypdfium2",
        "xlwings",
    ),
    *("jinja2", "tomllib", "csv", "dataclasses", "concurrent.futures", "multiprocessing"),
    *("tempfile", "subprocess", "logging", "http", "email", "ssl", "socket", "xml.sax"),
    *("urllib.request", "importlib.resources"),
    *("xlbudget.binding", "xlbudget.checks.prose", "xlbudget.checks.words"),
    *("xlbudget.results.reviewed", "xlbudget.reading.documents", "xlbudget.publish.refresh"),
    *("xlbudget.publish.annotate", "xlbudget.publish.editing", "xlbudget.publish.people"),
    *("xlbudget.intake", "xlbudget.batch", "xlbudget.addin", "xlbudget.frames"),
    *("xlbudget.formats.resolving", "xlbudget.narrative.template_parser"),
)
"""What a `report` of a workbook of ours has no use for."""


def command_of(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", LATER)
def test_the_short_help_is_that_of_the_command(name: str) -> None:
    command = command_of(name)
    assert command.name == name
    assert (command.help or "").split("\n")[0] == LATER[name].help


def test_the_list_of_commands_imports_none_of_them() -> None:
    code = (
        "import sys\n"
        "from xlbudget.cli.commands import main\n"
        "sys.argv = ['xlbudget', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        "    print(*sorted(m for m in sys.modules if m.startswith('xlbudget.')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, check=True
    )
    *lines, modules = done.stdout.splitlines()
    shown = [line.split()[0] for line in lines[lines.index("命令:") + 1 :] if line[2:3].strip()]
    assert shown == list(LATER)
    assert not [
        name
        for name in modules.split()
        if "pipeline" in name or "books" in name or "publish" in name
    ]


def test_an_unknown_command_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="是否想写“report”"):
        cli.main(["repotr"], standalone_mode=False)
    assert cli.get_command(click.Context(cli), "repotr") is None


def test_the_shell_completes_names() -> None:
    complete = ShellComplete(cli, {}, "xlbudget", "_XLBUDGET_COMPLETE")
    assert [item.value for item in complete.get_completions([], "re")] == ["report", "refresh"]
    assert "--final" in [item.value for item in complete.get_completions(["report"], "--f")]


def test_a_report_imports_what_it_needs_and_no_more(tmp_path: Path) -> None:
    book = tmp_path / "决算.xlsx"
    book.write_bytes(build(run(*sample_account())))
    code = (
        "import sys\n"
        "from xlbudget.cli.commands import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    sys.stderr.write(f'{end.code} ' + ' '.join(sys.modules))\n"
    )
    for folder in ("第一次", "第二次"):
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code, "report", book, "-o", tmp_path / folder],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "XLBUDGET_CACHE": str(tmp_path / "留存")},
        )
    status, *modules = done.stderr.split()
    assert status in ("0", "1")
    assert len(list((tmp_path / "第二次").iterdir())) == 9
    assert (
        sorted(name for name in modules if name in FORBIDDEN or name.startswith("xlbudget.binding"))
        == []
    )


def test_a_button_starts_without_the_libraries_that_make_new_workbooks() -> None:
    code = "import sys, xlbudget.addin; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"xlsxwriter", "openpyxl", "pandas"} & set(done.stdout.split()) == set()
