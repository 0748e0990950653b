from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")


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
