"""真的浏览器：打开一页，按键、取值，记下它的网络请求和报错。用管道说话，不开端口。"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import Any

_COMMAND = (
    *("--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe"),
    *("--disable-background-networking", "--no-first-run"),
)
_TOLD = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")


@dataclass
class Tab:
    """一个页面。`requests` 是它要过的地址，`complaints` 是浏览器说的不满（CSP、脚本出错）。"""

    _to: BufferedWriter
    _from: BufferedReader
    session: str = ""
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _next: int = 0

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """一条命令和它的结果；等的时候来的事件记下。"""
        self._next += 1
        message: dict[str, object] = {"id": self._next, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self._to.write(json.dumps(message).encode() + b"\0")
        self._to.flush()
        while (answer := self._receive()).get("id") != self._next:
            self._note(answer)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, file: Path) -> None:
        """打开一个文件，等到它载入。"""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")
        self.ask("Page.navigate", url=file.as_uri())
        while (event := self._receive()).get("method") != "Page.loadEventFired":
            self._note(event)

    def value(self, expression: str) -> Any:
        """一个表达式在页面里的值。"""
        found = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, key: str) -> None:
        """按一个键。"""
        text = {"text": key} if len(key) == 1 else {}
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key)

    def width(self, width: int, height: int = 1000) -> None:
        """窗口的大小。"""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **size)

    def _receive(self) -> dict[str, Any]:
        data = bytearray()
        while (byte := self._from.read(1)) != b"\0":
            assert byte, "浏览器退出了"
            data += byte
        answer: dict[str, Any] = json.loads(data)
        return answer

    def _note(self, event: dict[str, Any]) -> None:
        if event.get("method") == "Network.requestWillBeSent":
            self.requests.append(event["params"]["request"]["url"])
        elif event.get("method") in _TOLD:
            self.complaints.append(json.dumps(event["params"], ensure_ascii=False))


@contextmanager
def opened(browser: Path, file: Path, *, script: bool = True) -> Iterator[Tab]:
    """浏览器打开着的一页；`script` 为假时不运行脚本。"""
    from_us, to_browser = os.pipe()
    from_browser, to_us = os.pipe()
    shell = f'exec "$@" 3<&{from_us} 4>&{to_us}'
    process = subprocess.Popen(
        ["/bin/bash", "-c", shell, "browser", str(browser), *_COMMAND],
        pass_fds=(from_us, to_us),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(from_us)
    os.close(to_us)
    try:
        with os.fdopen(to_browser, "wb") as to, os.fdopen(from_browser, "rb") as come:
            tab = Tab(to, come)
            if not script:
                tab = _without_script(tab)
            tab.open(file)
            yield tab
    finally:
        process.terminate()
        process.wait(timeout=20)


class _Mute(Tab):
    """一个不运行脚本的页面。"""

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        if method == "Page.navigate":
            super().ask("Emulation.setScriptExecutionDisabled", value=True)
        return super().ask(method, **params)


def _without_script(tab: Tab) -> Tab:
    return _Mute(tab._to, tab._from)
