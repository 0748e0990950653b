"""LibreOffice for a script that runs under the system's Python with UNO: started, and ended."""

import os
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue

STARTS = 60


def prop(name, value):
    return PropertyValue(Name=name, Value=value)


@contextmanager
def desktop(office, profile):
    """A LibreOffice without a window, with a profile of its own."""
    pipe = f"xlbudget{os.getpid()}"
    process = subprocess.Popen(
        [
            office,
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--norestore",
            "--nodefault",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdin=subprocess.DEVNULL,
    )
    context = _connected(pipe, process)
    found = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    try:
        yield found
    finally:
        with suppress(Exception):
            found.terminate()
        process.wait(timeout=STARTS)


def _connected(pipe, process):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(STARTS * 10):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    process.kill()
    raise SystemExit("LibreOffice did not start")
