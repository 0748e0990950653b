"""留着的语料：tests/fuzz/corpus/入口/名称.txt（文字）或 .hex（字节），第一行说它是什么。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")
_LINE = 64


def load(path: Path) -> bytes:
    """The input of a file: all behind its first line, but the newline that ends the file."""
    _, _, content = path.read_bytes().partition(b"\n")
    content = content.removesuffix(b"\n")
    return bytes.fromhex(content.decode("ascii")) if path.suffix == ".hex" else content


def kept(target: str) -> Iterator[tuple[Path, bytes]]:
    """All inputs of a target."""
    for path in sorted((CORPUS / target).glob("*.*")):
        yield path, load(path)


def keep(target: str, name: str, says: str, data: bytes) -> Path:
    """Keep an input: as text where it is one that a person can read."""
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    try:
        readable = all(char.isprintable() or char in "\n\t" for char in data.decode())
    except UnicodeDecodeError:
        readable = False
    path = folder / f"{name}.{'txt' if readable else 'hex'}"
    digits = data.hex()
    lines = "\n".join(digits[at : at + _LINE] for at in range(0, len(digits), _LINE))
    path.write_bytes(f"# {says}\n".encode() + (data if readable else lines.encode()) + b"\n")
    return path
