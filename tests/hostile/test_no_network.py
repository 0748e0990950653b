"""没有网络也照样做完；测试里的保安真的拦得住。"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.no_network import NetworkError, allowed

ROOT = Path(__file__).parents[2]
BARRED = """
import sys

def bar(event, args):
    if event.startswith("socket."):
        raise RuntimeError(event)

sys.addaudithook(bar)
from xlbudget.cli.commands import cli

def run(*args):
    try:
        return cli.main(list(args), standalone_mode=False) or 0
    except SystemExit as ended:
        return ended.code

made = "出/攀枝花市西区大宝鼎街道办事处2024.xlsx"
codes = [
    run("demo", "-o", "出"),
    run("report", made, "-o", "说明"),
    run("check", made),
    run("check", "说明/攀枝花市西区大宝鼎街道办事处2024.docx", "--workbook", made),
]
print(codes, file=sys.stderr)
"""


def test_nothing_of_the_work_opens_a_socket(tmp_path: Path) -> None:
    """一个套接字也不许建，本机的也不许：示例、生成、校验、审核照样做完。"""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", BARRED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == "[0, 0, 0, 0]\n"
    assert done.returncode == 0


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_a_test_that_leaves_the_machine_fails(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as one, pytest.raises(NetworkError, match=host):
        one.connect((host, 9))


def test_a_name_is_not_even_asked_for() -> None:
    with pytest.raises(NetworkError, match=r"example\.invalid"):
        urllib.request.urlopen("http://example.invalid/")


def test_this_machine_is_no_network() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname()) as client:
            assert client.getpeername() == server.getsockname()


def test_what_is_let_through_is_let_through_for_a_while() -> None:
    with allowed(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.connect(("127.0.0.2", 9))  # 不是 127.0.0.1：保安不认得，所以要放行
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, pytest.raises(NetworkError):
        one.connect(("127.0.0.2", 9))
