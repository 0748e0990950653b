"""python -m xlbudget."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """The program. Its commands are imported when it is called: a worker process of `batch` imports
    this module too, and needs none of them.
    """
    try:
        from xlbudget.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(2)


if __name__ == "__main__":
    main()
