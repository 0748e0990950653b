"""The process that lays a PDF open, page by page, as lines of JSON on its standard output.

A hostile file may keep PDFium busy for ever, fill the memory or bring it down; here it brings down
nothing else. Each line is a page, or {"fault": …} with what the file is instead.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

LOCKED, DAMAGED, PAGES, CROWDED = "locked", "damaged", "pages", "crowded"
_PASSWORD = 4
"""PDFium's error for a file under a password."""

_MEMORY = 3 << 29


def pages(path: Path, most: int) -> Iterator[dict[str, Any]]:
    """The pages of a PDF as plain data; a fault ends them."""
    import pypdfium2

    from xlbudget.reading.documents.pdf_pages import page_of

    try:
        document = pypdfium2.PdfDocument(path.read_bytes())
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error)
        yield {"fault": LOCKED if locked else DAMAGED, "page": 0}
        return
    if not 0 < len(document) <= most:
        yield {"fault": PAGES, "page": len(document)}
        return
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            yield page_of(page, number).as_data()
            page.close()
        except (pypdfium2.PdfiumError, ValueError, OverflowError):
            yield {"fault": DAMAGED, "page": number}
            return
        except MemoryError:
            yield {"fault": CROWDED, "page": number}
            return
    document.close()


def main() -> None:
    """Write the pages of the file that the command names."""
    _limit_memory()
    for each in pages(Path(sys.argv[1]), int(sys.argv[2])):
        sys.stdout.buffer.write(json.dumps(each).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
