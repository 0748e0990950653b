import os
import shutil
from pathlib import Path

import pytest


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
